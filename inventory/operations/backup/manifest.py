"""manifest.json: what a backup holds and by which program it was made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from inventory.errors import InventoryError

FILE = "manifest.json"
FORMAT = 1
_HINT = "Take another one: `inventory backup list`."


@dataclass(frozen=True)
class Manifest:
    """The description of one backup. Sizes are bytes, `created` is ISO 8601 in UTC.

    Attributes:
        schema: revision of the database's schema; "" for a database without one.
        packages: package of ours: its version.
        database_bytes: what the database took on the disk of PostgreSQL.
        images: count and bytes of the photos' files; they are listed with their hashes in the file `images.sha256`.
        files: every other file of the backup, by its path in it: bytes and sha256.
    """

    name: str
    label: str
    created: str
    version: str
    schema: str
    packages: dict[str, str]
    database_bytes: int
    images: dict[str, int]
    files: dict[str, dict[str, object]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def own_bytes(self) -> int:
        """All but the photos, which take no room of their own while they are photos of the device, too."""
        return sum(int(str(entry["bytes"])) for entry in self.files.values())

    def document(self, directory: Path) -> dict[str, object]:
        """What `--json` shows of a backup: its manifest without the hashes, and where it is."""
        shown = {name: value for name, value in asdict(self).items() if name not in ("files", "format")}
        return shown | {
            "directory": str(directory),
            "bytes": self.own_bytes + self.images["bytes"],
            "own_bytes": self.own_bytes,
        }

    def to_json(self) -> bytes:
        return (json.dumps(asdict(self), indent=1) + "\n").encode()


def read(directory: Path) -> Manifest:
    """The manifest of the backup in `directory`.

    Raises:
        InventoryError: it cannot be read, or is of a later program.
    """
    try:
        document = json.loads((directory / FILE).read_bytes())
        if isinstance(document, dict) and document.get("format", 0) > FORMAT:
            raise InventoryError(
                f"The backup {directory.name} was made by a newer program.", hint="Upgrade the program first."
            )
        return Manifest(**document)
    except (OSError, ValueError, TypeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a manifest"
        raise InventoryError(
            f"The backup {directory.name} is damaged: {FILE} cannot be read ({why}).", hint=_HINT
        ) from None


def describe(path: Path) -> dict[str, object]:
    """Size and hash of a file, as the manifest keeps them."""
    return {"bytes": path.stat().st_size, "sha256": sha256(path)}


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
