"""Writing what is planned, in the caller's transaction, with what an undo needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa

from inventory.catalogue import service as catalogue
from inventory.catalogue.service import Item, ItemDraft
from inventory.exchange import store
from inventory.exchange.planning import Action


def write_actions(connection: sa.Connection, run_id: int, actions: Sequence[Action]) -> None:
    """Create, change and restore items. Unchanged ones are not touched."""
    actions = [action for action in actions if action.kind != "unchanged"]
    paths = {action.location for action in actions if action.location}
    places = catalogue.ensure_locations(connection, paths) if paths else {}
    drafts = {id(action): _placed(action, places) for action in actions}
    created = [action for action in actions if action.before is None]
    ids = catalogue.bulk_create_items(connection, [drafts[id(action)] for action in created])
    changes = [_change(run_id, item_id, None, None, 1) for item_id in ids]
    changes += _update(connection, run_id, [(a.before, drafts[id(a)]) for a in actions if a.before is not None])
    store.insert_changes(connection, changes)


def _placed(action: Action, places: dict[str, int]) -> ItemDraft:
    if action.location is None:
        return action.draft
    return replace(action.draft, location_id=places.get(action.location))


def _update(connection: sa.Connection, run_id: int, drafts: Sequence[tuple[Item, ItemDraft]]) -> list[dict[str, Any]]:
    if not drafts:
        return []
    # Changed first: a deleted item may have to give up a SKU that is another's by now before it comes back.
    catalogue.bulk_update_items(connection, {item.id: draft for item, draft in drafts})
    deleted = [item.id for item, _ in drafts if item.deleted_at]
    if deleted:
        catalogue.bulk_restore_items(connection, deleted)
    return [
        _change(run_id, item.id, remembered(item), item.version, item.version + (2 if item.deleted_at else 1))
        for item, _ in drafts
    ]


def _change(
    run_id: int, item_id: int, before: dict[str, Any] | None, before_version: int | None, after_version: int
) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "item_id": item_id,
        "before": before,
        "before_version": before_version,
        "after_version": after_version,
    }


def remembered(item: Item) -> dict[str, Any]:
    """All that an item says, as JSON, to put it back."""
    values = asdict(item.draft())
    values |= {
        "quantity": str(item.quantity),
        "tags": list(item.tags),
        "attributes": dict(item.attributes),
        "location_path": item.location_path,
        "was_deleted": item.deleted_at is not None,
    }
    return values
