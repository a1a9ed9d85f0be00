"""docs/operations.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from inventory.cli import COMMANDS
from inventory.config import Settings
from inventory.operations.doctor.settings import known_names

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text()
SETTINGS = dict(re.findall(r"^\| `((?:INVENTORY|IMAGE)_[A-Z_]+)` \| (.+?) \|", TEXT, re.MULTILINE))
# names that are read too, for those who expect the prefix
ALIASES = {"INVENTORY_IMAGE_STORAGE_METHOD", "INVENTORY_IMAGE_DIR", "INVENTORY_SETTINGS_DIR"}


def default_of(name: str) -> str:
    """How the table must show the default of a setting."""
    field_name = name.removeprefix("INVENTORY_").lower()
    if f"{field_name}_setting" in Settings.model_fields:
        own = Settings()
        path = own.image_dir if name == "IMAGE_DIR" else own.secret_key_file
        return f"`{path.relative_to(own.state_dir)}` in the state tree"
    value = Settings.model_fields[field_name].default
    assert value is not PydanticUndefined
    if value is None:
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_the_table_has_every_setting_and_no_other() -> None:
    assert set(SETTINGS) == known_names() - ALIASES


@pytest.mark.parametrize("name", SETTINGS)
def test_the_table_shows_the_default(name: str) -> None:
    assert SETTINGS[name] == default_of(name)


def test_every_command_that_is_named_exists() -> None:
    named = set(re.findall(r"`(?:sudo )?inventory ([a-z-]+)", TEXT)) | set(
        re.findall(r"^inventory ([a-z-]+)", TEXT, re.M)
    )
    assert {"doctor", "provision", "setup-code", "user"} <= named <= set(COMMANDS)


def test_every_unit_of_ours_is_named_and_exists() -> None:
    units = {path.name for path in (ROOT / "systemd").iterdir()}
    named = set(re.findall(r"inventory-[a-z-]+\.(?:service|timer|path)(?!\.d)", TEXT))
    assert named <= units
    started_by_hand = {
        unit for unit in units if unit.replace(".service", ".timer") not in units or unit.endswith(".timer")
    }
    assert started_by_hand <= named
