"""Many items in the caller's transaction, a thousand rows a statement: for imports and examples.

Nothing here opens or ends a transaction: an import of 10,000 rows happens or does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from inventory.catalogue import rules
from inventory.catalogue.rules import ItemDraft
from inventory.catalogue.store import items as store
from inventory.catalogue.store import paths as path_store
from inventory.catalogue.store import tags as tag_store


def bulk_create_items(connection: sa.Connection, drafts: Sequence[ItemDraft]) -> list[int]:
    """Store new items with their tags; returns the ids in the order of `drafts`. Raises InvalidInput."""
    checked = [rules.check_draft(draft) for draft in drafts]
    ids = store.insert_items(connection, checked)
    _set_tags(connection, dict(zip(ids, checked, strict=True)), fresh=True)
    return ids


def bulk_update_items(connection: sa.Connection, drafts: Mapping[int, ItemDraft]) -> int:
    """Replace what items say, by id, tags included; returns how many there were. Each counts as one edit."""
    checked = {item_id: rules.check_draft(draft) for item_id, draft in drafts.items()}
    count = store.update_items(connection, checked)
    _set_tags(connection, checked, fresh=False)
    return count


def _set_tags(connection: sa.Connection, drafts: Mapping[int, ItemDraft], *, fresh: bool) -> None:
    names = list(dict.fromkeys(name for draft in drafts.values() for name in draft.tags))
    ids = ensure_tags(connection, names)
    wanted = {item_id: {ids[name] for name in draft.tags} for item_id, draft in drafts.items()}
    store.set_tags(connection, wanted, fresh=fresh)


def bulk_delete_items(connection: sa.Connection, ids: Collection[int]) -> list[int]:
    """Soft-delete items; returns those that were live."""
    return store.set_deleted(connection, ids, True)


def bulk_restore_items(connection: sa.Connection, ids: Collection[int]) -> list[int]:
    """Restore items; returns those that were deleted."""
    return store.set_deleted(connection, ids, False)


def ensure_locations(connection: sa.Connection, paths: Iterable[str]) -> dict[str, int]:
    """The place for each path such as "Workshop / Drawer 3"; missing places are made. Empty paths are left out."""
    split = {path: rules.split_path(path) for path in paths}
    ids = path_store.ensure_paths(connection, [names for names in split.values() if names])
    return {path: ids[names] for path, names in split.items() if names}


def ensure_tags(connection: sa.Connection, names: Collection[str]) -> dict[str, int]:
    """The id of the tag for each name; missing tags are made. Raises InvalidInput for a name that cannot be one."""
    clean = {name: rules.tag_name(name) for name in names}
    ids = tag_store.ensure_tags(connection, list(dict.fromkeys(clean.values())))
    return {name: ids[cleaned] for name, cleaned in clean.items()}
