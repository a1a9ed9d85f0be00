"""Asking a part how it is, with a deadline that holds whatever the part does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from inventory.operations.health.part import Part

log = logging.getLogger(__name__)


class Probe:
    """Runs a check in a thread of its own. One that hangs is not started again before it has ended.

    Args:
        name: for the log and the message when it hangs.
        check: gives the part's state; an exception counts as an error.
    """

    def __init__(self, name: str, check: Callable[[], Part]) -> None:
        self._name = name
        self._check = check
        self._lock = threading.Lock()
        self._running: _Run | None = None

    def start(self) -> _Run:
        """Begin a check, or join the one that still runs."""
        with self._lock:
            if self._running is None or self._running.done.is_set():
                self._running = _Run()
                threading.Thread(
                    target=self._work, args=(self._running,), name=f"probe-{self._name}", daemon=True
                ).start()
            return self._running

    def finish(self, run: _Run, deadline: float) -> Part:
        """The result of a run, or an error when it is not there at `deadline` (monotonic seconds)."""
        if not run.done.wait(max(0.0, deadline - time.monotonic())):
            return Part("error", "does not answer")
        return run.part

    def _work(self, run: _Run) -> None:
        try:
            run.part = self._check()
        except Exception as error:  # whatever happens, health answers
            log.warning("health of %s: %s", self._name, error)
            run.part = Part("error", f"the check failed: {type(error).__name__}")
        finally:
            run.done.set()


class _Run:
    def __init__(self) -> None:
        self.done = threading.Event()
        self.part = Part("error", "does not answer")
