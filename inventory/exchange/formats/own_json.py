"""Our own JSON: {"format": "inventory-items", "version": 1, "items": [{"ref": …, "name": …}, …]}.

Items are decoded one after the other, so that a problem has the line on which its item starts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from inventory.exchange import values
from inventory.exchange.decoding import TextFile
from inventory.exchange.formats.exported import ExportedItem
from inventory.exchange.rules import MAX_ROWS, Parsed, Problem, Record, ValueFault, quoted, unreadable

KEY = "json"
LABEL = "Inventory JSON"
SUFFIX = ".json"
MEDIA_TYPE = "application/json"
MARK = "inventory-items"
VERSION = 1

_SPACE = " \t\r\n"
_TEXTS = ("name", "description", "notes", "unit", "sku")
_NAMES = ("location", "tags")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _number(text: str) -> Decimal:
    """A number; one whose exponent is out of all bounds is none."""
    try:
        return Decimal(text)
    except ArithmeticError:
        raise ValueError(f"{text[:40]} is out of range") from None


_decoder = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_no_constant)


class _Reader:
    """Walks through the text: `position` and the physical `line` that it is on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1

    def move(self, position: int) -> None:
        self.line += self.text.count("\n", self.position, position)
        self.position = position

    def peek(self) -> str:
        position = self.position
        while position < len(self.text) and self.text[position] in _SPACE:
            position += 1
        self.move(position)
        return self.text[position : position + 1]

    def take(self, wanted: str) -> None:
        found = self.peek()
        if found != wanted:
            what = f"Here {quoted(found)} stands instead of {quoted(wanted)}." if found else "The file ends too early."
            raise unreadable(what, "Is it complete?", line=self.line)
        self.move(self.position + 1)

    def value(self) -> Any:
        self.peek()
        try:
            value, end = _decoder.raw_decode(self.text, self.position)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else "Nested too deeply, or not a number"
            line = error.lineno if isinstance(error, json.JSONDecodeError) else self.line
            raise unreadable(f"This is not JSON: {what}.", "Is the file complete?", line=line) from None
        self.move(end)
        return value


def looks_like(start: str) -> bool:
    """Can a file that starts so be JSON?"""
    return start.lstrip("\ufeff" + _SPACE)[:1] in ("{", "[")


def read(text: TextFile) -> Iterator[Parsed]:
    """The items of a file.

    Raises:
        InvalidInput: it is not JSON, or not a list of items.
    """
    with text.path.open(encoding=text.encoding) as file:
        reader = _Reader(file.read())
    yield from _read_object(reader)
    if reader.peek():
        raise unreadable("Something follows after the end of the list.", "Remove it.", line=reader.line)


def _read_object(reader: _Reader) -> Iterator[Parsed]:
    if reader.peek() == "[":
        yield from _read_items(reader)
        return
    reader.take("{")
    found_items = False
    while reader.peek() != "}":
        name = reader.value()
        reader.take(":")
        if name == "items":
            found_items = True
            yield from _read_items(reader)
        else:
            _check_head(name, reader.value(), reader.line)
        if reader.peek() != "}":
            reader.take(",")
    reader.take("}")
    if not found_items:
        raise unreadable('There is no list "items" in it.', "Export one here to see how it looks.", line=1)


def _check_head(name: Any, value: Any, line: int) -> None:
    if name == "format" and value != MARK:
        raise unreadable(f"It is of the format {quoted(str(value))}, not {MARK}.", line=line)
    if name == "version" and value != VERSION:
        what = f"It has version {quoted(str(value))}; this program reads {VERSION}."
        raise unreadable(what, "Upgrade the program.", line=line)


def _read_items(reader: _Reader) -> Iterator[Parsed]:
    reader.take("[")
    count = 0
    while reader.peek() != "]":
        count += 1
        if count > MAX_ROWS:
            raise unreadable(f"The file has more than {MAX_ROWS:,} items.", "Divide it.", line=reader.line)
        reader.peek()
        line = reader.line
        yield _parse(line, reader.value())
        if reader.peek() != "]":
            reader.take(",")
    reader.take("]")


def _parse(line: int, value: Any) -> Parsed:
    if not isinstance(value, dict):
        return Parsed(line, None, (Problem(line, "This is not an object.", 'Write {"name": …}.'),))
    if not _is_storable(value):
        return Parsed(line, None, (Problem(line, "A text contains NUL or half of a character.", "Remove it."),))
    problems: list[Problem] = []
    fields: dict[str, Any] = {}
    for name, given in value.items():
        if name in ("ref", "attributes"):
            continue
        try:
            fields[name] = _field(name, given)
        except ValueFault as fault:
            problems.append(Problem(line, fault.what, fault.mend, name[:60]))
    if "name" not in fields:
        problems.append(Problem(line, "There is no name.", "Every item needs one.", "name"))
    ref, attributes = value.get("ref"), value.get("attributes", {})
    if not (ref is None or isinstance(ref, str)):
        problems.append(Problem(line, "The reference is not a text.", "", "ref"))
    if not (isinstance(attributes, dict) and all(isinstance(text, str) for text in attributes.values())):
        problems.append(Problem(line, "The details are not an object of texts.", "", "attributes"))
    if problems:
        return Parsed(line, None, tuple(problems))
    return Parsed(line, Record(line, (ref or "").strip() or None, fields, dict(attributes), {n: n for n in fields}))


def _is_storable(value: Any, depth: int = 0) -> bool:
    """Can PostgreSQL hold all texts in it? JSON's escapes can write what no file's encoding could.

    What is nested deeper than an item's fields are is refused later anyway.
    """
    if depth > 3:
        return True
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, dict):
        return all(_is_storable(part, depth + 1) for pair in value.items() for part in pair)
    return all(_is_storable(part, depth + 1) for part in value) if isinstance(value, list) else True


def _field(name: str, given: Any) -> Any:
    if name == "quantity":
        return _quantity(given)
    if name in _NAMES:
        if isinstance(given, list) and all(isinstance(part, str) for part in given):
            return tuple(part.strip() for part in given if part.strip())
        raise ValueFault("It is not a list of texts.", 'Write ["…", "…"].')
    if name in _TEXTS:
        if isinstance(given, str) or (name == "sku" and given is None):
            return given
        raise ValueFault("It is not a text.")
    raise ValueFault("An item has no such field.", "Put it into “attributes”.")


def _quantity(given: Any) -> Decimal:
    if isinstance(given, Decimal):
        return given
    if isinstance(given, str):
        return values.parse_decimal(given)
    raise ValueFault("It is not a number.", 'Write it as text, such as "1.5".')


def write(items: Iterable[ExportedItem]) -> Iterator[str]:
    """A file as pieces of text, one item a line."""
    yield f'{{"format": "{MARK}", "version": {VERSION}, "items": ['
    separator = "\n"
    for item in items:
        yield separator + json.dumps(_plain(item), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _plain(item: ExportedItem) -> dict[str, Any]:
    return {
        "ref": item.ref,
        "name": item.name,
        "description": item.description,
        "notes": item.notes,
        "quantity": values.format_decimal(item.quantity),
        "unit": item.unit,
        "sku": item.sku,
        "location": list(item.location),
        "tags": list(item.tags),
        "attributes": dict(item.attributes),
    }
