"""The extensions of the database. `vector` wants the superuser; all are brought to the installed version."""

from __future__ import annotations

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations import superuser
from inventory.operations.provision.step import Notice, Work
from inventory.operations.users import is_device_database

# extension: the package that brings it
EXTENSIONS = {
    "vector": "postgresql-15-pgvector",
    "pg_trgm": "postgresql-15",
    "unaccent": "postgresql-15",
}
_STATE = "SELECT name, default_version, installed_version FROM pg_available_extensions WHERE name = ANY(%s)"
_VECTOR_INDEXES = """
    SELECT format('REINDEX INDEX %I.%I', n.nspname, c.relname)
    FROM pg_class c JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'i' AND a.amname IN ('hnsw', 'ivfflat')
"""


def missing(settings: Settings) -> Work | Notice | None:
    """Work when one is not there or old.

    Raises:
        InventoryError: one is not even installed on this system.
    """
    if not is_device_database(settings):
        return Notice("another server's")
    state = _state(settings)
    for name, package in EXTENSIONS.items():
        if name not in state:
            raise InventoryError(f"PostgreSQL lacks the extension {name}.", hint=f"`apt install {package}`.")
    absent = [name for name, (_, installed) in state.items() if installed is None]
    old = [name for name, (available, installed) in state.items() if installed not in (None, available)]
    if absent or old:
        return Work("create" if absent else "update", "the extensions " + ", ".join(absent + old))
    return None


def make(settings: Settings) -> None:
    """Create and update; vector indexes are built anew after an update (0.8.3 and 0.8.4 mend faults in them)."""
    database = superuser.database_name(settings)
    for name, (available, installed) in _state(settings).items():
        quoted = superuser.literal_name(name)
        if installed is None:
            superuser.query(settings, [f"CREATE EXTENSION IF NOT EXISTS {quoted}"], database)
        elif installed != available:
            if name == "vector":
                statements = [row[0] for row in superuser.query(settings, [_VECTOR_INDEXES], database)]
                # first the indexes: a crash in between finds the old version again and repeats both
                superuser.query(settings, ["SET max_parallel_maintenance_workers = 0", *statements], database)
            superuser.query(settings, [f"ALTER EXTENSION {quoted} UPDATE"], database)


def _state(settings: Settings) -> dict[str, tuple[str, str | None]]:
    """extension: (version on the disk, version in the database or None)"""
    rows = superuser.query(settings, [(_STATE, (list(EXTENSIONS),))], superuser.database_name(settings))
    return {name: (available, installed) for name, available, installed in rows}
