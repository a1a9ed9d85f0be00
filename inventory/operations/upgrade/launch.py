"""Starting a run in a unit of its own, and following it: it outlives the ssh connection from which it was asked for."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import click

from inventory.config import Settings
from inventory.errors import Conflict, InventoryError, NotFound
from inventory.operations.programs import run, run_checked, systemd_runs
from inventory.operations.upgrade import record, rules, saved
from inventory.operations.upgrade.record import Record

UNIT = "inventory-upgrade-run.service"
RESUME = "inventory-upgrade-resume.service"


def launch(settings: Settings, plan: Record, *, quiet: bool) -> Record:
    """Start a planned run, follow it to its end and return what became of it.

    Args:
        quiet: no progress.

    Raises:
        Conflict: another run goes on, or was interrupted.
        InventoryError: systemd does not run here, or refuses.
    """
    if not systemd_runs():
        raise InventoryError("systemd does not run here.", hint="In an image, install the packages with apt.")
    refuse_second(settings)
    folder = record.directory(settings)
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder.chmod(0o711)
    if plan.kind == "upgrade":
        plan = replace(plan, saved_set=f"set-{plan.id}")
        _remove_failed_sets(settings)
        saved.save_program(folder / plan.saved_set / "program")
    record.save(settings, plan)
    log = folder / f"{plan.kind}.log"
    log.unlink(missing_ok=True)
    _start(folder / plan.saved_set / "program/run", plan, log)
    return _follow(settings, plan, log, quiet)


def last_run(settings: Settings) -> Record:
    """The last run, as it is now.

    Raises:
        NotFound: there was none.
    """
    last = record.load_status(settings)
    if last.state in ("planned", "preparing") and not _goes_on(UNIT):
        reason = "It was interrupted before anything was changed."
        return replace(last, state="done", outcome="failed", exit_status=rules.EXIT_NOTHING_CHANGED, reason=reason)
    return last


def refuse_second(settings: Settings) -> None:
    """Raise Conflict when a run goes on or has to be finished first."""
    if _goes_on(UNIT) or _goes_on(RESUME):
        raise Conflict("An upgrade is going on.", hint="`inventory upgrade --status` says how far it is.")
    if record.is_unfinished(settings):
        raise Conflict("An upgrade was interrupted.", hint=f"`systemctl start {RESUME}` finishes it or takes it back.")


def _remove_failed_sets(settings: Settings) -> None:
    """Of runs that changed nothing; the set of the last one that did is the way back."""
    try:
        keep = record.load_journal(settings).saved_set
    except NotFound:
        keep = ""
    saved.remove_other_sets(settings, keep)


def _start(program: Path, plan: Record, log: Path) -> None:
    options = [
        "--quiet", "--collect", f"--unit={UNIT}", "--description=Inventory: upgrade or rollback",
        # killed from outside (out of memory), it begins again and finds in its journal what to do
        "-p", "Type=exec", "-p", "Restart=on-abnormal", "-p", "RestartSec=2",
        # apt and dpkg may be in the middle of something: they get time to end
        "-p", "TimeoutStopSec=120", "-p", "UMask=0022",
        "-p", f"StandardOutput=append:{log}", "-p", f"StandardError=append:{log}",
    ]  # fmt: skip
    command = ["/usr/bin/python3", "-sP", str(program), "upgrade", "--run", plan.id]
    run_checked(
        ["systemd-run", *options, "--", *command],
        what="The upgrade could not be started",
        hint="`systemctl status` says how systemd is.",
    )


def _follow(settings: Settings, plan: Record, log: Path, quiet: bool) -> Record:
    """Show what the run writes until it has ended."""
    shown = 0
    while True:
        active = _goes_on(UNIT)
        text = log.read_text(errors="replace") if log.exists() else ""
        if not quiet and len(text) > shown:
            click.echo(text[shown:], nl=False, err=True)
        shown = len(text)
        if not active:
            break
        time.sleep(0.3)
    done = record.load_status(settings)
    if done.id == plan.id and done.state == "done":
        return done
    last = text.strip().splitlines()[-1:] or ["nothing was said"]
    status = rules.EXIT_LOST if done.state in rules.CHANGING else rules.EXIT_NOTHING_CHANGED
    reason = f"The {plan.kind} ended without a result: {last[0]} (see {log})."
    return replace(done, state="done", outcome="failed", exit_status=status, reason=reason)


def _goes_on(unit: str) -> bool:
    state = run(["systemctl", "show", "--property=ActiveState", "--value", unit]).stdout.strip()
    return state not in ("inactive", "failed", "")
