"""What an item, a place and a tag may be. Pure: no I/O.

Limits are in characters. Every check returns the cleaned value or raises InvalidInput naming the field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from inventory.errors import InvalidInput

NAME_MAX = 200
DESCRIPTION_MAX = 4000
NOTES_MAX = 20_000
UNIT_MAX = 20
SKU_MAX = 64
IMPORT_REF_MAX = 200
ATTRIBUTES_MAX = 50
ATTRIBUTE_NAME_MAX = 60
ATTRIBUTE_TEXT_MAX = 1000
TAG_MAX = 60
TAGS_MAX = 50
PLACE_NAME_MAX = 120
PLACE_DEPTH_MAX = 20
QUANTITY_MAX = Decimal("999999999999.999999")
QUANTITY_PLACES = 6
DEFAULT_UNIT = "pcs"
ID_MAX = 2**63 - 1

PATH_SEPARATOR = " / "
_SEPARATORS = re.compile(r"\s+/\s+|\s*›\s*|\s+>\s+")


@dataclass(frozen=True)
class ItemDraft:
    """What a person or a file says about an item. `tags` are names; missing ones are made."""

    name: str
    description: str = ""
    notes: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = DEFAULT_UNIT
    sku: str | None = None
    location_id: int | None = None
    tags: tuple[str, ...] = ()
    import_ref: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """An item as stored. `location_path` is like "Workshop / Drawer 3", empty when it is nowhere."""

    id: int
    name: str
    description: str
    notes: str
    quantity: Decimal
    unit: str
    sku: str | None
    location_id: int | None
    location_path: str
    tags: tuple[str, ...]
    import_ref: str | None
    attributes: Mapping[str, str]
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    def draft(self) -> ItemDraft:
        """This item as a draft, to change parts of it."""
        return ItemDraft(**{name: getattr(self, name) for name in ItemDraft.__dataclass_fields__})


@dataclass(frozen=True)
class Card:
    """What a result list shows of an item. `cover_photo_id` is None when it has no photo."""

    id: int
    name: str
    quantity: Decimal
    unit: str
    sku: str | None
    location_id: int | None
    location_path: str
    tags: tuple[str, ...]
    cover_photo_id: int | None
    updated_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True)
class Photo:
    """A photo of an item; sizes in pixels and bytes of the stored picture."""

    id: int
    item_id: int
    position: int
    sha256: str
    width: int
    height: int
    bytes: int
    original_name: str
    created_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True)
class Place:
    """A location. `items_here` counts live items in it, `items_below` those in it and in all places below."""

    id: int
    parent_id: int | None
    name: str
    description: str
    path: str
    depth: int
    items_here: int = 0
    items_below: int = 0
    places_here: int = 0


@dataclass(frozen=True)
class Tag:
    """A tag and how many live items have it."""

    id: int
    name: str
    items: int = 0


@dataclass(frozen=True)
class ItemFilter:
    """What a list is limited to; everything given must hold.

    `location_id` includes all places below. `tags` are names, whatever their case.
    `deleted` lists deleted items instead of live ones.
    """

    location_id: int | None = None
    tags: tuple[str, ...] = ()
    has_photo: bool | None = None
    nowhere: bool = False
    deleted: bool = False


def check_draft(draft: ItemDraft) -> ItemDraft:
    """The draft with all values cleaned.

    Raises:
        InvalidInput: its `errors` name every wrong field.
    """
    checks: dict[str, Callable[[], Any]] = {
        "name": lambda: one_line(draft.name, "name", NAME_MAX, required="An item needs a name."),
        "description": lambda: text(draft.description, "description", DESCRIPTION_MAX),
        "notes": lambda: text(draft.notes, "notes", NOTES_MAX),
        "quantity": lambda: quantity(draft.quantity),
        "unit": lambda: one_line(draft.unit, "unit", UNIT_MAX) or DEFAULT_UNIT,
        "sku": lambda: one_line(draft.sku or "", "sku", SKU_MAX) or None,
        "location_id": lambda: None if draft.location_id is None else stored_id(draft.location_id, "location_id"),
        "tags": lambda: tag_names(draft.tags),
        "import_ref": lambda: one_line(draft.import_ref or "", "import_ref", IMPORT_REF_MAX) or None,
        "attributes": lambda: attributes(draft.attributes),
    }
    cleaned: dict[str, Any] = {}
    faults: list[InvalidInput] = []
    for name, check in checks.items():
        try:
            cleaned[name] = check()
        except InvalidInput as fault:
            faults.append(fault)
    if faults:
        first = faults[0]
        errors = [entry for fault in faults for entry in fault.errors]
        raise InvalidInput(first.message, field=first.field, hint=first.hint, errors=errors)
    return replace(draft, **cleaned)


def text(value: str, field_name: str, limit: int) -> str:
    """Text of several lines: line ends become \\n, space at both ends goes."""
    value = _storable(value, field_name).replace("\r\n", "\n").replace("\r", "\n").strip()
    return _within(value, field_name, limit)


def one_line(value: str, field_name: str, limit: int, *, required: str | None = None) -> str:
    """Text of one line: runs of white space become one space, control characters are refused."""
    value = " ".join(_storable(value, field_name).split())
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise InvalidInput(f"The {_label(field_name)} contains a control character.", field=field_name)
    if required and not value:
        raise InvalidInput(required, field=field_name)
    return _within(value, field_name, limit)


def _storable(value: str, field_name: str) -> str:
    """Refuse what PostgreSQL or UTF-8 cannot hold, before the database would."""
    if not isinstance(value, str):
        raise InvalidInput(f"The {_label(field_name)} is not a text.", field=field_name)
    if "\0" in value:
        raise InvalidInput(f"The {_label(field_name)} contains a NUL character.", field=field_name)
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidInput(f"The {_label(field_name)} contains half of a character.", field=field_name)
    return value


def _within(value: str, field_name: str, limit: int) -> str:
    if len(value) > limit:
        raise InvalidInput(
            f"The {_label(field_name)} has {len(value):,} characters; the limit is {limit:,}.", field=field_name
        )
    return value


def _label(field_name: str) -> str:
    return {"sku": "SKU", "import_ref": "import reference", "q": "search text"}.get(field_name, field_name)


def quantity(value: Decimal | int | str) -> Decimal:
    """A quantity from 0 to 999,999,999,999.999999. Takes what people type: " 1.5 ", "1,5"."""
    try:
        number = Decimal(_dotted(value.strip()) if isinstance(value, str) else value)
    except (InvalidOperation, ValueError):
        raise InvalidInput("The quantity is not a number.", field="quantity", hint="Write it like 12 or 1.5.") from None
    if not number.is_finite():
        raise InvalidInput("The quantity is not a number.", field="quantity", hint="Write it like 12 or 1.5.")
    if number < 0:
        raise InvalidInput("The quantity is below zero.", field="quantity")
    if number > QUANTITY_MAX:
        raise InvalidInput("The quantity is over 999,999,999,999.", field="quantity", hint="Use a bigger unit.")
    exact = number.quantize(Decimal(1).scaleb(-QUANTITY_PLACES))
    if exact != number:
        raise InvalidInput("The quantity has more than 6 decimal places.", field="quantity", hint="Use a smaller unit.")
    return number


def _dotted(typed: str) -> str:
    """1,5 → 1.5. A comma before exactly three digits may mean thousands, so that is not guessed."""
    if "_" in typed:  # Decimal() would read 1_000
        raise ValueError(typed)
    if re.fullmatch(r"\d+,(\d{1,2}|\d{4,6})", typed):
        return typed.replace(",", ".")
    return typed


def stored_id(value: int, field_name: str) -> int:
    """An id that the database could have given out."""
    if not 1 <= value <= ID_MAX:
        raise InvalidInput("There is no such entry.", field=field_name)
    return value


def tag_name(value: str, field_name: str = "tags") -> str:
    """The name of a tag; a comma separates tags where they are typed, so it cannot be in one."""
    name = one_line(value, field_name, TAG_MAX, required="A tag needs a name.")
    if "," in name or ";" in name:
        raise InvalidInput("A tag cannot contain a comma or semicolon.", field=field_name)
    return name


def tag_names(values: Iterable[str]) -> tuple[str, ...]:
    """Tags without empty ones and without repetitions (whatever their case), in the order given."""
    names: dict[str, str] = {}
    for value in values:
        if value.strip():
            name = tag_name(value)
            names.setdefault(name.lower(), name)
    if len(names) > TAGS_MAX:
        raise InvalidInput(f"An item can have at most {TAGS_MAX} tags.", field="tags")
    return tuple(names.values())


def split_tags(typed: str) -> tuple[str, ...]:
    """Tags as they are typed: "screws, M4; brass"."""
    return tuple(part.strip() for part in re.split(r"[,;\n]", typed) if part.strip())


def attributes(values: Mapping[str, str]) -> dict[str, str]:
    """Named texts, without those that are empty."""
    cleaned: dict[str, str] = {}
    for name, value in values.items():
        key = one_line(name, "attributes", ATTRIBUTE_NAME_MAX)
        content = text(value, "attributes", ATTRIBUTE_TEXT_MAX)
        if content and not key:
            raise InvalidInput("A detail has a value but no name.", field="attributes")
        if key and content:
            cleaned[key] = content
    if len(cleaned) > ATTRIBUTES_MAX:
        raise InvalidInput(f"An item can have at most {ATTRIBUTES_MAX} details.", field="attributes")
    return cleaned


def place_name(value: str, field_name: str = "name") -> str:
    """The name of one place, without the separators of a path."""
    name = one_line(value, field_name, PLACE_NAME_MAX, required="A place needs a name.")
    if _SEPARATORS.search(name):
        raise InvalidInput(
            "A name cannot contain “ / ”, “ > ” or “›”: they separate places in a path.", field=field_name
        )
    return name


def split_path(path: str, field_name: str = "location") -> tuple[str, ...]:
    """The names in a path like "Workshop / Drawer 3 / Box A", from the top; empty for an empty path."""
    parts = _SEPARATORS.split(" " + _storable(path, field_name) + " ")
    names = tuple(place_name(part, field_name) for part in parts if part.strip())
    if len(names) > PLACE_DEPTH_MAX:
        raise InvalidInput(f"Places can be at most {PLACE_DEPTH_MAX} deep.", field=field_name)
    return names


def join_path(names: Iterable[str]) -> str:
    return PATH_SEPARATOR.join(names)
