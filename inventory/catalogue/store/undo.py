"""SQL of undo steps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from inventory.catalogue.tables import undo_step


def insert_undo_step(connection: sa.Connection, kind: str, payload: dict[str, Any]) -> int:
    """Note how to put something back; returns the step's id."""
    statement = sa.insert(undo_step).values(kind=kind, payload=payload).returning(undo_step.c.id)
    return int(connection.execute(statement).scalar_one())


def take_undo_step(connection: sa.Connection, step_id: int) -> Any:
    """The row of a step that was not undone yet, marked as undone now; None when there is none."""
    statement = (
        sa.update(undo_step)
        .where(undo_step.c.id == step_id, undo_step.c.undone_at.is_(None))
        .values(undone_at=sa.func.now())
        .returning(undo_step)
    )
    return connection.execute(statement).first()


def purge_undo_steps(connection: sa.Connection, older_than: timedelta) -> int:
    statement = sa.delete(undo_step).where(undo_step.c.created_at < sa.func.now() - older_than)
    return connection.execute(statement).rowcount
