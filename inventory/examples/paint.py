"""Colours and gradients of the drawn photos. Colours are (r, g, b), 0-255."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

Colour = tuple[int, int, int]
Stops = tuple[tuple[float, Colour], ...]

STEEL: Colour = (172, 180, 190)
DARK_STEEL: Colour = (96, 102, 112)
BRASS: Colour = (196, 154, 78)
COPPER: Colour = (190, 112, 72)
WOOD: Colour = (196, 148, 96)
PALE_WOOD: Colour = (224, 190, 142)
RUBBER: Colour = (54, 56, 62)
PAPER: Colour = (246, 242, 232)
KRAFT: Colour = (202, 164, 118)
CRUST: Colour = (200, 128, 62)
CREAM: Colour = (248, 236, 206)
GLASS: Colour = (206, 226, 232)

ACCENTS: dict[str, Colour] = {
    "red": (196, 62, 54),
    "orange": (226, 126, 56),
    "yellow": (234, 188, 70),
    "green": (74, 148, 104),
    "olive": (132, 140, 74),
    "teal": (34, 128, 120),
    "blue": (62, 116, 180),
    "navy": (48, 66, 108),
    "purple": (128, 92, 160),
    "pink": (220, 132, 152),
    "brown": (136, 94, 64),
    "black": (60, 62, 68),
    "grey": (150, 154, 160),
    "white": (240, 238, 232),
    "cream": (238, 222, 186),
    "brass": BRASS,
    "copper": COPPER,
    "steel": STEEL,
    "wood": WOOD,
}
LIVELY = ("red", "orange", "yellow", "green", "teal", "blue", "navy", "purple")


@dataclass(frozen=True)
class Linear:
    """A gradient along a direction; angle 0 runs left to right, 90 top to bottom."""

    stops: Stops
    angle: float = 65.0


@dataclass(frozen=True)
class Radial:
    """A gradient around a point; x, y and r are fractions of the shape's own size."""

    stops: Stops
    x: float = 0.36
    y: float = 0.30
    r: float = 0.85


Paint = Linear | Radial


def hsl(hue: float, saturation: float, lightness: float) -> Colour:
    """A colour from hue in degrees and two fractions."""
    r, g, b = colorsys.hls_to_rgb((hue % 360) / 360, lightness, saturation)
    return round(r * 255), round(g * 255), round(b * 255)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` with a share (0-1) of `b`."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def light(colour: Colour, share: float) -> Colour:
    """The colour under warm light."""
    return mix(colour, (255, 253, 246), share)


def dark(colour: Colour, share: float) -> Colour:
    """The colour in cool shade."""
    return mix(colour, (22, 20, 40), share)


def matte(colour: Colour, angle: float = 65.0) -> Linear:
    """A flat, unpolished face."""
    return Linear(((0, light(colour, 0.22)), (0.5, colour), (1, dark(colour, 0.2))), angle)


def tube(colour: Colour, angle: float = 0.0) -> Linear:
    """A round bar seen from its side; the gradient runs across it."""
    return Linear(
        (
            (0, dark(colour, 0.28)),
            (0.12, dark(colour, 0.06)),
            (0.3, light(colour, 0.42)),
            (0.5, colour),
            (0.86, dark(colour, 0.36)),
            (1, dark(colour, 0.26)),
        ),
        angle,
    )


def polished(colour: Colour, angle: float = 0.0) -> Linear:
    """Bright metal: several reflections."""
    return Linear(
        (
            (0, dark(colour, 0.3)),
            (0.16, light(colour, 0.3)),
            (0.3, light(colour, 0.75)),
            (0.42, colour),
            (0.62, dark(colour, 0.34)),
            (0.8, light(colour, 0.25)),
            (1, dark(colour, 0.35)),
        ),
        angle,
    )


def ball(colour: Colour) -> Radial:
    """A round body lit from above left."""
    return Radial(
        ((0, light(colour, 0.55)), (0.35, light(colour, 0.08)), (0.75, dark(colour, 0.22)), (1, dark(colour, 0.42)))
    )


def flat(colour: Colour) -> Linear:
    """One even colour."""
    return Linear(((0, colour), (1, colour)), 0)
