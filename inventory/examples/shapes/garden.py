"""Garden things."""

from __future__ import annotations

from inventory.examples.outline import arc, ellipse, rounded, smooth
from inventory.examples.paint import (
    DARK_STEEL,
    PALE_WOOD,
    RUBBER,
    STEEL,
    WOOD,
    dark,
    flat,
    light,
    matte,
    polished,
    tube,
)
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing

LEAF = (92, 148, 88)
CLAY = (196, 108, 72)


@lying
def spade(pen: Pen) -> None:
    with pen.at(600, 450, -38):
        pen.box(-20, -320, 20, 100, tube(WOOD), 10, grain=6)
        pen.fill(rounded(-84, -390, 84, -300, 30), tube(pen.accent, 90), holes=[rounded(-48, -366, 48, -324, 16)], soft=9)
        pen.fill([(-40, 40), (40, 40), (30, 120), (-30, 120)], polished(DARK_STEEL))
        pen.fill(smooth([(-110, 110), (110, 110), (116, 250), (90, 340), (0, 396), (-90, 340), (-116, 250)], steps=6), polished(DARK_STEEL, 20), soft=14, drop=.3)


@lying
def fork(pen: Pen) -> None:
    with pen.at(600, 450, -38):
        pen.box(-20, -320, 20, 100, tube(WOOD), 10, grain=6)
        pen.fill(rounded(-84, -390, 84, -300, 30), tube(pen.accent, 90), holes=[rounded(-48, -366, 48, -324, 16)], soft=9)
        pen.fill(smooth([(-30, 60), (30, 60), (120, 120), (110, 160), (-110, 160), (-120, 120)]), polished(DARK_STEEL))
        for x in (-104, -40, 24, 88):
            pen.fill([(x, 130), (x + 16, 130), (x + 14, 360), (x + 8, 400), (x + 2, 360)], polished(DARK_STEEL))


@lying
def rake(pen: Pen) -> None:
    with pen.at(600, 450, -38):
        pen.box(-17, -400, 17, 240, tube(WOOD), 10, grain=7)
        pen.box(-200, 230, 200, 268, tube(pen.accent, 90), 10, drop=.3)
        for i in range(11):
            pen.box(-194 + i * 37, 260, -180 + i * 37, 350, polished(DARK_STEEL), 5)


@lying
def secateurs(pen: Pen) -> None:
    with pen.at(600, 430, 16):
        pen.fill(smooth([(0, 0), (-50, -60), (-80, -180), (-40, -270), (0, -200), (30, -80)], steps=8), polished(STEEL, 20))
        pen.fill(smooth([(10, 0), (60, -60), (80, -150), (40, -230), (20, -120)], steps=8), polished(DARK_STEEL, 20), drop=.3)
        pen.stroke([(-40, 90), (0, 120), (40, 90)], 16, STEEL)
        for s in (-1, 1):
            pen.fill(smooth([(s * -20, -10), (s * 50, 30), (s * 100, 140), (s * 110, 280), (s * 80, 340), (s * 50, 320), (s * 56, 200), (s * 10, 90)], steps=8), matte(pen.accent), soft=18, volume=.5, drop=.3)
        pen.oval(4, 10, 34, 34, polished(STEEL, 40), drop=.3)


@standing
def plant_pot(pen: Pen) -> None:
    for turn, size in ((-48, .8), (-22, 1), (4, 1.15), (30, .95), (54, .75)):
        with pen.at(600, 450, turn, size):
            pen.blob([(0, 10), (36, -90), (24, -200), (0, -252), (-24, -200), (-36, -90)], matte(LEAF if size > .9 else dark(LEAF, .12)), soft=14, volume=.5)
            pen.stroke([(0, 0), (0, -220)], 4, light(LEAF, .4), shine=0, curve=False, alpha=.8)
    tone = CLAY if pen.accent == CLAY else pen.accent
    pen.fill([(460, 500), (740, 500), (700, 716), (680, 730), (520, 730), (500, 716)], tube(tone), soft=12)
    pen.box(436, 440, 764, 510, tube(light(tone, .06)), 14, drop=.3)


@standing
def watering_can(pen: Pen) -> None:
    pen.stroke([(720, 400), (840, 380), (880, 500), (800, 640), (740, 650)], 26, dark(pen.accent, .12))
    pen.fill([(470, 620), (480, 540), (300, 330), (270, 346)], tube(pen.accent, 40))
    pen.fill([(230, 350), (310, 290), (328, 312), (250, 378)], matte(dark(pen.accent, .2)), drop=.3)
    pen.stroke(arc(600, 430, 120, 130, 180, 360)[::4], 24, dark(pen.accent, .12))
    pen.can(450, 430, 750, 700, 28, pen.accent)
    pen.oval(600, 430, 128, 20, flat(dark(pen.accent, .55)), volume=0)
    for y in (480, 660):
        pen.stroke(arc(600, y, 150, 28, 0, 180)[::3], 6, light(pen.accent, .25), shine=0, alpha=.8)


@standing
def wheelbarrow(pen: Pen) -> None:
    pen.stroke([(330, 650), (560, 640), (980, 480)], 22, WOOD, curve=False)
    pen.stroke([(720, 580), (760, 720)], 18, DARK_STEEL, curve=False)
    pen.fill([(330, 390), (880, 390), (760, 600), (470, 600)], matte(pen.accent), soft=20, volume=.5)
    pen.box(316, 376, 894, 404, tube(dark(pen.accent, .15), 90), 12)
    pen.oval(360, 640, 90, 90, matte(RUBBER), soft=16, drop=.3)
    pen.oval(360, 640, 50, 50, polished(STEEL, 40), soft=8)
    pen.box(930, 456, 1040, 500, tube(RUBBER, 90), 20)


@standing
def seeds(pen: Pen) -> None:
    for x, turn, tone in ((470, -9, (226, 190, 110)), (690, 7, pen.accent)):
        with pen.at(x, 730, turn):
            pen.box(-130, -400, 130, 0, matte(PALE_WOOD if tone != pen.accent else light(tone, .6)), 8, soft=6, drop=.3)
            pen.box(-130, -400, 130, -320, matte(tone, 90), 8, volume=.2)
            pen.lines(-90, -378, 150, 2, (252, 248, 236), 26, 10)
            for k in range(5):
                with pen.at(0, -140, -56 + k * 28):
                    pen.blob([(0, 0), (18, -60), (0, -120), (-18, -60)], matte(LEAF), soft=8)
            pen.oval(0, -110, 52, 46, matte((218, 96, 64) if tone == pen.accent else (240, 196, 80)), soft=16)
    for _ in range(14):
        pen.oval(pen.rng.uniform(330, 860), pen.rng.uniform(716, 736), 8, 5, matte((120, 86, 56)), volume=0)


@standing
def compost(pen: Pen) -> None:
    pen.fill(smooth([(330, 330), (870, 330), (884, 520), (870, 720), (600, 734), (330, 720), (316, 520)], steps=8), matte(pen.accent), soft=46, volume=.6)
    for y in (336, 700):
        pen.box(336, y, 864, y + 18, flat(dark(pen.accent, .35)), 6, volume=0, alpha=.6)
    pen.fill(rounded(420, 420, 780, 640, 20), matte(light(pen.accent, .6)), volume=.2)
    pen.fill(smooth([(450, 620), (470, 560), (560, 530), (660, 536), (740, 570), (760, 620)]), matte((92, 66, 46)), soft=14)
    pen.stroke([(600, 545), (602, 480)], 8, LEAF)
    for s in (-1, 1):
        pen.blob([(602, 500), (602 + s * 50, 460), (602 + s * 90, 456), (602 + s * 56, 494)], matte(LEAF))


@lying
def mower_line(pen: Pen) -> None:
    pen.oval(600, 450, 220, 220, matte(dark(pen.accent, .2)), soft=12)
    for k in range(14):
        pen.stroke(ellipse(600, 450, 100 + k * 8)[::4], 8, pen.accent, closed=True)
    pen.oval(600, 450, 92, 92, matte(RUBBER), drop=.3)
    pen.stroke([(796, 430), (900, 440), (960, 540), (1010, 540)], 9, pen.accent)


@standing
def barbecue(pen: Pen) -> None:
    for a, b in (((500, 560), (420, 722)), ((700, 560), (780, 722)), ((600, 560), (610, 700))):
        pen.stroke([a, b], 18, DARK_STEEL, curve=False)
    pen.fill(arc(600, 430, 240, 170, 0, 180), matte((60, 62, 70)), soft=22, volume=.5)
    pen.fill(arc(600, 430, 240, 190, 180, 360), matte(pen.accent), soft=30, volume=.5)
    pen.box(350, 418, 850, 442, polished(STEEL, 90), 10)
    pen.stroke([(560, 250), (570, 210), (630, 210), (640, 250)], 16, WOOD)
    pen.oval(770, 722, 30, 30, matte(RUBBER), soft=5)


@standing
def bird_house(pen: Pen) -> None:
    pen.fill([(460, 400), (600, 280), (740, 400), (740, 720), (460, 720)], matte(PALE_WOOD), grain=12, soft=10)
    pen.fill([(600, 240), (820, 430), (790, 462), (600, 300), (410, 462), (380, 430)], matte(pen.accent), soft=10, drop=.4)
    pen.oval(600, 480, 58, 58, flat((54, 40, 32)), volume=0)
    pen.box(590, 570, 610, 600, tube(WOOD), 8)
    pen.oval(600, 588, 15, 15, matte(WOOD), soft=4, drop=.4)
    pen.box(440, 706, 760, 730, matte(WOOD, 90), 4, grain=3)
