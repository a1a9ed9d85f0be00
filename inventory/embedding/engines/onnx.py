"""The default engine: ONNX Runtime on the int8 export that packaging/model makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from inventory.embedding.model_files import ModelError, read_config, verify_checksums

HINT = "Reinstall it (apt install --reinstall inventory-model-minilm), or in a checkout run packaging/model/build.sh."


class OnnxEngine:
    """One session, one thread. Texts are run one by one: activations are quantised with a scale for each
    run, so a text's vector would otherwise depend on its neighbours, and padding costs more than it saves.

    Args:
        model_dir: directory with model_int8.onnx, tokenizer.json, config.json and SHA256SUMS.

    Raises:
        ModelError: a file is missing or broken, or onnxruntime or tokenizers is not installed.
    """

    name = "onnx"

    def __init__(self, model_dir: Path) -> None:
        verify_checksums(model_dir, hint=HINT)
        config = read_config(model_dir, hint=HINT)
        self.model: str = config["model"]
        self.dimension: int = config["dimension"]
        self._tokenizer = _load_tokenizer(model_dir / "tokenizer.json", config["max_tokens"])
        self._session = _load_session(model_dir / "model_int8.onnx")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of `texts`: float32, (texts, dimension), each row of length 1."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int32)
            feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            vectors[row] = self._session.run(None, feeds)[0][0]
        return vectors


def _load_tokenizer(path: Path, max_tokens: int) -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise _library_missing(error) from error
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _load_session(path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise _library_missing(error) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the largest text's memory for good: 40 MB and more after a long one, for no speed.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no base of their own
        raise ModelError(f"ONNX Runtime cannot load {path}: {error}", hint=HINT) from error


def _library_missing(error: ImportError) -> ModelError:
    return ModelError(f"A library of the onnx engine cannot be loaded: {error}.", hint="Install inventory-embedder.")
