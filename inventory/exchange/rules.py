"""What a file holds once it is read, and what can be wrong with it. Pure: no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from inventory.errors import InvalidInput

MAX_ROWS = 200_000
MAX_FILE_BYTES = 64 * 1024 * 1024
# More problems than these are only counted: nobody mends a file from a longer list.
MAX_PROBLEMS = 5_000
# A wrong cell is quoted in its problem up to here.
QUOTED = 60


@dataclass(frozen=True)
class Problem:
    """Something about a line of the file.

    `line` is the physical line (from 1) on which the record starts. Of severity "wrong" the row cannot
    be imported; a "note" says what is done with something unusual.
    """

    line: int
    what: str
    mend: str = ""
    column: str | None = None
    severity: Literal["wrong", "note"] = "wrong"

    @property
    def is_wrong(self) -> bool:
        return self.severity == "wrong"

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"line {self.line}{column}: {self.what}" + (f" {self.mend}" if self.mend else "")


class ValueFault(Exception):
    """A cell that cannot be read: what is wrong with it, and how to mend it."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


class Unusual(ValueFault):
    """A cell that is taken as it stands (`value`), but worth a note."""

    def __init__(self, value: Any, what: str, mend: str = "") -> None:
        super().__init__(what, mend)
        self.value = value


@dataclass(frozen=True)
class Record:
    """One item as the file gives it.

    `fields` holds only what the file has a column for: name, description, notes, unit, sku (str or None),
    quantity (Decimal), location (tuple of names from the top), tags (tuple of names).
    Of `attributes` an empty text means that the item has none of that name.
    """

    line: int
    ref: str | None
    fields: dict[str, Any]
    attributes: dict[str, str]
    # field -> the file's own name of the column, to say where a value came from
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """One row, read: the record (None where something is wrong) and what there is to say about it."""

    line: int
    record: Record | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class OpenedFile:
    """A file whose format is known. `rows()` reads it from the start, each time it is called.

    `notes` are about the header; `delimiter` is "" where the format has none; `lines` are physical lines.
    """

    format_key: str
    format_label: str
    encoding: str
    delimiter: str
    lines: int
    notes: tuple[Problem, ...]
    rows: Callable[[], Iterator[Parsed]]


def unreadable(what: str, mend: str = "", *, line: int | None = None, field: str = "file") -> InvalidInput:
    """The error for a file that cannot be read at all."""
    where = f"Line {line}: " if line else ""
    return InvalidInput(f"{where}{what}", field=field, hint=mend or None)


def quoted(text: str) -> str:
    """A cell's text as problems show it: on one line, not too long."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text[: 4 * QUOTED].split()))
    return f"“{text[:QUOTED]}…”" if len(text) > QUOTED else f"“{text}”"
