"""An image from its first boot on, in the order of this file: each step goes on from the one before."""

import email.utils
import logging
import re
import time

import pytest

from tests.emulated.machine import CARD_BYTES, Machine
from tests.system import samples
from tests.system.device import ADMIN
from tests.system.patience import eventually

log = logging.getLogger(__name__)
CODE_FILE = "inventory-setup-code.txt"
SECRETS = (
    "/etc/machine-id",
    "/var/lib/inventory/config/secret-key",
    "/var/lib/inventory/ssl/inventory.key",
    "/var/lib/inventory/ssl/inventory.crt",
    "/var/lib/postgresql/15/main/global/pg_control",
)


def code_of(machine: Machine) -> str:
    found = re.search(r"\b([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})\b", machine.on_card(CODE_FILE))
    return found.group(1) if found else ""


def test_the_setup_page_comes_with_the_right_certificate(first: Machine) -> None:
    first.start()
    waited = first.wait_for_page()
    log.info("first boot to setup page: %.0f s, %.0f s of emulated CPU", waited, first.cpu_seconds())
    names = first.certificate_names()
    assert "DNS:inventory.local" in names and "IP Address:127.0.0.1" in names


def test_the_code_is_on_card_and_console(first: Machine) -> None:
    code = eventually(lambda: code_of(first), bool, 120)
    eventually(lambda: code in first.console(), bool, 120)


def test_the_code_sets_it_up_and_vanishes(first: Machine) -> None:
    answer = first.visitor().set_up(code_of(first), *ADMIN)
    assert answer.status_code == 200 and "/setup" not in answer.url, answer.text[:2000]
    eventually(lambda: first.on_card(CODE_FILE), lambda text: text == "", 120)


def _item_with_photo_is_found(machine: Machine, name: str, words: str) -> None:
    owner = machine.visitor()
    owner.sign_in(*ADMIN)
    made = owner.post_json("/api/v1/items", {"name": name})
    assert made.status_code == 201, made.text
    path = f"/api/v1/items/{made.json()['id']}/photos"
    assert owner.upload(path, "photo", ("a.jpg", samples.photo(), "image/jpeg")).status_code == 201
    answer = eventually(
        lambda: owner.search(words),
        lambda got: bool(got["results"]) and got["results"][0]["name"] == name and got["mode"] != "text",
        300,
    )
    assert answer["results"][0]["name"] == name


def test_an_item_with_a_photo_is_found_by_meaning(first: Machine) -> None:
    _item_with_photo_is_found(first, "Cordless drill", "tool for making holes in a wall")


def test_after_a_power_cut_all_is_there_and_the_same_works_again(first: Machine) -> None:
    time.sleep(6)  # what was acknowledged is on the disk; the photo's directory entry follows within ext4's 5 s
    first.pull_the_plug()
    first.start()
    waited = first.wait_for_page()
    log.info("later boot to sign-in page: %.0f s, %.0f s of emulated CPU", waited, first.cpu_seconds())
    owner = first.visitor()
    owner.sign_in(*ADMIN)
    assert [item["name"] for item in owner.json("/api/v1/items", size=100)["items"]] == ["Cordless drill"]
    _item_with_photo_is_found(first, "Wool blanket", "something warm for the bed")


GOOD = 'hostname = "workshop"\n'
BAD = 'hostname = "my_pi"\n[wifi]\ncountry = "DE"\nssid = "x"\npassword = "s3cret-word"\n'


def test_a_second_card_survives_a_power_cut_and_a_clock_of_1970(second: Machine) -> None:
    second.put_on_card("inventory.toml", GOOD)
    second.start(clock="1970-01-01T00:00:00")
    eventually(lambda: "# hostname" in second.on_card("inventory.toml"), bool, 900)
    second.pull_the_plug()
    second.start(clock="1970-01-01T00:00:00")
    second.wait_for_page()
    assert "DNS:workshop.local" in second.certificate_names()
    told = second.visitor().get("/setup").headers["Date"]
    assert email.utils.parsedate_to_datetime(told).year >= 2026


def test_mistakes_are_told_on_page_card_and_console(second: Machine) -> None:
    second.pull_the_plug()
    second.put_on_card("inventory.toml", BAD)
    second.start()
    second.wait_for_page()
    page = eventually(lambda: second.visitor().get("/setup").text, lambda text: "<li>hostname: " in text, 120)
    assert "<li>wifi: " in page  # this base has no NetworkManager
    left = second.on_card("inventory.toml")
    assert "# hostname: " in left and "s3cret-word" not in left
    eventually(lambda: "Inventory: hostname: " in second.console(), bool, 60)


@pytest.fixture(scope="module")
def out_of_the_computer(first: Machine, second: Machine) -> tuple[Machine, Machine]:
    time.sleep(6)
    first.pull_the_plug()
    second.pull_the_plug()
    return first, second


@pytest.mark.parametrize("path", SECRETS)
def test_two_cards_share_no_secret(out_of_the_computer: tuple[Machine, Machine], path: str) -> None:
    one, other = (machine.on_root(path) for machine in out_of_the_computer)
    assert one and other
    assert one[:8192] != other[:8192]


def test_the_root_file_system_has_the_whole_card(out_of_the_computer: tuple[Machine, Machine]) -> None:
    assert [machine.root_bytes() > 0.9 * CARD_BYTES for machine in out_of_the_computer] == [True, True]
