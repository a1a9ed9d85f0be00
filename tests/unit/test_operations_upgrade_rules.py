"""What an upgrade decides, and what its journal tells after a power cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory.config import Settings
from inventory.errors import InventoryError, NotFound
from inventory.operations.upgrade import record, rules
from inventory.operations.upgrade.record import Record

WELL = {"status": "ok", "version": "2", "parts": {"database": "ok", "embedder": "ok"}}


@pytest.mark.parametrize(
    ("answer", "ill_before", "fault"),
    [
        (WELL, {}, ""),
        (None, {}, "nothing answers"),
        (WELL | {"version": "1"}, {}, "version 1 answers instead of 2"),
        (WELL | {"parts": None}, {}, "something else answers"),
        (WELL | {"status": "degraded", "parts": {"embedder": "error"}}, {}, "not well: embedder: error"),
        (WELL | {"status": "degraded", "parts": {"embedder": "error"}}, {"embedder": "error"}, ""),
        (WELL | {"status": "degraded", "parts": {"disk": "degraded"}}, {"disk": "error"}, ""),
        (WELL | {"status": "error", "parts": {"disk": "error"}}, {"disk": "degraded"}, "not well: disk: error"),
        (WELL | {"status": "error", "parts": {"database": "error"}}, {"database": "error"}, "it cannot serve"),
    ],
)
def test_healthy_is_the_wanted_version_with_nothing_worse_than_before(
    answer: dict[str, object] | None, ill_before: dict[str, str], fault: str
) -> None:
    assert rules.find_fault("2", answer, ill_before) == fault


@pytest.mark.parametrize(
    ("kind", "state", "installed", "todo"),
    [
        ("upgrade", "preparing", "1", "nothing"),
        ("upgrade", "done", "2", "nothing"),
        ("upgrade", "installing", "1", "go-back"),
        ("upgrade", "installing", "", "go-back"),
        ("upgrade", "installing", "2", "judge"),
        ("upgrade", "checking", "2", "judge"),
        ("upgrade", "rolling-back", "2", "go-back"),
        ("upgrade", "restoring", "1", "go-back"),
        ("rollback", "rolling-back", "2", "go-back"),
    ],
)
def test_what_is_left_to_do_after_a_power_cut(kind: str, state: rules.State, installed: str, todo: str) -> None:
    assert rules.after_power_cut(kind, state, installed, "2") == todo


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "upgrade" / "set-x").mkdir(parents=True)
    return Settings(state_dir=tmp_path)


@pytest.fixture
def planned() -> Record:
    return Record(kind="upgrade", id="x", to_version="2", saved_set="set-x")


def test_the_boot_finds_a_run_from_before_its_first_change_to_after_its_last(
    settings: Settings, planned: Record
) -> None:
    link = settings.state_dir / "upgrade/unfinished"
    run = record.save(settings, planned, state="preparing")
    assert not record.is_unfinished(settings)
    for state in rules.CHANGING:
        run = record.save(settings, run, state=state)
        assert link.resolve() == settings.state_dir / "upgrade/set-x"
        assert record.load_journal(settings) == run
    run = record.save(settings, run, state="done", outcome="upgraded", exit_status=0)
    assert not record.is_unfinished(settings)
    assert record.load_journal(settings) == record.load_status(settings) == run


def test_an_attempt_that_changed_nothing_leaves_the_way_back_of_the_upgrade_before(
    settings: Settings, planned: Record
) -> None:
    first = record.save(settings, planned, state="installing")
    first = record.save(settings, first, state="done", outcome="upgraded")
    second = record.save(settings, Record(kind="upgrade", id="y", to_version="3", saved_set="set-y"))
    second = record.save(settings, second, state="done", outcome="failed", exit_status=1)
    assert record.load_status(settings).id == "y"
    assert record.load_journal(settings) == first


def test_a_journal_is_private_and_one_that_cannot_be_read_is_said(settings: Settings, planned: Record) -> None:
    with pytest.raises(NotFound):
        record.load_status(settings)
    record.save(settings, planned)
    path = settings.state_dir / "upgrade/status.json"
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("[")
    with pytest.raises(InventoryError, match="cannot be read"):
        record.load_status(settings)


def test_the_document_names_what_a_program_needs(planned: Record) -> None:
    document = planned.document()
    assert document["exit_status"] is None
    assert {"outcome", "from", "to", "reason", "backup", "state"} <= set(document)


def test_the_way_back_leads_to_the_former_version_also_when_it_is_tried_again() -> None:
    assert Record(kind="upgrade", id="x", from_version="1", to_version="2").former_version == "1"
    assert Record(kind="rollback", id="x", from_version="2", to_version="1").former_version == "1"
