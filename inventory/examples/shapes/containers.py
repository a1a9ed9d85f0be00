"""Boxes, jars, bottles, bags and sacks."""

from __future__ import annotations

from inventory.examples.outline import arc, rounded, smooth
from inventory.examples.paint import (
    GLASS,
    KRAFT,
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
from inventory.examples.shapes.registry import standing


@standing
def box(pen: Pen) -> None:
    pen.fill([(330, 430), (690, 480), (690, 730), (330, 660)], matte(KRAFT, 90), volume=.2)
    pen.fill([(690, 480), (900, 410), (900, 640), (690, 730)], matte(dark(KRAFT, .16), 90), volume=.2)
    pen.fill([(330, 430), (560, 370), (900, 410), (690, 480)], matte(light(KRAFT, .16), 90), volume=.2)
    pen.fill([(430, 404), (500, 386), (810, 438), (786, 448), (786, 500), (740, 484), (740, 464)], flat(light(KRAFT, .45)), volume=0, alpha=.75)
    pen.fill([(400, 520), (560, 546), (560, 640), (400, 608)], matte(PAPER), volume=.15)
    for i in range(3):
        pen.fill([(416, 540 + i * 22), (530, 559 + i * 22), (530, 567 + i * 22), (416, 548 + i * 22)], flat(pen.accent), volume=0)


@standing
def carton(pen: Pen) -> None:
    pen.box(420, 250, 700, 730, matte(pen.accent, 20), 6, soft=8)
    pen.fill([(700, 250), (790, 220), (790, 690), (700, 730)], matte(dark(pen.accent, .22), 0), volume=.2)
    pen.fill([(420, 250), (700, 250), (790, 220), (520, 220)], matte(light(pen.accent, .25)), volume=.2)
    pen.box(450, 330, 670, 560, matte(PAPER), 14, volume=.2)
    pen.lines(480, 366, 150, 4, pen.accent, 42, 16)
    pen.oval(560, 640, 50, 50, matte(light(pen.accent, .35)), soft=6)


@standing
def crate(pen: Pen) -> None:
    for y in (470, 560, 650):
        pen.box(310, y, 890, y + 74, matte(PALE_WOOD, 90), 4, grain=7, soft=6)
    for x in (320, 820):
        pen.box(x, 456, x + 60, 730, matte(WOOD, 10), 4, grain=5, soft=6, drop=.3)
        for y in (506, 596, 686):
            pen.oval(x + 30, y, 7, 7, polished(STEEL), volume=0)
    pen.fill([(310, 470), (370, 430), (830, 430), (890, 470)], matte(dark(WOOD, .45)), volume=.2)


@standing
def basket(pen: Pen) -> None:
    pen.stroke(arc(600, 480, 230, 250, 180, 360)[::4], 26, WOOD)
    pen.fill([(320, 460), (880, 460), (820, 720), (780, 730), (420, 730), (380, 720)], matte(WOOD), soft=20)
    for row in range(7):
        for col in range(14):
            x = 336 + row * 9 + col * (540 - row * 18) / 14
            if (row + col) % 2:
                pen.box(x, 480 + row * 36, x + 36, 508 + row * 36, tube(light(WOOD, .18), 90), 12, volume=.3, soft=5)
    pen.box(300, 446, 900, 490, tube(light(WOOD, .1), 90), 22, drop=.3)


@standing
def tub(pen: Pen) -> None:
    pen.fill([(370, 420), (830, 420), (790, 710), (770, 730), (430, 730), (410, 710)], Linear(((0, (214, 224, 230)), (.3, (248, 250, 250)), (1, (186, 198, 208))), 0), alpha=.95, soft=18)
    pen.fill([(392, 580), (808, 580), (786, 712), (770, 722), (430, 722), (414, 712)], matte(light(pen.accent, .25)), alpha=.45, volume=0)
    pen.box(340, 376, 860, 430, matte(pen.accent, 90), 20, soft=10)
    pen.box(350, 424, 850, 440, matte(dark(pen.accent, .2), 90), 6, volume=.2)
    pen.box(480, 490, 720, 580, matte(PAPER), 8, soft=4)
    pen.lines(504, 510, 180, 2, (110, 112, 122), 26, 9)


@standing
def jar(pen: Pen) -> None:
    pen.fill(rounded(420, 330, 780, 730, 56), Linear(((0, light(GLASS, .1)), (.5, light(GLASS, .6)), (1, dark(GLASS, .18))), 0), alpha=.7, soft=16)
    pen.fill(smooth([(440, 470), (520, 456), (640, 470), (760, 456), (762, 660), (730, 712), (470, 712), (438, 660)], steps=8), tube(pen.accent), soft=20, volume=.3)
    pen.box(440, 300, 760, 346, matte(GLASS, 90), 10, alpha=.8)
    pen.box(420, 220, 780, 316, tube(STEEL if pen.accent == STEEL else dark(pen.accent, .25)), 18)
    for i in range(16):
        pen.box(432 + i * 22, 232, 438 + i * 22, 306, flat((20, 20, 30)), 3, volume=0, alpha=.18)
    pen.box(500, 520, 700, 640, matte(PAPER), 10, soft=5)
    pen.lines(524, 548, 150, 3, (130, 116, 100), 30, 9)
    pen.glint(rounded(444, 370, 462, 660, 9), .5)


@standing
def spice_jar(pen: Pen) -> None:
    for x, y, tone in ((400, 0, pen.accent), (560, 16, light(pen.accent, .3)), (720, 0, dark(pen.accent, .2))):
        pen.box(x, 400 + y, x + 130, 714 + y, matte(GLASS, 10), 20, alpha=.7)
        pen.box(x + 8, 470 + y, x + 122, 704 + y, tube(tone), 16, volume=.2)
        pen.box(x + 4, 330 + y, x + 126, 408 + y, tube(RUBBER), 10)
        pen.box(x, 540 + y, x + 130, 640 + y, tube(PAPER), 0, volume=0)
        pen.lines(x + 22, 566 + y, 86, 2, (120, 104, 90), 28, 8)


@standing
def bottle(pen: Pen) -> None:
    body = smooth([(560, 190), (640, 190), (644, 330), (700, 420), (712, 500), (712, 700), (690, 730), (510, 730), (488, 700), (488, 500), (500, 420), (556, 330)], steps=8)
    pen.fill(body, tube(pen.accent), soft=18, volume=.4, alpha=.96)
    pen.box(552, 160, 648, 224, tube(dark(pen.accent, .4)), 10)
    pen.box(490, 500, 710, 660, tube(PAPER), 2, volume=0)
    pen.lines(530, 530, 140, 4, dark(pen.accent, .1), 30, 11)
    pen.glint(smooth([(514, 450), (530, 420), (532, 480), (524, 700), (510, 700)]), .35)


@standing
def pump_bottle(pen: Pen) -> None:
    pen.stroke([(600, 300), (600, 220), (560, 206), (480, 210), (470, 230)], 28, PAPER)
    pen.box(550, 290, 650, 360, tube(PAPER), 10)
    pen.fill(smooth([(520, 350), (680, 350), (740, 420), (746, 520), (746, 700), (720, 730), (480, 730), (454, 700), (454, 520), (460, 420)], steps=6), tube(pen.accent), soft=18, volume=.3, alpha=.95)
    pen.box(490, 480, 710, 650, matte(PAPER), 30, volume=.15)
    pen.lines(530, 516, 140, 4, pen.accent, 32, 11)


@standing
def spray_bottle(pen: Pen) -> None:
    pen.fill([(440, 210), (460, 190), (680, 196), (720, 240), (700, 300), (560, 300), (550, 262), (446, 250)], matte(pen.accent), soft=10)
    pen.stroke([(540, 290), (510, 340), (520, 390)], 24, pen.accent)
    pen.box(574, 290, 676, 360, tube(RUBBER), 8)
    pen.fill(smooth([(570, 350), (680, 350), (700, 440), (750, 520), (756, 690), (730, 730), (500, 730), (474, 690), (480, 520), (550, 440)], steps=6), Linear(((0, light(GLASS, .1)), (.4, light(GLASS, .7)), (1, dark(GLASS, .2))), 0), alpha=.85, soft=18)
    pen.fill(smooth([(482, 560), (620, 552), (750, 560), (750, 690), (726, 722), (504, 722), (480, 690)], steps=5), tube(light(pen.accent, .35)), alpha=.7, volume=.2)
    pen.box(530, 560, 706, 680, matte(PAPER), 12, volume=.2)
    pen.lines(552, 586, 120, 3, pen.accent, 28, 10)


@standing
def canister(pen: Pen) -> None:
    pen.box(560, 250, 650, 320, tube(RUBBER), 10)
    pen.fill(smooth([(440, 340), (470, 300), (560, 300), (730, 310), (780, 360), (800, 440), (800, 700), (770, 730), (430, 730), (400, 700), (400, 420)], steps=6), matte(pen.accent), soft=24, volume=.5, holes=[smooth([(660, 370), (730, 370), (744, 420), (730, 470), (680, 440)])])
    pen.fill(rounded(450, 500, 750, 660, 14), matte(PAPER), volume=.2)
    pen.lines(480, 526, 220, 4, dark(pen.accent, .1), 32, 12)


@standing
def tin(pen: Pen) -> None:
    pen.can(430, 400, 770, 690, 34, light(STEEL, .2), shiny=True)
    pen.fill([(430, 440), (430, 668), *[(600 + 170 * x, 668 + 34 * y) for x, y in arc(0, 0, 1, 1, 180, 0, 24)], (770, 440), *[(600 + 170 * x, 440 + 34 * y) for x, y in arc(0, 0, 1, 1, 0, 180, 24)]], tube(pen.accent), volume=0)
    pen.oval(600, 570, 86, 76, matte(PAPER), soft=6, volume=.2)
    pen.lines(548, 552, 104, 2, pen.accent, 26, 10)
    pen.ring(600, 400, 150, 28, 8, polished(STEEL), volume=.2)
    pen.ring(600, 396, 40, 12, 8, polished(light(STEEL, .3)), volume=.2)


@standing
def bag(pen: Pen) -> None:
    pen.fill([(430, 260), (450, 246), (470, 260), (490, 246), (510, 260), (530, 246), (550, 260), (570, 246), (590, 260), (610, 246), (630, 260), (650, 246), (670, 260), (690, 246), (710, 260), (730, 246), (750, 260), (770, 246), (780, 700), (760, 730), (440, 730), (420, 700)], matte(KRAFT, 30), soft=16)
    pen.fill([(700, 262), (770, 248), (780, 700), (760, 730), (700, 730)], flat(dark(KRAFT, .3)), volume=0, alpha=.35)
    pen.stroke([(700, 262), (706, 480), (700, 728)], 3, dark(KRAFT, .35), shine=0, alpha=.6)
    pen.box(480, 430, 680, 590, matte(pen.accent), 100, volume=.2, soft=5)
    pen.lines(526, 478, 108, 3, PAPER, 28, 10)


@standing
def pouch(pen: Pen) -> None:
    pen.fill(smooth([(430, 250), (770, 250), (764, 330), (784, 560), (800, 710), (760, 730), (440, 730), (400, 710), (416, 560), (436, 330)], steps=6), matte(pen.accent, 30), soft=30, volume=.5)
    pen.box(428, 244, 772, 290, matte(dark(pen.accent, .15), 90), 6)
    for i in range(26):
        pen.box(434 + i * 13, 248, 438 + i * 13, 286, flat(light(pen.accent, .3)), volume=0, alpha=.4)
    pen.oval(600, 520, 124, 124, matte(PAPER), soft=6, volume=.2)
    pen.lines(530, 476, 140, 4, pen.accent, 30, 10)
    pen.glint(smooth([(460, 340), (484, 330), (470, 500), (440, 680), (430, 660)]), .25)


@standing
def sack(pen: Pen) -> None:
    pen.fill(smooth([(440, 290), (500, 270), (600, 280), (700, 268), (764, 290), (770, 340), (820, 460), (830, 620), (800, 716), (700, 732), (500, 732), (400, 716), (370, 620), (384, 460), (434, 340)], steps=8), matte((232, 218, 190)), soft=50, volume=.6)
    for k in range(5):
        x = 460 + k * 70
        pen.stroke([(x, 300), (x - 8 + k * 4, 350), (x - 16 + k * 8, 420)], 4, (168, 148, 116), shine=0, alpha=.5)
    pen.stroke([(434, 336), (520, 350), (600, 346), (690, 352), (770, 336)], 15, (150, 110, 70), shine=.3)
    pen.fill(smooth([(470, 480), (600, 466), (730, 480), (736, 640), (600, 654), (464, 640)], steps=8), matte(pen.accent), volume=.15, alpha=.92)
    pen.lines(510, 510, 180, 4, (250, 242, 224), 34, 14)


@standing
def canning_jar(pen: Pen) -> None:
    pen.fill(smooth([(450, 330), (750, 330), (790, 420), (796, 690), (760, 730), (440, 730), (404, 690), (410, 420)], steps=6), Linear(((0, light(GLASS, .1)), (.4, light(GLASS, .7)), (1, dark(GLASS, .2))), 0), alpha=.75, soft=18)
    pen.box(430, 300, 770, 344, tube((226, 120, 60), 0), 12)
    pen.fill(smooth([(440, 300), (460, 250), (600, 232), (740, 250), (760, 300)], steps=8), matte(GLASS), alpha=.9, soft=14)
    for x in (470, 730):
        pen.stroke([(x, 250), (x, 330), (x + (14 if x > 600 else -14), 400)], 8, STEEL, shine=.8)
    pen.stroke([(470, 252), (600, 218), (730, 252)], 8, STEEL, shine=.8)
    pen.glint(rounded(430, 430, 450, 670, 10), .55)
    pen.box(510, 480, 690, 600, matte(light(pen.accent, .5)), 12, volume=.2)
    pen.lines(534, 508, 130, 3, dark(pen.accent, .2), 28, 9)


@standing
def filing(pen: Pen) -> None:
    for i, tone in enumerate((pen.accent, light(pen.accent, .4), dark(pen.accent, .3), (214, 190, 150))):
        x = 370 + i * 122
        pen.box(x, 250, x + 112, 730, tube(tone), 10, volume=.3)
        pen.box(x + 20, 320, x + 92, 500, matte(PAPER), 6, volume=.2)
        pen.lines(x + 32, 350, 48, 4, (130, 130, 140), 30, 8)
        pen.ring(x + 56, 630, 26, 26, 9, polished(STEEL), soft=3)


@standing
def suitcase(pen: Pen) -> None:
    pen.box(530, 150, 548, 340, polished(STEEL), 4)
    pen.box(652, 150, 670, 340, polished(STEEL), 4)
    pen.box(520, 140, 680, 176, tube(RUBBER, 90), 16)
    pen.box(400, 300, 800, 700, matte(pen.accent), 54, soft=24, volume=.5)
    for i in range(6):
        pen.box(446 + i * 56, 330, 462 + i * 56, 670, matte(dark(pen.accent, .14), 0), 8, volume=.4, soft=5)
    for x in (430, 730):
        pen.oval(x + 20, 708, 26, 24, matte(RUBBER))
