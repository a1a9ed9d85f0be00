"""What an export writes of an item, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ExportedItem:
    """An item outside the database: `ref` finds it again, `location` are names from the top."""

    ref: str
    name: str
    description: str
    notes: str
    quantity: Decimal
    unit: str
    sku: str | None
    location: tuple[str, ...]
    tags: tuple[str, ...]
    attributes: Mapping[str, str]
