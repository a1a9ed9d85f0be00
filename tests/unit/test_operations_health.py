"""Health without a server: deadlines, disks, the wanted schema."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inventory.database.migrate import alembic_config
from inventory.operations.health import Part, Report, disk
from inventory.operations.health.database import schema_head
from inventory.operations.health.probe import Probe


def test_the_wanted_schema_is_alembics_head() -> None:
    import alembic.script

    assert schema_head() == alembic.script.ScriptDirectory.from_config(alembic_config()).get_current_head()


def test_a_probe_that_hangs_is_an_error_in_time_and_starts_no_second_thread() -> None:
    release, calls = threading.Event(), []

    def check() -> Part:
        calls.append(1)
        release.wait(10)
        return Part("ok")

    probe = Probe("test", check)
    began = time.monotonic()
    for _ in range(3):
        assert probe.finish(probe.start(), time.monotonic() + 0.05).state == "error"
    assert time.monotonic() - began < 1
    assert len(calls) == 1
    release.set()
    assert probe.finish(probe.start(), time.monotonic() + 5).state == "ok"


def test_a_probe_that_breaks_is_an_error() -> None:
    def check() -> Part:
        raise ZeroDivisionError

    probe = Probe("test", check)
    part = probe.finish(probe.start(), time.monotonic() + 5)
    assert (part.state, part.message) == ("error", "the check failed: ZeroDivisionError")


@pytest.mark.parametrize(
    ("database", "embedder", "disk_state", "status"),
    [
        ("ok", "ok", "ok", "ok"),
        ("ok", "error", "ok", "degraded"),
        ("ok", "degraded", "ok", "degraded"),
        ("ok", "ok", "degraded", "degraded"),
        ("error", "ok", "ok", "error"),
        ("ok", "ok", "error", "error"),
    ],
)
def test_only_what_the_app_cannot_do_without_is_an_error(
    database: str, embedder: str, disk_state: str, status: str
) -> None:
    states = {"database": database, "embedder": embedder, "disk": disk_state}
    parts = {name: Part(state) for name, state in states.items()}  # type: ignore[arg-type]
    assert Report(datetime.now(UTC), parts).status == status


def test_room_on_the_disk_is_judged(tmp_path: Path) -> None:
    assert disk.check(tmp_path, full=0, low=0).state == "ok"
    assert disk.check(tmp_path, full=0, low=1 << 60).state == "degraded"
    assert disk.check(tmp_path, full=1 << 60, low=1 << 60).state == "error"
    assert disk.check(tmp_path / "none").state == "error"
