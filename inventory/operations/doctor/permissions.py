"""Owners and modes: nothing secret is readable for others, and everyone can reach what they must."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from inventory.config import Settings
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip
from inventory.operations.provision import certificate, secret_key, state_tree
from inventory.operations.users import PROGRAM_USER, call_as, find_user

WEB_USER = "www-data"


def check(machine: Machine) -> Iterator[Result]:
    if not machine.is_device:
        yield _check_checkout_key(machine)
    elif not machine.is_root:
        yield skip("permissions", "needs root")
    else:
        work = state_tree.missing(machine.settings)
        yield (
            fail("state tree", f"Needs: {work}.", machine.provision)
            if work
            else ok("state tree", "owners and modes are right")
        )
        yield _check_key(machine)
        yield _check_secrets(machine.settings)
        yield _check_photos(machine)


def _check_checkout_key(machine: Machine) -> Result:
    path = machine.settings.secret_key_file
    if not path.exists():
        return fail("secret key", f"{path} is missing.", machine.provision)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return fail("secret key", f"{path} is readable for others.", f"`chmod 600 {path}`.")
    return ok("secret key", "readable for its owner only")


def _check_key(machine: Machine) -> Result:
    work = secret_key.missing(machine.settings)
    if work:
        return fail("secret key", f"Needs: {work}.", machine.provision)
    return ok("secret key", "there, readable for the program only")


def _check_secrets(settings: Settings) -> Result:
    """Files that others could read, if a directory above them were opened."""
    readable = [path for path in _secret_files(settings) if path.lstat().st_mode & 0o007 and path.is_file()]
    public = certificate.certificate_file(settings)
    wrong = [str(path) for path in readable if path != public]
    if wrong:
        return fail("secrets", f"Readable for everybody: {', '.join(wrong[:5])}.", f"`chmod o= {' '.join(wrong[:5])}`.")
    return ok("secrets", "none is readable for everybody")


def _secret_files(settings: Settings) -> Iterator[Path]:
    for name in ("config", "backups", "ssl", "nginx"):
        yield from (settings.state_dir / name).rglob("*")


def _check_photos(machine: Machine) -> Result:
    directory = machine.settings.image_dir
    if not call_as(PROGRAM_USER, os.access, directory, os.R_OK | os.W_OK | os.X_OK):
        return fail("photos", f"The program cannot write to {directory}.", machine.provision)
    if find_user(WEB_USER) is None:
        return fail("photos", f"There is no user {WEB_USER}: nginx is not installed.", "`apt install nginx`.")
    if not call_as(WEB_USER, os.access, directory, os.R_OK | os.X_OK):
        mend = f"`usermod -aG {PROGRAM_USER} {WEB_USER}`, then `systemctl restart nginx`; folders above need o+x."
        return fail("photos", f"nginx ({WEB_USER}) cannot read {directory}.", mend)
    return ok("photos", "written by the program, read by nginx")
