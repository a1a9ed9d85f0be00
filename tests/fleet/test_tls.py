"""The role `tls`: what visitors get on port 443, seen from outside, for each way to have a certificate."""

import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509

from tests.fleet.acme import ZONE, AcmeServer
from tests.fleet.playbook import Run, run_roles
from tests.lab import Host
from tests.lab.settings import DOMAIN
from tests.support.authority import DAY, Authority, Issued
from tests.system.device import Device
from tests.system.patience import eventually
from tests.system.repository import Repository

NAME = f"tl-device.{DOMAIN}"
CHAIN, KEY, SETTINGS = "/etc/inventory/tls/fullchain.pem", "/etc/inventory/tls/key.pem", "/etc/inventory/tls.env"
SITE = Authority("A workshop")
Play = Callable[..., Run]


@pytest.fixture(scope="module")
def device(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    """A host on which the product was installed by hand."""
    with Host.create("tl-device") as host:
        host.start()
        device = Device(host, repository, tmp_path_factory.mktemp("device"))
        device.install()
        device.apt("install python3-apt")  # Raspberry Pi OS has it; ansible wants it even to look
        yield device


@pytest.fixture(scope="module")
def acme() -> Iterator[AcmeServer]:
    """A site's own ACME server, and the site's zone."""
    with Host.create("tl-acme") as host:
        host.start()
        server = AcmeServer(host)
        server.start()
        yield server


@pytest.fixture
def play(device: Device, tmp_path: Path) -> Play:
    """Runs the role on the device; keywords are its variables."""
    return lambda *arguments, **variables: run_roles(tmp_path, device.host, ["tls"], variables, *arguments)


@pytest.fixture
def by_certbot(acme: AcmeServer, tmp_path: Path) -> dict[str, object]:
    """Variables for a certificate of the site's ACME server."""
    bundle = tmp_path / "acme.pem"
    bundle.write_text(acme.authority.root)
    known = {"tls_acme_directory": acme.directory, "tls_acme_ca_bundle": str(bundle)}
    return {"tls_mode": "letsencrypt", "tls_domains": [NAME], "tls_email": f"it@{DOMAIN}", **known}


def serial(device: Device) -> int:
    """The serial number of the certificate that port 443 sends now, whoever signed it."""
    sent = ssl.get_server_certificate((device.host.address, 443), timeout=10)
    return x509.load_der_x509_certificate(ssl.PEM_cert_to_DER_cert(sent)).serial_number


def trusted_serial(device: Device, root: str, name: str = NAME) -> int:
    """The same, for a visitor who came for `name` and trusts `root` only. SSLError when a browser would warn them."""
    context = ssl.create_default_context(cadata=root)
    with (
        socket.create_connection((device.host.address, 443), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=name) as connection,
    ):
        sent = connection.getpeercert(binary_form=True)
    assert sent is not None
    return x509.load_der_x509_certificate(sent).serial_number


def own_serial(device: Device) -> int:
    told = device.host.run("openssl x509 -in /var/lib/inventory/ssl/inventory.crt -noout -serial").stdout
    return int(told.partition("=")[2], 16)


def good(run: Run) -> Run:
    assert run.code == 0, run.output[-4000:]
    return run


def given(issued: Issued) -> dict[str, object]:
    return {"tls_mode": "files", "tls_certificate": issued.chain, "tls_key": issued.key}


def test_check_mode_passes_on_a_fresh_host_and_changes_nothing(
    acme: AcmeServer, by_certbot: dict[str, object], tmp_path: Path
) -> None:
    """The ACME server's host has no inventory and no certbot."""
    acme.host.run("apt-get install -y --no-install-recommends python3 python3-apt")
    look = "find /etc /usr/local -newer /etc/pebble/config.json; dpkg -l | wc -l"
    before = acme.host.run(look).stdout
    for variables in (given(SITE.issue(NAME)), by_certbot):
        good(run_roles(tmp_path, acme.host, ["tls"], dict(variables), "--check", "--diff"))
    assert acme.host.run(look).stdout == before


def test_a_pair_of_the_sites_authority_serves_and_its_key_is_nowhere_to_be_read(
    device: Device, play: Play, tmp_path: Path
) -> None:
    issued = SITE.issue(NAME, kind="rsa")
    rehearsed = good(play("--check", "--diff", **given(issued)))
    assert serial(device) == own_serial(device)
    done = good(play("--diff", "-vv", **given(issued)))
    assert trusted_serial(device, SITE.root) == issued.serial
    for line in issued.key.splitlines()[1:3]:
        assert line not in rehearsed.output + done.output
    told = device.host.run(f"stat -c '%a %U' /etc/inventory/tls {CHAIN} {KEY}").stdout
    assert told.splitlines() == ["700 root", "600 root", "600 root"]
    code, report = device.doctor()
    assert {check["name"]: check["status"] for check in report["checks"]}["site certificate"] == "ok", (code, report)
    # the same as files of the controller: nothing changes
    (tmp_path / "site.pem").write_text(issued.chain)
    (tmp_path / "site.key").write_text(issued.key)
    files = {"tls_certificate_file": str(tmp_path / "site.pem"), "tls_key_file": str(tmp_path / "site.key")}
    again = good(play(tls_mode="files", **files))
    assert again.count("changed") == 0, again.output


ENDED, OTHER = SITE.issue(NAME, begins=-9 * DAY, ends=-DAY), SITE.issue(NAME)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (given(ENDED), "The certificate for tl-device has ended ("),
        ({**given(OTHER), "tls_key": ENDED.key}, "The key for tl-device does not belong to its certificate"),
        ({**given(OTHER), "tls_key": "hello"}, "is not PEM text of a key without a password"),
        ({**given(OTHER), "tls_certifikate": "x"}, "The role tls has no variable tls_certifikate"),
        ({"tls_mode": "letsencrypt", "tls_domains": ["*.a.test"]}, "*.a.test needs tls_challenge dns"),
    ],
    ids=["ended", "not its key", "no key", "unknown variable", "wildcard"],
)
def test_what_cannot_serve_is_refused_before_anything_changes(
    device: Device, play: Play, variables: dict[str, object], words: str
) -> None:
    look = f"cat {CHAIN} {KEY} {SETTINGS} 2>&1; ls /etc/letsencrypt 2>&1"
    before, served = device.host.run(look, check=False).stdout, serial(device)
    run = play(**variables)
    assert run.code != 0 and run.count("changed") == 0
    assert any(words in message for message in run.messages), run.output[-3000:]
    assert device.host.run(look, check=False).stdout == before
    assert serial(device) == served


def test_a_pair_that_is_damaged_later_gives_way_to_the_devices_own_and_the_same_run_mends_it(
    device: Device, play: Play
) -> None:
    issued = SITE.issue(NAME)
    good(play(**given(issued)))
    device.host.run(f"echo broken > {KEY}; systemctl restart inventory-provision")
    eventually(lambda: serial(device), lambda found: found == own_serial(device), 10)
    assert "site certificate: not used: " in device.host.run("journalctl -b -u inventory-provision -o cat").stdout
    good(play(**given(issued)))
    assert trusted_serial(device, SITE.root) == issued.serial
    good(play(tls_mode="device"))
    assert serial(device) == own_serial(device)
    assert device.host.run(f"ls {SETTINGS} {CHAIN} {KEY}", check=False).stdout == ""


def test_without_a_choice_the_owners_settings_stay(device: Device, play: Play) -> None:
    device.host.put("/etc/inventory/tls.env", "# mine\n")
    assert good(play()).count("changed") == 0
    assert device.host.read(SETTINGS) == "# mine\n"
    device.host.run(f"rm {SETTINGS}")


def test_certbot_over_http_and_its_renewal(
    device: Device, play: Play, acme: AcmeServer, by_certbot: dict[str, object]
) -> None:
    device.host.put("/etc/nginx/sites-enabled/shop", "server { listen 80; server_name other.test; return 204; }\n")
    before = device.host.run("md5sum /etc/nginx/sites-enabled/shop").stdout
    good(play(**by_certbot))
    first = trusted_serial(device, acme.root())
    assert good(play(**by_certbot)).count("changed") == 0
    device.host.run("certbot renew --force-renewal --no-random-sleep-on-renew")
    eventually(lambda: trusted_serial(device, acme.root()), lambda found: found != first, 10)
    assert device.host.run("systemctl is-enabled certbot.timer; systemctl is-active certbot.timer").stdout.split() == [
        "enabled",
        "active",
    ]
    assert device.host.run("md5sum /etc/nginx/sites-enabled/shop").stdout == before


def test_certbot_over_dns_also_for_every_name_of_the_zone(
    device: Device, play: Play, acme: AcmeServer, by_certbot: dict[str, object]
) -> None:
    domains = [f"*.{ZONE}", ZONE]
    dns = {"tls_challenge": "dns", "tls_dns_credentials": acme.credentials, "tls_dns_propagation_seconds": 1}
    variables = by_certbot | dns | {"tls_domains": domains}
    run = good(play("--diff", "-vv", **variables))
    first = trusted_serial(device, acme.root(), f"anything.{ZONE}")
    assert trusted_serial(device, acme.root(), ZONE) == first
    assert acme.secret not in run.output
    assert good(play(**variables)).count("changed") == 0
    device.host.run("certbot renew --force-renewal --no-random-sleep-on-renew")
    eventually(lambda: trusted_serial(device, acme.root(), ZONE), lambda found: found != first, 10)


def test_no_certificate_ends_with_the_authoritys_reason_and_the_device_serves_what_it_had(
    device: Device, play: Play, by_certbot: dict[str, object]
) -> None:
    served, settings = serial(device), device.host.run(f"cat {SETTINGS}", check=False).stdout
    for change, words in (
        ({"tls_domains": [f"nobody.{DOMAIN}"]}, f"nobody.{DOMAIN}"),
        ({"tls_acme_directory": "https://127.0.0.1:1/dir"}, "Connection refused"),
    ):
        run = play(**(by_certbot | change))
        (message,) = run.messages
        assert run.code != 0
        assert message.startswith("tl-device got no certificate for ") and words in message.partition("had: ")[2], (
            message
        )
    assert serial(device) == served
    assert device.host.run(f"cat {SETTINGS}", check=False).stdout == settings


def test_a_certificate_that_certbot_has_for_somebody_else_is_never_taken_over(
    device: Device, play: Play, by_certbot: dict[str, object]
) -> None:
    good(play(**by_certbot))
    device.host.run(
        "rm /etc/letsencrypt/renewal-hooks/deploy/inventory; cp /etc/letsencrypt/renewal/inventory.conf /root/before"
    )
    run = play(**by_certbot)
    assert run.code != 0 and any("that this role did not make" in message for message in run.messages)
    device.host.run("cmp /etc/letsencrypt/renewal/inventory.conf /root/before")
    good(play(tls_mode="device"))
    assert serial(device) == own_serial(device)
    device.host.run("cmp /etc/letsencrypt/renewal/inventory.conf /root/before; ls /etc/letsencrypt/live/inventory/")
