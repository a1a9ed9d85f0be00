"""The page of tags: rename, merge, delete."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from inventory.catalogue import service
from inventory.catalogue.pages import blueprint
from inventory.errors import InvalidInput, InventoryError, NotFound
from inventory.http import current, flash_undo, parse_form


class TagForm(BaseModel):
    name: str = ""


class MergeForm(BaseModel):
    into: str = ""


@blueprint.get("/tags")
def tags() -> str:
    return _tags_page()


@blueprint.post("/tags")
def create_tag() -> Response | tuple[str, int]:
    form = parse_form(TagForm)
    try:
        tag = service.create_tag(current().engine, form.name)
    except InventoryError as error:
        return _tags_page(new=form, error=error), error.status
    flash(f"The tag “{tag.name}” is there.", "good")
    return redirect(url_for("catalogue.tags"))


@blueprint.post("/tags/<id:tag_id>")
def rename_tag(tag_id: int) -> Response | tuple[str, int]:
    form = parse_form(TagForm)
    try:
        tag = service.rename_tag(current().engine, tag_id, form.name)
    except NotFound:
        raise
    except InventoryError as error:
        return _tags_page(changed=tag_id, typed=form.name, error=error), error.status
    flash(f"The tag is called “{tag.name}” now.", "good")
    return redirect(url_for("catalogue.tags"))


@blueprint.post("/tags/<id:tag_id>/merge")
def merge_tag(tag_id: int) -> Response | tuple[str, int]:
    """Into the tag whose name is typed, so that the page need not list all tags once for each."""
    form, engine = parse_form(MergeForm), current().engine
    wanted = form.into.strip().lower()
    everything = service.list_tags(engine)
    source = next((tag for tag in everything if tag.id == tag_id), None)
    target = next((tag for tag in everything if tag.name.lower() == wanted), None)
    if source is None:
        raise NotFound("There is no such tag.")
    try:
        if target is None:
            raise InvalidInput(f"There is no tag “{form.into.strip()[:60]}”.", field="into")
        step = service.merge_tags(engine, tag_id, target.id)
    except InvalidInput as error:
        return _tags_page(changed=tag_id, error=error), error.status
    _flash_undo(f"Merged “{source.name}” into “{target.name}”", step)
    return redirect(url_for("catalogue.tags"))


@blueprint.post("/tags/<id:tag_id>/delete")
def delete_tag(tag_id: int) -> Response:
    tag, step = service.delete_tag(current().engine, tag_id)
    _flash_undo(f"Deleted the tag “{tag.name}”", step)
    return redirect(url_for("catalogue.tags"))


def _flash_undo(message: str, step: int) -> None:
    flash_undo(message, url_for("catalogue.undo", step_id=step), {"next": url_for("catalogue.tags")})


def _tags_page(
    *,
    new: TagForm | None = None,
    changed: int | None = None,
    typed: str | None = None,
    error: InventoryError | None = None,
) -> str:
    return render_template(
        "catalogue/tags.html",
        tags=service.list_tags(current().engine),
        new=new or TagForm(),
        changed=changed,
        typed=typed,
        error=error,
    )
