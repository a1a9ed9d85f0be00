"""Measuring, holding and keeping things in a workshop."""

from __future__ import annotations

from inventory.examples.outline import ellipse, smooth
from inventory.examples.paint import (
    DARK_STEEL,
    RUBBER,
    STEEL,
    WOOD,
    Linear,
    dark,
    flat,
    hsl,
    light,
    matte,
    polished,
    tube,
)
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


@lying
def clamp(pen: Pen) -> None:
    with pen.at(600, 470, -6):
        pen.box(-330, -210, 400, -160, polished(STEEL, 90), 6)
        for i in range(20):
            pen.box(-80 + i * 23, -170, -70 + i * 23, -160, flat(dark(STEEL, .5)), 1, volume=0)
        pen.fill([(-400, -240), (-290, -240), (-280, 60), (-230, 80), (-230, 130), (-340, 130), (-390, 60)], matte(pen.accent), soft=14, drop=.4)
        pen.fill([(60, -236), (160, -236), (176, 40), (130, 80), (40, 60)], matte(pen.accent), soft=14, drop=.4)
        pen.box(-190, 82, 230, 118, polished(STEEL, 90), 8)
        for i in range(18):
            pen.stroke([(-120 + i * 16, 120), (-112 + i * 16, 80)], 6, light(STEEL, .2), curve=False)
        pen.box(-226, 60, -186, 140, matte(RUBBER), 12, drop=.3)
        pen.box(210, 60, 430, 140, tube(WOOD, 90), 34, grain=8, drop=.4)


@lying
def level(pen: Pen) -> None:
    pen.box(150, 360, 1050, 540, tube(pen.accent, 90), 10, volume=.25)
    pen.box(150, 384, 1050, 396, flat(light(pen.accent, .45)), 0, volume=0)
    pen.box(150, 505, 1050, 517, flat(dark(pen.accent, .35)), 0, volume=0)
    for x0, x1 in ((150, 190), (1010, 1050)):
        pen.box(x0, 352, x1, 548, matte(RUBBER), 12)
    for x in (320, 880):
        pen.box(x - 60, 414, x + 60, 492, matte((30, 32, 38)), 38, volume=.2)
    with pen.at(600, 450):
        vial(pen, 130)
    for x, turn in ((320, 90), (880, 45)):
        with pen.at(x, 453, turn, .42):
            vial(pen, 70)


def vial(pen: Pen, half: float) -> None:
    """The green glass of a spirit level with its bubble."""
    pen.box(-half - 16, -52, half + 16, 52, matte((34, 36, 42)), 40, volume=.2)
    pen.box(-half, -34, half, 34, Linear(((0, (150, 190, 40)), (.4, (214, 238, 96)), (1, (120, 160, 30))), 90), 34, volume=.3)
    pen.oval(4, -6, 34, 22, Linear(((0, (250, 255, 220)), (1, (196, 226, 90))), 90), soft=5)
    for x in (-40, 44):
        pen.box(x - 3, -34, x + 3, 34, flat((40, 50, 20)), volume=0)


@standing
def tape_measure(pen: Pen) -> None:
    pen.box(720, 690, 1060, 726, Linear(((0, (250, 214, 84)), (1, (216, 170, 40))), 90), 3, volume=.2)
    for i in range(21):
        pen.box(738 + i * 15, 690, 741 + i * 15, 700 + (i % 5 == 0) * 14, flat((50, 44, 30)), 0, volume=0)
    pen.box(1050, 684, 1070, 748, polished(STEEL), 4)
    pen.fill(smooth([(380, 700), (366, 520), (420, 400), (560, 350), (700, 390), (770, 500), (780, 690), (740, 730), (420, 730)], steps=8), matte(RUBBER), soft=24)
    pen.fill(smooth([(420, 680), (410, 530), (460, 430), (570, 392), (680, 430), (730, 520), (732, 680), (690, 694), (450, 694)], steps=8), matte(pen.accent), soft=18, drop=.3)
    pen.oval(566, 560, 112, 112, matte(light(pen.accent, .75)), drop=.35)
    pen.oval(566, 560, 84, 84, matte(dark(pen.accent, .4)), volume=.2)
    pen.box(696, 420, 752, 480, matte((40, 42, 48)), 14, drop=.3)


@lying
def caliper(pen: Pen) -> None:
    with pen.at(600, 450, -12):
        pen.box(-440, -50, 440, 20, polished(light(STEEL, .15), 90), 4)
        for i in range(52):
            pen.box(-330 + i * 14, -50, -328 + i * 14, -36 + (i % 5 == 0) * 14, flat((60, 64, 72)), 0, volume=0)
        pen.fill([(-440, -60), (-360, -60), (-360, 20), (-366, 210), (-384, 226), (-430, 60)], polished(STEEL, 20), drop=.3)
        pen.fill([(-400, -50), (-372, -50), (-372, -150), (-380, -154)], polished(STEEL), volume=.2)
        pen.fill([(-290, -76), (70, -76), (70, 56), (-260, 56), (-322, 226), (-340, 210), (-340, -60)], polished(STEEL, 60), drop=.4)
        pen.fill([(-330, -76), (-300, -76), (-322, -154), (-330, -150)], polished(STEEL), volume=.2)
        pen.box(-270, -66, 50, 46, matte((48, 50, 58)), 14)
        pen.box(-240, -46, -30, 26, matte((186, 200, 178)), 6, volume=.2)
        for i, w in enumerate((26, 26, 8, 26, 26)):
            pen.box(-216 + i * 36, -30, -216 + i * 36 + w * .8, 12, flat((48, 56, 50)), 4, volume=0)
        for x, tone in ((-2, (200, 70, 60)), (30, (90, 140, 190))):
            pen.oval(x, -10, 13, 13, matte(tone), soft=3)


@lying
def square(pen: Pen) -> None:
    pen.box(330, 240, 960, 310, polished(light(STEEL, .2), 90), 3)
    for i in range(42):
        pen.box(440 + i * 12, 240, 442 + i * 12, 252 + (i % 5 == 0) * 12, flat((60, 64, 72)), 0, volume=0)
    pen.box(300, 220, 410, 730, matte(WOOD, 10), 10, grain=12, drop=.35, soft=12)
    for x, y in ((354, 262), (354, 300), (354, 680)):
        pen.oval(x, y, 11, 11, polished((210, 172, 92)), soft=3)


@standing
def vice(pen: Pen) -> None:
    pen.box(700, 500, 980, 534, polished(STEEL, 90), 8)
    pen.box(930, 420, 954, 640, polished(STEEL), 12, drop=.3)
    for y in (414, 640):
        pen.oval(942, y, 22, 22, polished(DARK_STEEL), soft=5)
    pen.fill([(330, 440), (560, 440), (560, 600), (620, 680), (620, 730), (320, 730), (320, 680), (380, 620), (330, 560)], matte(pen.accent), soft=20, volume=.5)
    pen.fill([(600, 440), (760, 440), (760, 580), (660, 610), (600, 600)], matte(pen.accent), soft=20, volume=.5, drop=.3)
    pen.box(520, 380, 562, 460, polished(STEEL), 4)
    pen.box(602, 380, 644, 460, polished(STEEL), 4)
    pen.box(460, 620, 500, 650, polished(STEEL), 10)
    for x in (360, 580):
        pen.oval(x, 712, 22, 10, matte(DARK_STEEL), soft=3)


@standing
def toolbox(pen: Pen) -> None:
    pen.stroke([(470, 420), (480, 330), (520, 310), (680, 310), (720, 330), (730, 420)], 34, RUBBER)
    pen.box(290, 400, 910, 730, matte(pen.accent, 80), 24, soft=18)
    pen.box(270, 396, 930, 500, matte(light(pen.accent, .12), 90), 24, soft=14, drop=.4)
    for x in (400, 740):
        pen.box(x, 470, x + 60, 556, polished(STEEL, 90), 8, drop=.4)
    pen.box(500, 590, 700, 660, matte(light(pen.accent, .7)), 8, volume=.2)
    pen.lines(520, 606, 150, 2, dark(pen.accent, .3), 22, 8)


@standing
def parts_cabinet(pen: Pen) -> None:
    pen.box(330, 190, 870, 730, matte(pen.accent), 16)
    for row in range(5):
        for col in range(4):
            x, y = 352 + col * 126, 212 + row * 102
            pen.box(x, y, x + 116, y + 90, matte((206, 218, 226), 80), 8, soft=6)
            pen.box(x + 8, y + 46, x + 108, y + 84, matte(hsl(pen.rng.randint(0, 359), .25, .5)), 6, volume=.1, alpha=.55)
            pen.box(x + 30, y + 20, x + 86, y + 40, matte((250, 250, 250)), 4, volume=.2)


@lying
def sandpaper(pen: Pen) -> None:
    for i, tone in enumerate(((150, 104, 72), (176, 128, 90), (120, 86, 66))):
        with pen.at(600 + i * 26, 450 + i * 12, -16 + i * 15):
            pen.box(-250, -180, 250, 180, matte(tone), 2, soft=3, drop=.4)
            for _ in range(420):
                x, y = pen.rng.uniform(-242, 242), pen.rng.uniform(-172, 172)
                pen.box(x, y, x + 3, y + 3, flat(light(tone, .3) if pen.rng.random() < .5 else dark(tone, .35)), volume=0, alpha=.6)
    pen.fill([(760, 540), (886, 470), (880, 560)], matte((228, 212, 188)), drop=.4)


@standing
def soldering_iron(pen: Pen) -> None:
    pen.box(330, 640, 700, 730, matte(pen.accent), 16, soft=14)
    pen.box(350, 620, 470, 660, matte((224, 196, 96)), 10, soft=8)
    for i in range(7):
        pen.stroke([(560 + i * 20, 640 - i * 34), (600 + i * 20, 590 - i * 34), (620 + i * 20, 620 - i * 34)], 9, STEEL)
    with pen.at(620, 560, -60):
        pen.box(-120, -9, 60, 9, polished(STEEL, 90), 6)
        pen.box(40, -16, 120, 16, polished(DARK_STEEL, 90), 6)
        pen.box(110, -34, 360, 34, tube(RUBBER, 90), 26)
        pen.box(130, -38, 210, 38, tube(pen.accent, 90), 12)
    pen.stroke([(800, 240), (840, 200), (920, 260), (960, 460), (940, 640), (1010, 716)], 18, RUBBER)


@lying
def solder(pen: Pen) -> None:
    pen.oval(600, 450, 230, 230, matte(pen.accent), soft=10)
    for i in range(8):
        pen.stroke([(600 + (118 + i * 12) * x, 450 + (118 + i * 12) * y) for x, y in _unit()], 13, (196, 202, 210), closed=True)
    pen.oval(600, 450, 112, 112, matte(light(pen.accent, .3)), drop=.3)
    pen.oval(600, 450, 34, 34, flat((60, 62, 70)), volume=0)
    pen.stroke([(806, 420), (880, 470), (900, 600), (1000, 650)], 12, (196, 202, 210))


def _unit() -> list[tuple[float, float]]:
    return ellipse(0, 0, 1)[::4]


@lying
def multimeter(pen: Pen) -> None:
    for x, tone in ((720, (196, 60, 54)), (660, (40, 42, 48))):
        pen.stroke([(x - 90, 690), (x + 40, 760), (x + 220, 700), (x + 240, 480), (x + 190, 320)], 16, tone)
        with pen.at(x + 190, 320, -12):
            pen.box(-18, -150, 18, 10, tube(tone), 12)
            pen.box(-5, -210, 5, -148, polished(STEEL), 3)
    pen.box(330, 160, 690, 740, matte(pen.accent), 50, soft=20)
    pen.box(362, 190, 658, 710, matte((52, 54, 62)), 30, volume=.3)
    pen.box(390, 220, 630, 350, matte((188, 204, 180)), 10, volume=.2)
    for i in range(4):
        pen.box(420 + i * 52, 246, 450 + i * 52, 320, flat((52, 62, 54)), 6, volume=0)
        pen.box(430 + i * 52, 258, 440 + i * 52, 308, flat((188, 204, 180)), 4, volume=0)
    pen.oval(510, 500, 100, 100, matte((76, 78, 88)), soft=8)
    with pen.at(510, 500, 34):
        pen.box(-20, -96, 20, 96, matte((34, 36, 42)), 18, soft=8, drop=.3)
        pen.box(-4, -90, 4, -40, flat((240, 240, 240)), 2, volume=0)
    for i, tone in enumerate(((196, 60, 54), (30, 30, 36), (196, 60, 54))):
        pen.oval(430 + i * 80, 660, 22, 22, matte(tone), soft=4)
        pen.oval(430 + i * 80, 660, 9, 9, flat((10, 10, 14)), volume=0)


@lying
def boards(pen: Pen) -> None:
    for i in range(5):
        with pen.at(600, 250 + i * 100, -12 + i * 1.5):
            pen.box(-430 + pen.rng.randint(0, 50), -44, 430 - pen.rng.randint(0, 60), 44, matte(light(pen.accent, .05 * (i % 3)), 90), 4, grain=9, soft=6, drop=.3)


@lying
def sheet(pen: Pen) -> None:
    for i in range(4):
        with pen.at(600 + i * 16, 470 - i * 22, -12 + i):
            pen.box(-350, -230, 350, 230, matte(light(pen.accent, .06 * i)), 6, grain=10 if i == 3 else 0, soft=5, drop=.35)


@lying
def metal_bar(pen: Pen) -> None:
    for i in range(4):
        with pen.at(600, 320 + i * 92, -16):
            pen.box(-430, -32, 430, 32, polished(pen.accent, 90), 6)
            pen.oval(-430, 0, 12, 32, matte(light(pen.accent, .3)), soft=4)
