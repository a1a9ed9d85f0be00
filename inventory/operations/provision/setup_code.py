"""The one-time code of the setup page, as long as nobody has an account."""

from __future__ import annotations

from inventory.accounts.service import needs_setup
from inventory.accounts.setup_codes import ensure_setup_code, read_setup_code
from inventory.config import Settings
from inventory.database import create_engine
from inventory.operations.provision.step import Work
from inventory.operations.users import PROGRAM_USER, call_as


def missing(settings: Settings) -> Work | None:
    return call_as(PROGRAM_USER, _missing, settings)


def make(settings: Settings) -> None:
    call_as(PROGRAM_USER, _make, settings)


def _missing(settings: Settings) -> Work | None:
    engine = create_engine(settings, application_name="inventory provision")
    try:
        wanted = needs_setup(engine) and read_setup_code(settings) is None
    finally:
        engine.dispose()
    return Work("create", "the setup code; `inventory setup-code` prints it") if wanted else None


def _make(settings: Settings) -> None:
    ensure_setup_code(settings)
