"""Child processes that end when we end, even when we are killed."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.run.layout import Layout

POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")


def _as_postgres(command: Sequence[str]) -> list[str]:
    """As root, run PostgreSQL's programs as the user that Debian made for it.

    The capability lets it reach a checkout below a private home such as /root.
    """
    if os.geteuid() != 0:
        return list(command)
    capability = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *capability, "--", *command]


def own_by_postgres(path: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(path, owner.pw_uid, owner.pw_gid)


def start(command: Sequence[str], log: Path, environment: dict[str, str], end_signal: str) -> subprocess.Popen[bytes]:
    """Start a program in its own session (Ctrl-C reaches only us), its output in `log`.

    Args:
        end_signal: what the kernel sends it when we die, so that nothing is left behind.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            ["setpriv", f"--pdeathsig={end_signal}", "--", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
        )


def create_cluster(layout: Layout) -> bool:
    """Make the private cluster; False when it is there already."""
    if (layout.data / "PG_VERSION").exists():
        return False
    layout.data.mkdir(mode=0o700, exist_ok=True)
    own_by_postgres(layout.data)
    command = [str(POSTGRES_BIN / "initdb"), "-D", str(layout.data), "-U", "inventory", "-A", "trust"]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
    subprocess.run(_as_postgres(command), check=True, stdout=subprocess.DEVNULL, cwd="/")
    return True


def start_postgres(layout: Layout, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """PostgreSQL on a socket that only we can reach; no TCP."""
    own_by_postgres(layout.sockets)
    command = [str(POSTGRES_BIN / "postgres"), "-D", str(layout.data), "-c", "listen_addresses="]
    command += ["-c", f"unix_socket_directories={layout.sockets}"]
    # setpriv drops the death signal when it changes the user, so it is given to the inner one.
    inner = _as_postgres(command)
    if inner[0] == "setpriv":
        inner.insert(1, "--pdeathsig=INT")
    return start(inner, layout.logs / "postgresql.log", environment, "INT")


def postgres_answers(layout: Layout) -> bool:
    command = [str(POSTGRES_BIN / "pg_isready"), "-q", "-h", str(layout.sockets), "-U", "inventory"]
    return subprocess.run(command, check=False).returncode == 0
