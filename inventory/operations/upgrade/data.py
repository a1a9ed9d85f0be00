"""What of the database binds it to a version of the program: its schema and its extensions."""

from __future__ import annotations

import time
from pathlib import Path

import sqlalchemy as sa

from inventory.config import Settings
from inventory.database import create_engine
from inventory.errors import InventoryError, Unavailable
from inventory.operations.programs import run
from inventory.operations.users import PROGRAM_USER, call_as

_EXTENSIONS = "SELECT extname, extversion FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname"
_MIGRATIONS = "inventory/database/migrations/versions/"


def state(settings: Settings, patience: float = 0) -> dict[str, object]:
    """Schema and extensions of the database now.

    Args:
        patience: seconds to wait for PostgreSQL.

    Raises:
        Unavailable: it does not answer.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return call_as(PROGRAM_USER, _ask, settings)
        except InventoryError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)


def _ask(settings: Settings) -> dict[str, object]:
    engine = create_engine(settings, application_name="inventory upgrade")
    try:
        with engine.connect() as connection:
            schema = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            rows = connection.execute(sa.text(_EXTENSIONS)).all()
            return {"schema": schema, "extensions": {row[0]: row[1] for row in rows}}
    except sa.exc.SQLAlchemyError as error:
        said = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Unavailable(
            f"The database cannot be used: {said}.", hint="`inventory doctor` says how to mend it."
        ) from None
    finally:
        engine.dispose()


def migrations_in(deb: Path) -> set[str]:
    """The names of the migrations in a package of ours."""
    listed = run(["dpkg-deb", "--contents", str(deb)], timeout=120).stdout.split()
    return {word.rpartition("/")[2] for word in listed if _MIGRATIONS in word and word.endswith(".py")}
