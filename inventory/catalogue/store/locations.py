"""SQL of places, one at a time."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from inventory.catalogue.store.arrays import any_of
from inventory.catalogue.tables import item, location


def lock_locations(connection: sa.Connection) -> None:
    """One change of the tree at a time: two moves that cross could make a circle."""
    connection.execute(sa.text("LOCK TABLE location IN SHARE ROW EXCLUSIVE MODE"))


def get_location(connection: sa.Connection, location_id: int) -> Any:
    """The row of a place, or None."""
    return connection.execute(sa.select(location).where(location.c.id == location_id)).first()


def list_locations(connection: sa.Connection) -> list[Any]:
    """All places as rows, by name."""
    return list(connection.execute(sa.select(location).order_by(sa.func.lower(location.c.name), location.c.id)))


def count_items_by_location(connection: sa.Connection) -> dict[int, int]:
    """How many live items each place holds itself."""
    query = (
        sa.select(item.c.location_id, sa.func.count())
        .where(item.c.deleted_at.is_(None), item.c.location_id.is_not(None))
        .group_by(item.c.location_id)
    )
    return dict(connection.execute(query).all())


def insert_location(connection: sa.Connection, name: str, parent_id: int | None, description: str) -> int:
    statement = sa.insert(location).values(name=name, parent_id=parent_id, description=description)
    return int(connection.execute(statement.returning(location.c.id)).scalar_one())


def update_location(connection: sa.Connection, location_id: int, **values: Any) -> None:
    connection.execute(
        sa.update(location).where(location.c.id == location_id).values(**values, updated_at=sa.func.now())
    )


def move_contents(connection: sa.Connection, source: int, target: int | None) -> tuple[list[int], list[int]]:
    """Move what is directly in `source`; returns the places and the items (deleted ones too) that moved."""
    places = connection.execute(
        sa.update(location)
        .where(location.c.parent_id == source)
        .values(parent_id=target, updated_at=sa.func.now())
        .returning(location.c.id)
    ).scalars()
    moved_places = sorted(places)
    items = connection.execute(
        sa.update(item)
        .where(item.c.location_id == source)
        .values(location_id=target, version=item.c.version + 1, updated_at=sa.func.now())
        .returning(item.c.id)
    ).scalars()
    return moved_places, sorted(items)


def move_back(
    connection: sa.Connection, places: Collection[int], items: Collection[int], source: int | None, target: int
) -> None:
    """Move those of the places and items that are still in `source` to `target`."""
    connection.execute(
        sa.update(location)
        .where(location.c.id == any_of(places), location.c.parent_id.is_not_distinct_from(source))
        .values(parent_id=target, updated_at=sa.func.now())
    )
    connection.execute(
        sa.update(item)
        .where(item.c.id == any_of(items), item.c.location_id.is_not_distinct_from(source))
        .values(location_id=target, version=item.c.version + 1, updated_at=sa.func.now())
    )


def delete_location(connection: sa.Connection, location_id: int) -> None:
    connection.execute(sa.delete(location).where(location.c.id == location_id))


_RESTORE = sa.text(
    """
    INSERT INTO location (id, parent_id, name, description) OVERRIDING SYSTEM VALUE
    VALUES (:id, :parent_id, :name, :description)
    """
)


def restore_location(
    connection: sa.Connection, location_id: int, parent_id: int | None, name: str, description: str
) -> None:
    """Insert a place under the id that it had before it was deleted."""
    connection.execute(_RESTORE, {"id": location_id, "parent_id": parent_id, "name": name, "description": description})
