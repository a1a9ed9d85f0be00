#!/usr/bin/python3
"""image_papers.py - the papers of an image: list of packages, SBOM (CycloneDX), and the entry for Raspberry Pi Imager.

Standard library only, and the same bytes for the same image.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

Package = dict[str, str]


def installed(status: str) -> list[Package]:
    """Installed packages of a dpkg status file, by name."""
    found = [package for package in _paragraphs(status) if package.get("Status", "").endswith(" installed")]
    return sorted(found, key=lambda package: (package["Package"], package["Architecture"]))


def _paragraphs(text: str) -> Iterator[Package]:
    for block in text.split("\n\n"):
        fields = [line.partition(": ") for line in block.splitlines() if not line.startswith((" ", "\t"))]
        if fields:
            yield {name: value for name, _, value in fields}


def manifest(packages: list[Package]) -> str:
    """A line a package: name, version, architecture."""
    return "".join(f"{one['Package']}\t{one['Version']}\t{one['Architecture']}\n" for one in packages)


def sbom(packages: list[Package], version: str, built: datetime) -> dict[str, object]:
    """CycloneDX 1.5."""
    listed = manifest(packages)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, version + listed)}",
        "version": 1,
        "metadata": {
            "timestamp": built.isoformat(),
            "component": {"type": "operating-system", "name": "inventory-image", "version": version},
        },
        "components": [_component(package) for package in packages],
    }


def _component(package: Package) -> dict[str, str]:
    name, version, architecture = package["Package"], package["Version"], package["Architecture"]
    purl = f"pkg:deb/debian/{quote(name)}@{quote(version)}?arch={architecture}&distro=debian-12"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def os_list(image: Path, packed: Path, version: str, built: datetime, url: str) -> dict[str, object]:
    """What Raspberry Pi Imager is given as its repository (--repo): sizes in bytes.

    `systemd` is how Raspberry Pi OS Bookworm takes Imager's customisation (user, ssh, Wi-Fi, name): a firstrun.sh that
    systemd runs; without this word Imager 2 offers none for an image of others.
    """
    entry = {
        "name": f"Inventory {version}",
        "description": "Things with photos in places, found by meaning, without the internet (Raspberry Pi 4 and 5)",
        "url": f"{url.rstrip('/')}/{packed.name}",
        "icon": "",
        "release_date": f"{built:%Y-%m-%d}",
        "extract_size": image.stat().st_size,
        "extract_sha256": _sha256(image),
        "image_download_size": packed.stat().st_size,
        "image_download_sha256": _sha256(packed),
        "init_format": "systemd",
        "devices": ["pi5-64bit", "pi4-64bit"],
    }
    return {"os_list": [entry]}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("status", "image", "packed", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("version", "built", "url"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args()
    built = datetime.fromtimestamp(int(given.built), UTC)
    packages = installed(given.status.read_text())
    listing = os_list(given.image, given.packed, given.version, built, given.url)
    papers = {
        "packages": manifest(packages),
        "cdx.json": json.dumps(sbom(packages, given.version, built), indent=1) + "\n",
        "os_list.json": json.dumps(listing, indent=1) + "\n",
    }
    for ending, text in papers.items():
        Path(f"{given.out}.{ending}").write_text(text)


if __name__ == "__main__":
    main()
