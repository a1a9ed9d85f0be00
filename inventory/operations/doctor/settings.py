"""Settings: known names only, and files that can be read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import AliasChoices

from inventory.config import SETTINGS_DIR, Settings
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, ok, skip, warn

_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")


def known_names() -> set[str]:
    """Every variable that Settings reads."""
    names: set[str] = {"INVENTORY_SETTINGS_DIR"}
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        if isinstance(alias, AliasChoices):
            names |= {str(choice) for choice in alias.choices}
        else:
            names.add(f"INVENTORY_{name.upper()}")
    return names


def names_in(text: str) -> list[str]:
    """The variables that a settings file sets."""
    return [match.group(1) for match in map(_ASSIGNMENT.match, text.splitlines()) if match]


def check(machine: Machine) -> Iterator[Result]:
    """Settings are valid, or the doctor would not have come here; a misspelt name would pass unseen."""
    files = sorted(SETTINGS_DIR.glob("*.env")) if SETTINGS_DIR.is_dir() else []
    for path in files:
        yield _check_file(path)
    unknown = sorted(name for name in os.environ if name.startswith("INVENTORY_") and not _is_known(name))
    if unknown:
        yield warn("settings environment", f"{', '.join(unknown)} is no setting.", "Correct the name, or unset it.")
    if not files:
        yield ok("settings", "all are valid; no file, the defaults apply")


def _is_known(name: str) -> bool:
    tools = ("INVENTORY_BUILD_", "INVENTORY_CHORUS_", "INVENTORY_VENV", "INVENTORY_TEST_", "INVENTORY_LAB_")
    return name in known_names() or name.startswith(tools)


def _check_file(path: Path) -> Result:
    name = f"settings {path}"
    if not os.access(path, os.R_OK):
        return skip(name, "needs root to be read")
    set_here = names_in(path.read_text(errors="replace"))
    unknown = sorted({variable for variable in set_here if variable not in known_names()})
    if unknown:
        return warn(name, f"{', '.join(unknown)} is no setting and has no effect.", f"Correct the name in {path}.")
    return ok(name, f"valid ({len(set_here)} set)")
