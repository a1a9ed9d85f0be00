"""The database: reachable as the program, in UTF-8, with extensions and schema of this program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from inventory.config import Settings
from inventory.database import create_engine
from inventory.database.migrate import SchemaStatus, schema_status
from inventory.errors import Unavailable
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip, warn
from inventory.operations.provision.extensions import EXTENSIONS
from inventory.operations.users import PROGRAM_USER, call_as, is_device_database

_FACTS = """
    SELECT current_setting('server_version'), current_setting('server_encoding'),
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), current_user
"""
_START_DEVICE = "`pg_lsclusters`; `systemctl start postgresql`; then `systemctl restart inventory-provision`."
_EXTENSIONS = """
    SELECT name, default_version, installed_version FROM pg_available_extensions WHERE name = ANY(:names)
"""


def check(machine: Machine) -> Iterator[Result]:
    if machine.is_device and not machine.is_root:
        yield skip("database", "needs root, to look as the program does")
        return
    facts = call_as(PROGRAM_USER, _ask, machine.settings) if machine.is_device else _ask(machine.settings)
    yield _check_server(machine, *facts["server"])
    yield from _check_extensions(machine, facts["extensions"])
    yield _check_schema(machine, facts["schema"])


def _ask(settings: Settings) -> dict[str, Any]:
    """All facts with one connection, as plain values."""
    engine = create_engine(settings, application_name="inventory doctor")
    try:
        with engine.connect() as connection:
            return {
                "server": tuple(connection.execute(sa.text(_FACTS)).one()),
                "extensions": [
                    tuple(row) for row in connection.execute(sa.text(_EXTENSIONS), {"names": list(EXTENSIONS)})
                ],
                "schema": schema_status(connection),
            }
    except sa.exc.OperationalError as error:
        raise Unavailable(
            f"The program cannot use its database: {str(error.orig).strip().splitlines()[0]}.",
            hint=_START_DEVICE if is_device_database(settings) else "Start it; in a checkout `make run` does.",
        ) from None
    finally:
        engine.dispose()


def _check_server(machine: Machine, version: str, encoding: str, is_superuser: bool, role: str) -> Result:
    name = "database"
    if encoding != "UTF8":
        return fail(name, f"Its encoding is {encoding}, not UTF8.", "Dump it and restore it into a new UTF8 database.")
    if int(version.partition(".")[0]) < 15:
        return fail(name, f"PostgreSQL {version} is older than 15.", "Upgrade it with pg_upgradecluster.")
    if is_superuser and machine.is_device:
        return warn(name, f"The role {role} is superuser.", f"As postgres: `ALTER ROLE {role} NOSUPERUSER`.")
    return ok(name, f"PostgreSQL {version}, {encoding}, as {role}")


def _check_extensions(machine: Machine, rows: list[tuple[str, str, str | None]]) -> Iterator[Result]:
    found = {name: (available, installed) for name, available, installed in rows}
    for extension, package in EXTENSIONS.items():
        name = f"extension {extension}"
        available, installed = found.get(extension, (None, None))
        if available is None:
            yield fail(name, "It is not on this system.", f"`apt install {package}`, then restart PostgreSQL.")
        elif installed is None:
            yield fail(name, "It is not in the database.", machine.provision)
        elif installed != available:
            yield warn(name, f"The database has {installed}, the system {available}.", machine.provision)
        else:
            yield ok(name, installed)


def _check_schema(machine: Machine, status: SchemaStatus) -> Result:
    name = "schema"
    if status.newer:
        what = f"The database has schema {status.current}, newer than this program's {status.head}."
        return fail(name, what, "Upgrade the program, or restore the backup from before the upgrade.")
    if not status.up_to_date:
        what = f"It is {status.current or 'empty'}, this program wants {status.head}."
        return fail(name, what, "`inventory db upgrade`, then restart inventory-app.")
    return ok(name, f"{status.current}, up to date")
