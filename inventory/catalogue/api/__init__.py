"""JSON endpoints of items, photos, locations and tags, under /api/v1."""

from flask import Blueprint

from inventory.catalogue.web import use_ids

blueprint = Blueprint("catalogue_api", __name__, url_prefix="/api/v1")
use_ids(blueprint)

from inventory.catalogue.api import items, locations, photos, tags  # noqa: E402  (they add their routes)

__all__ = ["blueprint", "items", "locations", "photos", "tags"]
