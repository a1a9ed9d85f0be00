"""Search at 10,000 items on one core: PostgreSQL, embedder and app share it, the asking program has the others.

    .venv/bin/python -m bench.search_speed

Measured from the request to the last byte at the app's socket, the query's encoding included, embedder warm. Goal:
p95 under 50 ms. The items are products of the judged catalogue where it is at hand, else the examples multiplied.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from bench import running
from bench.search_data import find_chorus, load_items, read_judged, store_vectors
from bench.search_vectors import VectorCache
from inventory.accounts import service as accounts
from inventory.config import Settings
from inventory.database import create_engine
from inventory.embedding.client import EmbedderClient
from inventory.errors import Unavailable
from inventory.examples.data import read_examples

ITEMS = 10_000
GOAL_P95_MS = 50.0
GOAL_LOAD_SECONDS = 10.0
WARM_UP = 20


def things() -> tuple[list[dict[str, Any]], list[str]]:
    """Items and queries: judged ones, or the examples with numbers."""
    folder = find_chorus()
    if folder is not None:
        judged = read_judged(folder)
        queries = [query[field] for query in judged.queries for field in ("query", "typo1")]
        return judged.items[:ITEMS], queries
    examples = read_examples()
    items = [
        {
            "name": f"{example.draft.name} {number}",
            "description": f"{example.draft.description} {example.draft.notes}".strip(),
            "tags": list(example.draft.tags),
            "location": example.location,
        }
        for number in range(-(-ITEMS // len(examples)))
        for example in examples
    ]
    return items[:ITEMS], [example.draft.name for example in examples[:200]]


@contextmanager
def on_one_core() -> Iterator[None]:
    """Programs that are started inside run on the last core; this one stays where it is."""
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {allowed[-1]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, set(allowed))


def ask(connection: http.client.HTTPConnection, token: str, query: str) -> tuple[float, dict[str, Any]]:
    """Milliseconds and the answer of one search."""
    began = time.perf_counter()
    connection.request("GET", f"/api/v1/search?limit=20&q={quote(query)}", headers={"Authorization": f"Bearer {token}"})
    response = connection.getresponse()
    body = response.read()
    took = (time.perf_counter() - began) * 1000
    if response.status != 200:
        raise SystemExit(f"error: {response.status} for “{query}”: {body[:300]!r}")
    return took, json.loads(body)


def measure(place: running.Place, engine: sa.Engine, queries: list[str], programs: dict[str, int]) -> list[float]:
    """Milliseconds of each query, once through, after some that are not counted. Prints the CPU time of each part."""
    accounts.add_user(engine, username="bench", password="correct horse battery", role="admin")
    token = accounts.create_token(engine, "bench", "bench")
    host, _, port = place.address.rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    for query in queries[:WARM_UP]:
        ask(connection, token, query)
    before = cpu_seconds(engine, programs)
    times = []
    for query in queries:
        took, answer = ask(connection, token, query)
        if answer["mode"] != "hybrid":
            raise SystemExit("error: the embedder did not answer in time; nothing was measured")
        times.append(took)
    used = {name: spent - before[name] for name, spent in cpu_seconds(engine, programs).items()}
    shares = ", ".join(f"{name} {spent * 1000 / len(queries):.1f}" for name, spent in used.items())
    print(f"CPU milliseconds of a query: {sum(used.values()) * 1000 / len(queries):.1f} ({shares})")
    return times


def main() -> None:
    """Run the bench; exit status 1 when a goal is missed."""
    items, queries = things()
    cores = sorted(os.sched_getaffinity(0))
    with ExitStack() as stack:
        with on_one_core():
            place = stack.enter_context(running.place())
        engine = create_engine(Settings(database_url=place.environment["INVENTORY_DATABASE_URL"]))
        stack.callback(engine.dispose)
        began = time.perf_counter()
        load_items(engine, items)
        load_seconds = time.perf_counter() - began
        store_vectors(engine, VectorCache(Path(place.environment["INVENTORY_EMBEDDING_MODEL_DIR"])))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))
        with on_one_core():
            app = stack.enter_context(place.process("serve"))
            embedder = stack.enter_context(place.process("embedder", "serve"))
        place.wait()
        wait_for_embedder(place)
        if len(cores) > 1:
            os.sched_setaffinity(0, set(cores[:-1]))
        times = sorted(measure(place, engine, queries, {"app": app.pid, "embedder": embedder.pid}))
    p95 = times[int(len(times) * 0.95)]
    print(f"import of {len(items):,} items with their index: {load_seconds:.1f} s (goal {GOAL_LOAD_SECONDS:g})")
    print(
        f"search among {len(items):,} items on one core, {len(times)} queries: "
        f"median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms (goal {GOAL_P95_MS:g}), longest {times[-1]:.1f} ms"
    )
    sys.exit(0 if p95 < GOAL_P95_MS and load_seconds < GOAL_LOAD_SECONDS else 1)


def cpu_seconds(engine: sa.Engine, programs: dict[str, int]) -> dict[str, float]:
    """CPU seconds that each program has used, and PostgreSQL's processes for our connections together."""
    with engine.connect() as connection:
        backends = connection.execute(sa.text("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"))
        pids = {name: [pid] for name, pid in programs.items()} | {"postgresql": list(backends.scalars())}
    ticks = os.sysconf("SC_CLK_TCK")
    return {name: sum(map(_ticks, numbers)) / ticks for name, numbers in pids.items()}


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def wait_for_embedder(place: running.Place) -> None:
    """Until it has loaded its model."""
    client = EmbedderClient(place.environment["INVENTORY_EMBEDDER_SOCKET"], timeout=5)
    deadline = time.monotonic() + 60
    while True:
        try:
            if client.status()["ready"]:
                return
        except Unavailable:
            pass
        if time.monotonic() > deadline:
            raise SystemExit("error: the embedder did not start")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
