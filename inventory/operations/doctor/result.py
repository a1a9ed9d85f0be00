"""What a check says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warn", "fail", "skip"]


@dataclass(frozen=True)
class Result:
    """One check.

    Attributes:
        name: group and thing, such as "service inventory-app".
        status: ok; warn (works, but not for long or not quite right); fail; skip (does not apply here, or needs root).
        what: what was found, one sentence.
        mend: what to do, for warn and fail.
    """

    name: str
    status: Status
    what: str
    mend: str = ""


def ok(name: str, what: str) -> Result:
    return Result(name, "ok", what)


def warn(name: str, what: str, mend: str) -> Result:
    return Result(name, "warn", what, mend)


def fail(name: str, what: str, mend: str) -> Result:
    return Result(name, "fail", what, mend)


def skip(name: str, why: str) -> Result:
    return Result(name, "skip", why)
