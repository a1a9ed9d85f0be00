"""Clean up the cgroups of a host that has stopped."""

import os
from pathlib import Path

from tests.lab.supervise import hierarchies


def name_of(host: str) -> str:
    return f"invlab-{host}"


def remove(host: str) -> None:
    """Remove the host's groups, deepest first; a group that still holds something stays."""
    for hierarchy in hierarchies():
        top = hierarchy / name_of(host)
        for directory, _, _ in os.walk(top, topdown=False):
            try:
                Path(directory).rmdir()
            except OSError:
                continue
