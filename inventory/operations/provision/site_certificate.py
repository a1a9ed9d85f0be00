"""A certificate that somebody else made (an authority, certbot), and which one nginx gets: it, or the device's own.

INVENTORY_TLS_CERTIFICATE and INVENTORY_TLS_KEY name the files. Nothing here writes them. While they are not sound,
nginx gets the device's own: a mistake, or a renewal that did not come, costs a warning in the browser and not the site.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from inventory.config import Settings
from inventory.operations.provision import certificate
from inventory.operations.provision.step import Notice, Work

# What the sandbox of inventory-provision.service does not show.
_HIDDEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108 - nothing is written there


# OpenSSL says the last when the key is even of another kind.
_NOT_ITS_KEY = ("KEY_VALUES_MISMATCH", "KEY_TYPE_MISMATCH", "NO_CERTIFICATE_ASSIGNED")


@dataclass(frozen=True)
class Pair:
    """Files of a certificate, with the authorities between it and the root, and of its key."""

    certificate: Path
    key: Path

    def read_certificate(self) -> x509.Certificate:
        """The first certificate of the file. Raises OSError and ValueError."""
        return x509.load_pem_x509_certificate(self.certificate.read_bytes())


def own(settings: Settings) -> Pair:
    """The pair that the device made for itself."""
    return Pair(certificate.certificate_file(settings), certificate.key_file(settings))


def configured(settings: Settings) -> Pair | None:
    """The pair that the settings name, if they do."""
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    return Pair(settings.tls_certificate, settings.tls_key)


def serving(settings: Settings) -> Pair:
    """The pair that nginx is to use now."""
    pair = configured(settings)
    return own(settings) if pair is None or fault(pair, datetime.now(UTC)) else pair


def missing(settings: Settings) -> Work | Notice | None:
    """A Notice where the settings name a pair that nginx cannot use. There is never work: the files are not ours."""
    pair = configured(settings)
    reason = fault(pair, datetime.now(UTC)) if pair else None
    if reason is None:
        return None
    return Notice(f"not used: {reason} The device's own serves. {MEND}")


MEND = (
    "Put a sound certificate and its key where INVENTORY_TLS_CERTIFICATE and INVENTORY_TLS_KEY point, "
    "then `systemctl restart inventory-provision`."
)


def make(_: Settings) -> None:
    """Nothing: see `missing`."""


def fault(pair: Pair, now: datetime) -> str | None:
    """Why nginx cannot use this pair at `now`, one sentence, or None.

    One that begins later is no fault: a Pi's clock may be behind, and its visitors' clocks count.
    """
    for path in (pair.certificate, pair.key):
        if any(path.is_relative_to(folder) for folder in _HIDDEN):
            return f"{path} is in a folder that services do not see (best: /etc/inventory/tls)."
        try:
            if not path.read_bytes().strip():
                return f"{path} is empty."
        except OSError as error:
            return f"{path}: {error.strerror or error}."
    return _fault_of_content(pair, now)


def _fault_of_content(pair: Pair, now: datetime) -> str | None:
    try:
        found = pair.read_certificate()
    except ValueError:
        return f"{pair.certificate} holds no certificate in PEM form."
    if now > found.not_valid_after.replace(tzinfo=UTC):
        return f"{pair.certificate} ended on {found.not_valid_after:%Y-%m-%d}."
    try:  # the library that nginx loads them with: what passes here, nginx takes (a weak key it does not)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(pair.certificate, pair.key, password=lambda: "-")
    except ssl.SSLError as error:
        if error.reason in _NOT_ITS_KEY:
            return f"{pair.key} is not the key of {pair.certificate}."
        why = (error.reason or "not PEM").lower().replace("_", " ")
        return f"{pair.key} and {pair.certificate} cannot be loaded ({why}); the key must be PEM without a password."
    return None


def fingerprint(found: x509.Certificate) -> str:
    """SHA-256 of the certificate, in hexadecimal digits."""
    return found.fingerprint(hashes.SHA256()).hex()
