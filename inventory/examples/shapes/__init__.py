"""The drawn objects, a few to a file; importing this package registers them all."""

from . import bakery, bench, cleaning, containers, electric, fasteners, fixings, food, garden, handtools, home, kitchen, leisure, painting, plumbing, powertools, safety, sewing, tableware
from .registry import DRAWINGS

__all__ = ["DRAWINGS"]
