"""systemd's services and timers: running now, and started at boot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip, warn
from inventory.operations.programs import run

UNITS = (
    "inventory-app.service",
    "inventory-embedder.service",
    "nginx.service",
    "postgresql.service",
    "inventory-renew.timer",
    "inventory-housekeeping.timer",
    "inventory-backup.timer",
)
PROVISION = "inventory-provision.service"


def check(machine: Machine) -> Iterator[Result]:
    if not machine.is_device:
        yield skip("services", "a checkout has none: `make run` starts the programs itself")
    elif not machine.has_systemd:
        yield skip("services", "systemd does not run here")
    else:
        yield _check_provision()
        for unit in UNITS:
            yield _check_unit(unit)
        yield from _check_photo_folder(machine)


def _check_provision() -> Result:
    name = _name(PROVISION)
    if run(["systemctl", "is-failed", "--quiet", PROVISION]).returncode == 0:
        why = "`systemctl status inventory-provision` says why; then `systemctl restart inventory-provision`."
        return fail(name, "It has failed.", why)
    return ok(name, "has not failed")


def _check_unit(unit: str) -> Result:
    name, short = _name(unit), unit.removesuffix(".service")
    state = run(["systemctl", "is-active", unit]).stdout.strip() or "unknown"
    if state != "active":
        why = f"`systemctl start {short}`; `journalctl -u {short} -n 50` says why it stopped."
        return fail(name, f"It is {state}.", why)
    enabled = run(["systemctl", "is-enabled", unit]).stdout.strip()
    if enabled not in ("enabled", "enabled-runtime", "static", "alias", "generated"):
        return warn(name, f"It runs, but is {enabled}: it will not start at boot.", f"`systemctl enable {short}`.")
    return ok(name, "active")


def _check_photo_folder(machine: Machine) -> Iterator[Result]:
    """A folder outside of the state tree is closed to the app until its unit opens it."""
    directory = machine.settings.image_dir
    shown = run(["systemctl", "show", "--property=ReadWritePaths", "--value", "inventory-app.service"]).stdout
    open_ones = [Path(path.lstrip("-+")) for path in shown.split()]
    if not any(directory.is_relative_to(path) for path in open_ones):
        what = f"inventory-app may not write to {directory}: its unit does not name it in ReadWritePaths."
        yield fail("photo folder", what, "Add a drop-in with ReadWritePaths, as docs/operations.md shows.")


def _name(unit: str) -> str:
    kind = "timer" if unit.endswith(".timer") else "service"
    return f"{kind} {unit.rpartition('.')[0]}"
