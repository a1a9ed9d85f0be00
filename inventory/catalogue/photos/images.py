"""An uploaded picture → the three pictures that we keep: upright, sRGB, on white, without any metadata.

Everything is decoded and encoded anew: nothing of the file itself reaches another person's browser.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from inventory.catalogue.photos import heic
from inventory.catalogue.photos.kinds import HINT, sniff
from inventory.errors import InventoryError, TooLarge, Unavailable, UnsupportedMedia

FULL_EDGE, MEDIUM_EDGE, THUMB_EDGE = 2560, 960, 320
JPEG_QUALITY = 85
WEBP_QUALITY = 78
_ORIENTATION = 0x0112
_RESIZABLE = ("RGB", "RGBA", "L", "LA", "CMYK")

# A decoded picture of 60 million pixels takes 240 MB, and a small Pi has 1 GB: one at a time.
_one_at_a_time = threading.BoundedSemaphore(1)
_WAIT_SECONDS = 90


@dataclass(frozen=True)
class Pictures:
    """What is kept of a photo: `full` (JPEG, at most 2560 px), `medium` (960) and `thumb` (320), both WebP."""

    full: bytes
    medium: bytes
    thumb: bytes
    width: int
    height: int


def prepare(data: bytes, *, max_bytes: int, max_pixels: int) -> Pictures:
    """Read an uploaded JPEG, PNG, WebP or HEIC.

    Raises:
        TooLarge: more bytes or pixels than allowed; pixels are counted before anything is decoded.
        UnsupportedMedia: another kind of file, broken, incomplete, moving, or two kinds at once.
        Unavailable: other pictures keep the processor busy for too long.
    """
    if len(data) > max_bytes:
        raise TooLarge(
            f"The picture has {len(data) / 2**20:.1f} MiB; the limit is {max_bytes / 2**20:g} MiB.", field="photo"
        )
    kind = sniff(data)
    with _turn(), _broken_files_refused():
        if kind == "HEIC":
            # libheif has turned it already; what its EXIF says about turning is then wrong
            return _encode(_open(heic.to_jpeg(data, max_pixels=max_pixels), "JPEG", max_pixels), upright=True)
        return _encode(_open(data, kind, max_pixels), upright=False)


@contextmanager
def _turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=_WAIT_SECONDS):
        raise Unavailable("Other photos are still being read.", hint="Try again in a minute.")
    try:
        yield
    finally:
        _one_at_a_time.release()


@contextmanager
def _broken_files_refused() -> Iterator[None]:
    try:
        yield
    except InventoryError:
        raise
    except Image.DecompressionBombError:
        raise TooLarge("The picture has far too many pixels.", field="photo", hint="Make it smaller first.") from None
    except MemoryError:
        raise TooLarge("The picture needs more memory than there is.", field="photo") from None
    except Exception:  # a decoder that meets a broken file fails in any way there is, not in one
        raise UnsupportedMedia("The picture is broken or incomplete.", field="photo", hint=HINT) from None


def _open(data: bytes, kind: str, max_pixels: int) -> Image.Image:
    """The picture, its header read and checked, its pixels not."""
    if kind == "PNG":
        Image.open(io.BytesIO(data), formats=["PNG"]).verify()  # checks every chunk's checksum, and needs a new open
    image = Image.open(io.BytesIO(data), formats=[kind])
    if image.width * image.height > max_pixels:
        raise heic.too_many_pixels(image.width * image.height, max_pixels)
    # a JPEG with a second picture inside (a preview, a depth map) is not a moving one
    if kind != "JPEG" and getattr(image, "is_animated", False):
        raise UnsupportedMedia("Moving pictures are not accepted.", field="photo", hint="Upload a still picture.")
    return image


def _encode(image: Image.Image, *, upright: bool) -> Pictures:
    # JPEG can be decoded at 1/2, 1/4 or 1/8: big photos then need a fraction of the memory and time
    image.draft(None, (FULL_EDGE, FULL_EDGE))
    orientation = 1 if upright else image.getexif().get(_ORIENTATION, 1)
    image.load()
    full = _turned(_shrunk(_flat(image), FULL_EDGE), orientation)
    medium = _shrunk(full, MEDIUM_EDGE)
    thumb = _shrunk(medium, THUMB_EDGE)
    return Pictures(
        full=_saved(full, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True),
        medium=_saved(medium, "WEBP", quality=WEBP_QUALITY),
        thumb=_saved(thumb, "WEBP", quality=WEBP_QUALITY),
        width=full.width,
        height=full.height,
    )


def _flat(image: Image.Image) -> Image.Image:
    """As RGB in the colours of sRGB, what is transparent on white."""
    if image.mode in _RESIZABLE:
        image = _shrunk(image, FULL_EDGE)  # first, so that the steps below have less to do
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(seen, mask=seen.getchannel("A"))
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_srgb(image, profile)
    return image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a wrong profile: the colours as they are
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        if converted is not None:
            return converted
    return image


def _shrunk(image: Image.Image, edge: int) -> Image.Image:
    """A copy no larger than `edge` on its longer side; the picture itself when it is small enough."""
    if max(image.size) <= edge:
        return image
    scale = edge / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    smaller = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    smaller.info = image.info
    return smaller


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    image.info = {"exif": exif.tobytes()}
    return ImageOps.exif_transpose(image)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    image.info = {}  # Pillow would write some of it into the file
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
