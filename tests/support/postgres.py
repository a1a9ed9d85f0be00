"""A private PostgreSQL cluster for one test run: real, thrown away afterwards, durable writes off."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import sqlalchemy as sa

BIN = Path("/usr/lib/postgresql/15/bin")
_counter = itertools.count(1)


def _as_owner(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; as root we run it as the user that Debian made for it."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


def _roomy_memory() -> str:
    """Memory where there is plenty (a copy of the template takes a third of the time), else the disk."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30 else "/tmp"


class Cluster:
    """A running cluster; `url(name)` connects over its unix socket as the role `inventory`."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="inventory-test-pg-", dir=_roomy_memory()))
        self.data = self.root / "data"
        self.template: str | None = None

    def start(self) -> None:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.root, owner.pw_uid, owner.pw_gid)
        self.root.chmod(0o755)
        self._run(
            "initdb", "-D", self.data, "-U", "inventory", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync"
        )
        options = (
            f"-c listen_addresses= -c unix_socket_directories={self.root} -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off -c max_connections=100 -c shared_buffers=64MB"
        )
        self._run("pg_ctl", "-D", self.data, "-l", self.root / "log", "-o", options, "-w", "-s", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-s", "stop", check=False)
        shutil.rmtree(self.root, ignore_errors=True)

    def restart(self) -> None:
        """Restart, as `apt upgrade` does to a device: connections break."""
        self._run("pg_ctl", "-D", self.data, "-l", self.root / "log", "-m", "fast", "-w", "-s", "restart")

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        command = [str(BIN / program), *map(str, arguments)]
        subprocess.run(_as_owner(command), check=check, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg2://inventory@/{database}?host={self.root}"

    def create_database(self, template: str | None = None) -> str:
        """A new database (a copy of `template`); returns its name."""
        name = f"test_{next(_counter)}"
        source = f' TEMPLATE "{template}" STRATEGY file_copy' if template else ""
        self.execute(f'CREATE DATABASE "{name}"{source}')
        return name

    def drop_database(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        engine = sa.create_engine(self.url(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(statement))
