"""SQL as PostgreSQL's superuser, for what the program's own role may not do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import psycopg2
import psycopg2.extensions
import sqlalchemy.engine

from inventory.config import Settings
from inventory.errors import Unavailable
from inventory.operations.users import DATABASE_ADMIN, call_as

STARTING_UP = "57P03"
Statement = tuple[str, tuple[Any, ...]]


def database_name(settings: Settings) -> str:
    """The name of the program's database."""
    return sqlalchemy.engine.make_url(settings.database_url).database or "inventory"


def port(settings: Settings) -> int:
    """The port of PostgreSQL's socket; 5432 unless INVENTORY_DATABASE_URL says another (`?port=5433`)."""
    url = sqlalchemy.engine.make_url(settings.database_url)
    return int(url.port or str(url.query.get("port", 5432)))


def query(
    settings: Settings, statements: Sequence[str | Statement], database: str = "postgres"
) -> list[tuple[Any, ...]]:
    """Run statements one by one, each in its own transaction; returns the rows of the last.

    Raises:
        Unavailable: PostgreSQL does not answer on its socket.
        InventoryError: PostgreSQL refused a statement.
    """
    return call_as(DATABASE_ADMIN, _query, port(settings), database, list(statements))


def _query(port_number: int, database: str, statements: Sequence[str | Statement]) -> list[tuple[Any, ...]]:
    connection = _connect(port_number, database)
    try:
        connection.autocommit = True  # CREATE DATABASE wants no transaction
        with connection.cursor() as cursor:
            for statement in statements:
                text, values = (statement, None) if isinstance(statement, str) else statement
                cursor.execute(text, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _connect(port_number: int, database: str, patience: float = 60) -> Any:
    """A connection; waits while PostgreSQL says that it is still starting up."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return psycopg2.connect(port=port_number, dbname=database, connect_timeout=10)
        except psycopg2.OperationalError as error:
            if "starting up" not in str(error) or time.monotonic() > deadline:
                said = str(error).strip().splitlines()[0].removeprefix("connection to server ")
                raise Unavailable(
                    f"PostgreSQL does not answer: {said}.",
                    hint="`pg_lsclusters` and `systemctl status 'postgresql@*'` say why; then `inventory provision`.",
                ) from None
            time.sleep(0.5)


def literal_name(name: str) -> str:
    """A name quoted for SQL."""
    quoted = name.replace('"', '""')
    return f'"{quoted}"'
