"""The TLS certificate: there, in time, for this host, and of its key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip
from inventory.operations.host_names import current_names
from inventory.operations.provision import certificate


def check(machine: Machine) -> Iterator[Result]:
    name, settings = "certificate", machine.settings
    if not machine.is_device:
        yield skip(name, "a checkout speaks plain http on loopback")
        return
    if not machine.is_root:
        yield skip(name, "needs root")
        return
    key, found = certificate.read_key(settings), certificate.read_certificate(settings)
    if key is None or found is None:
        path = certificate.key_file(settings) if key is None else certificate.certificate_file(settings)
        yield fail(name, f"{path} is missing or damaged.", machine.provision)
        return
    reason = certificate.reason_to_renew(found, key, current_names(), datetime.now(UTC))
    if reason:
        yield fail(name, f"It must be renewed: {reason}.", machine.provision)
    else:
        yield ok(name, f"for {', '.join(certificate.names_of(found).hosts)}, until {found.not_valid_after:%Y-%m-%d}")
