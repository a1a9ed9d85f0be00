"""A certificate authority, as a site has one: a root, an authority below it, and certificates that they sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """What an authority gives out: the full chain and the key, in PEM."""

    chain: str
    key: str
    certificate: x509.Certificate

    @property
    def serial(self) -> int:
        return self.certificate.serial_number


def new_key(kind: str) -> PrivateKey:
    """`kind`: "ec", "rsa", or "weak" (an RSA key that OpenSSL refuses)."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if kind == "weak" else 2048)


def pem_of(key: PrivateKey, password: str = "") -> str:
    """The key as PEM, encrypted when there is a password."""
    hidden = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden).decode()


class Authority:
    """A root that signed one authority, which signs the rest."""

    def __init__(self, name: str = "A workshop") -> None:
        self._root_key, self._key = new_key("ec"), new_key("ec")
        self._root = _signed(f"{name} root", self._root_key, None, self._root_key, (-DAY, 3650 * DAY))
        self._below = _signed(name, self._key, self._root, self._root_key, (-DAY, 1825 * DAY))

    @property
    def root(self) -> str:
        """What those who trust this authority have (PEM)."""
        return _pem(self._root)

    def issue(
        self,
        *names: str,
        kind: str = "ec",
        begins: timedelta = -2 * DAY,
        ends: timedelta = 90 * DAY,
        password: str = "",
    ) -> Issued:
        """A server's certificate for host names and addresses; times from now on."""
        key = new_key(kind)
        found = _signed("", key, self._below, self._key, (begins, ends), names)
        return Issued(_pem(found) + _pem(self._below), pem_of(key, password), found)


def _signed(
    common: str, key: PrivateKey, issuer: x509.Certificate | None, issuer_key: PrivateKey,
    lasts: tuple[timedelta, timedelta], names: tuple[str, ...] = (),
) -> x509.Certificate:  # fmt: skip
    """An authority's certificate, or a server's when there are names (or no common name)."""
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)] if common else [])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + lasts[0])
        .not_valid_after(now + lasts[1])
        .add_extension(x509.BasicConstraints(ca=bool(common), path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_name(name) for name in names]), critical=not common
        )
    return builder.sign(issuer_key, hashes.SHA256())


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
