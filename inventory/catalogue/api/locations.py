"""/api/v1/locations"""

from __future__ import annotations

from typing import Any

from inventory.catalogue import service
from inventory.catalogue.api import blueprint, shapes
from inventory.http import current, parse_body


@blueprint.get("/locations")
def list_locations() -> dict[str, Any]:
    """All locations, each after the one that it is in."""
    places = service.list_locations(current().engine)
    return {"items": [shapes.place_json(place) for place in places], "total": len(places)}


@blueprint.post("/locations")
def create_location() -> tuple[dict[str, Any], int, dict[str, str]]:
    body = parse_body(shapes.LocationBody)
    place = service.create_location(current().engine, body.name, body.parent_id, body.description)
    return shapes.place_json(place), 201, {"Location": f"/api/v1/locations/{place.id}"}


@blueprint.get("/locations/<id:location_id>")
def get_location(location_id: int) -> dict[str, Any]:
    return shapes.place_json(service.get_location(current().engine, location_id))


@blueprint.patch("/locations/<id:location_id>")
def change_location(location_id: int) -> dict[str, Any]:
    """Rename, describe or move (`parent_id`, null for the top level)."""
    sent = parse_body(shapes.LocationBody).model_dump(exclude_unset=True)
    return shapes.place_json(service.change_location(current().engine, location_id, **sent))


@blueprint.delete("/locations/<id:location_id>")
def delete_location(location_id: int) -> dict[str, Any]:
    """Delete; what is in it moves up. POST to `undo` puts everything back."""
    _, step = service.delete_location(current().engine, location_id)
    return {"undo": f"/api/v1/undo/{step}"}


@blueprint.post("/undo/<id:step_id>")
def undo(step_id: int) -> dict[str, Any]:
    """Undo the deletion of a location or tag, or a merge of tags."""
    return {"message": service.undo(current().engine, step_id)}
