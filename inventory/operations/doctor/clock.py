"""The clock: a Pi has none of its own and can start in the past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import inventory.version
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok
from inventory.operations.programs import run

_MEND = "Connect the device to a network with time servers, or `timedatectl set-time 'YYYY-MM-DD HH:MM:SS'`."
_FAR = timedelta(days=365 * 20)


def check(machine: Machine) -> Iterator[Result]:
    """Without the internet nobody can say the time; what can be known is whether it is possible at all."""
    built = datetime.fromtimestamp(Path(inventory.version.__file__).stat().st_mtime, UTC)
    yield judge(datetime.now(UTC), built, synchronised=_is_synchronised(machine))


def judge(now: datetime, built: datetime, *, synchronised: bool) -> Result:
    """Is `now` possible for a program that was built at `built`?"""
    if now < built - timedelta(days=1):
        return fail("clock", f"It shows {now:%Y-%m-%d}, before this program was made ({built:%Y-%m-%d}).", _MEND)
    if now > built + _FAR:
        return fail("clock", f"It shows {now:%Y-%m-%d}, which cannot be.", _MEND)
    how = "kept by a time server" if synchronised else "not synchronised now, which is fine without a network"
    return ok("clock", f"{now:%Y-%m-%d %H:%M} UTC, {how}")


def _is_synchronised(machine: Machine) -> bool:
    if not machine.has_systemd:
        return False
    return run(["timedatectl", "show", "--property=NTPSynchronized", "--value"]).stdout.strip() == "yes"
