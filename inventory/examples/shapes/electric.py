"""Lamps, cables, batteries and machines with a plug."""

from __future__ import annotations

from inventory.examples.outline import arc, ellipse, rounded, smooth
from inventory.examples.paint import (
    BRASS,
    COPPER,
    DARK_STEEL,
    RUBBER,
    STEEL,
    Linear,
    Radial,
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
def bulb(pen: Pen) -> None:
    glass = smooth([(600, 200), (720, 240), (770, 350), (730, 470), (680, 540), (670, 600), (530, 600), (520, 540), (470, 470), (430, 350), (480, 240)], steps=10)
    pen.fill(glass, Radial(((0, (255, 252, 230)), (.5, (252, 228, 160)), (1, (226, 176, 96))), .45, .45, .8), alpha=.94, soft=26)
    pen.stroke([(556, 600), (560, 440), (580, 400), (600, 440), (620, 400), (640, 440), (644, 600)], 6, (230, 140, 50), shine=.7)
    pen.glint(smooth([(486, 330), (520, 260), (560, 244), (530, 300), (510, 370)]), .6)
    pen.box(530, 594, 670, 700, polished(STEEL), 10)
    for i in range(4):
        pen.stroke([(526, 622 + i * 22), (674, 612 + i * 22)], 12, light(STEEL, .2), curve=False)
    pen.fill([(556, 698), (644, 698), (624, 728), (576, 728)], matte(RUBBER), soft=6)


@standing
def battery(pen: Pen) -> None:
    for x, y in ((420, 0), (580, 14), (740, 0)):
        pen.box(x + 34, 300 + y, x + 86, 340 + y, polished(STEEL), 8)
        pen.box(x, 330 + y, x + 120, 716 + y, tube((46, 48, 54)), 14, volume=.2)
        pen.box(x, 330 + y, x + 120, 450 + y, tube(BRASS if pen.accent == RUBBER else pen.accent), 14, volume=.2)
        pen.box(x + 50, 366 + y, x + 70, 420 + y, flat((255, 255, 255)), 2, volume=0, alpha=.85)
        pen.box(x + 33, 383 + y, x + 87, 403 + y, flat((255, 255, 255)), 2, volume=0, alpha=.85)


@lying
def button_cell(pen: Pen) -> None:
    for x, y, r in ((480, 410, 180), (760, 520, 150), (640, 690, 90)):
        pen.oval(x, y, r, r, polished(STEEL, 40), soft=6)
        pen.oval(x, y, r * .82, r * .82, matte(light(STEEL, .35), 30), volume=.4, soft=5)
        pen.box(x - r * .3, y - r * .05, x + r * .3, y + r * .05, flat(dark(STEEL, .4)), 3, volume=0)
        pen.box(x - r * .05, y - r * .3, x + r * .05, y + r * .3, flat(dark(STEEL, .4)), 3, volume=0)


@lying
def cable(pen: Pen) -> None:
    for i in range(6):
        pen.stroke(ellipse(600 + (i % 2) * 8, 430 + i * 5, 250 - i * 15, 190 - i * 11)[::4], 24, pen.accent, closed=True, shine=.45)
    pen.stroke([(800, 540), (880, 600), (960, 610), (1010, 640)], 24, pen.accent, drop=.4)
    with pen.at(1010, 640, 24):
        pen.box(0, -30, 70, 30, matte(dark(pen.accent, .2)), 10)
        pen.box(68, -20, 110, 20, polished(STEEL, 90), 3)
    pen.box(560, 560, 640, 668, matte(RUBBER), 14, drop=.3)


@lying
def plug(pen: Pen) -> None:
    pen.stroke([(600, 560), (600, 700), (560, 790), (430, 800), (300, 880)], 42, pen.accent)
    for x in (530, 670):
        pen.box(x - 16, 110, x + 16, 270, polished(BRASS), 14)
    pen.fill(smooth([(460, 260), (740, 260), (760, 340), (740, 470), (680, 560), (640, 620), (560, 620), (520, 560), (460, 470), (440, 340)], steps=8), matte(pen.accent), soft=30, volume=.5)
    for i in range(4):
        pen.box(490, 380 + i * 28, 710, 390 + i * 28, flat(dark(pen.accent, .3)), 5, volume=0, alpha=.5)


@lying
def socket(pen: Pen) -> None:
    pen.box(380, 230, 820, 670, matte((246, 244, 238)), 40, soft=14)
    pen.oval(600, 450, 170, 170, matte((232, 230, 224), 245), soft=10)
    pen.oval(600, 450, 156, 156, matte((222, 220, 214), 245), volume=.2)
    for x in (540, 660):
        pen.oval(x, 450, 20, 20, flat((48, 48, 54)), volume=0)
    for y in (292, 608):
        pen.box(586, y - 14, 614, y + 14, polished(STEEL), 4)


@lying
def power_strip(pen: Pen) -> None:
    pen.stroke([(880, 450), (980, 460), (1020, 560), (960, 660), (1060, 760)], 28, pen.accent)
    pen.box(180, 370, 900, 530, matte(pen.accent), 40, soft=18)
    for i in range(5):
        x = 270 + i * 116
        pen.oval(x, 450, 50, 50, matte(dark(pen.accent, .14), 245), soft=5)
        for dx in (-18, 18):
            pen.oval(x + dx, 450, 8, 8, flat((30, 30, 34)), volume=0)
    pen.box(826, 414, 872, 486, matte((206, 60, 50)), 10, drop=.3)


@standing
def lamp(pen: Pen) -> None:
    pen.oval(540, 706, 150, 26, matte(dark(pen.accent, .1)))
    pen.oval(540, 696, 150, 26, matte(pen.accent), soft=6)
    pen.stroke([(540, 690), (440, 470)], 20, STEEL, curve=False)
    pen.stroke([(440, 470), (640, 300)], 20, STEEL, curve=False)
    for x, y in ((440, 470), (640, 300), (540, 680)):
        pen.oval(x, y, 24, 24, matte(DARK_STEEL), soft=5)
    pen.fill([(750, 470), (850, 360), (980, 720), (600, 720)], flat((255, 240, 180)), volume=0, alpha=.13)
    with pen.at(660, 300, 42):
        pen.oval(150, 0, 40, 116, Radial(((0, (255, 252, 224)), (1, (246, 206, 110))), .5, .5, .7), volume=0)
        pen.fill(smooth([(-40, -40), (30, -62), (150, -120), (130, -40), (130, 40), (150, 120), (30, 62), (-40, 40), (-58, 0)], steps=8), matte(pen.accent), soft=18)
        pen.oval(146, 0, 28, 110, Linear(((0, (255, 248, 214)), (1, (250, 214, 130))), 90), volume=.1)


@lying
def torch(pen: Pen) -> None:
    with pen.at(600, 450, -30):
        pen.box(-360, -52, 170, 52, tube(pen.accent, 90), 24)
        for i in range(12):
            pen.box(-300 + i * 30, -54, -288 + i * 30, 54, flat(dark(pen.accent, .35)), 4, volume=0, alpha=.55)
        pen.box(90, -20, 150, 14, matte((214, 66, 52)), 14, drop=.3)
        pen.fill([(160, -52), (240, -96), (350, -100), (350, 100), (240, 96), (160, 52)], tube(dark(pen.accent, .1), 90), drop=.3)
        pen.oval(350, 0, 28, 100, Radial(((0, (255, 255, 240)), (1, (240, 220, 150))), .5, .5, .6))
        pen.box(-380, -46, -344, 46, matte(RUBBER), 12)


@standing
def radio(pen: Pen) -> None:
    pen.stroke([(800, 400), (930, 170)], 9, STEEL, curve=False, shine=.8)
    pen.oval(930, 170, 11, 11, polished(STEEL))
    pen.stroke([(420, 380), (440, 300), (760, 300), (780, 380)], 26, RUBBER)
    pen.box(280, 370, 920, 730, matte(pen.accent), 36, soft=18)
    pen.oval(450, 560, 126, 126, matte((66, 62, 60)), soft=8)
    for r in range(5):
        for k in range(6 * (r + 1)):
            with pen.at(450, 560, k * 60 / (r + 1)):
                pen.oval(20 + r * 21, 0, 5, 5, flat((196, 184, 160)), volume=0)
    pen.box(620, 420, 880, 510, matte((244, 232, 200)), 8, volume=.3)
    pen.lines(640, 444, 220, 1, (110, 90, 70), 20, 5)
    for i in range(12):
        pen.box(642 + i * 19, 462, 645 + i * 19, 482, flat((110, 90, 70)), volume=0)
    pen.box(724, 428, 730, 502, flat((210, 60, 46)), volume=0)
    for x in (680, 820):
        pen.oval(x, 610, 56, 56, polished(light(STEEL, .2), 45), soft=8, drop=.3)
        pen.box(x - 4, 562, x + 4, 600, flat((60, 60, 66)), 2, volume=0)


@standing
def laptop(pen: Pen) -> None:
    pen.fill(rounded(330, 270, 870, 640, 20), matte((70, 74, 82)), soft=6)
    pen.box(350, 290, 850, 620, Linear(((0, light(pen.accent, .45)), (1, dark(pen.accent, .35))), 50), 4, volume=0)
    pen.fill([(350, 620), (350, 470), (500, 400), (640, 500), (760, 430), (850, 480), (850, 620)], flat(light(pen.accent, .25)), volume=0, alpha=.5)
    pen.glint([(640, 290), (850, 290), (850, 420), (520, 620), (420, 620)], .10)
    pen.fill([(310, 640), (890, 640), (980, 716), (220, 716)], matte(light(STEEL, .25), 90), soft=5)
    pen.fill([(350, 650), (850, 650), (880, 684), (320, 684)], matte((76, 80, 88), 90), volume=0)
    for i in range(4):
        pen.box(336 + -4 * i, 656 + i * 8, 864 + 4 * i, 658 + i * 8, flat((150, 154, 162)), volume=0, alpha=.5)
    pen.fill([(520, 690), (680, 690), (690, 708), (510, 708)], matte(light(STEEL, .1), 90), volume=.2)
    pen.fill([(220, 716), (980, 716), (960, 730), (240, 730)], matte(STEEL, 90), volume=.2)


@lying
def phone(pen: Pen) -> None:
    with pen.at(600, 450, 12):
        pen.box(-150, -300, 150, 300, matte((40, 42, 50)), 46, soft=10)
        pen.box(-134, -284, 134, 284, Linear(((0, light(pen.accent, .5)), (.5, pen.accent), (1, dark(pen.accent, .4))), 60), 34, volume=0)
        for row in range(4):
            for col in range(3):
                x, y = -104 + col * 76, -200 + row * 86
                pen.box(x, y, x + 56, y + 56, matte(light(pen.accent, .3 + .15 * ((row + col) % 4))), 15, soft=4, drop=.2)
        pen.box(-104, 190, 104, 250, flat((255, 255, 255)), 22, volume=0, alpha=.28)
        pen.oval(0, -262, 9, 9, flat((16, 18, 24)), volume=0)
        pen.glint([(20, -284), (134, -284), (134, -120), (-134, 250), (-134, 60)], .08)


@lying
def headphones(pen: Pen) -> None:
    pen.stroke(arc(600, 470, 270, 300, 180, 360)[::4], 46, RUBBER)
    pen.stroke(arc(600, 470, 270, 300, 205, 335)[::4], 26, pen.accent)
    for s in (-1, 1):
        with pen.at(600 + s * 270, 560):
            pen.box(-52 - s * 16, -130, 52 - s * 16, 130, matte(dark(RUBBER, .1)), 46, soft=18)
            pen.box(-40 + s * 26, -112, 40 + s * 26, 112, matte(pen.accent), 38, soft=18, drop=.4)


@standing
def camera(pen: Pen) -> None:
    pen.box(430, 300, 620, 400, matte(dark(pen.accent, .25)), 26)
    pen.box(300, 360, 900, 730, matte(RUBBER), 40, soft=18)
    pen.box(300, 360, 900, 450, matte(pen.accent), 34, soft=12)
    pen.oval(790, 352, 50, 16, polished(STEEL), soft=4)
    pen.oval(600, 560, 170, 170, polished(DARK_STEEL, 45), drop=.4)
    pen.oval(600, 560, 136, 136, matte((30, 32, 40)), soft=10)
    pen.oval(600, 560, 100, 100, Radial(((0, (120, 140, 190)), (.5, (44, 50, 84)), (1, (14, 14, 26))), .4, .35, .8), volume=.3)
    pen.glint(smooth([(550, 500), (600, 484), (580, 530), (550, 550)]), .6)
    pen.box(700, 390, 850, 430, matte((220, 226, 230)), 10)


@standing
def kettle(pen: Pen) -> None:
    pen.stroke([(740, 380), (870, 400), (890, 540), (790, 640)], 44, RUBBER)
    pen.fill([(440, 420), (330, 380), (360, 470), (430, 560)], polished(STEEL, 60))
    pen.fill(smooth([(480, 330), (720, 330), (770, 480), (790, 640), (770, 694), (430, 694), (410, 640), (430, 480)], steps=8), polished(STEEL), volume=.4, soft=20)
    pen.box(404, 690, 796, 730, matte(RUBBER), 16)
    pen.fill(smooth([(480, 336), (520, 296), (600, 282), (680, 296), (720, 336)], steps=8), matte(pen.accent), drop=.3)
    pen.oval(600, 276, 30, 20, matte(RUBBER), soft=6)
    pen.glint(rounded(466, 400, 486, 640, 10), .4)


@standing
def toaster(pen: Pen) -> None:
    for x in (430, 600):
        pen.box(x, 320, x + 150, 480, matte((206, 146, 84)), 30, soft=14)
        pen.box(x + 14, 336, x + 136, 480, matte((232, 190, 130)), 20, volume=.1)
    pen.box(320, 400, 880, 716, polished(light(pen.accent, .1), 20), 60, volume=.5, soft=22)
    pen.box(400, 396, 800, 412, flat((40, 40, 46)), 6, volume=0)
    for x in (350, 820):
        pen.box(x, 704, x + 40, 730, matte(RUBBER), 8)
    pen.box(846, 500, 912, 540, matte(RUBBER), 12, drop=.3)
    pen.oval(800, 640, 26, 26, polished(STEEL), soft=5)


@standing
def fan(pen: Pen) -> None:
    pen.oval(600, 712, 150, 22, matte(pen.accent))
    pen.box(584, 520, 616, 706, tube(STEEL), 6)
    pen.stroke(ellipse(600, 370, 220)[::3], 14, STEEL, closed=True)
    for k in range(3):
        with pen.at(600, 370, k * 120 + 14):
            pen.blob([(10, -10), (60, -80), (150, -110), (184, -30), (130, 40), (40, 30)], matte(pen.accent), alpha=.9)
    for k in range(16):
        with pen.at(600, 370, k * 22.5):
            pen.stroke([(30, 0), (216, 0)], 4, light(STEEL, .2), curve=False)
    for r in (90, 150):
        pen.ring(600, 370, r, r, 4, flat(STEEL), volume=0)
    pen.oval(600, 370, 44, 44, matte(RUBBER), drop=.3)


@lying
def circuit_board(pen: Pen) -> None:
    green = (44, 128, 84)
    pen.box(260, 220, 940, 690, matte(green), 26, soft=5)
    for _ in range(46):
        x, y = pen.rng.randint(290, 900), pen.rng.randint(300, 660)
        pen.stroke([(x, y), (x + 40, y), (x + 70, y + 30), (x + 70, y + 70)], 3, light(green, .3), shine=0, curve=False, alpha=.5, caps=False)
    pen.box(300, 240, 720, 284, matte((30, 30, 36)), 4)
    for i in range(20):
        for y in (252, 272):
            pen.oval(314 + i * 21, y, 6, 6, polished(BRASS), volume=0)
    pen.box(440, 370, 590, 520, polished(STEEL, 40), 8, drop=.3)
    pen.box(640, 400, 740, 500, matte((34, 34, 40)), 6, drop=.3)
    for y in (310, 430, 560):
        pen.box(840, y, 980, y + 96, polished(light(STEEL, .1), 60), 6, drop=.4)
        pen.box(930, y + 14, 984, y + 82, matte((40, 40, 48) if y < 500 else (70, 72, 80)), 4, volume=.2)
    for x in (330, 450, 580):
        pen.box(x, 640, x + 80, 706, polished(STEEL, 90), 6, drop=.3)
    for x, y in ((292, 252), (292, 658), (790, 252), (790, 658)):
        pen.ring(x, y, 18, 18, 8, matte(BRASS), volume=.2)
    for _ in range(22):
        x, y = pen.rng.randint(300, 800), pen.rng.randint(540, 620)
        pen.box(x, y, x + 18, y + 10, matte((186, 150, 100)), 2, volume=.2)


@lying
def resistors(pen: Pen) -> None:
    for i in range(6):
        with pen.at(600, 230 + i * 90, -8 + (i * 7) % 11):
            pen.stroke([(-330, 0), (330, 0)], 8, STEEL, curve=False, shine=.8)
            pen.fill(smooth([(-110, -30), (-80, -34), (-50, -26), (50, -26), (80, -34), (110, -30), (116, 0), (110, 30), (80, 34), (50, 26), (-50, 26), (-80, 34), (-110, 30), (-116, 0)], steps=6), tube((220, 196, 152), 90), volume=.3)
            for k, tone in enumerate(((150, 80, 40), (40, 40, 40), (200, 60, 50), BRASS)):
                pen.box(-76 + k * 40, -28, -60 + k * 40, 28, tube(tone, 90), volume=0)


@lying
def smoke_alarm(pen: Pen) -> None:
    pen.oval(600, 450, 260, 260, matte((236, 234, 228)), soft=24)
    pen.oval(600, 446, 190, 190, matte((248, 247, 243)), soft=20, drop=.25)
    for k in range(24):
        with pen.at(600, 448, k * 15):
            pen.box(206, -7, 238, 7, flat((150, 150, 150)), 7, volume=0, alpha=.8)
    pen.oval(600, 446, 56, 56, matte((240, 238, 232)), soft=8, drop=.25)
    pen.oval(690, 380, 9, 9, flat((220, 50, 40)), volume=0)


@standing
def router(pen: Pen) -> None:
    for x, turn in ((380, -8), (820, 8)):
        with pen.at(x, 620, turn):
            pen.box(-15, -340, 15, 0, tube(RUBBER), 14)
    pen.fill([(320, 610), (880, 610), (930, 700), (920, 730), (280, 730), (270, 700)], matte(pen.accent, 90), soft=14)
    pen.box(290, 690, 910, 722, matte(dark(pen.accent, .4)), 8, volume=.2)
    for i in range(7):
        pen.oval(370 + i * 40, 706, 7, 7, flat((120, 230, 140) if i != 4 else (250, 190, 80)), volume=0)


@standing
def printer(pen: Pen) -> None:
    pen.fill([(420, 210), (780, 210), (800, 420), (400, 420)], matte((252, 252, 250)), volume=.2)
    pen.box(290, 380, 910, 700, matte(pen.accent), 40, soft=20)
    pen.box(360, 540, 840, 590, matte((40, 42, 48)), 14, volume=.2)
    pen.fill([(400, 570), (800, 570), (850, 716), (350, 716)], matte((252, 252, 250)), volume=.2, drop=.3)
    pen.lines(440, 610, 300, 4, (170, 174, 180), 24, 8)
    pen.box(700, 430, 840, 490, matte((70, 110, 130)), 8, volume=.2)
    pen.oval(650, 460, 16, 16, matte((110, 200, 130)), soft=3)


@standing
def iron(pen: Pen) -> None:
    pen.stroke([(800, 470), (900, 430), (960, 330), (1010, 300)], 20, RUBBER)
    pen.fill([(220, 706), (420, 560), (560, 500), (880, 500), (900, 706)], matte(pen.accent), soft=24, volume=.5)
    pen.fill(smooth([(420, 560), (470, 440), (600, 392), (800, 400), (870, 460), (880, 520), (820, 520), (790, 470), (620, 456), (540, 500)], steps=8), matte(RUBBER), soft=18, drop=.3)
    pen.box(200, 700, 910, 730, polished(STEEL, 90), 8)
    pen.oval(660, 600, 44, 44, matte(light(pen.accent, .6)), drop=.25)
    pen.box(656, 564, 664, 600, flat((60, 60, 66)), 2, volume=0)


@lying
def fuse(pen: Pen) -> None:
    for i in range(5):
        with pen.at(600, 240 + i * 105, -10 + (i * 9) % 13):
            pen.box(-190, -34, 190, 34, tube((214, 226, 230), 90), 6, alpha=.8)
            pen.stroke([(-120, 4), (0, -6), (120, 4)], 4, COPPER, shine=0)
            for x in (-210, 110):
                pen.box(x, -38, x + 100, 38, polished(STEEL, 90), 6)


@standing
def clock(pen: Pen) -> None:
    pen.oval(600, 460, 270, 270, polished(pen.accent, 45), soft=14)
    pen.oval(600, 460, 236, 236, matte((252, 250, 244), 245), soft=10, volume=.3)
    for k in range(12):
        with pen.at(600, 460, k * 30):
            pen.box(-5 if k % 3 else -8, -218, 5 if k % 3 else 8, -190 if k % 3 else -172, flat((60, 60, 68)), 3, volume=0)
    for turn, length, width in ((305, 130, 15), (60, 184, 11)):
        with pen.at(600, 460, turn):
            pen.box(-width / 2, -length, width / 2, 30, matte((52, 54, 62)), 6, drop=.3, volume=.2)
    with pen.at(600, 460, 190):
        pen.box(-2, -196, 2, 40, flat((204, 60, 50)), 1, volume=0)
    pen.oval(600, 460, 15, 15, matte((204, 60, 50)), soft=3)


@standing
def mixer(pen: Pen) -> None:
    pen.box(330, 680, 850, 730, matte(pen.accent), 24, soft=12)
    pen.fill(smooth([(720, 690), (710, 520), (730, 400), (830, 400), (850, 520), (850, 690)], steps=8), matte(pen.accent), soft=20)
    pen.fill(smooth([(330, 330), (380, 270), (560, 246), (760, 260), (870, 310), (880, 390), (820, 430), (560, 420), (380, 400)], steps=8), matte(pen.accent), soft=26, volume=.5)
    pen.box(480, 410, 520, 500, polished(STEEL), 6)
    pen.stroke([(500, 490), (440, 560), (470, 640), (500, 650), (530, 640), (560, 560), (500, 490)], 8, STEEL)
    pen.fill([(360, 500), (640, 500), (600, 660), (560, 690), (440, 690), (400, 660)], polished(light(STEEL, .2)), alpha=.93, volume=.4)
    pen.box(350, 490, 650, 512, polished(STEEL), 10)
    pen.oval(800, 340, 30, 30, polished(STEEL), drop=.3)
    pen.box(420, 300, 680, 312, flat(light(pen.accent, .6)), 6, volume=0)
