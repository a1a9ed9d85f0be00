"""What backups are called and which ones are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from inventory.errors import InvalidInput
from inventory.operations.backup import rules

NOON = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


def nights(count: int, label: str = "") -> list[str]:
    return [rules.make_name(NOON + timedelta(days=day), label) for day in range(count)]


def test_a_name_tells_the_time_in_utc_and_the_label() -> None:
    name = rules.make_name(NOON.astimezone(timezone(timedelta(hours=5))), "before-move")
    assert name == "20261123T120005Z-before-move"
    assert rules.time_of(name) == NOON
    assert (rules.label_of(name), rules.label_of("20261123T120005Z")) == ("before-move", "")


@pytest.mark.parametrize("label", ["../x", "Big", "-x", "a b", "a/b", "ä", "x" * 41, "x\n"])
def test_a_label_that_is_no_file_name_is_refused(label: str) -> None:
    with pytest.raises(InvalidInput, match="--label"):
        rules.make_name(NOON, label)


@pytest.mark.parametrize("name", ["", ".", "..", ".partial-20261123T120005Z", "20261123T120005Z-", "x", ".lock"])
def test_other_things_in_the_folder_are_no_backups(name: str) -> None:
    assert not rules.is_name(name)


def test_the_newest_ones_are_kept() -> None:
    assert rules.outdated(reversed(nights(9)), keep=7) == nights(9)[:2]
    assert rules.outdated(nights(7), keep=7) == []
    assert rules.outdated(nights(3), keep=1) == nights(3)[:2]


def test_each_label_keeps_its_newest_two_whatever_the_nights_do() -> None:
    upgrades, moves = nights(4, "before-upgrade"), nights(1, "before-move")
    gone = rules.outdated([*nights(20), *upgrades, *moves, ".partial-x", "notes.txt"], keep=7)
    assert gone == sorted([*nights(20)[:13], *upgrades[:2]])
