"""What a step is, and how the steps are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from inventory.config import Settings
from inventory.errors import InventoryError

_PAST = {
    "create": "created",
    "renew": "renewed",
    "repair": "repaired",
    "start": "started",
    "update": "updated",
    "upgrade": "upgraded",
    "enable": "enabled",
    "reload": "reloaded",
}


@dataclass(frozen=True)
class Work:
    """Something that a step has to do: a verb of `_PAST` and its object, such as Work("create", "the role x")."""

    verb: str
    what: str

    def __str__(self) -> str:
        return f"{self.verb} {self.what}"

    @property
    def done(self) -> str:
        return f"{_PAST[self.verb]} {self.what}"


@dataclass(frozen=True)
class Notice:
    """Something that a step leaves alone on purpose, and what the owner can do about it."""

    text: str


@dataclass(frozen=True)
class Step:
    """One thing that a device needs.

    Attributes:
        name: what the report calls it.
        missing: gives the work that there is to do (nothing when all is well), without changing anything.
        make: does it; called only when something is missing; safe to call again after a crash in it.
        needs: names of steps without which this one cannot even be looked at.
    """

    name: str
    missing: Callable[[Settings], Work | Notice | None]
    make: Callable[[Settings], None]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a step; `state` is ok, done, would, notice, failed or skipped."""

    step: str
    state: str
    text: str

    def __str__(self) -> str:
        return f"{self.step}: {self.text}"


def run_steps(steps: Iterable[Step], settings: Settings, *, check: bool = False) -> Iterator[Outcome]:
    """Run the steps in order. One that fails stops only those that need it.

    Args:
        check: change nothing, say what would be done.
    """
    unready: set[str] = set()
    for step in steps:
        lacking = [name for name in step.needs if name in unready]
        if lacking:
            outcome = Outcome(step.name, "skipped", f"waits for: {', '.join(lacking)}")
        else:
            outcome = _run(step, settings, check)
        if outcome.state not in ("ok", "done", "notice"):
            unready.add(step.name)
        yield outcome


def _run(step: Step, settings: Settings, check: bool) -> Outcome:
    try:
        work = step.missing(settings)
        if isinstance(work, Notice):
            return Outcome(step.name, "notice", work.text)
        if work is None:
            return Outcome(step.name, "ok", "ok")
        if check:
            return Outcome(step.name, "would", f"would {work}")
        step.make(settings)
        return Outcome(step.name, "done", work.done)
    except InventoryError as error:
        return Outcome(step.name, "failed", str(error))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return Outcome(step.name, "failed", f"{where}{error.strerror or error}.")
