"""Files on the boot partition: FAT knows neither owner nor mode, and its card may be pulled at any moment."""

from __future__ import annotations

import os
from pathlib import Path

from inventory.operations.files import sync_directory

MAX_BYTES = 64 * 1024


def read(path: Path) -> bytes | None:
    """The content, at most a byte more than MAX_BYTES; None when there is no such file. Raises OSError."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None


def write(path: Path, content: bytes) -> None:
    """Write aside, sync, rename, sync the folder; nothing when the file holds that already. Raises OSError."""
    if read(path) == content:
        return
    temporary = path.with_name(f"{path.stem}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_directory(path.parent)


def remove(path: Path) -> None:
    """Remove the file and what an interrupted `write` left beside it. Raises OSError."""
    for name in (path, path.with_name(f"{path.stem}.new")):
        name.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_directory(path.parent)
