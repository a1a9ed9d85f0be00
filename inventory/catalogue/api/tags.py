"""/api/v1/tags"""

from __future__ import annotations

from typing import Any

from inventory.catalogue import service
from inventory.catalogue.api import blueprint, shapes
from inventory.http import current, parse_body


@blueprint.get("/tags")
def list_tags() -> dict[str, Any]:
    tags = service.list_tags(current().engine)
    return {"items": [shapes.tag_json(tag) for tag in tags], "total": len(tags)}


@blueprint.post("/tags")
def create_tag() -> tuple[dict[str, Any], int]:
    """The tag of that name, made if it is not there."""
    return shapes.tag_json(service.create_tag(current().engine, parse_body(shapes.TagBody).name)), 201


@blueprint.patch("/tags/<id:tag_id>")
def rename_tag(tag_id: int) -> dict[str, Any]:
    return shapes.tag_json(service.rename_tag(current().engine, tag_id, parse_body(shapes.TagBody).name))


@blueprint.delete("/tags/<id:tag_id>")
def delete_tag(tag_id: int) -> dict[str, Any]:
    """Delete the tag from all items. POST to `undo` puts it back."""
    _, step = service.delete_tag(current().engine, tag_id)
    return {"undo": f"/api/v1/undo/{step}"}


@blueprint.post("/tags/<id:tag_id>/merge")
def merge_tags(tag_id: int) -> dict[str, Any]:
    """Give everything with this tag the tag `into`, and delete this one."""
    step = service.merge_tags(current().engine, tag_id, parse_body(shapes.MergeBody).into)
    return {"undo": f"/api/v1/undo/{step}"}
