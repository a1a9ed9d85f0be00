"""The run itself, from beginning to end; started from the saved program, in a unit of its own."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from inventory.config import Settings
from inventory.errors import Conflict, InventoryError
from inventory.operations import app_units
from inventory.operations.upgrade import health, packages, prepare, record, rules, saved, way_back
from inventory.operations.upgrade.record import Record
from inventory.operations.upgrade.run import Run

LOCK = Path("/run/lock/inventory-upgrade")
_LOCK_SECONDS = 600


def run(settings: Settings, run_id: str) -> int:
    """Do what was planned under that id; the exit status. What was begun before is finished instead."""
    with _one_at_a_time():
        planned = record.load_status(settings)
        if planned.state in rules.CHANGING:  # this program was killed, and systemd has started it again
            return _resume(settings)
        if planned.id != run_id or planned.state == "done":
            raise Conflict(f"There is no planned upgrade {run_id}.")
        return _finish(Run(settings, planned), _upgrade if planned.kind == "upgrade" else _roll_back)


def resume(settings: Settings) -> int:
    """Finish what a power cut has interrupted; the exit status."""
    with _one_at_a_time():
        status = _resume(settings)
        print(record.load_status(settings).sentence(), flush=True)  # noqa: T201  # for the unit's log
        return status


def _resume(settings: Settings) -> int:
    return _finish(Run(settings, record.load_journal(settings)), _go_on)


def _finish(run: Run, work: Callable[[Run], None]) -> int:
    """Do the work; whatever happens, the journal says how it ended and the services are started."""
    try:
        work(run)
    except Exception as error:  # the device must not stay half changed for any fault of ours
        said = str(error) if isinstance(error, InventoryError | OSError) else f"{type(error).__name__}: {error}"
        if run.record.state in rules.CHANGING:
            way_back.go_back(run, said)
        else:
            _nothing_changed(run, said)
    run.note(finished=datetime.now(UTC).isoformat(timespec="seconds"))
    return run.record.exit_status


def _upgrade(run: Run) -> None:
    if prepare.is_there_already(run):
        _leave_unchanged(run)
        return
    specs, changed = prepare.prepare(run)
    prepare.back_up(run, changed)
    run.note(state="installing")
    saved.remove_other_sets(run.settings, run.record.saved_set)
    run.say(f"installing {run.record.to_version}")
    fault = packages.install(specs, run.log)
    if fault:
        raise InventoryError(f"The packages could not be installed: {fault}.")
    _judge(run)


def _judge(run: Run) -> None:
    """Healthy with the new version, or back to the former one."""
    run.note(state="checking")
    app_units.start(run.record.services)
    run.say(f"waiting until all is healthy, {run.record.deadline:g} s at most")
    fault = health.wait(run.settings, run.record, run.record.to_version)
    if fault:
        way_back.go_back(run, f"Version {run.record.to_version} is {fault}.")
    else:
        run.note(state="done", outcome="upgraded", exit_status=rules.EXIT_UPGRADED)


def _go_on(run: Run) -> None:
    """After a power cut: finish what dpkg began, then decide."""
    packages.wait_for_lock(_LOCK_SECONDS)
    left = run.record
    fault = packages.configure(run.log)
    todo = rules.after_power_cut(left.kind, left.state, packages.version_of(), left.to_version)
    if todo == "nothing":
        raise InventoryError("There is nothing to finish.")
    if todo == "judge" and not fault:
        run.say("interrupted, but the new version is installed")
        _judge(run)
        return
    reason = left.reason or f"The {left.kind} to {left.to_version} was interrupted (power cut?) while {left.state}."
    way_back.go_back(run, reason)


def _roll_back(run: Run) -> None:
    run.note(state="rolling-back")
    way_back.go_back(run, "")


def _leave_unchanged(run: Run) -> None:
    """The wanted version is there. Exit status 0 promises that it is healthy, too."""
    _discard(run)
    behind_nginx = health.look(run.settings) is not None
    wanted: Record = run.record
    answer = health.look(run.settings, behind_nginx=behind_nginx)
    fault = "nothing answers" if answer is None else ""
    if answer is not None and answer.get("version") != wanted.to_version:
        fault = f"version {answer.get('version')} answers"
    if answer is not None and answer.get("status") == "error":
        fault = "it cannot serve"
    status = rules.EXIT_NOTHING_CHANGED if fault else rules.EXIT_UPGRADED
    reason = f"Version {wanted.to_version} is installed, but {fault}: see `inventory doctor`." if fault else ""
    run.note(state="done", outcome="failed" if fault else "unchanged", exit_status=status, reason=reason)


def _nothing_changed(run: Run, reason: str) -> None:
    app_units.start(run.record.services)
    _discard(run)
    run.note(state="done", outcome="failed", exit_status=rules.EXIT_NOTHING_CHANGED, reason=reason)


def _discard(run: Run) -> None:
    """Of the set that was saved in vain only what apt said stays, with the way back of the upgrade before it."""
    if run.record.kind == "upgrade" and run.directory.name.startswith("set-"):
        shutil.rmtree(run.directory / "debs", ignore_errors=True)
        shutil.rmtree(run.directory / "new", ignore_errors=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("An upgrade is going on.", hint="`inventory upgrade --status`.") from None
        yield
