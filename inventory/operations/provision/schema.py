"""The schema, brought to this program's version by the program's own role."""

from __future__ import annotations

import sqlalchemy as sa

from inventory.config import Settings
from inventory.database import create_engine
from inventory.database.migrate import refuse_newer, schema_status, upgrade
from inventory.errors import Unavailable
from inventory.operations.provision.step import Work
from inventory.operations.users import PROGRAM_USER, call_as


def missing(settings: Settings) -> Work | None:
    """Work when migrations are pending.

    Raises:
        Conflict: the database belongs to a newer program.
        Unavailable: the program's role cannot connect.
    """
    return call_as(PROGRAM_USER, _missing, settings)


def make(settings: Settings) -> None:
    call_as(PROGRAM_USER, _make, settings)


def _missing(settings: Settings) -> Work | None:
    engine = create_engine(settings, application_name="inventory provision")
    try:
        with engine.connect() as connection:
            status = schema_status(connection)
    except sa.exc.OperationalError as error:
        raise Unavailable(
            f"The program cannot sign in to its database: {str(error.orig).strip().splitlines()[0]}.",
            hint="pg_hba.conf must have `local all all peer` before other lines for local connections.",
        ) from None
    finally:
        engine.dispose()
    refuse_newer(status)
    if status.up_to_date:
        return None
    return Work("upgrade" if status.current else "create", f"the schema, to {status.head}")


def _make(settings: Settings) -> None:
    engine = create_engine(settings, application_name="inventory provision")
    try:
        upgrade(engine)
    finally:
        engine.dispose()
