"""The journal of an upgrade: what is being changed and how far it is, on the disk before each step."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from inventory.config import Settings
from inventory.errors import InventoryError, NotFound
from inventory.operations.files import sync_directory, write_file
from inventory.operations.upgrade.rules import CHANGING, EXIT_LOST, Outcome, State

_STATUS = "status.json"  # the last run, whatever became of it
_JOURNAL = "journal.json"  # the last run that changed packages: what a rollback by hand goes by
_UNFINISHED = "unfinished"  # a link to the saved set of a run that is going on; the boot looks for it


@dataclass(frozen=True)
class Record:
    """One upgrade or rollback. Times are ISO 8601 in UTC, `deadline` seconds.

    Attributes:
        packages: the former set, package: version; what a way back leads to.
        data: schema and extensions of the database before (see data.py).
        ill_before: parts of /health that were not well before.
        services: units that ran before and must run again.
        behind_nginx: was the device reachable through nginx before, so that this can be asked of it afterwards?
        backup: the backup of before; kept: the one of what a way back has replaced.
    """

    kind: str
    id: str
    from_version: str = ""
    to_version: str = ""
    state: State = "planned"
    outcome: Outcome = ""
    reason: str = ""
    exit_status: int = EXIT_LOST
    deadline: float = 180
    update: bool = True
    restore_data: bool = True
    packages: dict[str, str] = field(default_factory=dict)
    data: dict[str, object] = field(default_factory=dict)
    ill_before: dict[str, str] = field(default_factory=dict)
    services: tuple[str, ...] = ()
    behind_nginx: bool = True
    backup: str = ""
    kept: str = ""
    data_restored: bool = False
    started: str = ""
    finished: str = ""
    saved_set: str = ""

    @classmethod
    def plan(cls, kind: str, *, to: str, deadline: float, update: bool = False) -> Record:
        """A run that has not begun."""
        now = datetime.now(UTC)
        return cls(
            kind=kind,
            id=now.strftime("%Y%m%dT%H%M%S%fZ"),
            to_version=to,
            deadline=deadline,
            update=update,
            started=now.isoformat(timespec="seconds"),
        )

    @property
    def former_version(self) -> str:
        """Where the way back leads."""
        return self.from_version if self.kind == "upgrade" else self.to_version

    def document(self) -> dict[str, object]:
        """What `--json` prints."""
        shown = {
            "kind": self.kind,
            "state": self.state,
            "outcome": self.outcome,
            "from": self.from_version,
            "to": self.to_version,
            "reason": self.reason,
            "backup": self.backup,
            "data_restored": self.data_restored,
            "kept": self.kept,
            "started": self.started,
            "finished": self.finished,
        }
        return shown | {"exit_status": self.exit_status if self.state == "done" else None}

    def sentence(self) -> str:
        """The result, for people."""
        if self.state != "done":
            return f"The {self.kind} to {self.to_version or 'the newest version'} is going on: {self.state}."
        texts = {
            "upgraded": f"Upgraded from {self.from_version} to {self.to_version}.",
            "unchanged": f"Version {self.to_version} is installed already, and healthy.",
            "rolled-back": f"Version {self.former_version} runs again.",
            "failed": f"The {self.kind} failed.",
        }
        parts = [texts.get(self.outcome, "")]
        if self.reason:
            parts.append(f"Why: {self.reason}")
        if self.data_restored:
            parts.append(f"The data of the backup {self.backup} is back; what was there is kept as {self.kept}.")
        return " ".join(parts)


def directory(settings: Settings) -> Path:
    """Where everything of upgrades is kept."""
    return settings.state_dir / "upgrade"


def set_directory(settings: Settings, record: Record) -> Path:
    """The packages (`debs`) and the program (`program`) that were saved for a run."""
    return directory(settings) / record.saved_set


def save(settings: Settings, record: Record, **changes: object) -> Record:
    """Write the record with changes; it is on the disk when this returns."""
    changed = replace(record, **changes)  # type: ignore[arg-type]
    raw = json.dumps(asdict(changed), indent=1).encode()
    folder = directory(settings)
    write_file(folder / _STATUS, raw, mode=0o600)
    if changed.state in CHANGING or (changed.state == "done" and record.state in CHANGING):
        write_file(folder / _JOURNAL, raw, mode=0o600)
    _mark(folder, changed)
    return changed


def load_status(settings: Settings) -> Record:
    """The last run.

    Raises:
        NotFound: there was none.
    """
    return _load(directory(settings) / _STATUS)


def load_journal(settings: Settings) -> Record:
    """The last run that changed packages.

    Raises:
        NotFound: there was none.
    """
    return _load(directory(settings) / _JOURNAL)


def is_unfinished(settings: Settings) -> bool:
    """Has a run changed packages and not come to its end?"""
    return (directory(settings) / _UNFINISHED).is_symlink()


def _mark(folder: Path, record: Record) -> None:
    """The link is there before the first change, and goes after the last."""
    link = folder / _UNFINISHED
    if record.state in CHANGING and not link.is_symlink():
        link.symlink_to(record.saved_set)
        sync_directory(folder)
    elif record.state == "done" and link.is_symlink():
        link.unlink()
        sync_directory(folder)


def _load(path: Path) -> Record:
    try:
        document = json.loads(path.read_bytes())
        known = {each.name for each in fields(Record)}
        given = {name: value for name, value in document.items() if name in known}
        return Record(**given | {"services": tuple(given["services"])})
    except FileNotFoundError:
        raise NotFound("There was no upgrade yet.") from None
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise InventoryError(f"{path} cannot be read: {error}.", hint="Remove it if it is damaged.") from None
