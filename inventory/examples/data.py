"""The example items, read from the tables beside this file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from inventory.catalogue.service import ItemDraft, check_draft
from inventory.examples.draw import PhotoPlan

DATA = Path(__file__).parent
PLACES = ("workshop", "household", "bakery")
COLUMNS = ("ref", "name", "description", "notes", "quantity", "unit", "tags", "location", "sku", "photo")


@dataclass(frozen=True)
class Example:
    """One example item. `location` is a path such as "Workshop / Drawer 3"; the draft names no place yet."""

    ref: str
    draft: ItemDraft
    location: str
    photo: PhotoPlan | None

    @property
    def photo_name(self) -> str:
        """The file name under which its drawn photo is stored."""
        return f"{self.ref}.jpg"


@lru_cache(maxsize=1)
def read_examples() -> tuple[Example, ...]:
    """All example items. Raises InvalidInput when a table has a value that cannot be stored."""
    return tuple(example for place in PLACES for example in _read(DATA / f"{place}.csv"))


def _read(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield _example(row)


def _example(row: dict[str, str]) -> Example:
    draft = ItemDraft(
        name=row["name"],
        description=row["description"],
        notes=row["notes"],
        quantity=row["quantity"],  # type: ignore[arg-type]  # check_draft reads the text
        unit=row["unit"],
        sku=row["sku"] or None,
        tags=tuple(row["tags"].split(";")),
        import_ref=row["ref"],
    )
    plan = PhotoPlan.parse(row["photo"]) if row["photo"] else None
    return Example(row["ref"], check_draft(draft), row["location"], plan)
