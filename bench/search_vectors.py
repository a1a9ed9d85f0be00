"""Vectors of many texts, kept between runs: a text that was encoded once is never encoded again.

They are kept in the build cache, in one SQLite file for each model and engine, under the hash of the text.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from inventory.embedding.engines import load_engine

_BATCH = 64


def build_cache() -> Path:
    """The folder for things that are made once for many checkouts."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("INVENTORY_BUILD_CACHE") or home / "inventory-build")


def model_key(model_dir: Path) -> str:
    """What tells one build of the model from another."""
    return hashlib.sha256((model_dir / "SHA256SUMS").read_bytes()).hexdigest()[:16]


class VectorCache:
    """Vectors of one model and engine, by text.

    Args:
        model_dir: the model that makes the missing vectors.
        engine: "onnx", or "torch" for the reference.
    """

    def __init__(self, model_dir: Path, engine: str = "onnx") -> None:
        folder = build_cache() / "bench-vectors"
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(folder / f"{engine}-{model_key(model_dir)}.sqlite", timeout=60)
        self._database.execute("CREATE TABLE IF NOT EXISTS vector (text_hash BLOB PRIMARY KEY, floats BLOB)")
        self._model_dir = model_dir
        self._engine_name = engine
        self._engine = None

    def encode(self, texts: Sequence[str], *, what: str = "texts") -> np.ndarray:
        """Vectors of `texts` in order: float32, (texts, dimension)."""
        self._fill(dict.fromkeys(texts), what)
        return np.stack([self._get(text) for text in texts])

    def _fill(self, texts: Iterable[str], what: str) -> None:
        missing = [text for text in texts if not self._has(text)]
        if not missing:
            return
        if self._engine is None:
            self._engine = load_engine(self._engine_name, self._model_dir)
        started = time.monotonic()
        for start in range(0, len(missing), _BATCH):
            part = missing[start : start + _BATCH]
            rows = zip(map(_hash, part), (row.tobytes() for row in self._engine.encode(part)), strict=True)
            with self._database:
                self._database.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
            self._progress(start + len(part), len(missing), what, started)

    def _progress(self, done: int, total: int, what: str, started: float) -> None:
        if total < 1000 or ((done // _BATCH) % 20 and done < total):
            return
        left = (time.monotonic() - started) / done * (total - done)
        print(f"\r{self._engine_name}: {done:,} of {total:,} {what}, {left:.0f} s left ", end="", file=sys.stderr)
        if done == total:
            print(file=sys.stderr)

    def _has(self, text: str) -> bool:
        return self._database.execute("SELECT 1 FROM vector WHERE text_hash = ?", [_hash(text)]).fetchone() is not None

    def _get(self, text: str) -> np.ndarray:
        row = self._database.execute("SELECT floats FROM vector WHERE text_hash = ?", [_hash(text)]).fetchone()
        return np.frombuffer(row[0], dtype="<f4")


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
