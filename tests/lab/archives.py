"""Debian packages downloaded by earlier hosts, so that a fresh host does not download them again.

Only the *files* are kept: every host is a fresh Debian that has to resolve, unpack and configure them itself.
Packages that this project builds are never kept, since their content changes under the same version.
"""

import os
import shutil
from pathlib import Path

from tests.lab import settings

INSIDE = Path("var/cache/apt/archives")
OWN_PACKAGES = ("inventory_*", "inventory-*", "postgresql-*-pgvector*")


def fill(tree: Path) -> None:
    """Put the kept packages into the apt cache of `tree` (an overlay's upper directory)."""
    target = tree / INSIDE
    target.mkdir(parents=True, exist_ok=True)
    for package in settings.archives_dir().glob("*.deb"):
        _link(package, target / package.name)


def harvest(tree: Path) -> None:
    """Keep what apt downloaded in `tree`. Directories that do not exist hold nothing."""
    kept = settings.archives_dir()
    kept.mkdir(parents=True, exist_ok=True)
    for package in (tree / INSIDE).glob("*.deb"):
        own = any(package.match(pattern) for pattern in OWN_PACKAGES)
        if not own and not (kept / package.name).exists():
            _link(package, kept / package.name)


def _link(source: Path, target: Path) -> None:
    """A hard link (apt replaces and unlinks, never writes into a finished file), else a copy."""
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:
        shutil.copy2(source, target)
