"""The device's name: in /etc/hostname, in the kernel, and in /etc/hosts, where former names stay behind it."""

from __future__ import annotations

import re

from inventory.operations.files import write_file
from inventory.operations.firstboot.places import Places
from inventory.operations.programs import run_checked

_OWN_LINE = re.compile(r"^127\.0\.1\.1[ \t]+(.*)$", re.MULTILINE)


def apply(name: str, places: Places) -> None:
    """Name the device. Raises InventoryError and OSError."""
    hosts = places.root / "etc/hosts"
    before = hosts.read_text() if hosts.exists() else "127.0.0.1\tlocalhost\n"
    write_file(hosts, with_name(before, name).encode(), mode=0o644)
    write_file(places.root / "etc/hostname", f"{name}\n".encode(), mode=0o644)
    if places.live:
        run_checked(["hostname", name], what="The kernel did not take the name", hint="It has it after a restart.")


def with_name(hosts: str, name: str) -> str:
    """The text of /etc/hosts with the name first in the device's own line."""
    found = _OWN_LINE.search(hosts)
    if not found:
        return f"{hosts.rstrip()}\n127.0.1.1\t{name}\n"
    others = [other for other in found.group(1).split() if other != name]
    return _OWN_LINE.sub(lambda _: "127.0.1.1\t" + " ".join([name, *others]), hosts, count=1)
