"""Furniture and things about the house."""

from __future__ import annotations

from inventory.examples.outline import arc, ellipse, rounded, smooth
from inventory.examples.paint import (
    BRASS,
    PALE_WOOD,
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


@standing
def ladder(pen: Pen) -> None:
    for a, b in (((690, 170), (850, 716)), ((610, 180), (720, 690))):
        pen.stroke([a, b], 18, dark(STEEL, .2), curve=False, shine=.6)
    for i in range(5):
        y, dx = 280 + i * 100, i * 22
        pen.box(492 - dx, y, 664 + dx * .36, y + 24, polished(light(STEEL, .15), 90), 4)
    for a, b in (((540, 170), (400, 724)), ((640, 170), (704, 724))):
        pen.stroke([a, b], 26, STEEL, curve=False, shine=.8)
    pen.box(516, 150, 716, 186, matte(pen.accent, 90), 10, drop=.3)
    for x in (398, 706, 722, 850):
        pen.box(x - 18, 704, x + 18, 730, matte(RUBBER), 6)


@standing
def chair(pen: Pen) -> None:
    for x in (470, 720):
        pen.box(x, 180, x + 30, 500, tube(WOOD), 10)
    for y in (210, 290, 370):
        pen.box(480, y, 740, y + 40, matte(WOOD, 90), 12, grain=4, drop=.2)
    pen.box(500, 500, 526, 700, tube(dark(WOOD, .25)), 6)
    pen.box(726, 500, 750, 700, tube(dark(WOOD, .25)), 6)
    pen.fill([(440, 490), (770, 490), (810, 560), (400, 560)], matte(pen.accent), soft=18, volume=.5)
    pen.fill([(400, 556), (810, 556), (808, 584), (402, 584)], matte(dark(WOOD, .1), 90))
    for x in (410, 770):
        pen.box(x, 580, x + 30, 730, tube(WOOD), 6)


@standing
def shelf(pen: Pen) -> None:
    pen.box(350, 180, 850, 730, flat(dark(WOOD, .5)), 4, volume=0)
    for y in (180, 350, 520, 700):
        pen.box(350, y, 850, y + 30, matte(PALE_WOOD, 90), 2, grain=5, soft=5, drop=.3)
    for x in (340, 832):
        pen.box(x, 170, x + 30, 732, matte(PALE_WOOD, 0), 4, grain=5, soft=6)
    tones = ((196, 62, 54), (62, 116, 180), (234, 188, 70), (74, 148, 104), pen.accent)
    for row, floor in enumerate((350, 520, 700)):
        x = 384
        while x < 640 + 60 * row:
            w, h = pen.rng.randint(26, 46), pen.rng.randint(90, 128)
            pen.box(x, floor - h, x + w, floor, tube(pen.rng.choice(tones)), 4, volume=.2)
            x += w + 3
    pen.can(700, 270, 780, 340, 12, pen.accent)
    pen.box(730, 440, 800, 520, matte(light(pen.accent, .4)), 14)


@standing
def table(pen: Pen) -> None:
    for x, y in ((430, 690), (760, 690)):
        pen.box(x, 470, x + 26, y, tube(dark(WOOD, .3)), 4)
    pen.fill([(360, 400), (840, 400), (960, 480), (240, 480)], matte(PALE_WOOD), grain=12, soft=8)
    pen.fill([(240, 478), (960, 478), (956, 512), (244, 512)], matte(WOOD, 90))
    for x in (270, 896):
        pen.box(x, 510, x + 34, 730, tube(WOOD), 4)


@standing
def cushion(pen: Pen) -> None:
    pen.fill(smooth([(340, 330), (600, 360), (860, 330), (840, 530), (870, 720), (600, 700), (330, 720), (360, 530)], steps=8), matte(pen.accent), soft=70, volume=.7)
    pen.stroke([(352, 344), (600, 372), (848, 344)], 5, light(pen.accent, .3), shine=0, alpha=.6)
    for i in range(4):
        pen.stroke([(400 + i * 110, 400), (396 + i * 116, 540), (392 + i * 120, 680)], 12, light(pen.accent, .3), shine=0, alpha=.5)


@standing
def blanket(pen: Pen) -> None:
    for i, y in enumerate((640, 560, 480, 400)):
        tone = (pen.accent, light(pen.accent, .1), dark(pen.accent, .08), light(pen.accent, .2))[i]
        pen.box(330 + i * 6, y, 880 - i * 8, y + 92, tube(tone, 90), 44, soft=18, volume=.5, drop=.2)
        for x in (460, 640, 780):
            pen.box(x, y + 8, x + 22, y + 86, flat(light(pen.accent, .6)), 8, volume=0, alpha=.35)
    for i in range(26):
        pen.stroke([(350 + i * 20, 722), (352 + i * 20, 736)], 4, light(pen.accent, .5), shine=0, curve=False)


@standing
def towel(pen: Pen) -> None:
    for i in range(3):
        tone = (pen.accent, light(pen.accent, .5), (244, 240, 232))[i]
        y = 730 - (i + 1) * 130
        pen.box(340 + i * 12, y, 860 - i * 12, y + 130, tube(tone, 90), 60, soft=24, volume=.5, drop=.2)
        pen.box(346 + i * 12, y + 60, 760, y + 70, flat(dark(tone, .25)), 5, volume=0, alpha=.6)
        pen.box(700, y + 4, 716, y + 126, flat(dark(tone, .2)), 5, volume=0, alpha=.3)


@standing
def book(pen: Pen) -> None:
    for i, (tone, x, w) in enumerate((((62, 84, 122), 330, 540), ((206, 168, 90), 360, 480), (pen.accent, 340, 520))):
        y = 730 - (i + 1) * 104
        pen.box(x, y, x + w, y + 100, matte(tone, 90), 14, soft=8)
        pen.fill([(x + w - 10, y + 14), (x + w + 8, y + 12), (x + w + 8, y + 88), (x + w - 10, y + 86)], matte(PAPER), volume=0)
        pen.box(x + 36, y + 14, x + w - 4, y + 86, matte(PAPER, 90), 4, volume=.2)
        for k in range(6):
            pen.box(x + 40, y + 22 + k * 11, x + w - 4, y + 24 + k * 11, flat((200, 190, 170)), volume=0, alpha=.8)
        pen.box(x, y, x + 46, y + 100, tube(tone, 90), 18, volume=.3)
        pen.box(x, y, x + w, y + 14, matte(tone, 90), 6, volume=.3)
        pen.box(x, y + 86, x + w, y + 100, matte(dark(tone, .15), 90), 6, volume=.3)


@standing
def vase(pen: Pen) -> None:
    for dx, turn, tone in ((-60, -22, (226, 130, 140)), (0, 2, (240, 190, 90)), (60, 24, (200, 120, 170))):
        with pen.at(600 + dx * .3, 420, turn):
            pen.stroke([(0, 0), (4, -120), (0, -190)], 9, (86, 138, 84))
            pen.blob([(4, -90), (50, -130), (44, -96)], matte((96, 152, 92)))
            for k in range(7):
                with pen.at(0, -206, k * 51):
                    pen.oval(0, -34, 20, 32, matte(tone), soft=7)
            pen.oval(0, -206, 19, 19, matte((250, 214, 110)), soft=5)
    pen.fill(smooth([(550, 400), (650, 400), (640, 460), (720, 560), (726, 660), (680, 730), (520, 730), (474, 660), (480, 560), (560, 460)], steps=8), tube(pen.accent), soft=26, volume=.4)
    pen.oval(600, 400, 50, 11, flat(dark(pen.accent, .6)), volume=0)


@standing
def bell(pen: Pen) -> None:
    pen.stroke(ellipse(600, 250, 40)[::6], 16, BRASS, closed=True)
    pen.oval(600, 690, 42, 42, polished(BRASS, 40))
    pen.fill(smooth([(560, 290), (640, 290), (710, 400), (740, 560), (820, 660), (800, 686), (400, 686), (380, 660), (460, 560), (490, 400)], steps=8), tube(pen.accent if pen.accent == STEEL else BRASS), soft=18)


@standing
def trunk_drawers(pen: Pen) -> None:
    pen.box(340, 300, 860, 710, matte(WOOD), 10, grain=14)
    for row in range(3):
        y = 330 + row * 124
        pen.box(366, y, 834, y + 108, matte(light(WOOD, .12), 90), 8, grain=7, soft=7, drop=.3)
        pen.oval(600, y + 54, 18, 18, matte(BRASS), soft=6, drop=.4)
    for x in (366, 800):
        pen.box(x, 706, x + 34, 730, tube(dark(WOOD, .3)), 4)
    pen.box(326, 284, 874, 312, matte(light(WOOD, .1), 90), 6, grain=5)


@lying
def rug(pen: Pen) -> None:
    for s in (-1, 1):
        for i in range(28):
            pen.stroke([(600 + s * 330, 250 + i * 15), (600 + s * 374, 252 + i * 15)], 5, PAPER, shine=0, curve=False)
    pen.box(268, 236, 932, 668, matte(pen.accent), 6, soft=6)
    for k, tone in enumerate((light(pen.accent, .5), dark(pen.accent, .3), light(pen.accent, .7))):
        pen.fill(rounded(300 + k * 24, 266 + k * 22, 900 - k * 24, 638 - k * 22), flat(tone), holes=[rounded(309 + k * 24, 275 + k * 22, 891 - k * 24, 629 - k * 22)], volume=0, alpha=.8)
    for x in (470, 600, 730):
        pen.fill([(x, 376), (x + 56, 452), (x, 528), (x - 56, 452)], flat(light(pen.accent, .6)), volume=0, alpha=.8)
        pen.fill([(x, 414), (x + 28, 452), (x, 490), (x - 28, 452)], flat(dark(pen.accent, .3)), volume=0, alpha=.8)


@standing
def fairy_lights(pen: Pen) -> None:
    pen.stroke([(200, 330), (330, 520), (500, 420), (640, 560), (800, 430), (1000, 600)], 8, (60, 90, 66))
    for i, (x, y) in enumerate(smooth([(200, 330), (330, 520), (500, 420), (640, 560), (800, 430), (1000, 600)], closed=False, steps=4)[1::2]):
        tone = ((250, 206, 96), (226, 96, 84), (110, 176, 226), (140, 206, 130))[i % 4]
        pen.oval(x, y + 60, 60, 60, flat(light(tone, .5)), volume=0, alpha=.25)
        pen.box(x - 12, y, x + 12, y + 34, tube((60, 90, 66)), 5)
        pen.blob([(x, y + 28), (x + 24, y + 60), (x, y + 112), (x - 24, y + 60)], matte(light(tone, .15)), soft=10)


@standing
def bauble(pen: Pen) -> None:
    for x, y, r, tone in ((460, 570, 150, pen.accent), (760, 600, 124, (214, 172, 90))):
        pen.stroke([(x, y - r - 20), (x + 10, y - r - 70), (x, y - r - 110)], 5, BRASS)
        pen.box(x - 26, y - r - 26, x + 26, y - r + 14, polished(BRASS), 8)
        pen.oval(x, y, r, r, Linear(((0, light(tone, .4)), (.5, tone), (1, dark(tone, .35))), 55), soft=50, volume=.6)
        for k in (-1, 1):
            pen.stroke(arc(x, y + k * 26, r * .97, r * .2, 10, 170)[::3], 7, light(tone, .7), shine=0, alpha=.7)
        pen.glint(ellipse(x - r * .4, y - r * .45, r * .13, r * .2), .6)


@standing
def cot(pen: Pen) -> None:
    pen.box(300, 560, 900, 610, matte(WOOD, 90), 6, grain=5)
    for i in range(13):
        pen.box(330 + i * 44, 360, 346 + i * 44, 570, tube(PALE_WOOD), 6)
    pen.box(310, 500, 890, 566, matte(light(pen.accent, .6), 90), 20, soft=12, alpha=.95)
    pen.box(300, 340, 900, 372, tube(PALE_WOOD, 90), 10)
    for x in (290, 876):
        pen.box(x, 300, x + 34, 730, tube(WOOD), 10)
