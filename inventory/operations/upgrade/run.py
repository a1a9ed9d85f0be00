"""What the steps of one upgrade or rollback share: settings, the journal, and a word on how it goes."""

from __future__ import annotations

from pathlib import Path

from inventory.config import Settings
from inventory.operations.upgrade import record
from inventory.operations.upgrade.record import Record


class Run:
    """One run. `say` tells a person what is being done; `note` writes the journal."""

    def __init__(self, settings: Settings, journal: Record) -> None:
        self.settings = settings
        self.record = journal

    @property
    def directory(self) -> Path:
        """The saved set of this run."""
        return record.set_directory(self.settings, self.record)

    @property
    def log(self) -> Path:
        """What apt and dpkg say."""
        return self.directory / "apt.log"

    def note(self, **changes: object) -> None:
        """Change the record; it is on the disk when this returns."""
        self.record = record.save(self.settings, self.record, **changes)

    def say(self, text: str) -> None:
        print(text, flush=True)  # noqa: T201  # the unit's output, which the caller follows
