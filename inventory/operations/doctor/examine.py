"""All groups of checks, in the order in which a person would look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from inventory.errors import InventoryError
from inventory.operations.doctor import (
    backups,
    certificate,
    clock,
    database,
    disk,
    embedder,
    model,
    permissions,
    ports,
    services,
    settings,
    web,
)
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, Status, fail

Check = Callable[[Machine], Iterable[Result]]
GROUPS: dict[str, Check] = {
    "settings": settings.check,
    "clock": clock.check,
    "disk": disk.check,
    "permissions": permissions.check,
    "certificate": certificate.check,
    "services": services.check,
    "database": database.check,
    "model": model.check,
    "embedder": embedder.check,
    "ports": ports.check,
    "web": web.check,
    "backup": backups.check,
}


def examine(machine: Machine) -> Iterator[Result]:
    """Run every check; one that cannot even be made counts as a failure with its reason."""
    for name, check in GROUPS.items():
        try:
            yield from check(machine)
        except InventoryError as error:
            yield fail(name, error.message, error.hint or machine.provision)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            yield fail(name, f"{where}{error.strerror or error}.", machine.provision)
        except Exception as error:  # the doctor must come to its end, whatever is ill
            yield fail(name, f"The check itself failed: {type(error).__name__}: {error}.", "Report this as a fault.")


def overall(results: Iterable[Result]) -> Status:
    """fail if anything failed, else warn if anything is not quite right, else ok."""
    statuses = {result.status for result in results}
    if "fail" in statuses:
        return "fail"
    return "warn" if "warn" in statuses else "ok"
