"""Whose text goes first, and what happens to waiting texts when the embedder ends."""

import threading

import numpy as np
import pytest

from inventory.embedding.worker import Priority, Stopped, Worker


class Engine:
    """Writes down the order of texts; "wait" blocks until `go` is set, "bad" fails."""

    name, model, dimension = "test", "test", 1

    def __init__(self):
        self.seen = []
        self.busy = threading.Event()
        self.go = threading.Event()

    def encode(self, texts):
        (text,) = texts
        self.seen.append(text)
        if text == "wait":
            self.busy.set()
            assert self.go.wait(5)
        if text == "bad":
            raise RuntimeError("broken text")
        return np.array([[len(self.seen)]], dtype=np.float32)


@pytest.fixture
def engine():
    return Engine()


@pytest.fixture
def worker(engine):
    worker = Worker(lambda: engine, lambda: None, lambda error: None)
    worker.start()
    yield worker
    engine.go.set()
    assert worker.stop(5)


def test_a_query_goes_before_the_rest_of_a_batch_and_of_the_filling(engine, worker):
    blocked = worker.submit(["wait"], Priority.QUERY)
    assert engine.busy.wait(5)
    fill = worker.submit(["fill 1", "fill 2"], Priority.FILL)
    batch = worker.submit(["batch 1", "batch 2"], Priority.BATCH)
    query = worker.submit(["query"], Priority.QUERY)
    engine.go.set()
    for future in (blocked, query, batch, fill):
        future.result(5)
    assert engine.seen == ["wait", "query", "batch 1", "batch 2", "fill 1", "fill 2"]


def test_a_query_interrupts_filling_between_two_texts(engine, worker):
    fill = worker.submit(["wait", "fill 2"], Priority.FILL)
    assert engine.busy.wait(5)
    query = worker.submit(["query"], Priority.QUERY)
    engine.go.set()
    assert query.result(5).tolist() == [[2.0]]
    assert fill.result(5).tolist() == [[1.0], [3.0]]


def test_a_text_that_fails_fails_alone(worker):
    with pytest.raises(RuntimeError, match="broken text"):
        worker.submit(["bad"], Priority.QUERY).result(5)
    assert worker.submit(["good"], Priority.QUERY).result(5).shape == (1, 1)


def test_a_request_that_was_given_up_is_not_worked_on(engine, worker):
    worker.submit(["wait"], Priority.QUERY)
    assert engine.busy.wait(5)
    assert worker.submit(["given up"], Priority.QUERY).cancel()
    last = worker.submit(["last"], Priority.QUERY)
    engine.go.set()
    last.result(5)
    assert engine.seen == ["wait", "last"]


def test_stopping_refuses_what_waits_and_what_comes(engine, worker):
    worker.submit(["wait"], Priority.QUERY)
    assert engine.busy.wait(5)
    waiting = worker.submit(["never"], Priority.FILL)
    threading.Timer(0.1, engine.go.set).start()
    assert worker.stop(5)
    for future in (waiting, worker.submit(["late"], Priority.QUERY)):
        with pytest.raises(Stopped):
            future.result(5)
    assert "never" not in engine.seen


def test_an_engine_that_cannot_be_loaded_is_reported():
    reported = []

    def load():
        raise OSError("no file")

    worker = Worker(load, lambda: None, reported.append)
    worker.start()
    assert worker.stop(5)
    assert [str(error) for error in reported] == ["no file"]
