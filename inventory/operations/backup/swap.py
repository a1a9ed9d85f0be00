"""Databases side by side: a fresh one to restore into, and the swap that puts it in the place of the other."""

from __future__ import annotations

from inventory.config import Settings
from inventory.operations import superuser
from inventory.operations.provision import database, extensions

_EXISTS = "SELECT 1 FROM pg_database WHERE datname = %s"
_DISCONNECT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


def beside(settings: Settings, suffix: str) -> Settings:
    """The settings with the database `<name>_<suffix>` instead of ours."""
    name = f"{superuser.database_name(settings)}_{suffix}"
    # whole words only: the rest of the address (port, options) stays as the owner wrote it
    head, separator, query = settings.database_url.partition("?")
    url = f"{head.rpartition('/')[0]}/{name}{separator}{query}"
    return settings.model_copy(update={"database_url": url})


def exists(settings: Settings) -> bool:
    """Is there the database of these settings?"""
    return bool(superuser.query(settings, [(_EXISTS, (superuser.database_name(settings),))]))


def make_fresh(settings: Settings) -> None:
    """Make the database of these settings anew, empty, with the extensions; one that is there is dropped."""
    drop(settings)
    database.make(settings)
    extensions.make(settings)


def drop(settings: Settings) -> None:
    """Drop the database of these settings, if there is one."""
    name = superuser.literal_name(superuser.database_name(settings))
    superuser.query(settings, [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"])


def put_in_place(settings: Settings, fresh: Settings, former: Settings) -> None:
    """Rename ours to `former` (if there is one) and `fresh` to ours: both or nothing.

    Whoever is connected is cut off, and finds the other database when he comes again.
    """
    ours, new, old = (superuser.database_name(each) for each in (settings, fresh, former))
    renames = [(new, ours)]
    if exists(settings):
        renames.insert(0, (ours, old))
    pairs = [(superuser.literal_name(one), superuser.literal_name(other)) for one, other in renames]
    superuser.query(settings, [(_DISCONNECT, (ours,)), (_DISCONNECT, (new,))])
    # one string is one transaction
    superuser.query(settings, ["; ".join(f"ALTER DATABASE {one} RENAME TO {other}" for one, other in pairs)])
