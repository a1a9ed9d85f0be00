"""The journal of the first boot: what was read and is not applied yet, so that a power cut loses nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from inventory.operations.files import write_file
from inventory.operations.firstboot.places import Places

APPLIED = "applied"


@dataclass
class Journal:
    """Attributes:
    wishes: what is still to be applied, as in inventory.toml, secrets included.
    results: name: what became of it, for people.
    faults: name: what is wrong, for people; never a value.
    kept: what stays of the file, for people; no secrets.
    known: hashes of the files that were read or left: one of them is no news.
    username: the administrator's name, for the setup page.
    """

    wishes: dict[str, Any] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    username: str = ""

    def knows(self, raw: bytes) -> bool:
        return digest(raw) in self.known

    def remember(self, raw: bytes) -> None:
        if not self.knows(raw):
            self.known.append(digest(raw))


def digest(raw: bytes) -> str:
    """The hash by which a file is known again."""
    return hashlib.sha256(raw).hexdigest()


def load(places: Places) -> Journal:
    """The journal; an empty one before the first boot, or when it is damaged (then the file is read again)."""
    try:
        document = json.loads(places.journal.read_text())
        return Journal(**document)
    except (FileNotFoundError, ValueError, TypeError):
        return Journal()


def save(places: Places, journal: Journal) -> None:
    """Write the journal for root alone; whole or not at all. Raises OSError."""
    places.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(places.journal, json.dumps(asdict(journal)).encode(), mode=0o600)
