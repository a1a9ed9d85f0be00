"""Running other programs of the system."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from inventory.errors import InventoryError

# sbin too: a person's PATH often lacks it.
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def run(command: Sequence[str], *, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, both streams caught, in C.UTF-8; its exit status is the caller's to judge.

    Raises:
        InventoryError: it is not installed, or took longer than `timeout` seconds.
    """
    environment = {"PATH": _PATH, "LC_ALL": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}
    try:
        return subprocess.run(
            list(command),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            env=environment,
            check=False,
        )
    except FileNotFoundError:
        hint = "Install the package inventory again."
        raise InventoryError(f"The program {command[0]} is not installed.", hint=hint) from None
    except subprocess.TimeoutExpired:
        raise InventoryError(f"`{' '.join(command)}` did not end within {timeout:g} s.") from None


def run_checked(command: Sequence[str], *, what: str, hint: str, timeout: float = 60) -> str:
    """Like `run`; returns standard output.

    Raises:
        InventoryError: the program failed; says `what` failed, the last line that it wrote, and `hint`.
    """
    done = run(command, timeout=timeout)
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        said = f": {lines[-1].strip().rstrip('.')}" if lines else ""
        raise InventoryError(f"{what}{said}.", hint=hint)
    return done.stdout


def systemd_runs() -> bool:
    """Is systemd the init of this system? Not so in a chroot, a container image or a plain container."""
    return Path("/run/systemd/system").is_dir()


def is_active(unit: str) -> bool:
    """Does systemd say that the unit is active? False where systemd does not run."""
    return systemd_runs() and run(["systemctl", "is-active", "--quiet", unit]).returncode == 0
