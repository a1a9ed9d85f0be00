"""Our own CSV: any table with a column `name`. What it does not know becomes a detail of the item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inventory.exchange import values
from inventory.exchange.formats.columns import ATTRIBUTE, Binding, Column, bind, known_by, parse_row
from inventory.exchange.formats.exported import ExportedItem
from inventory.exchange.rules import Parsed, Problem, quoted
from inventory.exchange.tabular import Row, Table

KEY = "csv"
LABEL = "Inventory CSV"
SUFFIX = ".csv"
MEDIA_TYPE = "text/csv"
BOM = True  # without it Excel takes UTF-8 for the encoding of its country

_DETAIL = "attribute."
_COLUMNS: dict[str, Column] = {
    "ref": Column("ref"),
    "name": Column("name"),
    "description": Column("description"),
    "notes": Column("notes"),
    "quantity": Column("quantity", parse=values.parse_decimal),
    "unit": Column("unit"),
    "sku": Column("sku", parse=lambda text: text.strip() or None),
    "location": Column("location", parse=values.split_path),
    "tags": Column("tags", parse=values.split_tags),
}
_ALIASES = {
    "reference": "ref",
    "import_ref": "ref",
    "item": "name",
    "title": "name",
    "qty": "quantity",
    "amount": "quantity",
    "unit of measure": "unit",
    "place": "location",
    "tag": "tags",
    "labels": "tags",
}
_BY_NAME = _COLUMNS | {alias: _COLUMNS[name] for alias, name in _ALIASES.items()}


def count_known(header: Sequence[str]) -> int:
    """How many of these columns are ours; 0 when no column holds the name."""
    has_name = any(_column_for(name).target == "name" for name in header)
    return known_by(_BY_NAME, (_DETAIL,), header) if has_name else 0


def _column_for(name: str) -> Column:
    known = _BY_NAME.get(name.casefold())
    if known:
        return known
    is_detail = name.casefold().startswith(_DETAIL) and len(name) > len(_DETAIL)
    return Column(ATTRIBUTE, name[len(_DETAIL) :].strip() if is_detail else name)


def open_rows(table: Table) -> tuple[tuple[Problem, ...], Binding]:
    """Bind the header; columns that we do not know are noted and kept as details."""
    binding = bind(table, _column_for, required=("name",))
    notes = tuple(
        Problem(table.header_line, f"The column {quoted(name)} is kept as a detail of that name.", "", name, "note")
        for name in table.header
        if name and name.casefold() not in _BY_NAME and not name.casefold().startswith(_DETAIL)
    )
    return notes, binding


def parse(row: Row, binding: Binding) -> Parsed:
    """One row of our own file."""
    return parse_row(row, binding)


def extra_columns(item: ExportedItem) -> set[str]:
    """The columns that this item needs beside those that every export has."""
    return {_DETAIL + key for key in item.attributes}


def header(extra: Iterable[str]) -> list[str]:
    """The header of an export."""
    return [*_COLUMNS, *sorted(extra)]


def row(item: ExportedItem, header: Sequence[str]) -> list[str]:
    """An item as a row of our CSV."""
    cells = {_DETAIL + key: text for key, text in item.attributes.items()}
    cells |= {
        "ref": item.ref,
        "name": item.name,
        "description": item.description,
        "notes": item.notes,
        "quantity": values.format_decimal(item.quantity),
        "unit": item.unit,
        "sku": item.sku or "",
        "location": values.join_path(item.location),
        "tags": values.join_tags(item.tags),
    }
    return [cells.get(name, "") for name in header]
