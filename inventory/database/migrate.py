"""Alembic, wrapped: bring a database to this program's schema and say how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import alembic.command
import alembic.config
import alembic.script
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext

from inventory.errors import Conflict

# Two programs may start at once (postinst and a timer): the second waits here for the first.
_LOCK_KEY = 0x1A7E_9701


@dataclass(frozen=True)
class SchemaStatus:
    """Where a database stands. `current` is None for an empty one; `pending` lists revisions, oldest first."""

    current: str | None
    head: str
    pending: tuple[str, ...]
    newer: bool

    @property
    def up_to_date(self) -> bool:
        return self.current == self.head


def alembic_config(connection: sa.Connection | None = None) -> alembic.config.Config:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def known_revisions() -> tuple[str, ...]:
    """The schemas that this program knows, oldest first."""
    script = alembic.script.ScriptDirectory.from_config(alembic_config())
    return tuple(revision.revision for revision in script.walk_revisions())[::-1]


def schema_status(connection: sa.Connection) -> SchemaStatus:
    """Compare the database's revision with this program's."""
    script = alembic.script.ScriptDirectory.from_config(alembic_config())
    head = script.get_current_head() or "base"
    current = MigrationContext.configure(connection).get_current_revision()
    known = [revision.revision for revision in script.walk_revisions()][::-1]
    if current is not None and current not in known:
        return SchemaStatus(current, head, (), newer=True)
    pending = known[known.index(current) + 1 :] if current else known
    return SchemaStatus(current, head, tuple(pending), newer=False)


def upgrade(engine: sa.Engine, revision: str = "head") -> SchemaStatus:
    """Apply the pending migrations, all in one transaction.

    Raises:
        Conflict: the database belongs to a newer version of this program.
    """
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
        connection.commit()
        try:
            status = schema_status(connection)
            connection.rollback()
            refuse_newer(status)
            with connection.begin():
                alembic.command.upgrade(alembic_config(connection), revision)
            return schema_status(connection)
        finally:
            connection.rollback()
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK_KEY})
            connection.commit()


def refuse_newer(status: SchemaStatus) -> None:
    """Raise Conflict when the database was made by a newer program: writing to it could damage it."""
    if status.newer:
        raise Conflict(
            f"The database has schema {status.current}, which is newer than this program knows ({status.head}).",
            hint="Upgrade the program, or restore the backup that was taken before the upgrade.",
        )
