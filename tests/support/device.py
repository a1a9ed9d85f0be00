"""A device without systemd: this machine's own root under an overlay, in namespaces of its own, with the checkout.

Everything in it is real: pg_createcluster, peer authentication, nginx on ports 80 and 443. Nothing reaches the
machine outside, and all of it is gone afterwards. Needs root.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
_SETUP = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mkdir -p "$1/root/opt/inventory"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$1/root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$1/root/run"
mkdir -m 1777 "$1/root/run/lock"
mkdir -m 2775 "$1/root/run/postgresql" && chown postgres:postgres "$1/root/run/postgresql"
mount --bind "$2" "$1/root/opt/inventory"
ip link set lo up
echo ready > "$1/ready"
exec chroot "$1/root" sleep infinity
"""
_LAUNCHER = """#!/bin/sh
export PYTHONPATH=/opt/inventory PYTHONDONTWRITEBYTECODE=1
exec /opt/inventory/.venv/bin/python -m inventory "$@"
"""
_FILES = "/opt/inventory"


class Device:
    """Use as a context manager. `run` runs a command in it as root."""

    def __enter__(self) -> Device:
        self._folder = Path(tempfile.mkdtemp(prefix="inventory-device-"))
        command = ["unshare", "--mount", "--pid", "--net", "--ipc", "--fork", "--kill-child", "bash", "-c", _SETUP]
        command += ["device", str(self._folder), str(PROJECT)]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        self._leader = self._find_leader()
        self._prepare()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._folder.rmdir()

    def _find_leader(self) -> int:
        """The first process inside; its root becomes the overlay when it executes sleep."""
        deadline = time.monotonic() + 20
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        while time.monotonic() < deadline and self._process.poll() is None:
            for child in children.read_text().split():
                if Path(f"/proc/{child}/exe").readlink().name == "sleep":
                    return int(child)
            time.sleep(0.05)
        raise RuntimeError("the device's namespaces could not be made (root is needed)")

    def _prepare(self) -> None:
        """What the packages would bring."""
        self.write("/usr/bin/inventory", _LAUNCHER, mode="755")
        self.sh("getent group inventory || groupadd --system inventory")
        self.sh("id inventory || useradd --system -g inventory -d /var/lib/inventory -s /usr/sbin/nologin inventory")
        self.sh("usermod -aG inventory www-data")
        self.sh("rm -rf /var/lib/inventory /etc/inventory; mkdir /etc/inventory")
        self.sh(f"install -D -m 644 {_FILES}/nginx/inventory.conf /etc/nginx/sites-available/inventory")
        self.sh(f"mkdir -p /usr/share/inventory/nginx && cp {_FILES}/nginx/pages/* /usr/share/inventory/nginx/")
        self.sh("mkdir -p /usr/lib/python3/dist-packages/inventory")
        self.sh(f"cp -r {_FILES}/inventory/static /usr/lib/python3/dist-packages/inventory/")

    def run(
        self, *command: str, user: str = "", check: bool = False, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """A command in the device, with a clean environment; both streams caught."""
        switch = ["runuser", "-u", user, "--"] if user else []
        enter = ["nsenter", f"--target={self._leader}", "--mount", "--pid", "--net", "--ipc", "--root", "--wd"]
        environment = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8"]
        done = subprocess.run(
            [*enter, *environment, *switch, *command],
            capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        if check and done.returncode != 0:
            raise RuntimeError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def sh(self, script: str, *, user: str = "") -> str:
        """A shell script that must succeed; its standard output."""
        return self.run("bash", "-c", script, user=user, check=True).stdout

    def write(self, path: str, text: str, *, mode: str = "644") -> None:
        """A file of root."""
        target = Path(f"/proc/{self._leader}/root{path}")
        target.write_text(text)
        target.chmod(int(mode, 8))

    def provision(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("inventory", "provision", *arguments, timeout=300)
