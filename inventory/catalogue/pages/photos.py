"""Photos: sent to those who may see them, uploaded, ordered, deleted."""

from __future__ import annotations

from flask import flash, redirect, send_file, url_for
from werkzeug.wrappers import Response

from inventory.catalogue import service
from inventory.catalogue.pages import blueprint
from inventory.catalogue.photos import files
from inventory.catalogue.web import uploaded_files
from inventory.errors import InventoryError, NotFound
from inventory.http import current, flash_undo

# nginx's internal location (nginx/); it maps to settings.image_dir.
PROTECTED = "/_protected-images/"


@blueprint.get("/photos/<id:photo_id>/<any(thumb, medium, full):size>")
def photo(photo_id: int, size: str) -> Response:
    """A photo. Only after the guard has let the request through; then nginx sends the file."""
    settings = current().settings
    found = service.get_photo(current().engine, photo_id)
    relative = files.relative_path(found.sha256, size)
    if settings.image_delivery == "x-accel":
        response = Response(mimetype=files.MIME_TYPES[size], headers={"X-Accel-Redirect": PROTECTED + relative})
    else:
        try:
            path = settings.image_dir / relative
            response = send_file(path, mimetype=files.MIME_TYPES[size], etag=f"{found.sha256}-{size}")
        except FileNotFoundError:
            raise NotFound("The file of this photo is missing.", hint="Restore it from a backup.") from None
    # The picture behind an id never changes; "private": only this person's browser may keep it.
    response.headers["Cache-Control"] = "private, max-age=604800"
    return response


@blueprint.post("/items/<id:item_id>/photos")
def add_photos(item_id: int) -> Response:
    """The upload form without JavaScript: each file that is wrong is named, the others are kept."""
    services = current()
    service.check_upload(services.engine, services.settings, item_id)
    added = 0
    for data, name in uploaded_files():
        try:
            service.add_photo(services.engine, services.settings, item_id, data, name)
            added += 1
        except InventoryError as error:
            flash(f"{name[:80]}: {error.message} {error.hint or ''}", "danger")
    if added:
        flash(f"{added} photo{'s' if added > 1 else ''} added.", "good")
    return _to_item(item_id)


@blueprint.post("/photos/<id:photo_id>/cover")
def set_cover(photo_id: int) -> Response:
    return _to_item(service.set_cover(current().engine, photo_id).item_id, arrange=1)


@blueprint.post("/photos/<id:photo_id>/<any(earlier, later):way>")
def move_photo(photo_id: int, way: str) -> Response:
    """One step in the order of the item's photos."""
    item_id = service.get_photo(current().engine, photo_id).item_id
    order = [photo.id for photo in service.list_photos(current().engine, item_id)]
    at = order.index(photo_id)
    to = max(0, min(len(order) - 1, at + (1 if way == "later" else -1)))
    order.insert(to, order.pop(at))
    service.reorder_photos(current().engine, item_id, order)
    return _to_item(item_id, arrange=1)


@blueprint.post("/photos/<id:photo_id>/delete")
def delete_photo(photo_id: int) -> Response:
    photo = service.delete_photo(current().engine, photo_id)
    flash_undo("Photo deleted", url_for("catalogue.restore_photo", photo_id=photo_id))
    return _to_item(photo.item_id)


@blueprint.post("/photos/<id:photo_id>/restore")
def restore_photo(photo_id: int) -> Response:
    return _to_item(service.restore_photo(current().engine, photo_id).item_id)


def _to_item(item_id: int, *, arrange: int | None = None) -> Response:
    """Back to the item's photos; `arrange=1` leaves the list open in which they are ordered."""
    return redirect(url_for("catalogue.item", item_id=item_id, _anchor="photos", arrange=arrange))
