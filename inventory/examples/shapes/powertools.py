"""Power tools and what goes into them."""

from __future__ import annotations

from inventory.examples.outline import ellipse, polygon, rounded, smooth, toothed
from inventory.examples.paint import BRASS, DARK_STEEL, RUBBER, STEEL, Linear, dark, flat, light, matte, polished, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


def vents(pen: Pen, x: float, y: float, rows: int, width: float = 60) -> None:
    """Cooling slots in a housing."""
    for i in range(rows):
        pen.box(x, y + i * 17, x + width, y + i * 17 + 8, flat((30, 30, 36)), 4, volume=0, alpha=.75)


@lying
def drill(pen: Pen) -> None:
    pen.box(830, 322, 985, 338, polished(STEEL, 90), 3)
    pen.fill([(985, 322), (1010, 330), (985, 338)], matte(STEEL), volume=.2)
    pen.fill([(750, 282), (800, 290), (840, 312), (840, 348), (800, 370), (750, 378)], polished(DARK_STEEL, 90))
    for i in range(5):
        pen.box(762 + i * 12, 286 + i, 766 + i * 12, 374 - i, flat((20, 20, 26)), 2, volume=0, alpha=.6)
    handle = smooth([(380, 380), (520, 380), (510, 480), (490, 600), (480, 650), (330, 650), (350, 560), (372, 470)], steps=8)
    pen.fill(handle, tube(RUBBER, 8), soft=16)
    pen.fill(smooth([(300, 250), (420, 232), (640, 236), (756, 268), (770, 330), (756, 388), (640, 418), (480, 424), (330, 416), (282, 370), (274, 300)], steps=8), tube(pen.accent, 90), volume=.5, soft=22, drop=.4)
    pen.box(660, 246, 700, 414, matte(RUBBER, 90), 12)
    pen.fill(smooth([(520, 424), (560, 430), (548, 480), (520, 506), (506, 470)]), matte(RUBBER), drop=.3)
    vents(pen, 330, 292, 5, 74)
    pen.box(470, 296, 620, 344, flat(light(pen.accent, .75)), 10, volume=0)
    pen.box(282, 630, 548, 730, matte(RUBBER), 22, soft=14, drop=.4)
    pen.box(300, 652, 530, 676, matte(pen.accent), 8, volume=.2)


@lying
def sander(pen: Pen) -> None:
    pen.oval(600, 470, 250, 250, matte((214, 178, 116)), soft=6)
    for i in range(8):
        with pen.at(600, 470, i * 45):
            pen.oval(205, 0, 16, 16, flat((90, 70, 44)), volume=0)
    pen.oval(600, 462, 196, 196, matte(RUBBER), drop=.4, soft=16)
    pen.oval(600, 456, 160, 160, matte(pen.accent), drop=.4, soft=26)
    pen.oval(600, 452, 96, 96, matte(RUBBER), drop=.3, soft=18)
    pen.fill(rounded(700, 420, 930, 500, 40), tube(RUBBER, 90), drop=.3)
    for i in range(4):
        pen.box(890 - i * 22, 426, 896 - i * 22, 494, flat((20, 20, 24)), 2, volume=0)


@lying
def jigsaw(pen: Pen) -> None:
    for i in range(9):
        pen.fill([(776, 600 + i * 16), (792, 608 + i * 16), (776, 616 + i * 16)], flat(STEEL), volume=0)
    pen.box(750, 560, 778, 752, polished(STEEL, 0), 4)
    pen.box(330, 556, 860, 592, polished(STEEL, 90), 8)
    body = smooth([(340, 420), (330, 300), (400, 210), (560, 180), (740, 200), (830, 300), (840, 440), (820, 560), (700, 560), (600, 500), (430, 480)], steps=8)
    hole = smooth([(430, 330), (500, 280), (640, 280), (690, 330), (640, 380), (500, 390)], steps=8)
    pen.fill(body, tube(pen.accent, 80), holes=[hole], volume=.5, soft=24, drop=.4)
    pen.fill(smooth([(430, 220), (560, 188), (700, 200), (680, 240), (560, 232), (440, 262)]), matte(RUBBER), drop=.2)
    vents(pen, 720, 380, 6, 70)


@lying
def angle_grinder(pen: Pen) -> None:
    pen.box(250, 410, 660, 520, tube(pen.accent, 90), 46, volume=.5, soft=20)
    pen.box(270, 400, 440, 530, tube(RUBBER, 90), 46)
    vents(pen, 560, 425, 5, 60)
    pen.fill(smooth([(640, 400), (720, 390), (800, 410), (830, 470), (800, 520), (720, 540), (640, 530)], steps=8), polished(DARK_STEEL, 90), drop=.4)
    pen.oval(840, 465, 150, 150, matte((120, 96, 80)), soft=8, drop=.4)
    pen.ring(840, 465, 110, 110, 4, flat((170, 140, 112)), volume=0)
    pen.oval(840, 465, 44, 44, polished(STEEL, 40), drop=.3)
    pen.fill(polygon(840, 465, 22, 6), matte(DARK_STEEL), soft=4)
    pen.box(706, 250, 766, 410, tube(RUBBER, 0), 28)


@lying
def drill_bits(pen: Pen) -> None:
    for i in range(7):
        x, w, top = 330 + i * 90, 14 + i * 4, 330 - i * 24
        pen.box(x - w / 2, 560, x + w / 2, 700, polished(DARK_STEEL, 0), 3)
        pen.fill([(x - w / 2, 560), (x - w / 2, top), (x, top - w * .7), (x + w / 2, top), (x + w / 2, 560)], polished(BRASS if i % 2 else STEEL, 0), volume=.2)
        y = float(top + w)
        while y < 545:
            pen.stroke([(x - w * .48, y + w * .5), (x + w * .48, y - w * .5)], max(4, w * .26), dark(STEEL, .55), shine=0, curve=False, caps=False, alpha=.75)
            y += w * .95 + 6


@lying
def saw_blade(pen: Pen) -> None:
    pen.fill(toothed(600, 450, 270, 306, 40, .42), polished(STEEL, 40), holes=[ellipse(600, 450, 34)], volume=.25, soft=5)
    pen.ring(600, 450, 200, 200, 8, flat(dark(STEEL, .3)), volume=0, alpha=.5)
    pen.ring(600, 450, 150, 150, 100, matte(pen.accent), soft=4, volume=.2)
    for i in range(4):
        with pen.at(600, 450, i * 90 + 30):
            pen.stroke([(214, 0), (236, 14), (262, 8)], 7, dark(STEEL, .6), shine=0)


@standing
def heat_gun(pen: Pen) -> None:
    pen.fill(smooth([(460, 480), (580, 480), (570, 600), (560, 730), (440, 730), (452, 600)], steps=8), tube(RUBBER), soft=16)
    pen.box(720, 310, 880, 420, polished(STEEL, 90), 10)
    pen.box(872, 300, 900, 430, polished(DARK_STEEL, 90), 8)
    pen.fill(smooth([(380, 300), (480, 262), (700, 270), (740, 300), (740, 430), (700, 470), (480, 490), (390, 450), (360, 380)], steps=8), tube(pen.accent, 90), drop=.4, soft=20)
    vents(pen, 400, 330, 6, 60)
    pen.box(560, 500, 596, 560, matte((200, 60, 50)), 10, drop=.3)


@standing
def vacuum(pen: Pen) -> None:
    pen.stroke([(690, 420), (840, 330), (960, 480), (980, 660), (1010, 716)], 34, RUBBER)
    pen.can(400, 470, 720, 690, 34, light(STEEL, .1), shiny=True)
    for x in (430, 690):
        pen.oval(x, 712, 30, 24, matte(RUBBER))
    pen.fill(smooth([(390, 480), (390, 400), (430, 330), (560, 300), (690, 330), (730, 400), (730, 480), (560, 506)], steps=8), matte(pen.accent, 60), soft=26, drop=.4)
    pen.box(500, 316, 620, 342, matte(RUBBER), 12, drop=.3)
    pen.oval(560, 430, 30, 30, matte((40, 40, 46)), drop=.2)
    for x in (396, 708):
        pen.box(x - 8, 450, x + 24, 520, matte(RUBBER), 8, drop=.3)


@lying
def glue_gun(pen: Pen) -> None:
    pen.box(150, 330, 330, 366, Linear(((0, (250, 246, 226)), (1, (214, 206, 170))), 90), 16, alpha=.92)
    pen.fill([(800, 300), (900, 320), (940, 345), (900, 364), (800, 386)], polished(BRASS, 90))
    pen.fill(smooth([(400, 390), (540, 400), (520, 520), (490, 660), (360, 660), (380, 520)], steps=8), tube(pen.accent, 6), soft=18)
    pen.fill(smooth([(300, 290), (420, 262), (720, 268), (810, 290), (814, 392), (720, 414), (420, 420), (310, 400)], steps=8), tube(pen.accent, 90), drop=.4, soft=20)
    pen.fill(smooth([(540, 420), (600, 430), (580, 500), (548, 530), (528, 480)]), matte(RUBBER), drop=.3)
    pen.box(430, 310, 650, 370, matte(dark(pen.accent, .3)), 20, volume=.2)
