"""All parts together: can the inventory serve?"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from inventory.config import Settings
from inventory.operations.health import database, disk, embedder
from inventory.operations.health.part import Part, State
from inventory.operations.health.probe import Probe

# Health answers within this, whatever hangs.
DEADLINE_SECONDS = 0.8
# Anybody may ask, so the answer is kept for a moment.
KEEP_SECONDS = 1.0
# Without these the app cannot serve. Without the embedder search answers from text alone.
VITAL = ("database", "disk")


@dataclass(frozen=True)
class Report:
    """How the parts were at `timestamp`."""

    timestamp: datetime
    parts: dict[str, Part]

    @property
    def status(self) -> State:
        """error: cannot serve; degraded: serves, but something is wrong; else ok."""
        if any(self.parts[name].state == "error" for name in VITAL):
            return "error"
        return "ok" if all(part.state == "ok" for part in self.parts.values()) else "degraded"

    def describe(self, version: str, *, details: bool) -> dict[str, Any]:
        """The document of /health. Without `details` it tells states only."""
        document: dict[str, Any] = {
            "status": self.status,
            "timestamp": self.timestamp.isoformat(timespec="seconds"),
            "version": version,
            "parts": {name: part.state for name, part in self.parts.items()},
        }
        if details:
            document["details"] = {
                name: ({"message": part.message} if part.message else {}) | part.details
                for name, part in self.parts.items()
            }
        return document


class Health:
    """Asks the parts, all at the same time; one for each app."""

    def __init__(self, settings: Settings) -> None:
        checks = {
            "database": database.make_check(settings),
            "embedder": embedder.make_check(settings),
            "disk": disk.make_check(settings),
        }
        self._probes = {name: Probe(name, check) for name, check in checks.items()}
        self._lock = threading.Lock()
        self._last: tuple[float, Report] | None = None

    def check(self) -> Report:
        """How the parts are now (at most KEEP_SECONDS ago); takes at most DEADLINE_SECONDS."""
        with self._lock:  # who comes meanwhile waits for this answer and takes it
            now = time.monotonic()
            if self._last and now - self._last[0] < KEEP_SECONDS:
                return self._last[1]
            runs = {name: probe.start() for name, probe in self._probes.items()}
            deadline = now + DEADLINE_SECONDS
            parts = {name: self._probes[name].finish(run, deadline) for name, run in runs.items()}
            report = Report(datetime.now(UTC), parts)
            self._last = (time.monotonic(), report)
            return report
