"""Cups, plates, glasses and cutlery."""

from __future__ import annotations

from inventory.examples.outline import arc, rounded, smooth
from inventory.examples.paint import PAPER, STEEL, Linear, dark, flat, light, matte, polished, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing

CLEAR = Linear(((0, (196, 216, 224)), (.35, (246, 250, 252)), (1, (178, 200, 212))), 0)


@standing
def mug(pen: Pen) -> None:
    pen.stroke([(730, 440), (850, 430), (880, 540), (820, 640), (724, 640)], 44, pen.accent)
    pen.can(420, 380, 740, 700, 34, pen.accent)
    pen.oval(580, 380, 144, 26, flat(dark(pen.accent, .5)), volume=0)
    pen.oval(580, 390, 130, 17, matte((104, 64, 40)), volume=0)
    pen.glint(rounded(446, 440, 466, 670, 10), .35)


@lying
def plate(pen: Pen) -> None:
    pen.oval(600, 450, 290, 290, matte((250, 248, 243)), soft=12)
    pen.ring(600, 450, 276, 276, 13, flat(pen.accent), volume=0, alpha=.85)
    pen.oval(600, 450, 196, 196, matte((242, 239, 232), 245), soft=10, volume=.4)
    pen.oval(600, 452, 182, 182, matte((250, 248, 243)), volume=.15)


@standing
def wine_glass(pen: Pen) -> None:
    pen.oval(600, 714, 110, 16, CLEAR, alpha=.8)
    pen.box(592, 500, 608, 710, CLEAR, 4, alpha=.85)
    pen.fill(smooth([(490, 240), (710, 240), (720, 380), (670, 480), (600, 510), (530, 480), (480, 380)], steps=8), CLEAR, alpha=.6, soft=12)
    pen.fill(smooth([(486, 360), (600, 372), (714, 360), (714, 390), (664, 472), (600, 500), (536, 472), (486, 390)], steps=8), tube((140, 40, 60)), alpha=.85, volume=.2)
    pen.ring(600, 242, 108, 17, 4, flat((255, 255, 255)), volume=0, alpha=.7)
    pen.glint(smooth([(506, 280), (520, 280), (514, 380), (530, 440), (512, 410)]), .7)


@standing
def glass(pen: Pen) -> None:
    for x, y in ((440, 0), (640, 14)):
        pen.fill([(x, 340 + y), (x + 170, 340 + y), (x + 150, 700 + y), (x + 140, 716 + y), (x + 30, 716 + y), (x + 20, 700 + y)], CLEAR, alpha=.6, soft=10)
        pen.fill([(x + 10, 480 + y), (x + 160, 480 + y), (x + 146, 690 + y), (x + 24, 690 + y)], tube(light(pen.accent, .45)), alpha=.6, volume=.2)
        pen.ring(x + 85, 342 + y, 85, 15, 4, flat((255, 255, 255)), volume=0, alpha=.75)
        pen.glint(rounded(x + 28, 370 + y, x + 40, 660 + y, 6), .65)


@lying
def cutlery(pen: Pen) -> None:
    with pen.at(430, 450, -4):
        pen.fill(smooth([(-15, 330), (15, 330), (13, 60), (26, -40), (50, -120), (48, -300), (-48, -300), (-50, -120), (-26, -40), (-13, 60)], steps=5), polished(STEEL), soft=5)
        for x in (-24, 0, 24):
            pen.box(x - 6, -304, x + 6, -150, flat((226, 228, 230)), 5, volume=0)
    with pen.at(600, 450):
        pen.fill(smooth([(-16, 330), (16, 330), (16, 20), (34, -60), (30, -240), (0, -320), (-16, -240), (-20, 0)], steps=5), polished(STEEL), soft=5)
    with pen.at(770, 450, 4):
        pen.fill(smooth([(-15, 330), (15, 330), (12, -40), (52, -120), (62, -220), (0, -310), (-62, -220), (-52, -120), (-12, -40)], steps=6), polished(STEEL), soft=6)
        pen.oval(0, -210, 44, 74, matte(dark(STEEL, .1), 245), soft=12)


@standing
def teapot(pen: Pen) -> None:
    pen.stroke([(760, 440), (890, 430), (900, 570), (780, 630)], 34, pen.accent)
    pen.fill(smooth([(440, 620), (360, 560), (300, 420), (330, 410), (400, 500), (460, 540)], steps=8), tube(pen.accent, 60), soft=12)
    pen.fill(smooth([(480, 400), (600, 384), (720, 400), (800, 500), (800, 610), (720, 716), (480, 716), (400, 610), (400, 500)], steps=8), matte(pen.accent), soft=50, volume=.6)
    pen.fill(smooth([(480, 404), (520, 360), (600, 346), (680, 360), (720, 404), (600, 424)], steps=8), matte(light(pen.accent, .1)), soft=14, drop=.3)
    pen.oval(600, 336, 26, 23, matte(pen.accent), soft=8)
    pen.glint(smooth([(450, 500), (480, 460), (500, 450), (480, 520), (460, 560)]), .4)


@standing
def coffee_press(pen: Pen) -> None:
    pen.stroke([(740, 420), (840, 420), (850, 640), (744, 650)], 30, (60, 62, 68))
    pen.box(594, 190, 606, 330, polished(STEEL), 3)
    pen.oval(600, 186, 26, 26, matte((60, 62, 68)), soft=8)
    pen.box(460, 350, 740, 712, CLEAR, 10, alpha=.65)
    pen.box(468, 470, 732, 706, tube((92, 58, 40)), 8, volume=.2, alpha=.92)
    pen.fill(smooth([(456, 350), (500, 320), (600, 308), (700, 320), (744, 350)]), polished(STEEL), drop=.3)
    for y in (380, 690):
        pen.box(450, y, 750, y + 24, polished(STEEL), 6, drop=.3)
    pen.glint(rounded(486, 420, 502, 670, 8), .5)


@lying
def napkins(pen: Pen) -> None:
    for i in range(5):
        with pen.at(600 + i * 6, 470 - i * 14, -12 + i * 3):
            pen.box(-210, -210, 210, 210, matte(light(pen.accent, .1 * i)), 10, soft=8, drop=.3)
    with pen.at(624, 414, 0):
        pen.stroke([(-200, 0), (200, 0)], 3, dark(pen.accent, .2), shine=0, curve=False, alpha=.5)
        pen.stroke([(0, -200), (0, 200)], 3, dark(pen.accent, .2), shine=0, curve=False, alpha=.5)


@standing
def paper_cup(pen: Pen) -> None:
    pen.fill([(470, 330), (730, 330), (694, 716), (680, 730), (520, 730), (506, 716)], tube(PAPER), soft=10)
    pen.fill([(480, 440), (720, 440), (702, 630), (498, 630)], tube(pen.accent), volume=.2)
    pen.lines(550, 510, 100, 2, (252, 248, 238), 34, 13)
    pen.box(450, 290, 750, 340, tube((74, 66, 62)), 14)
    pen.fill([(490, 292), (510, 258), (690, 258), (710, 292)], tube((84, 76, 72)))


@standing
def paper_bags(pen: Pen) -> None:
    for x, h, tone in ((350, 360, (214, 180, 132)), (560, 470, (226, 194, 148))):
        y = 730 - h
        pen.fill([(x, y), *[(x + i * 25, y + (0 if i % 2 else 16)) for i in range(12)], (x + 280, y), (x + 284, 730), (x - 4, 730)], matte(tone, 30), soft=12, drop=.3)
        pen.stroke([(x + 60, y + 14), (x + 64, 726)], 3, dark(tone, .3), shine=0, curve=False, alpha=.6)
        pen.stroke([(x + 224, y + 14), (x + 220, 726)], 3, dark(tone, .3), shine=0, curve=False, alpha=.6)
        pen.oval(x + 142, y + h * .55, 54, 54, matte(pen.accent), soft=5)
        with pen.at(x + 142, y + h * .55):
            pen.stroke(arc(0, 0, 28, 28, 200, 340), 8, PAPER, shine=0)


@standing
def cake_box(pen: Pen) -> None:
    pen.fill([(330, 470), (740, 520), (740, 730), (330, 660)], matte((248, 246, 242), 90), volume=.2)
    pen.fill([(740, 520), (900, 450), (900, 640), (740, 730)], matte((222, 218, 212), 90), volume=.2)
    pen.fill([(330, 470), (500, 410), (900, 450), (740, 520)], matte((254, 253, 250), 90), volume=.2)
    pen.fill([(520, 494), (560, 499), (560, 700), (520, 693)], matte(pen.accent), volume=.2)
    pen.fill([(520, 494), (560, 499), (712, 431), (672, 427)], matte(light(pen.accent, .12)), volume=.2)
    for s in (-1, 1):
        pen.blob([(606, 456), (606 + s * 70, 396), (606 + s * 104, 430), (606 + s * 70, 470)], matte(pen.accent), soft=10, drop=.2)
    pen.oval(606, 454, 22, 19, matte(dark(pen.accent, .1)), soft=6)


@standing
def lunch_box(pen: Pen) -> None:
    pen.box(320, 510, 880, 730, matte(light(pen.accent, .45)), 44, soft=20, volume=.4)
    pen.box(300, 440, 900, 540, matte(pen.accent, 90), 34, soft=14, drop=.3)
    for x in (400, 730):
        pen.box(x, 500, x + 70, 590, matte(dark(pen.accent, .15)), 14, drop=.3)
    pen.box(520, 470, 680, 500, matte(light(pen.accent, .2)), 14)


@lying
def straws(pen: Pen) -> None:
    for i in range(9):
        tone = (pen.accent, PAPER, light(pen.accent, .5))[i % 3]
        with pen.at(600, 450, -60 + i * 9):
            pen.box(-340, -13, 340, 13, tube(tone, 90), 4, volume=.2, drop=.2)
            for k in range(12 if i % 3 == 1 else 0):
                pen.stroke([(-320 + k * 56, 13), (-300 + k * 56, -13)], 10, pen.accent, shine=0, curve=False, caps=False)


@lying
def tray(pen: Pen) -> None:
    pen.box(240, 230, 960, 670, matte(pen.accent), 60, soft=14)
    pen.box(280, 268, 920, 632, matte(light(pen.accent, .1), 245), 40, soft=8)
    for x in (252, 924):
        pen.box(x, 390, x + 24, 510, flat(dark(pen.accent, .5)), 12, volume=0)
