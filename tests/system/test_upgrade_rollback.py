"""`inventory upgrade` and `inventory rollback`: to a good version, broken ones, back by hand, through a power cut."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.lab import Host, Result
from tests.system import samples
from tests.system.device import Device
from tests.system.packages import Packages, migrate_further, refuse_to_install, refuse_to_start
from tests.system.patience import eventually
from tests.system.repository import served
from tests.system.visitor import Visitor

PORT = 8179  # the other files' repository has versions of its own
GOOD, BROKEN, FURTHER, BROKEN_FURTHER, UNINSTALLABLE = "1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0"
FORMER_SCHEMA = "0004"
HOLD_LOCK = (
    'import fcntl, time; file = open("/var/lib/dpkg/lock-frontend", "w"); '
    "fcntl.lockf(file, fcntl.LOCK_EX); time.sleep(300)"
)


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    """A device of the version of this checkout, in use, that can reach good and bad newer versions."""
    packages = Packages(tmp_path_factory.mktemp("versions"))
    packages.publish()
    with Host.create("inv-upgrade") as host, served(packages.repository, PORT) as repository:
        host.start()
        device = Device(host, repository, tmp_path_factory.mktemp("upgraded"))
        device.install()
        device.set_up()
        host.put("/root/homebox.csv", samples.HOMEBOX)
        device.inventory("import /root/homebox.csv")
        packages.publish_variant(GOOD)
        packages.publish_variant(BROKEN, refuse_to_start)
        packages.publish_variant(FURTHER, migrate_further)
        packages.publish_variant(BROKEN_FURTHER, migrate_further, refuse_to_start)
        packages.publish_variant(UNINSTALLABLE, refuse_to_install)
        yield device


@pytest.fixture(scope="module")
def owner(device: Device) -> Visitor:
    """A browser that stays signed in all the time."""
    return device.signed_in()


def upgrade(device: Device, version: str, *options: str) -> tuple[int, dict[str, Any]]:
    """Exit status and JSON of `inventory upgrade --to VERSION`."""
    return answer(device.inventory(f"upgrade --to {version} --json {' '.join(options)}", check=False))


def rollback(device: Device, *options: str) -> Result:
    return device.inventory(f"rollback --yes {' '.join(options)}", check=False)


def answer(done: Result) -> tuple[int, dict[str, Any]]:
    assert done.stdout.startswith("{"), done.output
    return done.code, json.loads(done.stdout)


def quantities(device: Device) -> str:
    return device.sql("SELECT sum(quantity), string_agg(name, ',' ORDER BY id) FROM item")


def installed(device: Device) -> str:
    return device.host.run("dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\\n' 'inventory*'").stdout


def schema(device: Device) -> str:
    return device.sql("SELECT version_num FROM alembic_version")


def add_item(owner: Visitor, name: str) -> None:
    """A write that the device acknowledges."""
    reply = owner.post_json("/api/v1/items", {"name": name})
    assert reply.status_code == 201, reply.text


def assert_serves(device: Device, owner: Visitor, version: str) -> None:
    assert eventually(lambda: owner.json("/api/health"), bool, 20)["version"] == version
    assert owner.json("/api/v1/items", size=100)["items"], "the session of before is gone"
    assert device.host.run("dpkg --audit").stdout == ""


def test_the_nightly_backup_works_in_its_sandbox(device: Device, owner: Visitor) -> None:
    device.host.run("systemctl start inventory-backup.service")
    found = json.loads(device.inventory("backup list --json").stdout)["backups"]
    assert [made["label"] for made in found] == [""]
    assert found[0]["packages"]["inventory"] == found[0]["version"]
    device.inventory(f"backup verify {found[0]['name']}")
    assert device.active("inventory-backup.timer") == "active"


@pytest.fixture(scope="module")
def upgraded(device: Device, owner: Visitor) -> tuple[int, dict[str, Any]]:
    add_item(owner, "Written before the upgrade")
    return upgrade(device, GOOD)


def test_an_upgrade_ends_healthy_on_the_new_version(
    device: Device, owner: Visitor, upgraded: tuple[int, dict[str, Any]]
) -> None:
    code, told = upgraded
    assert (code, told["outcome"], told["to"]) == (0, "upgraded", GOOD), told
    assert told["backup"].endswith("-before-upgrade")
    assert_serves(device, owner, GOOD)
    assert "Written before the upgrade" in quantities(device)
    device.inventory(f"backup verify {told['backup']}")


def test_the_version_that_is_there_is_no_upgrade(device: Device, upgraded: object) -> None:
    before = device.host.run("systemctl show -P MainPID inventory-app").stdout
    code, told = upgrade(device, GOOD, "--no-update")
    assert (code, told["outcome"]) == (0, "unchanged"), told
    assert device.host.run("systemctl show -P MainPID inventory-app").stdout == before


@pytest.mark.parametrize(
    ("prepare", "version", "reason", "mend"),
    [
        ("true", "77.7", "apt knows no version 77.7", "true"),
        (
            f"systemd-run --unit=holder --collect python3 -c '{HOLD_LOCK}'; sleep 1",
            BROKEN, "holds the lock of apt", "systemctl stop holder",
        ),
        ("sed -i s/:8179/:9/ /etc/apt/sources.list.d/inventory.sources", BROKEN, "cannot be read",
         "sed -i s/:9/:8179/ /etc/apt/sources.list.d/inventory.sources"),
    ],
)  # fmt: skip
def test_what_goes_wrong_before_changes_nothing(
    device: Device, upgraded: object, prepare: str, version: str, reason: str, mend: str
) -> None:
    before = installed(device)
    device.host.run(prepare)
    try:
        code, told = upgrade(device, version)
    finally:
        device.host.run(mend)
    assert (code, told["outcome"]) == (1, "failed"), told
    assert reason in told["reason"]
    assert installed(device) == before
    assert device.active("inventory-app") == "active"


@pytest.mark.parametrize(
    ("version", "reason"),
    [(BROKEN, "inventory-app.service"), (UNINSTALLABLE, "could not be installed")],
)
def test_a_broken_version_is_taken_back(
    device: Device, owner: Visitor, upgraded: object, version: str, reason: str
) -> None:
    packages, data = installed(device), quantities(device)
    code, told = upgrade(device, version, "--no-update", "--deadline 10")
    assert (code, told["outcome"], told["from"], told["to"]) == (3, "rolled-back", GOOD, version), told
    assert reason in told["reason"]
    assert (installed(device), quantities(device)) == (packages, data)
    assert_serves(device, owner, GOOD)


def test_a_power_cut_in_an_upgrade_is_finished_at_boot(device: Device, owner: Visitor, upgraded: object) -> None:
    """The version changes the schema and does not start, so that both packages and data must come back."""
    add_item(owner, "Written before the power cut")
    packages, data = installed(device), quantities(device)
    command = f"inventory upgrade --to {BROKEN_FURTHER} --no-update --deadline 20"
    device.host.run(f"systemd-run --quiet --unit=typed {command}")
    eventually(lambda: schema(device), lambda revision: revision != FORMER_SCHEMA, 120)
    device.host.power_cut()
    device.host.start()
    told = eventually(lambda: status(device), lambda told: told["state"] == "done", 240)
    assert (told["outcome"], told["exit_status"], told["data_restored"]) == ("rolled-back", 3, True), told
    assert (installed(device), quantities(device), schema(device)) == (packages, data, FORMER_SCHEMA)
    assert_serves(device, owner, GOOD)
    assert told["kept"] in device.inventory("backup list").stdout


def status(device: Device) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(device.inventory("upgrade --status --json").stdout)
    return document


def test_a_rollback_by_hand_asks_for_the_data_that_the_former_version_needs(device: Device, owner: Visitor) -> None:
    data = quantities(device)
    code, told = upgrade(device, FURTHER, "--no-update")
    assert (code, told["outcome"]) == (0, "upgraded"), told
    add_item(owner, "Written by the newer version")
    newer = quantities(device)
    refused = rollback(device)
    assert refused.code == 1 and "--restore-data" in refused.stderr, refused.output
    assert_serves(device, owner, FURTHER)
    code, told = answer(rollback(device, "--restore-data", "--json"))
    assert (code, told["outcome"], told["data_restored"]) == (0, "rolled-back", True), told
    assert_serves(device, owner, GOOD)
    assert (quantities(device), schema(device)) == (data, FORMER_SCHEMA)
    kept = device.inventory(f"backup restore --yes {told['kept']}", check=False)
    assert kept.code == 1 and "newer" in kept.stderr
    assert newer != data
    again = rollback(device)
    assert again.code == 1 and "taken back already" in again.stderr


def test_the_doctor_is_content_at_the_end(device: Device) -> None:
    code, report = eventually(device.doctor, lambda found: found[0] == 0, 30)
    assert code == 0, report
    assert {check["name"] for check in report["checks"]} >= {"backup", "upgrade"}
    assert "unfinished" not in device.host.run("ls /var/lib/inventory/upgrade").stdout.split()
