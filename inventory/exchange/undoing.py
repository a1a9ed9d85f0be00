"""Undoing an import in the caller's transaction: what it created goes, what it changed says again what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from inventory.catalogue import service as catalogue
from inventory.catalogue.leftovers import remove_unused_places, remove_unused_tags
from inventory.catalogue.service import Item, ItemDraft
from inventory.exchange import store
from inventory.exchange.runs import Left, Run, RunChange, Undone

_BATCH = 1000


def undo_changes(connection: sa.Connection, run: Run, *, force: bool, progress: Callable[[int, int], None]) -> Undone:
    """Undo all changes of a run; `progress` is called with the items that are done and how many there are.

    Items that were changed since are left as they are and listed, unless `force`. A deleted item's SKU that
    another item has got meanwhile is a reason too.
    """
    undone = Undone(run.id)
    done, total = 0, store.count_changes(connection, run.id)
    for changes in _batches(connection, run.id):
        items = {item.id: item for item in catalogue.get_items(connection, [c.item_id for c in changes], lock=True)}
        wanted = [change for change in changes if _may_undo(change, items.get(change.item_id), force, undone)]
        _remove_created(connection, [items[c.item_id] for c in wanted if c.before is None], undone)
        put_back = _put_back(connection, [c for c in wanted if c.before is not None], items, undone)
        gone = [change.item_id for change in changes if change.item_id not in items]
        created = [change.item_id for change in wanted if change.before is None]
        store.mark_undone(connection, run.id, [*created, *put_back, *gone])
        _rebase(connection, run.id, [change for change in wanted if change.item_id in put_back])
        done += len(changes)
        progress(done, total)
    forgotten = store.list_created(connection, run.id)
    undone.places = remove_unused_places(connection, run.made_location_ids, forgotten)
    undone.tags = remove_unused_tags(connection, run.made_tag_ids, forgotten)
    return undone


def _batches(connection: sa.Connection, run_id: int) -> Iterator[list[RunChange]]:
    last = 0
    while changes := store.list_changes(connection, run_id, last, _BATCH):
        yield changes
        last = changes[-1].item_id


def _may_undo(change: RunChange, item: Item | None, force: bool, undone: Undone) -> bool:
    if item is None:  # removed for good: there is nothing to undo
        return False
    if change.before is None and item.deleted_at is not None:
        return True
    if item.version == change.after_version or force:
        return True
    reason = "deleted since" if item.deleted_at else "changed since"
    undone.left.append(Left(item.id, item.name, reason))
    return False


def _remove_created(connection: sa.Connection, items: Sequence[Item], undone: Undone) -> None:
    undone.removed += len(catalogue.bulk_delete_items(connection, [item.id for item in items]))


def _put_back(
    connection: sa.Connection, changes: Sequence[RunChange], items: dict[int, Item], undone: Undone
) -> list[int]:
    """Give items their former values; returns those for which it could be done."""
    if not changes:
        return []
    drafts = _former(connection, changes)
    _free_skus(connection, drafts, items)
    drafts = _without_taken_skus(connection, drafts, items, undone)
    catalogue.bulk_update_items(connection, drafts)
    was_deleted = {change.item_id for change in changes if change.before and change.before["was_deleted"]}
    catalogue.bulk_restore_items(connection, [item_id for item_id in drafts if item_id not in was_deleted])
    catalogue.bulk_delete_items(connection, [item_id for item_id in drafts if item_id in was_deleted])
    undone.put_back += len(drafts)
    return list(drafts)


def _former(connection: sa.Connection, changes: Sequence[RunChange]) -> dict[int, ItemDraft]:
    """The drafts from what is remembered. A place that was deleted since is made again."""
    stored = {change.item_id: dict(change.before or {}) for change in changes}
    wanted = {values["location_id"]: values["location_path"] for values in stored.values()}
    wanted.pop(None, None)
    existing = catalogue.get_paths(connection, wanted.keys())
    lost = {path for location_id, path in wanted.items() if location_id not in existing}
    made = catalogue.ensure_locations(connection, lost) if lost else {}
    return {item_id: _draft(values, existing, made) for item_id, values in stored.items()}


def _draft(values: dict[str, Any], existing: dict[int, str], made: dict[str, int]) -> ItemDraft:
    path = values.pop("location_path")
    values.pop("was_deleted")
    if values["location_id"] not in existing:
        values["location_id"] = made.get(path)
    values["quantity"] = Decimal(values["quantity"])
    values["tags"] = tuple(values["tags"])
    return ItemDraft(**values)


def _free_skus(connection: sa.Connection, drafts: dict[int, ItemDraft], items: dict[int, Item]) -> None:
    """Take the SKUs that change away first: two items may get back what the other one has now."""
    changing = {
        item_id: replace(items[item_id].draft(), sku=None)
        for item_id, draft in drafts.items()
        if items[item_id].sku and items[item_id].sku != draft.sku
    }
    if changing:
        catalogue.bulk_update_items(connection, changing)


def _without_taken_skus(
    connection: sa.Connection, drafts: dict[int, ItemDraft], items: dict[int, Item], undone: Undone
) -> dict[int, ItemDraft]:
    """Items whose former SKU belongs to another by now come back without it, and are listed."""
    holders = catalogue.find_by_skus(connection, {draft.sku for draft in drafts.values() if draft.sku})
    free = dict(drafts)
    for item_id, draft in drafts.items():
        if draft.sku and holders.get(draft.sku, item_id) != item_id:
            free[item_id] = replace(draft, sku=None)
            reason = f"put back, but its SKU {draft.sku} belongs to another item now"
            undone.left.append(Left(item_id, items[item_id].name, reason))
    return free


def _rebase(connection: sa.Connection, run_id: int, changes: Sequence[RunChange]) -> None:
    """Let earlier imports of the same items be undone too: the items are as they were before this one."""
    if not changes:
        return
    now = {item.id: item.version for item in catalogue.get_items(connection, [c.item_id for c in changes])}
    store.rebase_versions(connection, run_id, {c.item_id: (c.before_version or 0, now[c.item_id]) for c in changes})
