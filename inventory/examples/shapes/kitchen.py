"""Kitchen tools."""

from __future__ import annotations

from inventory.examples.outline import arc, ellipse, rounded, smooth
from inventory.examples.paint import (
    CREAM,
    DARK_STEEL,
    PALE_WOOD,
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


@lying
def pan(pen: Pen) -> None:
    with pen.at(520, 450, 20):
        pen.fill(smooth([(220, -34), (330, -26), (520, -32), (560, 0), (520, 32), (330, 26), (220, 34)], steps=6), tube(RUBBER, 90), soft=12)
        pen.oval(520, 0, 14, 14, flat((120, 122, 130)), volume=0)
        pen.oval(0, 0, 260, 260, polished(DARK_STEEL, 45), soft=12)
        pen.oval(0, 0, 236, 236, matte((52, 54, 60), 245), soft=16, volume=.5)
        pen.oval(0, 0, 190, 190, matte((62, 64, 70)), volume=.15)
        for r in (160, 120, 80, 40):
            pen.ring(0, 0, r, r, 3, flat((90, 92, 100)), volume=0, alpha=.5)
        for y in (-16, 16):
            pen.oval(244, y, 8, 8, polished(STEEL), volume=0)


@standing
def pot(pen: Pen) -> None:
    for s in (-1, 1):
        pen.stroke([(600 + s * 240, 500), (600 + s * 310, 490), (600 + s * 310, 550), (600 + s * 240, 560)], 26, RUBBER)
    pen.can(350, 440, 850, 690, 40, STEEL if pen.accent == STEEL else pen.accent, shiny=pen.accent == STEEL)
    pen.oval(600, 430, 262, 52, polished(light(STEEL, .2), 0), soft=8)
    pen.fill(arc(600, 428, 250, 76, 180, 360), polished(light(STEEL, .2), 20), soft=16)
    pen.oval(600, 346, 44, 22, matte(RUBBER), soft=8, drop=.3)


@lying
def knife(pen: Pen) -> None:
    with pen.at(600, 450, -28):
        pen.fill(smooth([(-60, -56), (200, -58), (360, -30), (430, 10), (440, 26), (300, 50), (60, 60), (-60, 60)], steps=6), Linear(((0, dark(STEEL, .1)), (.3, light(STEEL, .55)), (.7, STEEL), (.85, light(STEEL, .7)), (1, dark(STEEL, .1))), 90), volume=.25, soft=5)
        pen.box(-100, -58, -54, 62, polished(STEEL), 8, drop=.3)
        pen.fill(smooth([(-98, -46), (-240, -44), (-400, -52), (-440, -20), (-430, 40), (-380, 50), (-240, 36), (-98, 44)], steps=6), tube(pen.accent, 90), soft=14, grain=4)
        for x in (-150, -250, -350):
            pen.oval(x, -2, 13, 13, polished((206, 180, 120), 40), soft=3)


@lying
def bread_knife(pen: Pen) -> None:
    with pen.at(600, 450, -22):
        edge = [(-80 + i * 13 + k * 6.5, 40 - k * 11) for i in range(40) for k in (0, 1)]
        pen.fill([(-80, -40), (400, -40), (446, -20), (448, 20), *reversed(edge)], Linear(((0, STEEL), (.4, light(STEEL, .6)), (1, dark(STEEL, .12))), 90), volume=.25, soft=5)
        pen.fill(smooth([(-78, -42), (-240, -40), (-400, -50), (-440, -10), (-420, 50), (-240, 40), (-78, 42)], steps=6), tube(pen.accent, 90), soft=14, grain=4, drop=.3)


@lying
def whisk(pen: Pen) -> None:
    with pen.at(600, 450, -30):
        for h in (150, 96, 40):
            for s in (-1, 1):
                pen.stroke([(-60, s * 12), (60, s * h * .7), (220, s * h), (360, s * h * .72), (410, 0)], 9, STEEL, shine=.85)
        pen.box(-420, -30, -90, 30, tube(pen.accent, 90), 26)
        pen.box(-110, -34, -50, 34, polished(STEEL, 90), 10, drop=.3)
        pen.stroke(arc(-440, 0, 28, 24, 60, 300), 9, STEEL)


@standing
def bowl(pen: Pen) -> None:
    pen.oval(600, 716, 110, 17, matte(dark(pen.accent, .2)))
    pen.fill([(310, 470), *arc(600, 470, 290, 250, 180, 0), (890, 470)], tube(pen.accent), soft=26, volume=.5)
    pen.oval(600, 470, 290, 62, matte(light(pen.accent, .3)), soft=6)
    pen.oval(600, 476, 266, 50, Linear(((0, dark(pen.accent, .42)), (1, dark(pen.accent, .1))), 60), volume=0)
    pen.glint(smooth([(350, 540), (374, 530), (410, 620), (470, 680), (450, 684), (380, 630)]), .3)


@lying
def rolling_pin(pen: Pen) -> None:
    with pen.at(600, 450, -24):
        for s in (-1, 1):
            pen.fill(smooth([(s * 300, -22), (s * 330, -36), (s * 400, -34), (s * 450, -22), (s * 456, 0), (s * 450, 22), (s * 400, 34), (s * 330, 36), (s * 300, 22)], steps=6), tube(WOOD, 90), soft=10)
        pen.box(-310, -76, 310, 76, tube(PALE_WOOD, 90), 24, grain=12)
        pen.glint(rounded(-280, -46, 280, -34, 6), .3)


@lying
def cake_tin(pen: Pen) -> None:
    pen.oval(600, 450, 280, 280, polished(light(STEEL, .1), 45), soft=10)
    pen.oval(600, 450, 258, 258, matte((120, 124, 132), 245), soft=12, volume=.5)
    pen.oval(600, 456, 222, 222, matte((158, 162, 170)), soft=6)
    pen.ring(600, 456, 200, 200, 4, flat((110, 114, 122)), volume=0, alpha=.6)
    pen.box(860, 390, 916, 510, polished(STEEL), 12, drop=.4)
    pen.box(880, 420, 960, 444, polished(DARK_STEEL, 90), 8, drop=.3)


@lying
def loaf_tin(pen: Pen) -> None:
    pen.box(260, 290, 940, 610, polished(light(STEEL, .1), 80), 24, soft=8)
    pen.box(300, 324, 900, 576, matte((96, 100, 108), 245), 18, soft=8)
    pen.box(330, 350, 870, 550, matte((140, 144, 152)), 14, soft=6)


@lying
def muffin_tin(pen: Pen) -> None:
    pen.box(240, 220, 960, 680, matte((96, 100, 110)), 34, soft=10)
    for row in range(3):
        for col in range(4):
            x, y = 340 + col * 173, 300 + row * 150
            pen.oval(x, y, 66, 66, matte((70, 74, 82), 245), soft=8)
            pen.oval(x, y + 3, 46, 46, matte(light(pen.accent, .3)), soft=8)


@lying
def baking_tray(pen: Pen) -> None:
    pen.box(220, 200, 980, 700, polished(light(STEEL, .05), 60), 30, soft=10)
    pen.box(254, 232, 946, 668, matte((120, 124, 132)), 18, volume=.3)
    for row in range(3):
        for col in range(4):
            x, y = 350 + col * 168, 312 + row * 140
            pen.oval(x, y, 58, 54, matte((206, 150, 84)), soft=18, volume=.5, drop=.4)
            for _ in range(6):
                pen.oval(x + pen.rng.uniform(-34, 34), y + pen.rng.uniform(-30, 30), 9, 7, matte((84, 52, 36)), soft=3)


@lying
def cooling_rack(pen: Pen) -> None:
    for i in range(17):
        pen.stroke([(270 + i * 41, 230), (270 + i * 41, 670)], 8, STEEL, curve=False, shine=.8)
    for y in (240, 380, 520, 660):
        pen.stroke([(250, y), (950, y)], 12, STEEL, curve=False, shine=.8)
    pen.stroke(rounded(246, 220, 954, 680, 40)[::2], 15, STEEL, closed=True, shine=.8, curve=False)


@standing
def scale(pen: Pen) -> None:
    pen.box(440, 440, 470, 500, polished(STEEL), 4)
    pen.box(730, 440, 760, 500, polished(STEEL), 4)
    pen.fill(smooth([(330, 360), (870, 360), (840, 430), (780, 460), (420, 460), (360, 430)], steps=6), polished(light(STEEL, .2), 0), soft=14)
    pen.oval(600, 362, 276, 36, matte(light(STEEL, .35)), soft=6)
    pen.fill([(400, 490), (800, 490), (860, 710), (840, 730), (360, 730), (340, 710)], matte(pen.accent), soft=18)
    pen.box(470, 560, 730, 670, matte((44, 50, 52)), 14, volume=.3)
    for i in range(4):
        pen.box(496 + i * 56, 584, 532 + i * 56, 646, flat((150, 232, 200)), 6, volume=0)
        pen.box(506 + i * 56, 594, 522 + i * 56, 636, flat((44, 50, 52)), 4, volume=0)


@lying
def oven_mitt(pen: Pen) -> None:
    with pen.at(600, 450, -14):
        pen.fill(smooth([(-150, 190), (-166, -20), (-150, -200), (-70, -290), (40, -290), (110, -200), (126, -60), (150, -40), (190, -110), (250, -130), (276, -70), (240, 30), (160, 110), (140, 190)], steps=8), matte(pen.accent), soft=40, volume=.6)
        for k in range(6):
            pen.stroke([(-150, -170 + k * 62), (0, -150 + k * 62), (110, -176 + k * 62)], 4, light(pen.accent, .4), shine=0, alpha=.5)
        pen.box(-166, 180, 156, 300, matte(CREAM), 26, soft=14, drop=.3)
        pen.stroke([(150, 240), (190, 250), (190, 290), (150, 290)], 12, CREAM)


@lying
def spatula(pen: Pen) -> None:
    with pen.at(600, 450, -32):
        pen.fill(smooth([(130, -50), (200, -90), (380, -96), (420, -70), (420, 70), (380, 84), (200, 80), (130, 50)], steps=6), matte(pen.accent), soft=16)
        pen.box(-200, -20, 150, 20, tube(PALE_WOOD, 90), 12, grain=5, drop=.2)
        pen.box(-430, -27, -180, 27, tube(WOOD, 90), 24, grain=5)
        pen.oval(-396, 0, 10, 10, flat((80, 56, 36)), volume=0)


@lying
def wooden_spoon(pen: Pen) -> None:
    for turn, y in ((-30, 390), (-18, 560)):
        with pen.at(600, y, turn):
            pen.box(-430, -19, 200, 19, tube(PALE_WOOD, 90), 18, grain=6)
            pen.oval(290, 0, 136, 92, matte(PALE_WOOD), grain=8, soft=16)
            pen.oval(292, 0, 108, 68, matte(dark(PALE_WOOD, .1), 245), soft=14)


@lying
def ladle(pen: Pen) -> None:
    with pen.at(600, 450, -30):
        pen.stroke([(-420, -20), (-440, 20), (-400, 30), (-380, 0)], 15, STEEL)
        pen.box(-400, -16, 150, 16, polished(STEEL, 90), 10)
        pen.oval(250, 0, 146, 146, polished(STEEL, 45), soft=10)
        pen.oval(252, 0, 124, 124, matte(dark(STEEL, .2), 245), soft=24, volume=.5)


@lying
def sieve(pen: Pen) -> None:
    with pen.at(560, 450, 18):
        pen.box(230, -24, 520, 24, tube(pen.accent, 90), 20)
        pen.oval(0, 0, 236, 236, flat((214, 218, 222)), volume=0, alpha=.55)
        for i in range(27):
            a = -226 + i * 17.4
            half = (236 * 236 - a * a) ** .5 if abs(a) < 236 else 0
            pen.stroke([(a, -half), (a, half)], 2.5, (120, 124, 132), shine=0, curve=False, alpha=.8)
            pen.stroke([(-half, a), (half, a)], 2.5, (120, 124, 132), shine=0, curve=False, alpha=.8)
        pen.ring(0, 0, 252, 252, 26, polished(STEEL, 45), soft=6)


@standing
def colander(pen: Pen) -> None:
    for s in (-1, 1):
        pen.stroke([(600 + s * 270, 470), (600 + s * 350, 460), (600 + s * 340, 520), (600 + s * 266, 520)], 22, pen.accent)
    pen.oval(600, 716, 130, 17, matte(dark(pen.accent, .2)))
    pen.fill(arc(600, 460, 290, 256, 0, 180), tube(pen.accent), soft=26, volume=.5)
    for row in range(5):
        for col in range(-6, 7):
            x, y = 600 + col * (40 - row * 3), 530 + row * 38 - abs(col) * 1.5
            if abs(col) * 40 < 250 - row * 34:
                pen.oval(x, y, 9, 10, flat(dark(pen.accent, .6)), volume=0)
    pen.oval(600, 460, 290, 56, matte(light(pen.accent, .25)), soft=6)
    pen.oval(600, 466, 264, 44, flat(dark(pen.accent, .4)), volume=0)


@standing
def grater(pen: Pen) -> None:
    pen.stroke([(520, 260), (530, 190), (670, 190), (680, 260)], 26, pen.accent)
    pen.fill([(500, 250), (700, 250), (770, 716), (430, 716)], polished(light(STEEL, .2)), soft=9)
    for row in range(10):
        for col in range(6):
            x = 600 + (col - 2.5) * (26 + row * 3) + (row % 2) * 10
            pen.oval(x, 310 + row * 36, 9, 6, flat((60, 64, 72)), volume=0)
            pen.stroke(arc(x, 312 + row * 36, 10, 8, 10, 170), 4, light(STEEL, .5), shine=0)
    pen.box(420, 704, 780, 730, matte(pen.accent), 10)


@lying
def cutting_board(pen: Pen) -> None:
    with pen.at(600, 450, -8):
        pen.fill(rounded(-330, -200, 330, 200, 44), matte(WOOD), grain=22, soft=12, holes=[rounded(-300, -70, -262, 70, 19)])
        for y in (-100, 40):
            pen.box(-250, y, 326, y + 60, flat(light(WOOD, .25)), 2, volume=0, alpha=.35)


@standing
def measuring_jug(pen: Pen) -> None:
    pen.stroke([(750, 360), (880, 370), (890, 560), (770, 620)], 34, (206, 222, 228))
    pen.fill([(420, 260), (380, 240), (440, 300), (460, 700), (480, 730), (720, 730), (740, 700), (780, 270)], Linear(((0, (190, 214, 222)), (.4, (240, 248, 250)), (1, (180, 204, 214))), 0), alpha=.7, soft=14)
    pen.fill([(448, 480), (760, 480), (738, 700), (720, 722), (480, 722), (462, 700)], tube(light(pen.accent, .45)), alpha=.75, volume=.2)
    for i in range(7):
        pen.box(500, 330 + i * 52, 560 if i % 2 else 600, 336 + i * 52, flat((196, 62, 54)), volume=0)
    pen.glint(rounded(700, 320, 722, 660, 10), .5)


@lying
def measuring_spoons(pen: Pen) -> None:
    for i, r in enumerate((92, 74, 58, 44)):
        with pen.at(400, 330, -12 + i * 26):
            pen.box(0, -14, 330, 14, polished(pen.accent, 90), 10, drop=.3)
            pen.oval(330 + r, 0, r, r * .86, polished(pen.accent, 45), soft=8)
            pen.oval(330 + r, 0, r * .8, r * .68, matte(dark(pen.accent, .25), 245), soft=10)
    pen.stroke(ellipse(386, 322, 46)[::5], 11, STEEL, closed=True)


@standing
def thermometer(pen: Pen) -> None:
    pen.box(592, 420, 608, 724, polished(STEEL), 6)
    pen.oval(600, 320, 170, 170, polished(STEEL, 45), soft=10)
    pen.oval(600, 320, 144, 144, matte((252, 251, 246), 245), soft=6)
    pen.fill([*arc(600, 320, 128, 128, -60, 30), *arc(600, 320, 100, 100, 30, -60)], flat((210, 70, 58)), volume=0)
    pen.fill([*arc(600, 320, 128, 128, -180, -100), *arc(600, 320, 100, 100, -100, -180)], flat((90, 150, 200)), volume=0)
    for k in range(13):
        with pen.at(600, 320, -135 + k * 22.5):
            pen.box(-2, -96, 2, -80, flat((60, 60, 68)), volume=0)
    with pen.at(600, 320, 38):
        pen.fill([(-6, 24), (6, 24), (2, -100), (-2, -100)], matte(pen.accent), drop=.3)
    pen.oval(600, 320, 14, 14, matte(RUBBER), soft=3)


@lying
def piping_bag(pen: Pen) -> None:
    with pen.at(600, 450, -28):
        pen.fill([(230, -40), (380, -14), (396, 0), (380, 14), (230, 40)], polished(STEEL, 90))
        pen.fill(smooth([(-340, -120), (-250, -150), (0, -110), (240, -44), (250, 0), (240, 44), (0, 110), (-250, 150), (-340, 120), (-310, 0)], steps=8), matte((244, 238, 226)), soft=40, volume=.6)
        pen.fill(smooth([(-320, -100), (-420, -150), (-440, -60), (-430, 40), (-420, 140), (-320, 100), (-300, 0)]), matte((234, 226, 210)), soft=18, drop=.2)
        pen.stroke([(-322, -110), (-300, 0), (-322, 110)], 20, pen.accent)


@lying
def nozzles(pen: Pen) -> None:
    for x, y, s in ((400, 330, 1), (620, 300, 1.2), (840, 340, .9), (480, 600, 1.1), (740, 610, 1)):
        with pen.at(x, y, 0, s):
            pen.fill([(-80, 80), (80, 80), (26, -90), (-26, -90)], polished(STEEL), soft=6)
            pen.oval(0, 80, 80, 22, polished(light(STEEL, .2)), soft=4)
            pen.fill([(-26, -90), (-13, -104), (0, -90), (13, -104), (26, -90)], flat(dark(STEEL, .5)), volume=0)


@lying
def cookie_cutters(pen: Pen) -> None:
    star = [(x, y) for k in range(5) for x, y in ((120 * _c(k * 72 - 90), 120 * _s(k * 72 - 90)), (54 * _c(k * 72 - 54), 54 * _s(k * 72 - 54)))]
    heart = smooth([(0, -50), (60, -110), (120, -60), (90, 30), (0, 120), (-90, 30), (-120, -60), (-60, -110)], steps=6)
    for x, y, shape in ((430, 330, star), (780, 340, heart), (600, 620, ellipse(0, 0, 110))):
        with pen.at(x, y):
            pen.stroke([*shape, shape[0], shape[1]][:: 1 if len(shape) < 20 else 3], 21, pen.accent if shape is heart else STEEL, curve=False, closed=len(shape) >= 20, shine=.8)


def _c(degrees: float) -> float:
    return arc(0, 0, 1, 1, degrees, degrees, 1)[0][0]


def _s(degrees: float) -> float:
    return arc(0, 0, 1, 1, degrees, degrees, 1)[0][1]


@lying
def pastry_brush(pen: Pen) -> None:
    with pen.at(600, 450, -32):
        pen.fill([(190, -62), (390, -70), (394, 70), (190, 62)], matte((236, 218, 184), 90), soft=8)
        for i in range(16):
            pen.stroke([(200, -56 + i * 7.4), (390, -64 + i * 8.6)], 2.5, (180, 150, 100), shine=0, curve=False, alpha=.6)
        pen.box(110, -68, 200, 68, polished(STEEL, 90), 8)
        pen.fill(smooth([(112, -60), (20, -40), (-160, -22), (-400, -32), (-430, 0), (-400, 32), (-160, 22), (20, 40), (112, 60)], steps=6), tube(pen.accent if pen.accent != STEEL else WOOD, 90), soft=12)


@lying
def dough_cutter(pen: Pen) -> None:
    with pen.at(600, 450, -10):
        pen.box(-280, -80, 280, 220, polished(light(STEEL, .2), 70), 14, soft=6)
        for i in range(11):
            pen.box(-230 + i * 46, 196, -227 + i * 46, 218, flat((70, 74, 82)), volume=0)
        pen.box(-300, -180, 300, -70, tube(pen.accent, 90), 46, grain=5, drop=.3)


@lying
def banneton(pen: Pen) -> None:
    pen.oval(600, 450, 270, 270, matte((206, 170, 118)), soft=20)
    for k in range(8):
        pen.ring(600, 450, 258 - k * 26, 258 - k * 26, 21, matte(light((206, 170, 118), .1 - k * .02) if k < 5 else (184, 146, 98), 60 + k * 20), soft=7, volume=.6)
    for k in range(44):
        with pen.at(600, 450, k * 8.2):
            pen.stroke([(84, 6), (262, 0)], 2, (120, 88, 52), shine=0, curve=False, alpha=.25)
    pen.oval(600, 450, 56, 56, matte((172, 134, 88)), soft=10)


@lying
def lame(pen: Pen) -> None:
    with pen.at(600, 450, -30):
        pen.box(-380, -28, 120, 28, tube(WOOD, 90), 24, grain=6)
        pen.box(80, -14, 180, 14, polished(STEEL, 90), 4)
        pen.fill([(160, -60), (380, -50), (380, 50), (160, 60)], matte(light(STEEL, .35), 90), holes=[rounded(220, -8, 320, 8, 8)], volume=.3, soft=4)


@standing
def timer(pen: Pen) -> None:
    pen.fill(smooth([(420, 700), (380, 560), (420, 420), (600, 350), (780, 420), (820, 560), (780, 700), (700, 730), (500, 730)], steps=8), matte(pen.accent), soft=36, volume=.5)
    pen.oval(600, 560, 150, 150, matte((252, 250, 244), 245), soft=8)
    for k in range(12):
        with pen.at(600, 560, k * 30):
            pen.box(-4, -138, 4, -112, flat((70, 70, 78)), volume=0)
    with pen.at(600, 560, 70):
        pen.box(-14, -110, 14, 110, matte(pen.accent), 14, drop=.4)
        pen.box(-4, -108, 4, -50, flat((255, 255, 255)), 3, volume=0)


@standing
def oven(pen: Pen) -> None:
    pen.box(320, 200, 880, 716, matte(light(STEEL, .1)), 24, soft=12)
    pen.box(350, 226, 850, 300, matte((48, 50, 58)), 10, volume=.2)
    for x in (410, 500, 700, 790):
        pen.oval(x, 263, 24, 24, polished(STEEL, 40), soft=5)
    pen.box(556, 242, 644, 284, flat((60, 130, 110)), 5, volume=0)
    pen.box(350, 330, 850, 690, matte((70, 72, 80)), 18, soft=8)
    pen.box(390, 400, 810, 650, Linear(((0, (40, 30, 30)), (.6, (150, 80, 40)), (1, (236, 150, 70))), 90), 12, volume=0)
    pen.fill(smooth([(460, 600), (470, 540), (600, 510), (730, 540), (740, 600)]), matte((190, 116, 58)), soft=20)
    for y in (470, 606):
        pen.box(396, y, 804, y + 6, flat((150, 150, 150)), volume=0, alpha=.6)
    pen.box(380, 346, 820, 370, polished(STEEL, 90), 10, drop=.3)
    pen.box(340, 712, 400, 730, matte(RUBBER), 4)
    pen.box(800, 712, 860, 730, matte(RUBBER), 4)


@standing
def grain_mill(pen: Pen) -> None:
    pen.fill([(420, 220), (780, 220), (690, 370), (510, 370)], matte(PALE_WOOD), grain=6, soft=8)
    pen.box(430, 360, 770, 716, matte(WOOD), 18, grain=16)
    pen.oval(600, 470, 60, 60, matte(pen.accent), soft=8, drop=.3)
    pen.box(560, 580, 640, 640, matte(DARK_STEEL), 10)
    pen.fill([(570, 640), (630, 640), (650, 720), (550, 720)], matte(CREAM))
