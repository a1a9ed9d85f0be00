"""The list of drawings: each is a function that paints an object with a pen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inventory.examples.pen import Pen

Draw = Callable[[Pen], None]


@dataclass(frozen=True)
class Drawing:
    """A drawing; `lying` objects are seen from above, the others stand on the floor (y = 730)."""

    draw: Draw
    lying: bool


DRAWINGS: dict[str, Drawing] = {}


def lying(draw: Draw) -> Draw:
    """Register an object seen from above under its function's name."""
    return _add(draw, True)


def standing(draw: Draw) -> Draw:
    """Register an object that stands on the floor under its function's name."""
    return _add(draw, False)


def _add(draw: Draw, lies: bool) -> Draw:
    name = draw.__name__.replace("_", "-")
    if name in DRAWINGS:
        raise RuntimeError(f"two drawings are called {name}")
    DRAWINGS[name] = Drawing(draw, lies)
    return draw
