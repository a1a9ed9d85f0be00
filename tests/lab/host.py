"""A Debian host of the lab: create, start, run commands in it, reboot it, throw it away."""

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.lab import archives, bases, identity, leftovers, network, settings
from tests.lab.container import Container
from tests.lab.errors import CommandFailed, LabError
from tests.lab.outer import locked, prepare
from tests.lab.overlay import Overlay

Command = str | list[str]

# What pi-gen mounts before it runs something in an image's tree: no init, no services, a new /run.
CHROOT = """
set -e
mount -t proc proc "$1/proc"; mount -t sysfs sysfs "$1/sys"
mount --bind /dev "$1/dev"; mount -t devpts devpts "$1/dev/pts"; mount -t tmpfs tmpfs "$1/run"
root=$1; shift
chroot "$root" "$@" || exit $?  # not exec: PID 1 stays outside, else ischroot(1) would deny that this is a chroot
exit 0
"""


@dataclass(frozen=True)
class Result:
    """What a command did: its exit status and what it wrote to each stream."""

    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


class Host:
    """One host. As a context manager it is destroyed at the end, whatever happened."""

    def __init__(self, name: str) -> None:
        """An existing host (see `create`)."""
        self.name = name
        self.directory = settings.hosts_dir() / name
        if not (self.directory / "lower").exists():
            raise LabError(f"there is no host {name!r}")
        self.address = (self.directory / "address").read_text().strip()
        self._overlay = Overlay(self.directory, Path((self.directory / "lower").read_text().strip()))
        self.root = self._overlay.root
        self.container = Container(name, self.directory, self.root)

    @classmethod
    def create(cls, name: str, base: str = "debian12", keep: bool = False) -> "Host":
        """A new host from a base, not started yet; LabError when the name is taken.

        `keep`: the host outlives this process. Otherwise it is a leftover, removed by the next run, as soon as this
        process has ended without destroying it.
        """
        prepare()
        network.up()
        tree = bases.ensure(base)
        with locked("hosts"):
            leftovers.remove()
            directory = settings.hosts_dir() / name
            if directory.exists():
                raise LabError(f"there is a host {name!r} already")
            identity.write(directory, tree, keep)
        host = cls(name)
        host._overlay.create()
        archives.fill(host._overlay.upper)
        host._overlay.mount()
        identity.personalise(host.root, host.name, host.address)
        network.publish(name, host.address)
        return host

    @property
    def running(self) -> bool:
        return self.container.leader() > 0

    def start(self, binds: list[str] | None = None, timeout: float = 120) -> str:
        """Boot and wait until systemd is up: "running" or "degraded". `binds`: "/outside:/inside" directories."""
        if self.running:
            raise LabError(f"{self.name} runs already")
        network.up()
        self._overlay.mount()
        self.container.start(binds or [])
        return self.container.wait_booted(timeout)

    def stop(self) -> None:
        """Shut down cleanly; the tree stays mounted."""
        self.container.stop()

    def power_cut(self) -> None:
        """End everything in the host at once, as pulling the plug does (the outer file system keeps its cache)."""
        self.container.kill()

    def reboot(self, timeout: float = 120) -> str:
        """Reboot from inside and wait until the host is up again; systemd's state then."""
        before = self.container.nspawn()
        subprocess.run([*self.container.enter(), "systemctl", "--no-block", "reboot"], check=True)
        self.container.wait(lambda: self.container.nspawn() not in (0, before), timeout, "did not reboot")
        return self.container.wait_booted(timeout)

    def destroy(self) -> None:
        """Pull the plug and delete the host; downloads are kept for the next one."""
        self.container.kill()
        network.withdraw(self.name)
        archives.harvest(self._overlay.upper)
        self._overlay.remove()

    def run(self, command: Command, *, check: bool = True, timeout: float = 300, data: bytes = b"",
            env: dict[str, str] | None = None, user: str = "root") -> Result:  # fmt: skip
        """Run a command in the booted host, as a service would: a transient unit with a clean environment.

        A string is run by bash. `timeout` in seconds, after which systemd ends the unit; `data` goes to its stdin.
        Raises CommandFailed for a status other than 0 when `check`.
        """
        unit = ["systemd-run", "--quiet", "--wait", "--collect", "--pipe", f"--uid={user}"]
        unit += ["-p", f"RuntimeMaxSec={timeout}", "-E", "DEBIAN_FRONTEND=noninteractive", "-E", "HOME=/root"]
        for name, value in (env or {}).items():
            unit += ["-E", f"{name}={value}"]
        # systemd puts values in place of $NAME and ${NAME}; the command's own dollars are written twice
        argv = [argument.replace("$", "$$") for argument in _argv(command)]
        return self._finish([*self.container.enter(), *unit, "--", *argv], command, check, timeout, data)

    def chroot(self, command: Command, *, check: bool = True, timeout: float = 600, data: bytes = b"",
               env: dict[str, str] | None = None) -> Result:  # fmt: skip
        """Run a command in the tree of a host that is not booted, as an image builder does; nothing runs there."""
        if self.running:
            raise LabError(f"{self.name} is booted: chroot would not be what an image builder sees")
        self._overlay.mount()
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}
        given = [f"{name}={value}" for name, value in (variables | (env or {})).items()]
        # an own pid namespace: whatever the command left running ends with it
        outer = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", CHROOT, "chroot"]
        argv = [*outer, str(self.root), "env", "-i", *given, *_argv(command)]
        return self._finish(argv, command, check, timeout, data)

    def put(self, path: str, content: bytes | str, mode: str = "644") -> None:
        """Write a file, with its parent directories, owned by root; booted or not."""
        raw = content.encode() if isinstance(content, str) else content
        self._anyhow(f"install -D -m {mode} /dev/stdin {shlex.quote(path)}", data=raw)

    def put_tree(self, source: Path, path: str) -> None:
        """Copy the directory `source` to `path` in the host; booted or not."""
        packed = subprocess.run(["tar", "-C", source, "-c", "."], check=True, capture_output=True).stdout
        quoted = shlex.quote(path)
        self._anyhow(f"mkdir -p {quoted} && tar -C {quoted} --no-same-owner -x", data=packed)

    def read(self, path: str) -> str:
        """The text of a file; CommandFailed when it cannot be read."""
        return self._anyhow(f"cat -- {shlex.quote(path)}").stdout

    def ssh(self, command: str = "") -> list[str]:
        """The ssh command line that reaches root of this host with the lab's key."""
        options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
        line = ["ssh", "-i", str(settings.ssh_key()), *options, f"root@{self.address}"]
        return [*line, command] if command else line

    def shell(self) -> int:
        """An interactive shell in the booted host; its exit status."""
        terminal = f"TERM={os.environ.get('TERM', 'dumb')}"
        return subprocess.run([*self.container.enter(), terminal, "bash", "-l"], check=False).returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.destroy()

    def _anyhow(self, command: str, data: bytes = b"") -> Result:
        return self.run(command, data=data) if self.running else self.chroot(command, data=data)

    @staticmethod
    def _finish(argv: list[str], command: Command, check: bool, timeout: float, data: bytes) -> Result:
        shown = command if isinstance(command, str) else shlex.join(command)
        try:  # the unit ends itself by `timeout`; the margin is for systemd
            done = subprocess.run(argv, check=False, input=data, capture_output=True, timeout=timeout + 30)
        except subprocess.TimeoutExpired as late:
            raise LabError(f"{shown!r} did not end within {timeout:.0f} s") from late
        result = Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        if check and result.code:
            raise CommandFailed(shown, result.code, result.output)
        return result


def _argv(command: Command) -> list[str]:
    return ["/bin/bash", "-c", command] if isinstance(command, str) else command


def names() -> list[str]:
    """The names of all hosts that exist."""
    return sorted(path.parent.name for path in settings.hosts_dir().glob("*/lower"))


def destroy_all() -> None:
    """Destroy every host, the lab's network, and what an interrupted start left behind."""
    for name in names():
        Host(name).destroy()
    network.down()
    shutil.rmtree(settings.hosts_dir(), ignore_errors=True)
