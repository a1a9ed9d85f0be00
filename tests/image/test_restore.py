"""A new card that begins with the backup of an old one."""

import json
import shutil

import pytest

from tests.image.card import SETTINGS, Card
from tests.system import samples
from tests.system.device import ADMIN
from tests.system.patience import eventually


@pytest.fixture(scope="module")
def backup(first: Card) -> str:
    """The name of a backup that the old device made, with somebody's items in it."""
    if code := first.code_on_card():
        first.visitor().set_up(code, *ADMIN)
    first.host.put("/root/homebox.csv", samples.HOMEBOX, mode="600")
    first.inventory("import /root/homebox.csv")
    return str(json.loads(first.inventory("backup create --json").stdout)["name"])


@pytest.fixture(scope="module")
def restored(backup: str, first: Card, second: Card) -> Card:
    """The new device, restarted with the backup beside a settings file that asks for it."""
    source = first.host.root / "var/lib/inventory/backups" / backup
    shutil.copytree(source, second.host.root / "boot/firmware" / backup)
    second.host.put(SETTINGS, f'[restore]\nfrom = "{backup}"\n')
    second.host.reboot()
    second.wait_for_page()
    return second


def test_people_and_items_are_those_of_the_backup(first: Card, restored: Card) -> None:
    eventually(lambda: restored.sql("select count(*) from user_account"), lambda count: count == "1", 60)
    wanted = int(first.sql("select count(*) from item"))
    assert wanted > 0
    assert len(restored.signed_in().json("/api/v1/items", size=100)["items"]) == wanted


def test_the_code_of_the_new_device_is_gone(restored: Card) -> None:
    eventually(lambda: restored.code_on_card() + restored.code_on_screen(), lambda codes: codes == "", 20)


def test_the_card_says_that_it_is_done(restored: Card) -> None:
    assert "# restore: applied" in restored.host.read(SETTINGS)
