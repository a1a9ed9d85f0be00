"""Places and tags of the examples: made with a mark, and removed when nothing uses them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa

from inventory.catalogue import service as catalogue
from inventory.catalogue.service import Card, ItemFilter, Place
from inventory.errors import Conflict, NotFound
from inventory.http.paging import PageRequest

# By this description a place is known to have come with the examples. Who edits it makes the place their own.
MARK = "Came with the example data."
_SEPARATOR = " / "
_PAGE = 200


def ensure_places(engine: sa.Engine, paths: Collection[str]) -> dict[str, int]:
    """The id of the place of each path; missing places are made and marked. Places that are there stay as they are."""
    ids = {place.path.lower(): place.id for place in catalogue.list_locations(engine)}
    for path in sorted(_with_all_above(paths), key=lambda path: (path.count(_SEPARATOR), path)):
        if path.lower() not in ids:
            above, _, name = path.rpartition(_SEPARATOR)
            parent_id = ids[above.lower()] if above else None
            ids[path.lower()] = catalogue.create_location(engine, name, parent_id, MARK).id
    return {path: ids[path.lower()] for path in paths}


def _with_all_above(paths: Collection[str]) -> set[str]:
    split = [path.split(_SEPARATOR) for path in paths]
    return {_SEPARATOR.join(names[:depth]) for names in split for depth in range(1, len(names) + 1)}


def remove_unused(engine: sa.Engine, paths: Collection[str], tags: Collection[str]) -> tuple[int, int]:
    """Remove the marked places among these paths, and the tags of these names, that nothing uses any more.

    What a deleted item names stays too: it can be restored. Returns how many places and tags went.
    """
    deleted = list(_deleted_items(engine))
    places = _remove_places(engine, paths, {card.location_id for card in deleted})
    return places, _remove_tags(engine, tags, {tag.lower() for card in deleted for tag in card.tags})


def _deleted_items(engine: sa.Engine) -> Iterator[Card]:
    number = 1
    while True:
        page = catalogue.list_items(engine, PageRequest(number=number, size=_PAGE), ItemFilter(deleted=True))
        yield from page.rows
        if number >= page.pages:
            return
        number += 1


def _remove_places(engine: sa.Engine, paths: Collection[str], named: Collection[int | None]) -> int:
    ours = {path.lower() for path in _with_all_above(paths)}
    places = catalogue.list_locations(engine)
    used: set[int | None] = set(named) | {
        place.id for place in places if place.items_here or place.description != MARK or place.path.lower() not in ours
    }
    removed = 0
    for place in sorted(places, key=lambda place: -place.depth):
        if place.id in used:
            used.add(place.parent_id)
        else:
            removed += _remove_place(engine, place)
    return removed


def _remove_place(engine: sa.Engine, place: Place) -> bool:
    try:
        catalogue.delete_location(engine, place.id)
    except (Conflict, NotFound):  # somebody changed the places meanwhile
        return False
    return True


def _remove_tags(engine: sa.Engine, names: Collection[str], named: Collection[str]) -> int:
    ours = {name.lower() for name in names} - set(named)
    unused = [tag for tag in catalogue.list_tags(engine) if not tag.items and tag.name.lower() in ours]
    for tag in unused:
        catalogue.delete_tag(engine, tag.id)
    return len(unused)
