"""The root file system takes the whole card. Raspberry Pi OS sees to that itself; on plain Debian it is done here."""

from __future__ import annotations

from pathlib import Path

from inventory.operations.programs import run, run_checked

_BLOCK = Path("/sys/class/block")
_SECTOR = 512
WORTH_IT = 64 * 2**20 // _SECTOR  # sectors; pi-gen aligns to 8 MiB, so less is no free room
_HINT = "The device works with the room it has; a computer can grow the second partition of the card."
_SECONDS = 600


def grow() -> None:
    """Grow partition and file system to the end of the disk, as far as they can. Nothing where they have it already.

    Raises:
        InventoryError: a tool failed; nothing is lost by that.
    """
    source, kind = ([*run(["findmnt", "--noheadings", "--output=SOURCE,FSTYPE", "/"]).stdout.split(), "", ""])[:2]
    if not source.startswith("/dev/") or kind != "ext4":  # a container, or something that we know nothing about
        return
    block = _BLOCK / Path(source).resolve().name
    if (block / "partition").exists() and free_behind(block) > WORTH_IT:
        _grow_partition(block)
    if (block / "partition").exists():
        run_checked(["resize2fs", source], what="The file system could not be grown", hint=_HINT, timeout=_SECONDS)


def free_behind(block: Path) -> int:
    """Sectors between the end of a partition and the end of its disk; 0 when another partition is behind it."""
    end = _number(block / "start") + _number(block / "size")
    disk = block.resolve().parent
    if any(_number(other / "start") >= end for other in disk.iterdir() if (other / "partition").exists()):
        return 0
    return _number(disk / "size") - end


def _grow_partition(block: Path) -> None:
    number, disk = _number(block / "partition"), f"/dev/{block.resolve().parent.name}"
    what = "The partition could not be grown"
    script = f"echo ', +' | sfdisk --quiet --force --no-reread --partno {number} {disk}"
    run_checked(["sh", "-c", script], what=what, hint=_HINT)
    run_checked(["partx", "--update", "--nr", str(number), disk], what=what, hint=_HINT)


def _number(file: Path) -> int:
    return int(file.read_text())
