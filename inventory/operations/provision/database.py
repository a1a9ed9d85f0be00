"""The program's database: UTF-8 whatever the cluster's default, owned by the program's role."""

from __future__ import annotations

from inventory.config import Settings
from inventory.errors import Conflict
from inventory.operations import superuser
from inventory.operations.provision.step import Notice, Work
from inventory.operations.users import PROGRAM_USER, is_device_database

_STATE = """
    SELECT pg_encoding_to_char(encoding), pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s
"""


def missing(settings: Settings) -> Work | Notice | None:
    """Work when it does not exist.

    Raises:
        Conflict: a database of that name is not ours, or not UTF-8.
    """
    if not is_device_database(settings):
        return Notice("another server's")
    name = superuser.database_name(settings)
    rows = superuser.query(settings, [(_STATE, (name,))])
    if not rows:
        return Work("create", f"the database {name}")
    encoding, owner = rows[0]
    if owner != PROGRAM_USER:
        raise Conflict(
            f"The database {name} exists and belongs to {owner}.",
            hint=f"If it is the inventory's: `ALTER DATABASE {name} OWNER TO {PROGRAM_USER}`; else rename it.",
        )
    if encoding != "UTF8":
        raise Conflict(
            f"The database {name} has the encoding {encoding}, not UTF8.",
            hint="Dump it, rename it, and restore the dump into a new one.",
        )
    return None


def make(settings: Settings) -> None:
    name, owner = superuser.literal_name(superuser.database_name(settings)), superuser.literal_name(PROGRAM_USER)
    superuser.query(
        settings,
        [
            f"CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        ],
    )
