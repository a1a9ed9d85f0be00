"""The folder of the backups: finding one, making a new one that is whole or not there, removing one."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inventory.config import Settings
from inventory.errors import Conflict, InventoryError, NotFound
from inventory.operations.backup import manifest, rules
from inventory.operations.backup.manifest import Manifest
from inventory.operations.files import sync_directory

_UNFINISHED = ".partial-"
_REMOVING = ".removing-"


def directory_of(settings: Settings, name: str) -> Path:
    """Where the backup of that name is.

    Raises:
        NotFound: there is none.
    """
    path = settings.backup_dir / name
    if not rules.is_name(name) or not path.is_dir():
        raise NotFound(f"There is no backup '{name}'.", hint="`inventory backup list` shows their names.")
    return path


def names(settings: Settings) -> list[str]:
    """The names of all backups, oldest first."""
    try:
        return sorted(path.name for path in settings.backup_dir.iterdir() if rules.is_name(path.name))
    except FileNotFoundError:
        return []


def manifests(settings: Settings) -> Iterator[tuple[str, Manifest | None]]:
    """Every backup with its manifest, oldest first; None for one whose manifest cannot be read."""
    for name in names(settings):
        try:
            yield name, manifest.read(settings.backup_dir / name)
        except InventoryError:
            yield name, None


@contextmanager
def one_at_a_time(settings: Settings, patience: float = 10) -> Iterator[None]:
    """Hold the folder's lock: one backup is made, restored or removed at a time.

    Args:
        patience: seconds to wait for another program that holds it.

    Raises:
        Conflict: it holds it still.
    """
    path = settings.backup_dir / ".lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise InventoryError(
            f"Backups cannot be kept: {path.parent}: {error.strerror}.",
            hint="`systemctl restart inventory-provision` mends it on a device.",
        ) from None
    try:
        if os.geteuid() == 0:  # made first by root, it must not lock out the program's own user
            os.fchown(descriptor, path.parent.stat().st_uid, path.parent.stat().st_gid)
        _wait_for(descriptor, patience)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Conflict(
                    "Another backup is being made, restored or removed.", hint="Try again when it is done."
                ) from None
            time.sleep(0.5)


@contextmanager
def new_directory(settings: Settings, name: str) -> Iterator[Path]:
    """A folder to fill, which becomes the backup `name` at the end; after an error nothing of it stays."""
    final, unfinished = settings.backup_dir / name, settings.backup_dir / (_UNFINISHED + name)
    if final.exists():
        raise Conflict(f"There is a backup {name} already.", hint="Try again in a second.")
    unfinished.mkdir(mode=0o700)
    try:
        yield unfinished
        _sync_tree(unfinished)
        unfinished.rename(final)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    sync_directory(settings.backup_dir)


def remove(settings: Settings, name: str) -> None:
    """Remove a backup: it is gone at once, whatever happens while its files are deleted."""
    path = directory_of(settings, name)
    going = path.with_name(_REMOVING + name)
    path.rename(going)
    sync_directory(path.parent)
    shutil.rmtree(going)


def remove_leftovers(settings: Settings) -> None:
    """Delete what a power cut left half made or half removed. Only under the lock."""
    for path in settings.backup_dir.glob(".*"):
        if path.name.startswith((_UNFINISHED, _REMOVING)):
            shutil.rmtree(path)


def _sync_tree(directory: Path) -> None:
    """Names last only when their folders are on the disk; the files themselves were synced when written."""
    for folder, _, _ in os.walk(directory):
        sync_directory(Path(folder))
