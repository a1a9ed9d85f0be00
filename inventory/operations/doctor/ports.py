"""Ports: the app on loopback only, nginx on 80 and 443."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip

_LISTEN = "0A"


def check(machine: Machine) -> Iterator[Result]:
    listening = listening_ports()
    yield _check_app(machine, listening)
    for port in (80, 443):
        if machine.is_device:
            yield _check_web(port, listening)
        else:
            yield skip(f"port {port}", "a checkout has no nginx before it")


def listening_ports() -> dict[int, set[str]]:
    """port: the addresses on which some program of this host listens for TCP."""
    found: dict[int, set[str]] = {}
    for name in ("tcp", "tcp6"):
        path = Path("/proc/net") / name
        lines = path.read_text().splitlines()[1:] if path.exists() else []
        for fields in map(str.split, lines):
            if fields[3] == _LISTEN:
                address, _, port = fields[1].partition(":")
                found.setdefault(int(port, 16), set()).add(_address(address))
    return found


def _address(text: str) -> str:
    """The kernel writes addresses as 32-bit words in the byte order of the machine."""
    words = [bytes.fromhex(text[start : start + 8])[::-1] for start in range(0, len(text), 8)]
    return str(ip_address(b"".join(words)))


def _check_app(machine: Machine, listening: dict[int, set[str]]) -> Result:
    host, _, port_text = machine.settings.listen.rpartition(":")
    port = int(port_text)
    name, addresses = f"port {port}", listening.get(port, set())
    if not addresses:
        return fail(name, "The app does not listen.", machine.start_app)
    open_ones = sorted(address for address in addresses if not ip_address(address).is_loopback)
    if open_ones and machine.is_device:
        what = f"Something listens on {', '.join(open_ones)}: the app must be reached through nginx only."
        return fail(name, what, f"Set INVENTORY_LISTEN=127.0.0.1:{port} and restart inventory-app.")
    return ok(name, f"the app listens on {host}")


def _check_web(port: int, listening: dict[int, set[str]]) -> Result:
    name, addresses = f"port {port}", listening.get(port, set())
    if any(ip_address(address).is_unspecified for address in addresses):
        return ok(name, "open to the network")
    if addresses:
        what = f"nginx listens on {', '.join(sorted(addresses))} only."
        return fail(name, what, "Compare /etc/nginx/sites-available/inventory with the packaged one.")
    return fail(name, "Nothing listens.", "`nginx -t && systemctl restart nginx`.")
