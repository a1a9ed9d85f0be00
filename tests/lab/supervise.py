"""Keep one container running: start nspawn again when the host reboots. Run as a program, one a host.

    python3 supervise.py PID_FILE CGROUP COMMAND...

Outside of a systemd unit nspawn leaves rebooting to its parent: it ends with 133. The container gets a cgroup of
its own in every hierarchy; without that, two hosts would share `/system.slice` and stop each other's services.
"""

import subprocess
import sys
from pathlib import Path

REBOOT = 133
CGROUPS = Path("/sys/fs/cgroup")


def hierarchies() -> list[Path]:
    """Mount points of the cgroup hierarchies that can hold a group of ours (cgroup 1, 2 or both)."""
    if (CGROUPS / "cgroup.controllers").exists():
        return [CGROUPS]
    # a fresh cpuset group has no processors, so nothing can be put in it
    return [path for path in CGROUPS.iterdir() if path.name != "cpuset" and (path / "cgroup.procs").exists()]


def enter(name: str) -> None:
    """Move this process, and so all its children, into cgroup `name` everywhere."""
    for hierarchy in hierarchies():
        group = hierarchy / name
        group.mkdir(exist_ok=True)
        (group / "cgroup.procs").write_text("0")


def main(pid_file: Path, cgroup: str, command: list[str]) -> int:
    enter(cgroup)
    while True:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as container:
            pid_file.write_text(str(container.pid))
            code = container.wait()
        if code != REBOOT:
            pid_file.unlink(missing_ok=True)
            return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
