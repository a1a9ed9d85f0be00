"""The photos in a backup: hard links where the disk allows it, so that a backup takes no room for them.

A link is as good as a copy, because a photo's file is never rewritten (inventory/catalogue/photos/files.py writes
aside and renames, and keeps what is there); deleting a photo leaves the backup's name of it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from inventory.operations.backup.manifest import sha256
from inventory.operations.files import sync_directory

LIST = "images.sha256"
FOLDER = "images"
# The full picture is named by its hash; the small ones by the hash of the full one.
_PHOTO = re.compile(r"([0-9a-f]{64})(\.jpg|-medium\.webp|-thumb\.webp)\Z")


def photo_files(image_dir: Path) -> Iterator[Path]:
    """The files of all photos, as `ab/abcd….jpg`, in order."""
    for folder in sorted(image_dir.glob("[0-9a-f][0-9a-f]")):
        for path in sorted(folder.iterdir()):
            if _PHOTO.match(path.name):
                yield path.relative_to(image_dir)


def total_bytes(image_dir: Path) -> int:
    """The size of all photos, should they have to be copied."""
    return sum((image_dir / path).stat().st_size for path in photo_files(image_dir))


def same_disk(one: Path, other: Path) -> bool:
    """Can a file of one folder have a second name in the other?"""
    return one.stat().st_dev == other.stat().st_dev


def take_over(source: Path, target: Path) -> int:
    """Bring photos that `target` lacks from `source` there; returns how many. Those that are there stay."""
    count, folders = 0, set()
    for path in photo_files(source):
        wanted = target / path
        if wanted.exists() and wanted.stat().st_size == (source / path).stat().st_size:
            continue
        if not wanted.parent.exists():
            wanted.parent.mkdir(mode=0o750, parents=True)
            folders.add(wanted.parent.parent)
        try:
            link_or_copy(source / path, wanted)
        except FileNotFoundError:  # deleted for good in this moment
            continue
        folders.add(wanted.parent)
        count += 1
    for folder in sorted(folders):
        sync_directory(folder)
    return count


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it to another disk; a file at `target` is replaced in one go."""
    part = target.with_name(f".part-{target.name}")
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or a file system without links
        shutil.copy2(source, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
    part.replace(target)


def write_list(backup: Path, earlier: Path | None) -> dict[str, int]:
    """Write `images.sha256`, as sha256sum reads it; returns count and bytes.

    Only what was not in the `earlier` backup is read: a full picture is named by its hash, and a small one that is
    the same file there has the same hash.
    """
    known = dict(_same_files(backup, earlier)) if earlier else {}
    count = size = 0
    with (backup / LIST).open("w") as file:
        for path in photo_files(backup / FOLDER):
            found = _PHOTO.match(path.name)
            named = found.group(1) if found and found.group(2) == ".jpg" else known.get(str(path))
            file.write(f"{named or sha256(backup / FOLDER / path)}  {FOLDER}/{path}\n")
            count += 1
            size += (backup / FOLDER / path).stat().st_size
        file.flush()
        os.fsync(file.fileno())
    return {"count": count, "bytes": size}


def read_list(backup: Path) -> dict[str, str]:
    """path in the backup: SHA-256"""
    lines = (backup / LIST).read_text().splitlines()
    return {line[66:]: line[:64] for line in lines}


def _same_files(backup: Path, earlier: Path) -> Iterator[tuple[str, str]]:
    """Hashes of photos that are the same file in both backups."""
    try:
        listed = read_list(earlier)
    except OSError:
        return
    for name, digest in listed.items():
        try:
            if (backup / name).samefile(earlier / name):
                yield name.removeprefix(f"{FOLDER}/"), digest
        except OSError:
            continue
