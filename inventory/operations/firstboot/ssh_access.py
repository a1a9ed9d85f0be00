"""Access by ssh for somebody's key. Without a wish for it the ssh server of a flashed card stays off."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from inventory.errors import InventoryError
from inventory.operations.files import write_file
from inventory.operations.firstboot.places import Places
from inventory.operations.firstboot.wishes import Ssh
from inventory.operations.programs import run_checked, systemd_runs
from inventory.operations.users import find_user

DEFAULT_USER = "owner"
_PEOPLE = range(1000, 60000)  # Debian's range of user numbers for people
_HINT = "Set it up at the screen of the device."


def apply(ssh: Ssh, places: Places) -> None:
    """Give the keys to the user, made when there is none, and start the server. Raises InventoryError, OSError."""
    if not (places.root / "usr/sbin/sshd").exists():
        raise InventoryError("this system has no ssh server")
    user = ssh.user or _first_person() or DEFAULT_USER
    entry = find_user(user) or _make(user, places)
    if entry.pw_uid not in _PEOPLE:
        raise InventoryError(f"{user} is a user of the system: choose another name")
    _allow(entry, ssh.keys)
    _start()


def _first_person() -> str | None:
    """The account that Raspberry Pi Imager, or the image's builder, made."""
    people = sorted((entry.pw_uid, entry.pw_name) for entry in pwd.getpwall() if entry.pw_uid in _PEOPLE)
    return people[0][1] if people else None


def _make(user: str, places: Places) -> pwd.struct_passwd:
    """A user without a password: the key is the only way in, so sudo asks for none either, as on Raspberry Pi OS."""
    run_checked(
        ["useradd", "--create-home", "--shell=/bin/bash", user], what=f"The user {user} could not be made", hint=_HINT
    )
    sudoers = places.root / "etc/sudoers.d"
    if sudoers.is_dir():
        write_file(sudoers / "020-inventory-owner", f"{user} ALL=(ALL) NOPASSWD: ALL\n".encode(), mode=0o440)
    return pwd.getpwnam(user)


def _allow(entry: pwd.struct_passwd, keys: list[str]) -> None:
    """Add the keys to those that are there. The home belongs to the user: no link in it is followed."""
    folder = Path(entry.pw_dir) / ".ssh"
    if folder.is_symlink():
        raise InventoryError(f"{folder} is a link")
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    file = folder / "authorized_keys"
    if file.is_symlink():
        raise InventoryError(f"{file} is a link")
    before = file.read_text().splitlines() if file.exists() else []
    lines = list(dict.fromkeys([*before, *keys]))
    write_file(file, ("\n".join(lines) + "\n").encode(), mode=0o600, uid=entry.pw_uid, gid=entry.pw_gid)


def _start() -> None:
    """Host keys that are missing (or empty, after a power cut), then the server, now and at each boot."""
    run_checked(["ssh-keygen", "-A"], what="The ssh host keys could not be made", hint=_HINT)
    if systemd_runs():
        run_checked(["systemctl", "enable", "ssh.service"], what="The ssh server could not be enabled", hint=_HINT)
        # It waits for this very service, so nobody waits for it here.
        run_checked(
            ["systemctl", "start", "--no-block", "ssh.service"], what="The ssh server does not start", hint=_HINT
        )
