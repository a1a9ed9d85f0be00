"""Files of photos and rows of photos: never one without the other for long, never half a file."""

from __future__ import annotations

import errno
import io
import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from PIL import Image

from inventory.catalogue import commands, service
from inventory.catalogue.photos import files
from inventory.catalogue.service import ItemDraft
from inventory.config import Settings


def jpeg(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "JPEG")
    return file.getvalue()


def new_item(engine: sa.Engine) -> int:
    return service.create_item(engine, ItemDraft("Thing")).id


def on_disk(settings: Settings) -> list[Path]:
    return sorted(path for path in settings.image_dir.rglob("*") if path.is_file())


def make_old(settings: Settings, days: int = 2) -> None:
    moment = time.time() - days * 86400
    for path in on_disk(settings):
        os.utime(path, (moment, moment))


def test_files_and_folders_are_for_owner_and_group_only(engine: sa.Engine, settings: Settings) -> None:
    settings.image_dir.chmod(0o2750)
    before = os.umask(0o077)
    try:
        photo = service.add_photo(engine, settings, new_item(engine), jpeg())
    finally:
        os.umask(before)
    paths = on_disk(settings)
    assert [path.name for path in paths] == sorted(photo.sha256 + end for end in files.SIZES.values())
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o640}
    assert paths[0].parent.stat().st_mode & 0o777 == 0o750
    assert paths[0].parent.stat().st_gid == settings.image_dir.stat().st_gid


def test_a_disk_that_fills_while_writing_leaves_nothing(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = new_item(engine)
    flush, calls = os.fsync, []

    def fail_at_the_second_file(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 3:  # the folder, the first file, the second file
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", fail_at_the_second_file)
    with pytest.raises(files.StorageFull):
        service.add_photo(engine, settings, item, jpeg())
    monkeypatch.undo()
    assert service.list_photos(engine, item) == []
    assert len(on_disk(settings)) == 1, "the complete first file may stay; the half-written one may not"
    make_old(settings)
    service.sweep_files(engine, settings)
    # a full picture without a row is found and removed with its small ones
    assert on_disk(settings) == []
    assert service.add_photo(engine, settings, item, jpeg()).width == 400


def test_an_upload_that_was_cut_off_is_swept_after_a_day(engine: sa.Engine, settings: Settings) -> None:
    kept = service.add_photo(engine, settings, new_item(engine), jpeg())
    folder = settings.image_dir / "ab"
    folder.mkdir()
    (folder / ".part-x1").write_bytes(b"half")
    (folder / ("ab" + "0" * 62 + ".jpg")).write_bytes(b"no row names me")
    assert service.sweep_files(engine, settings) == 0, "it may be an upload that is going on"
    make_old(settings)
    assert service.sweep_files(engine, settings) == 2
    assert {path.name[:64] for path in on_disk(settings)} == {kept.sha256}


def test_purging_removes_files_only_when_no_other_row_names_them(engine: sa.Engine, settings: Settings) -> None:
    one, two = new_item(engine), new_item(engine)
    photo = service.add_photo(engine, settings, one, jpeg())
    twin = service.add_photo(engine, settings, two, jpeg())
    assert photo.sha256 == twin.sha256
    assert photo.id != twin.id
    service.delete_item(engine, one)
    assert service.purge_deleted(engine, settings, timedelta(0)).items == 1
    assert len(on_disk(settings)) == 3
    service.delete_photo(engine, twin.id)
    assert len(on_disk(settings)) == 3, "undo needs them"
    purged = service.purge_deleted(engine, settings, timedelta(0))
    assert (purged.photos, purged.files) == (1, 1)
    assert on_disk(settings) == []


def test_deleting_and_uploading_the_same_picture_at_once_keeps_the_file(engine: sa.Engine, settings: Settings) -> None:
    data = jpeg()
    for _ in range(4):
        old, new = new_item(engine), new_item(engine)
        service.add_photo(engine, settings, old, data)
        service.delete_item(engine, old)
        threads = [
            threading.Thread(target=service.purge_deleted, args=(engine, settings, timedelta(0))),
            threading.Thread(target=service.add_photo, args=(engine, settings, new, data)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (photo,) = service.list_photos(engine, new)
        for size in files.SIZES:
            assert (settings.image_dir / files.relative_path(photo.sha256, size)).is_file()
        service.delete_item(engine, new)
        service.purge_deleted(engine, settings, timedelta(0))


def test_the_housekeeping_command_says_what_it_removed(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = new_item(engine)
    service.add_photo(engine, settings, item, jpeg())
    service.delete_item(engine, item)
    monkeypatch.setattr(commands, "get_settings", lambda: settings)
    assert "removed 0 items" in CliRunner().invoke(commands.housekeeping, []).output
    assert "removed 1 items" in CliRunner().invoke(commands.housekeeping, ["--days", "0"]).output
    assert on_disk(settings) == []
