"""The vocabulary of each database, kept in memory and brought up to date before each search.

Words of new and changed items are added at once: `search_text.changed_by` says which transaction wrote a row, so asking
for rows written by transactions that were not finished at the last look finds them all, and costs nothing where there
are none. Words that are gone linger (they find nothing) until enough has changed to count everything anew.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from inventory.search import store
from inventory.search.spelling import Vocabulary

# More changed items than this are not worth adding one by one.
_MANY = 500
_OLD_SECONDS = 3600.0


class Vocabularies:
    """One vocabulary for each engine; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[sa.Engine, _Kept] = WeakKeyDictionary()

    def get(self, engine: sa.Engine, connection: sa.Connection) -> Vocabulary:
        """The vocabulary as of now. The first call counts all words: 0.1 s for 20,000 items."""
        with self._lock:
            kept = self._kept.get(engine)
            if kept is None or not kept.add_changes(connection):
                kept = self._kept[engine] = _Kept(connection)
            return kept.vocabulary


class _Kept:
    def __init__(self, connection: sa.Connection) -> None:
        # Before the counting: what commits in between is then counted twice rather than missed.
        self._since, _ = store.list_changed(connection, store.NO_TRANSACTION, 1)
        _, changed = store.list_changed(connection, self._since, _MANY)
        self._seen = {(row.item_id, row.changed_by) for row in changed}
        self.vocabulary = Vocabulary(
            store.get_statistics(connection, "words"),
            store.get_statistics(connection, "tsv"),
            store.count_documents(connection),
        )
        self._made = time.monotonic()
        self._changes = 0

    def add_changes(self, connection: sa.Connection) -> bool:
        """Add the words of what has changed since the last look; False when it is time to count anew."""
        since, changed = store.list_changed(connection, self._since, _MANY)
        new = [row for row in changed if (row.item_id, row.changed_by) not in self._seen]
        self._changes += len(new)
        old = self._changes and time.monotonic() - self._made > _OLD_SECONDS
        if len(changed) >= _MANY or old or self._changes > _MANY + self.vocabulary.documents // 10:
            return False
        if new:
            words = Counter(word for row in new for word in row.words)
            lexemes = Counter(lexeme for row in new for lexeme in row.lexemes)
            self.vocabulary.add(words, lexemes, len(new))
        self._seen = {(row.item_id, row.changed_by) for row in changed}
        self._since = since
        return True
