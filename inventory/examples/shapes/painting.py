"""Painting, sticking and sealing."""

from __future__ import annotations

from inventory.examples.outline import arc, ellipse, rounded, smooth
from inventory.examples.paint import (
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
def paint_can(pen: Pen) -> None:
    pen.stroke(arc(600, 400, 250, 210, 186, 354)[::4], 9, STEEL, shine=.8)
    pen.can(380, 360, 820, 690, 44, light(STEEL, .25), shiny=True)
    band = [(380, 430), (380, 620), *[(600 - 220 * x, 620 + 44 * y) for x, y in _half()], (820, 430), *[(600 + 220 * x, 430 + 44 * y) for x, y in _half()]]
    pen.fill(band, tube(PAPER), volume=0)
    pen.fill(smooth([(470, 520), (540, 492), (660, 510), (720, 560), (660, 610), (560, 600), (480, 580)]), matte(pen.accent), volume=.3)
    pen.oval(600, 360, 200, 38, matte(dark(STEEL, .1), 90), volume=.2)
    pen.oval(600, 366, 180, 32, Linear(((0, dark(pen.accent, .15)), (1, light(pen.accent, .2))), 60), volume=.2)
    pen.fill(smooth([(428, 372), (470, 386), (474, 470), (462, 510), (448, 476), (440, 400)]), matte(pen.accent), volume=.5)
    for x in (384, 816):
        pen.oval(x, 420, 17, 17, polished(STEEL), soft=4)


def _half() -> list[tuple[float, float]]:
    return arc(0, 0, 1, 1, 0, 180, 24)


@lying
def brush(pen: Pen) -> None:
    with pen.at(600, 450, -34):
        pen.fill(smooth([(-90, -92), (130, -96), (240, -80), (270, 0), (240, 80), (130, 96), (-90, 92)], steps=8), matte((222, 196, 150), 90), soft=10)
        for i in range(26):
            y = -84 + i * 6.8
            pen.stroke([(-60, y), (120, y * 1.02), (236 - abs(y) * .2, y * .96)], 2.5, (150, 116, 70), shine=0, alpha=.5, caps=False)
        pen.fill(smooth([(170, -92), (240, -80), (272, 0), (240, 80), (170, 92), (190, 30), (160, -20)], steps=8), matte(pen.accent), soft=8)
        pen.box(-190, -98, -60, 98, polished(STEEL, 90), 8, drop=.3)
        for x in (-170, -84):
            pen.box(x, -98, x + 8, 98, flat(dark(STEEL, .35)), 3, volume=0, alpha=.6)
        pen.fill(smooth([(-184, -84), (-240, -66), (-300, -34), (-440, -30), (-470, 0), (-440, 30), (-300, 34), (-240, 66), (-184, 84)], steps=8), tube(WOOD, 90), grain=9, soft=14)
        pen.oval(-430, 0, 11, 11, flat((60, 44, 30)), volume=0)


@lying
def roller(pen: Pen) -> None:
    with pen.at(600, 460, -14):
        pen.stroke([(330, -190), (400, -180), (410, -70), (60, -20), (40, 60)], 22, STEEL, shine=.8, curve=False)
        pen.box(-320, -280, 320, -110, tube(light(pen.accent, .25), 90), 40, volume=.5, soft=16)
        for _ in range(160):
            x, y = pen.rng.uniform(-310, 310), pen.rng.uniform(-268, -122)
            pen.stroke([(x, y), (x + pen.rng.uniform(-8, 8), y + 8)], 3, light(pen.accent, .5), shine=0, curve=False, alpha=.4)
        pen.fill(smooth([(10, 40), (70, 40), (80, 180), (66, 320), (40, 344), (12, 320), (0, 180)]), tube(RUBBER), drop=.4, soft=14)
        pen.box(4, 60, 76, 90, matte(pen.accent), 8)


@lying
def paint_tray(pen: Pen) -> None:
    pen.fill(rounded(280, 200, 920, 720, 40), matte(RUBBER), soft=18)
    pen.fill(rounded(320, 236, 880, 684, 26), matte(dark(RUBBER, .3), 90), volume=.3)
    for i in range(9):
        pen.box(360, 260 + i * 24, 840, 268 + i * 24, flat(light(RUBBER, .16)), 4, volume=0)
    pen.fill(smooth([(330, 500), (480, 470), (640, 490), (780, 462), (870, 490), (872, 670), (600, 678), (328, 670)]), Linear(((0, light(pen.accent, .25)), (1, pen.accent)), 80), soft=10)


@standing
def tape(pen: Pen) -> None:
    with pen.at(600, 480):
        pen.oval(26, 0, 250, 250, matte(dark(pen.accent, .25)))
        pen.fill(ellipse(-10, 0, 250), matte(pen.accent), volume=.3)
        for r in (232, 214, 196, 180):
            pen.ring(-10, 0, r, r, 3, flat(dark(pen.accent, .22)), volume=0, alpha=.5)
        pen.oval(-10, 0, 164, 164, matte(PALE_WOOD), soft=8)
        pen.fill(ellipse(-10, 0, 146), Linear(((0, (116, 84, 56)), (.6, (176, 136, 94)), (1, (206, 170, 124))), 40), volume=0)
        pen.fill(ellipse(16, 0, 128), Linear(((0, (222, 216, 208)), (1, (240, 234, 226))), 60), volume=0)
        pen.fill([(100, 224), (320, 238), (330, 250), (60, 250)], matte(light(pen.accent, .1), 0), volume=.2)


@standing
def spray_can(pen: Pen) -> None:
    pen.box(564, 170, 636, 226, matte(PAPER), 12, soft=8)
    pen.oval(590, 196, 8, 8, flat((60, 60, 66)), volume=0)
    pen.fill([(540, 222), (660, 222), (690, 300), (510, 300)], polished(STEEL), volume=.2)
    pen.can(480, 320, 720, 706, 24, pen.accent)
    pen.fill(rounded(480, 300, 720, 340, 20), polished(STEEL), volume=.2)
    pen.box(480, 440, 720, 620, tube(PAPER), 0, volume=0)
    pen.fill(smooth([(520, 530), (580, 480), (660, 500), (690, 560), (620, 590)]), matte(pen.accent), volume=.2)
    pen.box(480, 690, 720, 712, polished(STEEL), 8, volume=.2)


@lying
def glue(pen: Pen) -> None:
    with pen.at(600, 450, -28):
        pen.fill([(230, -30), (370, -12), (384, 0), (370, 12), (230, 30)], tube((232, 92, 60), 90))
        pen.fill(smooth([(-330, -96), (-100, -104), (140, -92), (220, -46), (236, 0), (220, 46), (140, 92), (-100, 104), (-330, 96)], steps=8), tube(pen.accent, 90), volume=.4, soft=20)
        pen.box(-200, -72, 120, 60, matte(PAPER), 14, volume=.2)
        pen.lines(-170, -46, 240, 3, pen.accent, 34, 14)
        pen.box(-372, -108, -318, 108, matte(dark(pen.accent, .2)), 10)


@lying
def cartridge(pen: Pen) -> None:
    with pen.at(600, 450, -22):
        pen.fill([(190, -30), (440, -10), (444, 10), (190, 30)], tube((236, 232, 222), 90), volume=.2)
        pen.box(-390, -82, 180, 82, tube(PAPER, 90), 12)
        pen.box(-300, -82, 60, 82, tube(pen.accent, 90), 0, volume=0)
        pen.lines(-260, -40, 260, 3, light(pen.accent, .75), 32, 13)
        pen.fill([(170, -70), (200, -34), (200, 34), (170, 70)], matte((226, 222, 212)))


@lying
def wallpaper(pen: Pen) -> None:
    with pen.at(600, 450, -18):
        pen.box(-330, -40, 330, 250, matte(light(pen.accent, .55), 80), 4, volume=.15)
        for i in range(11):
            pen.box(-300 + i * 58, -40, -286 + i * 58, 250, flat(light(pen.accent, .25)), volume=0, alpha=.6)
        pen.box(-336, -210, 336, -10, tube(light(pen.accent, .5), 90), 6, drop=.4)
        for i in range(11):
            pen.box(-300 + i * 58, -208, -286 + i * 58, -12, flat(light(pen.accent, .2)), volume=0, alpha=.45)
        pen.oval(336, -110, 36, 100, matte(light(pen.accent, .7)), soft=5)
        pen.oval(336, -110, 18, 56, flat(dark(pen.accent, .3)), volume=0)


@lying
def stickers(pen: Pen) -> None:
    pen.box(330, 150, 870, 750, matte((252, 251, 248)), 8, soft=4)
    for row in range(7):
        for col in range(3):
            x, y = 362 + col * 162, 186 + row * 80
            pen.box(x, y, x + 148, y + 62, matte(light(pen.accent, .82 - .1 * ((row + col) % 3))), 10, soft=3, drop=.12)
            pen.lines(x + 18, y + 18, 96, 2, light(pen.accent, .2), 18, 7)
