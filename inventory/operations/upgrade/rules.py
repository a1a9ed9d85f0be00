"""What an upgrade decides: is the device healthy, what is left to do after a power cut, what must come back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

State = Literal["planned", "preparing", "installing", "checking", "rolling-back", "restoring", "done"]
Outcome = Literal["", "upgraded", "unchanged", "rolled-back", "failed"]

EXIT_UPGRADED, EXIT_NOTHING_CHANGED, EXIT_ROLLED_BACK, EXIT_LOST = 0, 1, 3, 4
# From here on packages may have been changed: such a run is finished or taken back, whatever happens.
CHANGING: tuple[State, ...] = ("installing", "checking", "rolling-back", "restoring")


def find_fault(version: str, answer: Mapping[str, object] | None, ill_before: Mapping[str, str]) -> str:
    """What is wrong with an answer of /health, "" for nothing.

    Args:
        version: the one that should answer.
        answer: the document; None when nothing answered.
        ill_before: parts that were not well before the change, and their states: they may stay as they are.
    """
    if answer is None:
        return "nothing answers"
    if answer.get("version") != version:
        return f"version {answer.get('version')} answers instead of {version}"
    states = answer.get("parts")
    if not isinstance(states, Mapping):
        return "something else answers"
    worse = [f"{name}: {state}" for name, state in states.items() if _rank(state) > _rank(ill_before.get(name, "ok"))]
    if worse:
        return f"not well: {', '.join(worse)}"
    return "it cannot serve" if answer.get("status") == "error" else ""


def _rank(state: object) -> int:
    return {"ok": 0, "degraded": 1}.get(str(state), 2)


def ill_parts(answer: Mapping[str, object] | None) -> dict[str, str]:
    """The parts of an answer of /health that are not well, with their states."""
    states = answer.get("parts") if answer else None
    return {name: state for name, state in states.items() if state != "ok"} if isinstance(states, Mapping) else {}


def after_power_cut(kind: str, state: State, installed: str, wanted: str) -> Literal["nothing", "judge", "go-back"]:
    """What is left to do for a change that was cut off in `state`, with version `installed` there now.

    "judge": the new version is there whole, so its health decides. "go-back": the former one has to come back.
    """
    if state not in CHANGING:
        return "nothing"
    if kind == "upgrade" and state in ("installing", "checking") and installed == wanted:
        return "judge"
    return "go-back"


def data_differs(before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Has the database another schema, or extensions of another version, so that the former program cannot use it?"""
    return dict(before) != dict(now)
