"""The device's own TLS key and certificate, made on the device.

Valid for 825 days in all: Apple's devices refuse a longer one even when their owner has told them to trust it.
The renewal timer makes a new one 30 days before the end, with the same key. It also makes a new one when the
host was renamed, and once when the first one was made before the device had an address; a new address alone
(DHCP) is no reason, because everybody would have to accept the new certificate.
"""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from inventory.config import Settings
from inventory.operations.files import write_file
from inventory.operations.host_names import Names, current_names
from inventory.operations.provision import nginx_site
from inventory.operations.provision.step import Work

# A Pi has no clock of its own: it may run ahead of its visitors' clocks, who would not accept it yet.
BACKDATED = timedelta(days=30)
VALID = timedelta(days=825)
RENEW_BEFORE = timedelta(days=30)
KEY_MODE, CERTIFICATE_MODE = 0o600, 0o644


def key_file(settings: Settings) -> Path:
    return settings.tls_dir / "inventory.key"


def certificate_file(settings: Settings) -> Path:
    return settings.tls_dir / "inventory.crt"


def missing(settings: Settings) -> Work | None:
    key, certificate = read_key(settings), read_certificate(settings)
    if key is None or certificate is None:
        return Work("create", "key and certificate" if key is None else "the certificate")
    reason = reason_to_renew(certificate, key, current_names(), datetime.now(UTC))
    if reason:
        return Work("renew", f"the certificate: {reason}")
    found = key_file(settings).stat()
    if (stat.S_IMODE(found.st_mode), found.st_uid) != (KEY_MODE, os.geteuid()):
        return Work("repair", f"owner and mode of {key_file(settings)}")
    return None


def make(settings: Settings) -> None:
    """Write the key first (a sound one is kept), then the certificate; a running nginx takes them at once."""
    key = read_key(settings)
    if key is None:
        key = ec.generate_private_key(ec.SECP256R1())
    write_file(key_file(settings), _pem(key), mode=KEY_MODE)
    certificate = self_signed(key, current_names(), datetime.now(UTC))
    write_file(certificate_file(settings), certificate.public_bytes(serialization.Encoding.PEM), mode=CERTIFICATE_MODE)
    nginx_site.reload_if_sound()


def read_key(settings: Settings) -> ec.EllipticCurvePrivateKey | None:
    """The key, or None when it is missing or damaged. Raises PermissionError where we may not read it."""
    try:
        key = serialization.load_pem_private_key(key_file(settings).read_bytes(), None)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else None


def read_certificate(settings: Settings) -> x509.Certificate | None:
    """The certificate, or None when it is missing or damaged."""
    try:
        return x509.load_pem_x509_certificate(certificate_file(settings).read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def reason_to_renew(
    certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey | None, names: Names, now: datetime
) -> str | None:
    """Why this certificate will not do, or None. Without a key, whether they fit is not asked."""
    if key is not None and not _belongs(certificate, key):
        return "it does not belong to the key"
    if now > _utc(certificate.not_valid_after) - RENEW_BEFORE:
        return f"it ends on {certificate.not_valid_after:%Y-%m-%d}"
    if now < _utc(certificate.not_valid_before):
        return f"it begins on {certificate.not_valid_before:%Y-%m-%d}"
    named = names_of(certificate)
    if names.hosts[0] not in named.hosts:
        return f"this host is called {names.hosts[0]} now"
    if names.has_public_address and not named.has_public_address:
        return "it was made before the device had an address"
    return None


def names_of(certificate: x509.Certificate) -> Names:
    """The names and addresses that a certificate holds."""
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Names((), ())
    addresses = extension.get_values_for_type(x509.IPAddress)
    return Names(tuple(extension.get_values_for_type(x509.DNSName)), tuple(str(address) for address in addresses))


def self_signed(key: ec.EllipticCurvePrivateKey, names: Names, now: datetime) -> x509.Certificate:
    """A certificate of a server for these names, signed by its own key."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names.hosts[0][:64])])
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names.hosts]
    alternatives += [x509.IPAddress(ip_address(address)) for address in names.addresses]
    start = now - BACKDATED
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + VALID - timedelta(seconds=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _belongs(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bool:
    public, wanted = certificate.public_key(), key.public_key()
    return isinstance(public, ec.EllipticCurvePublicKey) and public.public_numbers() == wanted.public_numbers()


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _utc(moment: datetime) -> datetime:
    """cryptography 38 gives UTC without saying so."""
    return moment.replace(tzinfo=UTC)
