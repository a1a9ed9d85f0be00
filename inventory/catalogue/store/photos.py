"""SQL of photos."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from inventory.catalogue.rules import Photo
from inventory.catalogue.store.arrays import any_of
from inventory.catalogue.tables import photo


def _photos(rows: Any) -> list[Photo]:
    return [Photo(**row._mapping) for row in rows]


def lock_content(connection: sa.Connection, sha256: str) -> None:
    """Until the transaction ends, nobody else adds or removes files of this content."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(int(sha256[:15], 16))))


def get_photo(connection: sa.Connection, photo_id: int) -> Photo | None:
    """A photo, deleted or not."""
    rows = _photos(connection.execute(sa.select(photo).where(photo.c.id == photo_id)))
    return rows[0] if rows else None


def list_photos(connection: sa.Connection, item_id: int) -> list[Photo]:
    """The photos of an item in order; the first is its cover."""
    query = sa.select(photo).where(photo.c.item_id == item_id, photo.c.deleted_at.is_(None))
    return _photos(connection.execute(query.order_by(photo.c.position, photo.c.id)))


def find_content(connection: sa.Connection, item_id: int, sha256: str) -> Photo | None:
    """The item's photo with this content, deleted or not."""
    query = sa.select(photo).where(photo.c.item_id == item_id, photo.c.sha256 == sha256).limit(1)
    rows = _photos(connection.execute(query))
    return rows[0] if rows else None


def insert_photo(connection: sa.Connection, **values: Any) -> Photo:
    """Add a photo; `values` are its columns."""
    return _photos(connection.execute(sa.insert(photo).values(**values).returning(photo)))[0]


def set_deleted(connection: sa.Connection, photo_id: int, deleted: bool) -> None:
    moment = sa.func.now() if deleted else None
    connection.execute(sa.update(photo).where(photo.c.id == photo_id).values(deleted_at=moment))


def set_order(connection: sa.Connection, ids: Sequence[int]) -> None:
    """Number photos in the order of `ids`."""
    numbered = {photo_id: position for position, photo_id in enumerate(ids)}
    if numbered:
        position = sa.case(numbered, value=photo.c.id)
        connection.execute(sa.update(photo).where(photo.c.id == any_of(ids)).values(position=position))


def list_contents_of_items(connection: sa.Connection, item_ids: Collection[int]) -> set[str]:
    """What the photos of these items are named by, deleted ones too."""
    query = sa.select(photo.c.sha256).where(photo.c.item_id == any_of(item_ids)).distinct()
    return set(connection.execute(query).scalars())


def purge_photos(connection: sa.Connection, older_than: timedelta) -> set[str]:
    """Remove rows of photos deleted longer ago than `older_than`; returns what they were named by."""
    statement = sa.delete(photo).where(photo.c.deleted_at < sa.func.now() - older_than).returning(photo.c.sha256)
    return set(connection.execute(statement).scalars())


def is_content_used(connection: sa.Connection, sha256: str) -> bool:
    """Does any row, also of a deleted photo, name this content?"""
    return bool(connection.execute(sa.select(sa.exists().where(photo.c.sha256 == sha256))).scalar())


def find_unused(connection: sa.Connection, contents: Collection[str]) -> set[str]:
    """Those of the contents that no row names."""
    used = sa.select(photo.c.sha256).where(photo.c.sha256 == sa.any_(sa.literal(list(contents), sa.ARRAY(sa.Text))))
    return set(contents) - set(connection.execute(used).scalars())
