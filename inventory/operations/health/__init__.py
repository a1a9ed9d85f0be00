"""How the parts of a running inventory are: database, embedder, disk."""

from inventory.operations.health.part import Part, State
from inventory.operations.health.report import Health, Report

__all__ = ["Health", "Part", "Report", "State"]
