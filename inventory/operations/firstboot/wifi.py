"""A Wi-Fi network, for NetworkManager, and the country whose rules the radio keeps."""

from __future__ import annotations

import uuid

from inventory.errors import InventoryError
from inventory.operations.files import write_file
from inventory.operations.firstboot.places import Places
from inventory.operations.firstboot.wishes import Wifi
from inventory.operations.programs import run

_NAME = "inventory-wifi"


def apply(wifi: Wifi, places: Places) -> None:
    """Write the network, before NetworkManager starts. Raises InventoryError and OSError."""
    folder = places.root / "etc/NetworkManager/system-connections"
    if not folder.is_dir():
        raise InventoryError("this system has no NetworkManager to join a network with")
    write_file(folder / f"{_NAME}.nmconnection", connection(wifi).encode(), mode=0o600)
    _set_country(wifi.country, places)
    if places.live:
        _switch_on(wifi.country)


def connection(wifi: Wifi) -> str:
    """NetworkManager's file. The id comes from the name, so that writing it again is the same network."""
    ident = uuid.uuid5(uuid.NAMESPACE_DNS, f"{_NAME}.{wifi.ssid}")
    ssid = ";".join(str(byte) for byte in wifi.ssid.encode())  # bytes need no quoting
    lines = ["[connection]", f"id={_NAME}", f"uuid={ident}", "type=wifi", "autoconnect=true", ""]
    lines += ["[wifi]", "mode=infrastructure", f"ssid={ssid};", f"hidden={str(wifi.hidden).lower()}", ""]
    if wifi.password is not None:
        lines += ["[wifi-security]", "key-mgmt=wpa-psk", f"psk={_escaped(wifi.password)}", ""]
    return "\n".join([*lines, "[ipv4]", "method=auto", "", "[ipv6]", "method=auto", ""])


def _escaped(text: str) -> str:
    """As GLib's key files want it: a space in front would be dropped, a backslash begins an escape."""
    escaped = text.replace("\\", "\\\\")
    kept = escaped.lstrip(" ")
    return "\\s" * (len(escaped) - len(kept)) + kept


def _set_country(country: str, places: Places) -> None:
    """For each boot."""
    options = places.root / "etc/modprobe.d/inventory-wifi.conf"
    if options.parent.is_dir():
        write_file(options, f"options cfg80211 ieee80211_regdom={country}\n".encode(), mode=0o644)


def _switch_on(country: str) -> None:
    """Until it has a country, Raspberry Pi OS keeps the radio off; what is not installed here has nothing to set."""
    for command in (
        ["raspi-config", "nonint", "do_wifi_country", country],
        ["iw", "reg", "set", country],
        ["rfkill", "unblock", "wifi"],
    ):
        try:
            run(command)
        except InventoryError:
            continue
