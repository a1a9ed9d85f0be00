"""The systemd units, judged by systemd's own tools."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from inventory.cli import COMMANDS

UNITS = Path(__file__).parents[2] / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
TIGHT = ("app", "embedder", "housekeeping", "backup")
EXPOSURE = {f"inventory-{name}.service": 1.5 for name in TIGHT}


def read(name: str) -> str:
    return (UNITS / name).read_text()


def test_systemd_understands_every_line() -> None:
    paths = sorted(str(path) for path in UNITS.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True, check=False
    )
    # not installed here; everything else that it says is a fault
    lines = [line for line in done.stderr.splitlines() if "Command /usr/bin/inventory is not executable" not in line]
    ours = [line for line in lines if "inventory-" in line]
    assert ours == []


@pytest.mark.parametrize("service", EXPOSURE)
def test_the_sandbox_is_tight(service: str) -> None:
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(UNITS / service)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([0-9.]+)", told)
    assert exposure
    assert float(exposure.group(1)) <= EXPOSURE[service]


@pytest.mark.parametrize("service", SERVICES)
def test_every_unit_starts_a_command_that_exists(service: str) -> None:
    # one runs the program that an upgrade has saved before it began
    saved = r"/usr/bin/python3 -sP /var/lib/inventory/upgrade/unfinished/program/run"
    command = re.search(rf"^ExecStart=(?:/usr/bin/inventory|{saved}) (\S+)", read(service), re.MULTILINE)
    assert command
    assert command.group(1) in COMMANDS


@pytest.mark.parametrize("unit", sorted(path.name for path in UNITS.iterdir()))
def test_no_unit_waits_for_a_network(unit: str) -> None:
    orders = [line for line in read(unit).splitlines() if line.startswith(("After=", "Wants=", "Requires="))]
    assert "network" not in " ".join(orders)


def test_the_app_waits_for_nothing_it_can_do_without() -> None:
    for line in read("inventory-app.service").splitlines():
        assert "embedder" not in line
        assert not line.startswith(("Requires=", "BindsTo=", "Requisite="))
