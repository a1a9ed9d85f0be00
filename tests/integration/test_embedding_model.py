"""The model package's files: what the recipe makes, again and again the same."""

import hashlib
import json
import os
import subprocess

import pytest

from tests.support.embedder import ROOT, model_dir, torch_python

FILES = {"model_int8.onnx", "tokenizer.json", "config.json", "LICENSE", "SHA256SUMS"}


def test_every_file_is_there_and_listed_with_its_checksum():
    listed = dict(line.split("  ")[::-1] for line in (model_dir() / "SHA256SUMS").read_text().splitlines())
    assert {path.name for path in model_dir().iterdir()} == FILES == {*listed, "SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((model_dir() / name).read_bytes()).hexdigest() == digest


def test_the_config_says_what_it_is_and_what_it_was_made_with():
    config = json.loads((model_dir() / "config.json").read_text())
    assert (config["model"], config["dimension"], config["max_tokens"]) == ("all-MiniLM-L6-v2", 384, 256)
    assert {"torch", "sentence-transformers", "onnxruntime"} <= set(config["made_with"])


def test_the_model_is_small():
    assert sum((model_dir() / name).stat().st_size for name in FILES) < 25_000_000


def test_building_again_does_nothing_and_names_the_same_place():
    done = subprocess.run([ROOT / "packaging/model/build.sh"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == str(model_dir())
    assert done.stderr == ""


@pytest.mark.torch
@pytest.mark.skipif(torch_python() is None, reason="torch is not built: run packaging/model/build.sh --make-python")
def test_a_second_export_has_the_same_bytes(tmp_path):
    done = subprocess.run(
        [torch_python(), ROOT / "packaging/model/export_model.py", tmp_path / "again"],
        env=os.environ | {"PYTHONHASHSEED": "42", "PYTHONDONTWRITEBYTECODE": "1", "ORT_DISABLE_TELEMETRY": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "again" / "SHA256SUMS").read_text() == (model_dir() / "SHA256SUMS").read_text()
