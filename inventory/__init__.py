"""An inventory for a workshop, household, bakery or small shop, on a Raspberry Pi without internet."""

from inventory.version import __version__

__all__ = ["__version__"]
