"""Which kind of picture a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile

from inventory.errors import UnsupportedMedia

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# What people upload by mistake, so that the message can say what it is.
_OTHERS = (
    (b"%PDF-", "a PDF document"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF or raw camera picture"),
    (b"MM\0*", "a TIFF or raw camera picture"),
    (b"PK\3\4", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
# Long enough that compressed pixels contain one by chance less than once in a million photos.
_HIDDEN = (
    (re.compile(rb"<script[\s>/]|<html[\s>]|<!doctype\s|<svg[\s>]|<iframe[\s>]", re.I), "a web page"),
    (re.compile(rb"<\?php[\s]", re.I), "a PHP program"),
    (re.compile(rb"%PDF-\d\.\d"), "a PDF document"),
    (re.compile(rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c"), "an archive"),
)
HINT = "Upload a JPEG, PNG, WebP or HEIC picture."


def sniff(data: bytes) -> str:
    """ "JPEG", "PNG", "WEBP" or "HEIC".

    Raises:
        UnsupportedMedia: it is none of these, or it is one of these and something else at the same time.
    """
    if not data:
        raise UnsupportedMedia("The file is empty.", field="photo", hint=HINT)
    kind = _kind(data)
    if kind is None:
        raise UnsupportedMedia(f"The file is {_describe(data)}, not a photo.", field="photo", hint=HINT)
    other = _hidden(data)
    if other:
        raise UnsupportedMedia(
            f"The file is a picture and {other} at the same time.", field="photo", hint="Such files are not accepted."
        )
    return kind


def _kind(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and _is_heic(data):
        return "HEIC"
    return None


def _is_heic(data: bytes) -> bool:
    """Is one of the brands in the first box a HEIF picture? (An MP4 film starts with such a box too.)"""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[i : i + 4] for i in range(16, length, 4)}
    return data[8:12] in _HEIC_BRANDS or bool(brands & {b"heic", b"heix"})


def _describe(data: bytes) -> str:
    for start, name in _OTHERS:
        if data.startswith(start):
            return name
    if data[4:8] == b"ftyp":
        return "a film or a picture format that we cannot read"
    sample = data[:4096]
    if b"\0" not in sample and sum(byte < 9 for byte in sample) == 0:
        return "text"
    return "of an unknown kind"


def _hidden(data: bytes) -> str | None:
    for pattern, name in _HIDDEN:
        if pattern.search(data):
            return name
    return "an archive" if zipfile.is_zipfile(io.BytesIO(data)) else None
