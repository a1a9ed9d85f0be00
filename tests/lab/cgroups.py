"""Clean up the cgroups of a host that has stopped."""

import os
from pathlib import Path

from tests.lab.supervise import hierarchies


def name_of(host: str) -> str:
    return f"invlab-{host}"


def has_processes(host: str) -> bool:
    """Whether anything of the host still runs: after a kill its processes take a moment to end."""
    tops = [hierarchy / name_of(host) for hierarchy in hierarchies()]
    return any(group.read_text() for top in tops for group in top.rglob("cgroup.procs"))


def remove(host: str) -> None:
    """Remove the host's groups, deepest first; a group that still holds something stays."""
    for hierarchy in hierarchies():
        top = hierarchy / name_of(host)
        for directory, _, _ in os.walk(top, topdown=False):
            try:
                Path(directory).rmdir()
            except OSError:
                continue
