"""Settings fail loudly, with the variable's name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from inventory import config
from inventory.errors import SettingsError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(config, "SETTINGS_DIR", tmp_path)
    return tmp_path


def test_files_are_read_in_order_and_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "10-base.env").write_text("INVENTORY_LISTEN=127.0.0.1:8001\nINVENTORY_THREADS=3\nIMAGE_DIR=/srv/photos\n")
    (folder / "20-site.env").write_text("INVENTORY_LISTEN=127.0.0.1:8002\n")
    monkeypatch.setenv("INVENTORY_THREADS", "5")
    settings = config.load_settings()
    assert settings.listen == "127.0.0.1:8002"
    assert settings.threads == 5
    assert settings.image_dir == Path("/srv/photos")


def test_defaults_are_those_of_a_device(folder: Path) -> None:
    settings = config.load_settings()
    assert settings.image_dir == Path("/var/lib/inventory/images")
    assert settings.secret_key_file == Path("/var/lib/inventory/config/secret-key")
    assert settings.listen == "127.0.0.1:8000"
    assert settings.embedding_engine == "onnx"


@pytest.mark.parametrize(
    ("line", "variable"),
    [
        ("INVENTORY_LISTEN=8000", "INVENTORY_LISTEN"),
        ("INVENTORY_THREADS=many", "INVENTORY_THREADS"),
        ("INVENTORY_EMBEDDING_ENGINE=magic", "INVENTORY_EMBEDDING_ENGINE"),
        ("IMAGE_STORAGE_METHOD=s3", "IMAGE_STORAGE_METHOD"),
        ("INVENTORY_TLS_KEY=/etc/inventory/tls/key.pem", "INVENTORY_TLS_KEY"),
        ("INVENTORY_TLS_CERTIFICATE=/etc/inventory/tls/fullchain.pem", "INVENTORY_TLS_KEY"),
        ("INVENTORY_TLS_CERTIFICATE=fullchain.pem\nINVENTORY_TLS_KEY=/key.pem", "INVENTORY_TLS_CERTIFICATE"),
    ],
)
def test_a_wrong_setting_names_its_variable(folder: Path, line: str, variable: str) -> None:
    (folder / "inventory.env").write_text(line + "\n")
    with pytest.raises(SettingsError) as caught:
        config.load_settings()
    assert caught.value.field is not None and caught.value.field.endswith(variable)
    assert str(folder) in str(caught.value)


def test_settings_cannot_be_changed(folder: Path) -> None:
    with pytest.raises(ValidationError):
        config.load_settings().threads = 9  # type: ignore[misc]
