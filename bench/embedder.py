"""The embedder's int8 engine against sentence-transformers on torch: same model, same texts, one thread each.

Each engine runs in a process of its own, one after the other, three times; the medians count. Goals: at most 1/4 of
the memory (PSS), at most 1/4 of the CPU time of a query, at most 1/8 of the CPU time to start, mean cosine >= 0.98.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "packaging" / "model" / "build.sh"
RUNS = 3
GOALS = (("memory", "pss", 1, "MiB", 1 / 4), ("CPU of a query", "query_cpu", 1000, "ms", 1 / 4))
GOALS += (("CPU to start", "start_cpu", 1, "s", 1 / 8),)
GOAL_COSINE = 0.98
# What people type; short, as most queries are. Longer ones, as items are, come from the model's reference texts.
QUERIES = (
    """
hammer|picture hooks|something to hang pictures with|usb c cable|m6 bolt stainless|flour type 550|paint brush
where are the christmas lights|10k resistor|rolling pin|winter tyres|glue for wood|first aid kit|spare key bicycle
tool for cutting glass|warm clothes for a toddler|sandpaper 240|led strip warm white|oil filter lawn mower|tent
board game for rainy days|cake tin 26 cm|cordless drill battery|hdmi adapter|vacuum cleaner bags|yeast|tape measure
waterproof jacket|extension lead 5 m|soldering iron tip|garden hose connector|light bulb e27|something against rust
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def output_of(*command: object) -> str:
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def texts() -> list[str]:
    """The texts that both engines encode."""
    reference = ROOT / "packaging" / "model" / "reference_texts.txt"
    return QUERIES + reference.read_text(encoding="utf-8").splitlines()


def run_engine(python: str, engine: str, directory: str) -> dict[str, Any]:
    """One run of bench.embedder_child: start_cpu, query_cpu (s), pss (MiB), vectors."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run(
        [python, "-m", "bench.embedder_child", engine, directory],
        input=json.dumps(texts()),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if engine == "torch" else None,  # its progress bars
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | one_thread | {"PYTHONPATH": str(ROOT)},
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def mean_cosine(left: list[list[float]], right: list[list[float]]) -> float:
    """Of vectors of length 1, pair by pair."""
    return statistics.mean(math.fsum(map(float.__mul__, a, b)) for a, b in zip(left, right, strict=True))


def verdict(reached: bool) -> str:
    return "reached" if reached else "NOT REACHED"


def compare(onnx: list[dict[str, Any]], torch: list[dict[str, Any]]) -> bool:
    """Print each figure of both engines beside its goal; were all reached?"""
    results = []
    for title, key, factor, unit, goal in GOALS:
        ours, theirs = (statistics.median(run[key] for run in runs) * factor for runs in (onnx, torch))
        results.append(ours / theirs <= goal)
        print(
            f"embedder: {title}: onnx int8 {ours:.2f} {unit}, torch {theirs:.2f} {unit}: "
            f"ratio {ours / theirs:.3f} (goal <= {goal}): {verdict(results[-1])}"
        )
    cosine = mean_cosine(onnx[0]["vectors"], torch[0]["vectors"])
    results.append(cosine >= GOAL_COSINE)
    print(f"embedder: mean cosine to torch {cosine:.4f} (goal >= {GOAL_COSINE}): {verdict(results[-1])}")
    return all(results)


def main() -> int:
    """Measure and print; exit status 1 when a goal is missed."""
    model = output_of(BUILD).splitlines()[-1]
    torch_python = output_of(BUILD, "--make-python").splitlines()[-1]
    onnx_runs, torch_runs = [], []
    for _ in range(RUNS):  # alternating, so that a busy moment of the machine hits both
        onnx_runs.append(run_engine(sys.executable, "onnx", model))
        torch_runs.append(run_engine(torch_python, "torch", "/nonexistent/all-MiniLM-L6-v2"))
    return 0 if compare(onnx_runs, torch_runs) else 1


if __name__ == "__main__":
    sys.exit(main())
