"""What holds, hangs, joins and locks things."""

from __future__ import annotations

from inventory.examples.outline import arc, ellipse, rounded, smooth
from inventory.examples.paint import (
    BRASS,
    DARK_STEEL,
    PAPER,
    RUBBER,
    STEEL,
    WOOD,
    Linear,
    dark,
    flat,
    light,
    matte,
    polished,
    tube,
)
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


def shop_screw(pen: Pen, x: float, y: float, r: float = 13) -> None:
    """A small cross-head screw seen from its head."""
    pen.oval(x, y, r, r, polished(STEEL, 40), soft=3)
    for turn in (20, 110):
        with pen.at(x, y, turn):
            pen.box(-r * .6, -2, r * .6, 2, flat((60, 62, 70)), 1, volume=0)


@lying
def hook(pen: Pen) -> None:
    pen.fill(smooth([(600, 150), (662, 190), (656, 330), (672, 430), (600, 470), (528, 430), (544, 330), (538, 190)], steps=8), matte(pen.accent), soft=14)
    pen.stroke([(600, 240), (600, 420), (606, 560), (660, 650), (752, 640), (790, 560), (786, 530)], 48, pen.accent, drop=.45)
    pen.oval(786, 520, 40, 40, matte(light(pen.accent, .1)), drop=.3, soft=14)
    shop_screw(pen, 600, 200)
    shop_screw(pen, 600, 436)


@lying
def strips(pen: Pen) -> None:
    pen.box(360, 150, 850, 770, matte((252, 250, 246)), 24, soft=6)
    pen.box(360, 150, 850, 258, matte(pen.accent), 24, volume=.2)
    pen.lines(400, 186, 300, 2, light(pen.accent, .7), 30, 12)
    for i in range(4):
        x = 394 + i * 110
        pen.box(x, 300, x + 90, 720, Linear(((0, (255, 255, 255)), (1, (226, 230, 236))), 60), 20, soft=6, drop=.3)
        pen.box(x + 8, 310, x + 82, 500, matte((214, 220, 228)), 14, volume=.15)
        for k in range(9):
            pen.box(x + 16, 324 + k * 19, x + 74, 330 + k * 19, flat((182, 190, 200)), 2, volume=0)
        pen.box(x + 8, 660, x + 82, 712, matte(light(pen.accent, .5)), 12, volume=.1)


@lying
def rail(pen: Pen) -> None:
    pen.box(150, 230, 1050, 282, polished(light(STEEL, .25), 90), 8)
    pen.box(150, 262, 1050, 270, flat(dark(STEEL, .45)), 2, volume=0)
    for x, length in ((330, 250), (600, 380), (860, 300)):
        pen.stroke([(x, 270), (x, 280 + length)], 5, (120, 124, 132), curve=False, shine=.8)
        pen.box(x - 24, 250, x + 24, 300, polished(STEEL), 8, drop=.4)
        pen.box(x - 16, 260 + length, x + 16, 330 + length, polished(BRASS), 8)
        pen.stroke([(x, 326 + length), (x, 350 + length), (x + 26, 372 + length), (x + 48, 350 + length)], 14, STEEL)
    for x in (170, 1030):
        shop_screw(pen, x, 244, 9)


@lying
def wire_roll(pen: Pen) -> None:
    pen.stroke([(790, 560), (880, 640), (950, 620), (1010, 700)], 13, pen.accent)
    for i in range(7):
        r = 150 + i * 17
        pen.stroke(ellipse(590 + pen.rng.uniform(-6, 6), 440 + pen.rng.uniform(-6, 6), r, r * .96)[::4], 17, pen.accent if i % 2 else dark(pen.accent, .1), closed=True)
    for a in (20, 140, 262):
        with pen.at(590, 440, a):
            pen.box(136, -18, 270, 18, matte((70, 74, 82)), 12, drop=.4)


@lying
def rope(pen: Pen) -> None:
    tone = pen.accent
    loops = [(600 + k * 5, 430 + k * 4, 230 - k * 6) for k in range(5)]
    for x, y, r in loops:
        path = ellipse(x, y, r, r * .86)
        pen.stroke(path[::4], 34, tone, closed=True, shine=.3)
        for px, py in path[::2]:
            pen.stroke([(px - 8, py + 9), (px + 8, py - 9)], 4, dark(tone, .35), shine=0, curve=False, alpha=.5)
    pen.stroke([(440, 560), (500, 610), (560, 640), (700, 650), (820, 720)], 34, tone, shine=.3, drop=.4)
    for i in range(4):
        pen.stroke([(586 + i * 30, 570), (578 + i * 30, 700)], 28, light(tone, .05), shine=.3, drop=.3)


@lying
def chain(pen: Pen) -> None:
    for i in range(9):
        with pen.at(210 + i * 98, 620 - i * 42 + (i % 3) * 8, -24):
            if i % 2:
                pen.box(-72, -14, 72, 14, polished(STEEL, 90), 14, drop=.4)
            else:
                pen.stroke(rounded(-70, -40, 70, 40, 40)[::3], 27, STEEL, closed=True, shine=.7, drop=.3)


@lying
def bracket(pen: Pen) -> None:
    pen.stroke([(420, 600), (560, 560), (650, 470), (690, 330)], 26, pen.accent)
    pen.box(380, 200, 446, 740, matte(pen.accent, 20), 12)
    pen.box(380, 200, 860, 266, matte(pen.accent), 12, drop=.3)
    for x, y in ((413, 330), (413, 470), (413, 680), (560, 233), (690, 233), (810, 233)):
        pen.oval(x, y, 15, 15, flat(dark(pen.accent, .62)), volume=0)


@lying
def hinge(pen: Pen) -> None:
    for side in (-1, 1):
        with pen.at(600, 450):
            pen.box(min(side * 20, side * 220), -250, max(side * 20, side * 220), 250, matte(pen.accent), 12, soft=7)
            for y in (-180, 0, 180):
                shop_screw(pen, side * (140 if y else 90), y, 22)
    for i in range(5):
        pen.box(568, 196 + i * 102, 632, 294 + i * 102, polished(pen.accent), 6)
    for y in (186, 714):
        pen.oval(600, y, 30, 22, polished(pen.accent), soft=6)


@standing
def castor(pen: Pen) -> None:
    pen.oval(600, 590, 140, 140, matte(RUBBER), soft=16)
    pen.oval(600, 590, 96, 96, matte(pen.accent), soft=10)
    pen.fill([(520, 330), (700, 330), (690, 470), (640, 610), (560, 610), (500, 470)], polished(STEEL, 20), drop=.3)
    pen.oval(600, 590, 30, 30, polished(STEEL, 40), drop=.3)
    pen.oval(600, 336, 120, 26, polished(DARK_STEEL, 0))
    pen.box(430, 280, 770, 312, polished(STEEL, 90), 8)
    for x in (470, 730):
        pen.oval(x, 280, 22, 6, flat((50, 52, 60)), volume=0)


@standing
def padlock(pen: Pen) -> None:
    pen.stroke([(488, 480), (488, 330), (520, 240), (600, 205), (680, 240), (712, 330), (712, 480)], 52, STEEL, shine=.75)
    pen.box(400, 430, 800, 730, Linear(((0, dark(pen.accent, .2)), (.25, light(pen.accent, .35)), (.6, pen.accent), (1, dark(pen.accent, .3))), 10), 44, soft=16, volume=.5)
    pen.oval(600, 560, 44, 44, matte(DARK_STEEL), soft=6)
    pen.oval(600, 556, 16, 16, flat((24, 24, 30)), volume=0)
    pen.fill([(592, 556), (608, 556), (616, 606), (584, 606)], flat((24, 24, 30)), volume=0)
    pen.glint(rounded(424, 456, 440, 690, 8), .35)


@lying
def key(pen: Pen) -> None:
    with pen.at(600, 450, -26):
        tone = BRASS if pen.accent != STEEL else STEEL
        pen.fill([(-120, -30), (320, -30), (350, 0), (330, 22), (300, 22), (290, 50), (250, 50), (240, 26), (200, 26), (190, 58), (150, 58), (140, 30), (80, 30), (70, 46), (30, 46), (20, 30), (-120, 30)], polished(tone, 90), volume=.4, soft=6)
        pen.box(-110, -12, 300, -2, flat(dark(tone, .4)), 4, volume=0, alpha=.7)
        pen.fill(smooth([(-120, -60), (-180, -130), (-290, -130), (-360, -60), (-360, 60), (-290, 130), (-180, 130), (-120, 60)], steps=8), matte(tone), holes=[ellipse(-300, 0, 34)], soft=14, volume=.5)
        pen.stroke([(-300, -10), (-380, -110), (-480, -80), (-470, 40), (-380, 60), (-310, 20)], 13, STEEL, shine=.8)


@lying
def cable_ties(pen: Pen) -> None:
    for i in range(8):
        tone = (44, 46, 52) if pen.accent != PAPER else pen.accent
        with pen.at(270 + i * 82, 690, -8 + i * 3):
            pen.fill([(-13, 0), (-13, -430), (-4, -490), (4, -490), (13, -430), (13, 0)], tube(tone if i % 3 else pen.accent), volume=.2)
            pen.box(-26, -20, 26, 40, matte(tone if i % 3 else pen.accent), 8, soft=6)
            pen.box(-12, -4, 12, 12, flat((14, 14, 18)), 2, volume=0)


@lying
def magnets(pen: Pen) -> None:
    outer, inner = arc(600, 380, 240, 240, 180, 360), arc(600, 380, 110, 110, 360, 180)
    pen.fill([(360, 720), *outer, (840, 720), (710, 720), *inner, (490, 720)], matte((204, 58, 50)), volume=.5, soft=16)
    for x in (360, 710):
        pen.box(x, 610, x + 130, 724, polished(STEEL, 10), 4, drop=.2)


@lying
def drawer_slide(pen: Pen) -> None:
    with pen.at(600, 450, -16):
        pen.box(-420, 20, 300, 130, polished(STEEL, 90), 6)
        pen.box(-300, -70, 430, 40, polished(light(STEEL, .25), 90), 6, drop=.4)
        for x in (-250, -100, 60, 220, 370):
            pen.oval(x, -15, 15, 15, flat((70, 74, 84)), volume=0)
        for i in range(9):
            pen.oval(-390 + i * 15, 40, 6, 6, polished(STEEL), volume=0)


@lying
def door_handle(pen: Pen) -> None:
    pen.oval(420, 420, 120, 120, matte(pen.accent), soft=14)
    pen.ring(420, 420, 96, 96, 6, flat(dark(pen.accent, .3)), volume=0, alpha=.5)
    pen.fill(smooth([(360, 380), (440, 366), (640, 384), (820, 388), (860, 420), (820, 456), (640, 456), (440, 474), (370, 462), (350, 420)], steps=8), polished(pen.accent, 90), drop=.5, soft=14)
    pen.oval(420, 680, 70, 70, matte(pen.accent), soft=10)
    pen.oval(420, 670, 15, 15, flat((26, 26, 32)), volume=0)
    pen.box(412, 672, 428, 712, flat((26, 26, 32)), 4, volume=0)


@lying
def frame(pen: Pen) -> None:
    tone = pen.accent if pen.accent != STEEL else WOOD
    pen.box(340, 240, 860, 660, PAPER, volume=0)
    sky = rounded(420, 310, 780, 590)
    pen.fill(sky, Linear(((0, (176, 206, 222)), (.6, (236, 220, 196)), (1, (240, 206, 168))), 90), volume=0)
    pen.oval(690, 400, 34, 34, flat((250, 238, 196)), volume=0)
    pen.fill([(420, 590), (420, 500), (500, 440), (580, 500), (640, 460), (780, 540), (780, 590)], matte((104, 140, 128)), volume=.2)
    pen.fill([(420, 590), (420, 550), (560, 520), (700, 556), (780, 540), (780, 590)], matte((70, 104, 100)), volume=.2)
    pen.fill([(270, 170), (930, 170), (860, 240), (340, 240)], matte(light(tone, .14), 90), grain=6, volume=.3)
    pen.fill([(930, 170), (930, 730), (860, 660), (860, 240)], matte(dark(tone, .12), 0), grain=6, volume=.3)
    pen.fill([(930, 730), (270, 730), (340, 660), (860, 660)], matte(dark(tone, .2), 90), grain=6, volume=.3)
    pen.fill([(270, 730), (270, 170), (340, 240), (340, 660)], matte(tone, 0), grain=6, volume=.3)
    pen.shade(rounded(340, 240, 860, 252), .16)
    pen.shade(rounded(340, 240, 352, 660), .12)
    pen.glint([(560, 240), (680, 240), (420, 660), (340, 660), (340, 600)], .10)


@lying
def twine(pen: Pen) -> None:
    pen.stroke([(760, 560), (900, 600), (940, 700), (1040, 690)], 12, pen.accent, shine=.2)
    pen.oval(590, 450, 230, 220, matte(dark(pen.accent, .1)), soft=40, volume=.6)
    for k in range(20):
        turn = pen.rng.uniform(0, 180)
        with pen.at(590, 450, turn):
            ry = 20 + (k * 37) % 180
            pen.stroke(arc(0, 0, 224, ry, 184, 356)[::3], 13, light(pen.accent, .05 * (k % 4)), shine=.25, alpha=.95)
    pen.shade(arc(590, 450, 230, 220, 20, 110), .12)
