"""What the doctor says of backups and of an upgrade that was cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inventory.config import Settings
from inventory.operations.doctor import backups
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result
from inventory.operations.upgrade import record
from inventory.operations.upgrade.record import Record
from inventory.operations.upgrade.rules import Outcome, State

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("newest", "installed", "status"),
    [
        (None, NOW - HOUR, "ok"),  # the first night is still to come
        (None, NOW - 72 * HOUR, "warn"),
        (NOW - 20 * HOUR, NOW - 9000 * HOUR, "ok"),
        (NOW - 72 * HOUR, NOW - 9000 * HOUR, "warn"),
        (NOW + HOUR, NOW - HOUR, "ok"),  # the clock was put back
    ],
)
def test_a_backup_is_wanted_every_night(newest: datetime | None, installed: datetime, status: str) -> None:
    assert backups.judge_age(NOW, newest, installed).status == status


def upgrade_result(state_dir: Path) -> Result:
    (state_dir / "config").mkdir()
    (state_dir / "config/secret-key").write_text("x")
    settings = Settings(state_dir=state_dir)
    return list(backups.check(Machine(settings, is_device=True, is_root=True, has_systemd=True)))[1]


def test_a_device_that_was_never_upgraded_is_well(tmp_path: Path) -> None:
    assert upgrade_result(tmp_path).status == "ok"


@pytest.mark.parametrize(
    ("state", "outcome", "exit_status", "status"),
    [
        ("checking", "", 4, "warn"),
        ("done", "failed", 4, "fail"),
        ("done", "failed", 1, "ok"),  # nothing was changed
        ("done", "rolled-back", 3, "ok"),  # it runs as before
        ("done", "upgraded", 0, "ok"),
    ],
)
def test_an_upgrade_that_went_wrong_is_told(
    tmp_path: Path, state: State, outcome: Outcome, exit_status: int, status: str
) -> None:
    (tmp_path / "upgrade/set-x").mkdir(parents=True)
    settings = Settings(state_dir=tmp_path)
    begun = record.save(settings, Record(kind="upgrade", id="x", saved_set="set-x"), state="installing")
    record.save(settings, replace(begun, state=state, outcome=outcome, exit_status=exit_status))
    assert upgrade_result(tmp_path).status == status
