"""inventory.toml on the boot partition: good, with mistakes, and no TOML at all."""

from collections.abc import Iterator

import argon2
import pytest

from tests.image.card import SETTINGS, Card
from tests.lab import Host
from tests.lab.settings import ssh_key
from tests.system.device import ADMIN
from tests.system.patience import eventually

WIFI_PASSWORD = "rolls and bread"
HASH = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(ADMIN[1])


def good() -> str:
    """Every value, all of them right; `HASH` and the Wi-Fi password are the secrets."""
    key = ssh_key().with_suffix(".pub").read_text().strip()
    return f"""
hostname = "workshop"
timezone = "Europe/Berlin"
locale = "de_DE.UTF-8"
[admin]
name = "{ADMIN[0]}"
password_hash = "{HASH}"
[wifi]
country = "DE"
ssid = "Backstube"
password = "{WIFI_PASSWORD}"
[ssh]
keys = ["{key}"]
"""


BAD = f"""
hostname = "my_pi"
timezone = "Europe/Berlin"
locale = "xx_XX.UTF-8"
[admin]
email = "{ADMIN[0]}"
password = "{ADMIN[1]}"
[wifi]
country = "DE"
ssid = "Backstube"
password = "kurz"
[tunnel]
token = "tunnel-token-1234"
"""


@pytest.fixture(scope="module")
def configured(image: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Card]:
    card = Card("im-good", image, tmp_path_factory.mktemp("good"))
    with card.host:
        # the base has no NetworkManager; Raspberry Pi OS has, and this is the folder it reads
        card.host.chroot("mkdir -p /etc/NetworkManager/system-connections")
        card.start(good())
        yield card


@pytest.fixture(scope="module")
def mistaken(image: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Card]:
    card = Card("im-bad", image, tmp_path_factory.mktemp("bad"))
    with card.host:
        card.start(BAD)
        yield card


def test_the_administrator_of_the_card_can_sign_in_at_once(configured: Card) -> None:
    assert configured.signed_in().get("/").status_code == 200


def test_no_code_is_shown_when_nobody_needs_it(configured: Card) -> None:
    eventually(lambda: configured.code_on_card() + configured.code_on_screen(), lambda codes: codes == "", 20)


def test_the_name_is_everywhere(configured: Card) -> None:
    assert configured.host.run("hostname").stdout.strip() == "workshop"
    told = configured.host.run(
        "openssl x509 -in /var/lib/inventory/ssl/inventory.crt -noout -ext subjectAltName"
    ).stdout
    assert "DNS:workshop.local" in told
    assert configured.host.run("getent hosts workshop").stdout.startswith("127.0.1.1")


def test_time_zone_and_locale_are_set(configured: Card) -> None:
    assert configured.host.run("date +%Z").stdout.strip() in ("CET", "CEST")
    assert configured.host.run("cat /etc/default/locale").stdout == "LANG=de_DE.UTF-8\n"
    assert "de_DE.utf8" in configured.host.run("locale -a").stdout


def test_the_wifi_network_is_there_for_root_alone(configured: Card) -> None:
    path = "/etc/NetworkManager/system-connections/inventory-wifi.nmconnection"
    assert f"psk={WIFI_PASSWORD}\n" in configured.host.read(path)
    assert configured.host.run(f"stat -c %a:%U {path}").stdout.strip() == "600:root"
    assert configured.host.read("/etc/modprobe.d/inventory-wifi.conf") == "options cfg80211 ieee80211_regdom=DE\n"


def test_the_key_opens_ssh_for_the_new_user(configured: Card) -> None:
    line = [argument.replace("root@", "owner@") for argument in configured.host.ssh("sudo -n id -un")]

    def answer() -> str:
        import subprocess

        return subprocess.run(line, check=False, capture_output=True, text=True, timeout=30).stdout.strip()

    assert eventually(answer, bool, 30) == "root"


def test_no_secret_stays_on_the_card_or_in_the_journal_of_the_first_boot(configured: Card) -> None:
    left = configured.host.read(SETTINGS)
    kept = configured.host.run("cat /var/lib/inventory/firstboot/*").stdout
    logged = configured.host.run("journalctl --no-pager --output=cat").stdout
    assert "# wifi: applied" in left
    for secret in (HASH, WIFI_PASSWORD):
        assert secret not in left
        assert secret not in kept
        assert secret not in logged


def test_mistakes_do_not_keep_the_device_from_coming_up(mistaken: Card) -> None:
    assert mistaken.visitor().get("/setup").status_code == 200


@pytest.mark.parametrize("value", ["hostname", "locale", "admin.password", "wifi.password", "tunnel"])
def test_each_mistake_is_on_the_setup_page_on_the_console_and_on_the_card(mistaken: Card, value: str) -> None:
    assert f"<li>{value}: " in mistaken.visitor().get("/setup").text
    assert f"Inventory: {value}: " in mistaken.console()
    assert f"# {value}: " in mistaken.host.read(SETTINGS)


def test_what_was_right_is_applied(mistaken: Card) -> None:
    assert mistaken.host.run("cat /etc/timezone").stdout.strip() == "Europe/Berlin"
    assert mistaken.host.run("hostname").stdout.strip() == "inventory"


def test_secrets_of_mistaken_values_are_wiped_too(mistaken: Card) -> None:
    left = mistaken.host.read(SETTINGS)
    for secret in (ADMIN[1], "kurz", "tunnel-token-1234"):
        assert secret not in left


def test_the_name_of_the_administrator_waits_on_the_setup_page(mistaken: Card) -> None:
    assert f'value="{ADMIN[0]}"' in mistaken.visitor().get("/setup").text


def test_a_file_that_is_no_toml_is_told_and_wiped_at_the_next_boot(mistaken: Card) -> None:
    mistaken.host.put(SETTINGS, 'hostname = shed\n[wifi]\npassword = "still a secret"\n')
    mistaken.host.reboot()
    mistaken.wait_for_page()
    assert "nothing of it was applied" in mistaken.visitor().get("/setup").text
    assert "still a secret" not in mistaken.host.read(SETTINGS)


def test_a_mended_file_is_applied_at_the_next_boot(mistaken: Card) -> None:
    mistaken.host.put(SETTINGS, 'hostname = "shed"\n')
    mistaken.host.reboot()
    mistaken.wait_for_page()
    assert mistaken.host.run("hostname").stdout.strip() == "shed"
    assert "could be used" not in mistaken.visitor().get("/setup").text
