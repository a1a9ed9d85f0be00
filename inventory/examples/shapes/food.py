"""Ingredients and groceries."""

from __future__ import annotations

from math import cos, sin

from inventory.examples.outline import rounded, smooth
from inventory.examples.paint import CREAM, KRAFT, PAPER, Linear, Radial, dark, flat, light, matte, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing

SHELL = (226, 182, 142)
CHOCOLATE = (92, 56, 40)


@standing
def flour_sack(pen: Pen) -> None:
    pen.fill(smooth([(420, 330), (440, 250), (520, 262), (600, 246), (680, 262), (760, 250), (780, 330), (806, 520), (796, 700), (740, 732), (460, 732), (404, 700), (394, 520)], steps=8), matte(PAPER, 30), soft=50, volume=.6)
    pen.stroke([(436, 300), (520, 316), (600, 306), (680, 316), (764, 300)], 5, (190, 180, 160), shine=0, alpha=.8)
    pen.fill(smooth([(400, 430), (600, 444), (800, 430), (804, 520), (600, 536), (396, 520)], steps=8), matte(pen.accent), volume=.15)
    pen.lines(500, 462, 200, 2, (252, 248, 236), 32, 13)
    for s in (-1, 1):
        with pen.at(600, 690, s * 16):
            pen.stroke([(0, 0), (0, -110)], 5, (196, 156, 80), shine=0, curve=False)
            for k in range(5):
                for t in (-1, 1):
                    pen.blob([(0, -30 - k * 18), (t * 16, -48 - k * 18), (t * 6, -58 - k * 18)], matte((214, 172, 92)), soft=3)
    pen.blob([(380, 728), (440, 712), (520, 724), (470, 738)], matte((252, 250, 242)), soft=8)


@standing
def egg(pen: Pen) -> None:
    pen.fill([(260, 620), (940, 620), (900, 726), (300, 726)], matte((150, 152, 160)), soft=14)
    for i in range(4):
        x = 360 + i * 160
        tone = (SHELL, light(SHELL, .5), SHELL, dark(SHELL, .08))[i]
        pen.fill(smooth([(x, 430), (x + 52, 490), (x + 72, 580), (x + 50, 650), (x, 670), (x - 50, 650), (x - 72, 580), (x - 52, 490)], steps=8), Radial(((0, light(tone, .7)), (.5, tone), (1, dark(tone, .3))), .38, .3, .9), soft=26, volume=.4)
    for i in range(5):
        pen.fill(smooth([(240 + i * 160, 650), (280 + i * 160, 610), (320 + i * 160, 650)]), matte((158, 160, 168)), soft=10)
    pen.fill(smooth([(250, 650), (400, 668), (600, 660), (800, 668), (950, 650), (910, 730), (290, 730)], steps=8), matte((164, 166, 174)), soft=16)


@standing
def butter(pen: Pen) -> None:
    pen.fill([(320, 480), (700, 520), (700, 690), (320, 640)], matte((248, 218, 122), 90), soft=10)
    pen.fill([(700, 520), (860, 460), (860, 620), (700, 690)], matte((222, 186, 84), 90), soft=8)
    pen.fill([(320, 480), (480, 430), (860, 460), (700, 520)], matte((254, 234, 160), 90), soft=8)
    pen.fill([(500, 499), (700, 520), (700, 690), (500, 664)], matte((236, 238, 242), 90), volume=.3, drop=.2)
    pen.fill([(700, 520), (860, 460), (860, 620), (700, 690)], matte((206, 210, 216), 90), volume=.3)
    pen.fill([(500, 499), (668, 444), (860, 460), (700, 520)], matte((248, 249, 250), 90), volume=.3)
    pen.fill([(530, 560), (670, 576), (670, 640), (530, 622)], matte(pen.accent), volume=.2)
    pen.fill([(250, 690), (950, 690), (920, 730), (280, 730)], matte((214, 220, 226), 90), soft=8)


@standing
def milk(pen: Pen) -> None:
    pen.fill([(450, 350), (640, 350), (640, 730), (450, 730)], matte((248, 249, 250), 10), soft=8)
    pen.fill([(640, 350), (750, 320), (750, 690), (640, 730)], matte((212, 218, 226), 0), volume=.2)
    pen.fill([(450, 350), (490, 240), (660, 240), (640, 350)], matte((240, 242, 246), 90), volume=.3)
    pen.fill([(640, 350), (660, 240), (710, 232), (750, 320)], matte((200, 208, 218), 0), volume=.2)
    pen.fill([(484, 246), (488, 200), (708, 194), (712, 236), (660, 244)], matte(pen.accent, 90), volume=.3)
    pen.fill([(450, 560), (640, 560), (640, 730), (450, 730)], matte(pen.accent, 10), volume=.1)
    pen.fill([(640, 560), (750, 530), (750, 690), (640, 730)], matte(dark(pen.accent, .2), 0), volume=.1)
    pen.fill(smooth([(450, 570), (500, 540), (560, 572), (600, 548), (640, 562), (640, 600), (450, 600)]), flat((248, 249, 250)), volume=0)
    pen.lines(480, 410, 120, 3, pen.accent, 34, 13)


@standing
def sugar(pen: Pen) -> None:
    pen.fill([(420, 290), (450, 270), (750, 270), (780, 290), (780, 730), (420, 730)], matte(PAPER, 20), soft=14)
    pen.fill([(420, 290), (600, 330), (780, 290), (750, 270), (450, 270)], matte((230, 226, 216), 90), volume=.2)
    pen.box(420, 430, 780, 600, matte(pen.accent), 0, volume=.15)
    pen.lines(480, 470, 230, 3, (252, 250, 244), 40, 17)
    for x, y in ((820, 690), (870, 700), (840, 650)):
        pen.box(x - 24, y - 22, x + 24, y + 26, matte((252, 252, 250)), 5, soft=7, drop=.2)


@standing
def cheese(pen: Pen) -> None:
    pen.fill([(290, 560), (880, 440), (900, 590), (900, 720), (300, 720)], matte((240, 190, 82), 90), soft=12)
    pen.fill([(290, 560), (700, 420), (880, 440)], matte((250, 214, 120), 90), soft=8)
    for x, y, r in ((430, 640, 40), (580, 590, 28), (700, 650, 46), (830, 560, 30), (540, 690, 20), (790, 690, 18)):
        pen.oval(x, y, r, r * .9, matte((206, 148, 52), 245), soft=9)


@lying
def chocolate(pen: Pen) -> None:
    with pen.at(600, 450, -14):
        pen.box(-330, -190, 330, 190, matte(CHOCOLATE), 14, soft=8)
        for col in range(6):
            for row in range(4):
                pen.box(-318 + col * 106, -178 + row * 90, -222 + col * 106, -98 + row * 90, matte(light(CHOCOLATE, .08)), 8, soft=10, volume=.6)
        pen.fill([(-30, -204), (344, -204), (344, 204), (-10, 204), (-34, 120), (-4, 40), (-36, -60), (-8, -130)], matte((222, 216, 206), 80), soft=6, drop=.4)
        pen.fill([(60, -206), (350, -206), (350, 206), (60, 206)], matte(pen.accent, 80), volume=.2, drop=.2)
        pen.lines(110, -70, 190, 4, (250, 240, 214), 44, 17)


@standing
def apple(pen: Pen) -> None:
    for x, y, tone in ((470, 560, (202, 60, 52)), (740, 580, pen.accent)):
        pen.stroke([(x, y - 120), (x + 10, y - 170), (x + 30, y - 200)], 13, (110, 76, 46))
        pen.blob([(x + 14, y - 150), (x + 70, y - 190), (x + 110, y - 170), (x + 60, y - 136)], matte((96, 152, 84)))
        pen.fill(smooth([(x, y - 114), (x + 70, y - 140), (x + 144, y - 80), (x + 146, y + 40), (x + 80, y + 140), (x, y + 128), (x - 80, y + 140), (x - 146, y + 40), (x - 144, y - 80), (x - 70, y - 140)], steps=8), Radial(((0, light(tone, .55)), (.4, tone), (1, dark(tone, .4))), .34, .3, .9), soft=40, volume=.4)


@lying
def nuts(pen: Pen) -> None:
    for i in range(17):
        x, y = 600 + (40 + (i * 61) % 230) * (1 if i % 2 else -1) * (.4 + (i % 5) * .2), 450 + ((i * 97) % 360 - 180)
        with pen.at(x, y, (i * 53) % 180):
            pen.fill(smooth([(-74, 0), (-40, -38), (20, -42), (76, 0), (20, 42), (-40, 38)]), matte(pen.accent), soft=16, volume=.5, drop=.4)
            for k in (-18, 0, 18):
                pen.stroke([(-60, k * .4), (0, k), (64, k * .2)], 3, dark(pen.accent, .3), shine=0, alpha=.6)


@lying
def raisins(pen: Pen) -> None:
    for _ in range(46):
        a, d = pen.rng.uniform(0, 6.28), pen.rng.uniform(0, 1) ** .6

        with pen.at(600 + 280 * d * cos(a), 450 + 220 * d * sin(a), pen.rng.uniform(0, 180)):
            tone = pen.rng.choice((pen.accent, dark(pen.accent, .25), light(pen.accent, .14)))
            pen.fill(smooth([(-40, 0), (-24, -24), (16, -26), (42, 0), (16, 24), (-24, 26)]), matte(tone), soft=10, volume=.6, drop=.35)
            pen.stroke([(-24, -6), (0, 6), (26, -4)], 4, dark(tone, .4), shine=0, alpha=.6)


@lying
def cinnamon(pen: Pen) -> None:
    for i in range(5):
        with pen.at(600, 290 + i * 82, -18 + (i * 13) % 16):
            tone = ((150, 88, 50), (166, 100, 58), (136, 78, 46))[i % 3]
            pen.box(-320, -34, 320, 34, tube(tone, 90), 20, grain=5, drop=.3)
            pen.oval(320, -14, 14, 20, matte(light(tone, .2)), soft=4)
            pen.oval(320, 14, 14, 20, matte(light(tone, .1)), soft=4)
    pen.stroke([(600, 230), (616, 450), (596, 660)], 15, KRAFT, shine=.3, drop=.3)


@lying
def vanilla(pen: Pen) -> None:
    for i in range(5):
        with pen.at(600, 300 + i * 76, -24 + i * 9):
            pen.stroke([(-360, 20), (-180, -14), (40, 10), (220, -16), (350, 10), (380, 40)], 24, (66, 44, 34), shine=.3, drop=.3)
    for k in range(6):
        with pen.at(840, 300, k * 60):
            pen.blob([(0, 0), (36, -60), (0, -124), (-36, -60)], matte((250, 244, 226)), soft=14)
    pen.oval(840, 300, 30, 30, matte((240, 200, 100)), soft=9, drop=.2)


@lying
def pasta(pen: Pen) -> None:
    for i in range(34):
        with pen.at(600, 450, -24 + pen.rng.uniform(-3, 3)):
            y = -110 + i * 6.5
            pen.box(-400 + pen.rng.uniform(-10, 10), y, 400 + pen.rng.uniform(-10, 10), y + 9, tube((236, 200, 116), 90), 4, volume=.15)
    with pen.at(600, 450, -24):
        pen.box(-60, -126, 60, 126, matte(pen.accent), 8, drop=.4)
        pen.lines(-36, -80, 70, 5, (252, 248, 236), 36, 13)


@standing
def coffee(pen: Pen) -> None:
    pen.fill(smooth([(440, 250), (760, 250), (770, 330), (776, 700), (750, 730), (450, 730), (424, 700), (430, 330)], steps=6), matte(pen.accent, 25), soft=24, volume=.5)
    pen.box(434, 244, 766, 300, matte(dark(pen.accent, .3), 90), 8)
    pen.box(480, 420, 720, 620, matte(CREAM), 14, volume=.2)
    for x, y, turn in ((560, 500, 30), (640, 540, -20)):
        with pen.at(x, y, turn):
            pen.oval(0, 0, 40, 56, matte(CHOCOLATE), soft=12)
            pen.stroke([(-4, -50), (8, 0), (-4, 50)], 7, dark(CHOCOLATE, .4), shine=0)
    for x, y, turn in ((850, 714, 70), (910, 706, 20), (330, 714, 100)):
        with pen.at(x, y, turn):
            pen.oval(0, 0, 17, 25, matte(CHOCOLATE), soft=6)
            pen.stroke([(-2, -22), (4, 0), (-2, 22)], 4, dark(CHOCOLATE, .4), shine=0)


@standing
def tea(pen: Pen) -> None:
    pen.box(420, 340, 740, 730, matte(pen.accent, 20), 6, soft=10)
    pen.fill([(740, 340), (820, 310), (820, 690), (740, 730)], matte(dark(pen.accent, .25), 0), volume=.2)
    pen.fill([(420, 340), (740, 340), (820, 310), (510, 310)], matte(light(pen.accent, .25)), volume=.2)
    pen.oval(580, 520, 100, 100, matte(PAPER), soft=6)
    for s in (-1, 0, 1):
        with pen.at(580, 570, s * 34):
            pen.blob([(0, 0), (22, -60), (0, -110), (-22, -60)], matte((96, 148, 84)), soft=7)
    pen.stroke([(820, 400), (880, 470), (890, 600)], 3, (230, 226, 214), shine=0)
    pen.box(866, 596, 918, 668, matte((250, 246, 234)), 4)


@standing
def honey(pen: Pen) -> None:
    pen.fill(smooth([(450, 360), (750, 360), (790, 450), (796, 660), (750, 730), (450, 730), (404, 660), (410, 450)], steps=8), Linear(((0, (196, 112, 20)), (.35, (250, 196, 80)), (.7, (232, 152, 36)), (1, (170, 92, 16))), 0), soft=20, alpha=.96)
    pen.box(440, 270, 760, 366, tube(pen.accent), 20)
    pen.fill(rounded(490, 470, 710, 650, 90), matte(CREAM), volume=.2)
    for x, y in ((570, 530), (630, 530), (600, 580)):
        pen.fill([(x + 30 * a, y + 30 * b) for a, b in ((0, -1), (.87, -.5), (.87, .5), (0, 1), (-.87, .5), (-.87, -.5))], matte((240, 176, 60)), soft=5)
    pen.glint(rounded(432, 440, 452, 640, 10), .45)


@standing
def yeast(pen: Pen) -> None:
    for x, y in ((420, 600), (600, 620), (510, 490)):
        pen.box(x, y, x + 190, y + 108, matte((226, 206, 170)), 10, soft=12)
        pen.fill([(x + 60, y), (x + 190, y), (x + 190, y + 108), (x + 50, y + 108), (x + 66, y + 60)], matte((238, 240, 244)), volume=.3, drop=.2)
        pen.box(x + 92, y + 30, x + 176, y + 80, matte(pen.accent), 6, volume=.2)


@lying
def salt(pen: Pen) -> None:
    pen.fill(smooth([(330, 560), (420, 470), (560, 430), (700, 460), (840, 540), (800, 640), (600, 690), (400, 650)], steps=8), matte((250, 250, 250)), soft=50, volume=.5)
    for _ in range(150):
        x, y = pen.rng.uniform(320, 860), pen.rng.uniform(440, 690)
        pen.box(x, y, x + 7, y + 6, flat((206, 210, 218) if pen.rng.random() < .6 else (255, 255, 255)), volume=0, alpha=.8)
    with pen.at(560, 380, -28):
        pen.box(-60, -20, 380, 20, tube((206, 164, 110), 90), 16, grain=5, drop=.4)
        pen.oval(-130, 0, 110, 74, matte((206, 164, 110)), grain=6, soft=14, drop=.4)
        pen.oval(-130, 0, 84, 52, matte((248, 248, 248)), soft=12)


@standing
def vegetables(pen: Pen) -> None:
    for x, turn in ((420, -14), (520, 6), (620, 20)):
        with pen.at(x, 480, turn):
            for k in (-1, 0, 1):
                pen.stroke([(0, 0), (k * 30, -80), (k * 54, -150)], 16, (96, 156, 84))
            pen.fill(smooth([(-50, 0), (0, -24), (50, 0), (34, 130), (0, 246), (-34, 130)], steps=8), tube((232, 126, 48)), soft=16)
            for i in range(4):
                pen.stroke([(-30 + i * 6, 40 + i * 40), (-6, 44 + i * 40)], 4, (186, 92, 30), shine=0, alpha=.7)
    pen.fill(smooth([(790, 540), (870, 570), (890, 660), (830, 730), (740, 730), (680, 660), (700, 570)], steps=8), matte((206, 164, 104)), soft=30, volume=.5)
    pen.fill(smooth([(960, 640), (1010, 670), (1000, 724), (920, 730), (890, 690), (910, 650)], steps=8), matte((226, 196, 130)), soft=20, volume=.5)
