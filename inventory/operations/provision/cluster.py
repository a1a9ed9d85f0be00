"""A PostgreSQL cluster: the one that is there, else a new one in UTF-8 with checksums."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations import superuser
from inventory.operations.files import sync_directory
from inventory.operations.programs import run, run_checked
from inventory.operations.provision.step import Notice, Work
from inventory.operations.users import is_device_database

VERSION = 15  # Debian 12's; pgvector is built for it
NAME = "main"
_DATA = Path(f"/var/lib/postgresql/{VERSION}/{NAME}")
_CONFIGURATION = Path(f"/etc/postgresql/{VERSION}/{NAME}")


@dataclass(frozen=True)
class Cluster:
    """One line of pg_lsclusters."""

    version: str
    name: str
    port: int
    status: str
    data: Path

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    @property
    def unit(self) -> str:
        return f"postgresql@{self.version}-{self.name}"


def list_clusters() -> list[Cluster]:
    """All clusters that Debian's tools know."""
    lines = run(["pg_lsclusters", "--no-header"]).stdout.splitlines()
    fields = [line.split() for line in lines]
    return [Cluster(f[0], f[1], int(f[2]), f[3], Path(f[5])) for f in fields if len(f) >= 6]


def find_cluster(settings: Settings) -> Cluster | None:
    """The cluster on the port that the database URL names (5432)."""
    port = superuser.port(settings)
    return next((cluster for cluster in list_clusters() if cluster.port == port), None)


def missing(settings: Settings) -> Work | Notice | None:
    """Work when there is none.

    Raises:
        InventoryError: the one on our port is too old, or has no data.
    """
    if not is_device_database(settings):
        return Notice("INVENTORY_DATABASE_URL names another server: it is not provisioned from here")
    found = find_cluster(settings)
    if found is None and (elsewhere := _newest()):
        raise InventoryError(
            f"PostgreSQL {elsewhere.version}/{elsewhere.name} listens on port {elsewhere.port}.",
            hint=_other_port(elsewhere),
        )
    if found is None or _is_unfinished(settings, found):
        return Work("create", f"PostgreSQL cluster {VERSION}/{NAME}")
    if found.major < VERSION:
        raise InventoryError(
            f"On port {found.port} is PostgreSQL {found.version}/{found.name}, which is older than {VERSION}.",
            hint=_other_port(found),
        )
    if not (found.data / "global" / "pg_control").exists():
        raise InventoryError(
            f"PostgreSQL {found.version}/{found.name} has no data in {found.data}.",
            hint=f"Mount its disk there; or, if it never held anything, `pg_dropcluster {found.version} {found.name}`.",
        )
    return None


def make(settings: Settings) -> None:
    """Create the cluster. A marker tells the next run that one was begun and never finished."""
    marker = _marker(settings)
    found = find_cluster(settings)
    if found is not None:
        run_checked(
            ["pg_dropcluster", found.version, found.name],
            what="Removing the unfinished PostgreSQL cluster failed",
            hint=f"Remove it by hand: `pg_dropcluster {found.version} {found.name}`.",
        )
    if marker.exists():
        _remove_leftover()
    marker.touch(mode=0o600)
    sync_directory(marker.parent)
    options = ["--encoding=UTF8", "--locale=C.UTF-8", f"--port={superuser.port(settings)}"]
    run_checked(
        ["pg_createcluster", *options, str(VERSION), NAME, "--", "--data-checksums"],
        what="Creating the PostgreSQL cluster failed",
        hint="Free space on the disk if it is full; then run `inventory provision` again.",
        timeout=600,
    )
    marker.unlink()
    sync_directory(marker.parent)


def _is_unfinished(settings: Settings, found: Cluster) -> bool:
    """Was its creation ours, interrupted, and has it never run (so that nothing can be in it)?"""
    return _marker(settings).exists() and not _has_run(found.data) and "online" not in found.status


def _remove_leftover() -> None:
    """Remove what an interrupted pg_createcluster left where Debian's tools do not list it yet."""
    if _has_run(_DATA):
        raise InventoryError(
            f"{_DATA} holds a PostgreSQL cluster that has run, but is not configured.",
            hint=f"To use it: `pg_createcluster {VERSION} {NAME}`; else move it away.",
        )
    for directory in (_DATA, _CONFIGURATION):
        if directory.exists():
            shutil.rmtree(directory)


def _has_run(data: Path) -> bool:
    """PostgreSQL writes this file when it starts as a server, and initdb does not."""
    return (data / "postmaster.opts").exists()


def _marker(settings: Settings) -> Path:
    return settings.state_dir / "creating-cluster"


def _newest() -> Cluster | None:
    """A cluster that is new enough, whatever its port."""
    return next((cluster for cluster in list_clusters() if cluster.major >= VERSION), None)


def _other_port(found: Cluster) -> str:
    newer = _newest()
    if newer is None:
        return f"Upgrade it with `pg_upgradecluster {found.version} {found.name}`, or install postgresql-{VERSION}."
    url = f"INVENTORY_DATABASE_URL=postgresql+psycopg2:///inventory?port={newer.port}"
    return f"Write {url} to /etc/inventory/local.env to use {newer.version}/{newer.name}."
