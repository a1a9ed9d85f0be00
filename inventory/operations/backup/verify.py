"""Is a backup whole?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations.backup import manifest, photos, store
from inventory.operations.backup.manifest import Manifest

_SHOWN = 5


def find_faults(directory: Path, described: Manifest) -> Iterator[str]:
    """Read every file of a backup and say what is missing or differs from what was written."""
    for name, entry in described.files.items():
        yield from _compare(directory / name, name, str(entry["sha256"]))
    try:
        listed = photos.read_list(directory)
    except (OSError, ValueError):
        return  # said above: the list is one of the files
    for name, digest in listed.items():
        yield from _compare(directory / name, name, digest)


def verify(settings: Settings, name: str) -> Manifest:
    """The manifest of a backup that is whole.

    Raises:
        NotFound: there is no such backup.
        InventoryError: it is damaged; says where.
    """
    directory = store.directory_of(settings, name)
    described = manifest.read(directory)
    faults = list(find_faults(directory, described))
    if faults:
        more = f" and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise InventoryError(
            f"The backup {name} is damaged: {'; '.join(faults[:_SHOWN])}{more}.",
            hint="Take another one: `inventory backup list`.",
        )
    return described


def _compare(path: Path, name: str, wanted: str) -> Iterator[str]:
    try:
        if manifest.sha256(path) != wanted:
            yield f"{name} has changed"
    except FileNotFoundError:
        yield f"{name} is missing"
    except OSError as error:
        yield f"{name}: {error.strerror}"
