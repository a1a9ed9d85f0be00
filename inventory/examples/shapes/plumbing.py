"""Pipes, valves and what turns."""

from __future__ import annotations

from inventory.examples.outline import ellipse, smooth, toothed
from inventory.examples.paint import BRASS, COPPER, DARK_STEEL, RUBBER, STEEL, dark, flat, light, matte, polished, tube
from inventory.examples.pen import Pen
from inventory.examples.shapes.registry import lying, standing


@lying
def pipe(pen: Pen) -> None:
    pen.box(330, 360, 760, 470, tube(pen.accent, 90), 4, volume=.2)
    pen.box(690, 440, 800, 730, tube(pen.accent), 4, volume=.2)
    pen.fill([(660, 346), (770, 346), (814, 400), (814, 520), (676, 520), (676, 484), (660, 484)], matte(pen.accent), soft=24, volume=.6, drop=.3)
    for x in (300, 640):
        pen.box(x, 340, x + 46, 490, tube(light(pen.accent, .1), 90), 8, drop=.3)
    pen.box(668, 500, 822, 546, tube(light(pen.accent, .1)), 8, drop=.3)
    pen.oval(300, 415, 22, 75, matte(dark(pen.accent, .25)), soft=5)
    pen.oval(300, 415, 14, 54, flat(dark(pen.accent, .65)), volume=0)


@lying
def pipe_fitting(pen: Pen) -> None:
    pen.box(280, 400, 920, 530, tube(pen.accent, 90), 10)
    pen.box(530, 210, 670, 440, tube(pen.accent), 10)
    pen.fill(smooth([(500, 390), (700, 390), (730, 465), (680, 545), (520, 545), (470, 465)]), matte(pen.accent), soft=26, volume=.4)
    for x in (260, 870):
        pen.box(x, 384, x + 70, 546, polished(pen.accent, 90), 10, drop=.3)
    pen.box(514, 190, 686, 262, polished(pen.accent), 10, drop=.3)


@standing
def valve(pen: Pen) -> None:
    pen.box(320, 500, 880, 620, polished(BRASS, 90), 10)
    for x in (290, 800):
        pen.box(x, 474, x + 110, 646, polished(BRASS, 90), 14, drop=.3)
    pen.oval(600, 560, 130, 130, matte(BRASS), soft=26, drop=.3)
    pen.box(550, 360, 650, 470, polished(BRASS), 10)
    pen.box(584, 270, 616, 370, polished(STEEL), 6)
    pen.fill(smooth([(560, 250), (600, 236), (780, 246), (850, 262), (860, 290), (780, 300), (600, 304), (556, 290)]), matte(pen.accent), soft=14, drop=.3)
    pen.box(570, 240, 630, 262, polished(STEEL), 8)


@lying
def hose(pen: Pen) -> None:
    for i in range(5):
        pen.stroke(ellipse(580, 420 + i * 5, 280 - i * 34, 230 - i * 28)[::3], 34, pen.accent, closed=True, shine=.5, drop=.2)
    pen.stroke([(780, 560), (860, 640), (940, 660), (1000, 650)], 34, pen.accent, shine=.5, drop=.4)
    pen.box(980, 618, 1030, 684, matte(RUBBER), 10)
    pen.fill([(1030, 626), (1100, 638), (1100, 664), (1030, 676)], tube((232, 170, 60), 90))


@standing
def tap(pen: Pen) -> None:
    pen.stroke([(520, 560), (520, 380), (540, 290), (620, 236), (720, 250), (770, 320), (776, 390)], 56, STEEL, shine=.85)
    pen.box(744, 380, 808, 424, polished(STEEL), 10)
    pen.box(450, 540, 590, 700, polished(STEEL), 20)
    pen.oval(520, 706, 120, 22, polished(STEEL))
    pen.fill(smooth([(470, 570), (520, 556), (570, 470), (640, 440), (660, 462), (620, 520), (560, 590)]), polished(STEEL, 60), drop=.4)
    pen.oval(520, 600, 12, 12, matte((200, 60, 52)), soft=3)
    pen.blob([(776, 470), (790, 510), (776, 530), (762, 510)], matte((120, 176, 220)), alpha=.85)


@lying
def gear(pen: Pen) -> None:
    for x, y, r, n, tone in ((500, 430, 220, 18, pen.accent), (820, 590, 140, 12, DARK_STEEL)):
        pen.fill(toothed(x, y, r, r * 1.2, n), polished(tone, 40), holes=[ellipse(x, y, r * .2)], soft=9, volume=.5, drop=.35)
        pen.ring(x, y, r * .8, r * .8, r * .42, matte(dark(tone, .1)), soft=8)
        for k in range(5):
            with pen.at(x, y, k * 72):
                pen.fill(ellipse(r * .58, 0, r * .13), flat(dark(tone, .5)), volume=.2)


@lying
def bearing(pen: Pen) -> None:
    pen.ring(600, 450, 270, 270, 70, polished(STEEL, 40), soft=8, volume=.4)
    pen.ring(600, 450, 204, 204, 60, matte((60, 62, 72)), volume=.2)
    for k in range(12):
        with pen.at(600, 450, k * 30):
            pen.oval(174, 0, 36, 36, matte(light(STEEL, .35)), soft=16, volume=.6)
    pen.ring(600, 450, 148, 148, 54, polished(STEEL, 40), soft=8, volume=.4)


@standing
def radiator_key(pen: Pen) -> None:
    pen.box(540, 420, 660, 730, polished(BRASS), 14)
    pen.fill(smooth([(430, 200), (600, 170), (770, 200), (790, 330), (700, 420), (600, 440), (500, 420), (410, 330)]), matte(pen.accent), soft=22, holes=[ellipse(600, 290, 50)])


@lying
def ptfe_tape(pen: Pen) -> None:
    pen.fill([(760, 540), (1010, 640), (1000, 700), (730, 610)], matte((250, 250, 250)), volume=.2)
    pen.oval(590, 450, 230, 230, matte(pen.accent), soft=12)
    pen.oval(590, 450, 190, 190, matte((250, 250, 248)), soft=8)
    for r in (170, 148, 126):
        pen.ring(590, 450, r, r, 3, flat((206, 208, 212)), volume=0)
    pen.oval(590, 450, 90, 90, matte(pen.accent), soft=8, drop=.2)
    pen.oval(590, 450, 48, 48, flat(dark(pen.accent, .6)), volume=0)


@standing
def pump(pen: Pen) -> None:
    pen.stroke([(620, 660), (760, 690), (860, 640), (900, 520), (880, 430)], 22, RUBBER)
    pen.box(584, 240, 606, 420, polished(STEEL), 4)
    pen.box(470, 200, 720, 248, tube(RUBBER, 90), 24)
    pen.box(545, 390, 645, 700, tube(pen.accent), 12)
    pen.box(430, 694, 760, 730, matte(DARK_STEEL), 14)
    pen.oval(595, 560, 62, 62, polished(STEEL, 40), drop=.3)
    pen.oval(595, 560, 48, 48, matte((250, 250, 248)), volume=.2)
    with pen.at(595, 560, 40):
        pen.box(-2, -38, 2, 6, flat((200, 50, 44)), volume=0)
    pen.box(866, 390, 894, 440, polished(COPPER), 6)


@lying
def belt(pen: Pen) -> None:
    pen.stroke(smooth([(260, 450), (320, 320), (600, 300), (880, 330), (950, 460), (880, 580), (600, 600), (320, 580)])[::3], 52, (58, 60, 66), closed=True, shine=.3)
    for k in range(60):
        x, y = smooth([(260, 450), (320, 320), (600, 300), (880, 330), (950, 460), (880, 580), (600, 600), (320, 580)])[int(k * 1.6)]
        pen.oval(x, y, 6, 6, flat((30, 30, 36)), volume=0)
    pen.box(520, 272, 680, 328, flat(light(pen.accent, .2)), 6, volume=0, alpha=.9)


@standing
def meter_gauge(pen: Pen) -> None:
    pen.box(570, 600, 630, 730, polished(BRASS), 8)
    pen.oval(600, 440, 230, 230, polished(STEEL, 45), soft=12)
    pen.oval(600, 440, 198, 198, matte((252, 251, 247), 245), soft=8)
    for k in range(25):
        with pen.at(600, 440, -120 + k * 10):
            pen.box(-3, -180, 3, -154 + (k % 5 == 0) * 14, flat((200, 60, 50) if k > 19 else (60, 60, 68)), volume=0)
    with pen.at(600, 440, 46):
        pen.fill([(-8, 40), (8, 40), (3, -150), (-3, -150)], matte(pen.accent), drop=.3)
    pen.oval(600, 440, 20, 20, matte(RUBBER), soft=4)
