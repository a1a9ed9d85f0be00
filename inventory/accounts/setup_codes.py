"""The one-time setup code, kept in a file that only root and the program can read.

A file, not a row: first boot writes it before anybody has asked, and a person with the
device in hand reads it there. It is removed once used.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from inventory.accounts.rules import new_setup_code
from inventory.config import Settings


def read_setup_code(settings: Settings) -> str | None:
    """The code that waits to be used, or None."""
    try:
        return settings.setup_code_file.read_text().strip() or None
    except FileNotFoundError:
        return None


def ensure_setup_code(settings: Settings) -> str:
    """The waiting code; made when there is none. Crash-safe: written aside, synced, renamed."""
    code = read_setup_code(settings)
    if code is None:
        code = new_setup_code()
        _write_secret(settings.setup_code_file, code + "\n")
    return code


def remove_setup_code(settings: Settings) -> None:
    settings.setup_code_file.unlink(missing_ok=True)


def _write_secret(path: Path, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
