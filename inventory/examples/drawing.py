"""Drawing many photos with all processors, in the order of their plans."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from inventory.examples.draw import PhotoPlan, photo

# Each holds about 100 MB while it draws: a Pi with 1 GB shall not swap.
_MAX_WORKERS = 3
# So few are drawn sooner than processes start.
_FEW = 4


def draw_photos(plans: Sequence[tuple[PhotoPlan, str]]) -> Iterator[bytes]:
    """The JPEGs of (plan, seed) pairs, each as soon as it and those before it are drawn.

    Forks: the caller must have no open connection that a second process may not share.
    """
    workers = min(_MAX_WORKERS, len(os.sched_getaffinity(0)))
    if workers == 1 or len(plans) <= _FEW:
        yield from (photo(plan, seed) for plan, seed in plans)
        return
    # not spawn: it would run the program's main file again in each process
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            yield from pool.map(_draw, plans, chunksize=2)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _draw(job: tuple[PhotoPlan, str]) -> bytes:
    return photo(*job)
