"""The way back: the former packages, and the former data where the former program cannot use those of now."""

from __future__ import annotations

from dataclasses import replace

from inventory.config import Settings
from inventory.errors import Conflict, InventoryError, NotFound
from inventory.operations import app_units
from inventory.operations.backup import restore, store
from inventory.operations.backup import rules as backup_rules
from inventory.operations.programs import run as run_program
from inventory.operations.upgrade import data, health, packages, record, rules, saved
from inventory.operations.upgrade.record import Record
from inventory.operations.upgrade.run import Run

# Both may take long on an SD card after a power cut.
_DATABASE_SECONDS = 120
_LOCK_SECONDS = 600


def plan(settings: Settings, *, restore_data: bool, deadline: float) -> Record:
    """A rollback by hand to the set before the last upgrade.

    Raises:
        NotFound: there is nothing to go back to.
        Conflict: the former version needs its own data, and `restore_data` was not said.
    """
    last = _last_upgrade(settings)
    now = packages.version_of()
    if packages.is_whole(last.packages):
        raise NotFound(
            f"Version {now} is the one before the last upgrade already.", hint="`inventory upgrade` goes on."
        )
    needs_data = rules.data_differs(last.data, data.state(settings))
    if needs_data and not restore_data:
        raise Conflict(
            f"Version {last.former_version} cannot use the database of now: its schema has changed.",
            hint=f"--restore-data brings back the data of {_when(last.backup)}; what is there now is kept as a backup.",
        )
    if needs_data:
        store.directory_of(settings, last.backup)  # NotFound when it was removed
    begun = Record.plan("rollback", to=last.former_version, deadline=deadline)
    anew = ("kind", "id", "to_version", "state", "outcome", "deadline", "started")
    return replace(
        last,
        **{name: getattr(begun, name) for name in anew},
        from_version=now, restore_data=needs_data, reason="", finished="", data_restored=False, kept="",
    )  # fmt: skip


def question(plan: Record) -> str:
    """What a person is asked before a rollback by hand."""
    text = f"Go back from version {plan.from_version} to {plan.to_version}"
    if not plan.restore_data:
        return f"{text}? All data is kept."
    return (
        f"{text}, and to the data of {_when(plan.backup)}? Everything entered since is then only in the backup "
        "that is made of it."
    )


def go_back(run: Run, reason: str) -> None:
    """Bring back the former set and, where it needs that, the data; ends with the outcome in the journal."""
    run.note(state="rolling-back", reason=reason)
    target = run.record.former_version
    run.say(f"going back to {target}: {reason}" if reason else f"going back to {target}")
    try:
        _bring_packages(run)
        _bring_data(run)
        app_units.unmask()
        _start(run)
        fault = health.wait(run.settings, run.record, target)
    except InventoryError as error:
        fault = str(error)
        app_units.unmask()
        _start(run)
    if fault:
        told = f"{reason}; " if reason else ""
        run.note(
            state="done", outcome="failed", exit_status=rules.EXIT_LOST, reason=f"{told}going back failed: {fault}"
        )
        return
    status = rules.EXIT_ROLLED_BACK if run.record.kind == "upgrade" else rules.EXIT_UPGRADED
    run.note(state="done", outcome="rolled-back", exit_status=status)


def _bring_packages(run: Run) -> None:
    """The exact former set. Nobody may write while the former program meets a database that it does not know."""
    packages.wait_for_lock(_LOCK_SECONDS)
    if _may_differ(run):
        app_units.mask()
        app_units.stop()
    wanted = run.record.packages
    if packages.is_whole(wanted):
        packages.configure(run.log)
        return
    run.say("bringing back the former packages")
    debs = {name: saved.find_package(run.directory / "debs", name, version) for name, version in wanted.items()}
    missing = [name for name, path in debs.items() if path is None]
    if missing:
        raise InventoryError(f"The saved packages are damaged: {', '.join(missing)}.")
    fault = packages.install_files({name: path for name, path in debs.items() if path}, run.log)
    if not packages.is_whole(wanted):
        raise InventoryError(f"The former packages cannot be installed: {fault}.", hint=f"See {run.log}.")


def _may_differ(run: Run) -> bool:
    """True, too, where PostgreSQL does not answer: perhaps it is one of the packages that do not work."""
    try:
        return _data_differs(run)
    except InventoryError:
        return True


def _data_differs(run: Run) -> bool:
    now = data.state(run.settings, _DATABASE_SECONDS)
    return rules.data_differs(run.record.data, now)


def _bring_data(run: Run) -> None:
    if not run.record.restore_data or not run.record.backup or not _data_differs(run):
        return
    run.note(state="restoring")
    done = restore.restore(run.settings, run.record.backup, say=run.say, patience=_LOCK_SECONDS)
    run.note(data_restored=True, kept=done.before or done.kept_database)


def _start(run: Run) -> None:
    """Provisioning first: what the other version had left it may have failed on."""
    if not packages.is_half_installed():
        run_program(["systemctl", "restart", health.PROVISION], timeout=900)
    app_units.start(run.record.services)


def _last_upgrade(settings: Settings) -> Record:
    try:
        last = record.load_journal(settings)
    except NotFound:
        raise NotFound("There was no upgrade, so there is nothing to go back to.") from None
    if last.outcome == "rolled-back":  # one that failed may be tried again
        raise NotFound("The last upgrade was taken back already.", hint="`inventory upgrade --status` tells when.")
    if not (record.set_directory(settings, last) / "debs").is_dir():
        raise NotFound("The packages of before the last upgrade are gone.")
    return last


def _when(backup: str) -> str:
    return (
        f"{backup_rules.time_of(backup):%Y-%m-%d %H:%M} UTC" if backup_rules.is_name(backup) else "before the upgrade"
    )
