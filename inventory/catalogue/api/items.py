"""/api/v1/items"""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from inventory.catalogue import service
from inventory.catalogue.api import blueprint, shapes
from inventory.catalogue.service import Item, ItemDraft
from inventory.catalogue.web import list_request
from inventory.http import current, parse_body


@blueprint.get("/items")
def list_items() -> dict[str, Any]:
    """One page of items: `q`, `location` (with all below), `tag` (repeatable), `photo`, `deleted`, `sort`, `page`."""
    sorting, wanted = list_request(deleted=request.args.get("deleted") in ("1", "true"))
    page = service.list_items(current().engine, sorting, wanted)
    cards = [shapes.card_json(card) for card in page.rows]
    return {"items": cards, "total": page.total, "page": sorting.number, "size": sorting.size}


@blueprint.post("/items")
def create_item() -> tuple[Response, int]:
    body = parse_body(shapes.ItemBody)
    draft = ItemDraft(**{"name": "", **shapes.item_changes(body)})
    item = service.create_item(current().engine, draft, location_path=body.location)
    response = _response(item)
    response.headers["Location"] = f"/api/v1/items/{item.id}"
    return response, 201


@blueprint.get("/items/<id:item_id>")
def get_item(item_id: int) -> Response:
    """An item, also a deleted one (`deleted_at` says so)."""
    return _response(service.get_item(current().engine, item_id))


@blueprint.patch("/items/<id:item_id>")
def change_item(item_id: int) -> Response:
    """Change the fields that are sent. With `version` or If-Match a stale change gets 409."""
    body = parse_body(shapes.ItemChange)
    item = service.change_item(
        current().engine,
        item_id,
        expected_version=shapes.expected_version(body),
        location_path=body.location,
        **shapes.item_changes(body),
    )
    return _response(item)


@blueprint.delete("/items/<id:item_id>")
def delete_item(item_id: int) -> tuple[str, int]:
    """Put it among the deleted items."""
    service.delete_item(current().engine, item_id)
    return "", 204


@blueprint.post("/items/<id:item_id>/restore")
def restore_item(item_id: int) -> Response:
    return _response(service.restore_item(current().engine, item_id))


def _response(item: Item) -> Response:
    response = jsonify(shapes.item_json(item, service.list_photos(current().engine, item.id)))
    response.set_etag(str(item.version))
    return response
