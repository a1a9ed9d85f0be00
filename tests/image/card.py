"""A flashed card in a device: what its owner puts on it, and what the device says."""

import re
import time
from pathlib import Path

from tests.image.flash import flash
from tests.lab import Host
from tests.system.device import Device
from tests.system.patience import eventually

SETTINGS = "/boot/firmware/inventory.toml"
CODE = "/boot/firmware/inventory-setup-code.txt"
ISSUE = "/etc/issue.d/inventory.issue"
SECRETS = (
    "/etc/machine-id",
    "/var/lib/inventory/config/secret-key",
    "/var/lib/inventory/config/setup-code",
    "/var/lib/inventory/ssl/inventory.key",
    "/var/lib/inventory/ssl/inventory.crt",
)
_CODE = re.compile(r"\b([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})\b")


class Card(Device):
    """A device as a system test knows it, but one that came from an image instead of from apt."""

    def __init__(self, name: str, image: Host, folder: Path) -> None:
        host = flash(name, image)
        super().__init__(host, None, folder)  # type: ignore[arg-type]  # it never asks a repository for anything
        self._console = host.directory / "console"

    def start(self, settings: str | None = None) -> float:
        """Put settings on the card, switch the device on, wait for its setup or sign-in page; seconds until then."""
        if settings is not None:
            self.host.put(SETTINGS, settings)
        began = time.monotonic()
        self.switch_on()
        self.wait_for_page()
        return time.monotonic() - began

    def switch_on(self) -> None:
        """Boot. The lab's hosts have no console: here it is a file."""
        self._console.touch()
        self.host.start([f"{self._console}:/dev/console"])

    def wait_for_page(self) -> None:
        """Wait until the first boot has said its last word and the page is there (a restore stops it for a while)."""
        eventually(self._finished, bool, 90)
        eventually(lambda: self.visitor().get("/sign-in"), lambda answer: answer.status_code == 200, 90)

    def _finished(self) -> bool:
        """Has the last unit of the first boot ended, or had it nothing to do on this device?"""
        names = ("ExecMainExitTimestampMonotonic", "ConditionTimestampMonotonic", "ConditionResult")
        told = self.host.run(["systemctl", "show", *(f"-p{name}" for name in names), "inventory-firstboot-finish"])
        values = dict(line.split("=", 1) for line in told.stdout.splitlines())
        ended, looked = (values[name] not in ("", "0") for name in names[:2])
        return ended or (looked and values["ConditionResult"] == "no")

    def code_on_card(self) -> str:
        """The code in the file on the boot partition, "" when there is no such file."""
        text = self.host.run(f"cat {CODE} 2>/dev/null", check=False).stdout
        return found.group(1) if (found := _CODE.search(text)) else ""

    def code_on_screen(self) -> str:
        """The code that the login prompt shows, "" for none. agetty wants a terminal, which `script` gives it."""
        text = self.host.run('script -qec "agetty --show-issue" /dev/null </dev/null').stdout
        return found.group(1) if (found := _CODE.search(text)) else ""

    def console(self) -> str:
        """All that was written to the console since the device was switched on."""
        return self._console.read_text(errors="replace")

    def secrets(self) -> dict[str, str]:
        """A hash of each secret, and PostgreSQL's number of the cluster."""
        sums = self.host.run(["sha256sum", *SECRETS]).stdout.splitlines()
        return {line.split()[1]: line.split()[0] for line in sums} | {"database": self.database_identifier()}
