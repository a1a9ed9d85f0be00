"""Engines turn texts into vectors. `onnx` is small and fast, `torch` runs any sentence-transformers model.

They can be used in-process too: `load_engine("onnx", directory).encode(["a hammer"])`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from inventory.embedding.model_files import ModelError

if TYPE_CHECKING:
    import numpy as np


class Engine(Protocol):
    """A loaded model.

    Attributes:
        name: "onnx" or "torch".
        model: name of the model; vectors of the same name can be compared.
        dimension: length of a vector.
    """

    name: str
    model: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of `texts`: float32, (texts, dimension), each row of length 1."""


def load_engine(name: str, model_dir: Path) -> Engine:
    """Check the model's files and load them; takes 0.1 s (onnx) to 10 s (torch) of CPU on a PC.

    Raises:
        ModelError: the files or the engine's libraries are missing or broken.
    """
    # NumPy's own threads are of no use here; each would take memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if name == "onnx":
        from inventory.embedding.engines.onnx import OnnxEngine

        return OnnxEngine(model_dir)
    if name == "torch":
        from inventory.embedding.engines.torch import TorchEngine

        return TorchEngine(model_dir)
    raise ModelError(f"There is no embedding engine {name!r}.", hint="Set INVENTORY_EMBEDDING_ENGINE to onnx or torch.")
