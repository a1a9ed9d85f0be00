"""The last backup's age, and an upgrade that did not come to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from inventory.errors import NotFound
from inventory.operations.backup import rules, store
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip, warn
from inventory.operations.upgrade import record
from inventory.operations.upgrade.rules import EXIT_LOST

_OLD = timedelta(days=2)
_RESUME = "`systemctl start inventory-upgrade-resume`, then `inventory upgrade --status`."


def check(machine: Machine) -> Iterator[Result]:
    if not machine.is_device:
        yield skip("backup", "a checkout has none of its own accord")
    elif not machine.is_root:
        yield skip("backup", "needs root")
    else:
        yield _check_backup(machine)
        yield _check_upgrade(machine)


def _check_backup(machine: Machine) -> Result:
    names = store.names(machine.settings)
    installed = datetime.fromtimestamp(machine.settings.secret_key_file.stat().st_mtime, UTC)
    return judge_age(datetime.now(UTC), max(map(rules.time_of, names), default=None), installed)


def judge_age(now: datetime, newest: datetime | None, installed: datetime) -> Result:
    """Is the newest backup (None: there is none) young enough for a device that was installed then?"""
    name = "backup"
    mend = "`systemctl start inventory-backup`; `journalctl -u inventory-backup -n 20` says why it fails."
    if newest is None:
        if now - installed < _OLD:
            return ok(name, "none yet, the first is made in the night")
        return warn(name, "There is none.", mend)
    age = now - newest
    if age > _OLD:
        return warn(name, f"The newest is {age.days} days old.", mend)
    return ok(name, f"the newest is of {newest:%Y-%m-%d %H:%M} UTC")


def _check_upgrade(machine: Machine) -> Result:
    name = "upgrade"
    try:
        last = record.load_status(machine.settings)
    except NotFound:
        return ok(name, "there was none")
    if record.is_unfinished(machine.settings):
        return warn(name, f"The {last.kind} to {last.to_version} has not come to its end: {last.state}.", _RESUME)
    if last.exit_status == EXIT_LOST and last.state == "done":
        return fail(name, last.reason or f"The {last.kind} failed.", "Mend what it says, then `inventory upgrade`.")
    return ok(name, last.sentence())
