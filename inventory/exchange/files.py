"""Uploaded files between the dry run and the yes: in the state tree, readable by the app only, for at most a day."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import IO

from inventory.config import Settings
from inventory.errors import TooLarge, Unavailable
from inventory.exchange.rules import MAX_FILE_BYTES

KEEP_SECONDS = 24 * 3600
_CHUNK = 1 << 18


def upload_path(settings: Settings, run_id: int) -> Path:
    """Where the file of a run is kept."""
    return settings.state_dir / "imports" / f"{run_id}.upload"


def keep_upload(settings: Settings, run_id: int, stream: IO[bytes]) -> Path:
    """Write an upload to disk.

    Raises:
        TooLarge: over MAX_FILE_BYTES.
        Unavailable: the disk is full or not writable.
    """
    path = upload_path(settings, run_id)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("wb") as file:
            path.chmod(0o600)
            _copy(stream, file)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Unavailable(f"The file could not be kept: {error.strerror}.", hint="Is the disk full?") from error
    except TooLarge:
        path.unlink(missing_ok=True)
        raise
    return path


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    size = 0
    while data := source.read(_CHUNK):
        size += len(data)
        if size > MAX_FILE_BYTES:
            raise TooLarge(f"The file is over the limit of {MAX_FILE_BYTES // 1048576} MiB.", hint="Divide it.")
        target.write(data)


def drop_upload(settings: Settings, run_id: int) -> None:
    upload_path(settings, run_id).unlink(missing_ok=True)


def drop_old_uploads(settings: Settings) -> None:
    """Remove files older than a day, whatever became of their runs."""
    oldest = time.time() - KEEP_SECONDS
    for path in (settings.state_dir / "imports").glob("*.upload"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def fingerprint(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return path.stat().st_size, digest.hexdigest()
