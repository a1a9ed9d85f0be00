"""Screws, nails and their kind, seen from above."""

from __future__ import annotations

from inventory.examples.outline import ellipse, polygon, smooth
from inventory.examples.paint import BRASS, COPPER, STEEL, Colour, dark, flat, light, matte, polished, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying


def metal(pen: Pen) -> Colour:
    """Brass or steel, as the row asks; steel by default."""
    named = (BRASS, COPPER, STEEL)
    return pen.accent if pen.accent in named else STEEL


def one_screw(pen: Pen, tone: Colour, length: float = 360) -> None:
    """A countersunk wood screw pointing down from the origin."""
    pen.fill([(-26, 30), (26, 30), (20, length * .7), (0, length), (-20, length * .7)], tube(dark(tone, .1)), volume=.2)
    pen.fill([(-64, 0), (64, 0), (26, 46), (26, 60), (-26, 60), (-26, 46)], polished(tone), drop=.3)
    y = length * .32
    while y < length - 26:
        w = 36 if y < length * .72 else 36 * (length - y) / (length * .28)
        pen.stroke([(-w, y + 9), (w, y - 9)], 11, light(tone, .15), curve=False)
        y += 27
    pen.box(-64, -12, 64, 4, matte(light(tone, .2)), 6)


@lying
def screw(pen: Pen) -> None:
    tone = metal(pen)
    for x, y, turn in ((430, 250, 8), (640, 300, -24), (760, 180, -52)):
        with pen.at(x, y, turn):
            one_screw(pen, tone)
    with pen.at(400, 690):
        pen.oval(0, 0, 74, 74, polished(tone, 45), soft=5)
        pen.fill(ellipse(0, 0, 58), matte(tone), volume=.2)
        for turn in (45, 135):
            with pen.at(0, 0, turn):
                pen.box(-36, -8, 36, 8, flat(dark(tone, .6)), 4, volume=0)


@lying
def nail(pen: Pen) -> None:
    for x, y, turn, size in ((350, 240, -6, 1), (480, 210, 4, 1), (610, 240, -2, 1), (740, 220, 9, 1), (870, 260, 22, .94)):
        with pen.at(x, y, turn, size):
            pen.fill([(-12, 0), (12, 0), (12, 400), (0, 446), (-12, 400)], polished(metal(pen)), volume=.15)
            pen.box(-44, -16, 44, 8, polished(metal(pen), 90), 7)
            for k in range(3):
                pen.box(-12, 24 + k * 14, 12, 29 + k * 14, flat(dark(STEEL, .5)), 2, volume=0, alpha=.6)


@lying
def bolt(pen: Pen) -> None:
    tone = metal(pen)
    with pen.at(540, 470, -34):
        pen.box(-130, -44, 330, 44, polished(tone, 90), 6)
        for i in range(19):
            pen.stroke([(20 + i * 16, 46), (28 + i * 16, -46)], 8, light(tone, .1), curve=False)
        pen.fill([(-240, -84), (-130, -84), (-130, 84), (-240, 84), (-256, 60), (-256, -60)], polished(tone, 90), drop=.3)
        for y in (-42, 42):
            pen.box(-250, y - 3, -134, y + 3, flat(dark(tone, .4)), 2, volume=0, alpha=.6)
    with pen.at(820, 640):
        pen.fill(polygon(0, 0, 100, 6, 12), polished(tone, 40), holes=[ellipse(0, 0, 48)], soft=12)
        pen.ring(0, 0, 60, 60, 12, matte(dark(tone, .2)), soft=4)


@lying
def nut(pen: Pen) -> None:
    tone = metal(pen)
    for x, y, r, turn in ((470, 420, 160, 8), (760, 330, 110, 20), (740, 600, 130, 0)):
        pen.fill(polygon(x, y, r, 6, turn), polished(tone, 40), holes=[ellipse(x, y, r * .5)], soft=16, volume=.5)
        pen.ring(x, y, r * .62, r * .62, r * .13, matte(dark(tone, .25)), soft=4)
        pen.ring(x, y, r * .82, r * .82, 4, flat(light(tone, .5)), volume=0, alpha=.5)


@lying
def washer(pen: Pen) -> None:
    for x, y, r in ((430, 400, 170), (720, 330, 120), (700, 600, 150), (440, 670, 84), (910, 480, 84)):
        pen.fill(ellipse(x, y, r), polished(metal(pen), 40), holes=[ellipse(x, y, r * .44)], soft=7, volume=.5)


@lying
def wall_plug(pen: Pen) -> None:
    for x, y, turn in ((400, 470, 74), (620, 420, 96), (800, 480, 110)):
        with pen.at(x, y, turn):
            pen.fill([(-200, -46), (110, -42), (180, -20), (200, 0), (180, 20), (110, 42), (-200, 46)], tube(pen.accent, 90), soft=6)
            for i in range(7):
                pen.stroke([(-90 + i * 34, -48), (-70 + i * 34, -20)], 10, dark(pen.accent, .2), curve=False)
                pen.stroke([(-90 + i * 34, 48), (-70 + i * 34, 20)], 10, dark(pen.accent, .2), curve=False)
            pen.box(-60, -5, 170, 5, flat(dark(pen.accent, .5)), 4, volume=0)
            pen.box(-220, -58, -192, 58, matte(light(pen.accent, .15)), 12)


@lying
def picture_hook(pen: Pen) -> None:
    tone = pen.accent if pen.accent == STEEL else BRASS
    for x, y, turn, size in ((470, 370, -4, 1.0), (740, 390, 9, .9)):
        with pen.at(x, y, turn, size):
            pen.fill(smooth([(-62, -110), (0, -128), (62, -110), (66, 40), (56, 200), (0, 212), (-56, 200), (-66, 40)], steps=8), matte(tone), soft=9)
            pen.fill(smooth([(-52, 300), (-70, 190), (-40, 150), (40, 150), (70, 190), (52, 300), (0, 330)], steps=8), polished(light(tone, .1), 60), drop=.5, soft=14)
            pen.box(-40, -150, 40, -116, polished(tone, 90), 14, drop=.3)
            with pen.at(0, -140, 28):
                pen.box(-7, -90, 7, 170, polished(STEEL), 4, drop=.4)
                pen.box(-28, -104, 28, -84, polished(tone, 90), 9)
            pen.oval(0, 60, 12, 12, flat(dark(tone, .55)), volume=0)


@lying
def eyelet(pen: Pen) -> None:
    for x, turn in ((430, -12), (640, 4), (830, 18)):
        with pen.at(x, 350, turn):
            pen.box(-15, 60, 15, 330, polished(metal(pen)), 5)
            for i in range(8):
                pen.stroke([(-22, 150 + i * 22), (22, 140 + i * 22)], 9, light(metal(pen), .1), curve=False)
            pen.stroke([(0, 74), (-70, 44), (-92, -30), (-50, -100), (30, -112), (88, -60), (92, 10), (46, 60)], 30, metal(pen))


@lying
def spring(pen: Pen) -> None:
    with pen.at(600, 450, -24):
        for i in range(17):
            pen.stroke([(-300 + i * 36, 74), (-290 + i * 36, 0), (-264 + i * 36, -74)], 17, metal(pen), shine=.8)
        pen.stroke([(-300, 74), (-360, 60), (-380, 0), (-340, -30)], 16, metal(pen))
        pen.stroke([(312, -74), (360, -50), (384, 0), (350, 40)], 16, metal(pen))


@lying
def staples(pen: Pen) -> None:
    for k, (x, y, turn) in enumerate(((600, 330, -8), (560, 520, 6), (650, 650, -3))):
        with pen.at(x, y, turn):
            pen.box(-270 + k * 30, -44, 270 - k * 40, 44, polished(metal(pen), 90), 8)
            for i in range(26 - k * 3):
                pen.box(-256 + k * 30 + i * 20, -44, -252 + k * 30 + i * 20, 44, flat(dark(STEEL, .45)), 1, volume=0, alpha=.5)


@lying
def rivet(pen: Pen) -> None:
    for i, (x, y) in enumerate(((400, 300), (560, 420), (720, 300), (480, 600), (840, 560))):
        with pen.at(x, y, -20 + i * 17):
            pen.box(-8, 0, 8, 210, polished(STEEL), 4)
            pen.box(-30, -90, 30, 0, tube(pen.accent), 8)
            pen.oval(0, 0, 66, 24, polished(light(pen.accent, .2), 90), drop=.3)


@lying
def o_rings(pen: Pen) -> None:
    for x, y, r, w in ((460, 430, 190, 34), (760, 340, 130, 26), (760, 620, 100, 22), (440, 440, 100, 20), (940, 500, 60, 16)):
        pen.stroke(ellipse(x, y, r)[::3], w, (62, 62, 70) if w != 26 else pen.accent, closed=True, shine=.35)
