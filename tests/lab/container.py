"""One nspawn container: start it, find its PID 1, see whether it is up, stop it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.lab import cgroups, settings
from tests.lab.errors import LabError
from tests.lab.outer import call

POWER_OFF = signal.SIGRTMIN + 4  # systemd as PID 1 starts poweroff.target
SUPERVISE = Path(__file__).with_name("supervise.py")


class Container:
    """The running side of host `name`, whose files are in `directory` and whose tree is `root`."""

    def __init__(self, name: str, directory: Path, root: Path) -> None:
        self.name = name
        self.directory = directory
        self.root = root
        self.console = directory / "console.log"
        self._pid_file = directory / "nspawn.pid"

    def nspawn(self) -> int:
        """Pid of this container's nspawn; 0 when it does not run."""
        try:
            pid = int(self._pid_file.read_text())
            mine = str(self.root).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return 0
        return pid if mine else 0

    def leader(self) -> int:
        """Pid, seen from outside, of the systemd that is PID 1 inside; 0 when there is none."""
        nspawn = self.nspawn()
        if not nspawn:
            return 0
        try:
            children = Path(f"/proc/{nspawn}/task/{nspawn}/children").read_text().split()
            return next((int(pid) for pid in children if _is_init(pid)), 0)
        except OSError:
            return 0

    def start(self, binds: list[str]) -> None:
        """Start the container; returns when its PID 1 exists. `binds` are nspawn's --bind arguments."""
        command = [
            "systemd-nspawn", "--quiet", f"--directory={self.root}", f"--machine={self.name}", "--boot",
            "--register=no", "--keep-unit", f"--network-bridge={settings.BRIDGE}", "--resolv-conf=off",
            "--link-journal=no", "--timezone=off", "--console=pipe", *(f"--bind={bind}" for bind in binds),
        ]  # fmt: skip
        self._drop_interface()
        with self.console.open("wb") as console:
            subprocess.Popen(
                [sys.executable, SUPERVISE, self._pid_file, cgroups.name_of(self.name), *command],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True,
            )  # fmt: skip
        self.wait(lambda: self.leader() > 0, 30, "has no PID 1")

    def wait_booted(self, timeout: float) -> str:
        """Wait until systemd has finished starting; its state then: "running" or "degraded"."""
        self.wait(self._has_bus, timeout, "has no D-Bus")
        done = subprocess.run(
            [*self.enter(), "timeout", str(timeout), "systemctl", "is-system-running", "--wait"],
            check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
        state = done.stdout.strip()
        if state not in ("running", "degraded"):
            raise LabError(f"{self.name} did not finish booting ({state or done.stderr}):\n{self.console_tail()}")
        return state

    def enter(self) -> list[str]:
        """The command prefix that enters the container with an empty environment."""
        leader = self.leader()
        if not leader:
            raise LabError(f"{self.name} is not running")
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return ["nsenter", "-t", str(leader), "-m", "-u", "-i", "-n", "-p", "-C", "env", "-i", path, "HOME=/root"]

    def stop(self, timeout: float = 60) -> None:
        """Shut down cleanly; what has not ended after `timeout` seconds is killed."""
        leader = self.leader()
        if leader:
            os.kill(leader, POWER_OFF)
            try:
                self.wait(lambda: not self.nspawn(), timeout, "did not power off")
            except LabError:
                self.kill()
        elif self.nspawn():
            self.kill()
        cgroups.remove(self.name)

    def kill(self) -> None:
        """A power cut: everything in the container ends at once."""
        for pid in (self.leader(), self.nspawn()):
            if pid:
                os.kill(pid, signal.SIGKILL)
        self.wait(lambda: not self.nspawn(), 15, "survived SIGKILL")
        self.wait(lambda: not cgroups.has_processes(self.name), 15, "has processes that survived SIGKILL")
        self._pid_file.unlink(missing_ok=True)
        self._drop_interface()
        cgroups.remove(self.name)

    def wait(self, condition: Callable[[], bool], timeout: float, trouble: str) -> None:
        """Wait for `condition`; LabError with the console's last lines after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise LabError(f"{self.name} {trouble} after {timeout:.0f} s:\n{self.console_tail()}")
            time.sleep(0.05)

    def console_tail(self) -> str:
        return self.console.read_text(errors="replace")[-3000:] if self.console.exists() else ""

    def _drop_interface(self) -> None:
        """Remove our end of the network cable: after a kill the kernel takes its time, and nspawn wants it gone."""
        call("ip", "link", "del", f"vb-{self.name}", check=False)

    def _has_bus(self) -> bool:
        leader = self.leader()
        return leader > 0 and Path(f"/proc/{leader}/root/run/dbus/system_bus_socket").exists()


def _is_init(pid: str) -> bool:
    return Path(f"/proc/{pid}/comm").read_text().strip() in ("systemd", "init")
