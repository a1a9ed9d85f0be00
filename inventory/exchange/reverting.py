"""Undoing an import: in one transaction, with progress, as often as imports are made."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from inventory.accounts.rules import User
from inventory.accounts.service import audit
from inventory.catalogue import service as catalogue
from inventory.database import transaction
from inventory.errors import Conflict, NotFound
from inventory.exchange import store
from inventory.exchange.runs import Left, Run, Undone
from inventory.exchange.tracking import Progress, busy, existing_run, give_up_undo, reason, telling
from inventory.exchange.undoing import undo_changes


def undo_import(
    engine: sa.Engine,
    run_id: int | None,
    *,
    actor: User | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Undone:
    """Undo an import, the last one when `run_id` is None. Importing the file again brings it back.

    Args:
        force: also put back items that were changed since, and lose those changes.

    Raises:
        NotFound: no such import.
        Conflict: it is not done, undone already, or another import is at work.
    """
    run = begin_undo(engine, run_id, force=force)
    return finish_undo(engine, run, actor=actor, force=force, progress=progress)


def begin_undo(engine: sa.Engine, run_id: int | None, *, force: bool = False) -> Run:
    """Mark an import as one that is being undone, for `finish_undo`; raises as `undo_import`."""
    with transaction(engine) as connection:
        if not store.try_lock_imports(connection):
            raise busy()
        run = store.get_last_run(connection) if run_id is None else existing_run(connection, run_id, lock=True)
        if run is None:
            raise NotFound("There is no import to undo.")
        total = store.count_changes(connection, run.id)
        if run.status == "undone" and not (force and total):
            raise Conflict("This import was undone already.", hint="Import the file again to bring it back.")
        if run.status not in ("done", "undone"):
            raise Conflict("This import is not finished.", hint="Only finished imports can be undone.")
        now = sa.func.now()
        values: dict[str, Any] = {"progress_at": now, "lines_done": 0, "lines_total": total, "message": ""}
        store.update_run(connection, run.id, status="undoing", **values)
        return existing_run(connection, run.id)


def finish_undo(
    engine: sa.Engine,
    run: Run,
    *,
    actor: User | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Undone:
    """Undo an import that `begin_undo` has marked, in one transaction."""
    try:
        with transaction(engine) as connection:
            if not store.try_lock_imports(connection):
                raise busy()
            store.try_lock_run(connection, run.id)
            undone = undo_changes(connection, run, force=force, progress=telling(engine, run.id, progress))
            values: dict[str, Any] = {"status": "undone", "undone_at": sa.func.now()}
            if not store.update_run(connection, run.id, only_status="undoing", **values):
                raise Conflict("Undoing was given up meanwhile.", hint="Try again.")
            audit(connection, "import.undo", run.file_name, actor=actor, run=run.id, left=len(undone.left))
    except BaseException as error:
        message = reason(error)
        with transaction(engine) as connection:
            give_up_undo(connection, run, message)
        raise
    return undone


def list_left(engine: sa.Engine, run_id: int, limit: int = 100) -> list[Left]:
    """The items that the undo of a run has left, because they were changed since."""
    with transaction(engine) as connection:
        ids = [change.item_id for change in store.list_changes(connection, run_id, 0, limit)]
        items = catalogue.get_items(connection, ids)
    return [Left(item.id, item.name, "deleted since" if item.deleted_at else "changed since") for item in items]
