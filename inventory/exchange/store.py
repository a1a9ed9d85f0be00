"""SQL of the room exchange."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from inventory.exchange.runs import Run, RunChange
from inventory.exchange.tables import exchange_instance, import_change, import_run
from inventory.http import Page, PageRequest

# One import or undo at a time; and one lock a run, held as long as somebody works on it.
_IMPORT_LOCK = 0x1A7E_1A90
_RUN_LOCKS = 0x1A7E_1A91

_RUN_COLUMNS = [import_run.c[name] for name in Run.__dataclass_fields__]
SORTS = {
    "when": import_run.c.started_at,
    "file": sa.func.lower(import_run.c.file_name),
    "who": sa.func.lower(import_run.c.actor),
    "items": import_run.c.created + import_run.c.changed + import_run.c.restored,
    "status": import_run.c.status,
}


def get_instance(connection: sa.Connection) -> str:
    """The id of this installation, as in the references of its exports."""
    return str(connection.execute(sa.select(exchange_instance.c.id)).scalar_one())


def try_lock_imports(connection: sa.Connection) -> bool:
    """Take the lock of all imports until the transaction ends; False when somebody has it."""
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_IMPORT_LOCK))).scalar_one())


def try_lock_run(connection: sa.Connection, run_id: int) -> bool:
    """Take the lock of one run until the transaction ends; False when somebody works on it."""
    key = sa.func.pg_try_advisory_xact_lock(_RUN_LOCKS, run_id % 2**31)
    return bool(connection.execute(sa.select(key)).scalar_one())


def insert_run(connection: sa.Connection, **values: Any) -> Run:
    statement = sa.insert(import_run).values(**values).returning(*_RUN_COLUMNS)
    return Run(**connection.execute(statement).one()._mapping)


def update_run(connection: sa.Connection, run_id: int, *, only_status: str | None = None, **values: Any) -> bool:
    """Change a run; with `only_status` only if it has that one. Returns whether it did."""
    statement = sa.update(import_run).where(import_run.c.id == run_id).values(**values)
    if only_status:
        statement = statement.where(import_run.c.status == only_status)
    return connection.execute(statement).rowcount == 1


def get_run(connection: sa.Connection, run_id: int, *, lock: bool = False) -> Run | None:
    query = sa.select(*_RUN_COLUMNS).where(import_run.c.id == run_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    return Run(**row._mapping) if row else None


def get_report(connection: sa.Connection, run_id: int) -> dict[str, Any]:
    return dict(connection.execute(sa.select(import_run.c.report).where(import_run.c.id == run_id)).scalar_one())


def get_last_run(connection: sa.Connection) -> Run | None:
    """The newest import that is done and not undone."""
    query = sa.select(*_RUN_COLUMNS).where(import_run.c.status == "done").order_by(import_run.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return Run(**row._mapping) if row else None


def find_same_file(connection: sa.Connection, sha256: str) -> Run | None:
    """The newest import of a file with the same bytes that is still in force."""
    query = (
        sa.select(*_RUN_COLUMNS)
        .where(import_run.c.file_sha256 == sha256, import_run.c.status == "done")
        .order_by(import_run.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Run(**row._mapping) if row else None


def list_runs(connection: sa.Connection, request: PageRequest) -> Page[Run]:
    """One page of the imports that somebody has said yes to; `request.q` is searched in file name and person."""
    conditions: list[Any] = [import_run.c.confirmed_at.is_not(None)]
    if request.q:
        name = sa.func.lower(import_run.c.file_name + " " + import_run.c.actor)
        words = request.q.replace("\0", " ").lower()  # the database cannot hold NUL, so it cannot be in it
        conditions.append(name.contains(words, autoescape=True))
    total = connection.execute(sa.select(sa.func.count()).select_from(import_run).where(*conditions)).scalar_one()
    key: Any = SORTS[request.sort_key]
    order = (key.desc(), import_run.c.id.desc()) if request.descending else (key, import_run.c.id)
    query = sa.select(*_RUN_COLUMNS).where(*conditions).order_by(*order).limit(request.size).offset(request.offset)
    return Page([Run(**row._mapping) for row in connection.execute(query)], int(total), request)


def list_waiting(connection: sa.Connection, user_id: int) -> list[Run]:
    """A user's files that are checked and wait for a yes, newest first."""
    query = (
        sa.select(*_RUN_COLUMNS)
        .where(import_run.c.user_id == user_id, import_run.c.status.in_(("checking", "ready")))
        .order_by(import_run.c.id.desc())
        .limit(20)
    )
    return [Run(**row._mapping) for row in connection.execute(query)]


def list_stale(connection: sa.Connection, silent_for: timedelta) -> list[Run]:
    """Runs that should be at work and have said nothing for so long."""
    query = sa.select(*_RUN_COLUMNS).where(
        import_run.c.status.in_(("checking", "importing", "undoing")),
        import_run.c.progress_at < sa.func.now() - silent_for,
    )
    return [Run(**row._mapping) for row in connection.execute(query)]


def delete_run(connection: sa.Connection, run_id: int) -> None:
    connection.execute(sa.delete(import_run).where(import_run.c.id == run_id))


def delete_unconfirmed(connection: sa.Connection, older_than: timedelta) -> list[int]:
    """Forget dry runs that nobody has said yes to; returns their ids."""
    statement = (
        sa.delete(import_run)
        .where(import_run.c.confirmed_at.is_(None), import_run.c.started_at < sa.func.now() - older_than)
        .returning(import_run.c.id)
    )
    return list(connection.execute(statement).scalars())


def insert_changes(connection: sa.Connection, changes: Sequence[Mapping[str, Any]]) -> None:
    """Note what a run does to items: dicts of run_id, item_id, before, before_version, after_version."""
    if changes:
        connection.execute(sa.insert(import_change), list(changes))


def list_changes(connection: sa.Connection, run_id: int, after_item: int, limit: int) -> list[RunChange]:
    """The changes of a run that are not undone, by item id, from behind `after_item`."""
    columns = [import_change.c[name] for name in RunChange.__dataclass_fields__]
    query = (
        sa.select(*columns)
        .where(
            import_change.c.run_id == run_id, import_change.c.undone_at.is_(None), import_change.c.item_id > after_item
        )
        .order_by(import_change.c.item_id)
        .limit(limit)
    )
    return [RunChange(**row._mapping) for row in connection.execute(query)]


def count_changes(connection: sa.Connection, run_id: int) -> int:
    """How many changes of a run are not undone."""
    query = sa.select(sa.func.count()).where(import_change.c.run_id == run_id, import_change.c.undone_at.is_(None))
    return int(connection.execute(query).scalar_one())


def list_created(connection: sa.Connection, run_id: int) -> list[int]:
    """The items that a run has created."""
    query = sa.select(import_change.c.item_id).where(import_change.c.run_id == run_id, import_change.c.before.is_(None))
    return list(connection.execute(query).scalars())


def mark_undone(connection: sa.Connection, run_id: int, items: Collection[int]) -> None:
    connection.execute(
        sa.update(import_change)
        .where(import_change.c.run_id == run_id, import_change.c.item_id.in_(list(items)))
        .values(undone_at=sa.func.now())
    )


_REBASE = sa.text(
    """
    UPDATE import_change SET after_version = given.now_version
    FROM unnest(CAST(:items AS bigint[]), CAST(:before AS int[]), CAST(:now AS int[]))
        AS given (item_id, before_version, now_version)
    WHERE import_change.item_id = given.item_id AND import_change.run_id <> :run_id
        AND import_change.undone_at IS NULL AND import_change.after_version = given.before_version
    """
)


def rebase_versions(connection: sa.Connection, run_id: int, versions: Mapping[int, tuple[int, int]]) -> None:
    """Items say again what they said after an earlier run: tell that run their new version.

    Args:
        versions: for each item its version before `run_id`, and its version now that this is undone.
    """
    connection.execute(
        _REBASE,
        {
            "run_id": run_id,
            "items": list(versions),
            "before": [before for before, _ in versions.values()],
            "now": [now for _, now in versions.values()],
        },
    )
