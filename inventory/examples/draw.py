"""Drawn product photos: `photo("hammer", hue=38, seed="...")` gives the bytes of a JPEG, 1200 x 900."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageFilter

from inventory.errors import InvalidInput
from inventory.examples.paint import ACCENTS, LIVELY, Colour, hsl
from inventory.examples.pen import HEIGHT, SCALE, WIDTH, Pen
from inventory.examples.shapes import DRAWINGS

_SMALL = 8  # shadows are blurred on an eighth of the size
FLOOR = 730  # where standing objects stand, in picture units


@dataclass(frozen=True)
class PhotoPlan:
    """What a row's `photo` cell asks for, such as `paint-can 45 white`."""

    drawing: str
    hue: int
    accent: str | None = None

    @classmethod
    def parse(cls, cell: str) -> PhotoPlan:
        """Read a cell; InvalidInput says what is wrong with it."""
        name, hue, accent = ([*cell.split(), "", ""])[:3]
        if name not in DRAWINGS:
            raise InvalidInput(f"there is no drawing called {name!r}", field="photo")
        if not hue.isdecimal() or int(hue) > 359:
            raise InvalidInput(f"the hue {hue!r} is not a number from 0 to 359", field="photo")
        if accent and accent not in ACCENTS:
            raise InvalidInput(f"there is no colour called {accent!r}", field="photo")
        return cls(name, int(hue), accent or None)


def photo(plan: PhotoPlan, seed: str) -> bytes:
    """The JPEG of a plan; the same plan and seed always give the same bytes."""
    file = BytesIO()
    picture(plan, seed).save(file, "JPEG", quality=86)
    return file.getvalue()


def picture(plan: PhotoPlan, seed: str) -> Image.Image:
    """The picture of a plan, RGB, 1200 x 900."""
    rng = Random(f"{plan.drawing} {plan.hue} {seed}")  # noqa: S311  (a picture is no secret)
    drawing = DRAWINGS[plan.drawing]
    pen = Pen(rng, _accent(plan, rng))
    turn = rng.uniform(-7, 7) if drawing.lying else 0
    size = rng.uniform(1.02, 1.10) if drawing.lying else rng.uniform(0.96, 1.04)
    with (
        pen.at(WIDTH / 2 + rng.uniform(-16, 16), HEIGHT / 2 if drawing.lying else FLOOR, turn, size),
        pen.at(-WIDTH / 2, -HEIGHT / 2 if drawing.lying else -FLOOR),
    ):
        drawing.draw(pen)
    *colour, alpha = _halved(pen.layer)
    backdrop = _backdrop(plan.hue, drawing.lying)
    _cast(backdrop, alpha, drawing.lying, hsl(plan.hue, 0.3, 0.16))
    see_through = ImageChops.invert(alpha)
    rest = ImageChops.multiply(backdrop, Image.merge("RGB", (see_through,) * 3))
    return ImageChops.add(rest, Image.merge("RGB", colour))


def _halved(layer: Image.Image) -> list[Image.Image]:
    """The layer's channels at the final size, one by one: as a whole Pillow would multiply by alpha again."""
    return [channel.reduce(SCALE) for channel in layer.split()]


def _accent(plan: PhotoPlan, rng: Random) -> Colour:
    """The asked colour, or a lively one that stands out from the background."""
    apart = [c for c in LIVELY if _hue_gap(ACCENTS[c], plan.hue) > 50]
    chosen = rng.choice(apart)
    return ACCENTS[plan.accent or chosen]


def _hue_gap(colour: Colour, hue: int) -> float:
    own = colorsys.rgb_to_hls(*(c / 255 for c in colour))[0] * 360
    return abs((own - hue + 180) % 360 - 180)


@lru_cache(maxsize=4)
def _paper(hue: int, lying: bool) -> Image.Image:
    """A calm paper backdrop: a table from above, or a curved wall and floor."""
    rows = 90
    column = Image.new("RGB", (1, rows))
    column.putdata([hsl(hue, 0.34, _lightness(y / (rows - 1), lying)) for y in range(rows)])
    paper = column.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    glow = Image.radial_gradient("L").resize((1800, 1500), Image.Resampling.BILINEAR).crop((480, 420, 1680, 1320))
    edge = glow.point([max(0, i - 70) // 5 for i in range(256)])
    paper.paste(hsl(hue + 8, 0.28, 0.66), (0, 0), edge)
    middle = glow.point([max(0, 110 - i) for i in range(256)])
    paper.paste(hsl(hue, 0.5, 0.965), (0, 0), middle)
    return ImageChops.add(paper, _dither(), 1, -2)


def _lightness(y: float, lying: bool) -> float:
    if lying:
        return 0.905 - 0.035 * y
    wall, floor, horizon = 0.905 - 0.07 * y, 0.80 + 0.10 * y, 0.70
    share = min(max((y - horizon + 0.07) / 0.14, 0), 1)
    share = share * share * (3 - 2 * share)
    return wall + (floor - wall) * share


@lru_cache(maxsize=1)
def _dither() -> Image.Image:
    """Fine noise (0-4) that keeps the long gradients from showing bands."""
    noise = Random(7).randbytes(90_000)  # noqa: S311
    grey = Image.frombytes("L", (300, 300), noise).point([i * 5 // 256 for i in range(256)])
    tile = Image.new("L", (WIDTH, HEIGHT))
    for x in range(0, WIDTH, 300):
        for y in range(0, HEIGHT, 300):
            tile.paste(grey, (x, y))
    return Image.merge("RGB", (tile, tile, tile))


def _backdrop(hue: int, lying: bool) -> Image.Image:
    return _paper(hue, lying).copy()


def _cast(backdrop: Image.Image, alpha: Image.Image, lying: bool, tone: Colour) -> None:
    """Lay the object's shadow on the backdrop: a wide soft one and a narrow one where it touches."""
    small = alpha.reduce(_SMALL)
    for mask, share in (_lying_shadows if lying else _standing_shadows)(small):
        soft = mask.point([int(i * share) for i in range(256)]).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        backdrop.paste(tone, (0, 0), soft)


def _moved(mask: Image.Image, right: int, down: int) -> Image.Image:
    moved = Image.new("L", mask.size)
    moved.paste(mask, (right, down))
    return moved


def _lying_shadows(small: Image.Image) -> list[tuple[Image.Image, float]]:
    wide = _moved(small, 4, 6).filter(ImageFilter.GaussianBlur(5))
    near = _moved(small, 1, 2).filter(ImageFilter.GaussianBlur(1.3))
    return [(wide, 0.30), (near, 0.34)]


def _standing_shadows(small: Image.Image) -> list[tuple[Image.Image, float]]:
    """The object's outline laid down on the floor to the right, and a dark line under its foot."""
    bottom = (small.getbbox() or (0, 0, 0, small.height))[3]
    lean, flat = 0.9, 4.2
    away = (1, lean, -lean * bottom, 0, flat, bottom - flat * bottom)
    cast = small.transform(small.size, Image.Transform.AFFINE, away, Image.Resampling.BILINEAR).filter(
        ImageFilter.GaussianBlur(2.4)
    )
    foot = Image.new("L", small.size)
    strip = small.crop((0, max(0, bottom - 5), small.width, bottom)).resize((small.width, 3), Image.Resampling.BOX)
    foot.paste(strip, (0, bottom - 2))
    return [(cast, 0.30), (foot.filter(ImageFilter.GaussianBlur(1.6)), 0.5)]
