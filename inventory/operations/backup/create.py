"""Making a backup."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations.backup import dump, manifest, photos, rules, store
from inventory.operations.backup.manifest import Manifest
from inventory.operations.files import write_file
from inventory.operations.installed import installed_packages
from inventory.version import __version__

Say = Callable[[str], None]
CONFIG = "config"
# What makes a device this device: the key that signs sessions, and the code of a set-up that has not happened yet.
CONFIG_FILES = ("secret-key", "setup-code")
_MIB = 2**20


def create(settings: Settings, *, label: str = "", say: Say = lambda _: None, patience: float = 10) -> Manifest:
    """Make a backup, then remove those that are too old. The app may go on meanwhile.

    Args:
        label: what it is for; small letters, digits and hyphens.
        say: told what is being done.
        patience: seconds to wait for another program that makes or restores a backup.

    Raises:
        InventoryError: not enough room, no database, another backup is being made. Nothing is left behind then.
    """
    name = rules.make_name(datetime.now(UTC), label)
    with store.one_at_a_time(settings, patience):
        store.remove_leftovers(settings)
        made = create_locked(settings, name, say)
        prune(settings, say)
    return made


def create_locked(settings: Settings, name: str, say: Say) -> Manifest:
    """Make the backup `name`; the caller holds the lock."""
    facts = dump.facts(settings)
    check_room(settings, facts.bytes)
    earlier = next(iter(reversed(store.names(settings))), None)
    try:
        with store.new_directory(settings, name) as directory:
            # Photos before and after the dump: whatever the dump names is there, though people go on.
            _take_photos(settings, directory, say)
            say(f"database: {facts.bytes / _MIB:,.0f} MiB on the disk")
            dump.write(settings, directory / dump.FILE, facts.server)
            _take_photos(settings, directory, lambda _: None)
            _take_config(settings, directory)
            images = photos.write_list(directory, settings.backup_dir / earlier if earlier else None)
            made = _describe(name, facts, images, directory)
            write_file(directory / manifest.FILE, made.to_json(), mode=0o600)
    except OSError as error:
        raise InventoryError(
            f"The backup could not be written: {error.filename or settings.backup_dir}: {error.strerror}."
        ) from None
    return made


def prune(settings: Settings, say: Say = lambda _: None) -> list[str]:
    """Remove the backups that are too old; their names. The caller holds the lock."""
    gone = rules.outdated(store.names(settings), settings.backup_keep)
    for name in gone:
        store.remove(settings, name)
        say(f"removed the old backup {name}")
    return gone


def check_room(settings: Settings, database_bytes: int) -> None:
    """Raise InventoryError unless a backup fits on the disk with a reserve. Its dump is smaller than the database."""
    wanted = database_bytes
    if settings.image_dir.exists() and not photos.same_disk(settings.image_dir, settings.backup_dir):
        wanted += photos.total_bytes(settings.image_dir)
    free = shutil.disk_usage(settings.backup_dir).free
    if free - wanted < rules.RESERVE_BYTES:
        raise InventoryError(
            f"There is not enough room for a backup in {settings.backup_dir}: {free / _MIB:,.0f} MiB are free, "
            f"{(wanted + rules.RESERVE_BYTES) / _MIB:,.0f} MiB are wanted.",
            hint="`inventory backup remove NAME` an old one, run `apt clean`, or use a larger disk.",
        )


def _take_photos(settings: Settings, directory: Path, say: Say) -> None:
    target = directory / photos.FOLDER
    target.mkdir(mode=0o700, exist_ok=True)
    if not settings.image_dir.exists():
        return
    linked = photos.same_disk(settings.image_dir, directory)
    say("photos" if linked else "photos: copied, as they are on another disk")
    photos.take_over(settings.image_dir, target)


def _take_config(settings: Settings, directory: Path) -> None:
    folder = directory / CONFIG
    folder.mkdir(mode=0o700)
    for name, path in zip(CONFIG_FILES, (settings.secret_key_file, settings.setup_code_file), strict=True):
        if path.exists():
            write_file(folder / name, path.read_bytes(), mode=0o600)


def _describe(name: str, facts: dump.Facts, images: dict[str, int], directory: Path) -> Manifest:
    files = [dump.FILE, photos.LIST, *(f"{CONFIG}/{path.name}" for path in sorted((directory / CONFIG).iterdir()))]
    for path in files:
        (directory / path).chmod(0o600)
    return Manifest(
        name=name,
        label=rules.label_of(name),
        created=rules.time_of(name).isoformat(),
        version=__version__,
        schema=facts.schema,
        packages=installed_packages(),
        database_bytes=facts.bytes,
        images=images,
        files={path: manifest.describe(directory / path) for path in files},
    )
