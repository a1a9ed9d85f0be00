"""Restoring a backup: beside what is there, checked, then put in its place in one go."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inventory.config import Settings
from inventory.database.migrate import known_revisions
from inventory.errors import Conflict, InventoryError
from inventory.operations import app_units
from inventory.operations.backup import create, dump, photos, rules, store, swap
from inventory.operations.backup.create import Say
from inventory.operations.backup.manifest import Manifest
from inventory.operations.backup.verify import verify
from inventory.operations.files import write_file
from inventory.operations.provision.cluster import find_cluster
from inventory.operations.users import PROGRAM_USER, call_as, find_user, is_device_database

BEFORE_RESTORE = "before-restore"
_MIB = 2**20


@dataclass(frozen=True)
class Restored:
    """What became of a restore.

    Attributes:
        name: the backup that is in place now.
        schema: the schema's revision now.
        before: the backup of what was there before, "" when that could not be dumped.
        kept_database: the database it is still in, then.
    """

    name: str
    schema: str
    before: str
    kept_database: str = ""


def restore(settings: Settings, name: str, *, say: Say = lambda _: None, patience: float = 10) -> Restored:
    """Put the device back to a backup; what is there now becomes a backup of its own. As root.

    Until the swap nothing of the device is changed but that its services are stopped.

    Args:
        patience: seconds to wait for another program that makes or restores a backup.

    Raises:
        InventoryError: unknown, damaged or of a newer schema; too little room; PostgreSQL refuses.
    """
    if not is_device_database(settings):
        raise Conflict(
            "INVENTORY_DATABASE_URL names a database that is not this device's.",
            hint="Restore it there: `pg_restore` reads database.dump of the backup.",
        )
    with store.one_at_a_time(settings, patience):
        say(f"checking the backup {name}")
        wanted = call_as(PROGRAM_USER, verify, settings, name)
        _refuse_newer(wanted)
        _check_room(settings, wanted)
        fresh, former = swap.beside(settings, "restoring"), swap.beside(settings, _former_suffix())
        with app_units.stopped():
            before = _keep_present(settings, say)
            say("filling a new database")
            schema = _fill(settings, fresh, name)
            _bring_photos(settings, name, say)
            swap.put_in_place(settings, fresh, former)
            _bring_config(settings, name)
            if before:
                swap.drop(former)
        return Restored(name, schema, before, "" if before else former.database_url.rpartition("/")[2])


def _former_suffix() -> str:
    return datetime.now(UTC).strftime("before_%Y%m%d%H%M%S")


def _refuse_newer(wanted: Manifest) -> None:
    if wanted.schema and wanted.schema not in known_revisions():
        raise Conflict(
            f"The backup {wanted.name} has schema {wanted.schema}, which is newer than this program knows.",
            hint=f"It was made by version {wanted.version}: upgrade to that first.",
        )


def _check_room(settings: Settings, wanted: Manifest) -> None:
    """The new database stands beside the old one for a while."""
    cluster = find_cluster(settings)
    if cluster is None:
        raise InventoryError("There is no PostgreSQL cluster.", hint="`systemctl restart inventory-provision`.")
    free = shutil.disk_usage(cluster.data).free
    if free - wanted.database_bytes < rules.RESERVE_BYTES:
        raise InventoryError(
            f"There is not enough room to restore: {free / _MIB:,.0f} MiB are free on the disk of the database, "
            f"{(wanted.database_bytes + rules.RESERVE_BYTES) / _MIB:,.0f} MiB are wanted.",
            hint="Remove old backups, run `apt clean`, or use a larger disk.",
        )


def _keep_present(settings: Settings, say: Say) -> str:
    """Back up what is there now; its name, or "" when it is too broken for that (perhaps why it is replaced)."""
    if not swap.exists(settings):
        return ""
    name = rules.make_name(datetime.now(UTC), BEFORE_RESTORE)
    say(f"keeping what is there now as {name}")
    try:
        call_as(PROGRAM_USER, _keep, settings, name)
    except InventoryError as error:
        say(f"it cannot be backed up ({error.message}): its database stays beside the new one")
        return ""
    return name


def _keep(settings: Settings, name: str) -> None:
    create.create_locked(settings, name, lambda _: None)


def _fill(settings: Settings, fresh: Settings, name: str) -> str:
    """A new database with the backup in it, at this program's schema; dropped again if that fails."""
    swap.make_fresh(fresh)
    try:
        return call_as(PROGRAM_USER, dump.load, fresh, settings.backup_dir / name / dump.FILE)
    except InventoryError as error:
        swap.drop(fresh)
        raise InventoryError(
            f"The backup {name} could not be restored, and nothing was changed: {error.message}", hint=error.hint
        ) from None


def _bring_photos(settings: Settings, name: str, say: Say) -> None:
    """Add the photos that are missing. Others stay: housekeeping removes what no item names."""
    count = call_as(PROGRAM_USER, photos.take_over, settings.backup_dir / name / photos.FOLDER, settings.image_dir)
    if count:
        say(f"photos: {count} files were missing")


def _bring_config(settings: Settings, name: str) -> None:
    user = find_user(PROGRAM_USER)
    uid, gid = (user.pw_uid, user.pw_gid) if user else (os.getuid(), os.getgid())
    folder = settings.backup_dir / name / create.CONFIG
    targets = dict(zip(create.CONFIG_FILES, (settings.secret_key_file, settings.setup_code_file), strict=True))
    for file, target in targets.items():
        _bring_file(folder / file, target, uid, gid)


def _bring_file(source: Path, target: Path, uid: int, gid: int) -> None:
    """The setup code of now is of no use to the database of then."""
    if source.exists():
        write_file(target, source.read_bytes(), mode=0o600, uid=uid, gid=gid)
    elif target.name == "setup-code":
        target.unlink(missing_ok=True)
