"""One engine in a process of its own: load it, encode each text of standard input by itself, report as JSON.

    python -m bench.embedder_child ENGINE MODEL_DIRECTORY < texts.json

Imports nothing but the engine, so that the figures are the engine's.
"""

import json
import statistics
import sys
import time
from pathlib import Path


def pss_mib() -> float:
    """Proportional set size of this process."""
    with Path("/proc/self/smaps_rollup").open() as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main(name: str, directory: str) -> None:
    """Print start_cpu and query_cpu (seconds), pss (MiB) and vectors."""
    from inventory.embedding.engines import load_engine

    engine = load_engine(name, Path(directory))
    engine.encode(["ready"])
    start_cpu = time.process_time()  # counts from the start of the process, Python included
    texts = json.load(sys.stdin)
    vectors, seconds = [], []
    for round_ in range(3):
        for text in texts:
            before = time.process_time()
            vector = engine.encode([text])[0]
            seconds.append(time.process_time() - before)
            if round_ == 0:
                vectors.append(vector.tolist())
    report = {"start_cpu": start_cpu, "query_cpu": statistics.median(seconds), "pss": pss_mib(), "vectors": vectors}
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
