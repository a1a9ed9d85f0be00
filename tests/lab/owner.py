"""Which process a host belongs to; a pid with its start time, since pids are used again."""

import os
from pathlib import Path


def owner_of_this_process() -> str:
    """What `is_alive` recognises later."""
    return f"{os.getpid()} {_started(os.getpid())}"


def is_alive(owner: str) -> bool:
    """Whether the process that wrote `owner` still runs. An empty owner means a host that is kept: true."""
    if not owner:
        return True
    pid, started = owner.split()
    return _started(int(pid)) == started


def _started(pid: int) -> str:
    """Start time of a process in clock ticks since boot; "" when there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]  # the command name may hold spaces and brackets
