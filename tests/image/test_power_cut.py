"""The plug is pulled in the middle of the first boot, again and again; then the device comes up once and whole."""

import time
from collections.abc import Iterator

import pytest

from tests.image.card import SETTINGS, Card
from tests.image.test_settings_file import HASH, WIFI_PASSWORD, good
from tests.lab import Host
from tests.lab.errors import LabError

# What the first boot has just begun when the plug goes: a file that appears, and a moment more.
MOMENTS = (
    "/var/lib/inventory/firstboot/journal.json",
    "/etc/NetworkManager/system-connections/inventory-wifi.nmconnection",
    "/var/lib/inventory/creating-cluster",
    "/var/lib/postgresql/15/main/postmaster.opts",
)


@pytest.fixture(scope="module")
def survivor(image: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Card]:
    card = Card("im-cut", image, tmp_path_factory.mktemp("cut"))
    with card.host:
        card.host.chroot("mkdir -p /etc/NetworkManager/system-connections")
        card.host.put(SETTINGS, good())
        for moment in MOMENTS:
            _pull_the_plug_at(card, moment)
        card.start()
        yield card


def _pull_the_plug_at(card: Card, path: str) -> None:
    card.host._overlay.mount()
    card.host.container.start([])
    waited = card.host.root / path.lstrip("/")
    end = time.monotonic() + 60
    while not waited.exists():
        if time.monotonic() > end:
            raise LabError(f"{path} did not appear:\n{card.host.container.console_tail()}")
        time.sleep(0.01)
    card.host.power_cut()


def test_the_device_is_set_up_as_the_card_says(survivor: Card) -> None:
    assert survivor.signed_in().get("/").status_code == 200
    assert survivor.host.run("hostname").stdout.strip() == "workshop"


def test_there_is_one_administrator(survivor: Card) -> None:
    assert survivor.sql("select count(*) from user_account") == "1"


def test_the_doctor_finds_nothing_broken(survivor: Card) -> None:
    _, report = survivor.doctor()
    assert [check for check in report["checks"] if check["status"] == "fail"] == []


def test_no_secret_was_left_behind(survivor: Card) -> None:
    assert "creating-cluster" not in survivor.host.run("ls /var/lib/inventory").stdout
    kept = survivor.host.run("cat /boot/firmware/* /var/lib/inventory/firstboot/*").stdout
    assert HASH not in kept
    assert WIFI_PASSWORD not in kept
