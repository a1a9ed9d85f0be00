"""Fill in the vectors of new and changed items.

The search room keeps one row an item in `search_document` and sends the notification
`search_document_changed`. A row whose `embedding` is NULL, or was made by another model, gets a vector here.
"""

from __future__ import annotations

import logging
import os
import re
import select
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import psycopg2
import psycopg2.errors
import psycopg2.extras

from inventory.embedding.memory import give_back_freed_memory
from inventory.embedding.worker import Priority, Stopped, Worker

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)

CHANNEL = "search_document_changed"
BATCH = 32
# A batch ends early after this long, so that on a slow machine too a new item need not wait for a large one.
BATCH_SECONDS = 0.25
CLEAR_BATCH = 1000
POLL_SECONDS = 30.0
TABLE_POLL_SECONDS = 5.0
LOCKED_PAUSE_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 5.0

# Newest first: what somebody has just entered must not wait behind an import of 10,000 items.
_SELECT_NEW = """
    SELECT item_id, embedding_text FROM search_document
    WHERE embedding IS NULL
    ORDER BY item_id DESC LIMIT %(batch)s
"""
# Vectors of two models must not be compared, so those of another model go at once, before new ones are made.
_CLEAR_OUTDATED = """
    UPDATE search_document SET embedding = NULL, embedding_model = NULL WHERE item_id IN (
        SELECT item_id FROM search_document
        WHERE embedding IS NOT NULL AND embedding_model IS DISTINCT FROM %(model)s
        LIMIT %(batch)s FOR UPDATE SKIP LOCKED
    )
"""
# The model ran without any lock. Rows that changed meanwhile do not match any more, rows that a
# transaction is changing now are skipped; both are found again.
_UPDATE = """
    WITH made (item_id, embedding_text, embedding) AS (VALUES %s),
    free AS (
        SELECT document.item_id, made.embedding
        FROM search_document AS document
        JOIN made ON made.item_id = document.item_id AND made.embedding_text = document.embedding_text
        FOR UPDATE OF document SKIP LOCKED
    )
    UPDATE search_document AS document
    SET embedding = free.embedding, embedding_model = {model}
    FROM free WHERE document.item_id = free.item_id
    RETURNING document.item_id
"""


@dataclass
class FillState:
    """What the filling does, for `inventory embedder status` and doctor.

    `doing` is one of: starting, no database, no table, filling, idle, failing, stopped.
    `filled` counts the vectors since the start.
    """

    doing: str = "starting"
    filled: int = 0
    problem: str | None = None

    def describe(self) -> dict[str, Any]:
        return asdict(self)


class Filler:
    """A thread that keeps the vectors of `search_document` complete for the worker's model.

    Args:
        database_url: as in Settings, SQLAlchemy's form of a libpq URI.
        worker: its engine is loaded before start() is called.
    """

    def __init__(self, database_url: str, worker: Worker) -> None:
        self.state = FillState()
        self._dsn = libpq_uri(database_url)
        self._worker = worker
        self._stopping = threading.Event()
        self._wake_reader, self._wake_writer = os.pipe()
        self._thread = threading.Thread(target=self._run, name="fill", daemon=True)

    def start(self) -> None:
        """Begin to fill."""
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """End the thread; True if it ended within `timeout` seconds (or was never started)."""
        self._stopping.set()
        os.write(self._wake_writer, b"x")
        if self._thread.ident is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        """Work with one connection after another; a failure of any kind is tried again."""
        pause = 0.25
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._work_with_a_connection()
            except Stopped:
                break
            except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
                self._note_problem("no database", error)
            except Exception as error:
                self._note_problem("failing", error)
            lasted = time.monotonic() - began
            pause = 0.25 if lasted > LONGEST_RETRY_SECONDS else min(pause * 2, LONGEST_RETRY_SECONDS)
            self._stopping.wait(pause)
        self.state.doing = "stopped"

    def _note_problem(self, doing: str, error: Exception) -> None:
        problem = str(error).strip().partition("\n")[0] or type(error).__name__
        if self.state.problem != problem:  # once, not at each try
            unexpected = None if isinstance(error, psycopg2.Error) else error
            log.warning("vectors are not filled in now: %s", problem, exc_info=unexpected)
        self.state.doing, self.state.problem = doing, problem

    def _work_with_a_connection(self) -> None:
        connection = psycopg2.connect(
            self._dsn,
            application_name="inventory embedder",
            connect_timeout=5,
            options="-c timezone=UTC -c lock_timeout=10s -c statement_timeout=60s",
        )
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
                told = False
                while not self._stopping.is_set():
                    seconds = self._fill_what_is_there(connection, cursor, look_for_outdated=not told)
                    told = self._wait(connection, seconds)
        finally:
            connection.close()

    def _fill_what_is_there(self, connection: Any, cursor: Any, *, look_for_outdated: bool) -> float:
        """Fill until nothing is left; returns how long to wait for a notification at most, in seconds.

        Looking for vectors of another model reads the whole table, and no notification tells of them.
        """
        connection.notifies.clear()  # what they tell of is seen by the queries that follow
        before = self.state.filled
        try:
            if look_for_outdated:
                self._clear_outdated(cursor)
            while rows := self._rows_without_vector(cursor):
                self.state.doing = "filling"
                if self._fill(cursor, rows) == 0:
                    return LOCKED_PAUSE_SECONDS
        except psycopg2.errors.UndefinedTable:
            self.state.doing, self.state.problem = "no table", None  # before the first `inventory db upgrade`
            return TABLE_POLL_SECONDS
        if self.state.problem:
            log.info("vectors are filled in again")
        self.state.problem = None
        if self.state.filled > before:
            log.info("filled in %d vectors", self.state.filled - before)
            give_back_freed_memory()
        self.state.doing = "idle"
        return POLL_SECONDS

    def _clear_outdated(self, cursor: Any) -> None:
        cleared = 0
        while not self._stopping.is_set():
            cursor.execute(_CLEAR_OUTDATED, {"batch": CLEAR_BATCH, "model": self._model})
            if cursor.rowcount == 0:
                break
            cleared += cursor.rowcount
        if cleared:
            log.info("%d vectors of another model are made anew", cleared)

    def _rows_without_vector(self, cursor: Any) -> list[tuple[int, str]]:
        if self._stopping.is_set():
            return []
        cursor.execute(_SELECT_NEW, {"batch": BATCH})
        rows: list[tuple[int, str]] = cursor.fetchall()
        return rows

    def _fill(self, cursor: Any, rows: list[tuple[int, str]]) -> int:
        """Encode texts for BATCH_SECONDS (one at least) and store the vectors; returns how many were stored."""
        made: list[tuple[int, str, str]] = []
        end = time.monotonic() + BATCH_SECONDS
        for item, text in rows:
            vector = self._worker.submit([text], Priority.FILL).result()[0]
            made.append((item, text, halfvec(vector)))
            if time.monotonic() > end:
                break
        statement = _UPDATE.format(model=psycopg2.extensions.adapt(self._model).getquoted().decode().replace("%", "%%"))
        stored = psycopg2.extras.execute_values(
            cursor, statement, made, template="(%s::bigint, %s::text, %s::halfvec)", page_size=BATCH, fetch=True
        )
        self.state.filled += len(stored)
        return len(stored)

    @property
    def _model(self) -> str:
        engine = self._worker.engine
        assert engine is not None  # we are started after it is loaded
        return engine.model

    def _wait(self, connection: Any, seconds: float) -> bool:
        """Wait for a notification (then True), the end of the connection, or stop(); `seconds` at most."""
        if not connection.notifies:
            readable, _, _ = select.select([connection, self._wake_reader], [], [], seconds)
            if connection in readable:
                connection.poll()  # reads notifications; raises when the server has closed the connection
        return bool(connection.notifies)


def libpq_uri(database_url: str) -> str:
    """SQLAlchemy's URL without the name of the driver, which libpq then understands."""
    return re.sub(r"^postgresql\+\w+:", "postgresql:", database_url)


def halfvec(vector: np.ndarray) -> str:
    """A vector as PostgreSQL reads it; five digits are more than half precision keeps."""
    return "[" + ",".join(f"{number:.5g}" for number in vector.tolist()) + "]"
