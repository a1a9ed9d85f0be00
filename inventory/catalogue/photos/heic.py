"""HEIC pictures (phones by Apple and others), read by libheif's program in a process of its own.

The process has limits on memory, time and output, so that a hostile file can at most waste a minute.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from inventory.errors import TooLarge, Unavailable, UnsupportedMedia

PROGRAM = "heif-convert"
SECONDS = 60
ADDRESS_SPACE = 1024 * 1024 * 1024
OUTPUT_BYTES = 128 * 1024 * 1024


def to_jpeg(data: bytes, *, max_pixels: int) -> bytes:
    """The picture as JPEG of high quality, turned upright.

    Raises:
        TooLarge: more than `max_pixels`, as the file itself says.
        UnsupportedMedia: broken, or too much for the limits of the process.
        Unavailable: the program is not installed.
    """
    if pixels(data) > max_pixels:
        raise too_many_pixels(pixels(data), max_pixels)
    with tempfile.TemporaryDirectory(prefix="inventory-heic-") as folder:
        source = Path(folder) / "photo.heic"
        source.write_bytes(data)
        _convert(source, Path(folder))
        # several pictures in one file (a burst) become photo-1.jpg, photo-2.jpg, …: the first stands for all
        results = sorted(Path(folder).glob("photo*.jpg"))
        if not results:
            raise UnsupportedMedia("The HEIC picture is broken or incomplete.", field="photo")
        return results[0].read_bytes()


def pixels(data: bytes) -> int:
    """The largest size that the file declares (width × height in its `ispe` boxes), 0 when it declares none."""
    largest, at = 0, data.find(b"ispe")
    while at >= 0:
        width = int.from_bytes(data[at + 8 : at + 12], "big")
        height = int.from_bytes(data[at + 12 : at + 16], "big")
        if int.from_bytes(data[at - 4 : at], "big") == 20:  # a box of that name has exactly this length
            largest = max(largest, width * height)
        at = data.find(b"ispe", at + 4)
    return largest


def _convert(source: Path, folder: Path) -> None:
    if shutil.which(PROGRAM) is None:
        raise Unavailable("HEIC pictures cannot be read on this device.", hint="Install the package libheif-examples.")
    limits = ["prlimit", f"--as={ADDRESS_SPACE}", f"--cpu={SECONDS}", f"--fsize={OUTPUT_BYTES}", "--core=0", "--"]
    command = [*limits, PROGRAM, "-q", "95", str(source), str(folder / "photo.jpg")]
    try:
        result = subprocess.run(
            command,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnsupportedMedia(f"Reading the picture took over {SECONDS} seconds.", field="photo") from None
    if result.returncode != 0:
        raise UnsupportedMedia("The HEIC picture is broken or incomplete.", field="photo")


def too_many_pixels(count: int, limit: int) -> TooLarge:
    """The error for a picture with more pixels than the limit."""
    return TooLarge(
        f"The picture has {count / 1e6:,.0f} million pixels; the limit is {limit / 1e6:,.0f} million.",
        field="photo",
        hint="Make it smaller first.",
    )
