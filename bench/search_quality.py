"""Search quality on a judged catalogue, through the app's own tables, triggers and search service.

    make bench-search        (or: .venv/bin/python -m bench.search_quality [--quick] [--model DIRECTORY])

Prints nDCG@10 and recall@50 of simple rankings and of ours, with the queries as typed and with one wrong letter, and
fails when ours is below what we promise.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from bench.search_data import Judged, chorus_dir, literal, load_items, read_judged, store_vectors
from bench.search_measures import ndcg, recall
from bench.search_vectors import VectorCache, build_cache
from inventory.config import Settings
from inventory.database import create_engine, migrate
from inventory.search import service
from tests.support.postgres import Cluster

PROMISED = {"query": 0.76, "typo1": 0.69}
# Of the torch reference's nDCG@10, how much the default engine may lose.
ENGINE_TOLERANCE = 0.01
_ROOT = Path(__file__).resolve().parent.parent
Ranking = Callable[[str], list[int]]


class Bench:
    """A loaded private database and the judged queries."""

    def __init__(self, cluster: Cluster, judged: Judged, vectors: VectorCache) -> None:
        self.judged = judged
        self.vectors = vectors
        self.asked: set[str] = set()
        url = cluster.url(cluster.create_database())
        self.engine = create_engine(Settings(database_url=url))
        migrate.upgrade(self.engine)
        started = time.perf_counter()
        ids = load_items(self.engine, judged.items)
        print(f"loaded {len(ids):,} items, index and all, in {time.perf_counter() - started:.1f} s")
        self.ours_to_theirs = {ours: item["id"] for ours, item in zip(ids, judged.items, strict=True)}

    def rank(self, statement: str) -> Ranking:
        """A ranking by one SQL statement with `:q`; the best 200."""
        query = sa.text(statement)

        def ranking(q: str) -> list[int]:
            with self.engine.connect() as connection:
                return [row[0] for row in connection.execute(query, {"q": q})]

        return ranking

    def by_vector(self, q: str) -> list[int]:
        with self.engine.connect() as connection:
            statement = sa.text(
                "SELECT item_id FROM search_document ORDER BY embedding <#> CAST(:v AS halfvec), item_id LIMIT 200"
            )
            return [row[0] for row in connection.execute(statement, {"v": literal(self.vectors.encode([q])[0])})]

    def ours(self, cache: VectorCache | None, **options: Any) -> Ranking:
        """The app's own search."""
        encoder = Encoder(cache, self.asked) if cache else None
        return lambda q: [one.item_id for one in service.search(self.engine, encoder, q, **options).found]

    def measure(self, ranking: Ranking, field: str) -> tuple[float, float]:
        """Mean nDCG@10 and recall@50 over the queries in that spelling."""
        scores = []
        for query in self.judged.queries:
            ranked = [self.ours_to_theirs[item] for item in ranking(query[field])]
            ratings = self.judged.ratings.get(query["qid"], {})
            scores.append((ndcg(ranked, ratings), recall(ranked, ratings)))
        means = np.mean(scores, axis=0)
        return float(means[0]), float(means[1])


class Encoder:
    """The embedder's place in the service, without the socket: the same engine, with a memory of what was asked."""

    def __init__(self, cache: VectorCache, asked: set[str]) -> None:
        self._cache = cache
        self._asked = asked

    def encode_one(self, text: str) -> list[float]:
        self._asked.add(text)
        return [float(number) for number in self._cache.encode([text])[0]]


_AND = "plainto_tsquery('english', :q)"
_OR = "CAST(replace(CAST(plainto_tsquery('english', :q) AS text), '&', '|') AS tsquery)"
_PLAIN = "setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', description), 'C')"


def baselines(bench: Bench) -> dict[str, Ranking]:
    """What anybody would build first, over the same rows."""
    with bench.engine.begin() as connection:
        connection.execute(sa.text(f"CREATE TABLE plain AS SELECT id, {_PLAIN} AS tsv FROM item"))
        connection.execute(sa.text("CREATE INDEX ON plain USING gin (tsv)"))
    by_rank = "ORDER BY ts_rank(tsv, {0}) DESC, id LIMIT 200"
    every = f"SELECT id FROM plain WHERE tsv @@ {_AND} " + by_rank.format(_AND)
    some = f"SELECT id FROM plain WHERE tsv @@ {_OR} " + by_rank.format(_OR)
    all_words, any_word = bench.rank(every), bench.rank(some)
    return {
        "trigram similarity of the name": bench.rank(
            "SELECT id FROM item ORDER BY similarity(name, :q) DESC, id LIMIT 200"
        ),
        "full text, all words": all_words,
        "full text, all words, then any": lambda q: list(dict.fromkeys(all_words(q) + any_word(q))),
        "vectors alone, exact": bench.by_vector,
    }


def compare(bench: Bench, rankings: dict[str, Ranking]) -> dict[str, dict[str, float]]:
    """Print a line a ranking; returns its nDCG@10 by spelling of the queries."""
    results: dict[str, dict[str, float]] = {}
    print(f"\n{'nDCG@10 / recall@50':44s}{'as typed':>16s}{'one typo':>16s}")
    for name, ranking in rankings.items():
        measured = {field: bench.measure(ranking, field) for field in ("query", "typo1")}
        print(f"{name:44s}" + "".join(f"{f'{n:.3f} / {r:.3f}':>16s}" for n, r in measured.values()), flush=True)
        results[name] = {field: value[0] for field, value in measured.items()}
    return results


def check(results: dict[str, dict[str, float]], name: str) -> list[str]:
    """What is below the promise."""
    return [
        f"{name}, {field}: nDCG@10 {results[name][field]:.3f} is below {least}"
        for field, least in PROMISED.items()
        if results[name][field] < least
    ]


def compare_engines(bench: Bench, model: Path, default: float) -> list[str]:
    """The same search with vectors of the torch reference, where its environment exists."""
    python = subprocess.run(
        [_ROOT / "packaging/model/build.sh", "--python"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not python:
        print("\nNo torch reference here (packaging/model/build.sh makes it): engines not compared.")
        return []
    with bench.engine.connect() as connection:
        texts = list(connection.execute(sa.text("SELECT embedding_text FROM search_document")).scalars())
    fill_reference(python, model, [*bench.asked, *texts])
    cache = VectorCache(model, "torch")
    store_vectors(bench.engine, cache)
    reference = bench.measure(bench.ours(cache), "query")[0]
    print(f"\ntorch reference, as typed: nDCG@10 {reference:.4f}; default engine {default:.4f}")
    if default < reference * (1 - ENGINE_TOLERANCE):
        return [f"the default engine loses more than {ENGINE_TOLERANCE:.0%} to the reference"]
    return []


def fill_reference(python: str, model: Path, texts: Sequence[str]) -> None:
    """Encode in the reference's own environment, into the cache."""
    program = (
        "import json, pathlib, sys; from bench.search_vectors import VectorCache; "
        "VectorCache(pathlib.Path(sys.argv[1]), 'torch').encode(json.load(sys.stdin), what='texts (reference)')"
    )
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    subprocess.run([python, "-c", program, str(model)], input=json.dumps(texts), text=True, check=True, env=environment)


def model_directory() -> Path:
    """The newest build of the model; ends the program with a sentence when there is none."""
    built = subprocess.run([_ROOT / "packaging/model/build.sh"], stdout=subprocess.PIPE, text=True, check=False)
    if built.returncode:
        sys.exit(f"bench: no model (looked in {build_cache() / 'model'}); packaging/model/build.sh says why.")
    return Path(built.stdout.strip().splitlines()[-1])


def main() -> None:
    """Run the bench; exit status 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="a built model (default: what packaging/model/build.sh makes)")
    parser.add_argument("--quick", action="store_true", help="do not compare with the torch reference (7 minutes once)")
    options = parser.parse_args()
    judged = read_judged(chorus_dir())
    model = options.model or model_directory()
    cluster = Cluster()
    cluster.start()
    try:
        bench = Bench(cluster, judged, VectorCache(model))
        store_vectors(bench.engine, bench.vectors)
        rankings = baselines(bench)
        rankings |= {
            "ours without the embedder": bench.ours(None),
            "ours without spelling repair": bench.ours(bench.vectors, repair=False),
            "ours": bench.ours(bench.vectors),
        }
        results = compare(bench, rankings)
        faults = check(results, "ours")
        if not options.quick:
            faults += compare_engines(bench, model, results["ours"]["query"])
        bench.engine.dispose()
    finally:
        cluster.stop()
    sys.exit("\n".join(faults) if faults else 0)


if __name__ == "__main__":
    main()
