"""Hand tools, seen from above."""

from __future__ import annotations

from inventory.examples.outline import ellipse, rounded, smooth
from inventory.examples.paint import (
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
from inventory.examples.shapes.registry import lying


def grip(pen: Pen, x0: float, x1: float, y: float, thick: float) -> None:
    """A two-part screwdriver-like grip along x, in the accent colour."""
    body = smooth([(x0, y - thick * .34), (x0 + 24, y - thick * .5), ((x0 + x1) / 2, y - thick * .46), (x1 - 30, y - thick * .5), (x1, y - thick * .3),
                   (x1, y + thick * .3), (x1 - 30, y + thick * .5), ((x0 + x1) / 2, y + thick * .46), (x0 + 24, y + thick * .5), (x0, y + thick * .34)])
    pen.fill(body, tube(pen.accent, 90), volume=.3)
    for k in (-.26, -.02, .22):
        pen.box(x0 + 40, y + thick * k, x1 - 56, y + thick * k + thick * .13, tube(RUBBER, 90), thick * .06, volume=.2)


@lying
def hammer(pen: Pen) -> None:
    with pen.at(600, 450, -38):
        pen.box(-26, -210, 26, 330, tube(WOOD), 24, grain=9)
        pen.fill(smooth([(-28, 110), (28, 110), (36, 240), (34, 345), (0, 356), (-34, 345), (-36, 240)]), tube(pen.accent), volume=.4)
        claw = smooth([(-40, -262), (60, -262), (130, -250), (205, -190), (232, -128), (196, -160), (120, -196), (40, -196), (-40, -196)])
        pen.fill(claw, polished(STEEL, 90), drop=.4)
        pen.box(-150, -268, -60, -190, polished(STEEL, 90), 8)
        pen.box(-206, -280, -144, -178, polished(STEEL, 90), 16)
        pen.box(-66, -262, 44, -184, polished(DARK_STEEL, 90), 14)


@lying
def mallet(pen: Pen) -> None:
    with pen.at(600, 450, -32):
        pen.box(-24, -170, 24, 340, tube(PALE_WOOD), 22, grain=9)
        pen.fill([(-160, -290), (160, -290), (182, -110), (-182, -110)], matte(WOOD, 70), grain=16, drop=.4, soft=14)
        pen.box(-20, -286, 20, -270, flat(dark(PALE_WOOD, .3)), 2, volume=0)


@lying
def screwdriver(pen: Pen) -> None:
    with pen.at(600, 450, -28):
        pen.box(-30, -15, 340, 15, polished(STEEL, 90), 6)
        pen.fill([(330, -15), (388, -26), (398, -26), (398, 26), (388, 26), (330, 15)], matte(STEEL, 90))
        pen.box(-66, -30, -20, 30, tube(DARK_STEEL, 90), 8)
        grip(pen, -380, -50, 0, 116)


@lying
def saw(pen: Pen) -> None:
    with pen.at(600, 450, -14):
        teeth = [(-190 + i * 14 + k * 7, 92 - (i * 14) * .05 + (k == 0) * 14) for i in range(44) for k in (0, 1)]
        pen.fill([(-220, -130), (430, 6), (432, 66), *reversed(teeth), (-200, 106)], Linear(((0, light(STEEL, .5)), (.5, STEEL), (1, dark(STEEL, .15))), 80), volume=.2)
        pen.glint([(-180, -90), (380, 20), (380, 34), (-180, -50)], .3)
        outer = smooth([(-160, -140), (-260, -160), (-400, -170), (-455, -120), (-430, -60), (-420, 20), (-440, 90), (-400, 150), (-330, 130), (-230, 120), (-170, 90), (-150, 0)])
        hole = smooth([(-270, -70), (-350, -90), (-370, -40), (-360, 40), (-350, 80), (-290, 60), (-250, 30), (-250, -30)])
        pen.fill(outer, matte(WOOD), holes=[hole], grain=14, drop=.45, soft=16)
        for x, y in ((-200, -90), (-190, 50)):
            pen.oval(x, y, 15, 15, matte((214, 176, 96)), drop=.3, soft=4)


@lying
def pliers(pen: Pen) -> None:
    with pen.at(600, 440, 24):
        for side in (-1, 1):
            jaw = [(0, -60), (side * 66, -70), (side * 60, -160), (side * 26, -300), (side * 4, -304), (side * 3, -90)]
            pen.fill(jaw, polished(STEEL, 20 if side < 0 else 160))
            handle = smooth([(side * -10, -50), (side * 60, 20), (side * 104, 130), (side * 112, 250), (side * 86, 345), (side * 52, 340), (side * 66, 240), (side * 54, 140), (side * 8, 50), (side * -40, 0)])
            pen.fill(handle, tube(pen.accent, 20), volume=.6, soft=14, drop=.3)
        pen.oval(0, -30, 62, 70, matte(STEEL), drop=.4)
        pen.oval(0, -30, 26, 26, matte(DARK_STEEL), soft=4)
        for i in range(6):
            pen.box(-22, -270 + i * 26, 22, -264 + i * 26, flat(dark(STEEL, .45)), 2, volume=0, alpha=.7)


@lying
def wrench(pen: Pen) -> None:
    with pen.at(600, 450, -36):
        shaft = smooth([(-330, 0), (-280, -66), (-200, -50), (-120, -30), (180, -28), (230, -60), (250, -80), (250, 80), (230, 60), (180, 28), (-120, 30), (-200, 50), (-280, 66)])
        pen.fill(shaft, polished(STEEL, 90), holes=[ellipse(-266, 0, 36)])
        head = [(220, -80), (300, -116), (400, -96), (420, -44), (318, -40), (300, 0), (318, 40), (420, 44), (400, 96), (300, 116), (220, 80)]
        pen.fill(smooth(head, steps=6), polished(STEEL, 90), soft=12)
        pen.fill(rounded(-130, -13, 170, 13, 13), Linear(((0, dark(STEEL, .4)), (1, STEEL)), 90), volume=0)


@lying
def chisel(pen: Pen) -> None:
    with pen.at(600, 450, -34):
        pen.fill([(-40, -18), (80, -34), (370, -34), (400, -28), (400, 28), (370, 34), (80, 34), (-40, 18)], polished(STEEL, 90))
        pen.fill([(345, -34), (400, -30), (400, 30), (345, 34)], matte(light(STEEL, .6)), volume=.1)
        pen.box(-80, -36, -34, 36, tube(DARK_STEEL, 90), 8)
        pen.fill(smooth([(-80, -40), (-180, -56), (-320, -46), (-366, -30), (-366, 30), (-320, 46), (-180, 56), (-80, 40)]), tube(WOOD, 90), grain=9)
        pen.box(-384, -42, -350, 42, tube(DARK_STEEL, 90), 10)


@lying
def hand_plane(pen: Pen) -> None:
    with pen.at(600, 450, -10):
        pen.fill([(-390, -74), (330, -74), (390, -30), (390, 70), (330, 110), (-390, 110), (-410, 80), (-410, -44)], matte(DARK_STEEL), soft=16)
        pen.box(-370, -46, 340, 82, matte(dark(DARK_STEEL, .3)), 18, volume=.2)
        pen.fill([(-130, -40), (90, -40), (110, 76), (-130, 76)], polished(STEEL, 60), drop=.4)
        pen.oval(30, 18, 34, 26, matte((206, 168, 90)), drop=.4)
        for rx, tone in ((84, WOOD), (60, light(WOOD, .16)), (24, light(WOOD, .3))):
            pen.oval(240, 16, rx, rx * .92, matte(tone), grain=4, drop=.35)
        pen.fill(smooth([(-380, -24), (-250, -40), (-150, -20), (-140, 20), (-150, 56), (-250, 74), (-380, 60), (-400, 18)]), tube(WOOD, 90), grain=10, drop=.5, soft=16)


@lying
def utility_knife(pen: Pen) -> None:
    with pen.at(600, 450, -30):
        pen.fill([(180, -34), (330, -34), (420, 34), (180, 34)], Linear(((0, light(STEEL, .6)), (1, STEEL)), 80), volume=.15)
        for i in range(3):
            pen.stroke([(240 + i * 46, -34), (280 + i * 46, 34)], 3, dark(STEEL, .3), shine=0, curve=False)
        pen.fill(smooth([(-400, -40), (-300, -62), (-100, -56), (200, -58), (236, -40), (236, 40), (200, 58), (-100, 56), (-300, 66), (-400, 50)]), matte(pen.accent, 80), soft=18)
        pen.box(-250, -20, 190, 16, matte(RUBBER), 18, volume=.2)
        pen.box(40, -32, 120, 28, matte(light(pen.accent, .3)), 14, drop=.4)
        for i in range(5):
            pen.box(52 + i * 12, -20, 57 + i * 12, 16, flat(dark(pen.accent, .4)), 2, volume=0)


@lying
def axe(pen: Pen) -> None:
    with pen.at(600, 450, -30):
        pen.fill(smooth([(-22, -280), (22, -280), (24, 0), (34, 200), (60, 340), (10, 366), (-34, 350), (-24, 200), (-20, 0)]), tube(WOOD), grain=9)
        pen.fill(smooth([(-60, -250), (40, -256), (120, -276), (200, -330), (236, -200), (210, -80), (120, -150), (40, -170), (-60, -176)], steps=8), polished(DARK_STEEL, 90), drop=.4)
        pen.fill(smooth([(186, -316), (204, -330), (238, -200), (212, -82), (198, -100), (214, -200)]), matte(light(STEEL, .5), 0), volume=.1)


@lying
def scraper(pen: Pen) -> None:
    with pen.at(600, 450, -30):
        pen.fill([(60, -46), (330, -140), (344, -140), (344, 140), (330, 140), (60, 46)], polished(STEEL, 80), volume=.2)
        pen.fill(smooth([(-340, -34), (-200, -52), (0, -40), (70, -50), (90, 0), (70, 50), (0, 40), (-200, 52), (-340, 34), (-356, 0)]), tube(pen.accent, 90), drop=.3)
        pen.oval(-300, 0, 14, 14, flat(dark(pen.accent, .5)), volume=0)


@lying
def hex_keys(pen: Pen) -> None:
    for i, (length, width) in enumerate(((520, 34), (460, 28), (400, 23), (340, 18), (290, 14), (240, 11))):
        with pen.at(330 + i * 96, 690 - i * 16):
            pen.stroke([(0, 0), (0, -length + 36), (10, -length + 10), (36, -length), (90 - i * 6, -length)], width, DARK_STEEL, curve=False, shine=.7)


@lying
def tweezers(pen: Pen) -> None:
    with pen.at(600, 450, -28):
        for s in (-1, 1):
            pen.fill([(-330, -6 * s), (-330, 20 * s), (-100, 62 * s), (120, 60 * s), (380, 8 * s), (384, 2 * s), (120, 34 * s), (-100, 36 * s)], polished(STEEL, 90), volume=.3)
        pen.box(-352, -24, -260, 24, matte(pen.accent), 12)


@lying
def file(pen: Pen) -> None:
    with pen.at(600, 450, -32):
        pen.fill([(-60, -34), (370, -34), (390, -20), (390, 20), (370, 34), (-60, 34)], matte(DARK_STEEL, 80), soft=5)
        for i in range(46):
            pen.stroke([(-50 + i * 9.4, 32), (-22 + i * 9.4, -32)], 2, light(DARK_STEEL, .4), shine=0, curve=False, caps=False, alpha=.6)
        pen.fill([(-60, -34), (-60, 34), (-130, 12), (-130, -12)], matte(DARK_STEEL))
        grip(pen, -390, -90, 0, 92)

