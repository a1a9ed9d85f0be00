"""A backup on the boot partition, put in place at the first boot."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations.backup import restore, rules
from inventory.operations.files import sync_directory
from inventory.operations.firstboot.places import Places
from inventory.operations.firstboot.wishes import Restore
from inventory.operations.programs import run_checked
from inventory.operations.users import PROGRAM_USER, find_user

_INCOMING = "incoming"  # no name of a backup, so nothing takes it for one
_SECONDS = 3600


def apply(wish: Restore, settings: Settings, places: Places) -> None:
    """Copy the backup among the device's own and restore it; safe to call again after a crash.

    Raises:
        InventoryError, OSError: it is not there, damaged, or does not fit; the device is as before.
    """
    restore.restore(settings, bring(places.boot / wish.source, settings))


def bring(source: Path, settings: Settings) -> str:
    """Copy a backup's folder, or unpack a .tar of one, into the folder of backups; its name."""
    if not source.exists():
        raise InventoryError(f"there is no {source.name} on the boot partition")
    incoming = settings.backup_dir / _INCOMING
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(mode=0o700)
    try:
        _check_room(source, settings)
        if source.is_dir():
            shutil.copytree(source, incoming / source.name, symlinks=True)
        else:
            _unpack(source, incoming)
        return _take(incoming, settings)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _check_room(source: Path, settings: Settings) -> None:
    files = source.rglob("*") if source.is_dir() else [source]
    size = sum(file.stat().st_size for file in files if file.is_file())
    if shutil.disk_usage(settings.backup_dir).free < 2 * size + rules.RESERVE_BYTES:
        raise InventoryError(f"there is no room on the card for {source.name}")


def _unpack(archive: Path, into: Path) -> None:
    """tar itself refuses names that lead out of the folder."""
    run_checked(
        ["tar", "--extract", "--no-same-owner", "--no-same-permissions", f"--file={archive}", f"--directory={into}"],
        what=f"{archive.name} cannot be unpacked",
        hint="It must be a .tar of one backup's folder.",
        timeout=_SECONDS,
    )


def _take(incoming: Path, settings: Settings) -> str:
    found = [
        path for path in incoming.iterdir() if path.is_dir() and not path.is_symlink() and rules.is_name(path.name)
    ]
    if len(found) != 1:
        raise InventoryError("it holds no backup: a backup's folder is called like 20261123T022004Z")
    target = settings.backup_dir / found[0].name
    if not target.exists():
        _own(found[0])
        found[0].rename(target)
        sync_directory(settings.backup_dir)
    return target.name


def _own(folder: Path) -> None:
    """Give it to the program's user; links and devices have no place in a backup."""
    user = find_user(PROGRAM_USER)
    uid, gid = (user.pw_uid, user.pw_gid) if user else (os.getuid(), os.getgid())
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise InventoryError(f"{path.name} in the backup is no file")
        os.chown(path, uid, gid)
        path.chmod(0o700 if path.is_dir() else 0o600)
