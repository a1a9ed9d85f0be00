"""Homebox's CSV and TSV: the columns that its export writes, and the older names of them.

Items have no parents here yet, so a parent's reference is kept as a detail. Everything that is no field
of ours becomes a detail under a readable name, and goes back into its own column on export.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from inventory.exchange import values
from inventory.exchange.formats.columns import (
    ATTRIBUTE,
    Binding,
    Column,
    bind,
    detail_date,
    detail_number,
    detail_truth,
    known_by,
    parse_row,
)
from inventory.exchange.formats.exported import ExportedItem
from inventory.exchange.rules import Parsed, Problem, Unusual, ValueFault, quoted
from inventory.exchange.tabular import Row, Table

KEY = "homebox"
LABEL = "Homebox"
SUFFIX = ".csv"
MEDIA_TYPE = "text/csv"
BOM = False  # Homebox itself would take it for a part of the first column's name

_FIELD = "HB.field."
_PARENT = "Parent reference"
_URL = "Homebox address"
# Custom fields in which our own export keeps what Homebox has no column for.
_UNIT_FIELD = "Inventory unit"
_SKU_FIELD = "Inventory SKU"
_ITEM_ADDRESS = re.compile(r"/item/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?\Z", re.IGNORECASE)
_ASSET_ID = re.compile(r"\d{3}-\d{3,}\Z", re.ASCII)


def _asset_id(text: str) -> str | None:
    """000-123; plain digits are written so too, and 000-000 is Homebox's “none”."""
    text = text.strip()
    digits = text.replace("-", "")
    if not digits.strip("0"):
        return None
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0").zfill(6)
        return f"{digits[:3]}-{digits[3:]}"
    if not _ASSET_ID.match(text):
        raise Unusual(text, f"{quoted(text)} is not an asset ID like 000-123.", "It is kept as it is written.")
    return text


def _detail(key: str, parse: Callable[[str], str] = str) -> Column:
    return Column(ATTRIBUTE, key, parse)


# In the order in which Homebox writes them.
_COLUMNS: dict[str, Column] = {
    "HB.purchase_date": _detail("Purchase date", detail_date),
    "HB.warranty_expires": _detail("Warranty expires", detail_date),
    "HB.sold_date": _detail("Sold date", detail_date),
    "HB.import_ref": Column("ref"),
    "HB.parent_import_ref": _detail(_PARENT),
    "HB.url": _detail(_URL),
    "HB.name": Column("name"),
    "HB.description": Column("description"),
    "HB.notes": Column("notes"),
    "HB.purchase_from": _detail("Purchased from"),
    "HB.manufacturer": _detail("Manufacturer"),
    "HB.model_number": _detail("Model number"),
    "HB.serial_number": _detail("Serial number"),
    "HB.warranty_details": _detail("Warranty details"),
    "HB.sold_to": _detail("Sold to"),
    "HB.sold_notes": _detail("Sale notes"),
    "HB.location": Column("location", parse=values.split_slashes),
    "HB.tags": Column("tags", parse=values.split_tags),
    "HB.asset_id": Column("sku", parse=_asset_id),
    "HB.quantity": Column("quantity", parse=values.parse_decimal),
    "HB.purchase_price": _detail("Purchase price", detail_number),
    "HB.sold_price": _detail("Sold price", detail_number),
    "HB.archived": _detail("Archived", detail_truth),
    "HB.insured": _detail("Insured", detail_truth),
    "HB.lifetime_warranty": _detail("Lifetime warranty", detail_truth),
}
# Newer than the rest; written only for items that have it.
_NEWER = {"HB.low_stock_threshold": _detail("Low stock threshold", detail_number)}
_ALIASES = {
    "hb.purchase_time": "HB.purchase_date",
    "hb.sold_time": "HB.sold_date",
    "hb.labels": "HB.tags",
    "hb.label": "HB.tags",
}
_BY_NAME = {name.casefold(): column for name, column in (_COLUMNS | _NEWER).items()}
_BY_NAME |= {alias: _COLUMNS[name] for alias, name in _ALIASES.items()}
_COLUMN_OF_DETAIL = {column.key: name for name, column in (_COLUMNS | _NEWER).items() if column.target == ATTRIBUTE}
# What Homebox writes where an item has nothing to say.
_EMPTY = {"HB.purchase_price": "0", "HB.sold_price": "0"} | dict.fromkeys(
    ("HB.archived", "HB.insured", "HB.lifetime_warranty"), "false"
)


def count_known(header: Sequence[str]) -> int:
    """How many of these columns are Homebox's."""
    return known_by(_BY_NAME, (_FIELD.casefold(),), header)


def _column_for(name: str) -> Column:
    known = _BY_NAME.get(name.casefold())
    if known:
        return known
    if name.casefold().startswith(_FIELD.casefold()):
        return _custom_field(name[len(_FIELD) :].strip(), name)
    return _detail(name)


def _custom_field(field: str, name: str) -> Column:
    if field == _UNIT_FIELD:
        return Column("unit")
    if field == _SKU_FIELD:
        return Column("custom_sku", parse=lambda text: text.strip() or None)
    # A field that has the name of one of our details keeps its whole name, so that the two stay apart.
    return _detail(name if field in _COLUMN_OF_DETAIL or not field else field)


def open_rows(table: Table) -> tuple[tuple[Problem, ...], Binding]:
    """Bind the header; columns of Homebox that we do not know are noted and kept as details."""
    binding = bind(table, _column_for, required=("name",))
    known = [name.casefold().startswith(_FIELD.casefold()) or name.casefold() in _BY_NAME for name in table.header]
    unknown = [name for name, is_known in zip(table.header, known, strict=True) if name and not is_known]
    notes = tuple(
        Problem(table.header_line, f"The column {quoted(name)} is kept as a detail of that name.", "", name, "note")
        for name in unknown
    )
    return notes, binding


def parse(row: Row, binding: Binding) -> Parsed:
    """One row of Homebox's file.

    Items that were made by hand in Homebox have no reference there; the address that its export gives
    holds an id that stays the same, and serves instead.
    """
    parsed = parse_row(row, binding)
    if parsed.record is None:
        return parsed
    record, problems = parsed.record, list(parsed.problems)
    address = _ITEM_ADDRESS.search(record.attributes.get(_URL, "").strip())
    ref = record.ref or (f"homebox:{address[1].lower()}" if address else None)
    fields = dict(record.fields)
    sku = fields.pop("custom_sku", None)
    if sku and not fields.get("sku"):
        fields["sku"] = sku
    attributes = _plain_names(record.attributes)
    if attributes.get(_PARENT, "").strip():
        what = f"The item it belongs to is kept as the detail “{_PARENT}”: items cannot hold items yet."
        problems.append(Problem(row.line, what, "", "HB.parent_import_ref", "note"))
    return Parsed(row.line, replace(record, ref=ref, fields=fields, attributes=attributes), tuple(problems))


def _plain_names(attributes: Mapping[str, str]) -> dict[str, str]:
    """A custom field “Manufacturer” is the manufacturer where Homebox's own column for it is empty."""
    plain = dict(attributes)
    for key, text in attributes.items():
        own = key.removeprefix(_FIELD)
        if own != key and own in _COLUMN_OF_DETAIL and text and not attributes.get(own):
            plain[own], plain[key] = text, ""
    return plain


def extra_columns(item: ExportedItem) -> set[str]:
    """The columns that this item needs beside those that every export has."""
    return {_column_of(key, text) for key, text in item.attributes.items()} - _COLUMNS.keys()


def header(extra: Iterable[str]) -> list[str]:
    """The header of an export."""
    return [*_COLUMNS, f"{_FIELD}{_UNIT_FIELD}", f"{_FIELD}{_SKU_FIELD}", *sorted(extra)]


def _column_of(key: str, text: str) -> str:
    """Homebox's own column where it can hold this text, else a custom field."""
    own = _COLUMN_OF_DETAIL.get(key)
    if own:
        return own if _survives(_BY_NAME[own.casefold()], text) else _FIELD + key
    keeps_name = key.startswith(_FIELD) and key[len(_FIELD) :] in _COLUMN_OF_DETAIL
    return key if keeps_name else _FIELD + key


def _survives(column: Column, text: str) -> bool:
    try:
        return bool(column.parse(text) == text)
    except ValueFault:
        return False


def row(item: ExportedItem, header: Sequence[str]) -> list[str]:
    """An item as a row of Homebox's import."""
    is_asset_id = bool(item.sku and _ASSET_ID.match(item.sku) and item.sku.strip("0-"))
    cells = {_column_of(key, text): text for key, text in item.attributes.items()}
    cells |= {
        "HB.import_ref": item.ref,
        "HB.name": item.name,
        "HB.description": item.description,
        "HB.notes": item.notes,
        "HB.location": values.join_slashes(item.location),
        "HB.tags": values.join_tags(item.tags),
        "HB.asset_id": (item.sku or "") if is_asset_id else "000-000",
        "HB.quantity": values.format_decimal(item.quantity),
        f"{_FIELD}{_UNIT_FIELD}": item.unit,
        f"{_FIELD}{_SKU_FIELD}": "" if is_asset_id else item.sku or "",
    }
    return [cells.get(name) or _EMPTY.get(name, "") for name in header]
