"""The one place where a broken named constraint becomes an error that a person understands.

A room says in its `tables.py` what a constraint means; `transaction` asks here when PostgreSQL refuses.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy.exc

from inventory.errors import InventoryError

_explanations: dict[str, Callable[[], InventoryError]] = {}


def explain_constraint(name: str, error: Callable[[], InventoryError]) -> None:
    """Register the domain error that a violation of constraint `name` means."""
    _explanations[name] = error


def translate(error: sqlalchemy.exc.IntegrityError) -> InventoryError | None:
    """The domain error for a violated constraint, or None where the constraint is not registered."""
    diagnostics = getattr(error.orig, "diag", None)
    make = _explanations.get(getattr(diagnostics, "constraint_name", None) or "")
    return make() if make else None
