"""Columns of a table and what each of them is to an item. Formats are tables of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inventory.exchange import values
from inventory.exchange.rules import Parsed, Problem, Record, Unusual, ValueFault, unreadable
from inventory.exchange.tabular import Row, Table

# Where an empty cell says nothing instead of "none": an item always has a quantity and a unit.
_KEEP_WHEN_EMPTY = frozenset({"quantity", "unit"})
ATTRIBUTE = "attribute"


@dataclass(frozen=True)
class Column:
    """What the cells of one column are: `target` is a field of Record, "ref", or ATTRIBUTE with a `key`."""

    target: str
    key: str = ""
    parse: Callable[[str], Any] = str

    @property
    def identity(self) -> tuple[str, str]:
        return self.target, self.key


@dataclass(frozen=True)
class Binding:
    """A format's columns bound to the header of one file; unnamed columns are None."""

    header: Sequence[str]
    columns: Sequence[Column | None]
    notes: tuple[Problem, ...] = ()


def bind(table: Table, column_for: Callable[[str], Column], *, required: Iterable[str]) -> Binding:
    """Give each column of the header its meaning.

    Raises:
        InvalidInput: a required column is missing, or two columns mean the same.
    """
    columns = [column_for(name) if name else None for name in table.header]
    named: dict[tuple[str, str], str] = {}
    for name, column in zip(table.header, columns, strict=True):
        if column is None:
            continue
        if column.identity in named:
            first = named[column.identity]
            raise unreadable(
                f"The columns “{first[:60]}” and “{name[:60]}” mean the same.",
                "Remove one of them.",
                line=table.header_line,
            )
        named[column.identity] = name
    targets = {target for target, _ in named}
    for target in required:
        if target not in targets:
            raise unreadable(f"There is no column for the {target}.", "Add one.", line=table.header_line)
    return Binding(table.header, columns)


def parse_row(row: Row, binding: Binding) -> Parsed:
    """The cells of a row as a record, or all that is wrong with them."""
    if row.problem:
        return Parsed(row.line, None, (row.problem,))
    fields: dict[str, Any] = {}
    attributes: dict[str, str] = {}
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    for index, column in enumerate(binding.columns):
        if column is None:
            continue
        name = binding.header[index]
        text = values.unguard_formula(row.cells[index]) if index < len(row.cells) else ""
        if column.target in _KEEP_WHEN_EMPTY and not text.strip():
            continue
        value = _parse_cell(column, name, text, row.line, problems)
        if column.target == ATTRIBUTE:
            attributes[column.key] = value
        else:
            fields[column.target] = value
            sources[column.target] = name
    if any(problem.is_wrong for problem in problems):
        return Parsed(row.line, None, tuple(problems))
    ref = str(fields.pop("ref", "") or "").strip() or None
    return Parsed(row.line, Record(row.line, ref, fields, attributes, sources), tuple(problems))


def _parse_cell(column: Column, name: str, text: str, line: int, problems: list[Problem]) -> Any:
    try:
        return column.parse(text)
    except Unusual as fault:
        problems.append(Problem(line, fault.what, fault.mend, name, "note"))
        return fault.value
    except ValueFault as fault:
        problems.append(Problem(line, fault.what, fault.mend, name))
        return None


def known_by(names: Mapping[str, Any], prefixes: tuple[str, ...], header: Iterable[str]) -> int:
    """How many columns of a header a format knows by name or prefix, whatever their case."""
    return sum(name.casefold() in names or name.casefold().startswith(prefixes) for name in header)


# What cells hold that become details (attributes) of an item: checked, and written in one way.


def detail_date(text: str) -> str:
    """A date as YYYY-MM-DD; one that could be read two ways stays as it is written, with a note."""
    if not text.strip() or text.startswith("0001-01-01"):  # how Go programs write "no date"
        return ""
    try:
        return values.parse_date(text)
    except ValueFault as fault:
        if "which is the day" not in fault.what:
            raise
        raise Unusual(text.strip(), fault.what, "It is kept as it is written.") from None


def detail_number(text: str) -> str:
    """A number with a point; 0, which programs write for "none", is no detail."""
    if not text.strip():
        return ""
    try:
        number = values.parse_decimal(text)
    except ValueFault as fault:
        if "can mean" not in fault.what:
            raise
        raise Unusual(text.strip(), fault.what, "It is kept as it is written.") from None
    if not number:
        return ""
    return text.strip() if values.is_plain_number(text.strip()) else values.format_decimal(number)


def detail_truth(text: str) -> str:
    """ "true", or no detail."""
    return "true" if values.parse_truth(text) else ""
