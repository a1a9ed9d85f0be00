"""SQL of items: one at a time, and many at once for imports."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from inventory.catalogue.rules import Item, ItemDraft
from inventory.catalogue.store.arrays import any_of
from inventory.catalogue.store.paths import get_paths
from inventory.catalogue.store.tags import get_item_tags
from inventory.catalogue.tables import item

BATCH = 1000
_COLUMNS = tuple(name for name in ItemDraft.__dataclass_fields__ if name != "tags")


def _values(draft: ItemDraft) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in _COLUMNS}
    values["attributes"] = dict(draft.attributes)
    return values


def _items(connection: sa.Connection, rows: Sequence[Any]) -> list[Item]:
    tags = get_item_tags(connection, [row.id for row in rows])
    paths = get_paths(connection, {row.location_id for row in rows if row.location_id is not None})
    return [
        Item(**row._mapping, tags=tags.get(row.id, ()), location_path=paths.get(row.location_id, "")) for row in rows
    ]


def get_item(connection: sa.Connection, item_id: int, *, lock: bool = False) -> Item | None:
    """An item, deleted or not. `lock` keeps others from changing it until the transaction ends."""
    query = sa.select(item).where(item.c.id == item_id)
    rows = connection.execute(query.with_for_update() if lock else query).all()
    return _items(connection, rows)[0] if rows else None


def get_items(connection: sa.Connection, ids: Collection[int], *, lock: bool = False) -> list[Item]:
    """Items by id, deleted or not; unknown ids are left out. Three statements. `lock` in the order of ids."""
    query = sa.select(item).where(item.c.id == any_of(ids)).order_by(item.c.id)
    return _items(connection, connection.execute(query.with_for_update() if lock else query).all())


def iter_items(connection: sa.Connection, batch: int = BATCH) -> Iterator[Item]:
    """All live items by id, read in batches: memory does not grow with their number."""
    last = 0
    while True:
        query = sa.select(item).where(item.c.id > last, item.c.deleted_at.is_(None)).order_by(item.c.id).limit(batch)
        rows = connection.execute(query).all()
        if not rows:
            return
        yield from _items(connection, rows)
        last = rows[-1].id


def insert_items(connection: sa.Connection, drafts: Sequence[ItemDraft]) -> list[int]:
    """Insert items; returns their ids in the order of `drafts`. Tags are not set."""
    statement = sa.insert(item).returning(item.c.id, sort_by_parameter_order=True)
    ids: list[int] = []
    for start in range(0, len(drafts), BATCH):
        batch = [_values(draft) for draft in drafts[start : start + BATCH]]
        ids.extend(connection.execute(statement, batch).scalars())
    return ids


# One statement for a thousand rows; the change counts as one edit of each item.
_UPDATE = sa.text(
    """
    UPDATE item SET
        name = given.name, description = given.description, notes = given.notes, quantity = given.quantity,
        unit = given.unit, sku = given.sku, location_id = given.location_id, import_ref = given.import_ref,
        attributes = given.attributes, version = item.version + 1, updated_at = now()
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given (
        id bigint, name text, description text, notes text, quantity numeric, unit text, sku text,
        location_id bigint, import_ref text, attributes jsonb
    )
    WHERE item.id = given.id
    """
)


def update_items(connection: sa.Connection, drafts: Mapping[int, ItemDraft]) -> int:
    """Replace what items say, tags excepted; returns how many there were."""
    count = 0
    ids = list(drafts)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows = [{"id": item_id, **_values(drafts[item_id])} for item_id in batch]
        count += connection.execute(_UPDATE, {"rows": json.dumps(rows, default=str)}).rowcount
    return count


_SET_TAGS = sa.text(
    """
    INSERT INTO item_tag (item_id, tag_id)
    SELECT * FROM unnest(CAST(:items AS bigint[]), CAST(:tags AS bigint[]))
    ON CONFLICT DO NOTHING
    """
)
_DROP_TAGS = sa.text(
    """
    DELETE FROM item_tag WHERE item_id = ANY(CAST(:ids AS bigint[])) AND NOT EXISTS (
        SELECT FROM unnest(CAST(:items AS bigint[]), CAST(:tags AS bigint[])) AS wanted (item_id, tag_id)
        WHERE wanted.item_id = item_tag.item_id AND wanted.tag_id = item_tag.tag_id
    )
    """
)


def set_tags(connection: sa.Connection, tags: Mapping[int, Collection[int]], *, fresh: bool = False) -> None:
    """Make each item have exactly these tags. `fresh`: the items are new and have none yet."""
    pairs = [(item_id, tag_id) for item_id, tag_ids in tags.items() for tag_id in tag_ids]
    values = {"items": [pair[0] for pair in pairs], "tags": [pair[1] for pair in pairs]}
    if not fresh:
        connection.execute(_DROP_TAGS, {**values, "ids": list(tags)})
    if pairs:
        connection.execute(_SET_TAGS, values)


def set_deleted(connection: sa.Connection, ids: Collection[int], deleted: bool) -> list[int]:
    """Delete or restore items; returns those that were not so before."""
    statement = (
        sa.update(item)
        .where(item.c.id == any_of(ids), item.c.deleted_at.is_(None) if deleted else item.c.deleted_at.is_not(None))
        .values(deleted_at=sa.func.now() if deleted else None, version=item.c.version + 1, updated_at=sa.func.now())
        .returning(item.c.id)
    )
    return list(connection.execute(statement).scalars())


def purge_items(connection: sa.Connection, ids: Collection[int]) -> int:
    """Remove items for good, with their tags and photo rows."""
    return connection.execute(sa.delete(item).where(item.c.id == any_of(ids))).rowcount


def list_purgeable(connection: sa.Connection, older_than: timedelta) -> list[int]:
    """Items deleted longer ago than `older_than`."""
    query = sa.select(item.c.id).where(item.c.deleted_at < sa.func.now() - older_than).with_for_update()
    return list(connection.execute(query).scalars())


_BY_TEXT = """
    SELECT given, item.id
    FROM unnest(CAST(:given AS text[])) AS given JOIN item ON lower(item.{column}) = lower(given)
    {where}
"""
_BY_IMPORT_REF = sa.text(_BY_TEXT.format(column="import_ref", where=""))
_BY_SKU = sa.text(_BY_TEXT.format(column="sku", where="WHERE item.deleted_at IS NULL"))


def find_by_import_refs(connection: sa.Connection, refs: Collection[str]) -> dict[str, int]:
    """The item for each import reference that is known, deleted items too; case does not count."""
    return dict(connection.execute(_BY_IMPORT_REF, {"given": list(refs)}).all())


def find_by_skus(connection: sa.Connection, skus: Collection[str]) -> dict[str, int]:
    """The live item for each SKU that is known; case does not count."""
    return dict(connection.execute(_BY_SKU, {"given": list(skus)}).all())


def count_items(connection: sa.Connection) -> int:
    """How many live items there are."""
    query = sa.select(sa.func.count()).select_from(item).where(item.c.deleted_at.is_(None))
    return int(connection.execute(query).scalar_one())


def list_units(connection: sa.Connection) -> list[str]:
    """Units in use, the most frequent first, for suggestions."""
    query = (
        sa.select(item.c.unit)
        .where(item.c.deleted_at.is_(None))
        .group_by(item.c.unit)
        .order_by(sa.func.count().desc(), item.c.unit)
        .limit(30)
    )
    return list(connection.execute(query).scalars())
