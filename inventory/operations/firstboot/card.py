"""Is the card large enough? A Pi works on a small one, too, until it is full; its owner should know before that."""

from __future__ import annotations

import shutil

from inventory.operations.firstboot.places import Places

MINIMUM_BYTES = 7_000_000_000  # what a card sold as 8 GB has, less the boot partition
FREE_BYTES = 1_500_000_000
_GB = 1e9


def find_fault(places: Places) -> str | None:
    """What to tell its owner, one sentence, or None."""
    disk = shutil.disk_usage(places.root)
    return judge(disk.total, disk.free)


def judge(total: int, free: int) -> str | None:
    """`total` and `free` bytes of the root file system."""
    if total < MINIMUM_BYTES:
        return (
            f"the card is too small: its system has {total / _GB:.1f} GB, and {MINIMUM_BYTES / _GB:.0f} GB are wanted; "
            "flash one of 8 GB or more."
        )
    if free < FREE_BYTES:
        return f"only {free / _GB:.1f} GB of the card are free, and {FREE_BYTES / _GB:.1f} GB are wanted."
    return None
