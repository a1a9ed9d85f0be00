"""Acting as another user of the system: PostgreSQL believes a user by the uid of its process (peer authentication)."""

from __future__ import annotations

import os
import pickle
import pwd
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import parse_qs, urlsplit

from inventory.config import Settings
from inventory.errors import InventoryError

Result = TypeVar("Result")

PROGRAM_USER = "inventory"
DATABASE_ADMIN = "postgres"

# What a command that root types may do beyond the user `inventory`, who runs it: read a file that only root
# may read, or write one where only root may.
_CAPABILITIES = {"import": ("dac_read_search",), "export": ("dac_override",)}


def find_user(name: str) -> pwd.struct_passwd | None:
    """The user of that name, or None."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def is_device_database(settings: Settings) -> bool:
    """Is the database the device's own, reached over PostgreSQL's socket as the user of the process?"""
    # not SQLAlchemy's parser: the model server comes by here too, and has no use for SQLAlchemy
    url = urlsplit(settings.database_url)
    return not url.hostname and url.username is None and not {"host", "user"} & set(parse_qs(url.query))


def leave_root(settings: Settings, command: str) -> None:
    """Start this program anew as the user `inventory`, when root runs it on a device; else do nothing.

    So files that a command makes belong to the program, and PostgreSQL lets it in.
    """
    if os.geteuid() != 0 or not is_device_database(settings):
        return
    if find_user(PROGRAM_USER) is None:
        raise InventoryError(
            f"The user {PROGRAM_USER} does not exist.", hint="Install the package inventory, or run `make run`."
        )
    program = [sys.executable, *sys.orig_argv[1:]]
    os.environ.update(HOME=str(settings.state_dir), USER=PROGRAM_USER, LOGNAME=PROGRAM_USER)
    switch = ["setpriv", f"--reuid={PROGRAM_USER}", f"--regid={PROGRAM_USER}", "--init-groups", "--no-new-privs"]
    sys.stdout.flush()
    os.execvp("setpriv", [*switch, *_keep(command), "--", *program])  # noqa: S606


def _keep(command: str) -> list[str]:
    """Options of setpriv that keep the capabilities that a command needs and this process has."""
    bounding = _bounding_capabilities()
    kept = [name for name in _CAPABILITIES.get(command, ()) if _CAPABILITY_BITS[name] & bounding]
    listed = "".join(f",+{name}" for name in kept)
    return [f"--inh-caps=-all{listed}", f"--ambient-caps=-all{listed}"]


_CAPABILITY_BITS = {"dac_override": 1 << 1, "dac_read_search": 1 << 2}


def _bounding_capabilities() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1], 16) for line in lines if line.startswith("CapBnd:"))


def call_as(user: str, function: Callable[..., Result], *arguments: object) -> Result:
    """Call a function in a child process that runs as `user`; at once when we are that user, or may not change.

    Args:
        function: its result, and an InventoryError it raises, come back (both must pickle).

    Raises:
        InventoryError: the user does not exist, or what the function raised.
    """
    if os.geteuid() != 0:
        return function(*arguments)
    entry = find_user(user)
    if entry is None:
        raise InventoryError(f"The user {user} does not exist.", hint="Reinstall the package that makes it.")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(entry, writer, function, arguments)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        raw = pipe.read()
    os.waitpid(child, 0)
    if not raw:
        raise InventoryError(f"A helper process of the user {user} ended without an answer.")
    done, value = pickle.loads(raw)  # noqa: S301  # written by our own child
    if not done:
        raise value
    return value  # type: ignore[no-any-return]


def _child(entry: pwd.struct_passwd, writer: int, function: Callable[..., object], arguments: tuple) -> NoReturn:
    """Never returns: the parent's code must not run twice."""
    try:
        try:
            os.initgroups(entry.pw_name, entry.pw_gid)
            os.setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid)
            os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)
            os.environ.update(HOME=entry.pw_dir, USER=entry.pw_name, LOGNAME=entry.pw_name)
            os.chdir("/")
            answer: tuple[bool, object] = (True, function(*arguments))
        except InventoryError as error:
            answer = (False, _portable(error))
        except Exception as error:
            answer = (False, InventoryError(f"{type(error).__name__}: {str(error).strip()}"))
        with os.fdopen(writer, "wb") as pipe:
            pickle.dump(answer, pipe)
    finally:
        os._exit(0)


def _portable(error: InventoryError) -> InventoryError:
    """The error as the plain base class: its kinds take different arguments, which pickle would lose."""
    return InventoryError(error.message, field=error.field, hint=error.hint)
