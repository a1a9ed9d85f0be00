"""Sewing and paper craft."""

from __future__ import annotations

from inventory.examples.outline import rounded, smooth
from inventory.examples.paint import PALE_WOOD, STEEL, WOOD, dark, flat, light, matte, polished, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


@standing
def spool(pen: Pen) -> None:
    for x, tone, h in ((470, pen.accent, 0), (720, light(pen.accent, .45), 60)):
        pen.oval(x, 714, 112, 18, matte(PALE_WOOD))
        pen.box(x - 112, 690, x + 112, 714, tube(PALE_WOOD), 4)
        pen.box(x - 84, 390 + h, x + 84, 692, tube(tone), 10)
        for i in range(int((290 - h) / 11)):
            pen.stroke([(x - 84, 402 + h + i * 11), (x + 84, 396 + h + i * 11)], 3, dark(tone, .3), shine=0, curve=False, alpha=.45, caps=False)
        pen.box(x - 112, 372 + h, x + 112, 396 + h, tube(PALE_WOOD), 4, drop=.3)
        pen.oval(x, 372 + h, 112, 20, matte(light(PALE_WOOD, .2)), soft=4)
        pen.oval(x, 372 + h, 26, 6, flat((90, 64, 40)), volume=0)
    pen.stroke([(554, 640), (610, 690), (590, 724), (800, 726), (960, 716)], 4, dark(pen.accent, .1), shine=0)


@lying
def scissors(pen: Pen) -> None:
    with pen.at(600, 400, -20):
        for s in (-1, 1):
            pen.fill([(0, -30), (s * 20, 40), (s * -60, 20), (s * -110, -200), (s * -104, -300), (s * -90, -300), (s * -30, -120)], polished(STEEL, 20))
        for s in (-1, 1):
            loop = smooth([(s * 8, 20), (s * 60, 60), (s * 150, 130), (s * 180, 240), (s * 130, 330), (s * 50, 320), (s * 16, 230), (s * -8, 100)], steps=8)
            hole = smooth([(s * 70, 150), (s * 120, 170), (s * 136, 240), (s * 110, 286), (s * 68, 276), (s * 50, 210)], steps=8)
            pen.fill(loop, matte(pen.accent), holes=[hole], soft=14, volume=.5, drop=.3)
        pen.oval(0, 16, 18, 18, polished(STEEL, 40), drop=.3)


@lying
def needle(pen: Pen) -> None:
    for i, turn in enumerate((-34, -26, -42)):
        with pen.at(560 + i * 70, 420 + i * 50, turn):
            pen.fill([(-300, 0), (-280, -8), (-200, -10), (300, -2), (330, 0), (300, 2), (-200, 10), (-280, 8)], polished(STEEL, 90), holes=[rounded(-274, -3, -226, 3, 3)], volume=.2)
    pen.stroke([(306, 586), (240, 640), (250, 740), (420, 760), (560, 700), (700, 740), (860, 720)], 7, pen.accent)


@lying
def buttons(pen: Pen) -> None:
    tones = (pen.accent, light(pen.accent, .4), (232, 214, 180), dark(pen.accent, .3), WOOD)
    for k, (x, y, r) in enumerate(((440, 360, 130), (720, 320, 100), (600, 580, 140), (860, 540, 110), (360, 640, 86))):
        pen.oval(x, y, r, r, matte(tones[k]), soft=10, volume=.5)
        pen.oval(x, y, r * .72, r * .72, matte(dark(tones[k], .08), 245), soft=6)
        for dx in (-.18, .18):
            for dy in (-.18, .18):
                pen.oval(x + dx * r, y + dy * r, r * .09, r * .09, flat(dark(tones[k], .65)), volume=0)


@lying
def fabric(pen: Pen) -> None:
    for i in range(4):
        tone = (pen.accent, light(pen.accent, .5), dark(pen.accent, .25), (236, 222, 196))[i]
        with pen.at(600 + i * 8, 640 - i * 110, -3 + i * 2):
            pen.box(-300, -70, 300, 70, tube(tone, 90), 60, soft=14, drop=.35)
            pen.box(-296, -12, 270, -4, flat(dark(tone, .3)), 4, volume=0, alpha=.5)
            pen.box(-280, 26, 292, 32, flat(dark(tone, .3)), 4, volume=0, alpha=.4)


@lying
def zip(pen: Pen) -> None:
    pen.box(440, 120, 760, 790, matte(pen.accent), 10, soft=8)
    for i in range(44):
        pen.box(578 if i % 2 else 596, 132 + i * 15, 606 if i % 2 else 624, 141 + i * 15, polished(STEEL), 3, volume=0)
    pen.box(572, 360, 630, 440, polished(STEEL), 14, drop=.4)
    pen.box(586, 426, 616, 560, polished(STEEL), 12, drop=.4)


@standing
def sewing_machine(pen: Pen) -> None:
    pen.box(260, 660, 940, 730, matte(pen.accent), 22, soft=12)
    pen.fill(smooth([(720, 670), (710, 500), (680, 440), (400, 440), (390, 540), (330, 550), (300, 500), (300, 350), (360, 300), (840, 300), (890, 360), (890, 670)], steps=5), matte(pen.accent), soft=24, volume=.5)
    pen.box(344, 540, 356, 650, polished(STEEL), 3)
    pen.box(320, 640, 400, 656, polished(STEEL, 90), 4)
    pen.oval(920, 420, 34, 84, polished(STEEL), soft=8, drop=.3)
    pen.box(620, 240, 660, 304, tube(light(pen.accent, .5)), 6)
    for x in (520, 620):
        pen.oval(x, 380, 30, 30, matte((250, 248, 242)), soft=5, drop=.25)


@lying
def paper(pen: Pen) -> None:
    for i in range(4):
        with pen.at(600 + i * 10, 460 - i * 12, -9 + i * 5):
            pen.box(-220, -300, 220, 300, matte((252, 251, 247) if i < 3 else light(pen.accent, .88)), 4, soft=3, drop=.25)
    with pen.at(630, 424, 6):
        pen.lines(-160, -230, 300, 12, (176, 180, 190), 38, 8)


@lying
def pencil(pen: Pen) -> None:
    for i in range(4):
        tone = (pen.accent, (232, 184, 60), (70, 120, 180), (200, 70, 60))[i]
        with pen.at(600, 300 + i * 96, -14 + i * 4):
            pen.box(-300, -26, 260, 26, tube(tone, 90), 3)
            pen.fill([(258, -26), (340, -5), (340, 5), (258, 26)], matte((232, 200, 156)))
            pen.fill([(322, -10), (356, 0), (322, 10)], matte(dark(tone, .5)), volume=0)
            pen.box(-330, -27, -294, 27, polished(STEEL, 90), 3)
            pen.box(-366, -24, -326, 24, tube((224, 140, 140), 90), 10)


@lying
def marker(pen: Pen) -> None:
    for i in range(3):
        tone = (pen.accent, (52, 54, 60), (200, 66, 58))[i]
        with pen.at(600, 330 + i * 124, -16 + i * 5):
            pen.box(-330, -40, 120, 40, tube((240, 238, 232), 90), 16)
            pen.box(-280, -40, -60, 40, tube(tone, 90), 0, volume=0)
            pen.box(100, -44, 350, 44, tube(tone, 90), 18, drop=.3)
            pen.box(140, -54, 320, -36, matte(dark(tone, .1)), 8)


@lying
def yarn(pen: Pen) -> None:
    for x, y, r, tone in ((470, 430, 190, pen.accent), (770, 540, 150, light(pen.accent, .45))):
        pen.oval(x, y, r, r, matte(tone), soft=40, volume=.5)
        for k in range(16):
            with pen.at(x, y, (k // 4) * 45 + 10):
                pen.stroke([(-r * .93, -r * .34 + (k % 4) * r * .2), (0, -r * .5 + (k % 4) * r * .24), (r * .93, -r * .34 + (k % 4) * r * .2)], 11, light(tone, .1), shine=.3)
    with pen.at(600, 470, 40):
        pen.box(-360, -9, 330, 9, tube(WOOD, 90), 8, drop=.3)
        pen.oval(-364, 0, 20, 20, matte((180, 60, 54)))
