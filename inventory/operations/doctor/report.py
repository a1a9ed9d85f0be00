"""The doctor's report, for people and for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from inventory.operations.doctor.examine import overall
from inventory.operations.doctor.result import Result
from inventory.version import __version__

_COLOURS = {"ok": "32", "warn": "33", "fail": "31;1", "skip": "2"}


def wants_colour() -> bool:
    """Does a person watch, who has not asked for none (https://no-color.org)?"""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def line(result: Result, *, colour: bool = False) -> str:
    """One check as text: a second line says how to mend it."""
    status = f"{result.status:<5}"
    if colour:
        status = f"\033[{_COLOURS[result.status]}m{status}\033[0m"
    text = f"{status} {result.name}: {result.what}"
    return f"{text}\n      -> {result.mend}" if result.mend else text


def summary(results: Sequence[Result]) -> str:
    """The last line for people."""
    wrong = [result for result in results if result.status in ("warn", "fail")]
    skipped = sum(result.status == "skip" for result in results)
    left_out = f" ({skipped} left out)" if skipped else ""
    if not wrong:
        return f"All is well: {len(results) - skipped} checks{left_out}."
    return f"{len(wrong)} of {len(results) - skipped} checks want attention{left_out}."


def document(results: Sequence[Result]) -> str:
    """The report as JSON: status, timestamp, version, checks (name, status, what, mend)."""
    return json.dumps(
        {
            "status": overall(results),
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "checks": [asdict(result) for result in results],
        },
        indent=2,
    )
