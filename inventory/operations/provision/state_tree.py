"""The state tree with its owners and modes.

The tree itself belongs to root: nginx reads settings and the key from it as root, so the program must not be
able to put others in their place. The program owns the rooms that it writes to.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations.provision.step import Work
from inventory.operations.users import PROGRAM_USER, find_user

# name: (mode, does the program own it?); debian/inventory.tmpfiles says the same.
# nginx's www-data is in the group `inventory` and reads photos by it; all else it reads as root.
ROOMS = {
    "": (0o711, False),
    "config": (0o700, True),
    "images": (0o750, True),
    "ml_cache": (0o700, True),
    "backups": (0o700, True),
    "imports": (0o700, True),
    "ssl": (0o700, False),
    "nginx": (0o700, False),
}


def missing(settings: Settings) -> Work | None:
    """Work when a directory is missing, or has another owner or mode."""
    wrong = [path for path, *wanted in _wanted(settings) if _found(path) != tuple(wanted)]
    if not wrong:
        return None
    verb = "repair" if any(path.exists() for path in wrong) else "create"
    return Work(verb, ", ".join(str(path) for path in wrong))


def make(settings: Settings) -> None:
    """Create and mend directories; what is in them stays as it is."""
    for path, mode, uid, gid in _wanted(settings):
        if path.is_symlink() and not path.exists():
            raise InventoryError(f"{path} is a link to nothing.", hint="Mount what it points to, or remove the link.")
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chown(path, uid, gid)
        path.chmod(mode)


def _wanted(settings: Settings) -> list[tuple[Path, int, int, int]]:
    user = find_user(PROGRAM_USER)
    if user is None:
        raise InventoryError(
            f"The user {PROGRAM_USER} does not exist.", hint="`apt install --reinstall inventory` makes it."
        )
    wanted = []
    for name, (mode, owned) in ROOMS.items():
        path = settings.image_dir if name == "images" else settings.state_dir / name
        uid, gid = (user.pw_uid, user.pw_gid) if owned else (0, 0)
        wanted.append((path, mode, uid, gid))
    return wanted


def _found(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid
