"""Bread, cakes and what a baker sells."""

from __future__ import annotations

from inventory.examples.outline import arc, smooth
from inventory.examples.paint import CREAM, CRUST, PAPER, Linear, Radial, dark, flat, light, matte, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing

BROWN = (92, 56, 38)


def flour_dust(pen: Pen, x0: float, y0: float, x1: float, y1: float, count: int) -> None:
    """Specks of flour on a crust."""
    for _ in range(count):
        r = pen.rng.uniform(1.5, 4.5)
        pen.oval(pen.rng.uniform(x0, x1), pen.rng.uniform(y0, y1), r, r * .7, flat((255, 250, 236)), volume=0, alpha=.65)


@standing
def bread_loaf(pen: Pen) -> None:
    pen.fill(smooth([(270, 690), (264, 560), (320, 430), (460, 360), (620, 346), (780, 370), (900, 450), (940, 570), (930, 690), (860, 730), (340, 730)], steps=8), Linear(((0, light(CRUST, .18)), (.5, CRUST), (1, dark(CRUST, .32))), 80), soft=60, volume=.6)
    for x in (410, 560, 710):
        pen.fill(smooth([(x, 520), (x + 40, 420), (x + 110, 390), (x + 84, 460), (x + 36, 540)], steps=6), matte((238, 204, 150)), soft=14, volume=.5)
    flour_dust(pen, 340, 390, 880, 560, 120)


@standing
def round_loaf(pen: Pen) -> None:
    pen.fill(smooth([(280, 660), (290, 520), (400, 390), (600, 340), (800, 390), (910, 520), (920, 660), (840, 728), (360, 728)], steps=8), Linear(((0, CRUST), (.5, dark(CRUST, .15)), (1, dark(CRUST, .45))), 80), soft=70, volume=.6)
    for turn in (-1, 0, 1):
        pen.fill(smooth([(600 + turn * 160 - 20, 580), (600 + turn * 110, 440), (600 + turn * 70 + 12, 380), (600 + turn * 120 + 26, 440), (600 + turn * 190, 580)], steps=6), matte((236, 206, 158)), soft=12, volume=.5)
    flour_dust(pen, 340, 380, 860, 620, 240)


@lying
def baguette(pen: Pen) -> None:
    for y, turn in ((360, -16), (560, -22)):
        with pen.at(600, y, turn):
            pen.fill(smooth([(-440, 0), (-400, -46), (-200, -74), (100, -76), (360, -54), (440, 0), (360, 54), (100, 76), (-200, 74), (-400, 46)], steps=8), Linear(((0, light(CRUST, .25)), (.5, CRUST), (1, dark(CRUST, .35))), 90), soft=40, volume=.6)
            for i in range(6):
                x = -340 + i * 118
                pen.fill(smooth([(x, 24), (x + 50, -30), (x + 120, -44), (x + 84, -6), (x + 30, 40)], steps=5), matte((242, 212, 160)), soft=9, volume=.5)
            flour_dust(pen, -380, -50, 380, 30, 70)


@lying
def croissant(pen: Pen) -> None:
    with pen.at(600, 480, -6):
        for x, y, w in ((-330, 110, -62), (330, 110, 62), (-240, 10, -40), (240, 10, 40), (-120, -66, -18), (120, -66, 18), (0, -92, 0)):
            with pen.at(x, y, w):
                h = 150 - abs(x) * .26
                pen.fill(smooth([(-92, -h * .6), (0, -h * .86), (92, -h * .6), (76, h * .5), (0, h * .72), (-76, h * .5)], steps=8), Linear(((0, light(CRUST, .35)), (.45, CRUST), (1, dark(CRUST, .36))), 84), soft=34, volume=.6, drop=.4)
                for k in (-1, 0, 1):
                    pen.stroke([(k * 40, -h * .6), (k * 34, 0), (k * 30, h * .46)], 5, light(CRUST, .4), shine=0, alpha=.35)


@standing
def bun(pen: Pen) -> None:
    for x, y, r in ((440, 590, 150), (760, 590, 150), (600, 620, 160)):
        pen.fill(smooth([(x - r, y + 60), (x - r * .9, y - 30), (x - r * .5, y - r * .75), (x, y - r * .86), (x + r * .5, y - r * .75), (x + r * .9, y - 30), (x + r, y + 60), (x + r * .8, y + 106), (x - r * .8, y + 106)], steps=8), Linear(((0, light(CRUST, .35)), (.5, CRUST), (1, dark(CRUST, .25))), 85), soft=46, volume=.6, drop=.4)
        for _ in range(26):
            a, b = pen.rng.uniform(-.7, .7), pen.rng.uniform(-.75, -.1)
            with pen.at(x + a * r, y + b * r, pen.rng.uniform(0, 180)):
                pen.oval(0, 0, 8, 4.5, matte((250, 236, 200)), volume=0)


@lying
def pretzel(pen: Pen) -> None:
    pen.stroke([(420, 600), (520, 480), (640, 360), (760, 270), (880, 320), (880, 480), (760, 610), (600, 660), (440, 610), (320, 480), (320, 320), (440, 270), (560, 360), (680, 480), (780, 600)], 84, dark(CRUST, .25), shine=.28)
    for x, y in ((340, 360), (332, 440), (400, 560), (460, 292), (520, 330), (600, 652), (540, 640), (680, 640), (740, 290), (690, 330), (872, 370), (868, 460), (810, 560), (560, 440), (640, 440), (420, 280), (800, 280)):
        with pen.at(x, y, (x * 7) % 90):
            pen.box(-9, -7, 9, 7, matte((255, 252, 244)), 2, soft=2)


@standing
def cake(pen: Pen) -> None:
    pen.oval(600, 712, 320, 26, matte((232, 232, 236)))
    pen.can(370, 480, 830, 680, 48, (222, 178, 120))
    pen.box(370, 570, 830, 606, tube(light(pen.accent, .2)), 8, volume=.2)
    drip = [(366, 470), (834, 470), (834, 540), *[(830 - i * 23, 530 + (52 if i % 3 == 1 else 12 + (i % 5) * 6)) for i in range(1, 20)], (366, 540)]
    pen.fill(smooth(drip, steps=5), tube(pen.accent), soft=12, volume=.5)
    pen.oval(600, 470, 234, 52, matte(light(pen.accent, .15)), soft=8)
    for k in range(8):
        x, y = 600 + 178 * _cos(k * 45), 456 + 32 * _sin(k * 45)
        pen.oval(x, y - 12, 30, 26, matte(CREAM), soft=10)
        pen.oval(x, y - 36, 19, 19, matte((200, 44, 52)), soft=7)


def _cos(degrees: float) -> float:
    return arc(0, 0, 1, 1, degrees, degrees, 1)[0][0]


def _sin(degrees: float) -> float:
    return arc(0, 0, 1, 1, degrees, degrees, 1)[0][1]


@standing
def cupcake(pen: Pen) -> None:
    for x, tone in ((440, pen.accent), (740, light(pen.accent, .5))):
        pen.fill([(x - 120, 560), (x + 120, 560), (x + 90, 724), (x - 90, 724)], tube((226, 206, 176)), soft=8)
        for i in range(9):
            pen.stroke([(x - 108 + i * 27, 566), (x - 82 + i * 20.5, 722)], 4, (176, 150, 116), shine=0, curve=False, alpha=.7)
        for y, rx, ry in ((540, 138, 60), (476, 108, 54), (420, 72, 46), (380, 36, 34)):
            pen.oval(x, y, rx, ry, matte(tone), soft=22, volume=.5, drop=.2)
        pen.oval(x, 342, 22, 22, matte((196, 40, 48)), soft=8)


@lying
def cookies(pen: Pen) -> None:
    for x, y, r in ((450, 360, 170), (750, 400, 160), (580, 620, 165)):
        pts = [(x + r * (1 + pen.rng.uniform(-.04, .04)) * _cos(k * 30), y + r * (1 + pen.rng.uniform(-.04, .04)) * _sin(k * 30)) for k in range(12)]
        pen.fill(smooth(pts), matte((212, 156, 90)), soft=30, volume=.5, drop=.4)
        for _ in range(12):
            a, d = pen.rng.uniform(0, 360), pen.rng.uniform(.1, .8)
            pen.oval(x + r * d * _cos(a), y + r * d * _sin(a), pen.rng.uniform(13, 22), pen.rng.uniform(11, 18), matte(BROWN), soft=6, drop=.2)


@lying
def tart(pen: Pen) -> None:
    for k in range(30):
        with pen.at(600, 450, k * 12):
            pen.oval(262, 0, 30, 32, matte(CRUST), soft=9)
    pen.oval(600, 450, 264, 264, matte(light(CRUST, .1)), soft=14)
    pen.oval(600, 450, 226, 226, matte((244, 216, 140)), soft=10, volume=.4)
    for ring, count, r in ((176, 15, 42), (98, 9, 42), (20, 2, 40)):
        for k in range(count):
            with pen.at(600, 450, k * 360 / count + ring):
                pen.oval(ring, 0, r, r, Radial(((0, light(pen.accent, .5)), (.5, pen.accent), (1, dark(pen.accent, .35)))), soft=14, drop=.25)


@standing
def cake_slice(pen: Pen) -> None:
    pen.oval(600, 714, 300, 22, matte(PAPER))
    for i, tone in enumerate(((196, 140, 84), CREAM, (196, 140, 84), CREAM)):
        pen.fill([(330, 690 - i * 56), (870, 690 - i * 56), (870, 634 - i * 56), (330, 634 - i * 56)], matte(tone, 90), volume=.3, soft=8)
    pen.fill([(330, 466), (620, 400), (870, 466)], matte(pen.accent), soft=10)
    pen.box(324, 456, 876, 492, tube(pen.accent, 90), 14)
    pen.oval(660, 420, 34, 30, matte((200, 44, 52)), soft=10)


@lying
def pizza(pen: Pen) -> None:
    pen.oval(600, 450, 290, 290, matte(CRUST), soft=30, volume=.5)
    pen.oval(600, 450, 250, 250, matte((206, 82, 52)), soft=8)
    pen.fill(smooth([(600 + (226 + pen.rng.uniform(-14, 14)) * _cos(k * 20), 450 + (226 + pen.rng.uniform(-14, 14)) * _sin(k * 20)) for k in range(18)]), matte((246, 208, 122)), soft=12)
    for k in range(11):
        a, d = k * 137, 60 + (k * 53) % 130
        pen.oval(600 + d * _cos(a), 450 + d * _sin(a), 38, 38, matte((192, 58, 46)), soft=8, drop=.3)
    for k in range(9):
        with pen.at(600 + (40 + k * 20) * _cos(k * 97), 450 + (40 + k * 20) * _sin(k * 97), k * 40):
            pen.blob([(-24, 0), (0, -11), (24, 0), (0, 11)], matte((84, 140, 74)), soft=4)
