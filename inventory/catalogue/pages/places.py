"""Pages of places: the tree, and one place with what is in it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from inventory.catalogue import rules, service
from inventory.catalogue.pages import blueprint
from inventory.catalogue.service import ItemFilter, Place
from inventory.catalogue.web import list_request
from inventory.errors import InventoryError, NotFound
from inventory.http import current, flash_undo, parse_form


class PlaceForm(BaseModel):
    """`inside` is a path of places, empty for the top level."""

    name: str = ""
    inside: str = ""
    description: str = ""


class NewPlaceForm(BaseModel):
    path: str = ""


class UndoForm(BaseModel):
    next: str = "/"


@blueprint.get("/locations")
def locations() -> str:
    return _tree_page()


@blueprint.post("/locations")
def create_location() -> Response | tuple[str, int]:
    """A place by its path: all that is missing on the way is made."""
    form = parse_form(NewPlaceForm)
    try:
        location_id = service.create_path(current().engine, form.path)
    except InventoryError as error:
        return _tree_page(form, error), error.status
    return redirect(url_for("catalogue.location", location_id=location_id))


def _tree_page(form: NewPlaceForm | None = None, error: InventoryError | None = None) -> str:
    places = service.list_locations(current().engine)
    return render_template("catalogue/places.html", locations=places, form=form or NewPlaceForm(), error=error)


@blueprint.get("/locations/<id:location_id>")
def location(location_id: int) -> str:
    return _place_page(location_id)


def _place_page(location_id: int, form: PlaceForm | None = None, error: InventoryError | None = None) -> str:
    engine = current().engine
    places = service.list_locations(engine)
    place = _find(places, location_id)
    sorting, _ = list_request()
    above = _above(places, place)
    inside = rules.join_path(parent.name for parent in above)
    return render_template(
        "catalogue/place.html",
        place=place,
        above=above,
        below=[other for other in places if other.parent_id == place.id],
        others=[other for other in places if not _within(other, place)],
        page=service.list_items(engine, sorting, ItemFilter(location_id=place.id)),
        form=form or PlaceForm(name=place.name, inside=inside, description=place.description),
        error=error,
    )


def _find(places: list[Place], location_id: int) -> Place:
    for place in places:
        if place.id == location_id:
            return place
    raise NotFound("There is no such place.", hint="It may have been deleted.")


def _above(places: list[Place], place: Place) -> list[Place]:
    """The places that this one is in, from the top."""
    by_id = {other.id: other for other in places}
    above: list[Place] = []
    while place.parent_id is not None:
        place = by_id[place.parent_id]
        above.insert(0, place)
    return above


def _within(other: Place, place: Place) -> bool:
    return other.id == place.id or other.path.startswith(place.path + rules.PATH_SEPARATOR)


@blueprint.post("/locations/<id:location_id>")
def change_location(location_id: int) -> Response | tuple[str, int]:
    form = parse_form(PlaceForm)
    try:
        service.edit_location(
            current().engine, location_id, name=form.name, description=form.description, inside=form.inside
        )
    except NotFound:
        raise
    except InventoryError as error:
        return _place_page(location_id, form, error), error.status
    flash("The place is saved.", "good")
    return redirect(url_for("catalogue.location", location_id=location_id))


@blueprint.post("/locations/<id:location_id>/delete")
def delete_location(location_id: int) -> Response:
    place, step = service.delete_location(current().engine, location_id)
    back = url_for("catalogue.location", location_id=location_id)
    flash_undo(_what_happened(place), url_for("catalogue.undo", step_id=step), {"next": back})
    if place.parent_id is not None:
        return redirect(url_for("catalogue.location", location_id=place.parent_id))
    return redirect(url_for("catalogue.locations"))


def _what_happened(place: Place) -> str:
    if not place.items_here and not place.places_here:
        return f"Deleted “{place.name}”"
    where = "one level up" if place.parent_id is not None else "to no place"
    return f"Deleted “{place.name}”, what was in it moved {where}"


@blueprint.post("/undo/<id:step_id>")
def undo(step_id: int) -> Response:
    """The undo bar of a deletion or merge; then back to where it happened."""
    flash(service.undo(current().engine, step_id), "good")
    target = parse_form(UndoForm).next
    known = (url_for("catalogue.locations"), url_for("catalogue.tags"))
    return redirect(target if target.startswith(known) and request.method == "POST" else "/")
