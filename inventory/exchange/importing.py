"""Dry run and import. Each import is one transaction: all of it happens or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from inventory.accounts.rules import User
from inventory.accounts.service import audit
from inventory.catalogue import service as catalogue
from inventory.catalogue.leftovers import list_made_now
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, InventoryError
from inventory.exchange import store
from inventory.exchange.files import fingerprint
from inventory.exchange.formats import open_file
from inventory.exchange.planning import CHUNK, NO_REFERENCE, Action, Planner
from inventory.exchange.report import Report
from inventory.exchange.rules import OpenedFile, Parsed, Problem, unreadable
from inventory.exchange.runs import Run
from inventory.exchange.tracking import Progress, busy, fail_check, quiet, reason, recorder, telling
from inventory.exchange.writing import write_actions


class ImportRefused(InvalidInput):
    """Rows are wrong, so nothing was imported. `report` has every problem with its line."""

    def __init__(self, report: Report) -> None:
        rows = f"{report.wrong_rows:,} row{'s' if report.wrong_rows != 1 else ''}"
        hint = "Mend them, or skip them. Nothing was changed."
        super().__init__(f"{rows} cannot be imported.", field="file", hint=hint)
        self.report = report


def probe(path: Path, *, format_key: str | None, encoding: str | None) -> OpenedFile:
    """Open a file as far as its header, to refuse at once what cannot be read; raises as `plan_import`."""
    return open_file(path, format_key=format_key, encoding=encoding)


def plan_import(
    engine: sa.Engine,
    path: Path,
    *,
    format_key: str | None = None,
    encoding: str | None = None,
    progress: Progress = quiet,
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
                progress=recorder(engine, run.id, guard),
            )
        values = {**_counts(report), **_description(opened), "status": "ready", "report": report.to_json()}
    except BaseException as error:
        fail_check(engine, run.id, error)
        if not isinstance(error, InventoryError):
            raise
        return
    with transaction(engine) as connection:
        store.update_run(connection, run.id, only_status="checking", **values)


def _counts(report: Report) -> dict[str, int]:
    counts = {name: getattr(report, name) for name in ("created", "changed", "restored", "unchanged")}
    return {**counts, "wrong": report.wrong_rows}


def _description(opened: OpenedFile) -> dict[str, Any]:
    return {"format_key": opened.format_key, "encoding": opened.encoding, "delimiter": opened.delimiter}


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
        message = reason(error)
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
    tell = telling(engine, run.id, progress)
    report = Report()
    with transaction(engine) as connection:
        if not store.try_lock_imports(connection):
            raise busy()
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
