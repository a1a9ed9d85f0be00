"""A model that is missing or damaged is recognised, and the error says how to mend it."""

import hashlib

import pytest

from inventory.config import Settings
from inventory.embedding import server
from inventory.embedding.engines import load_engine
from inventory.embedding.model_files import ModelError, verify_checksums


@pytest.fixture
def model(tmp_path):
    (tmp_path / "weights").write_bytes(b"123")
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(b'123').hexdigest()}  weights\n")
    return tmp_path


def check(directory):
    verify_checksums(directory, hint="Reinstall it.")


def test_a_whole_model_passes(model):
    check(model)


def test_a_changed_file_is_named_with_the_way_to_mend_it(model):
    (model / "weights").write_bytes(b"124")
    with pytest.raises(ModelError, match=r"weights is damaged.*Reinstall it\."):
        check(model)


def test_a_missing_file_is_named(model):
    (model / "weights").unlink()
    with pytest.raises(ModelError, match=r"weights: No such file.*Reinstall it\."):
        check(model)


def test_a_missing_directory_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"No usable model in .*nowhere.*Reinstall it\."):
        check(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"hello\n", b"\xff\xfe\x00", b"abc  weights\n", b"0" * 64 + b"  ../x\n"])
def test_a_damaged_list_is_not_trusted(model, content):
    (model / "SHA256SUMS").write_bytes(content)
    with pytest.raises(ModelError, match="SHA256SUMS"):
        check(model)


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(ModelError, match="onnx or torch"):
        load_engine("tensorflow", tmp_path)


def test_the_torch_engine_says_what_it_wants_or_that_it_is_not_installed(tmp_path):
    with pytest.raises(ModelError, match="inventory-embedder-torch"):
        load_engine("torch", tmp_path / "no-such-model")


def test_a_model_of_another_dimension_than_the_index_is_refused(monkeypatch):
    class Wide:
        model, dimension = "all-mpnet-base-v2", 768

    monkeypatch.setattr(server, "load_engine", lambda name, directory: Wide())
    with pytest.raises(ModelError, match=r"all-mpnet-base-v2 have 768 numbers, those of the index 384"):
        server.load_checked(Settings())
