"""site.yml again, on an appliance that is well: by Debian's own ansible, in check mode, in parts. None changes it."""

import subprocess
from pathlib import Path

import pytest

from tests.fleet import appliances
from tests.fleet.playbook import OURS, Run

DEBIANS = Path("/usr/bin/ansible-playbook")  # ansible-core 2.14, which tools/test.sh installs


def play(*arguments: str, program: Path = OURS) -> Run:
    """Run site.yml. AssertionError when it fails."""
    done = appliances.play("site.yml", *arguments, program=program)
    assert done.code == 0, done.output[-5000:]
    return done


def test_debians_own_ansible_changes_nothing() -> None:
    version = subprocess.run([DEBIANS, "--version"], capture_output=True, text=True, check=True).stdout
    assert "core 2.14" in version
    assert play(program=DEBIANS).count("changed") == 0


def test_check_mode_with_diff_finds_nothing_to_change() -> None:
    assert play("--check", "--diff").count("changed") == 0


def test_check_mode_of_debians_own_ansible_says_what_a_new_setting_would_change() -> None:
    done = play("--check", "--diff", "-e", '{"inventory_settings": {"INVENTORY_SESSION_DAYS": 9}}', program=DEBIANS)
    assert "+INVENTORY_SESSION_DAYS=9" in done.output and done.count("changed") > 0


@pytest.mark.parametrize(
    ("tag", "has", "lacks"),
    [
        ("install", "inventory : Install the package", "inventory : Write the settings"),
        ("configure", "inventory : Write the settings", "inventory : Install the package"),
        ("verify", "inventory : Is the device well?", "inventory : Write the settings"),
    ],
)
def test_a_tag_runs_its_part_alone(tag: str, has: str, lacks: str) -> None:
    done = play("--tags", tag)
    assert has in done.output and lacks not in done.output
    assert done.count("changed") == 0
