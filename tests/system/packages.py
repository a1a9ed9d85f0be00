"""The packages of this checkout in a signed apt repository, made by the project's own scripts.

The tests install what packaging/build-deb.sh has put into dist/ (INVENTORY_DIST names another folder);
`make test-system` builds it first.
"""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = "usr/lib/python3/dist-packages/inventory"
Change = Callable[[Path], None]
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
        return self.variant(version, refuse_to_install).read_bytes()

    def publish_variant(self, version: str, *changes: Change) -> None:
        """Put the app's package as `version`, changed, beside the others in the repository."""
        folder = self.variant(version, *changes).parent
        _call(ROOT / "packaging/apt-repo.sh", folder, self.repository)

    def variant(self, version: str, *changes: Change) -> Path:
        """The app's package with another version; each change gets its unpacked tree."""
        folder = self._newer.with_name(f"variant-{version}")
        tree = folder / "tree"
        folder.mkdir()
        _call("dpkg-deb", "--raw-extract", next(self.built.glob("inventory_*.deb")), tree)
        _replace(tree / "DEBIAN/control", r"(?m)^Version: .*", f"Version: {version}")
        _replace(tree / APP / "version.py", r"(?m)^__version__ = .*", f'__version__ = "{version}"')
        for change in changes:
            change(tree)
        package = folder / f"inventory_{version}_all.deb"
        _call("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, package)
        return package


def refuse_to_install(tree: Path) -> None:
    """A preinst that fails."""
    preinst = tree / "DEBIAN/preinst"
    preinst.write_text("#!/bin/sh\nexit 1\n")
    preinst.chmod(0o755)


def refuse_to_start(tree: Path) -> None:
    """An app that ends as soon as it is started; dpkg is content with it."""
    _replace(
        tree / APP / "app.py", r"(?m)^from __future__.*", r"\g<0>\nraise SystemExit('this version does not start')"
    )


def migrate_further(tree: Path) -> None:
    """One migration more, which the version before does not know."""
    versions = tree / APP / "database/migrations/versions"
    last = max(path.name[:4] for path in versions.glob("[0-9]*.py"))
    (versions / "9000_further.py").write_text(
        f'''"""A column more."""\n\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = "9000"\n'''
        f'''down_revision = "{last}"\n\n\ndef upgrade() -> None:\n'''
        """    op.add_column("item", sa.Column("further", sa.Text, nullable=False, server_default="x"))\n"""
    )


def _replace(path: Path, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, replacement, path.read_text(), count=1)
    assert count, f"{path} has no {pattern}"
    path.write_text(text)


def _call(*command: str | Path, **environment: str) -> str:
    """Run one of the project's scripts; its standard output. AssertionError with what it said when it fails."""
    done = subprocess.run(command, env=os.environ | environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout}{done.stderr}"
    return done.stdout
