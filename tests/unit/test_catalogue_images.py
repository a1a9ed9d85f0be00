"""Uploaded pictures: real files of every kind, good and hostile."""

from __future__ import annotations

import io
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from inventory.catalogue.photos import heic, images
from inventory.catalogue.photos.kinds import sniff
from inventory.errors import TooLarge, UnsupportedMedia

MAX_BYTES, MAX_PIXELS = 30 * 2**20, 60_000_000


def prepare(data: bytes, max_pixels: int = MAX_PIXELS) -> images.Pictures:
    return images.prepare(data, max_bytes=MAX_BYTES, max_pixels=max_pixels)


def two_halves(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def near(pixel: tuple[int, ...], wanted: tuple[int, ...], slack: int = 24) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(pixel, wanted, strict=True))


@pytest.fixture
def heic_file(tmp_path: Path) -> bytes:
    (tmp_path / "in.png").write_bytes(encoded(two_halves(), "PNG"))
    subprocess.run(
        ["heif-enc", "-q", "80", "-o", str(tmp_path / "out.heic"), str(tmp_path / "in.png")],
        check=True,
        capture_output=True,
    )
    return (tmp_path / "out.heic").read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_sizes_are_made(kind: str) -> None:
    pictures = prepare(encoded(two_halves((3000, 1500)), kind, quality=90))
    assert (pictures.width, pictures.height) == (2560, 1280)
    full, medium, thumb = opened(pictures.full), opened(pictures.medium), opened(pictures.thumb)
    assert (full.format, full.size) == ("JPEG", (2560, 1280))
    assert (medium.format, medium.size) == ("WEBP", (960, 480))
    assert (thumb.format, thumb.size) == ("WEBP", (320, 160))
    assert near(thumb.getpixel((40, 80)), (200, 20, 20))
    assert near(full.getpixel((2400, 600)), (20, 20, 200))


def test_small_pictures_are_not_blown_up() -> None:
    pictures = prepare(encoded(two_halves((64, 32)), "PNG"))
    assert opened(pictures.full).size == opened(pictures.medium).size == opened(pictures.thumb).size == (64, 32)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (400, 200), (40, 100)), (3, (400, 200), (360, 100)), (6, (200, 400), (100, 40)), (8, (200, 400), (100, 360))],
)
def test_a_photo_is_turned_as_its_exif_says(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    full = opened(prepare(encoded(two_halves(), "JPEG", exif=exif.tobytes())).full)
    assert full.size == size
    assert near(full.getpixel(red_at), (200, 20, 20))
    assert 0x0112 not in full.getexif()


def test_no_metadata_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    jpeg = encoded(two_halves(), "JPEG", exif=exif.tobytes(), comment=b"SECRET-COMMENT")
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SECRET-AUTHOR")
    png = encoded(two_halves(), "PNG", pnginfo=text, exif=exif.tobytes())
    for source in (jpeg, png, encoded(two_halves(), "WEBP", exif=exif.tobytes(), xmp=b"<x>SECRET-XMP</x>")):
        assert b"SECRET" in source
        pictures = prepare(source)
        for picture in (pictures.full, pictures.medium, pictures.thumb):
            assert b"SECRET" not in picture
            assert not opened(picture).getexif()
            assert "icc_profile" not in opened(picture).info


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_becomes_white(mode: str) -> None:
    image = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (25, 0, 50, 50))
    full = opened(prepare(encoded(image.convert(mode), "PNG")).full)
    assert near(full.getpixel((5, 25)), (255, 255, 255))
    assert near(full.getpixel((45, 25)), (0, 0, 0))


def test_a_palette_with_a_transparent_colour_becomes_white_there() -> None:
    image = Image.new("P", (20, 20), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    assert near(opened(prepare(encoded(image, "PNG", transparency=0)).full).getpixel((5, 5)), (255, 255, 255))


def test_sixteen_bits_and_one_bit_and_cmyk_keep_their_looks() -> None:
    grey16 = Image.new("I;16", (20, 20))
    grey16.putdata([128 * 256] * 400)
    assert near(opened(prepare(encoded(grey16, "PNG")).full).getpixel((5, 5)), (128, 128, 128), 3)
    assert near(opened(prepare(encoded(Image.new("1", (20, 20), 1), "PNG")).full).getpixel((5, 5)), (255, 255, 255))
    cmyk = Image.new("CMYK", (20, 20), (0, 255, 255, 0))
    assert near(opened(prepare(encoded(cmyk, "JPEG")).full).getpixel((5, 5)), (255, 0, 0), 40)


def test_colours_are_taken_from_the_profile() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert near(opened(prepare(encoded(two_halves(), "JPEG", icc_profile=lab)).full).getpixel((40, 40)), (200, 20, 20))
    assert near(
        opened(prepare(encoded(two_halves(), "JPEG", icc_profile=b"junk")).full).getpixel((40, 40)), (200, 20, 20)
    )


def test_heic_is_read(heic_file: bytes) -> None:
    pictures = prepare(heic_file)
    full = opened(pictures.full)
    assert (full.format, full.size) == ("JPEG", (400, 200))
    assert near(full.getpixel((40, 100)), (200, 20, 20))
    assert near(full.getpixel((360, 100)), (20, 20, 200))


def test_a_turned_heic_is_turned_once(tmp_path: Path) -> None:
    """A phone says the turn twice, as a property of the HEIF and in the EXIF; only the property counts."""
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "in.jpg").write_bytes(encoded(two_halves(), "JPEG", exif=exif.tobytes(), quality=95))
    command = ["heif-enc", "-q", "80", "-o", str(tmp_path / "out.heic"), str(tmp_path / "in.jpg")]
    subprocess.run(command, check=True, capture_output=True)
    data = (tmp_path / "out.heic").read_bytes()
    at = data.index(b"pixi")  # heif-enc writes no turn, so its 16-byte box of bit depths becomes one: 270 degrees
    turned = opened(prepare(data[:at] + b"irot\x03" + data[at + 5 :]).full)
    assert turned.size == (200, 400)
    assert near(turned.getpixel((100, 40)), (200, 20, 20))
    assert opened(prepare(data).full).size == (400, 200)


def test_the_size_that_a_heic_declares_counts_before_decoding(heic_file: bytes) -> None:
    assert heic.pixels(heic_file) == 400 * 200
    at = heic_file.index(b"ispe") + 8
    huge = heic_file[:at] + struct.pack(">II", 60_000, 60_000) + heic_file[at + 8 :]
    with pytest.raises(TooLarge, match="3,600 million pixels"):
        prepare(huge)


def test_a_broken_heic_is_refused(heic_file: bytes) -> None:
    with pytest.raises(UnsupportedMedia, match="broken"):
        prepare(heic_file[: len(heic_file) // 2])
    with pytest.raises(UnsupportedMedia):
        prepare(heic_file[:40] + b"\0" * 500)


def png_bomb(width: int, height: int) -> bytes:
    """A valid 1-bit PNG of that size, a few kB as a file."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (9_000, 9_000)])
def test_a_decompression_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    bomb = png_bomb(width, height)
    assert len(bomb) < 200_000
    with pytest.raises(TooLarge, match="pixels"):
        prepare(bomb)


def test_the_limit_on_pixels_is_the_setting() -> None:
    picture = encoded(two_halves((400, 200)), "PNG")
    assert prepare(picture, max_pixels=80_000).width == 400
    with pytest.raises(TooLarge):
        prepare(picture, max_pixels=79_999)


def test_the_limit_on_bytes_is_the_setting() -> None:
    with pytest.raises(TooLarge, match="MiB"):
        images.prepare(encoded(two_halves(), "JPEG"), max_bytes=100, max_pixels=MAX_PIXELS)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"hello, I am a shopping list\n", "text"),
        (b"<html><script>alert(1)</script></html>", "text"),
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"GIF89a" + b"\0" * 50, "GIF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "film"),
        (b"\x7fELF\2\1\1\0", "program"),
        (b"\1\2\3\4\5\6", "unknown"),
    ],
)
def test_other_files_are_named_for_what_they_are(content: bytes, what: str) -> None:
    with pytest.raises(UnsupportedMedia, match=what):
        prepare(content)


def zip_file() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.class", b"payload")
    return file.getvalue()


@pytest.mark.parametrize(
    "tail", [zip_file(), b"%PDF-1.4 ...", b"<script>alert(1)</script>", b"<?php system($_GET[0]);", b"<!DOCTYPE html>"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_two_kinds_of_file_in_one_are_refused(kind: str, tail: bytes) -> None:
    with pytest.raises(UnsupportedMedia, match="at the same time"):
        prepare(encoded(two_halves(), kind) + tail)


def test_script_in_the_comment_of_a_jpeg_is_refused() -> None:
    with pytest.raises(UnsupportedMedia, match="at the same time"):
        prepare(encoded(two_halves(), "JPEG", comment=b"/*<html><script>alert(1)</script>*/"))


def test_what_cameras_append_is_accepted_and_dropped() -> None:
    """Motion photos, depth maps and Samsung's trailer come after the end of the JPEG."""
    second = encoded(two_halves((80, 40)), "JPEG")
    pictures = prepare(encoded(two_halves(), "JPEG") + second + b"\0\0\0\x18ftypmp42" + b"SEFT" * 20)
    assert pictures.width == 400
    assert b"SEFT" not in pictures.full


def test_a_jpeg_with_a_preview_is_a_photo() -> None:
    file = io.BytesIO()
    two_halves().save(file, "MPO", save_all=True, append_images=[two_halves((80, 40))])
    assert Image.open(io.BytesIO(file.getvalue())).n_frames == 2
    assert prepare(file.getvalue()).width == 400


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    whole = encoded(noise, kind)
    assert prepare(whole).width == 300
    with pytest.raises(UnsupportedMedia, match="broken"):
        prepare(whole[: int(len(whole) * part)])


def test_a_png_with_a_wrong_checksum_is_refused() -> None:
    data = bytearray(encoded(Image.effect_noise((100, 100), 90), "PNG"))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(UnsupportedMedia, match="broken"):
        prepare(bytes(data))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(kind: str) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(UnsupportedMedia, match="Moving"):
        prepare(file.getvalue())


def test_very_long_pictures_keep_a_pixel_of_height() -> None:
    pictures = prepare(encoded(Image.new("RGB", (20_000, 2), "red"), "PNG"))
    assert (pictures.width, pictures.height) == (2560, 1)
    assert opened(pictures.thumb).size == (320, 1)


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP")])
def test_the_kind_is_found_in_the_content(kind: str, name: str) -> None:
    assert sniff(encoded(two_halves(), kind)) == name
