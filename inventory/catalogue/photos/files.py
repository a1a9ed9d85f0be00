"""The files of photos, named by their content, below settings.image_dir.

`ab/abcd….jpg` is the full picture, `ab/abcd…-medium.webp` and `-thumb.webp` the small ones. A file is
complete or not there: it is written beside its name, flushed to the disk, then renamed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from inventory.catalogue.photos.images import Pictures
from inventory.errors import InventoryError, Unavailable

SIZES = {"full": ".jpg", "medium": "-medium.webp", "thumb": "-thumb.webp"}
MIME_TYPES = {"full": "image/jpeg", "medium": "image/webp", "thumb": "image/webp"}
# PostgreSQL and the log need room to go on working when photos have filled the disk.
RESERVE_BYTES = 256 * 1024 * 1024
_PART = ".part-"
_PART_SECONDS = 24 * 3600


class StorageFull(InventoryError):
    status = 507
    title = "The disk is full"


def digest(pictures: Pictures) -> str:
    """The name of a photo: SHA-256 of its full picture, in hexadecimal."""
    return hashlib.sha256(pictures.full).hexdigest()


def relative_path(sha256: str, size: str) -> str:
    """Where a picture is below the image folder; `size` is a key of SIZES."""
    return f"{sha256[:2]}/{sha256}{SIZES[size]}"


def check_space(image_dir: Path, wanted: int = 0) -> None:
    """Raise StorageFull when writing `wanted` bytes would leave less than the reserve."""
    try:
        free = shutil.disk_usage(image_dir).free
    except OSError as error:
        raise _not_writable(image_dir, error) from None
    if free - wanted < RESERVE_BYTES:
        raise StorageFull(
            f"Only {free / 2**20:,.0f} MiB are free on the disk; photos leave {RESERVE_BYTES / 2**20:,.0f} MiB free.",
            hint="Delete something, or use a larger disk.",
        )


def write(image_dir: Path, sha256: str, pictures: Pictures) -> None:
    """Keep a photo's three files. Those that are there already, from an equal photo, stay."""
    folder = image_dir / sha256[:2]
    try:
        _make_folder(folder)
        for size in SIZES:
            _write_file(image_dir / relative_path(sha256, size), getattr(pictures, size))
        _flush_folder(folder)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull("The disk is full.", hint="Delete something, or use a larger disk.") from None
        raise _not_writable(folder, error) from None


def _not_writable(folder: Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"Photos cannot be kept: {folder}: {error.strerror}.", hint="`inventory doctor` says how to mend it."
    )


def _make_folder(folder: Path) -> None:
    """Readable by the group, which is nginx's; the set-group-id bit of the folder above is kept."""
    with suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) & 0o7000 | 0o750)
        _flush_folder(folder.parent)


def _write_file(path: Path, content: bytes) -> None:
    if path.exists():
        return
    descriptor, part = tempfile.mkstemp(prefix=_PART, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o640)
            os.fsync(file.fileno())
        Path(part).rename(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder last: a rename is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(image_dir: Path, sha256: str) -> None:
    """Remove a photo's files. Only for a photo that no row names any more."""
    for size in SIZES:
        (image_dir / relative_path(sha256, size)).unlink(missing_ok=True)


def stored(image_dir: Path, *, older_than_seconds: float = 0) -> Iterator[str]:
    """The SHA-256 of every full picture on the disk that is at least so old."""
    limit = time.time() - older_than_seconds
    for path in image_dir.glob("[0-9a-f][0-9a-f]/*" + SIZES["full"]):
        with suppress(FileNotFoundError):
            if len(path.stem) == 64 and path.stat().st_mtime <= limit:
                yield path.stem


def remove_parts(image_dir: Path) -> int:
    """Remove what a power cut left half written more than a day ago; returns how many files."""
    limit, count = time.time() - _PART_SECONDS, 0
    for path in image_dir.glob(f"[0-9a-f][0-9a-f]/{_PART}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
                count += 1
    return count
