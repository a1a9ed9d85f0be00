"""The formats that we read and write, one file each; this registry finds the one that a file has.

A table format is a module with KEY, LABEL, SUFFIX, MEDIA_TYPE, BOM and the functions `count_known`,
`open_rows`, `parse`, `extra_columns`, `header` and `row`. Further formats are added to TABLES.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from inventory.exchange.decoding import TextFile, open_text
from inventory.exchange.formats import homebox, own, own_json
from inventory.exchange.rules import OpenedFile, Parsed, quoted, unreadable
from inventory.exchange.tabular import Table, open_table

TABLES: dict[str, ModuleType] = {module.KEY: module for module in (homebox, own)}
FORMATS: dict[str, ModuleType] = {**TABLES, own_json.KEY: own_json}


def open_file(path: Path, *, format_key: str | None = None, encoding: str | None = None) -> OpenedFile:
    """Find encoding, format, delimiter and columns of a file.

    Args:
        format_key: one of FORMATS where a person has chosen it, else the header tells.
        encoding: one of decoding.ENCODINGS where a person has chosen it.

    Raises:
        InvalidInput, UnsupportedMedia, TooLarge: the file cannot be read, and how to mend it.
    """
    if format_key is not None and format_key not in FORMATS:
        known = ", ".join(FORMATS)
        raise unreadable(f"There is no format {quoted(format_key)}.", f"Use one of: {known}.", field="format")
    text = open_text(path, encoding)
    if format_key == own_json.KEY or (format_key is None and own_json.looks_like(_start(text))):
        return OpenedFile(own_json.KEY, own_json.LABEL, text.encoding, "", text.lines, (), lambda: own_json.read(text))
    return _open_table(text, format_key)


def _start(text: TextFile) -> str:
    with text.path.open(encoding=text.encoding) as file:
        return file.read(200)


def _open_table(text: TextFile, format_key: str | None) -> OpenedFile:
    candidates = [TABLES[format_key]] if format_key else list(TABLES.values())
    table = open_table(text, lambda header: max(module.count_known(header) for module in candidates))
    module = max(candidates, key=lambda module: module.count_known(table.header))
    if not module.count_known(table.header):
        raise _unknown_header(table)
    notes, binding = module.open_rows(table)

    def rows() -> Iterator[Parsed]:
        for row in table.rows():
            yield module.parse(row, binding)

    return OpenedFile(module.KEY, module.LABEL, text.encoding, table.delimiter, text.lines, notes, rows)


def _unknown_header(table: Table) -> Exception:
    found = ", ".join(quoted(name) for name in table.header[:6]) or "nothing"
    return unreadable(
        f"The header line has no column that is known; it holds {found}.",
        "The first line must name the columns: “name” at least, or Homebox's “HB.name”.",
        line=table.header_line,
    )
