"""The packages of this checkout in a signed apt repository, made by the project's own scripts.

The tests install what packaging/build-deb.sh has put into dist/ (INVENTORY_DIST names another folder);
`make test-system` builds it first.
"""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEWER = "99.0.0"  # the version that devices are upgraded to


class Packages:
    """A repository that begins with what was built, and gets a newer version when a test asks for it."""

    def __init__(self, folder: Path) -> None:
        """`folder`: an empty directory of the test run."""
        self.repository = folder / "repository"
        self._newer = folder / "newer"
        self._architecture = _call("dpkg", "--print-architecture").strip()
        self.built = Path(os.environ.get("INVENTORY_DIST", ROOT / "dist")) / self._architecture

    def has(self, package: str) -> bool:
        """Whether the build made this package."""
        return any(self.built.glob(f"{package}_*.deb"))

    def publish(self) -> None:
        """Make the signed repository of what was built. AssertionError when nothing was."""
        assert self.has("inventory"), f"there are no packages in {self.built}: run `make deb`"
        _call(ROOT / "packaging/apt-repo.sh", self.built, self.repository)

    def publish_newer(self) -> None:
        """Build the app once more as version NEWER and put it beside the other in the repository."""
        profile = {"INVENTORY_VERSION": NEWER, "DEB_BUILD_PROFILES": "pkg.inventory.apponly"}
        _call(ROOT / "packaging/build-deb.sh", self._architecture, INVENTORY_DIST=str(self._newer), **profile)
        _call(ROOT / "packaging/apt-repo.sh", self._newer / self._architecture, self.repository)

    def broken_upgrade(self, version: str) -> bytes:
        """The app's package as `version`, with a preinst that fails: an upgrade to it is aborted by dpkg."""
        tree = self._newer.with_name("broken")
        _call("dpkg-deb", "--raw-extract", next(self.built.glob("inventory_*.deb")), tree)
        control = tree / "DEBIAN/control"
        control.write_text(re.sub(r"(?m)^Version: .*", f"Version: {version}", control.read_text()))
        preinst = tree / "DEBIAN/preinst"
        preinst.write_text("#!/bin/sh\nexit 1\n")
        preinst.chmod(0o755)
        _call("dpkg-deb", "--root-owner-group", "--build", tree, tree.with_suffix(".deb"))
        return tree.with_suffix(".deb").read_bytes()


def _call(*command: str | Path, **environment: str) -> str:
    """Run one of the project's scripts; its standard output. AssertionError with what it said when it fails."""
    done = subprocess.run(command, env=os.environ | environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout}{done.stderr}"
    return done.stdout
