"""Engine, transactions, named constraints and migrations. Knows nothing of any room."""

from inventory.database.constraints import explain_constraint
from inventory.database.engine import create_engine, metadata
from inventory.database.transactions import transaction

__all__ = ["create_engine", "explain_constraint", "metadata", "transaction"]
