"""Use cases of single items and of lists. Functions that take an `engine` own the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from inventory.catalogue import bulk, rules
from inventory.catalogue.rules import Card, Item, ItemDraft, ItemFilter
from inventory.catalogue.store import items as store
from inventory.catalogue.store import lists
from inventory.database import transaction
from inventory.errors import Conflict, NotFound
from inventory.http.paging import Page, PageRequest


def get_item(engine: sa.Engine, item_id: int) -> Item:
    """An item, deleted or not (`deleted_at`); raises NotFound."""
    with transaction(engine) as connection:
        return existing(connection, item_id)


def existing(connection: sa.Connection, item_id: int, *, lock: bool = False) -> Item:
    """An item, deleted or not; raises NotFound, also for a number that no id can be."""
    item = store.get_item(connection, item_id, lock=lock) if 1 <= item_id <= rules.ID_MAX else None
    if item is None:
        raise NotFound(f"There is no item {str(item_id)[:20]}.", hint="It may have been removed for good.")
    return item


def get_cards(engine: sa.Engine, ids: Sequence[int]) -> list[Card]:
    """What a result list shows, in the order of `ids`; unknown ids are left out. Three SQL statements."""
    with transaction(engine) as connection:
        return lists.get_cards(connection, ids)


def list_items(engine: sa.Engine, request: PageRequest, wanted: ItemFilter = ItemFilter()) -> Page[Card]:  # noqa: B008
    """One page of the items that `wanted` and `request.q` (words in name or SKU) let through."""
    request = replace(request, q=_searchable(request.q), sort=request.sort or "name")
    wanted = replace(wanted, tags=tuple(_searchable(name) for name in wanted.tags))
    if wanted.location_id is not None and not 1 <= wanted.location_id <= rules.ID_MAX:
        return Page([], 0, request)
    with transaction(engine) as connection:
        ids, total = lists.list_ids(connection, request, wanted)
        return Page(lists.get_cards(connection, ids), total, request)


def _searchable(words: str) -> str:
    """What the database cannot hold cannot be in it either: it is not searched for."""
    return words.replace("\0", " ").encode(errors="replace").decode()


def create_item(engine: sa.Engine, draft: ItemDraft, *, location_path: str | None = None) -> Item:
    """Store a new item. Raises InvalidInput (all wrong fields), Conflict (SKU taken).

    Args:
        location_path: where it is, like "Workshop / Drawer 3", instead of the draft's `location_id`;
            missing places are made, "" is nowhere.
    """
    with transaction(engine) as connection:
        return existing(connection, bulk.bulk_create_items(connection, [_placed(connection, draft, location_path)])[0])


def _placed(connection: sa.Connection, draft: ItemDraft, path: str | None) -> ItemDraft:
    """The draft with the place of this path, if a path is given."""
    if path is None:
        return draft
    return replace(draft, location_id=bulk.ensure_locations(connection, [path]).get(path))


def update_item(
    engine: sa.Engine,
    item_id: int,
    draft: ItemDraft,
    *,
    expected_version: int | None,
    location_path: str | None = None,
) -> Item:
    """Replace what an item says.

    Args:
        location_path: see `create_item`.
        expected_version: the version that the edit was made from; None overwrites whatever is there.

    Raises:
        NotFound: no such item, or it is deleted.
        Conflict: somebody changed it meanwhile (`field` is "version"), or the SKU is taken.
    """
    with transaction(engine) as connection:
        _lock_version(connection, item_id, expected_version)
        bulk.bulk_update_items(connection, {item_id: _placed(connection, draft, location_path)})
        return existing(connection, item_id)


def change_item(
    engine: sa.Engine,
    item_id: int,
    *,
    expected_version: int | None,
    location_path: str | None = None,
    **changes: Any,
) -> Item:
    """Change some fields of an item and leave the others; raises as `update_item`."""
    with transaction(engine) as connection:
        before = _lock_version(connection, item_id, expected_version)
        after = _placed(connection, replace(before.draft(), **changes), location_path)
        bulk.bulk_update_items(connection, {item_id: after})
        return existing(connection, item_id)


def _lock_version(connection: sa.Connection, item_id: int, expected_version: int | None) -> Item:
    item = existing(connection, item_id, lock=True)
    if item.deleted_at is not None:
        raise NotFound(f"“{item.name}” is deleted.", hint="Restore it first.")
    if expected_version is not None and item.version != expected_version:
        raise Conflict(
            f"“{item.name}” was changed by someone else while you edited it.",
            field="version",
            hint="Compare the two and save again.",
        )
    return item


def delete_item(engine: sa.Engine, item_id: int) -> Item:
    """Put an item among the deleted ones, from where it can be restored. Doing it twice does nothing more."""
    with transaction(engine) as connection:
        item = existing(connection, item_id, lock=True)
        store.set_deleted(connection, [item.id], True)
        return existing(connection, item_id)


def restore_item(engine: sa.Engine, item_id: int) -> Item:
    """Take an item back from the deleted ones. Raises Conflict when its SKU was given to another meanwhile."""
    with transaction(engine) as connection:
        item = existing(connection, item_id, lock=True)
        store.set_deleted(connection, [item.id], False)
        return existing(connection, item_id)


def list_units(engine: sa.Engine) -> list[str]:
    """Units in use, the most frequent first."""
    with transaction(engine) as connection:
        return store.list_units(connection)
