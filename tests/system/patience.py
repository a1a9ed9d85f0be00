"""Waiting for something that happens soon, with a limit."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def eventually(ask: Callable[[], Value], accept: Callable[[Value], bool], seconds: float) -> Value:
    """Ask until the answer is accepted and return it; after `seconds` AssertionError with the last answer.

    Errors of the connection count as no answer yet.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            last: Value | OSError = ask()
            if accept(last):  # type: ignore[arg-type]
                return last  # type: ignore[return-value]
        except OSError as error:  # requests' exceptions are OSErrors
            last = error
        assert time.monotonic() < end, f"not within {seconds} s; last: {last!r} {getattr(last, 'text', '')[:6000]}"
        time.sleep(0.2)
