"""A host's tree: an overlay whose lower layer is a base and whose upper layer is the host's own."""

import os
import shutil
from pathlib import Path

from tests.lab.outer import call


class Overlay:
    """Directories of one overlay below `directory`; `lower` is the base tree."""

    def __init__(self, directory: Path, lower: Path) -> None:
        self.directory = directory
        self.lower = lower
        self.upper = directory / "upper"
        self.root = directory / "root"
        self._work = directory / "work"

    def create(self) -> None:
        for path in (self.upper, self.root, self._work):
            path.mkdir(parents=True)

    def mount(self) -> None:
        if not os.path.ismount(self.root):
            layers = f"lowerdir={self.lower},upperdir={self.upper},workdir={self._work}"
            call("mount", "-t", "overlay", "overlay", "-o", layers, self.root)

    def unmount(self) -> None:
        if os.path.ismount(self.root) and call("umount", self.root, check=False).returncode:
            call("umount", "--lazy", self.root)

    def remove(self) -> None:
        """Unmount and delete; refuses to delete below something that is still mounted."""
        self.unmount()
        if not os.path.ismount(self.root):
            shutil.rmtree(self.directory, ignore_errors=True)
