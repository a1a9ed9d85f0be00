"""SQL of tags."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from inventory.catalogue.rules import Tag
from inventory.catalogue.store.arrays import any_of
from inventory.catalogue.tables import item, item_tag, tag

_ENSURE = sa.text(
    """
    INSERT INTO tag (name)
    SELECT DISTINCT ON (lower(name)) name FROM unnest(CAST(:names AS text[])) AS wanted (name)
    ON CONFLICT DO NOTHING
    """
)
# Compared in SQL, not in Python: both must agree on what a lower-case letter is.
_FIND = sa.text(
    """
    SELECT wanted.name, tag.id
    FROM unnest(CAST(:names AS text[])) AS wanted (name) JOIN tag ON lower(tag.name) = lower(wanted.name)
    """
)


def find_tags(connection: sa.Connection, names: Iterable[str]) -> dict[str, int]:
    """The id for each of the names that exist, whatever their case."""
    return dict(connection.execute(_FIND, {"names": list(names)}).all())


def ensure_tags(connection: sa.Connection, names: Collection[str]) -> dict[str, int]:
    """The id for each name; missing tags are made. Two statements."""
    if not names:
        return {}
    connection.execute(_ENSURE, {"names": list(names)})
    return find_tags(connection, names)


def get_tag(connection: sa.Connection, tag_id: int, *, lock: bool = False) -> Tag | None:
    query = sa.select(tag.c.id, tag.c.name).where(tag.c.id == tag_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    return Tag(row.id, row.name) if row else None


def list_tags(connection: sa.Connection) -> list[Tag]:
    """All tags by name, with the number of live items."""
    count = sa.func.count(item.c.id)
    query = (
        sa.select(tag.c.id, tag.c.name, count)
        .outerjoin_from(tag, item_tag, item_tag.c.tag_id == tag.c.id)
        .outerjoin(item, sa.and_(item.c.id == item_tag.c.item_id, item.c.deleted_at.is_(None)))
        .group_by(tag.c.id, tag.c.name)
        .order_by(sa.func.lower(tag.c.name))
    )
    return [Tag(*row) for row in connection.execute(query)]


def list_tag_names(connection: sa.Connection) -> list[str]:
    """All names, for suggestions: counting the items of every tag costs more than the rest of a page."""
    return list(connection.execute(sa.select(tag.c.name).order_by(sa.func.lower(tag.c.name))).scalars())


def rename_tag(connection: sa.Connection, tag_id: int, name: str) -> None:
    connection.execute(sa.update(tag).where(tag.c.id == tag_id).values(name=name))


def delete_tag(connection: sa.Connection, tag_id: int) -> list[int]:
    """Delete a tag; returns the items that had it, deleted items too."""
    removed = connection.execute(
        sa.delete(item_tag).where(item_tag.c.tag_id == tag_id).returning(item_tag.c.item_id)
    ).scalars()
    items = sorted(removed)
    connection.execute(sa.delete(tag).where(tag.c.id == tag_id))
    return items


_RESTORE = sa.text("INSERT INTO tag (id, name) OVERRIDING SYSTEM VALUE VALUES (:id, :name)")
_ATTACH = sa.text(
    """
    INSERT INTO item_tag (item_id, tag_id)
    SELECT item.id, :tag_id FROM item WHERE item.id = ANY(CAST(:items AS bigint[]))
    ON CONFLICT DO NOTHING
    RETURNING item_id
    """
)


def restore_tag(connection: sa.Connection, tag_id: int, name: str) -> None:
    """Insert a tag under the id that it had before it was deleted."""
    connection.execute(_RESTORE, {"id": tag_id, "name": name})


def attach_tag(connection: sa.Connection, tag_id: int, items: list[int]) -> list[int]:
    """Give a tag to those of the items that exist; returns those that did not have it."""
    return list(connection.execute(_ATTACH, {"tag_id": tag_id, "items": items}).scalars())


def detach_tag(connection: sa.Connection, tag_id: int, items: list[int]) -> None:
    connection.execute(sa.delete(item_tag).where(item_tag.c.tag_id == tag_id, item_tag.c.item_id == any_of(items)))


def get_item_tags(connection: sa.Connection, item_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The tags of each item that has any, by name. One statement."""
    if not item_ids:
        return {}
    query = (
        sa.select(item_tag.c.item_id, sa.func.array_agg(aggregate_order_by(tag.c.name, sa.func.lower(tag.c.name))))
        .join(tag, tag.c.id == item_tag.c.tag_id)
        .where(item_tag.c.item_id == any_of(item_ids))
        .group_by(item_tag.c.item_id)
    )
    return {item_id: tuple(names) for item_id, names in connection.execute(query)}
