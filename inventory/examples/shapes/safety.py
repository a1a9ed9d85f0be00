"""Protection, first aid and things to wear."""

from __future__ import annotations

from inventory.examples.outline import arc, rounded, smooth
from inventory.examples.paint import PAPER, RUBBER, STEEL, Linear, dark, flat, light, matte, polished, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


@lying
def glove(pen: Pen) -> None:
    for x, turn, mirror in ((430, -10, 1), (770, 12, -1)):
        with pen.at(x, 450, turn, 1):
            m = mirror
            hand = [(-100, 120), (-112, -30), (-106, -190), (-80, -222), (-54, -190), (-50, -70), (-44, -60), (-38, -240), (-12, -276), (16, -240), (16, -60), (24, -58), (36, -222), (60, -250), (84, -216), (78, -50), (86, -46), (102, -140), (128, -156), (142, -124), (132, 10), (190, -40), (222, -40), (220, -4), (150, 90), (110, 150)]
            pen.fill(smooth([(px * m, py) for px, py in hand], steps=5), matte(pen.accent), soft=22, volume=.6)
            pen.box(-104, 120, 112, 280, matte((226, 220, 206)), 20, soft=12, drop=.25)
            for k in range(8):
                pen.box(-92 + k * 25, 140, -84 + k * 25, 276, flat((188, 182, 168)), 4, volume=0, alpha=.6)
            pen.box(-106, 112, 114, 142, matte(dark(pen.accent, .25)), 12)


@standing
def helmet(pen: Pen) -> None:
    pen.fill(smooth([(330, 640), (330, 480), (400, 340), (560, 268), (720, 300), (830, 420), (850, 600), (850, 640)], steps=8), matte(pen.accent), soft=40, volume=.6)
    for dx in (0, 70, 140):
        pen.stroke([(460 + dx, 630), (470 + dx, 460), (520 + dx * .9, 320 - dx * .16)], 20, light(pen.accent, .12), shine=.4)
    pen.fill(smooth([(300, 650), (320, 610), (600, 620), (860, 610), (980, 660), (970, 690), (840, 676), (600, 680), (330, 684)], steps=8), matte(dark(pen.accent, .05), 90), soft=10, drop=.3)
    pen.stroke([(400, 680), (430, 720), (560, 726), (700, 716)], 14, RUBBER)


@lying
def mask(pen: Pen) -> None:
    for s in (-1, 1):
        pen.stroke([(600 + s * 200, 380), (600 + s * 330, 300), (600 + s * 380, 420), (600 + s * 330, 560), (600 + s * 200, 560)], 12, (222, 222, 216))
    pen.fill(smooth([(600, 230), (760, 300), (830, 440), (780, 600), (600, 690), (420, 600), (370, 440), (440, 300)], steps=8), matte((240, 238, 232)), soft=50, volume=.6)
    pen.stroke([(440, 340), (600, 290), (760, 340)], 18, STEEL)
    pen.fill(rounded(500, 440, 700, 590, 34), matte(pen.accent), soft=14, drop=.3)
    for i in range(5):
        pen.box(524, 462 + i * 24, 676, 472 + i * 24, flat(dark(pen.accent, .4)), 5, volume=0)


@lying
def goggles(pen: Pen) -> None:
    for s in (-1, 1):
        pen.stroke([(600 + s * 300, 440), (600 + s * 420, 420), (600 + s * 460, 520)], 38, RUBBER)
    frame = smooth([(280, 400), (330, 310), (600, 290), (870, 310), (920, 400), (890, 560), (760, 610), (660, 580), (600, 520), (540, 580), (440, 610), (310, 560)], steps=8)
    pen.fill(frame, matte(pen.accent), soft=18, volume=.5)
    pen.fill(smooth([(330, 410), (370, 350), (600, 334), (830, 350), (870, 410), (846, 530), (750, 564), (670, 536), (600, 474), (530, 536), (450, 564), (354, 530)], steps=8),
             Linear(((0, (240, 250, 252)), (.5, (178, 206, 218)), (1, (140, 176, 196))), 50), soft=10)
    pen.glint([(420, 350), (520, 342), (430, 550), (370, 520)], .5)
    pen.glint([(740, 344), (780, 346), (716, 540), (690, 530)], .35)


@lying
def ear_defenders(pen: Pen) -> None:
    pen.stroke(arc(600, 500, 260, 330, 184, 356)[::4], 30, STEEL)
    pen.stroke(arc(600, 500, 262, 332, 215, 325)[::4], 58, RUBBER)
    for s in (-1, 1):
        with pen.at(600 + s * 250, 560, s * -6):
            pen.box(-60, -130, 60, 130, matte(RUBBER), 56, soft=18)
            pen.box(-54 + s * 34, -140, 54 + s * 34, 140, matte(pen.accent), 54, soft=26, volume=.5, drop=.3)


@standing
def first_aid(pen: Pen) -> None:
    pen.stroke([(500, 330), (510, 276), (690, 276), (700, 330)], 30, dark(pen.accent, .3))
    pen.box(300, 320, 900, 730, matte(pen.accent), 50, soft=24)
    pen.box(300, 500, 900, 510, flat(dark(pen.accent, .35)), 0, volume=0)
    for x in (390, 760):
        pen.box(x, 480, x + 50, 540, polished(STEEL, 90), 8, drop=.3)
    pen.oval(600, 520, 116, 116, matte((252, 252, 250)), drop=.3)
    mark = (70, 150, 96) if pen.accent[0] > 180 and pen.accent[1] < 100 else (204, 58, 50)
    pen.box(570, 440, 630, 600, matte(mark), 6, volume=.2)
    pen.box(520, 490, 680, 550, matte(mark), 6, volume=.2)


@lying
def plaster(pen: Pen) -> None:
    for x, y, turn in ((560, 360, -30), (680, 560, 24)):
        with pen.at(x, y, turn):
            pen.box(-260, -70, 260, 70, matte((226, 178, 140)), 70, soft=10, drop=.3)
            pen.box(-80, -60, 80, 60, matte((242, 214, 186)), 10, soft=6)
            for i in range(8):
                for k in range(3):
                    for s in (-1, 1):
                        pen.oval(s * (106 + i * 17), -34 + k * 34, 4, 4, flat((190, 138, 102)), volume=0)


@lying
def bandage(pen: Pen) -> None:
    pen.fill([(600, 300), (1000, 380), (1010, 560), (620, 600)], matte((246, 240, 228)), volume=.3)
    for i in range(14):
        pen.stroke([(640 + i * 26, 312 + i * 5), (650 + i * 26, 596 - i * 2)], 2, (214, 204, 186), shine=0, curve=False, alpha=.8)
    pen.box(340, 300, 640, 600, tube((244, 236, 222)), 16)
    pen.oval(490, 300, 150, 58, matte((250, 246, 236)), soft=6)
    for r in (.75, .5, .26):
        pen.ring(490, 300, 150 * r, 58 * r, 5, flat((206, 194, 172)), volume=0)


@standing
def extinguisher(pen: Pen) -> None:
    pen.stroke([(640, 260), (740, 280), (790, 380), (780, 560)], 24, RUBBER)
    pen.fill([(764, 540), (798, 540), (820, 640), (746, 640)], tube(RUBBER))
    pen.box(580, 220, 630, 300, polished(STEEL), 6)
    pen.fill([(560, 190), (760, 160), (764, 184), (600, 230)], matte(RUBBER), drop=.3)
    pen.fill(smooth([(490, 400), (520, 310), (606, 284), (690, 310), (720, 400), (720, 700), (606, 724), (490, 700)], steps=8), tube((206, 52, 46)), volume=.3)
    pen.box(490, 440, 720, 600, tube(PAPER), 0, volume=0)
    pen.lines(524, 466, 150, 4, (206, 52, 46), 30, 11)
    pen.box(480, 700, 730, 730, matte(RUBBER), 12)


@lying
def cap(pen: Pen) -> None:
    pen.fill(smooth([(360, 520), (380, 320), (560, 220), (760, 260), (860, 420), (850, 540), (600, 560)], steps=8), matte(pen.accent), soft=36, volume=.5)
    for x in (520, 660):
        pen.stroke([(x, 550), (x + 4, 380), (610, 236)], 3, dark(pen.accent, .35), shine=0, alpha=.7)
    pen.oval(606, 232, 18, 14, matte(dark(pen.accent, .2)), soft=4)
    pen.fill(smooth([(350, 510), (600, 540), (860, 520), (900, 610), (700, 680), (480, 670), (320, 600)], steps=8), matte(dark(pen.accent, .15), 90), soft=18, drop=.35)


@lying
def apron(pen: Pen) -> None:
    pen.stroke([(500, 200), (520, 120), (600, 90), (680, 120), (700, 200)], 18, dark(pen.accent, .2))
    for s in (-1, 1):
        pen.stroke([(600 + s * 210, 430), (600 + s * 330, 460), (600 + s * 360, 600)], 16, dark(pen.accent, .2))
    pen.fill(smooth([(480, 190), (720, 190), (740, 320), (820, 420), (830, 780), (370, 780), (380, 420), (460, 320)], steps=5), matte(pen.accent), soft=16)
    pen.fill(rounded(460, 500, 740, 680, 18), matte(light(pen.accent, .06)), soft=8, drop=.3)
    pen.stroke([(600, 504), (600, 676)], 4, dark(pen.accent, .3), shine=0, curve=False)
    for x in (470, 560, 650, 740):
        pen.stroke([(x - 40, 700), (x - 44, 776)], 3, dark(pen.accent, .25), shine=0, curve=False, alpha=.4)


@lying
def boots(pen: Pen) -> None:
    for dx, dy in ((0, 0), (230, 50)):
        with pen.at(dx, dy):
            pen.fill(smooth([(380, 180), (540, 180), (546, 380), (570, 470), (700, 520), (730, 600), (700, 640), (380, 640), (360, 560), (372, 400)], steps=8), matte(pen.accent), soft=30, volume=.5)
            pen.box(350, 626, 738, 676, matte(RUBBER), 20, drop=.3)
            for i in range(6):
                pen.stroke([(470, 260 + i * 38), (556 + i * 4, 250 + i * 38)], 9, (230, 204, 150))


@lying
def coat(pen: Pen) -> None:
    pen.stroke([(600, 180), (600, 130), (630, 104), (660, 120)], 10, STEEL)
    for s in (-1, 1):
        pen.fill(smooth([(600 + s * 90, 210), (600 + s * 200, 260), (600 + s * 300, 560), (600 + s * 230, 600), (600 + s * 150, 400)], steps=6), matte(dark(pen.accent, .08)), soft=22)
    pen.fill(smooth([(500, 190), (700, 190), (790, 270), (780, 500), (800, 760), (400, 760), (420, 500), (410, 270)], steps=5), matte(pen.accent), soft=22, drop=.3)
    pen.fill([(540, 190), (600, 330), (660, 190), (700, 200), (606, 420), (500, 200)], matte(dark(pen.accent, .2)), drop=.3)
    pen.stroke([(602, 380), (602, 756)], 5, dark(pen.accent, .4), shine=0, curve=False)
    for y in (440, 530, 620, 710):
        pen.oval(624, y, 11, 11, matte((232, 220, 196)), soft=3)


@standing
def umbrella(pen: Pen) -> None:
    pen.stroke([(600, 300), (600, 650), (612, 706), (650, 716), (676, 680)], 17, (120, 84, 56))
    canopy = [*arc(600, 450, 330, 260, 180, 360)]
    lower = [(930 - i * 6.6, 450 + 34 * abs(((i % 25) / 12.5) - 1) - 34) for i in range(101)]
    pen.fill([*canopy, *lower], matte(pen.accent), soft=34, volume=.5)
    for x in (435, 600, 765):
        pen.stroke([(600, 196), ((600 + x) / 2 + (x - 600) * .22, 290), (x, 440)], 4, dark(pen.accent, .3), shine=0, alpha=.6)
    pen.box(594, 160, 606, 200, polished(STEEL), 5)
