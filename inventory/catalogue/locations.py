"""Use cases of places. Pages say "place" where the code and the API say location."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from inventory.catalogue import bulk, rules
from inventory.catalogue.rules import Place
from inventory.catalogue.store import locations as store
from inventory.catalogue.store import paths as path_store
from inventory.catalogue.store.undo import insert_undo_step
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, NotFound


def list_locations(engine: sa.Engine) -> list[Place]:
    """All places with counts, each after its parent and beside its siblings by name. Two SQL statements."""
    with transaction(engine) as connection:
        return tree(connection)


def tree(connection: sa.Connection) -> list[Place]:
    """See `list_locations`."""
    children: dict[int | None, list[Any]] = defaultdict(list)
    for row in store.list_locations(connection):
        children[row.parent_id].append(row)
    counts = store.count_items_by_location(connection)
    places: list[Place] = []
    _walk(None, (), children, counts, places)
    return places


def _walk(
    parent_id: int | None,
    above: tuple[str, ...],
    children: dict[int | None, list[Any]],
    counts: dict[int, int],
    places: list[Place],
) -> int:
    """Append everything below `parent_id` in tree order; returns how many items are there."""
    total = 0
    for row in children.get(parent_id, ()):
        names = (*above, row.name)
        index = len(places)
        places.append(None)  # type: ignore[arg-type]  # its count is known once what is below is walked
        here = counts.get(row.id, 0)
        below = here + _walk(row.id, names, children, counts, places)
        places[index] = Place(
            id=row.id,
            parent_id=row.parent_id,
            name=row.name,
            description=row.description,
            path=rules.join_path(names),
            depth=len(names),
            items_here=here,
            items_below=below,
            places_here=len(children.get(row.id, ())),
        )
        total += below
    return total


def get_location(engine: sa.Engine, location_id: int) -> Place:
    """A place with its counts; raises NotFound."""
    with transaction(engine) as connection:
        return existing(connection, location_id)


def existing(connection: sa.Connection, location_id: int) -> Place:
    """See `get_location`."""
    for place in tree(connection):
        if place.id == location_id:
            return place
    raise NotFound("There is no such place.", hint="It may have been deleted.")


def create_path(engine: sa.Engine, path: str) -> int:
    """The id of the place with this path, like "Workshop / Drawer 3"; what is missing on the way is made."""
    if not rules.split_path(path, "path"):
        raise InvalidInput("A place needs a name.", field="path")
    with transaction(engine) as connection:
        return bulk.ensure_locations(connection, [path])[path]


def edit_location(engine: sa.Engine, location_id: int, *, name: str, description: str, inside: str) -> Place:
    """Change all of a place at once; `inside` is the path that it is to be in, "" for the top level.

    Raises:
        InvalidInput: also when there is no place with that path.
        NotFound, Conflict: as `change_location`.
    """
    wanted = rules.split_path(inside, "inside")
    parent_id = None
    if wanted:
        with transaction(engine) as connection:
            parent_id = path_store.find_path(connection, wanted)
        if parent_id is None:
            raise InvalidInput(f"There is no place “{rules.join_path(wanted)}”.", field="inside", hint="Make it first.")
    return change_location(engine, location_id, name=name, description=description, parent_id=parent_id)


def create_location(engine: sa.Engine, name: str, parent_id: int | None = None, description: str = "") -> Place:
    """Add a place. Raises Conflict when its parent has one of that name."""
    name, description = rules.place_name(name), rules.text(description, "description", rules.DESCRIPTION_MAX)
    with transaction(engine) as connection:
        if parent_id is not None and existing(connection, parent_id).depth >= rules.PLACE_DEPTH_MAX:
            raise Conflict(f"Places can be at most {rules.PLACE_DEPTH_MAX} deep.", field="parent_id")
        return existing(connection, store.insert_location(connection, name, parent_id, description))


def change_location(engine: sa.Engine, location_id: int, **changes: Any) -> Place:
    """Change `name`, `description` or `parent_id` (None: the top level) of a place; what is in it moves with it.

    Raises:
        NotFound, InvalidInput.
        Conflict: it would be inside itself, too deep, or beside one of the same name.
    """
    changes = _checked(changes)
    with transaction(engine) as connection:
        store.lock_locations(connection)
        place = existing(connection, location_id)
        if changes.get("parent_id") is not None:
            _check_move(connection, place, existing(connection, changes["parent_id"]))
        store.update_location(connection, location_id, **changes)
        return existing(connection, location_id)


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    checks = {
        "name": rules.place_name,
        "description": lambda value: rules.text(value, "description", rules.DESCRIPTION_MAX),
        "parent_id": lambda value: value,
    }
    return {name: checks[name](value) for name, value in changes.items()}


def _check_move(connection: sa.Connection, place: Place, parent: Place) -> None:
    inside = set(path_store.list_below(connection, place.id))
    if parent.id in inside:
        raise Conflict(f"“{place.name}” cannot be put inside itself.", field="parent_id", hint="Choose another place.")
    deepest = max(other.depth for other in tree(connection) if other.id in inside) - place.depth + 1
    if parent.depth + deepest > rules.PLACE_DEPTH_MAX:
        raise Conflict(f"Places can be at most {rules.PLACE_DEPTH_MAX} deep.", field="parent_id")


def delete_location(engine: sa.Engine, location_id: int) -> tuple[Place, int]:
    """Delete a place; what is in it moves to its parent. Returns what it was, and the undo step.

    Raises:
        Conflict: a place in it has the name of a place in the parent.
    """
    with transaction(engine) as connection:
        store.lock_locations(connection)
        place = existing(connection, location_id)
        # Renamed first: a place in it may have its own name, and would clash with it while both are in the parent.
        store.update_location(connection, location_id, name=f"#{location_id} deleted")
        places, items = store.move_contents(connection, location_id, place.parent_id)
        store.delete_location(connection, location_id)
        payload = {
            "id": place.id,
            "parent_id": place.parent_id,
            "name": place.name,
            "description": place.description,
            "places": places,
            "items": items,
        }
        return place, insert_undo_step(connection, "location.delete", payload)
