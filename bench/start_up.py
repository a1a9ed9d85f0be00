"""Time from the start of the app's process to its first 200: median of five, goal under 3 s.

Twice: without an embedder, and with one that takes connections and never answers, which must not delay the app.
"""

from __future__ import annotations

import socket
import statistics
import sys
import time
from contextlib import closing

from bench.running import Place, place

GOAL_SECONDS = 3.0
RUNS = 5


def first_answer(here: Place) -> float:
    began = time.monotonic()
    with here.process("serve"):
        here.wait()
        return time.monotonic() - began


def judge(name: str, seconds: list[float]) -> bool:
    median = statistics.median(seconds)
    reached = median < GOAL_SECONDS
    said = "reached" if reached else "NOT reached"
    print(f"start-up {name}: {median:.2f} s (of {RUNS}: {min(seconds):.2f} to {max(seconds):.2f}), goal < 3: {said}")
    return reached


def main() -> int:
    with place() as here:
        alone = [first_answer(here) for _ in range(RUNS)]
        with closing(socket.socket(socket.AF_UNIX)) as hanging:
            hanging.bind(here.environment["INVENTORY_EMBEDDER_SOCKET"])
            hanging.listen(64)
            beside_hanging = [first_answer(here) for _ in range(RUNS)]
    reached = [judge("without embedder", alone), judge("beside an embedder that hangs", beside_hanging)]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
