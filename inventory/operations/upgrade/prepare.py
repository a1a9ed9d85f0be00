"""Before an upgrade: everything that can go wrong without a change goes wrong here."""

from __future__ import annotations

import shutil

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations import app_units
from inventory.operations.backup.create import create
from inventory.operations.backup.rules import RESERVE_BYTES
from inventory.operations.installed import installed_packages
from inventory.operations.upgrade import data, health, packages, rules, saved
from inventory.operations.upgrade.run import Run
from inventory.operations.users import PROGRAM_USER, call_as

LABEL = "before-upgrade"
PGVECTOR = "postgresql-15-pgvector"
_LOCK_SECONDS = 10
_BACKUP_SECONDS = 900
_MIB = 2**20


def is_there_already(run: Run) -> bool:
    """Look up the wanted version, after reading the lists; True when it is the installed one.

    Raises:
        InventoryError: apt is in use, something is half installed, there is no such version.
    """
    packages.wait_for_lock(_LOCK_SECONDS)
    packages.refuse_half_installed()
    present = installed_packages()
    if packages.MAIN not in present:
        raise InventoryError("The package inventory is not installed.", hint="`apt-get install inventory`.")
    run.note(state="preparing", from_version=present[packages.MAIN], packages=present)
    if run.record.update:
        run.say("reading the package lists")
        packages.update_lists(run.log)
    run.note(to_version=packages.choose_version(run.record.to_version) or run.record.from_version)
    return run.record.to_version == run.record.from_version


def prepare(run: Run) -> tuple[list[str], list[str]]:
    """Fetch the new packages, save the installed ones, note how the device is.

    Returns what apt is asked for, and the packages that this changes.

    Raises:
        InventoryError: the upgrade cannot be made; nothing was changed.
    """
    specs = packages.specifications(run.record.to_version)
    changed = packages.simulate(specs)
    _check_room(run)
    run.say(f"downloading {run.record.to_version}: {', '.join(changed)}")
    packages.download(specs, run.log)
    run.say("saving the installed packages")
    saved.save_packages(run.directory / "debs", run.record.packages, run.settings)
    _note_health(run)
    run.note(data=data.state(run.settings), restore_data=True)
    return specs, changed


def back_up(run: Run, changed: list[str]) -> None:
    """Make the backup, with the app stopped where the new version would change the database.

    So nothing that was acknowledged is missing in it, should the former version need it again. A stopped app stays
    stopped: the upgrade starts it.
    """
    if _changes_database(run, changed):
        run.say("stopping the app: the new version has another schema")
        app_units.stop()
    run.say("making a backup")
    made = call_as(PROGRAM_USER, _create, run.settings)
    run.note(backup=made)


def _create(settings: Settings) -> str:
    return create(settings, label=LABEL, patience=_BACKUP_SECONDS).name


def _note_health(run: Run) -> None:
    answer = health.look(run.settings)
    behind_nginx = answer is not None
    if answer is None:
        run.say("https on this device does not reach the inventory: its health will be asked of the app itself")
        answer = health.look(run.settings, behind_nginx=False)
    run.note(ill_before=rules.ill_parts(answer), services=health.running(), behind_nginx=behind_nginx)


def _changes_database(run: Run, changed: list[str]) -> bool:
    """Other migrations, or another pgvector; yes where that cannot be known."""
    if PGVECTOR in changed:
        return True
    former = saved.find_package(run.directory / "debs", packages.MAIN, run.record.from_version)
    scratch = run.directory / "new"
    scratch.mkdir(mode=0o700)
    packages.fetch({packages.MAIN: run.record.to_version}, scratch, run.log)
    coming = saved.find_package(scratch, packages.MAIN, run.record.to_version)
    if former is None or coming is None:
        return True
    differs = data.migrations_in(former) != data.migrations_in(coming)
    shutil.rmtree(scratch)
    return differs


def _check_room(run: Run) -> None:
    """The saved packages are about as large as the new ones; the backup looks for itself."""
    for place in (run.directory, packages.ARCHIVES):
        free = shutil.disk_usage(place).free
        if free < 2 * RESERVE_BYTES:
            raise InventoryError(
                f"There is not enough room for an upgrade: {free / _MIB:,.0f} MiB are free on the disk of {place}, "
                f"{2 * RESERVE_BYTES / _MIB:,.0f} MiB are wanted.",
                hint="`apt clean`, remove old backups, or use a larger disk.",
            )
