"""All items as a file, written piece by piece: memory does not grow with their number."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from types import ModuleType

import sqlalchemy as sa

from inventory.catalogue import rules as catalogue_rules
from inventory.catalogue import service as catalogue
from inventory.catalogue.service import Item
from inventory.database import transaction
from inventory.errors import InvalidInput
from inventory.exchange import store
from inventory.exchange.formats import FORMATS, own_json
from inventory.exchange.formats.exported import ExportedItem
from inventory.exchange.planning import own_ref
from inventory.exchange.values import guard_formula

_ROWS_AT_ONCE = 500


def export_items(engine: sa.Engine, format_key: str) -> Iterator[bytes]:
    """All live items in one of the FORMATS, as pieces of the file. One snapshot: changes meanwhile do not show.

    Raises:
        InvalidInput: no such format (at the first piece).
    """
    if format_key not in FORMATS:
        known = ", ".join(FORMATS)
        raise InvalidInput(f"There is no format “{format_key[:40]}”.", field="format", hint=f"Use one of: {known}.")
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
    with transaction(snapshot) as connection:
        instance = store.get_instance(connection)
        if format_key == own_json.KEY:
            yield from (piece.encode() for piece in own_json.write(_exported(connection, instance)))
        else:
            yield from _table(connection, instance, FORMATS[format_key])


def _exported(connection: sa.Connection, instance: str) -> Iterator[ExportedItem]:
    for item in catalogue.iter_items(connection):
        yield _as_exported(item, instance)


def _as_exported(item: Item, instance: str) -> ExportedItem:
    return ExportedItem(
        ref=item.import_ref or own_ref(instance, item.id),
        name=item.name,
        description=item.description,
        notes=item.notes,
        quantity=item.quantity,
        unit=item.unit,
        sku=item.sku,
        location=catalogue_rules.split_path(item.location_path),
        tags=item.tags,
        attributes=item.attributes,
    )


def _table(connection: sa.Connection, instance: str, module: ModuleType) -> Iterator[bytes]:
    """Two walks through the items: which columns they need, then the rows."""
    extra: set[str] = set()
    for item in _exported(connection, instance):
        extra |= module.extra_columns(item)
    header = module.header(extra)
    if module.BOM:
        yield codecs.BOM_UTF8
    rows = (module.row(item, header) for item in _exported(connection, instance))
    yield from _as_csv(header, rows)


def _as_csv(header: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([guard_formula(cell) for cell in row])
        if number % _ROWS_AT_ONCE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
