"""Provisioning is started at boot, by apt and by a timer: the second waits for the first."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = Path("/run/lock/inventory-provision")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock; the kernel frees it when the process ends, however that happens."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
