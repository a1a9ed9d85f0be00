"""SQL of item lists: which items, in which order, and what a card shows of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from inventory.catalogue.rules import Card, ItemFilter
from inventory.catalogue.store.arrays import any_of
from inventory.catalogue.store.paths import ALL_PATHS, get_paths, list_below
from inventory.catalogue.store.tags import get_item_tags
from inventory.catalogue.tables import item, item_tag, photo, tag
from inventory.http.paging import PageRequest

SORTS = ("name", "quantity", "updated", "created", "location", "deleted")
_has_photo = sa.exists().where(photo.c.item_id == item.c.id, photo.c.deleted_at.is_(None))
_cover = (
    sa.select(photo.c.id)
    .where(photo.c.item_id == item.c.id, photo.c.deleted_at.is_(None))
    .order_by(photo.c.position, photo.c.id)
    .limit(1)
    .scalar_subquery()
)


def _like(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _conditions(connection: sa.Connection, q: str, wanted: ItemFilter) -> list[Any]:
    conditions: list[Any] = [item.c.deleted_at.is_not(None) if wanted.deleted else item.c.deleted_at.is_(None)]
    conditions += [sa.or_(item.c.name.ilike(_like(word)), item.c.sku.ilike(_like(word))) for word in q.split()]
    if wanted.location_id is not None:
        conditions.append(item.c.location_id == any_of(list_below(connection, wanted.location_id)))
    if wanted.nowhere:
        conditions.append(item.c.location_id.is_(None))
    if wanted.has_photo is not None:
        conditions.append(_has_photo if wanted.has_photo else ~_has_photo)
    for name in wanted.tags:
        named = sa.select(item_tag.c.item_id).join(tag).where(sa.func.lower(tag.c.name) == sa.func.lower(name))
        conditions.append(item.c.id.in_(named))
    return conditions


def _ordered(query: Any, request: PageRequest) -> Any:
    columns = {
        "name": sa.func.lower(item.c.name),
        "quantity": item.c.quantity,
        "updated": item.c.updated_at,
        "created": item.c.created_at,
        "deleted": item.c.deleted_at,
    }
    if request.sort_key == "location":
        paths = sa.text(f"WITH RECURSIVE {ALL_PATHS} SELECT id, path FROM all_paths")  # noqa: S608  (a constant)
        all_paths = paths.columns(sa.column("id", sa.BigInteger), sa.column("path", sa.Text)).subquery("paths")
        query = query.outerjoin(all_paths, all_paths.c.id == item.c.location_id)
        key: Any = sa.func.lower(all_paths.c.path)
        # items that are nowhere stay at the end in both directions
        order = (key.desc() if request.descending else key).nulls_last()
        return query.order_by(order, sa.func.lower(item.c.name), item.c.id)
    key = columns.get(request.sort_key, columns["name"])
    if request.descending:
        return query.order_by(key.desc(), item.c.id.desc())
    return query.order_by(key, item.c.id)


def list_ids(connection: sa.Connection, request: PageRequest, wanted: ItemFilter) -> tuple[list[int], int]:
    """The ids of one page of a list, and how many items the whole list has."""
    conditions = _conditions(connection, request.q, wanted)
    total = connection.execute(sa.select(sa.func.count()).select_from(item).where(*conditions)).scalar_one()
    query = _ordered(sa.select(item.c.id).select_from(item), request).where(*conditions)
    ids = connection.execute(query.limit(request.size).offset(request.offset)).scalars()
    return list(ids), int(total)


def get_cards(connection: sa.Connection, ids: Sequence[int]) -> list[Card]:
    """Cards in the order of `ids`; unknown ids are left out. Three statements for any number."""
    names = [name for name in Card.__dataclass_fields__ if name in item.c]
    query = sa.select(*(item.c[name] for name in names), _cover.label("cover_photo_id")).where(item.c.id == any_of(ids))
    rows = {row.id: row for row in connection.execute(query)} if ids else {}
    tags = get_item_tags(connection, list(rows))
    paths = get_paths(connection, {row.location_id for row in rows.values() if row.location_id is not None})
    return [
        Card(**rows[i]._mapping, tags=tags.get(i, ()), location_path=paths.get(rows[i].location_id, ""))
        for i in ids
        if i in rows
    ]
