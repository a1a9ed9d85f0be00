"""Bicycles, camping, sport and play."""

from __future__ import annotations

from inventory.examples.outline import ellipse, polygon, rounded, smooth
from inventory.examples.paint import PALE_WOOD, RUBBER, STEEL, WOOD, Linear, dark, flat, light, matte, polished, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


def bike_wheel(pen: Pen, x: float, y: float, r: float) -> None:
    """A spoked wheel."""
    pen.stroke(ellipse(x, y, r)[::2], r * .13, RUBBER, closed=True, shine=.25)
    pen.stroke(ellipse(x, y, r * .88)[::2], r * .05, STEEL, closed=True, shine=.8)
    for k in range(14):
        with pen.at(x, y, k * 360 / 14):
            pen.stroke([(0, 8), (r * .86, 0)], 3, (150, 154, 162), shine=0, curve=False)
    pen.oval(x, y, r * .1, r * .1, polished(STEEL, 40), soft=4)


@standing
def bicycle(pen: Pen) -> None:
    bike_wheel(pen, 390, 560, 162)
    bike_wheel(pen, 820, 560, 162)
    for a, b in (((390, 560), (500, 390)), ((390, 560), (590, 570)), ((500, 390), (590, 570)), ((500, 400), (740, 380)), ((590, 570), (744, 392))):
        pen.stroke([a, b], 22, pen.accent, curve=False)
    pen.stroke([(730, 300), (746, 390), (820, 560)], 20, dark(pen.accent, .1), curve=False)
    pen.stroke([(490, 370), (478, 330)], 16, STEEL, curve=False)
    pen.fill(smooth([(420, 322), (480, 306), (556, 322), (540, 340), (470, 342)]), matte(RUBBER))
    pen.stroke([(724, 300), (770, 280), (810, 300), (800, 336)], 17, RUBBER)
    pen.oval(590, 570, 44, 44, matte((70, 72, 80)), holes=[ellipse(590, 570, 18)], drop=.3)
    pen.stroke([(590, 570), (620, 650)], 13, STEEL, curve=False)
    pen.box(596, 644, 656, 660, matte(RUBBER), 5)


@standing
def wheel(pen: Pen) -> None:
    pen.oval(600, 470, 256, 256, matte(RUBBER), soft=26, volume=.5)
    for k in range(36):
        with pen.at(600, 470, k * 10):
            pen.box(-7, -256, 7, -222, flat((30, 30, 34)), 3, volume=0)
    pen.oval(600, 470, 170, 170, polished(light(STEEL, .2), 45), soft=10, drop=.3)
    for k in range(5):
        with pen.at(600, 470, k * 72):
            pen.blob([(-34, -56), (34, -56), (44, -126), (0, -144), (-44, -126)], matte((60, 62, 70)), volume=.3)
    pen.oval(600, 470, 46, 46, matte(pen.accent), soft=8, drop=.3)


@standing
def tent(pen: Pen) -> None:
    pen.stroke([(880, 640), (980, 726)], 5, (200, 196, 180), shine=0, curve=False)
    pen.stroke([(300, 660), (230, 728)], 5, (200, 196, 180), shine=0, curve=False)
    pen.fill([(540, 290), (760, 340), (960, 700), (720, 726)], matte(dark(pen.accent, .25)), soft=12)
    pen.fill([(540, 290), (720, 726), (260, 716)], matte(pen.accent, 50), soft=12)
    pen.fill([(536, 380), (600, 722), (440, 720)], matte((58, 50, 46)), volume=.2)
    pen.fill(smooth([(536, 380), (500, 520), (410, 640), (440, 720), (470, 640), (520, 520)], steps=6), matte(light(pen.accent, .35)), drop=.3)
    pen.stroke([(540, 290), (720, 726)], 6, dark(pen.accent, .4), shine=0, curve=False, alpha=.6)
    pen.oval(540, 288, 12, 12, matte(RUBBER))


@standing
def backpack(pen: Pen) -> None:
    pen.stroke([(540, 250), (560, 190), (640, 190), (660, 250)], 24, dark(pen.accent, .35))
    pen.fill(smooth([(430, 340), (480, 250), (600, 226), (720, 250), (770, 340), (790, 560), (780, 700), (740, 730), (460, 730), (420, 700), (410, 560)], steps=8), matte(pen.accent), soft=34, volume=.5)
    pen.fill(smooth([(440, 360), (600, 336), (760, 360), (760, 440), (600, 470), (440, 440)], steps=8), matte(dark(pen.accent, .14)), soft=14, drop=.3)
    pen.fill(rounded(460, 510, 740, 700, 40), matte(light(pen.accent, .08)), soft=18, drop=.35)
    pen.box(480, 536, 720, 546, flat(dark(pen.accent, .5)), 4, volume=0)
    for x in (510, 660):
        pen.box(x, 420, x + 30, 540, matte(dark(pen.accent, .4)), 6, drop=.3)
        pen.box(x - 4, 476, x + 34, 510, matte(RUBBER), 8)


@lying
def sleeping_bag(pen: Pen) -> None:
    pen.box(260, 300, 860, 610, tube(pen.accent, 90), 60, soft=24)
    for x in (360, 470, 580, 690):
        pen.stroke([(x, 302), (x + 12, 450), (x, 606)], 5, dark(pen.accent, .4), shine=0, alpha=.5)
    pen.oval(856, 455, 80, 155, matte(dark(pen.accent, .1)), soft=10)
    for r in (.74, .5, .26):
        pen.ring(856, 455, 80 * r, 155 * r, 9, flat(light(pen.accent, .4)), volume=0, alpha=.7)
    for x in (340, 720):
        pen.box(x, 292, x + 34, 618, matte(RUBBER), 8, drop=.3)


@standing
def thermos(pen: Pen) -> None:
    pen.box(500, 200, 700, 340, polished(STEEL), 22)
    pen.box(486, 330, 714, 728, tube(pen.accent), 26, soft=14)
    pen.box(486, 330, 714, 352, polished(STEEL), 4, volume=.2)
    pen.box(486, 690, 714, 730, polished(STEEL), 16, volume=.2)
    pen.glint(rounded(516, 380, 534, 660, 9), .35)


@standing
def ball(pen: Pen) -> None:
    pen.oval(600, 480, 250, 250, matte((250, 249, 245)), soft=70, volume=.7)
    for x, y, r, turn in ((600, 470, 86, -90), (430, 340, 60, 10), (770, 340, 60, 40), (400, 590, 56, 60), (800, 590, 56, 20), (600, 690, 44, 0)):
        pen.fill(polygon(x, y, r, 5, turn), matte(pen.accent), soft=8)
    for a, b in (((600, 384), (600, 290)), ((520, 444), (458, 388)), ((680, 444), (742, 388)), ((552, 540), (444, 572)), ((648, 540), (756, 572))):
        pen.stroke([a, b], 6, (120, 120, 124), shine=0, curve=False, alpha=.7)


@standing
def teddy(pen: Pen) -> None:
    fur = pen.accent
    for x, y, rx, ry in ((440, 540, 66, 110), (760, 540, 66, 110), (480, 690, 92, 70), (720, 690, 92, 70)):
        pen.oval(x, y, rx, ry, matte(dark(fur, .06)), soft=34, volume=.5)
    pen.oval(600, 580, 156, 156, matte(fur), soft=50, volume=.5)
    pen.oval(600, 600, 96, 104, matte(light(fur, .4)), soft=26)
    for x in (470, 730):
        pen.oval(x, 250, 62, 62, matte(fur), soft=20)
        pen.oval(x, 254, 34, 34, matte(light(fur, .4)), soft=10)
    pen.oval(600, 350, 164, 148, matte(fur), soft=50, volume=.5, drop=.3)
    pen.oval(600, 400, 74, 58, matte(light(fur, .5)), soft=18)
    pen.oval(600, 374, 24, 17, matte((50, 40, 38)))
    pen.stroke([(570, 412), (600, 426), (630, 412)], 5, (70, 52, 44), shine=0)
    for x in (536, 664):
        pen.oval(x, 326, 15, 17, matte((36, 30, 30)))
        pen.oval(x - 4, 320, 5, 5, flat((255, 255, 255)), volume=0)
    for x in (480, 720):
        pen.oval(x, 700, 46, 40, matte(light(fur, .4)), soft=12)


@standing
def toy_car(pen: Pen) -> None:
    pen.fill(smooth([(430, 520), (500, 400), (560, 380), (700, 380), (780, 510)], steps=8), matte(pen.accent), soft=18)
    pen.fill([(474, 510), (520, 424), (610, 420), (610, 510)], matte((206, 228, 236)), soft=8)
    pen.fill([(636, 510), (636, 420), (692, 420), (738, 510)], matte((206, 228, 236)), soft=8)
    pen.box(280, 500, 930, 660, matte(pen.accent), 56, soft=24, volume=.5)
    pen.box(288, 596, 922, 612, flat(light(pen.accent, .6)), 8, volume=0)
    pen.oval(908, 554, 18, 26, matte((255, 240, 180)))
    for x in (420, 780):
        pen.oval(x, 650, 80, 80, matte(RUBBER), soft=14, drop=.3)
        pen.oval(x, 650, 42, 42, matte((236, 220, 160)), soft=10)


@standing
def blocks(pen: Pen) -> None:
    for x, y, tone in ((330, 530, (206, 76, 64)), (540, 530, (70, 130, 186)), (750, 530, (232, 186, 70)), (440, 330, (90, 158, 108)), (650, 330, pen.accent)):
        pen.box(x, y, x + 196, y + 196, matte(tone), 16, soft=14, volume=.5)
        pen.box(x + 26, y + 26, x + 170, y + 170, matte(light(tone, .14), 245), 12, soft=6)
        pen.fill(polygon(x + 98, y + 98, 46, 3 + int(x / 100) % 4, -90), matte(PALE_WOOD), soft=6)


@lying
def game(pen: Pen) -> None:
    pen.box(330, 180, 870, 720, matte(WOOD), 14, soft=10)
    for row in range(8):
        for col in range(8):
            x, y = 360 + col * 60, 210 + row * 60
            pen.box(x, y, x + 60, y + 60, flat(PALE_WOOD if (row + col) % 2 else dark(pen.accent, .2)), volume=0)
    for row, col, tone in ((0, 1, (60, 50, 46)), (1, 4, (60, 50, 46)), (2, 3, (60, 50, 46)), (5, 2, (246, 238, 220)), (6, 5, (246, 238, 220)), (4, 6, (246, 238, 220)), (7, 4, (246, 238, 220))):
        pen.oval(390 + col * 60, 240 + row * 60, 23, 23, matte(tone), soft=8, drop=.4)


@lying
def racket(pen: Pen) -> None:
    with pen.at(600, 450, -36):
        for i in range(13):
            pen.stroke([(-20 + i * 26, -150), (-20 + i * 26, 150)], 3, (236, 234, 224), shine=0, curve=False)
            pen.stroke([(-60, -150 + i * 25), (330, -150 + i * 25)], 3, (236, 234, 224), shine=0, curve=False)
        pen.fill(ellipse(136, 0, 236, 190), matte(pen.accent), holes=[ellipse(136, 0, 206, 160)], soft=8)
        pen.fill([(-90, -70), (-96, 70), (-210, 16), (-210, -16)], matte(dark(pen.accent, .1)), holes=[[(-104, -34), (-104, 34), (-160, 0)]])
        pen.box(-440, -28, -190, 28, tube(RUBBER, 90), 12)
    pen.oval(880, 690, 66, 66, matte((206, 220, 80)), soft=22, volume=.5)
    pen.stroke([(826, 660), (870, 690), (880, 752)], 5, (246, 248, 230), shine=0)


@lying
def skates(pen: Pen) -> None:
    pen.fill(smooth([(420, 180), (590, 180), (600, 360), (640, 440), (780, 480), (820, 560), (790, 600), (400, 600), (390, 480)], steps=8), matte(pen.accent), soft=30, volume=.5)
    for i in range(5):
        pen.stroke([(520, 250 + i * 44), (606 + i * 10, 236 + i * 46)], 9, (246, 244, 236))
    pen.box(380, 596, 826, 630, matte(RUBBER), 12, drop=.3)
    for x in (440, 700):
        pen.box(x, 626, x + 70, 680, polished(STEEL), 6)
    pen.fill([(360, 676), (850, 676), (880, 660), (874, 706), (370, 706)], polished(STEEL, 90), volume=.3)


@standing
def guitar(pen: Pen) -> None:
    with pen.at(640, 470, 24):
        pen.box(-22, -400, 22, 0, matte((74, 52, 38)), 4)
        pen.fill([(-34, -470), (34, -470), (28, -390), (-28, -390)], matte((60, 42, 32)), drop=.3)
        pen.fill(smooth([(0, -90), (100, -70), (110, 10), (90, 60), (150, 140), (120, 240), (0, 262), (-120, 240), (-150, 140), (-90, 60), (-110, 10), (-100, -70)], steps=8), matte(pen.accent), grain=12, soft=14, volume=.5)
        pen.oval(0, 50, 50, 50, matte((50, 36, 28)), soft=5)
        pen.box(-22, -200, 22, 6, matte((74, 52, 38)), 2, drop=.3)
        pen.box(-60, 160, 60, 184, matte((60, 42, 32)), 6, drop=.3)
        for i in range(6):
            pen.stroke([(-14 + i * 5.6, -400), (-20 + i * 8, 170)], 2, (236, 226, 200), shine=0, curve=False)


@standing
def candle(pen: Pen) -> None:
    for x, h, w in ((480, 300, 120), (640, 420, 120), (790, 230, 120)):
        y = 716 - h
        pen.stroke([(x, y), (x + 3, y - 34)], 6, (60, 50, 44), shine=0, curve=False)
        pen.blob([(x + 2, y - 110), (x + 24, y - 56), (x + 2, y - 24), (x - 20, y - 56)], Linear(((0, (255, 226, 120)), (1, (244, 150, 60))), 90), volume=0)
        pen.can(x - w / 2, y, x + w / 2, 706, 17, light(pen.accent, .35), (255, 246, 226))
