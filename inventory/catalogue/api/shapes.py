"""What the API takes and gives. Quantities are texts, times ISO 8601 in UTC."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import request
from pydantic import BaseModel, ConfigDict

from inventory.catalogue.service import Card, Item, Photo, Place, Tag
from inventory.errors import BadRequest, InvalidInput
from inventory.http.template_helpers import format_quantity


class ItemBody(BaseModel):
    """An item as sent. `location` is a path whose missing places are made; give it or `location_id`."""

    model_config = ConfigDict(extra="forbid")

    name: str = ""
    description: str = ""
    notes: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    sku: str | None = None
    location_id: int | None = None
    location: str | None = None
    tags: list[str] = []
    import_ref: str | None = None
    attributes: dict[str, str] = {}


class ItemChange(ItemBody):
    """Some fields of an item; what is not sent stays. `version` is the one that the change was made from."""

    version: int | None = None


class LocationBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = ""
    parent_id: int | None = None
    description: str = ""


class TagBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = ""


class MergeBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    into: int


class OrderBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    photos: list[int]


def item_changes(body: ItemBody) -> dict[str, Any]:
    """The fields that were sent, without `location` and `version`."""
    if body.location is not None and body.location_id is not None:
        raise InvalidInput("Give `location` or `location_id`, not both.", field="location")
    sent = body.model_dump(exclude_unset=True, exclude={"location", "version"})
    if "tags" in sent:
        sent["tags"] = tuple(sent["tags"])
    return sent


def expected_version(body: ItemChange) -> int | None:
    """The version in the body, or in If-Match (as an item's ETag gives it)."""
    header = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if body.version is not None or header in ("", "*"):
        return body.version
    if not (header.isascii() and header.isdigit() and len(header) < 10):
        raise BadRequest("If-Match is not a version of an item.", hint="Send the ETag that the item came with.")
    return int(header)


def item_json(item: Item, photos: list[Photo]) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "description": item.description,
        "notes": item.notes,
        "quantity": format_quantity(item.quantity),
        "unit": item.unit,
        "sku": item.sku,
        "location_id": item.location_id,
        "location": item.location_path or None,
        "tags": list(item.tags),
        "import_ref": item.import_ref,
        "attributes": dict(item.attributes),
        "photos": [photo_json(photo) for photo in photos],
        "version": item.version,
        "created_at": moment(item.created_at),
        "updated_at": moment(item.updated_at),
        "deleted_at": moment(item.deleted_at),
    }


def card_json(card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "quantity": format_quantity(card.quantity),
        "unit": card.unit,
        "sku": card.sku,
        "location_id": card.location_id,
        "location": card.location_path or None,
        "tags": list(card.tags),
        "cover": f"/photos/{card.cover_photo_id}/thumb" if card.cover_photo_id else None,
        "updated_at": moment(card.updated_at),
        "deleted_at": moment(card.deleted_at),
    }


def photo_json(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.id,
        "item_id": photo.item_id,
        "width": photo.width,
        "height": photo.height,
        "bytes": photo.bytes,
        "original_name": photo.original_name,
        "created_at": moment(photo.created_at),
        **{size: f"/photos/{photo.id}/{size}" for size in ("full", "medium", "thumb")},
    }


def place_json(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "parent_id": place.parent_id,
        "name": place.name,
        "description": place.description,
        "path": place.path,
        "items_here": place.items_here,
        "items_below": place.items_below,
    }


def tag_json(tag: Tag) -> dict[str, Any]:
    return {"id": tag.id, "name": tag.name, "items": tag.items}


def moment(value: datetime | None) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None
