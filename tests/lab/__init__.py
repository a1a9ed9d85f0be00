"""Booted Debian hosts on one machine, for tests that need a whole system.

A host is a systemd-nspawn container with systemd as its PID 1, on an overlay of a cached base tree, with an
address of its own on a bridge. Nothing here needs systemd on the outer machine; it needs root.

    from tests.lab import Host
    with Host.create("shop") as host:
        host.start()
        print(host.run("systemctl is-system-running").stdout)
"""

from tests.lab.errors import CommandFailed, LabError
from tests.lab.host import Host, Result

__all__ = ["CommandFailed", "Host", "LabError", "Result"]
