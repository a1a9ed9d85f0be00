"""Two cards with the same image, put into two devices without a word on them."""

import pytest

from tests.image.card import CODE, ISSUE, SECRETS, Card
from tests.system.device import ADMIN
from tests.system.patience import eventually


@pytest.fixture(scope="module")
def both(first: Card, second: Card) -> tuple[dict[str, str], dict[str, str]]:
    """Their secrets, before anybody set them up."""
    return first.secrets(), second.secrets()


@pytest.mark.parametrize("service", ["inventory-app", "inventory-embedder", "nginx", "postgresql", "avahi-daemon"])
def test_service_runs(first: Card, service: str) -> None:
    eventually(lambda: first.active(service), lambda state: state == "active", 60)


def test_nothing_of_ours_failed(first: Card) -> None:
    failed = first.host.run(
        "systemctl list-units --failed --plain --no-legend 'inventory*' 'nginx*' 'postgres*'"
    ).stdout
    assert failed == ""


@pytest.mark.parametrize("secret", [*SECRETS, "database"])
def test_no_secret_is_shared(both: tuple[dict[str, str], dict[str, str]], secret: str) -> None:
    assert both[0][secret] != both[1][secret]


def test_the_database_has_checksums_and_is_utf8(first: Card) -> None:
    assert first.sql("show data_checksums") == "on"
    assert first.sql("select pg_encoding_to_char(encoding) from pg_database where datname = 'inventory'") == "UTF8"


def test_the_certificate_names_the_device(first: Card) -> None:
    told = first.host.run("openssl x509 -in /var/lib/inventory/ssl/inventory.crt -noout -ext subjectAltName").stdout
    assert "DNS:inventory.local" in told


def test_the_code_is_on_the_card_on_the_screen_and_on_the_console(first: Card) -> None:
    code = first.inventory("setup-code").stdout.strip()
    assert code
    assert (first.code_on_card(), first.code_on_screen()) == (code, code)
    assert code in first.console()


def test_the_code_is_in_no_log(first: Card) -> None:
    code = first.inventory("setup-code").stdout.strip()
    journal = first.host.run("journalctl --no-pager --output=cat").stdout
    assert "inventory" in journal
    assert code not in journal


def test_ssh_does_not_run(first: Card) -> None:
    assert first.active("ssh") == "inactive"
    assert first.host.run("ls /etc/ssh/ssh_host_*_key", check=False).code != 0


def test_the_code_sets_the_device_up_and_is_gone_then(first: Card, both: object) -> None:
    visitor = first.visitor()
    answer = visitor.set_up(first.code_on_card(), *ADMIN)
    assert "/setup" not in answer.url, answer.text[:2000]
    eventually(lambda: first.host.run(f"ls {CODE} {ISSUE}", check=False).stdout, lambda listed: listed == "", 20)


def test_after_a_restart_the_boot_partition_has_no_say(first: Card) -> None:
    first.host.put("/boot/firmware/inventory.toml", 'hostname = "stolen"\n')
    first.host.reboot()
    first.wait_for_page()
    first.host.run("inventory firstboot finish")  # closes, had no boot done so before
    first.host.reboot()
    assert first.signed_in().get("/").status_code == 200
    name = first.host.run("systemctl show -P ConditionResult inventory-firstboot").stdout.strip()
    assert name == "no"
