"""What the first boot tells people: on the console, and on the setup page (through a file that the app reads)."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from inventory.config import Settings
from inventory.operations.files import write_file
from inventory.operations.firstboot.journal import Journal
from inventory.operations.users import PROGRAM_USER, find_user

CONSOLE = Path("/dev/console")


def for_setup_page(settings: Settings, journal: Journal, device_faults: dict[str, str]) -> None:
    """Write what the setup page shows; remove it when there is nothing to show."""
    faults = [f"{name}: {what}" for name, what in {**journal.faults, **device_faults}.items()]
    if not faults and not journal.username:
        settings.setup_report_file.unlink(missing_ok=True)
        return
    user = find_user(PROGRAM_USER)
    document = {"faults": faults, "username": journal.username}
    write_file(settings.setup_report_file, json.dumps(document).encode(), mode=0o640, gid=user.pw_gid if user else -1)


def lines(journal: Journal, device_faults: dict[str, str]) -> list[str]:
    """The faults, for the console."""
    return [f"Inventory: {name}: {what}" for name, what in {**journal.faults, **device_faults}.items()]


def on_console(text: list[str]) -> None:
    """Write to whatever console the device has; not through the journal, as the setup code is among it."""
    raw = ("".join(f"\r\n{line}" for line in text) + "\r\n").encode()
    try:
        console = os.open(CONSOLE, os.O_WRONLY | os.O_APPEND | os.O_NOCTTY)
    except OSError:
        return
    with contextlib.suppress(OSError), os.fdopen(console, "wb", buffering=0) as file:
        file.write(raw)
