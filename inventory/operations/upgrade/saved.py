"""What the way back needs, without network: the installed packages as files, and this program itself.

The program is saved because an upgrade replaces the files that it runs from, and because after a power cut only a
program that is whole can finish: the installed one may be neither the former nor the new.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import inventory
from inventory.config import Settings
from inventory.errors import NotFound
from inventory.operations.files import sync_directory, write_file
from inventory.operations.programs import run
from inventory.operations.upgrade import packages, record

_VENDOR = Path("/usr/lib/inventory/vendor")
_LAUNCHER = """#!/usr/bin/python3 -sP
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here / "vendor")]
from inventory.cli import main  # noqa: E402

main()
"""


def save_program(target: Path) -> None:
    """Copy the running program and its private libraries to `target`; `run` in it starts it.

    Hard links where the disk allows: dpkg never writes into a file, it puts another in its place.
    """
    package = Path(inventory.__file__).parent
    _link((path, target / "inventory" / path.relative_to(package)) for path in _files_below(package))
    shown = run(["dpkg-query", "-L", "inventory-runtime"]).stdout.splitlines()
    libraries = [Path(line) for line in shown if line.startswith(f"{_VENDOR}/")]
    _link((path, target / "vendor" / path.relative_to(_VENDOR)) for path in libraries if path.is_file())
    # The program's user imports from it, too: nothing here is secret.
    target.parent.chmod(0o711)
    for folder, _, _ in os.walk(target):
        Path(folder).chmod(0o755)
    write_file(target / "run", _LAUNCHER.encode(), mode=0o755)
    for folder, _, _ in os.walk(target, topdown=False):
        sync_directory(Path(folder))


def save_packages(target: Path, installed: dict[str, str], settings: Settings) -> None:
    """Put the packages of the installed versions into `target` (for root only).

    Raises:
        NotFound: one is nowhere to be had, so there would be no way back.
    """
    target.mkdir(mode=0o700)
    packages.fetch(installed, target, target.parent / "apt.log")
    for name, version in installed.items():
        found = find_package(target, name, version) or _elsewhere(settings, name, version)
        if found is None:
            raise NotFound(
                f"The package {name} {version}, which is installed, is in no repository that apt knows: there would "
                "be no way back.",
                hint=f"Put {name}_{version}_….deb into {packages.ARCHIVES}, or install it from a repository first.",
            )
        if found.parent != target:
            shutil.copyfile(found, target / found.name)
        with (target / found.name).open("rb") as file:
            os.fsync(file.fileno())
    sync_directory(target)


def find_package(folder: Path, name: str, version: str) -> Path | None:
    """The file of that package in a folder, if it is whole; apt writes the colon of a version as %3a."""
    for path in folder.glob(f"{name}_*.deb"):
        if path.name.startswith((f"{name}_{quote(version, safe='+~')}_", f"{name}_{version.replace(':', '%3a')}_")):
            told = run(["dpkg-deb", "--field", str(path), "Version"], timeout=60)
            if told.returncode == 0 and told.stdout.strip() == version:
                return path
    return None


def remove_other_sets(settings: Settings, keep: str) -> None:
    """Delete what was saved for runs before this one."""
    for path in record.directory(settings).glob("set-*"):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


def _elsewhere(settings: Settings, name: str, version: str) -> Path | None:
    folders = [*record.directory(settings).glob("set-*/debs"), packages.ARCHIVES]
    return next((found for folder in folders if (found := find_package(folder, name, version))), None)


def _files_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _link(pairs: Iterator[tuple[Path, Path]]) -> None:
    for source, target in pairs:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another disk
            shutil.copy2(source, target)
