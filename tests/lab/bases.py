"""Base trees: freshly installed Debian, made by mmdebstrap once and kept until the recipe changes."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.lab import settings
from tests.lab.errors import LabError
from tests.lab.outer import call, locked

MIRROR = "http://deb.debian.org"

# The outer clock may be ahead of the mirror's Release files. Descriptions in other languages only cost time.
APT_OPTIONS = (
    'Acquire::Check-Valid-Until "false"',
    'Acquire::Check-Date "false"',
    'Acquire::Languages "none"',
    'Binary::apt::APT::Keep-Downloaded-Packages "true"',
)
# A host lives for minutes: dpkg need not wait for the disk after each file.
DPKG_OPTION = "force-unsafe-io"

# Run inside mmdebstrap with $1 = the tree: what makes every clone a machine of its own.
CUSTOMISE = """
rm -f "$1"/etc/ssh/ssh_host_* "$1"/var/cache/apt/archives/*.deb "$1"/etc/resolv.conf
: > "$1"/etc/machine-id
"""


@dataclass(frozen=True)
class Recipe:
    """How a base tree is made: Debian suite, mmdebstrap variant and packages beyond it."""

    suite: str
    variant: str
    packages: tuple[str, ...]

    def digest(self) -> str:
        """Changes whenever anything of the recipe does; 12 hex digits."""
        text = repr((self, MIRROR, APT_OPTIONS, DPKG_OPTION, CUSTOMISE))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def sources(self) -> list[str]:
        return [
            f"deb {MIRROR}/debian {self.suite} main",
            f"deb {MIRROR}/debian {self.suite}-updates main",
            f"deb {MIRROR}/debian-security {self.suite}-security main",
        ]


# `important` is what Debian's installer puts on a machine before any task is chosen: no python3, no locale.
RECIPES = {
    "debian12": Recipe("bookworm", "important", ("openssh-server", "ca-certificates", "libpam-systemd")),
}


def ensure(name: str) -> Path:
    """The tree of base `name`, built when missing or when its recipe changed (half a minute)."""
    if name not in RECIPES:
        raise LabError(f"there is no base {name!r}; there are: {', '.join(sorted(RECIPES))}")
    recipe = RECIPES[name]
    tree = settings.bases_dir() / f"{name}-{recipe.digest()}"
    with locked("bases"):
        if not tree.is_dir():
            _build(recipe, tree)
            _drop_older(name, tree)
    return tree


def _build(recipe: Recipe, tree: Path) -> None:
    unfinished = tree.with_name(f"unfinished-{tree.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    tree.parent.mkdir(parents=True, exist_ok=True)
    call(
        "mmdebstrap", "--quiet", "--format=directory", f"--variant={recipe.variant}",
        f"--include={','.join(recipe.packages)}", "--skip=cleanup/apt",
        *(f"--aptopt={option}" for option in APT_OPTIONS), f"--dpkgopt={DPKG_OPTION}",
        f"--customize-hook={CUSTOMISE}", recipe.suite, unfinished, *recipe.sources(),
    )  # fmt: skip
    unfinished.rename(tree)


def _drop_older(name: str, current: Path) -> None:
    """Remove trees of former recipes that no host stands on."""
    used = {path.read_text().strip() for path in settings.hosts_dir().glob("*/lower")}
    for tree in settings.bases_dir().glob(f"{name}-*"):
        if tree != current and str(tree) not in used:
            shutil.rmtree(tree, ignore_errors=True)
