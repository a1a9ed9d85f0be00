"""What this host is called and which addresses it has."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass
from ipaddress import ip_address

from inventory.errors import InventoryError
from inventory.operations.programs import run

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")


@dataclass(frozen=True)
class Names:
    """Host names, the host's own first, and addresses as text."""

    hosts: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def has_public_address(self) -> bool:
        """Is there an address by which another machine can reach it?"""
        return any(not ip_address(address).is_loopback for address in self.addresses)


def current_names() -> Names:
    """The names under which people reach this device now."""
    full = socket.gethostname().lower()
    short = full.partition(".")[0]
    names = [short, f"{short}.local", full] if _valid(full) else []
    hosts = dict.fromkeys([*names, "localhost"])
    return Names(tuple(hosts), tuple(dict.fromkeys(["127.0.0.1", "::1", *_interface_addresses()])))


def _valid(name: str) -> bool:
    """Some hosts have names that DNS does not allow (my_pi): a certificate cannot hold them."""
    return len(name) <= 253 and all(_LABEL.match(label) for label in name.split("."))


def _interface_addresses() -> list[str]:
    """Addresses of all interfaces, without those that need an interface's name (fe80::)."""
    try:
        interfaces = json.loads(run(["ip", "-json", "address", "show"], timeout=10).stdout or "[]")
    except (InventoryError, ValueError):  # no iproute2: the certificate does without addresses
        return []
    found = [info["local"] for interface in interfaces for info in interface.get("addr_info", []) if "local" in info]
    return [address for address in found if not ip_address(address).is_link_local]
