"""The one thread that runs the model, taking the most urgent text first."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from inventory.embedding.engines import Engine

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)


class Priority(IntEnum):
    """Lower goes first. A query has one text and somebody waits for it."""

    QUERY = 0
    BATCH = 1
    FILL = 2


class Stopped(Exception):
    """The worker ended before the texts were encoded."""


@dataclass(order=True)
class _Job:
    priority: Priority
    number: int
    texts: list[str] = field(compare=False)
    future: Future[np.ndarray] = field(compare=False, default_factory=Future)
    rows: list[np.ndarray] = field(compare=False, default_factory=list)


class Worker:
    """Loads the engine in its thread, then encodes. Between two texts a more urgent job may go first.

    Args:
        load: returns the engine; runs in the worker's thread.
        on_ready: called in the worker's thread once the engine is loaded.
        on_failure: called there with the error when loading fails; the worker has ended then.
    """

    def __init__(
        self, load: Callable[[], Engine], on_ready: Callable[[], None], on_failure: Callable[[Exception], None]
    ) -> None:
        self.engine: Engine | None = None
        self._load = load
        self._on_ready = on_ready
        self._on_failure = on_failure
        self._jobs: list[_Job] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._stopping = False
        # A daemon: the process must be able to end while torch still loads.
        self._thread = threading.Thread(target=self._run, name="model", daemon=True)

    def start(self) -> None:
        """Begin to load the engine."""
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """End the thread after the text it works on; True if it ended within `timeout` seconds."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def submit(self, texts: Sequence[str], priority: Priority) -> Future[np.ndarray]:
        """Queue texts; the result is float32, (texts, dimension).

        Raises (in the future):
            Stopped: the worker ends.
        """
        job = _Job(priority, next(self._numbers), list(texts))
        with self._changed:
            if self._stopping:
                job.future.set_exception(Stopped())
            else:
                heapq.heappush(self._jobs, job)
                self._changed.notify()
        return job.future

    def _run(self) -> None:
        try:
            self.engine = engine = self._load()
        except Exception as error:
            self._on_failure(error)
            return
        self._on_ready()
        while (job := self._next_job()) is not None:
            self._work_on(job, engine)
        self._refuse_the_rest()

    def _next_job(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._stopping)
            return None if self._stopping else heapq.heappop(self._jobs)

    def _work_on(self, job: _Job, engine: Engine) -> None:
        """Encode the job's next text; put the job back if there are more."""
        if not job.future.running() and not job.future.set_running_or_notify_cancel():
            return
        try:
            done = len(job.rows)
            job.rows.append(engine.encode(job.texts[done : done + 1]))
        except Exception as error:
            log.exception("the model failed on a text")
            job.future.set_exception(error)
            return
        if len(job.rows) < len(job.texts):
            with self._changed:
                heapq.heappush(self._jobs, job)
            return
        import numpy as np

        job.future.set_result(np.concatenate(job.rows))

    def _refuse_the_rest(self) -> None:
        with self._changed:
            jobs, self._jobs = self._jobs, []
        for job in jobs:
            if job.future.running() or job.future.set_running_or_notify_cancel():
                job.future.set_exception(Stopped())
