"""`inventory settings check`: a file is refused before it is among the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory import config
from inventory.errors import InventoryError, SettingsError
from inventory.operations import settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings folder, with one valid file."""
    there = tmp_path / "etc"
    there.mkdir()
    (there / "local.env").write_text("INVENTORY_THREADS=4\n")
    monkeypatch.setattr(config, "SETTINGS_DIR", there)
    monkeypatch.setattr(settings, "SETTINGS_DIR", there)
    return there


def candidate(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "candidate"
    path.write_text(text)
    return path


def test_a_sound_file_is_accepted_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    settings.check_candidate(candidate(tmp_path, "INVENTORY_SESSION_DAYS=7\n"), "fleet.env")
    assert [path.name for path in folder.iterdir()] == ["local.env"]


def test_a_wrong_value_names_its_variable(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.check_candidate(candidate(tmp_path, "INVENTORY_THREADS=many\n"), "zz.env")
    assert caught.value.field == "INVENTORY_THREADS"


def test_a_value_that_a_later_file_replaces_is_not_read(folder: Path, tmp_path: Path) -> None:
    settings.check_candidate(candidate(tmp_path, "INVENTORY_THREADS=many\n"), "aa.env")


def test_the_file_of_that_name_is_replaced_not_added(folder: Path, tmp_path: Path) -> None:
    (folder / "fleet.env").write_text("INVENTORY_LISTEN=nowhere\n")
    settings.check_candidate(candidate(tmp_path, "INVENTORY_LISTEN=127.0.0.1:8001\n"), "fleet.env")


def test_a_misspelt_name_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="INVENTORY_TREADS is no setting"):
        settings.check_candidate(candidate(tmp_path, "INVENTORY_TREADS=3\n"), "fleet.env")


def test_a_missing_file_is_a_clear_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match="cannot be read"):
        settings.check_candidate(tmp_path / "nothing", "fleet.env")
