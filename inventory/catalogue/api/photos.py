"""Photos of items: /api/v1/items/<id>/photos and /api/v1/photos/<id>"""

from __future__ import annotations

from typing import Any

from inventory.catalogue import service
from inventory.catalogue.api import blueprint, shapes
from inventory.catalogue.web import uploaded_files
from inventory.http import current, parse_body


@blueprint.get("/items/<id:item_id>/photos")
def list_photos(item_id: int) -> dict[str, Any]:
    service.get_item(current().engine, item_id)
    return _listed(service.list_photos(current().engine, item_id))


@blueprint.post("/items/<id:item_id>/photos")
def add_photos(item_id: int) -> tuple[dict[str, Any], int]:
    """Add pictures: multipart parts named `photo`, or one picture as the body (its name as `?name=`)."""
    services = current()
    service.check_upload(services.engine, services.settings, item_id)  # before the body is read
    added = [
        service.add_photo(services.engine, services.settings, item_id, data, name) for data, name in uploaded_files()
    ]
    return {"photos": [shapes.photo_json(photo) for photo in added]}, 201


@blueprint.put("/items/<id:item_id>/photos/order")
def order_photos(item_id: int) -> dict[str, Any]:
    """Put all photos of an item in the order given; the first is the cover."""
    return _listed(service.reorder_photos(current().engine, item_id, parse_body(shapes.OrderBody).photos))


@blueprint.delete("/photos/<id:photo_id>")
def delete_photo(photo_id: int) -> tuple[str, int]:
    service.delete_photo(current().engine, photo_id)
    return "", 204


@blueprint.post("/photos/<id:photo_id>/restore")
def restore_photo(photo_id: int) -> dict[str, Any]:
    return shapes.photo_json(service.restore_photo(current().engine, photo_id))


def _listed(photos: list[service.Photo]) -> dict[str, Any]:
    return {"photos": [shapes.photo_json(photo) for photo in photos]}
