"""The TLS certificates: the device's own, and the one that serves where the settings name another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cryptography import x509

from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip, warn
from inventory.operations.host_names import current_names
from inventory.operations.provision import certificate, site_certificate

# certbot renews 30 days before the end: with half of that left, renewing does not work.
_SOON = timedelta(days=15)


def check(machine: Machine) -> Iterator[Result]:
    name = "certificate"
    if not machine.is_device:
        yield skip(name, "a checkout speaks plain http on loopback")
        return
    if not machine.is_root:
        yield skip(name, "needs root")
        return
    yield _check_own(machine, name)
    pair = site_certificate.configured(machine.settings)
    if pair:
        yield _check_pair(pair, datetime.now(UTC))


def _check_pair(pair: site_certificate.Pair, now: datetime) -> Result:
    reason = site_certificate.fault(pair, now)
    if reason:  # no failure: the device serves, and neither an upgrade nor a playbook may stop for it
        return warn("site certificate", f"The device's own serves: {reason}", site_certificate.MEND)
    return judge(pair.read_certificate(), now)


def judge(found: x509.Certificate, now: datetime) -> Result:
    """A sound certificate that somebody else made: is it for any name, in time, and for how long?"""
    name, named = "site certificate", certificate.names_of(found)
    begins, ends = (moment.replace(tzinfo=UTC) for moment in (found.not_valid_before, found.not_valid_after))
    if not named.hosts + named.addresses:
        return fail(name, "It names no host (subjectAltName): browsers refuse it.", site_certificate.MEND)
    if now < begins:
        return warn(name, f"It begins on {begins:%Y-%m-%d}, or the clock is behind.", site_certificate.MEND)
    days = (ends - now).days
    what = f"for {', '.join(named.hosts + named.addresses)}, ends in {days} days ({ends:%Y-%m-%d})"
    if ends - now < _SOON:
        return warn(
            name, f"{what[0].upper()}{what[1:]}.", f"Renew it (certbot: `certbot renew`). {site_certificate.MEND}"
        )
    return ok(name, what)


def _check_own(machine: Machine, name: str) -> Result:
    settings = machine.settings
    key, found = certificate.read_key(settings), certificate.read_certificate(settings)
    if key is None or found is None:
        path = certificate.key_file(settings) if key is None else certificate.certificate_file(settings)
        return fail(name, f"{path} is missing or damaged.", machine.provision)
    reason = certificate.reason_to_renew(found, key, current_names(), datetime.now(UTC))
    if reason:
        return fail(name, f"It must be renewed: {reason}.", machine.provision)
    return ok(name, f"for {', '.join(certificate.names_of(found).hosts)}, until {found.not_valid_after:%Y-%m-%d}")
