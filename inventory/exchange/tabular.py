"""Tables of text (CSV, TSV): the delimiter, the header, and rows with their physical line numbers."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from inventory.exchange.decoding import TextFile
from inventory.exchange.rules import MAX_ROWS, Problem, unreadable

DELIMITERS = (",", ";", "\t")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_MAX_COLUMNS = 500


@dataclass(frozen=True)
class Row:
    """The cells of a record that starts on physical line `line`, or the problem that hides them."""

    line: int
    cells: Sequence[str]
    problem: Problem | None = None


@dataclass(frozen=True)
class Table:
    """A table whose header is read. `rows()` reads the rows below it, from the start at each call."""

    header: Sequence[str]
    header_line: int
    delimiter: str
    rows: Callable[[], Iterator[Row]]


def open_table(text: TextFile, count_known: Callable[[Sequence[str]], int]) -> Table:
    """Find delimiter and header of a table.

    Args:
        count_known: how many of these column names some format knows; the delimiter with the most wins.

    Raises:
        InvalidInput: no header line, an unreadable one, or a column twice.
    """
    named = _delimiter_line(text)
    best: tuple[int, int, Table] | None = None
    for delimiter in (named,) if named else DELIMITERS:
        table = _read_header(text, delimiter, skip_first=named is not None)
        if table is None:
            continue
        score = (count_known(table.header), len(table.header))
        if best is None or score > best[:2]:
            best = (*score, table)
    if best is None:
        raise unreadable("The header line cannot be read.", "Is a quotation mark open in it?", line=1)
    _refuse_repeated_columns(best[2])
    return best[2]


def _delimiter_line(text: TextFile) -> str | None:
    """Excel's own first line, “sep=;”, names the delimiter."""
    with text.path.open(encoding=text.encoding, newline="") as file:
        line = file.readline(16).strip().strip('"')
    return line[4:] if line.lower().startswith("sep=") and line[4:] in DELIMITERS else None


def _read_header(text: TextFile, delimiter: str, *, skip_first: bool) -> Table | None:
    rows = _records(text, delimiter)
    if skip_first:
        next(rows)
    first = next(rows, None)
    if first is None:
        raise unreadable("The file is empty.", "Choose a file with a header line and at least one row.")
    if first.problem or len(first.cells) > _MAX_COLUMNS:
        return None
    header = tuple(cell.strip() for cell in first.cells)
    while header and not header[-1]:  # columns without name at the end come from spreadsheets
        header = header[:-1]
    skip = 2 if skip_first else 1
    return Table(header, first.line, delimiter, lambda: _data_rows(text, delimiter, skip, len(header)))


def _refuse_repeated_columns(table: Table) -> None:
    seen: set[str] = set()
    for name in table.header:
        if name in seen and name:
            raise unreadable(f"The column “{name[:60]}” is there twice.", "Rename one of them.", line=table.header_line)
        seen.add(name)


def _data_rows(text: TextFile, delimiter: str, skip: int, width: int) -> Iterator[Row]:
    rows = itertools.islice(_records(text, delimiter), skip, None)
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            what = f"The file has more than {MAX_ROWS:,} rows."
            yield Row(row.line, (), Problem(row.line, what, "Divide it into smaller files, each with the header line."))
            return
        if row.problem is None and any(cell.strip() for cell in row.cells[width:]):
            what = f"The row has {len(row.cells)} cells, the header {width}."
            mend = "Put quotation marks around cells that contain the delimiter."
            yield Row(row.line, (), Problem(row.line, what, mend))
        else:
            yield row


def _records(text: TextFile, delimiter: str) -> Iterator[Row]:
    """All records that are not empty. A record starts on the line after the end of the one before."""
    with text.path.open(encoding=text.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, (), _csv_problem(line, reader.line_num, str(error)))
                continue
            if any(cell.strip() for cell in cells):
                yield Row(line, cells)


def _csv_problem(line: int, last_line: int, error: str) -> Problem:
    if "unexpected end of data" in error:
        what = f"A quotation mark is opened and not closed until the end (line {last_line})."
        return Problem(line, what, "Close it.")
    if "field larger than field limit" in error:
        what = f"A cell has more than {csv.field_size_limit():,} characters."
        return Problem(line, what, "Is a quotation mark opened and not closed?")
    if "expected after" in error:
        return Problem(
            line,
            "A quotation mark inside a quoted cell stands alone.",
            'Write it twice ("") inside a quoted cell.',
        )
    return Problem(line, f"The row cannot be read ({error}).", "Check its quotation marks.")
