"""PostgreSQL answers on its socket; started where systemd runs."""

from __future__ import annotations

from inventory.config import Settings
from inventory.errors import InventoryError, Unavailable
from inventory.operations import superuser
from inventory.operations.programs import run, systemd_runs
from inventory.operations.provision.cluster import find_cluster
from inventory.operations.provision.step import Notice, Work
from inventory.operations.users import is_device_database


def missing(settings: Settings) -> Work | Notice | None:
    if not is_device_database(settings):
        return Notice("another server's")
    cluster = find_cluster(settings)
    if cluster is None or "online" not in cluster.status:
        name = f"{cluster.version}/{cluster.name}" if cluster else "it"
        if not systemd_runs():
            raise Unavailable(
                f"PostgreSQL ({name}) is not running.",
                hint="Nothing can be started here; at the first boot inventory-provision.service does the rest.",
            )
        return Work("start", f"PostgreSQL {name}")
    superuser.query(settings, ["SELECT 1"])
    return None


def make(settings: Settings) -> None:
    """Start the cluster and wait until it answers.

    Raises:
        InventoryError: it does not start, with the place where it says why.
    """
    cluster = find_cluster(settings)
    if cluster is None:
        raise InventoryError("There is no PostgreSQL cluster.")
    run(["systemctl", "start", f"{cluster.unit}.service"], timeout=240)
    after = find_cluster(settings)
    if after is None or "online" not in after.status:
        log = f"/var/log/postgresql/postgresql-{cluster.version}-{cluster.name}.log"
        raise Unavailable(
            f"PostgreSQL {cluster.version}/{cluster.name} does not start.",
            hint=f"`journalctl -u {cluster.unit}` and {log} say why; then `systemctl restart inventory-provision`.",
        )
    superuser.query(settings, ["SELECT 1"])
