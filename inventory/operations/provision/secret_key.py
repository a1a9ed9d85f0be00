"""The key that signs sessions: made once on each device, never replaced."""

from __future__ import annotations

import os
import secrets
import stat

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations.files import is_filled, write_file
from inventory.operations.provision.step import Work
from inventory.operations.users import PROGRAM_USER, find_user

KEY_BYTES = 32
MODE = 0o600


def missing(settings: Settings) -> Work | None:
    path = settings.secret_key_file
    if not is_filled(path):
        return Work("create", f"{path}")
    found = path.stat()
    if (stat.S_IMODE(found.st_mode), found.st_uid) != (MODE, _uid()):
        return Work("repair", f"owner and mode of {path}")
    return None


def make(settings: Settings) -> None:
    """Make the key; one that exists is kept and only its owner and mode are mended."""
    path, user = settings.secret_key_file, find_user(PROGRAM_USER)
    gid = user.pw_gid if user else -1
    if is_filled(path):
        path.chmod(MODE)
        os.chown(path, _uid(), gid)
        return
    write_file(path, (secrets.token_hex(KEY_BYTES) + "\n").encode(), mode=MODE, uid=_uid(), gid=gid)


def _uid() -> int:
    user = find_user(PROGRAM_USER)
    if user is None:
        raise InventoryError(f"The user {PROGRAM_USER} does not exist.")
    return user.pw_uid
