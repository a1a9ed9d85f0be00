"""A pen that paints softly shaded shapes on a transparent layer, at twice the final size.

The layer is kept premultiplied (colour already multiplied by alpha): then pasting through any mask is
correct blending, and halving the layer leaves no dark fringe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import cos, radians, sin, sqrt
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from inventory.examples.outline import Outline, Point, ellipse, rounded, smooth
from inventory.examples.paint import Colour, Linear, Paint, Radial, Stops, dark, flat, light, matte, polished, tube

WIDTH, HEIGHT, SCALE = 1200, 900, 2
_STEPS = 256
_SOFT = 8  # soft shading is worked out on an eighth of the size
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[int, int, int, int]


class Pen:
    """Paints one picture's object; `rng` is its only source of variation."""

    def __init__(self, rng: Random, accent: Colour) -> None:
        self.rng, self.accent = rng, accent
        self.layer = Image.new("RGBA", (WIDTH * SCALE, HEIGHT * SCALE))
        self.matrix: Matrix = (SCALE, 0, 0, 0, SCALE, 0)

    @contextmanager
    def at(self, x: float = 0, y: float = 0, turn: float = 0, size: float = 1) -> Iterator[None]:
        """Inside, the origin is at (x, y), turned clockwise by degrees and scaled."""
        before, (a, b, c, d, e, f) = self.matrix, self.matrix
        k, s = cos(radians(turn)) * size, sin(radians(turn)) * size
        self.matrix = (
            a * k + b * s,
            -a * s + b * k,
            a * x + b * y + c,
            d * k + e * s,
            -d * s + e * k,
            d * x + e * y + f,
        )
        yield
        self.matrix = before

    def fill(
        self,
        outline: Sequence[Point],
        paint: Paint | Colour,
        *,
        volume: float = 0.35,
        soft: float = 10,
        holes: Sequence[Sequence[Point]] = (),
        alpha: float = 1,
        grain: int = 0,
        drop: float = 0,
    ) -> None:
        """Fill an outline. `volume` rounds its edges over `soft` units, `drop` shades what lies under it."""
        points = self._place(outline)
        box = self._box(points)
        if box is None:
            return
        mask = _mask(box, points, [self._place(h) for h in holes])
        colour = self._paint(paint if isinstance(paint, (Linear, Radial)) else matte(paint), outline, box)
        if grain:
            self._grain(colour, outline, box, grain)
        if volume:
            colour = _rounded_edges(colour, mask, volume, soft * self._size() / SCALE)
        if drop:
            self._drop(mask, box, drop)
        self._paste(colour, mask, box, alpha)

    def stroke(
        self,
        points: Sequence[Point],
        width: float,
        colour: Colour,
        *,
        curve: bool = True,
        closed: bool = False,
        shine: float = 0.5,
        alpha: float = 1,
        caps: bool = True,
        drop: float = 0,
    ) -> None:
        """A round tube, wire or cord along the points."""
        path = smooth(points, closed) if curve else list(points)
        path = [*path, *path[:2]] if closed else path
        placed, size = self._place(path), self._size()
        box = self._box(placed, width * size)
        if box is None:
            return
        passes = (
            ((1.0, dark(colour, 0.34), 0.0), (0.72, colour, -0.09), (0.24, light(colour, shine), -0.2))
            if shine
            else ((1.0, colour, 0.0),)
        )
        for share, tone, shift in passes:
            mask = _line(box, placed, width * size * share, shift * width * size, caps)
            if drop and share == 1.0:
                self._drop(mask, box, drop)
            self._paste(Image.new("RGB", mask.size, tone), mask, box, alpha)

    def box(
        self, x0: float, y0: float, x1: float, y1: float, paint: Paint | Colour, r: float = 0, **how: object
    ) -> None:
        """A rectangle with rounded corners."""
        self.fill(rounded(x0, y0, x1, y1, r), paint, **how)  # type: ignore[arg-type]

    def oval(self, cx: float, cy: float, rx: float, ry: float, paint: Paint | Colour, **how: object) -> None:
        """An ellipse."""
        self.fill(ellipse(cx, cy, rx, ry), paint, **how)  # type: ignore[arg-type]

    def ring(
        self, cx: float, cy: float, rx: float, ry: float, wall: float, paint: Paint | Colour, **how: object
    ) -> None:
        """An ellipse with a hole."""
        self.fill(ellipse(cx, cy, rx, ry), paint, holes=[ellipse(cx, cy, rx - wall, ry - wall * ry / rx)], **how)  # type: ignore[arg-type]

    def can(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        ry: float,
        body: Colour,
        lid: Colour | None = None,
        shiny: bool = False,
    ) -> None:
        """A standing cylinder; y0 and y1 are the middles of its top and bottom ellipses."""
        cx, rx = (x0 + x1) / 2, (x1 - x0) / 2
        side = [(x0, y0), *[(cx - rx * cos(radians(a)), y1 + ry * sin(radians(a))) for a in range(0, 181, 6)], (x1, y0)]
        self.fill(side, (polished if shiny else tube)(body), volume=0)
        self.oval(cx, y0, rx, ry, matte(light(body, 0.2) if lid is None else lid, 40), volume=0.2, soft=4)

    def glint(self, outline: Sequence[Point], alpha: float = 0.45) -> None:
        """A reflection of the window."""
        self.fill(outline, flat((255, 255, 255)), volume=0, alpha=alpha)

    def shade(self, outline: Sequence[Point], alpha: float = 0.25) -> None:
        """A plain shadow."""
        self.fill(outline, flat((20, 18, 36)), volume=0, alpha=alpha)

    def lines(self, x: float, y: float, w: float, rows: int, colour: Colour, gap: float = 26, thick: float = 9) -> None:
        """Printed lines on a label."""
        for i in range(rows):
            self.box(
                x,
                y + i * gap,
                x + w * (1, 0.82, 0.94, 0.6)[i % 4],
                y + i * gap + thick,
                flat(colour),
                thick / 2,
                volume=0,
            )

    def blob(self, points: Sequence[Point], paint: Paint | Colour, **how: object) -> None:
        """A soft closed shape through the points."""
        self.fill(smooth(points), paint, **how)  # type: ignore[arg-type]

    def _place(self, outline: Sequence[Point]) -> Outline:
        a, b, c, d, e, f = self.matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in outline]

    def _size(self) -> float:
        a, b, _, d, e, _ = self.matrix
        return sqrt(abs(a * e - b * d))

    def _box(self, points: Outline, margin: float = 0) -> Box | None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, y0 = max(0, int(min(xs) - margin)), max(0, int(min(ys) - margin))
        x1, y1 = min(self.layer.width, int(max(xs) + margin) + 2), min(self.layer.height, int(max(ys) + margin) + 2)
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None

    def _inverse(self) -> Matrix:
        a, b, c, d, e, f = self.matrix
        det = a * e - b * d
        return e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det

    def _paint(self, paint: Paint, outline: Sequence[Point], box: Box) -> Image.Image:
        a, b, c, d, e, f = self._inverse()
        c, f = c + a * box[0] + b * box[1], f + d * box[0] + e * box[1]
        size = (box[2] - box[0], box[3] - box[1])
        if isinstance(paint, Linear):
            if len({tone for _, tone in paint.stops}) == 1:
                return Image.new("RGB", size, paint.stops[0][1])
            k, s = cos(radians(paint.angle)), sin(radians(paint.angle))
            along = [x * k + y * s for x, y in outline]
            low, per = min(along), (_STEPS - 1) / max(max(along) - min(along), 1e-6)
            row = ((a * k + d * s) * per, (b * k + e * s) * per, (c * k + f * s - low) * per + 8.5, 0, 0, 0.5)
            return _strip(paint.stops).transform(size, Image.Transform.AFFINE, row)
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        w, h = max(xs) - min(xs), max(ys) - min(ys)
        cx, cy, px, py = min(xs) + w * paint.x, min(ys) + h * paint.y, 128 / (w * paint.r), 128 / (h * paint.r)
        cell = (a * px, b * px, (c - cx) * px + 384, d * py, e * py, (f - cy) * py + 384)
        ramp = _radial().transform(size, Image.Transform.AFFINE, cell, Image.Resampling.BILINEAR)
        tones = [_tone(paint.stops, i / 255) for i in range(256)]
        return Image.merge("RGB", [ramp.point([t[k] for t in tones]) for k in range(3)])

    def _grain(self, colour: Image.Image, outline: Sequence[Point], box: Box, count: int) -> None:
        """Wood grain along the longer side of the outline."""
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        wide = x1 - x0 >= y1 - y0
        draw = ImageDraw.Draw(colour, "RGBA")
        for _ in range(count):
            at, bend = self.rng.random(), self.rng.uniform(-0.05, 0.05)
            line = [
                (x0 + (x1 - x0) * t, y0 + (y1 - y0) * (at + bend * sin(t * 5)))
                if wide
                else (x0 + (x1 - x0) * (at + bend * sin(t * 5)), y0 + (y1 - y0) * t)
                for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
            ]
            points = [(x - box[0], y - box[1]) for x, y in self._place(smooth(line, closed=False, steps=6))]
            draw.line(points, fill=(70, 36, 12, self.rng.randint(22, 58)), width=self.rng.randint(2, 5))

    def _drop(self, mask: Image.Image, box: Box, strength: float) -> None:
        """A soft shadow of the mask, only on what has been painted already."""
        grow = 40
        wide = (
            max(0, box[0] - grow),
            max(0, box[1] - grow),
            min(self.layer.width, box[2] + grow),
            min(self.layer.height, box[3] + grow),
        )
        size = (wide[2] - wide[0], wide[3] - wide[1])
        whole = Image.new("L", size)
        whole.paste(mask, (box[0] - wide[0] + 10, box[1] - wide[1] + 14))
        small = whole.resize((size[0] // _SOFT + 1, size[1] // _SOFT + 1), Image.Resampling.BOX).filter(
            ImageFilter.GaussianBlur(2)
        )
        shadow = small.point([int(i * strength) for i in range(256)]).resize(size, Image.Resampling.BILINEAR)
        shadow = ImageChops.multiply(shadow, self.layer.crop(wide).getchannel("A"))
        self.layer.paste((16, 14, 30, 255), wide, shadow)

    def _paste(self, colour: Image.Image, mask: Image.Image, box: Box, alpha: float) -> None:
        if alpha < 1:
            mask = mask.point([int(i * alpha) for i in range(256)])
        self.layer.paste(colour, box, mask)


def _mask(box: Box, points: Outline, holes: list[Outline]) -> Image.Image:
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    draw = ImageDraw.Draw(mask)
    for outline, value in ((points, 255), *((h, 0) for h in holes)):
        draw.polygon([(x - box[0], y - box[1]) for x, y in outline], fill=value)
    return mask


def _line(box: Box, points: Outline, width: float, shift: float, caps: bool) -> Image.Image:
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    draw = ImageDraw.Draw(mask)
    path = [(x - box[0] + shift * 0.5, y - box[1] + shift) for x, y in points]
    draw.line(path, fill=255, width=max(1, round(width)), joint="curve")
    r = width / 2
    for x, y in (path[0], path[-1]) if caps and r > 1 else ():
        draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    return mask


def _rounded_edges(colour: Image.Image, mask: Image.Image, strength: float, soft: float) -> Image.Image:
    """Light the edges that face up left and shade the others: the slope of the blurred mask."""
    w, h = mask.size
    radius = max(0.8, soft * 2 / _SOFT)
    pad, step = int(radius * 2) + 4, max(1, round(radius * 0.7))
    small = mask.resize((w // _SOFT + 1, h // _SOFT + 1), Image.Resampling.BOX)
    padded = Image.new("L", (small.width + 2 * pad, small.height + 2 * pad))
    padded.paste(small, (pad, pad))
    blurred = padded.filter(ImageFilter.GaussianBlur(radius))
    slope = ImageChops.subtract(
        ImageChops.offset(blurred, -step, -step), ImageChops.offset(blurred, step, step), 1 / strength, 128
    )
    slope = slope.crop((pad, pad, pad + small.width, pad + small.height)).resize((w, h), Image.Resampling.BILINEAR)
    return ImageChops.overlay(colour, Image.merge("RGB", (slope, slope, slope)))


def _strip(stops: Stops) -> Image.Image:
    strip = Image.new("RGB", (_STEPS + 16, 1))
    strip.putdata([_tone(stops, min(max((i - 8) / (_STEPS - 1), 0), 1)) for i in range(_STEPS + 16)])
    return strip


def _tone(stops: Stops, at: float) -> Colour:
    for (p0, c0), (p1, c1) in pairwise(stops):
        if at <= p1:
            share = (at - p0) / (p1 - p0) if p1 > p0 else 0
            return tuple(round(a + (b - a) * share) for a, b in zip(c0, c1, strict=True))  # type: ignore[return-value]
    return stops[-1][1]


def _radial() -> Image.Image:
    """Distance from the middle, 255 at a radius of 128 and beyond."""
    whole = Image.new("L", (768, 768), 255)
    whole.paste(Image.radial_gradient("L"), (256, 256))
    return whole
