"""site.yml again, on an appliance that is well: by Debian's own ansible, in check mode, in parts. None changes it."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ANSIBLE = Path(os.environ["MOLECULE_PROJECT_DIRECTORY"])
DEBIANS = "/usr/bin/ansible-playbook"  # ansible-core 2.14, which tools/test.sh installs


def play(*arguments: str, program: str = "ansible-playbook") -> str:
    """Run site.yml; what it printed. AssertionError when it fails."""
    # Debian's must not meet the Python of our virtual environment
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment["ANSIBLE_CONFIG"] = str(ANSIBLE / "ansible.cfg")
    command = [program, "-i", os.environ["MOLECULE_INVENTORY_FILE"], "site.yml", *arguments]
    done = subprocess.run(command, cwd=ANSIBLE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    return done.stdout


def recap(output: str, what: str) -> int:
    return int(re.search(rf"{what}=(\d+)", output[output.index("PLAY RECAP") :])[1])


def test_debians_own_ansible_changes_nothing() -> None:
    version = subprocess.run([DEBIANS, "--version"], capture_output=True, text=True, check=True).stdout
    assert "core 2.14" in version
    assert recap(play(program=DEBIANS), "changed") == 0


def test_check_mode_with_diff_finds_nothing_to_change() -> None:
    assert recap(play("--check", "--diff"), "changed") == 0


def test_check_mode_of_debians_own_ansible_says_what_a_new_setting_would_change() -> None:
    output = play("--check", "--diff", "-e", '{"inventory_settings": {"INVENTORY_SESSION_DAYS": 9}}', program=DEBIANS)
    assert "+INVENTORY_SESSION_DAYS=9" in output and recap(output, "changed") > 0


@pytest.mark.parametrize(
    ("tag", "has", "lacks"),
    [
        ("install", "inventory : Install the package", "inventory : Write the settings"),
        ("configure", "inventory : Write the settings", "inventory : Install the package"),
        ("verify", "inventory : Is the device well?", "inventory : Write the settings"),
    ],
)
def test_a_tag_runs_its_part_alone(tag: str, has: str, lacks: str) -> None:
    output = play("--tags", tag)
    assert has in output and lacks not in output
    assert recap(output, "changed") == 0
