"""What is said of one part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["ok", "degraded", "error"]


@dataclass(frozen=True)
class Part:
    """State of a part.

    Attributes:
        state: ok; degraded (works worse, or soon will not); error (does not work).
        message: why, for administrators; empty when ok.
        details: facts for administrators (numbers, versions). Never a secret.
    """

    state: State
    message: str = ""
    details: dict[str, Any] = field(default_factory=dict)
