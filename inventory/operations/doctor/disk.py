"""Room on the disks of the state tree and of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, ok, skip
from inventory.operations.health import disk
from inventory.operations.provision.cluster import find_cluster

_MEND = "Delete what is not needed, run `apt clean`, or use a larger disk."


def check(machine: Machine) -> Iterator[Result]:
    yield _check("disk of the photos", machine.settings.image_dir, machine.provision)
    if not machine.is_device:
        return
    cluster = find_cluster(machine.settings)
    if cluster is None:
        yield skip("disk of the database", "there is no PostgreSQL cluster")
    elif not machine.is_root:
        yield skip("disk of the database", "needs root")
    else:
        yield _check("disk of the database", cluster.data, "Mount its disk.")


def _check(name: str, directory: Path, missing: str) -> Result:
    part = disk.check(directory)
    if part.state == "ok":
        return ok(name, f"{part.details['free_bytes'] // disk.MEBIBYTE} MiB free")
    if not part.details:
        return Result(name, "fail", f"{part.message}.", missing)
    message = part.message[:1].upper() + part.message[1:] + "."
    return Result(name, "fail" if part.state == "error" else "warn", message, _MEND)
