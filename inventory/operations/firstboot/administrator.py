"""The first administrator, when the boot partition brought a password hash."""

from __future__ import annotations

from inventory.accounts import service
from inventory.config import Settings
from inventory.database import create_engine
from inventory.errors import Conflict
from inventory.operations.firstboot.wishes import Admin
from inventory.operations.users import PROGRAM_USER, call_as


def is_needed(settings: Settings) -> bool:
    """Has nobody an account yet? Raises InventoryError when the database does not answer."""
    return call_as(PROGRAM_USER, _is_needed, settings)


def apply(admin: Admin, settings: Settings) -> None:
    """Make the account; nothing when somebody has one already (after a power cut: this very one)."""
    if admin.password_hash is not None:
        call_as(PROGRAM_USER, _apply, settings, admin.name, admin.password_hash)


def _is_needed(settings: Settings) -> bool:
    engine = create_engine(settings, application_name="inventory firstboot")
    try:
        return service.needs_setup(engine)
    finally:
        engine.dispose()


def _apply(settings: Settings, name: str, password_hash: str) -> None:
    engine = create_engine(settings, application_name="inventory firstboot")
    try:
        service.set_up_with_hash(engine, settings, username=name, password_hash=password_hash)
    except Conflict:
        return
    finally:
        engine.dispose()
