"""The drawn photos: every drawing paints something, inside the picture, the same each time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import time

import pytest
from PIL import Image, ImageStat

from inventory.examples.draw import PhotoPlan, _halved, photo, picture
from inventory.examples.drawing import draw_photos
from inventory.examples.shapes import DRAWINGS


def test_there_are_many_drawings() -> None:
    assert len(DRAWINGS) >= 60


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_drawing_shows_an_object_in_the_middle_of_calm_paper(name: str) -> None:
    image = picture(PhotoPlan(name, 205), "a test").resize((300, 225))
    assert image.mode == "RGB"
    middle = image.crop((90, 50, 210, 190)).convert("L")
    assert ImageStat.Stat(middle).stddev[0] > 9, "the middle is empty"
    corners = [image.getpixel(at) for at in ((2, 2), (297, 2), (2, 222), (297, 222))]
    assert all(min(corner) > 110 for corner in corners), "the object reaches into a corner"


def test_photos_are_jpegs_of_one_size() -> None:
    data = photo(PhotoPlan("hammer", 38), "one")
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (1200, 900), "RGB")
        assert not image.getexif()
    assert 20_000 < len(data) < 200_000


def test_a_seed_varies_the_picture() -> None:
    assert photo(PhotoPlan("hammer", 38), "one") != photo(PhotoPlan("hammer", 38), "two")
    assert photo(PhotoPlan("hammer", 38), "one") != photo(PhotoPlan("hammer", 90), "one")


def test_an_accent_colours_the_object() -> None:
    red, blue = (
        ImageStat.Stat(picture(PhotoPlan("mug", 90, accent), "a").crop((450, 450, 700, 650))).mean
        for accent in ("red", "blue")
    )
    assert red[0] > red[2] + 40
    assert blue[2] > blue[0] + 40


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    plans = [PhotoPlan("bread-loaf", 205), PhotoPlan("shelf", 30), PhotoPlan("cookies", 190, "red")]
    here = hashlib.sha256(b"".join(photo(plan, "seed") for plan in plans)).hexdigest()
    script = (
        "import hashlib; from inventory.examples.draw import PhotoPlan as P, photo;"
        "print(hashlib.sha256(b''.join(photo(p, 'seed') for p in "
        "[P('bread-loaf', 205), P('shelf', 30), P('cookies', 190, 'red')])).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    assert there == here


def test_drawing_with_several_processes_keeps_the_order() -> None:
    jobs = [(PhotoPlan(name, 100), name) for name in ("hammer", "mug", "saw", "egg", "key", "bolt")]
    assert list(draw_photos(jobs)) == [photo(plan, seed) for plan, seed in jobs]


def test_drawing_all_examples_takes_less_than_a_minute_of_one_core() -> None:
    started = time.process_time()
    for name in list(DRAWINGS)[::10]:
        photo(PhotoPlan(name, 30), "time")
    each = (time.process_time() - started) / len(list(DRAWINGS)[::10])
    assert each * 360 < 60


def test_edges_are_blended_without_a_bright_fringe() -> None:
    layer = Image.new("RGBA", (4, 4))
    layer.putpixel((0, 0), (200, 40, 0, 255))  # a quarter of the first pixel is covered
    red, green, blue, alpha = (channel.getpixel((0, 0)) for channel in _halved(layer))
    assert (red, green, blue, alpha) == (50, 10, 0, 64)
