"""What is published beside an image, from a small one with pi-gen's geometry."""

import hashlib
import json
import lzma
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.image.flash import BUILT, ROOT
from tests.lab.outer import call

MIB = 2**20
STATUS = """Package: zlib1g
Status: install ok installed
Architecture: arm64
Version: 1:1.2.13.dfsg-1
Description: compression library
 more words: with a colon

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1

Package: inventory
Status: install ok installed
Architecture: all
Version: 0.1.0
"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MBR, a FAT partition and an ext4 one with what the export reads."""
    folder = tmp_path_factory.mktemp("raw")
    tree, image = folder / "tree", folder / "small.img"
    for path, text in {"var/lib/dpkg/status": STATUS, "etc/inventory/image": f"VERSION=0.1.0\nBUILT={BUILT}\n"}.items():
        (tree / path).parent.mkdir(parents=True)
        (tree / path).write_text(text)
    with image.open("wb") as file:
        file.truncate(72 * MIB)
    call("parted", "-s", image, "mklabel", "msdos", "unit", "MiB", "mkpart", "primary", "fat32", "8", "24",
         "mkpart", "primary", "ext4", "24", "64")  # fmt: skip
    call("mke2fs", "-q", "-t", "ext4", "-d", tree, "-E", f"offset={24 * MIB}", image, "40960k")
    return image


@pytest.fixture(scope="module")
def published(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("published")
    _export(raw, folder)
    yield folder


def _export(raw: Path, folder: Path) -> None:
    done = subprocess.run(
        [ROOT / "packaging/image-export.sh", raw, folder], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_all_papers_are_there(published: Path) -> None:
    image = "inventory-0.1.0-arm64.img"
    endings = ("xz", "xz.sha256", "bmap", "packages", "cdx.json", "os_list.json")
    assert {path.name for path in published.iterdir()} == {f"{image}.{ending}" for ending in endings}


def test_the_packed_image_is_the_image(raw: Path, published: Path) -> None:
    packed = published / "inventory-0.1.0-arm64.img.xz"
    assert lzma.decompress(packed.read_bytes()) == raw.read_bytes()
    call("sh", "-c", f"cd {published} && sha256sum --quiet --check {packed.name}.sha256")


def test_bmaptool_writes_the_same_card(raw: Path, published: Path, tmp_path: Path) -> None:
    card = tmp_path / "card"
    image = published / "inventory-0.1.0-arm64.img"
    call("bmaptool", "--quiet", "copy", "--bmap", f"{image}.bmap", f"{image}.xz", card)
    assert hashlib.sha256(card.read_bytes()).digest() == hashlib.sha256(raw.read_bytes()).digest()


def test_the_manifest_lists_what_is_installed(published: Path) -> None:
    listed = (published / "inventory-0.1.0-arm64.img.packages").read_text()
    assert listed == "inventory\t0.1.0\tall\nzlib1g\t1:1.2.13.dfsg-1\tarm64\n"


def test_the_sbom_names_every_package(published: Path) -> None:
    document = json.loads((published / "inventory-0.1.0-arm64.img.cdx.json").read_text())
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    assert [part["purl"] for part in document["components"]] == [
        "pkg:deb/debian/inventory@0.1.0?arch=all&distro=debian-12",
        "pkg:deb/debian/zlib1g@1%3A1.2.13.dfsg-1?arch=arm64&distro=debian-12",
    ]


def test_imager_gets_sizes_and_hashes(raw: Path, published: Path) -> None:
    (entry,) = json.loads((published / "inventory-0.1.0-arm64.img.os_list.json").read_text())["os_list"]
    packed = published / "inventory-0.1.0-arm64.img.xz"
    assert entry["extract_size"] == raw.stat().st_size
    assert entry["extract_sha256"] == hashlib.sha256(raw.read_bytes()).hexdigest()
    assert entry["image_download_size"] == packed.stat().st_size
    assert entry["image_download_sha256"] == hashlib.sha256(packed.read_bytes()).hexdigest()
    assert (entry["init_format"], entry["release_date"]) == ("systemd", "2026-09-21")


def test_the_same_image_gives_the_same_papers(raw: Path, published: Path, tmp_path: Path) -> None:
    _export(raw, tmp_path)
    for path in published.iterdir():
        if path.suffix != ".bmap":  # bmaptool writes the time into it
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_an_image_of_somebody_else_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.img"
    other.write_bytes(b"\0" * MIB)
    done = subprocess.run(
        [ROOT / "packaging/image-export.sh", other, tmp_path / "out"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "error:" in done.stderr
