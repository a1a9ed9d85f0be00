"""A backup is brought from the boot partition: as a folder, as a .tar, and not when it is something else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations.firstboot import restoring

NAME = "20261123T022004Z-before-move"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(state_dir=tmp_path / "state")
    settings.backup_dir.mkdir(parents=True)
    return settings


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "boot" / NAME
    (folder / "images").mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (folder / "images/a.jpg").write_bytes(b"photo")
    return folder


def packed(source: Path) -> Path:
    archive = source.parent / "backup.tar"
    subprocess.run(["tar", "-C", source.parent, "-cf", archive, source.name], check=True)
    return archive


@pytest.mark.parametrize("as_archive", [False, True])
def test_a_backup_is_brought_whole_and_twice_is_once(settings: Settings, source: Path, as_archive: bool) -> None:
    given = packed(source) if as_archive else source
    for _ in range(2):
        assert restoring.bring(given, settings) == NAME
    assert [path.name for path in settings.backup_dir.iterdir()] == [NAME]
    assert (settings.backup_dir / NAME / "images/a.jpg").read_bytes() == b"photo"


def test_what_is_missing_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match="there is no 20261123T022004Z on the boot partition"):
        restoring.bring(tmp_path / "20261123T022004Z", settings)


def test_another_folder_is_refused_and_leaves_nothing(settings: Settings, source: Path) -> None:
    other = source.rename(source.with_name("photos-of-the-cat"))
    with pytest.raises(InventoryError, match="holds no backup"):
        restoring.bring(other, settings)
    assert list(settings.backup_dir.iterdir()) == []


def test_a_file_that_is_no_archive_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(b"no archive" * 200)
    with pytest.raises(InventoryError, match=r"backup\.tar cannot be unpacked"):
        restoring.bring(tmp_path / "backup.tar", settings)
    assert list(settings.backup_dir.iterdir()) == []


def test_a_link_in_a_backup_is_refused(settings: Settings, source: Path) -> None:
    (source / "database.dump").symlink_to("/etc/shadow")
    with pytest.raises(InventoryError, match=r"database\.dump in the backup is no file"):
        restoring.bring(packed(source), settings)
    assert list(settings.backup_dir.iterdir()) == []
