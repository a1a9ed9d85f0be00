"""Is there room for what people add?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from inventory.config import Settings
from inventory.operations.health.part import Part

MEBIBYTE = 1024 * 1024
# PostgreSQL stops for good when the disk is full, so we stop before.
FULL_BYTES = 64 * MEBIBYTE
LOW_BYTES = 512 * MEBIBYTE


def make_check(settings: Settings) -> Callable[[], Part]:
    return lambda: check(settings.image_dir)


def check(directory: Path, *, full: int = FULL_BYTES, low: int = LOW_BYTES) -> Part:
    """State of the file system that holds `directory`, by the bytes that are free for the program."""
    try:
        found = os.statvfs(directory)
    except OSError as error:
        return Part("error", f"{directory}: {error.strerror}")
    free, total = found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize
    details = {"free_bytes": free, "total_bytes": total, "directory": str(directory)}
    said = f"{free // MEBIBYTE} MiB are free on the disk of {directory}"
    if free < full:
        return Part("error", f"the disk is full: {said}", details)
    if free < low:
        return Part("degraded", f"the disk is nearly full: {said}", details)
    if found.f_files and found.f_favail < 1000:
        return Part("degraded", f"the disk of {directory} is nearly out of inodes", details)
    return Part("ok", "", details)
