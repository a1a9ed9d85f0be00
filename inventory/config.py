"""Settings: read once from the environment and from /etc/inventory/*.env, then frozen.

A wrong setting stops the program with the name of the variable and what it wants.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from inventory.errors import SettingsError

SETTINGS_DIR = Path(os.environ.get("INVENTORY_SETTINGS_DIR", "/etc/inventory"))


def settings_files() -> tuple[Path, ...]:
    """The settings files that this process may read, in the order in which later ones win."""
    return tuple(path for path in sorted(SETTINGS_DIR.glob("*.env")) if os.access(path, os.R_OK))


class Settings(BaseSettings):
    """What a deployment can set. Sizes are bytes, times seconds, unless a name says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="INVENTORY_", frozen=True, extra="ignore", populate_by_name=True, protected_namespaces=()
    )

    state_dir: Path = Path("/var/lib/inventory")
    database_url: str = "postgresql+psycopg2:///inventory"
    database_pool_size: int = Field(default=8, ge=1, le=100)
    listen: str = "127.0.0.1:8000"
    threads: int = Field(default=8, ge=1, le=64)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    image_storage_method: Literal["filesystem"] = Field(
        default="filesystem",
        validation_alias=AliasChoices("IMAGE_STORAGE_METHOD", "INVENTORY_IMAGE_STORAGE_METHOD"),
    )
    image_dir_setting: Path | None = Field(
        default=None, validation_alias=AliasChoices("IMAGE_DIR", "INVENTORY_IMAGE_DIR")
    )
    # "x-accel": nginx sends the photo after we have checked the right to see it; "direct": we send it.
    image_delivery: Literal["x-accel", "direct"] = "x-accel"
    max_upload_bytes: int = Field(default=30 * 1024 * 1024, ge=1024)
    max_image_pixels: int = Field(default=60_000_000, ge=10_000)

    # A certificate that somebody else made, and its key; without them the device's own serves.
    tls_certificate: Path | None = None
    tls_key: Path | None = Field(default=None, validate_default=True)

    embedding_engine: Literal["onnx", "torch"] = "onnx"
    embedding_model_dir: Path = Path("/usr/share/inventory/models/all-MiniLM-L6-v2")
    embedder_socket: Path = Path("/run/inventory-embedder/embedder.sock")
    embedder_timeout: float = Field(default=1.0, gt=0, le=60)

    secret_key_file_setting: Path | None = Field(
        default=None, validation_alias=AliasChoices("INVENTORY_SECRET_KEY_FILE")
    )
    # Proxies in front of us whose X-Forwarded-* headers we believe: nginx on the device, none in `make run`.
    trusted_proxies: int = Field(default=1, ge=0, le=5)
    secure_cookies: bool = True
    session_days: int = Field(default=30, ge=1, le=365)

    # How many backups without a label are kept, the nightly ones above all.
    backup_keep: int = Field(default=7, ge=1, le=1000)

    @field_validator("listen")
    @classmethod
    def _listen_is_host_and_port(cls, value: str) -> str:
        host, separator, port = value.rpartition(":")
        if not (separator and host and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError("must look like 127.0.0.1:8000")
        return value

    @field_validator("tls_certificate", "tls_key")
    @classmethod
    def _tls_is_absolute(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_absolute():
            raise ValueError("must be an absolute path, such as /etc/inventory/tls/key.pem")
        return value

    @field_validator("tls_key")
    @classmethod
    def _tls_is_a_pair(cls, value: Path | None, given: ValidationInfo) -> Path | None:
        if (value is None) != (given.data.get("tls_certificate") is None):
            raise ValueError("INVENTORY_TLS_CERTIFICATE and INVENTORY_TLS_KEY go together: set both, or none")
        return value

    @property
    def image_dir(self) -> Path:
        """Where photos are kept: IMAGE_DIR, else `images` in the state tree."""
        return self.image_dir_setting or self.state_dir / "images"

    @property
    def config_dir(self) -> Path:
        return self.state_dir / "config"

    @property
    def secret_key_file(self) -> Path:
        return self.secret_key_file_setting or self.config_dir / "secret-key"

    @property
    def setup_code_file(self) -> Path:
        return self.config_dir / "setup-code"

    @property
    def setup_report_file(self) -> Path:
        """What the first boot of a flashed card has to tell on the setup page; written by root."""
        return self.state_dir / "setup-report.json"

    @property
    def backup_dir(self) -> Path:
        return self.state_dir / "backups"

    @property
    def tls_dir(self) -> Path:
        return self.state_dir / "ssl"


def load_settings() -> Settings:
    """Settings from files and environment (the environment wins). Raises SettingsError, as `read_settings` does."""
    return read_settings(settings_files())


def read_settings(files: Sequence[Path]) -> Settings:
    """Settings from these files, later ones win, and from the environment.

    Raises:
        SettingsError: naming the variable, its value's fault and the files that were read.
    """
    try:
        return Settings(_env_file=files)  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        variable = "INVENTORY_" + "_".join(str(part) for part in first["loc"]).upper()
        variable = variable.replace("INVENTORY_INVENTORY_", "INVENTORY_").replace("INVENTORY_IMAGE_DIR", "IMAGE_DIR")
        read = ", ".join(str(path) for path in files) or "no file"
        raise SettingsError(
            f"{first['msg']}.", field=variable, hint=f"Mend it in the environment or in {SETTINGS_DIR} (read: {read})."
        ) from None


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read at the first call."""
    return load_settings()
