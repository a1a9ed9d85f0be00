"""Use cases of the room exchange: dry run, import, undo. Each import is one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from inventory.accounts.rules import User
from inventory.accounts.service import audit
from inventory.catalogue import service as catalogue
from inventory.catalogue.leftovers import list_made_now
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, InventoryError, NotFound
from inventory.exchange import store
from inventory.exchange.files import fingerprint
from inventory.exchange.formats import open_file
from inventory.exchange.planning import CHUNK, NO_REFERENCE, Action, Planner
from inventory.exchange.report import Report
from inventory.exchange.rules import OpenedFile, Parsed, Problem, unreadable
from inventory.exchange.runs import Left, Run, Undone
from inventory.exchange.undoing import undo_changes
from inventory.exchange.writing import write_actions
from inventory.http import Page, PageRequest

# Called with the physical line that is reached and how many there are.
Progress = Callable[[int, int], None]

SORTS = tuple(store.SORTS)
_SILENT = timedelta(seconds=20)
_KEEP = timedelta(days=1)
_PROGRESS_EVERY = 0.5
INTERRUPTED = "It was interrupted (power or program ended). Nothing of it was kept; import the file again."

FAULT = "A fault in the program; its log has the details. Nothing was changed."


class ImportRefused(InvalidInput):
    """Rows are wrong, so nothing was imported. `report` has every problem with its line."""

    def __init__(self, report: Report) -> None:
        rows = f"{report.wrong_rows:,} row{'s' if report.wrong_rows != 1 else ''}"
        hint = "Mend them, or skip them. Nothing was changed."
        super().__init__(f"{rows} cannot be imported.", field="file", hint=hint)
        self.report = report


def _quiet(line: int, lines: int) -> None:
    """No progress is wanted."""


def plan_import(
    engine: sa.Engine,
    path: Path,
    *,
    format_key: str | None = None,
    encoding: str | None = None,
    progress: Progress = _quiet,
) -> tuple[OpenedFile, Report]:
    """Read a file and say what importing it would do. Changes nothing.

    Args:
        format_key, encoding: what a person has chosen, else they are found.

    Raises:
        InvalidInput, UnsupportedMedia, TooLarge: the file cannot be read at all.
    """
    opened = open_file(path, format_key=format_key, encoding=encoding)
    report = Report()
    names = _NewNames()
    with transaction(engine) as connection:
        for actions in _planned(connection, opened, report, progress, lock=False):
            names.add(actions)
        same = store.find_same_file(connection, fingerprint(path)[1])
    names.report_new(engine, report)
    if same and any(note.what == NO_REFERENCE for note in report.notes):
        what = f"This very file was imported already (import {same.id}): rows without reference would be there twice."
        report.add_note(Problem(1, what, f"Undo import {same.id} first, if that is not wanted.", severity="note"))
    return opened, report


def _planned(
    connection: sa.Connection, opened: OpenedFile, report: Report, progress: Progress, *, lock: bool
) -> Iterator[list[Action]]:
    """Plan a file chunk after chunk into `report`; gives the actions of each chunk."""
    planner = Planner(connection, store.get_instance(connection), lock=lock)
    for note in opened.notes:
        report.add_note(note)
    for rows in _chunks(opened.rows()):
        actions = []
        for planned in planner.plan(rows):
            report.add_row(planned.problems)
            if planned.action:
                report.add_change(planned.action.change())
                actions.append(planned.action)
        progress(rows[-1].line, opened.lines)
        yield actions
    if not report.rows:
        raise unreadable("The file has a header line and no rows.", "Nothing is there to import.")
    progress(opened.lines, opened.lines)


def _chunks(rows: Iterator[Parsed]) -> Iterator[list[Parsed]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


class _NewNames:
    """The places and tags that a file names; which of them are new is asked at the end."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        self._tags: dict[str, str] = {}

    def add(self, actions: Iterable[Action]) -> None:
        for action in actions:
            names = action.location.split(" / ") if action.location else []
            for depth in range(1, len(names) + 1):
                path = " / ".join(names[:depth])
                self._paths.setdefault(path.lower(), path)
            for tag in action.draft.tags:
                self._tags.setdefault(tag.lower(), tag)

    def report_new(self, engine: sa.Engine, report: Report) -> None:
        if self._paths:
            for place in catalogue.list_locations(engine):
                self._paths.pop(place.path.lower(), None)
        if self._tags:
            for tag in catalogue.list_tags(engine):
                self._tags.pop(tag.name.lower(), None)
        report.set_new_names(list(self._paths.values()), list(self._tags.values()))


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


def check_run(engine: sa.Engine, run: Run, path: Path) -> None:
    """The dry run of an uploaded file: `run` becomes ready, or failed with the reason. Raises nothing of ours."""
    try:
        with transaction(engine) as guard:
            store.try_lock_run(guard, run.id)
            opened, report = plan_import(
                engine,
                path,
                format_key=run.chosen_format or None,
                encoding=run.chosen_encoding or None,
                progress=_recorder(engine, run.id, guard),
            )
        values = {**_counts(report), **_description(opened), "status": "ready", "report": report.to_json()}
    except InventoryError as error:
        values = {"status": "failed", "message": _reason(error), "finished_at": sa.func.now()}
    with transaction(engine) as connection:
        store.update_run(connection, run.id, only_status="checking", **values)


def _reason(error: BaseException) -> str:
    """Why something failed, for people; what only the log should say stays there."""
    if not isinstance(error, InventoryError):
        return FAULT
    return f"{error.message} {error.hint or ''}".rstrip()


def _counts(report: Report) -> dict[str, int]:
    counts = {name: getattr(report, name) for name in ("created", "changed", "restored", "unchanged")}
    return {**counts, "wrong": report.wrong_rows}


def _description(opened: OpenedFile) -> dict[str, Any]:
    return {"format_key": opened.format_key, "encoding": opened.encoding, "delimiter": opened.delimiter}


def _recorder(engine: sa.Engine, run_id: int, keep_alive: sa.Connection | None = None) -> Progress:
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


def _telling(engine: sa.Engine, run_id: int, progress: Progress | None) -> Progress:
    """Progress into the run's row and to `progress`."""
    record = _recorder(engine, run_id)

    def tell(done: int, total: int) -> None:
        record(done, total)
        if progress:
            progress(done, total)

    return tell


def confirm_run(engine: sa.Engine, run_id: int) -> Run:
    """Somebody has said yes: a ready run becomes one that is importing.

    Raises:
        Conflict: it is not ready (confirmed already, failed, or another import is at work).
    """
    with transaction(engine) as connection:
        if not store.try_lock_imports(connection):
            raise _busy()
        now = sa.func.now()
        values = {"status": "importing", "confirmed_at": now, "progress_at": now, "lines_done": 0}
        if not store.update_run(connection, run_id, only_status="ready", **values):
            raise Conflict("This file is not waiting for a yes.", hint="Look at the list of imports.")
        return _existing(connection, run_id)


def _busy() -> Conflict:
    return Conflict("Another import is at work.", hint="Wait until it is done, then try again.")


def apply_import(
    engine: sa.Engine,
    run: Run,
    path: Path,
    *,
    actor: User | None = None,
    skip_wrong: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import a file: everything in one transaction, or nothing. `run` becomes done or failed.

    Args:
        skip_wrong: leave wrong rows out instead of refusing the file.
        progress: called with the line that is reached, beside what is written into the run's row.

    Raises:
        ImportRefused: rows are wrong.
        Conflict: another import is at work, or somebody holds what it needs.
        InvalidInput, UnsupportedMedia, TooLarge: the file cannot be read.
    """
    try:
        return _apply(engine, run, path, actor, skip_wrong, progress)
    except BaseException as error:
        message = _reason(error)
        values: dict[str, Any] = {"status": "failed", "message": message, "finished_at": sa.func.now()}
        if isinstance(error, ImportRefused):
            values |= {**_counts(error.report), "report": error.report.to_json()}
        with transaction(engine) as connection:
            store.update_run(connection, run.id, only_status="importing", **values)
        raise


def _apply(
    engine: sa.Engine, run: Run, path: Path, actor: User | None, skip_wrong: bool, progress: Progress | None
) -> Report:
    opened = open_file(path, format_key=run.chosen_format or None, encoding=run.chosen_encoding or None)
    tell = _telling(engine, run.id, progress)
    report = Report()
    with transaction(engine) as connection:
        if not store.try_lock_imports(connection):
            raise _busy()
        store.try_lock_run(connection, run.id)
        for actions in _planned(connection, opened, report, tell, lock=True):
            if skip_wrong or not report.wrong_rows:  # else it is only read on, to know every problem
                write_actions(connection, run.id, actions)
        if report.wrong_rows and not skip_wrong:
            raise ImportRefused(report)
        _finish(connection, run, opened, report, actor)
    return report


def _finish(connection: sa.Connection, run: Run, opened: OpenedFile, report: Report, actor: User | None) -> None:
    places, tags = list_made_now(connection)
    values = {**_counts(report), **_description(opened), "report": report.to_json()}
    values |= {"made_location_ids": places, "made_tag_ids": tags}
    done = store.update_run(
        connection, run.id, only_status="importing", status="done", finished_at=sa.func.clock_timestamp(), **values
    )
    if not done:
        raise Conflict("The import was given up meanwhile.", hint="Import the file again.")
    audit(connection, "import", run.file_name, actor=actor, run=run.id, **_counts(report))


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
            raise _busy()
        run = store.get_last_run(connection) if run_id is None else _existing(connection, run_id, lock=True)
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
        return _existing(connection, run.id)


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
                raise _busy()
            store.try_lock_run(connection, run.id)
            undone = undo_changes(connection, run, force=force, progress=_telling(engine, run.id, progress))
            values: dict[str, Any] = {"status": "undone", "undone_at": sa.func.now()}
            if not store.update_run(connection, run.id, only_status="undoing", **values):
                raise Conflict("Undoing was given up meanwhile.", hint="Try again.")
            audit(connection, "import.undo", run.file_name, actor=actor, run=run.id, left=len(undone.left))
    except BaseException as error:
        message = _reason(error)
        with transaction(engine) as connection:
            _give_up_undo(connection, run, message)
        raise
    return undone


def _give_up_undo(connection: sa.Connection, run: Run, message: str) -> None:
    """What was not undone is done, or undone in part as it was before."""
    status = "undone" if run.undone_at else "done"
    store.update_run(connection, run.id, only_status="undoing", status=status, message=f"Not undone: {message}")


def list_left(engine: sa.Engine, run_id: int, limit: int = 100) -> list[Left]:
    """The items that the undo of a run has left, because they were changed since."""
    with transaction(engine) as connection:
        ids = [change.item_id for change in store.list_changes(connection, run_id, 0, limit)]
        items = catalogue.get_items(connection, ids)
    return [Left(item.id, item.name, "deleted since" if item.deleted_at else "changed since") for item in items]


def _existing(connection: sa.Connection, run_id: int, *, lock: bool = False) -> Run:
    run = store.get_run(connection, run_id, lock=lock) if 1 <= run_id < 2**63 else None
    if run is None:
        raise NotFound(f"There is no import {str(run_id)[:20]}.", hint="`inventory import --list` shows them.")
    return run


def get_run(engine: sa.Engine, run_id: int, *, user: User | None = None) -> Run:
    """A run; one that nobody has said yes to only for the user that sent the file.

    Raises:
        NotFound: no such run, or not this user's.
    """
    settle_runs(engine)
    with transaction(engine) as connection:
        run = _existing(connection, run_id)
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


def discard_run(engine: sa.Engine, run_id: int) -> None:
    """Forget a dry run. Raises Conflict when it was confirmed already."""
    with transaction(engine) as connection:
        if _existing(connection, run_id, lock=True).confirmed_at is not None:
            raise Conflict("This file was imported already.", hint="Undo the import instead.")
        store.delete_run(connection, run_id)


def settle_runs(engine: sa.Engine) -> list[int]:
    """Mark runs that were interrupted as failed, forget dry runs older than a day; returns the ids of those."""
    with transaction(engine) as connection:
        for run in store.list_stale(connection, _SILENT):
            if store.try_lock_run(connection, run.id):  # nobody works on it
                _settle(connection, run)
        return store.delete_unconfirmed(connection, _KEEP)


def _settle(connection: sa.Connection, run: Run) -> None:
    if run.status == "undoing":
        _give_up_undo(connection, run, "it was interrupted (power or program ended). Try again.")
    else:
        values = {"status": "failed", "message": INTERRUPTED, "finished_at": sa.func.now()}
        store.update_run(connection, run.id, only_status=run.status, **values)


def probe(path: Path, *, format_key: str | None, encoding: str | None) -> OpenedFile:
    """Open a file as far as its header, to refuse at once what cannot be read; raises as `plan_import`."""
    return open_file(path, format_key=format_key, encoding=encoding)


def recheck_run(engine: sa.Engine, run_id: int, *, format_key: str | None, encoding: str | None) -> Run:
    """Another dry run of the same upload, with another format or encoding.

    Raises:
        Conflict: it was confirmed already, or is at work.
    """
    with transaction(engine) as connection:
        run = _existing(connection, run_id, lock=True)
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
        return _existing(connection, run_id)


def fail_check(engine: sa.Engine, run_id: int, error: InventoryError) -> None:
    """Note why a file cannot be read; it is kept for another try."""
    with transaction(engine) as connection:
        store.update_run(connection, run_id, only_status="checking", status="failed", message=_reason(error))
