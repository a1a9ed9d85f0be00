"""The drawn objects, a few to a file; importing this package registers them all."""

from inventory.examples.shapes import (
    bakery,
    bench,
    cleaning,
    containers,
    electric,
    fasteners,
    fixings,
    food,
    garden,
    handtools,
    home,
    kitchen,
    leisure,
    painting,
    plumbing,
    powertools,
    safety,
    sewing,
    tableware,
)
from inventory.examples.shapes.registry import DRAWINGS

MODULES = (
    bakery,
    bench,
    cleaning,
    containers,
    electric,
    fasteners,
    fixings,
    food,
    garden,
    handtools,
    home,
    kitchen,
    leisure,
    painting,
    plumbing,
    powertools,
    safety,
    sewing,
    tableware,
)

__all__ = ["DRAWINGS", "MODULES"]
