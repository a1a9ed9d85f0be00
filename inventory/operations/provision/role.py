"""The database role of the program: signs in by peer authentication, has no password, owns its database, no more."""

from __future__ import annotations

from inventory.config import Settings
from inventory.operations import superuser
from inventory.operations.provision.step import Notice, Work
from inventory.operations.users import PROGRAM_USER, is_device_database


def missing(settings: Settings) -> Work | Notice | None:
    if not is_device_database(settings):
        return Notice("another server's")
    rows = superuser.query(settings, [("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", (PROGRAM_USER,))])
    if not rows:
        return Work("create", f"the database role {PROGRAM_USER}")
    return None if rows[0][0] else Work("repair", f"the database role {PROGRAM_USER}, which could not sign in")


def make(settings: Settings) -> None:
    exists = missing(settings) != Work("create", f"the database role {PROGRAM_USER}")
    superuser.query(settings, [f"{'ALTER' if exists else 'CREATE'} ROLE {superuser.literal_name(PROGRAM_USER)} LOGIN"])
