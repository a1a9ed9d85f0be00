"""The device's certificate: what is in it, and when it is renewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from inventory.operations.host_names import Names
from inventory.operations.provision.certificate import names_of, reason_to_renew, self_signed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES = Names(("shed", "shed.local", "localhost"), ("127.0.0.1", "::1", "192.168.1.7", "fd00::7"))
KEY = ec.generate_private_key(ec.SECP256R1())
CERTIFICATE = self_signed(KEY, NAMES, NOW)


def test_it_holds_every_name_and_address() -> None:
    assert names_of(CERTIFICATE) == NAMES


def test_it_is_valid_from_before_now_and_not_too_long_for_apple() -> None:
    assert CERTIFICATE.not_valid_before == datetime(2026, 10, 24, 12)  # noqa: DTZ001 - cryptography 38 is naive UTC
    lasts = CERTIFICATE.not_valid_after - CERTIFICATE.not_valid_before + timedelta(seconds=1)
    assert lasts == timedelta(days=825)


def test_it_is_a_servers_and_no_authoritys() -> None:
    usage = CERTIFICATE.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert not CERTIFICATE.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


@pytest.mark.parametrize(
    ("names", "days", "reason"),
    [
        (NAMES, 0, None),
        (NAMES, 764, None),
        (NAMES, 766, "it ends on 2029-01-26"),
        (NAMES, 5000, "it ends on 2029-01-26"),
        (NAMES, -31, "it begins on 2026-10-24"),
        (Names(("barn", "barn.local", "localhost"), NAMES.addresses), 0, "this host is called barn now"),
        (Names(NAMES.hosts, ("127.0.0.1", "10.0.0.9")), 0, None),
        (Names(NAMES.hosts, ("127.0.0.1", "::1")), 0, None),
    ],
)
def test_when_it_is_renewed(names: Names, days: int, reason: str | None) -> None:
    assert reason_to_renew(CERTIFICATE, KEY, names, NOW + timedelta(days=days)) == reason


def test_one_made_before_the_network_was_there_is_renewed_once_it_is() -> None:
    early = self_signed(KEY, Names(NAMES.hosts, ("127.0.0.1", "::1")), NOW)
    assert reason_to_renew(early, KEY, NAMES, NOW) == "it was made before the device had an address"


def test_one_of_another_key_is_renewed() -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    assert reason_to_renew(CERTIFICATE, other, NAMES, NOW) == "it does not belong to the key"


def test_a_host_name_that_dns_does_not_allow_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from inventory.operations import host_names

    monkeypatch.setattr(host_names.socket, "gethostname", lambda: "my_pi")
    assert host_names.current_names().hosts == ("localhost",)
    monkeypatch.setattr(host_names.socket, "gethostname", lambda: "Shed.example.org")
    assert host_names.current_names().hosts == ("shed", "shed.local", "shed.example.org", "localhost")


def test_a_long_host_name_fits() -> None:
    name = "a" * 63 + ".example.org"
    found = self_signed(KEY, Names((name, "localhost"), ("127.0.0.1",)), NOW)
    assert names_of(found).hosts[0] == name
