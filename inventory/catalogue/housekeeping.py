"""Removing for good what was deleted long ago: items, photos, their files, undo steps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

import sqlalchemy as sa

from inventory.catalogue.photos import files
from inventory.catalogue.store import items as item_store
from inventory.catalogue.store import photos as photo_store
from inventory.catalogue.store import undo as undo_store
from inventory.config import Settings
from inventory.database import transaction

KEEP = timedelta(days=90)
# A file without a row is of an upload that is going on, or was cut off; a day later only the latter.
_ORPHAN_SECONDS = 24 * 3600
_BATCH = 500


@dataclass(frozen=True)
class Purged:
    """How many were removed."""

    items: int
    photos: int
    undo_steps: int
    files: int


def purge_deleted(engine: sa.Engine, settings: Settings, older_than: timedelta = KEEP) -> Purged:
    """Remove what was deleted longer ago than `older_than`. A crash on the way leaves files for the next run."""
    with transaction(engine) as connection:
        ids = item_store.list_purgeable(connection, older_than)
        contents = photo_store.list_contents_of_items(connection, ids)
        gone = item_store.purge_items(connection, ids)
        photos = photo_store.purge_photos(connection, older_than)
        steps = undo_store.purge_undo_steps(connection, older_than)
    removed = _remove_unused(engine, settings, contents | photos)
    return Purged(gone, len(photos), steps, removed + sweep_files(engine, settings))


def sweep_files(engine: sa.Engine, settings: Settings) -> int:
    """Remove files of photos that no row names, and half-written ones; returns how many photos and parts."""
    removed = files.remove_parts(settings.image_dir)
    contents = files.stored(settings.image_dir, older_than_seconds=_ORPHAN_SECONDS)
    while batch := list(islice(contents, _BATCH)):
        with transaction(engine) as connection:
            unused = photo_store.find_unused(connection, batch)
        removed += _remove_unused(engine, settings, unused)
    return removed


def _remove_unused(engine: sa.Engine, settings: Settings, contents: Collection[str]) -> int:
    removed = 0
    for sha256 in sorted(contents):
        with transaction(engine) as connection:
            # against an upload of the same picture between the question and the removal
            photo_store.lock_content(connection, sha256)
            if not photo_store.is_content_used(connection, sha256):
                files.remove(settings.image_dir, sha256)
                removed += 1
    return removed
