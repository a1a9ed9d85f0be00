"""The rows of `import_run`: from the upload to the end, what a page or `--list` shows, and progress."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from inventory.accounts.rules import User
from inventory.database import transaction
from inventory.errors import Conflict, InventoryError, NotFound
from inventory.exchange import store
from inventory.exchange.files import fingerprint
from inventory.exchange.report import Report
from inventory.exchange.runs import Run
from inventory.http import Page, PageRequest

# Called with the physical line that is reached and how many there are.
Progress = Callable[[int, int], None]


SORTS = tuple(store.SORTS)


_SILENT = timedelta(seconds=20)


_KEEP = timedelta(days=1)


_PROGRESS_EVERY = 0.5


INTERRUPTED = "It was interrupted (power or program ended). Nothing of it was kept; import the file again."


FAULT = "A fault in the program; its log has the details. Nothing was changed."


def quiet(line: int, lines: int) -> None:
    """No progress is wanted."""


def start_run(
    engine: sa.Engine,
    path: Path | None,
    *,
    file_name: str,
    status: str,
    actor: User | None = None,
    format_key: str | None = None,
    encoding: str | None = None,
) -> Run:
    """Remember that an import begins; `status` is "checking", or "importing" when nobody needs to say yes.

    `path` may be None until the file is there (`describe_file`).
    """
    size, sha256 = fingerprint(path) if path else (0, "")
    with transaction(engine) as connection:
        return store.insert_run(
            connection,
            user_id=actor.id if actor else None,
            actor=actor.username if actor else "command line",
            file_name=_file_name(file_name),
            file_bytes=size,
            file_sha256=sha256,
            chosen_format=format_key or "",
            chosen_encoding=encoding or "",
            status=status,
            confirmed_at=sa.func.now() if status == "importing" else None,
        )


def _file_name(name: str) -> str:
    """A name to show: the last part of a path, without what cannot be shown."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c if c.isprintable() else "\ufffd" for c in name).strip()[-255:] or "upload"


def describe_file(engine: sa.Engine, run_id: int, path: Path) -> None:
    """Note size and fingerprint of a run's file, now that it is on disk."""
    size, sha256 = fingerprint(path)
    with transaction(engine) as connection:
        store.update_run(connection, run_id, file_bytes=size, file_sha256=sha256)


def confirm_run(engine: sa.Engine, run_id: int) -> Run:
    """Somebody has said yes: a ready run becomes one that is importing.

    Raises:
        Conflict: it is not ready (confirmed already, failed, or another import is at work).
    """
    with transaction(engine) as connection:
        if not store.try_lock_imports(connection):
            raise busy()
        now = sa.func.now()
        values = {"status": "importing", "confirmed_at": now, "progress_at": now, "lines_done": 0}
        if not store.update_run(connection, run_id, only_status="ready", **values):
            raise Conflict("This file is not waiting for a yes.", hint="Look at the list of imports.")
        return existing_run(connection, run_id)


def recheck_run(engine: sa.Engine, run_id: int, *, format_key: str | None, encoding: str | None) -> Run:
    """Another dry run of the same upload, with another format or encoding.

    Raises:
        Conflict: it was confirmed already, or is at work.
    """
    with transaction(engine) as connection:
        run = existing_run(connection, run_id, lock=True)
        if run.confirmed_at is not None or run.status == "checking":
            raise Conflict("This file cannot be read again now.", hint="Send it again.")
        values: dict[str, Any] = {
            "chosen_format": format_key or "",
            "chosen_encoding": encoding or "",
            "message": "",
        }
        store.update_run(
            connection, run_id, status="checking", progress_at=sa.func.now(), lines_done=0, report={}, **values
        )
        return existing_run(connection, run_id)


def fail_check(engine: sa.Engine, run_id: int, error: BaseException) -> None:
    """Note why a file cannot be read; the upload is kept for another try."""
    values: dict[str, Any] = {"status": "failed", "message": reason(error), "finished_at": sa.func.now()}
    with transaction(engine) as connection:
        store.update_run(connection, run_id, only_status="checking", **values)


def discard_run(engine: sa.Engine, run_id: int) -> None:
    """Forget a dry run. Raises Conflict when it was confirmed already."""
    with transaction(engine) as connection:
        if existing_run(connection, run_id, lock=True).confirmed_at is not None:
            raise Conflict("This file was imported already.", hint="Undo the import instead.")
        store.delete_run(connection, run_id)


def get_run(engine: sa.Engine, run_id: int, *, user: User | None = None) -> Run:
    """A run; one that nobody has said yes to only for the user that sent the file.

    Raises:
        NotFound: no such run, or not this user's.
    """
    settle_runs(engine)
    with transaction(engine) as connection:
        run = existing_run(connection, run_id)
    if user and run.confirmed_at is None and run.user_id != user.id:
        raise NotFound(f"There is no import {run_id}.")
    return run


def get_report(engine: sa.Engine, run_id: int) -> Report:
    with transaction(engine) as connection:
        return Report.from_json(store.get_report(connection, run_id))


def list_runs(engine: sa.Engine, request: PageRequest) -> Page[Run]:
    """One page of the imports, from all people."""
    settle_runs(engine)
    with transaction(engine) as connection:
        return store.list_runs(connection, request)


def list_waiting(engine: sa.Engine, user: User) -> list[Run]:
    """A user's own files that are checked and wait for a yes."""
    with transaction(engine) as connection:
        return store.list_waiting(connection, user.id)


def settle_runs(engine: sa.Engine) -> list[int]:
    """Mark runs that were interrupted as failed, forget dry runs older than a day; returns the ids of those."""
    with transaction(engine) as connection:
        for run in store.list_stale(connection, _SILENT):
            if store.try_lock_run(connection, run.id):  # nobody works on it
                _settle(connection, run)
        return store.delete_unconfirmed(connection, _KEEP)


def _settle(connection: sa.Connection, run: Run) -> None:
    if run.status == "undoing":
        give_up_undo(connection, run, "it was interrupted (power or program ended). Try again.")
    else:
        values = {"status": "failed", "message": INTERRUPTED, "finished_at": sa.func.now()}
        store.update_run(connection, run.id, only_status=run.status, **values)


def give_up_undo(connection: sa.Connection, run: Run, message: str) -> None:
    """What was not undone is done, or undone in part as it was before."""
    status = "undone" if run.undone_at else "done"
    store.update_run(connection, run.id, only_status="undoing", status=status, message=f"Not undone: {message}")


def existing_run(connection: sa.Connection, run_id: int, *, lock: bool = False) -> Run:
    run = store.get_run(connection, run_id, lock=lock) if 1 <= run_id < 2**63 else None
    if run is None:
        raise NotFound(f"There is no import {str(run_id)[:20]}.", hint="`inventory import --list` shows them.")
    return run


def busy() -> Conflict:
    return Conflict("Another import is at work.", hint="Wait until it is done, then try again.")


def reason(error: BaseException) -> str:
    """Why something failed, for people; what only the log should say stays there."""
    if not isinstance(error, InventoryError):
        return FAULT
    return f"{error.message} {error.hint or ''}".rstrip()


def recorder(engine: sa.Engine, run_id: int, keep_alive: sa.Connection | None = None) -> Progress:
    """Progress into the run's row, in transactions of its own, not more than twice a second."""
    last = 0.0

    def record(line: int, lines: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _PROGRESS_EVERY and line < lines:
            return
        last = now
        if keep_alive is not None:  # a transaction that says nothing for a minute is ended by PostgreSQL
            keep_alive.execute(sa.text("SELECT 1"))
        with transaction(engine) as connection:
            store.update_run(connection, run_id, lines_done=line, lines_total=lines, progress_at=sa.func.now())

    return record


def telling(engine: sa.Engine, run_id: int, progress: Progress | None) -> Progress:
    """Progress into the run's row and to `progress`."""
    record = recorder(engine, run_id)

    def tell(done: int, total: int) -> None:
        record(done, total)
        if progress:
            progress(done, total)

    return tell
