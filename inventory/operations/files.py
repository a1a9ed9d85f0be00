"""Files that are whole or not there, whenever the power goes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_file(path: Path, content: bytes, *, mode: int, uid: int = -1, gid: int = -1) -> None:
    """Write a file aside with its owner and mode, sync it, rename it, sync the directory.

    The content is never readable for anybody the mode does not name, not even for a moment.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if (uid, gid) != (-1, -1):
                os.fchown(file.fileno(), uid, gid)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make renames, new names and removals in a directory outlive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_filled(path: Path) -> bool:
    """Does the file exist with something in it? A power cut can leave an empty one: that counts as missing."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
