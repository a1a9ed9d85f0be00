"""HTML pages of items, places and tags, and the photos themselves."""

from flask import Blueprint

from inventory.catalogue.web import use_ids

blueprint = Blueprint("catalogue", __name__)
use_ids(blueprint)

from inventory.catalogue.pages import items, photos, places, tags  # noqa: E402  (they add their routes)

__all__ = ["blueprint", "items", "photos", "places", "tags"]
