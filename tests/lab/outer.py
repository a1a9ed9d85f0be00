"""Commands on the outer machine: run, check, install what is missing, take a lock."""

import fcntl
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.lab.errors import CommandFailed, LabError
from tests.lab.settings import lab_dir

PACKAGES = Path(__file__).with_name("apt-packages.txt")
TOOLS = ("dnsmasq", "ip", "iptables", "mmdebstrap", "nsenter", "ssh-keygen", "systemd-nspawn", "unshare")


def call(*argv: str | os.PathLike[str], check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command on the outer machine; its output as text. Raises CommandFailed when `check`."""
    done = subprocess.run(argv, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if check and done.returncode:
        raise CommandFailed(shlex.join(map(str, argv)), done.returncode, done.stdout + done.stderr)
    return done


def prepare() -> None:
    """Check for root and for the lab's tools; install the missing ones with apt."""
    if os.geteuid() != 0:
        raise LabError("the lab boots containers and makes a bridge: run it as root (sudo)")
    if all(shutil.which(tool) for tool in TOOLS):
        return
    call("apt-get", "update")
    call("apt-get", "install", "-y", "--no-install-recommends", *_packages())


def _packages() -> Sequence[str]:
    lines = (line.split("#")[0].strip() for line in PACKAGES.read_text().splitlines())
    return [line for line in lines if line]


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold one of the lab's locks: other runs on this machine wait for it."""
    lab_dir().mkdir(parents=True, exist_ok=True)
    with (lab_dir() / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
