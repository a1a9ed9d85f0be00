"""The index: made anew, and how far its vectors are. Day to day the triggers of migration 0003 keep it."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from inventory.database import transaction
from inventory.search import store

_BATCH = 500


def count_items(engine: sa.Engine) -> int:
    """How many items there are to index, deleted ones too: they must not be in the index."""
    with transaction(engine) as connection:
        return store.count_items(connection)


def rebuild(engine: sa.Engine) -> Iterator[int]:
    """Rebuild the rows of all items and clear their vectors, a batch in a transaction each; yields batch sizes."""
    last = 0
    while True:
        with transaction(engine) as connection:
            ids = store.list_item_ids(connection, last, _BATCH)
            store.refresh(connection, ids)
            store.clear_vectors(connection, ids)
        if not ids:
            return
        yield len(ids)
        last = ids[-1]


def count_without_vector(engine: sa.Engine) -> int:
    """How many items the embedder still has to encode."""
    with transaction(engine) as connection:
        return store.count_without_vector(connection)
