"""A fresh Debian 12 after `apt install inventory`, before anybody has opened a page."""

import datetime
import socket
import ssl

import pytest
import requests
from cryptography import x509

from tests.system.device import SERVICES, Device

PUBLIC_FILES = {"/var/lib/inventory/ssl/inventory.crt"}


def read_certificate(device: Device) -> x509.Certificate:
    pem = ssl.get_server_certificate((device.host.address, 443), timeout=10)
    return x509.load_pem_x509_certificate(pem.encode())


@pytest.mark.parametrize("service", SERVICES)
def test_service_is_active_and_starts_at_boot(device: Device, service: str) -> None:
    assert device.active(service) == "active", device.host.run(f"systemctl status {service}", check=False).output
    assert device.host.run(f"systemctl is-enabled {service}").stdout == "enabled\n"


def test_no_unit_of_the_host_failed(device: Device) -> None:
    assert device.host.run("systemctl --failed --plain --no-legend").stdout == ""


def test_apt_reported_no_trouble(device: Device, install_log: str) -> None:
    for word in ("error", "warning", "failed", "traceback", "could not"):
        lines = [line for line in install_log.splitlines() if word in line.lower()]
        assert not [line for line in lines if "inventory" in line.lower()], lines


def test_https_answers_through_nginx(device: Device) -> None:
    answer = device.visitor().get("/")
    assert answer.status_code == 200
    assert answer.headers["Server"].startswith("nginx")
    assert "text/html" in answer.headers["Content-Type"]


def test_http_redirects_to_https(device: Device) -> None:
    answer = requests.get(f"http://{device.host.address}/items?page=2", allow_redirects=False, timeout=10)
    assert answer.status_code in (301, 308)
    assert answer.headers["Location"] == f"https://{device.host.address}/items?page=2"


def test_the_app_listens_on_loopback_only(device: Device) -> None:
    listening = device.host.run("ss -Hltn").stdout
    assert "127.0.0.1:8000" in listening
    open_to_all = {line.split()[3].rpartition(":")[2] for line in listening.splitlines() if "127.0.0." not in line}
    # PostgreSQL as Debian sets it up also listens on [::1]
    open_to_all -= {line.split()[3].rpartition(":")[2] for line in listening.splitlines() if "[::1]" in line}
    assert open_to_all == {"22", "80", "443"}, listening
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((device.host.address, 8000), timeout=5)


def test_the_certificate_names_the_host_and_its_addresses(device: Device) -> None:
    names = read_certificate(device).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    host = device.host.name
    assert {host, f"{host}.local", "localhost"} <= set(names.get_values_for_type(x509.DNSName))
    addresses = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    assert {device.host.address, "127.0.0.1"} <= addresses


def test_the_certificate_was_made_on_the_device(device: Device) -> None:
    owner = device.host.run("dpkg -S /var/lib/inventory/ssl/inventory.key", check=False)
    assert owner.code != 0, f"a package holds the key: {owner.stdout}"
    certificate = read_certificate(device)
    assert certificate.issuer == certificate.subject
    installed = float(device.host.run("stat -c %Y /var/lib/dpkg/info/inventory.list").stdout)
    made = float(device.host.run("stat -c %Y /var/lib/inventory/ssl/inventory.key").stdout)
    assert made >= installed - 60, "the key is older than the installation"
    # a Pi's clock may be behind at first boot: the certificate is valid from before
    a_day_ago = datetime.datetime.now() - datetime.timedelta(days=1)  # noqa: DTZ005 - cryptography 38 is naive UTC
    assert certificate.not_valid_before < a_day_ago


def test_the_secret_key_belongs_to_the_program_alone(device: Device) -> None:
    key = "/var/lib/inventory/config/secret-key"
    assert device.host.run(f"stat -c '%a %U' {key}").stdout == "600 inventory\n"
    assert len(device.host.read(key).strip()) >= 32
    assert device.host.run(f"dpkg -S {key}", check=False).code != 0


def test_a_stranger_can_read_nothing_of_the_state(device: Device) -> None:
    readable = device.host.run("find /var/lib/inventory -type f -readable 2>/dev/null", user="nobody", check=False)
    assert set(readable.stdout.split()) <= PUBLIC_FILES
    world = device.host.run("find /var/lib/inventory /etc/inventory -type f -perm /007").stdout.split()
    assert {path for path in world if path.startswith("/var")} <= PUBLIC_FILES
    for path in set(world) - PUBLIC_FILES:
        settings = device.host.read(path).lower()
        assert not [word for word in ("password=", "secret=", "token=", "key=") if word in settings], path


def test_the_database_trusts_only_the_programs_own_user(device: Device) -> None:
    device.host.run("psql -XAtd inventory -c 'select 1'", user="inventory")
    stranger = device.host.run("psql -d inventory -U inventory -c 'select 1'", user="nobody", check=False)
    assert stranger.code != 0 and "Peer authentication failed" in stranger.output
    over_tcp = device.host.run("psql -w -h 127.0.0.1 -d inventory -U inventory -c 'select 1'", check=False)
    assert over_tcp.code != 0
    assert device.sql("select count(*) from pg_hba_file_rules where auth_method = 'trust'") == "0"


def test_no_database_password_exists_and_the_role_is_not_superuser(device: Device) -> None:
    facts = "rolpassword is null, rolsuper, rolcreaterole, rolcreatedb"
    assert device.sql(f"select {facts} from pg_authid where rolname = 'inventory'") == "t|f|f|f"


def test_the_database_has_its_extensions_and_is_utf8(device: Device) -> None:
    extensions = set(device.sql("select extname from pg_extension").split())
    assert {"vector", "pg_trgm", "unaccent"} <= extensions
    assert device.sql("select pg_encoding_to_char(encoding) from pg_database where datname = 'inventory'") == "UTF8"


def test_there_is_no_user_and_no_default_password(device: Device) -> None:
    assert device.sql("select count(*) from user_account") == "0"
    visitor = device.visitor()
    assert visitor.get("/").url.endswith("/setup")
    assert visitor.get("/api/v1/items").status_code == 401


def test_setup_refuses_a_wrong_code(device: Device) -> None:
    answer = device.visitor().set_up("AAAA-AAAA-AAAA", "eve", "let me in please")
    assert 400 <= answer.status_code < 500, answer.text[:2000]
    assert device.sql("select count(*) from user_account") == "0"


@pytest.mark.parametrize("service", ["inventory-app", "inventory-embedder"])
def test_service_runs_in_a_tight_sandbox(device: Device, service: str) -> None:
    report = device.host.run(f"systemd-analyze security --no-pager {service}").stdout.splitlines()[-1]
    exposure = float(report.split(":")[1].split()[0])
    assert exposure <= 1.5, report


def test_health_answers_without_signing_in_and_without_secrets(device: Device) -> None:
    health = device.visitor().json("/api/health")
    assert health["status"] == "ok"
    assert health["parts"] == {"database": "ok", "embedder": "ok", "disk": "ok"}
    assert health["version"] == device.host.run("dpkg-query -W -f '${Version}' inventory").stdout.split("-")[0]
    assert "postgresql" not in str(health).lower()


def test_the_doctor_finds_nothing_wrong(device: Device) -> None:
    code, report = device.doctor()
    assert code == 0, report
