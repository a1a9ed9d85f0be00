"""Time zone and locale."""

from __future__ import annotations

from inventory.operations.files import sync_directory, write_file
from inventory.operations.firstboot.places import Places
from inventory.operations.firstboot.values import ALWAYS_THERE, ZONES
from inventory.operations.programs import run_checked

_SECONDS = 300  # a large locale takes a Pi a minute


def apply_timezone(zone: str, places: Places) -> None:
    """What timedatectl does, which is not there so early in the boot. Raises OSError."""
    etc = places.root / "etc"
    new = etc / "localtime.new"
    new.unlink(missing_ok=True)
    new.symlink_to(ZONES / zone)
    new.replace(etc / "localtime")
    write_file(etc / "timezone", f"{zone}\n".encode(), mode=0o644)
    sync_directory(etc)


def apply_locale(name: str, places: Places) -> None:
    """Make the locale and let everything that starts from now on use it. Raises InventoryError and OSError."""
    if name != ALWAYS_THERE:
        wanted = places.root / "etc/locale.gen"
        lines = wanted.read_text().splitlines() if wanted.exists() else []
        if f"{name} UTF-8" not in lines:
            write_file(wanted, "\n".join([*lines, f"{name} UTF-8", ""]).encode(), mode=0o644)
        run_checked(
            ["locale-gen"], what="The locale could not be made", hint="Free space on the card.", timeout=_SECONDS
        )
    write_file(places.root / "etc/default/locale", f"LANG={name}\n".encode(), mode=0o644)
