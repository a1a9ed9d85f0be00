"""Is the database there, with the schema of this program?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg2
import sqlalchemy as sa

import inventory.database
from inventory.config import Settings
from inventory.operations.health.part import Part

# psycopg2 waits for no more than this, so that a probe of a hanging server ends some time.
_CONNECT_SECONDS = 5
_TIMEOUTS = "-c statement_timeout=3s -c lock_timeout=1s -c default_transaction_read_only=on"
_QUESTION = "SELECT (SELECT version_num FROM alembic_version), current_setting('server_version')"


def schema_head() -> str:
    """The newest revision in this program, by the names of the migrations; Alembic would cost the app 10 MB."""
    versions = Path(inventory.database.__file__).parent / "migrations" / "versions"
    return max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py"))


def make_check(settings: Settings) -> Callable[[], Part]:
    """A check with a connection of its own: the app's pool may be what is exhausted."""
    head = schema_head()
    engine = sa.create_engine(
        settings.database_url,
        poolclass=sa.NullPool,
        connect_args={
            "application_name": "inventory health",
            "connect_timeout": _CONNECT_SECONDS,
            "options": _TIMEOUTS,
        },
    )
    return lambda: _check(engine, head)


def _check(engine: sa.Engine, head: str) -> Part:
    try:
        with engine.connect() as connection:
            revision, version = connection.execute(sa.text(_QUESTION)).one()
    except sa.exc.ProgrammingError as error:
        if isinstance(error.orig, psycopg2.errors.UndefinedTable):
            return Part("error", "the schema is missing: `inventory db upgrade`", {"schema": None, "wanted": head})
        raise
    except sa.exc.OperationalError as error:
        return Part("error", str(error.orig).strip().partition("\n")[0])
    details = {"schema": revision, "wanted": head, "postgresql": version}
    if revision == head:
        return Part("ok", "", details)
    newer = revision is not None and revision > head
    mend = "upgrade the program" if newer else "`inventory db upgrade`"
    return Part("error", f"the schema is {revision or 'missing'}, this program wants {head}: {mend}", details)
