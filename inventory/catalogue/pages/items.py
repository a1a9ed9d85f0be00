"""Pages of items: list, item, form, deleted items."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from inventory.catalogue import service
from inventory.catalogue.pages import blueprint
from inventory.catalogue.pages.forms import LIMITS, ItemForm
from inventory.catalogue.service import Item
from inventory.catalogue.web import list_request
from inventory.errors import Conflict, InventoryError, NotFound
from inventory.http import current, flash_undo, parse_form

SORT_NAMES = (
    ("name", "Name, A–Z"),
    ("-name", "Name, Z–A"),
    ("-updated", "Changed last"),
    ("-created", "Newest first"),
    ("-quantity", "Most first"),
    ("quantity", "Fewest first"),
    ("location", "Place"),
)


@blueprint.get("/items")
def items() -> str:
    sorting, wanted = list_request()
    engine = current().engine
    places = service.list_locations(engine)
    return render_template(
        "catalogue/items.html",
        page=service.list_items(engine, sorting, wanted),
        wanted=wanted,
        filtered=bool(sorting.q or wanted.tags or wanted.location_id or wanted.nowhere or wanted.has_photo is not None),
        view="table" if request.args.get("view") == "table" else "gallery",
        locations=places,
        place=next((place for place in places if place.id == wanted.location_id), None),
        tag_names=service.list_tag_names(engine),
        chosen_tags={name.lower() for name in wanted.tags},
        sorts=SORT_NAMES,
    )


@blueprint.get("/items/deleted")
def deleted_items() -> str:
    sorting, wanted = list_request(deleted=True)
    page = service.list_items(current().engine, sorting, wanted)
    return render_template("catalogue/deleted.html", page=page, keep_days=service.KEEP.days)


@blueprint.get("/items/new")
def new_item() -> str:
    form = ItemForm(location=request.args.get("location", "")[:500], name=request.args.get("name", "")[:200])
    return _form_page(form, None)


@blueprint.post("/items/new")
def create_item() -> Response | tuple[str, int]:
    form = parse_form(ItemForm)
    try:
        item = service.create_item(current().engine, form.draft(), location_path=form.location)
    except InventoryError as error:
        return _form_page(form, None, error), error.status
    flash(f"“{item.name}” is added.", "good")
    return redirect(url_for("catalogue.item", item_id=item.id))


@blueprint.get("/items/<id:item_id>")
def item(item_id: int) -> str:
    services = current()
    found = service.get_item(services.engine, item_id)
    return render_template(
        "catalogue/item.html",
        item=found,
        photos=service.list_photos(services.engine, item_id),
        max_photos=service.PHOTOS_MAX,
        max_mib=services.settings.max_upload_bytes // 2**20,
    )


@blueprint.get("/items/<id:item_id>/edit")
def edit_item(item_id: int) -> str:
    found = _live(item_id)
    return _form_page(ItemForm.of(found), found)


@blueprint.post("/items/<id:item_id>/edit")
def update_item(item_id: int) -> Response | tuple[str, int]:
    form = parse_form(ItemForm)
    found = _live(item_id)
    try:
        saved = service.update_item(
            current().engine,
            item_id,
            form.draft(import_ref=found.import_ref),
            expected_version=form.version,
            location_path=form.location,
        )
    except NotFound:
        raise
    except InventoryError as error:
        return _refused(form, _live(item_id), error), error.status
    flash(f"“{saved.name}” is saved.", "good")
    return redirect(url_for("catalogue.item", item_id=item_id))


def _refused(form: ItemForm, stored: Item, error: InventoryError) -> str:
    if isinstance(error, Conflict) and error.field == "version":
        # What was typed is kept; saving once more is then a decision, made with both versions in view.
        differences = form.differences(stored)
        return _form_page(form.model_copy(update={"version": stored.version}), stored, error, differences)
    return _form_page(form, stored, error)


def _form_page(
    form: ItemForm,
    stored: Item | None,
    error: InventoryError | None = None,
    differences: list[dict[str, Any]] | None = None,
) -> str:
    engine = current().engine
    return render_template(
        "catalogue/form.html",
        form=form,
        item=stored,
        error=error,
        differences=differences,
        limits=LIMITS,
        locations=service.list_locations(engine),
        tag_names=service.list_tag_names(engine),
        units=service.list_units(engine),
    )


def _live(item_id: int) -> Item:
    found = service.get_item(current().engine, item_id)
    if found.deleted_at is not None:
        raise NotFound(f"“{found.name}” is deleted.", hint="Restore it on the page of deleted items.")
    return found


@blueprint.post("/items/<id:item_id>/delete")
def delete_item(item_id: int) -> Response:
    gone = service.delete_item(current().engine, item_id)
    flash_undo(f"Deleted “{gone.name}”", url_for("catalogue.restore_item", item_id=item_id))
    return redirect(url_for("catalogue.items"))


@blueprint.post("/items/<id:item_id>/restore")
def restore_item(item_id: int) -> Response:
    back = service.restore_item(current().engine, item_id)
    flash(f"“{back.name}” is back.", "good")
    return redirect(url_for("catalogue.item", item_id=item_id))
