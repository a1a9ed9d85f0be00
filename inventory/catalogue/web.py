"""What the pages and the API of this room share: ids in addresses, the page of a list, files in requests."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState
from pydantic import BaseModel
from werkzeug.datastructures import FileStorage
from werkzeug.routing import BaseConverter

from inventory.catalogue import service
from inventory.catalogue.service import ItemFilter
from inventory.errors import InvalidInput
from inventory.http import PageRequest, page_request
from inventory.http.parsing import validate


class IdConverter(BaseConverter):
    """A positive number of at most 19 digits; anything else is no address of ours (404)."""

    regex = r"[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        return int(value)


def use_ids(blueprint: Blueprint) -> None:
    """Let this blueprint's routes say <id:item_id>."""

    def register(state: BlueprintSetupState) -> None:
        state.app.url_map.converters["id"] = IdConverter

    blueprint.record(register)


class ListQuery(BaseModel):
    """The filters of a list, as in its address."""

    location: int | None = None
    tag: list[str] = []
    photo: bool | None = None
    nowhere: bool = False


def list_request(*, deleted: bool = False, size: int = 48) -> tuple[PageRequest, ItemFilter]:
    """Which items the address asks for. Raises InvalidInput naming the parameter that is wrong."""
    query = validate(ListQuery, _given_filters())
    sorting = page_request(sorts=service.SORTS, default_sort="-deleted" if deleted else "name", size=size)
    return sorting, ItemFilter(
        location_id=query.location,
        tags=tuple(query.tag),
        has_photo=query.photo,
        nowhere=query.nowhere,
        deleted=deleted,
    )


def _given_filters() -> dict[str, object]:
    """The filters in the address; a select of a form that is left at "all" sends an empty text."""
    names = ("location", "photo", "nowhere")
    given: dict[str, object] = {name: value for name in names if (value := request.args.get(name))}
    return given | {"tag": [name for name in request.args.getlist("tag") if name]}


def uploaded_files() -> Iterator[tuple[bytes, str]]:
    """The pictures in the request with their names, one at a time: parts named `photo`, or the raw body.

    Raises:
        InvalidInput: there is none.
    """
    parts = [part for part in request.files.getlist("photo") if part.filename]
    if parts:
        return (_content(part) for part in parts)
    if request.files or (request.mimetype or "").startswith(("multipart/", "application/x-www-form-urlencoded")):
        raise InvalidInput("No photo was chosen.", field="photo", hint="Send it as the part “photo”.")
    data = request.get_data(cache=False)
    if not data:
        raise InvalidInput("The body is empty.", field="photo", hint="Send the picture as body or as part “photo”.")
    return iter([(data, request.args.get("name", ""))])


def _content(part: FileStorage) -> tuple[bytes, str]:
    return part.stream.read(), part.filename or ""
