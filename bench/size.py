"""Size of the packages in dist/, packed and installed (PostgreSQL and nginx not counted).

Run `make deb` before. Goals: installed under 450 MB, the .debs together under 130 MB.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DIST = Path(__file__).parents[1] / "dist"
DEFAULT_SET = (
    "inventory",
    "inventory-runtime",
    "inventory-embedder",
    "inventory-model-minilm",
    "inventory-archive-keyring",
    "postgresql-15-pgvector",
)
GOAL_INSTALLED_MB = 450
GOAL_DOWNLOAD_MB = 130


def newest(package: str, arch: str) -> Path | None:
    """The newest .deb of a package for an architecture (or for all)."""
    found = [*DIST.rglob(f"{package}_*_{arch}.deb"), *DIST.rglob(f"{package}_*_all.deb")]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def installed_kib(deb: Path) -> int:
    command = ["dpkg-deb", "--field", str(deb), "Installed-Size"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(arch: str) -> bool:
    """Print the sizes for one architecture; did they reach the goals?"""
    debs = {package: newest(package, arch) for package in DEFAULT_SET}
    missing = [package for package, deb in debs.items() if deb is None]
    if missing:
        print(f"size {arch}: not built: {', '.join(missing)} (run `make deb ARCH={arch}`)")
        return False
    download = installed = 0.0
    for package, deb in debs.items():
        assert deb is not None
        packed, unpacked = deb.stat().st_size / 1e6, installed_kib(deb) * 1024 / 1e6
        print(f"size {arch}: {package}: {packed:.1f} MB packed, {unpacked:.1f} MB installed")
        download, installed = download + packed, installed + unpacked
    reached = installed < GOAL_INSTALLED_MB and download < GOAL_DOWNLOAD_MB
    print(
        f"size {arch}: together {download:.1f} MB packed (goal < {GOAL_DOWNLOAD_MB}), "
        f"{installed:.1f} MB installed (goal < {GOAL_INSTALLED_MB}): {'reached' if reached else 'NOT REACHED'}"
    )
    return reached


def main() -> int:
    results = [measure(arch) for arch in ("amd64", "arm64") if arch == "amd64" or any(DIST.rglob("*_arm64.deb"))]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
