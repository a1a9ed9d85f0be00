"""Outlines of the drawn photos: lists of points in picture units (1200 x 900)."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, radians, sin

Point = tuple[float, float]
Outline = list[Point]


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float, steps: int = 0) -> Outline:
    """Points of an ellipse's arc, degrees clockwise from the right."""
    steps = steps or max(8, int(abs(end - start) / 5))
    angles = [radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(cx + rx * cos(a), cy + ry * sin(a)) for a in angles]


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Outline:
    """A closed ellipse, or a circle when only one radius is given."""
    return arc(cx, cy, rx, rx if ry is None else ry, 0, 360, 90)[:-1]


def rounded(x0: float, y0: float, x1: float, y1: float, r: float = 0) -> Outline:
    """A rectangle with rounded corners."""
    r = min(r, (x1 - x0) / 2, (y1 - y0) / 2)
    if r <= 0:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    corners = ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180))
    return [p for cx, cy, a in corners for p in arc(cx, cy, r, r, a, a + 90, 10)]


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 12) -> Outline:
    """A Catmull-Rom curve through the points."""
    n = len(points)
    pick = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    out: Outline = []
    for i in range(n if closed else n - 1):
        out += [_catmull(pick(i - 1), pick(i), pick(i + 1), pick(i + 2), s / steps) for s in range(steps)]
    return out if closed else [*out, points[-1]]


def _catmull(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def axis(k: int) -> float:
        return 0.5 * (
            2 * b[k]
            + (c[k] - a[k]) * t
            + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t
            + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3
        )

    return axis(0), axis(1)


def spiral(cx: float, cy: float, r0: float, r1: float, turns: float, squash: float = 1.0) -> Outline:
    """A spiral from radius r0 to r1."""
    steps = int(turns * 40)
    return [
        (
            cx + (r0 + (r1 - r0) * i / steps) * cos(2 * pi * turns * i / steps),
            cy + squash * (r0 + (r1 - r0) * i / steps) * sin(2 * pi * turns * i / steps),
        )
        for i in range(steps + 1)
    ]


def toothed(cx: float, cy: float, r_in: float, r_out: float, teeth: int, slope: float = 0.25) -> Outline:
    """A gear wheel; `slope` is the share of a tooth taken by each flank."""
    out: Outline = []
    for i in range(teeth):
        for at, r in ((0, r_in), (slope, r_out), (0.5, r_out), (0.5 + slope, r_in)):
            a = 2 * pi * (i + at) / teeth
            out.append((cx + r * cos(a), cy + r * sin(a)))
    return out


def polygon(cx: float, cy: float, r: float, sides: int, turn: float = 0) -> Outline:
    """A regular polygon."""
    return [
        (cx + r * cos(radians(turn) + 2 * pi * i / sides), cy + r * sin(radians(turn) + 2 * pi * i / sides))
        for i in range(sides)
    ]


def mirrored(half: Sequence[Point], cx: float) -> Outline:
    """An outline from its right half, top to bottom, mirrored at x = cx."""
    return [*half, *((2 * cx - x, y) for x, y in reversed(half))]
