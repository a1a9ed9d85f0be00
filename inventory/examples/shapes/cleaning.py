"""Cleaning and washing."""

from __future__ import annotations

from inventory.examples.outline import arc, ellipse, rounded, smooth
from inventory.examples.paint import PAPER, STEEL, WOOD, dark, flat, light, matte, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


@standing
def bucket(pen: Pen) -> None:
    pen.stroke(arc(600, 440, 250, 230, 190, 350)[::4], 12, STEEL, shine=.8)
    pen.fill([(360, 430), (840, 430), (790, 700), (760, 724), (600, 730), (440, 724), (410, 700)], tube(pen.accent), soft=16)
    pen.oval(600, 430, 250, 48, matte(light(pen.accent, .15)), soft=5)
    pen.oval(600, 434, 222, 36, flat(dark(pen.accent, .5)), volume=0)
    pen.oval(600, 446, 204, 24, flat((150, 190, 214)), volume=0, alpha=.6)
    for x in (362, 838):
        pen.box(x - 18, 420, x + 18, 470, matte(dark(pen.accent, .2)), 8)


@lying
def broom(pen: Pen) -> None:
    with pen.at(600, 450, 32):
        pen.box(-15, -420, 15, 150, tube(WOOD), 10, grain=6)
        pen.fill(smooth([(-150, 190), (-110, 140), (0, 130), (110, 140), (150, 190)], steps=8), matte(pen.accent), soft=12, drop=.3)
        pen.fill([(-150, 188), (150, 188), (190, 380), (-190, 380)], matte((222, 186, 116), 90), soft=10)
        for i in range(40):
            pen.stroke([(-146 + i * 7.5, 190), (-186 + i * 9.5, 380 + (i * 7) % 12)], 3, (160, 120, 60), shine=0, curve=False, alpha=.6)


@lying
def hand_brush(pen: Pen) -> None:
    with pen.at(600, 430, -20):
        pen.fill([(-90, 30), (330, 30), (350, 150), (-100, 150)], matte((70, 72, 80), 90), soft=8)
        for i in range(44):
            pen.stroke([(-86 + i * 9.5, 36), (-94 + i * 10, 152)], 3, (130, 132, 142), shine=0, curve=False, alpha=.5)
        pen.fill(smooth([(-400, -16), (-360, -50), (-160, -44), (-90, -60), (320, -56), (344, 0), (330, 44), (-90, 44), (-160, 30), (-360, 26)], steps=6), tube(pen.accent, 90), soft=14, drop=.3)


@standing
def mop(pen: Pen) -> None:
    pen.box(588, 150, 612, 540, tube(WOOD), 8)
    pen.box(540, 520, 660, 566, matte(pen.accent), 16)
    for i in range(22):
        x = 546 + i * 5
        pen.stroke([(x, 560), (x + (i - 11) * 7, 640), (x + (i - 11) * 13, 722)], 15, (232, 226, 212) if i % 3 else light(pen.accent, .6), shine=.3)


@lying
def sponge(pen: Pen) -> None:
    for x, y, turn, tone in ((500, 380, -12, (240, 206, 86)), (700, 560, 10, light(pen.accent, .2))):
        with pen.at(x, y, turn):
            pen.box(-190, -110, 190, 110, matte(tone), 26, soft=18, volume=.5, drop=.3)
            for _ in range(60):
                px, py = pen.rng.uniform(-176, 176), pen.rng.uniform(-96, 60)
                pen.oval(px, py, pen.rng.uniform(3, 8), pen.rng.uniform(3, 7), flat(dark(tone, .25)), volume=0, alpha=.6)
            pen.box(-190, 62, 190, 112, matte((62, 116, 84)), 20, soft=6)


@lying
def soap(pen: Pen) -> None:
    pen.box(330, 300, 870, 620, matte(light(pen.accent, .55)), 110, soft=50, volume=.6)
    pen.fill(rounded(430, 380, 770, 540, 70), matte(light(pen.accent, .5), 245), soft=14)
    pen.lines(500, 432, 200, 2, light(pen.accent, .15), 36, 14)
    for x, y, r in ((900, 300, 44), (960, 380, 26), (300, 640, 36), (860, 640, 22)):
        pen.oval(x, y, r, r, matte((236, 244, 250)), soft=14, alpha=.8)
        pen.glint(ellipse(x - r * .3, y - r * .3, r * .22), .8)


@standing
def toilet_roll(pen: Pen) -> None:
    for x, y in ((470, 556), (730, 556), (600, 340)):
        pen.box(x - 120, y - 80, x + 120, y + 150, tube((244, 241, 234)), 20)
        pen.oval(x, y - 80, 120, 42, matte((252, 250, 246)), soft=5)
        pen.oval(x, y - 80, 42, 15, flat((176, 146, 112)), volume=0)
        pen.ring(x, y - 80, 84, 29, 4, flat((224, 218, 208)), volume=0)


@standing
def kitchen_roll(pen: Pen) -> None:
    pen.oval(600, 712, 180, 22, matte(WOOD))
    pen.box(586, 190, 614, 710, tube(WOOD), 10)
    pen.fill([(700, 330), (840, 350), (850, 690), (700, 696)], matte((250, 248, 242)), volume=.2)
    pen.box(460, 320, 740, 690, tube((246, 243, 236)), 10)
    pen.oval(600, 320, 140, 34, matte((252, 250, 246)), soft=5)
    pen.oval(600, 320, 40, 11, flat((176, 146, 112)), volume=0)
    for i in range(5):
        pen.oval(520 + (i % 2) * 120, 400 + i * 58, 16, 12, flat(light(pen.accent, .5)), volume=0, alpha=.7)


@standing
def laundry(pen: Pen) -> None:
    pen.fill(smooth([(380, 440), (460, 370), (600, 400), (700, 350), (820, 440)], steps=8), matte(light(pen.accent, .5)), soft=26, volume=.5)
    pen.fill([(340, 420), (860, 420), (810, 712), (790, 730), (410, 730), (390, 712)], matte(pen.accent), soft=20)
    for row in range(4):
        for col in range(9):
            x, y = 392 + col * 48 + row * 4, 478 + row * 54
            if x < 790:
                pen.box(x, y, x + 24, y + 34, flat(dark(pen.accent, .5)), 10, volume=0, alpha=.7)
    pen.box(324, 410, 876, 454, tube(light(pen.accent, .1), 90), 20, drop=.3)


@lying
def pegs(pen: Pen) -> None:
    for i, turn in enumerate((-20, 12, -8, 26)):
        tone = (pen.accent, (224, 190, 142), light(pen.accent, .4), (224, 190, 142))[i]
        with pen.at(360 + i * 160, 450, turn):
            for s in (-1, 1):
                pen.fill([(s * 6, -200), (s * 34, -210), (s * 40, -40), (s * 44, 60), (s * 60, 210), (s * 30, 214), (s * 10, 40)], matte(tone, 20), soft=8)
            pen.box(-46, -50, 46, -24, tube(STEEL, 90), 8, drop=.3)
            pen.oval(0, -10, 20, 20, matte(dark(STEEL, .2)), soft=4)


@standing
def bin(pen: Pen) -> None:
    pen.fill([(430, 330), (770, 330), (740, 710), (720, 730), (480, 730), (460, 710)], tube(pen.accent), soft=16)
    pen.fill(smooth([(410, 330), (430, 270), (600, 246), (770, 270), (790, 330)], steps=8), matte(dark(pen.accent, .12)), soft=16, drop=.3)
    pen.box(560, 280, 640, 306, matte(PAPER), 12)
    pen.box(560, 700, 660, 736, matte((70, 72, 80)), 10)


@lying
def cloths(pen: Pen) -> None:
    for i in range(3):
        tone = (pen.accent, light(pen.accent, .5), (240, 208, 96))[i]
        with pen.at(560 + i * 50, 400 + i * 56, -14 + i * 12):
            pen.fill(smooth([(-230, -170), (0, -178), (230, -168), (238, 0), (228, 172), (0, 166), (-232, 174), (-224, 0)], steps=6), matte(tone), soft=16, volume=.4, drop=.4)
            for k in range(7):
                pen.stroke([(-214 + k * 70, -160), (-214 + k * 70, 160)], 3, dark(tone, .25), shine=0, curve=False, alpha=.4)
                pen.stroke([(-220, -150 + k * 50), (220, -150 + k * 50)], 3, dark(tone, .25), shine=0, curve=False, alpha=.4)
