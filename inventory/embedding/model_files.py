"""The files of a model: are they all there, and are they the ones that were packaged?"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from inventory.errors import InventoryError

CHECKSUMS = "SHA256SUMS"


class ModelError(InventoryError):
    """The model's files are missing, broken, or do not fit. Says what, where and how to mend it."""

    title = "The model cannot be used"


def verify_checksums(directory: Path, *, hint: str) -> None:
    """Compare every file that SHA256SUMS lists with what it says.

    Args:
        directory: the model's directory, with SHA256SUMS in the format of sha256sum.
        hint: how to mend a model that is missing or broken; added to the error.

    Raises:
        ModelError: the list or a file is missing, unreadable or different.
    """
    for name, expected in _listed(directory, hint):
        try:
            actual = _sha256(directory / name)
        except OSError as error:
            raise ModelError(f"Cannot read the model's file {directory / name}: {error.strerror}.", hint=hint) from None
        if actual != expected:
            raise ModelError(f"The model's file {directory / name} is damaged (its checksum differs).", hint=hint)


def _listed(directory: Path, hint: str) -> list[tuple[str, str]]:
    path = directory / CHECKSUMS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        raise ModelError(f"No usable model in {directory}: {CHECKSUMS}: {reason}.", hint=hint) from None
    listed = []
    for line in lines:
        digest, separator, name = line.partition("  ")
        if not separator or len(digest) != 64 or "/" in name:
            raise ModelError(f"{path} is damaged: it is not a list of checksums.", hint=hint)
        listed.append((name, digest))
    if not listed:
        raise ModelError(f"{path} is empty.", hint=hint)
    return listed


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_config(directory: Path, *, hint: str) -> dict[str, Any]:
    """The model's config.json.

    Raises:
        ModelError: missing or not a JSON object.
    """
    path = directory / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"Cannot read {path}: {error}.", hint=hint) from None
    if not isinstance(config, dict):
        raise ModelError(f"{path} is not a JSON object.", hint=hint)
    return config
