"""The services that use the database, stopped while it is replaced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from inventory.errors import InventoryError
from inventory.operations.programs import is_active, run, systemd_runs

SERVERS = ("inventory-app.service", "inventory-embedder.service")
UNITS = (*SERVERS, "inventory-housekeeping.service")


@contextmanager
def stopped() -> Iterator[None]:
    """Stop the services for the block; afterwards those that ran before run again, whatever happened.

    Visitors see nginx's page "starting" meanwhile. Does nothing where systemd does not run.
    """
    running = running_units()
    stop()
    try:
        yield
    finally:
        start(running)


def running_units() -> tuple[str, ...]:
    """Those that run now."""
    return tuple(unit for unit in UNITS if is_active(unit))


def stop() -> None:
    """Stop all of them; returns when they have ended.

    Raises:
        InventoryError: systemd could not.
    """
    if systemd_runs():
        done = run(["systemctl", "stop", *UNITS], timeout=120)
        if done.returncode:
            raise InventoryError(f"The services do not stop: {done.stderr.strip()}.", hint="`systemctl status` them.")


def mask() -> None:
    """Let nothing start the servers, not even dpkg, until `unmask` or the next boot.

    Not what a timer starts: the timer of a masked service cannot be started either.
    """
    if systemd_runs():
        run(["systemctl", "mask", "--runtime", *SERVERS])


def unmask() -> None:
    """Undo `mask`."""
    if systemd_runs():
        run(["systemctl", "unmask", "--runtime", *SERVERS])


def start(units: tuple[str, ...]) -> None:
    """Start services and go on at once; health says how they are."""
    if units and systemd_runs():
        run(["systemctl", "reset-failed", *units])
        run(["systemctl", "start", "--no-block", *units])
