"""A certificate of the site's own authority on a provisioned device: what a real nginx sends to visitors."""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Iterator

import pytest
from cryptography import x509

from tests.support.authority import DAY, Authority
from tests.support.device import Device

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="namespaces of a device need root")

AUTHORITY = Authority()
CHAIN, KEY = "/etc/inventory/tls/fullchain.pem", "/etc/inventory/tls/key.pem"
PAIR = f"INVENTORY_TLS_CERTIFICATE={CHAIN}\nINVENTORY_TLS_KEY={KEY}\n"


@pytest.fixture(scope="module")
def provisioned() -> Iterator[Device]:
    with Device() as device:
        device.sh("pg_ctlcluster 15 main start; nginx; mkdir -m 700 /etc/inventory/tls")
        done = device.provision()
        assert done.returncode == 0, done.stderr
        yield device


@pytest.fixture
def device(provisioned: Device) -> Iterator[Device]:
    """The device, which serves its own certificate again afterwards."""
    yield provisioned
    provisioned.sh("rm -f /etc/inventory/tls.env /etc/inventory/tls/*")
    assert provisioned.provision().returncode == 0
    assert served(provisioned) == own(provisioned)


def install(device: Device, chain: str, key: str) -> str:
    """Put the files there, name them, provision; what provisioning said."""
    device.write(CHAIN, chain, mode="600")
    device.write(KEY, key, mode="600")
    device.write("/etc/inventory/tls.env", PAIR)
    done = device.provision()
    assert done.returncode == 0, done.stderr
    return done.stdout


def served(device: Device) -> int:
    """The serial number of what port 443 sends after nginx has read its configuration again."""
    device.sh("nginx -t -q && nginx -s reload && sleep 0.5")
    text = device.sh("openssl s_client -connect localhost:443 -servername shed.example.org < /dev/null 2> /dev/null")
    body = text[text.index("-----BEGIN") : text.index("-----END CERTIFICATE-----") + 25]
    return x509.load_der_x509_certificate(ssl.PEM_cert_to_DER_cert(body)).serial_number


def own(device: Device) -> int:
    return int(device.sh("openssl x509 -in /var/lib/inventory/ssl/inventory.crt -noout -serial").partition("=")[2], 16)


def doctor(device: Device, name: str) -> dict[str, str]:
    checks = json.loads(device.run("inventory", "doctor", "--json").stdout)["checks"]
    return next(check for check in checks if check["name"] == name)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_visitors_who_trust_the_authority_trust_the_device(device: Device, kind: str) -> None:
    issued = AUTHORITY.issue("shed.example.org", kind=kind)
    said = install(device, issued.chain, issued.key)
    assert "nginx settings: updated certificate.conf" in said
    assert served(device) == issued.serial
    device.write("/root/root.pem", AUTHORITY.root)
    to_here = "--resolve shed.example.org:443:127.0.0.1"
    device.sh(f"curl -sS --cacert /root/root.pem {to_here} https://shed.example.org/health -o /dev/null")
    assert "shed.example.org, ends in 89 days" in doctor(device, "site certificate")["what"]
    # the app does not run here, so nginx's answer is not a healthy one; the certificate is the right one
    assert "another certificate" not in doctor(device, "https")["what"]
    assert {line.partition(": ")[2] for line in device.provision().stdout.splitlines()} == {"ok"}


def test_a_renewed_file_under_the_same_path_is_seen_and_until_then_the_doctor_says_so(device: Device) -> None:
    first, renewed = AUTHORITY.issue("shed.example.org"), AUTHORITY.issue("shed.example.org")
    install(device, first.chain, first.key)
    assert served(device) == first.serial
    device.write(CHAIN, renewed.chain)
    device.write(KEY, renewed.key)
    assert "nginx sends another certificate" in doctor(device, "https")["what"]
    assert "updated certificate.conf" in device.provision().stdout
    assert served(device) == renewed.serial


ENDED = AUTHORITY.issue("shed.example.org", begins=-9 * DAY, ends=-DAY)
OTHER = AUTHORITY.issue("shed.example.org")


@pytest.mark.parametrize(
    ("chain", "key", "words"),
    [
        (ENDED.chain, ENDED.key, "ended on"),
        (ENDED.chain, OTHER.key, "ended on"),
        (OTHER.chain, ENDED.key, f"{KEY} is not the key of {CHAIN}"),
        ("", "", "is empty"),
    ],
    ids=["ended", "ended and of another key", "of another key", "empty"],
)
def test_while_it_is_not_sound_the_devices_own_serves(device: Device, chain: str, key: str, words: str) -> None:
    sound = AUTHORITY.issue("shed.example.org")
    install(device, sound.chain, sound.key)
    assert served(device) == sound.serial
    said = install(device, chain, key)
    (line,) = [line for line in said.splitlines() if line.startswith("site certificate: ")]
    assert words in line and "The device's own serves." in line
    assert served(device) == own(device)
    found = doctor(device, "site certificate")
    assert found["status"] == "warn" and words in found["what"] and found["mend"]
    assert "updated certificate.conf" in install(device, sound.chain, sound.key)
    assert served(device) == sound.serial


def test_a_lost_own_pair_is_made_again_while_another_serves(device: Device) -> None:
    issued = AUTHORITY.issue("shed.example.org")
    install(device, issued.chain, issued.key)
    device.sh("rm /var/lib/inventory/ssl/*")
    assert "created key and certificate" in device.provision().stdout
    assert served(device) == issued.serial


def test_one_setting_without_the_other_is_refused_and_nginx_keeps_what_it_has(device: Device) -> None:
    device.write("/etc/inventory/tls.env", f"INVENTORY_TLS_CERTIFICATE={CHAIN}\n")
    done = device.provision()
    assert done.returncode == 1
    assert "INVENTORY_TLS_KEY" in done.stderr and "set both, or none" in done.stderr
    assert served(device) == own(device)
