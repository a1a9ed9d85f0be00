"""What a dry run or an import found: counts, first changes, problems. Pure: no I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from inventory.exchange.rules import MAX_PROBLEMS, Problem

SHOWN_CHANGES = 200
_MAX_NOTES = 200
_SHOWN_NAMES = 50


@dataclass(frozen=True)
class Difference:
    """A field of an item that changes; texts as people see them."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """What happens to one item: kind is created, changed or restored."""

    line: int
    kind: str
    name: str
    item_id: int | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Note:
    """A remark about `count` rows, the first on `line`."""

    line: int
    what: str
    mend: str
    column: str | None
    count: int


@dataclass
class Report:
    """Grows while a file is read. `problems` are at most MAX_PROBLEMS; `wrong_rows` counts all wrong rows."""

    created: int = 0
    changed: int = 0
    restored: int = 0
    unchanged: int = 0
    wrong_rows: int = 0
    problem_count: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    new_places: list[str] = field(default_factory=list)
    new_place_count: int = 0
    new_tags: list[str] = field(default_factory=list)
    new_tag_count: int = 0

    @property
    def rows(self) -> int:
        return self.created + self.changed + self.restored + self.unchanged + self.wrong_rows

    @property
    def writes(self) -> int:
        """How many items an import would touch."""
        return self.created + self.changed + self.restored

    def add_row(self, problems: Iterable[Problem]) -> None:
        """Note what there is to say about one row."""
        is_wrong = False
        for problem in problems:
            if problem.is_wrong:
                is_wrong = True
                self.problem_count += 1
                if len(self.problems) < MAX_PROBLEMS:
                    self.problems.append(problem)
            else:
                self.add_note(problem)
        self.wrong_rows += is_wrong

    def add_note(self, problem: Problem) -> None:
        """The same remark about many rows is one remark with a count."""
        for index, note in enumerate(self.notes):
            if (note.what, note.column) == (problem.what, problem.column):
                self.notes[index] = Note(note.line, note.what, note.mend, note.column, note.count + 1)
                return
        if len(self.notes) < _MAX_NOTES:
            self.notes.append(Note(problem.line, problem.what, problem.mend, problem.column, 1))

    def add_change(self, change: Change) -> None:
        setattr(self, change.kind, getattr(self, change.kind) + 1)
        if change.kind != "unchanged" and len(self.changes) < SHOWN_CHANGES:
            self.changes.append(change)

    def set_new_names(self, places: list[str], tags: list[str]) -> None:
        self.new_places, self.new_place_count = sorted(places)[:_SHOWN_NAMES], len(places)
        self.new_tags, self.new_tag_count = sorted(tags)[:_SHOWN_NAMES], len(tags)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Report:
        """The report that `to_json` gave; an empty one for {}."""
        values = dict(stored)
        values["problems"] = [Problem(**problem) for problem in stored.get("problems", [])]
        values["notes"] = [Note(**note) for note in stored.get("notes", [])]
        values["changes"] = [
            Change(**{**change, "differences": tuple(Difference(**one) for one in change["differences"])})
            for change in stored.get("changes", [])
        ]
        return cls(**values)
