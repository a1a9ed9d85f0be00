"""What the transaction that is running has made, and removing it again where nothing uses it: for undoing an import."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from inventory.catalogue.tables import location, tag

_UNUSED_PLACES = sa.text(
    """
    SELECT id FROM location
    WHERE id = ANY(CAST(:ids AS bigint[]))
        AND NOT EXISTS (SELECT FROM location AS below WHERE below.parent_id = location.id)
        AND NOT EXISTS (
            SELECT FROM item WHERE item.location_id = location.id
                AND NOT (item.deleted_at IS NOT NULL AND item.id = ANY(CAST(:forgotten AS bigint[])))
        )
    FOR UPDATE
    """
)
_LEAVE = sa.text("UPDATE item SET location_id = NULL WHERE location_id = ANY(CAST(:ids AS bigint[]))")
_REMOVE_PLACES = sa.text("DELETE FROM location WHERE id = ANY(CAST(:ids AS bigint[]))")
_REMOVE_TAGS = sa.text(
    """
    DELETE FROM tag WHERE id = ANY(CAST(:ids AS bigint[])) AND NOT EXISTS (
        SELECT FROM item_tag JOIN item ON item.id = item_tag.item_id WHERE item_tag.tag_id = tag.id
            AND NOT (item.deleted_at IS NOT NULL AND item.id = ANY(CAST(:forgotten AS bigint[])))
    )
    """
)


def list_made_now(connection: sa.Connection) -> tuple[list[int], list[int]]:
    """The places and the tags that this transaction has made.

    Their `created_at` is the transaction's own time to the microsecond.
    """
    places = connection.execute(sa.select(location.c.id).where(location.c.created_at == sa.func.now())).scalars()
    tags = connection.execute(sa.select(tag.c.id).where(tag.c.created_at == sa.func.now())).scalars()
    return list(places), list(tags)


def remove_unused_places(connection: sa.Connection, ids: Collection[int], forgotten: Collection[int]) -> int:
    """Remove those of the places that hold no item and no place; returns how many they were.

    Deleted items among `forgotten` do not count, and are nowhere afterwards.
    """
    removed = 0
    while True:  # from the deepest up: a place is free once those in it are gone
        values = {"ids": list(ids), "forgotten": list(forgotten)}
        unused = list(connection.execute(_UNUSED_PLACES, values).scalars())
        if not unused:
            return removed
        connection.execute(_LEAVE, {"ids": unused})
        connection.execute(_REMOVE_PLACES, {"ids": unused})
        removed += len(unused)


def remove_unused_tags(connection: sa.Connection, ids: Collection[int], forgotten: Collection[int]) -> int:
    """Remove those of the tags that no item has (deleted items among `forgotten` do not count); how many they were."""
    return connection.execute(_REMOVE_TAGS, {"ids": list(ids), "forgotten": list(forgotten)}).rowcount
