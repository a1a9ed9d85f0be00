"""Putting back what a deletion or a merge changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from inventory.catalogue import rules
from inventory.catalogue.store import locations as location_store
from inventory.catalogue.store import tags as tag_store
from inventory.catalogue.store.undo import take_undo_step
from inventory.database import transaction
from inventory.errors import Conflict, NotFound


def undo(engine: sa.Engine, step_id: int) -> str:
    """Undo a step; returns what is back, for people.

    Raises:
        NotFound: no such step, or it was undone already.
        Conflict: something of the same name was made meanwhile.
    """
    with transaction(engine) as connection:
        step = take_undo_step(connection, step_id) if 1 <= step_id <= rules.ID_MAX else None
        if step is None:
            raise NotFound("There is nothing to undo.", hint="It may have been undone already.")
        return _KINDS[step.kind](connection, step.payload)


def _undo_tag_delete(connection: sa.Connection, was: dict[str, Any]) -> str:
    tag_store.restore_tag(connection, was["id"], was["name"])
    tag_store.attach_tag(connection, was["id"], was["items"])
    return f"The tag “{was['name']}” is back."


def _undo_tag_merge(connection: sa.Connection, was: dict[str, Any]) -> str:
    tag_store.detach_tag(connection, was["target_id"], was["added"])
    tag_store.restore_tag(connection, was["id"], was["name"])
    tag_store.attach_tag(connection, was["id"], was["items"])
    return f"The tag “{was['name']}” is back."


def _undo_location_delete(connection: sa.Connection, was: dict[str, Any]) -> str:
    location_store.lock_locations(connection)
    parent_id = was["parent_id"]
    if parent_id is not None and location_store.get_location(connection, parent_id) is None:
        raise Conflict("The place that it was in is deleted too.", hint="Undo that first, or make a new place.")
    # Its contents go back before it gets its own name: one of them may have the same.
    location_store.restore_location(connection, was["id"], parent_id, f"#{was['id']} deleted", was["description"])
    location_store.move_back(connection, was["places"], was["items"], parent_id, was["id"])
    location_store.update_location(connection, was["id"], name=was["name"])
    return f"“{was['name']}” is back."


_KINDS: dict[str, Callable[[sa.Connection, dict[str, Any]], str]] = {
    "tag.delete": _undo_tag_delete,
    "tag.merge": _undo_tag_merge,
    "location.delete": _undo_location_delete,
}
