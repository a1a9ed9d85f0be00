"""Where the first boot reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

IMAGE_MARKER = Path("/etc/inventory/image")  # only pi-gen-stage/ writes it; the units look for it


@dataclass(frozen=True)
class Places:
    """The root file system, and what is where in it; tests give another root."""

    root: Path = Path("/")

    @property
    def live(self) -> bool:
        """Is this the running system, whose kernel and disk are to be changed, too?"""
        return self.root == Path("/")

    @property
    def boot(self) -> Path:
        """The partition that every computer can read (FAT)."""
        return self.root / "boot/firmware"

    @property
    def settings_file(self) -> Path:
        return self.boot / "inventory.toml"

    @property
    def code_file(self) -> Path:
        return self.boot / "inventory-setup-code.txt"

    @property
    def issue_file(self) -> Path:
        """Shown above the login prompt of the screen and of a serial console. agetty looks for one in /run only where
        there is no /etc/issue, which Debian has."""
        return self.root / "etc/issue.d/inventory.issue"

    @property
    def state(self) -> Path:
        """Root's own: the journal holds what waits to be applied, secrets included."""
        return self.root / "var/lib/inventory/firstboot"

    @property
    def journal(self) -> Path:
        return self.state / "journal.json"

    @property
    def closed(self) -> Path:
        """Exists once somebody has an account: the boot partition has no say from then on."""
        return self.state / "closed"
