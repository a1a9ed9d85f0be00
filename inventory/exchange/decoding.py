"""A file's bytes as text: which encoding, and where it breaks. Nothing is guessed silently."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from inventory.errors import TooLarge, UnsupportedMedia
from inventory.exchange.rules import MAX_FILE_BYTES, unreadable

# What a person may choose; anything else is detected.
ENCODINGS = ("utf-8", "utf-16", "windows-1252")
_CHUNK = 1 << 16

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = (
    (b"PK\x03\x04", "a zip file or an Excel or LibreOffice workbook", "Open it and save the sheet as CSV (UTF-8)."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Open it and save the sheet as CSV (UTF-8)."),
    (b"%PDF", "a PDF document", "Export the list as CSV instead."),
    (b"\xff\xd8\xff", "a JPEG picture", "Photos are added on an item's page."),
    (b"\x89PNG", "a PNG picture", "Photos are added on an item's page."),
    (b"\x1f\x8b", "a gzip file", "Unpack it first."),
    (b"SQLite format 3", "an SQLite database", "Export the list as CSV instead."),
    (b"PGDMP", "a PostgreSQL dump", "Export the list as CSV instead."),
)


@dataclass(frozen=True)
class TextFile:
    """A file on disk that is known to be text in `encoding` (Python's name of it), of so many `lines`."""

    path: Path
    encoding: str
    lines: int = 0


def open_text(path: Path, encoding: str | None = None) -> TextFile:
    """Find the encoding of a file and prove it by reading the file through once.

    Args:
        encoding: one of ENCODINGS where a person has chosen it; otherwise UTF-8, or what a byte order mark says.

    Raises:
        InvalidInput: empty, not text, or not in that encoding (with the line where it breaks).
        UnsupportedMedia: a file of another kind (workbook, picture, archive).
        TooLarge: more than MAX_FILE_BYTES.
    """
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise TooLarge(
            f"The file has {size // 1048576} MiB; at most {MAX_FILE_BYTES // 1048576} MiB can be imported.",
            hint="Divide it into smaller files, each with the header line.",
        )
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise unreadable("The file is empty.", "Choose a file with a header line and at least one row.")
    _refuse_other_kinds(start)
    chosen = _choose(start, encoding)
    return TextFile(path, chosen, _prove(path, chosen, was_chosen=encoding is not None))


def _refuse_other_kinds(start: bytes) -> None:
    for magic, kind, mend in _MAGIC:
        if start.startswith(magic):
            raise UnsupportedMedia(f"This is {kind}, not a table of text.", field="file", hint=mend)


def _choose(start: bytes, encoding: str | None) -> str:
    for bom, name in _BOMS:
        if start.startswith(bom):
            if encoding is None or name.startswith(encoding):
                return name
            raise unreadable(f"The file says itself that it is {name[:6].upper()}.", "Leave the encoding on automatic.")
    if encoding is not None and encoding not in ENCODINGS:
        raise unreadable(f"There is no encoding “{encoding[:40]}” here.", f"Use one of: {', '.join(ENCODINGS)}.")
    if encoding == "utf-16":
        raise unreadable("The file has no byte order mark, so it is not UTF-16.", "Save it as CSV (UTF-8).")
    if b"\0" in start:
        raise UnsupportedMedia("This is not a text file.", field="file", hint="Save the list as CSV (UTF-8).")
    return "cp1252" if encoding == "windows-1252" else "utf-8"


def _prove(path: Path, encoding: str, *, was_chosen: bool) -> int:
    """Decode everything once, so that no row fails half way through an import; returns the number of lines."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    with path.open("rb") as file:
        while True:
            data = file.read(_CHUNK)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].count(b"\n")
                raise _not_in_encoding(encoding, line, error, was_chosen) from None
            if "\0" in text:
                raise UnsupportedMedia("This is not a text file.", field="file", hint="Save the list as CSV (UTF-8).")
            if not data:
                return lines
            lines += text.count("\n")


def _not_in_encoding(encoding: str, line: int, error: UnicodeDecodeError, was_chosen: bool) -> Exception:
    name = {"cp1252": "Windows-1252"}.get(encoding, encoding.removesuffix("-sig").upper())
    byte = error.object[error.start : error.start + 1].hex().upper()
    mend = "Save it as CSV (UTF-8)."
    if not was_chosen and encoding == "utf-8":
        mend += " If an older program made it, choose the encoding windows-1252."
    return unreadable(f"The file is not {name} (byte {byte}).", mend, line=line, field="encoding")
