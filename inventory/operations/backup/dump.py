"""PostgreSQL's own dump and restore, run as whoever we are: on a device the program's user, without a password."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from inventory.config import Settings
from inventory.database import create_engine
from inventory.database.migrate import schema_status, upgrade
from inventory.errors import InventoryError, Unavailable

FILE = "database.dump"
_START = "`pg_lsclusters`; `systemctl start postgresql`; then `inventory doctor`."
_FACTS = "SELECT pg_database_size(current_database()), current_setting('server_version_num')::int / 10000"


@dataclass(frozen=True)
class Facts:
    """About a database: its schema's revision ("" without one), bytes on the disk, PostgreSQL's version."""

    schema: str
    newer: bool
    bytes: int
    server: int


def facts(settings: Settings) -> Facts:
    """How the program's database is now.

    Raises:
        Unavailable: it does not answer.
    """
    engine = create_engine(settings, application_name="inventory backup")
    try:
        with engine.connect() as connection:
            size, server = connection.execute(sa.text(_FACTS)).one()
            status = schema_status(connection)
            return Facts(status.current or "", status.newer, size, server)
    except sa.exc.OperationalError as error:
        said = str(error.orig).strip().splitlines()[0]
        raise Unavailable(f"The database cannot be used: {said}.", hint=_START) from None
    finally:
        engine.dispose()


def write(settings: Settings, path: Path, server: int) -> None:
    """Dump the database to a file in PostgreSQL's custom format, and sync it.

    Raises:
        InventoryError: pg_dump failed (says why); the file is of no use then.
    """
    _run(settings, server, "pg_dump", "--format=custom", "--no-password", "--lock-wait-timeout=60s", f"--file={path}")
    with path.open("rb") as file:
        os.fsync(file.fileno())
    check_readable(path, server)


def check_readable(path: Path, server: int) -> None:
    """Let pg_restore read the table of contents. Raises InventoryError when it cannot."""
    _call([_program("pg_restore", server), "--list", str(path)], {})


def load(settings: Settings, path: Path) -> str:
    """Fill the (empty) database of `settings` from a dump and bring it to this program's schema; its revision then.

    Extensions are there already: only the superuser may make `vector`.
    """
    server = facts(settings).server
    options = ["--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", "--single-transaction"]
    _run(settings, server, "pg_restore", *options, str(path))
    engine = create_engine(settings, application_name="inventory backup")
    try:
        status = upgrade(engine)
        with engine.connect() as connection:  # without statistics the planner guesses for minutes
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
    finally:
        engine.dispose()
    return status.current or ""


def _run(settings: Settings, server: int, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; a password goes by the environment, where nobody sees it."""
    url = sa.engine.make_url(settings.database_url).set(drivername="postgresql")
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    where = url._replace(password=None).render_as_string(hide_password=False)
    _call([_program(program, server), f"--dbname={where}", *arguments], secret)


def _program(name: str, server: int) -> str:
    """The program of the server's own version: a newer one writes what that server cannot read."""
    own = Path(f"/usr/lib/postgresql/{server}/bin") / name
    return str(own) if own.exists() else name


def _call(command: list[str], secret: dict[str, str]) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"} | secret
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, errors="replace", check=False, cwd="/",
        )  # fmt: skip
    except FileNotFoundError:
        raise InventoryError(f"{command[0]} is not installed.", hint="`apt install postgresql-client`.") from None
    if done.returncode:
        name, lines = Path(command[0]).name, done.stderr.strip().splitlines() or ["no reason given"]
        first = next((line for line in lines if "error:" in line), lines[-1])
        raise InventoryError(f"{first if first.startswith(name) else f'{name}: {first}'}.")
