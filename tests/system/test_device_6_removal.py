"""Removing, installing again and purging: data goes only when its owner said so."""

import pytest

from tests.lab import Result
from tests.system.device import SERVICES, Device
from tests.system.patience import eventually

BROKEN = "/etc/postgresql/15/main/conf.d/broken.conf"


def state_exists(device: Device) -> dict[str, bool]:
    """Which of the three things a purge may take away are there."""
    user = device.host.run("getent passwd inventory", check=False).code == 0
    tree = device.host.run("test -d /var/lib/inventory/images", check=False).code == 0
    database = device.sql("select count(*) from pg_database where datname = 'inventory'", "postgres") == "1"
    return {"user": user, "tree": tree, "database": database}


@pytest.fixture(scope="module")
def items(stocked: Device) -> str:
    """How many items there were before anything was removed."""
    return stocked.sql("select count(*) from item")


@pytest.fixture(scope="module")
def removed(stocked: Device, items: str) -> Device:
    stocked.apt("remove inventory")
    return stocked


@pytest.fixture(scope="module")
def failed_reinstall(removed: Device) -> Result:
    """Installing while PostgreSQL cannot start: apt's own answer."""
    removed.host.put(BROKEN, "this_is_no_setting = 1\n")
    removed.host.run("systemctl stop postgresql@15-main")
    return removed.apt("install inventory", check=False)


@pytest.fixture(scope="module")
def reinstalled(removed: Device, failed_reinstall: Result) -> Device:
    """The second try, after the cause was mended."""
    removed.host.run(f"rm {BROKEN}; systemctl start postgresql@15-main")
    removed.apt("install --reinstall inventory")
    return removed


@pytest.fixture(scope="module")
def purged_keeping(reinstalled: Device) -> Device:
    reinstalled.apt("purge inventory")
    return reinstalled


@pytest.fixture(scope="module")
def installed_after_purge(purged_keeping: Device) -> Device:
    purged_keeping.apt("install inventory")
    return purged_keeping


@pytest.fixture(scope="module")
def purged_with_data(installed_after_purge: Device) -> Device:
    answer = "inventory inventory/purge-data boolean true\n"
    installed_after_purge.host.run("debconf-set-selections", data=answer.encode())
    installed_after_purge.apt("purge inventory")
    return installed_after_purge


def test_remove_stops_the_services_and_keeps_the_data(removed: Device, items: str) -> None:
    for service in ("inventory-app", "inventory-provision"):
        assert removed.active(service) != "active"
    assert state_exists(removed) == {"user": True, "tree": True, "database": True}
    assert removed.sql("select count(*) from item") == items


def test_nginx_goes_on_without_our_site(removed: Device) -> None:
    assert removed.active("nginx") == "active"
    removed.host.run("nginx -t && systemctl reload nginx")


def test_a_failed_provisioning_does_not_break_apt_and_says_what_to_do(failed_reinstall: Result) -> None:
    assert failed_reinstall.code == 0, failed_reinstall.stdout
    told = failed_reinstall.stdout
    assert "PostgreSQL" in told and "systemctl" in told, told
    assert "Traceback" not in told


def test_a_failed_provisioning_is_told_by_systemctl_status(removed: Device, failed_reinstall: Result) -> None:
    removed.host.run("systemctl start inventory-provision", check=False)
    status = removed.host.run("systemctl status --no-pager inventory-provision", check=False).output
    assert "PostgreSQL" in status and "Traceback" not in status, status
    removed.host.run(f"rm -f {BROKEN}")


def test_a_second_try_brings_everything_back(reinstalled: Device, items: str) -> None:
    for service in SERVICES:
        eventually(lambda name=service: reinstalled.active(name), lambda state: state == "active", 20)  # type: ignore[misc]
    assert reinstalled.sql("select count(*) from item") == items
    eventually(reinstalled.signed_in, lambda visitor: visitor.get("/").status_code == 200, 20)


def test_purge_keeps_the_data_unless_told_otherwise(purged_keeping: Device, items: str) -> None:
    assert state_exists(purged_keeping) == {"user": True, "tree": True, "database": True}
    assert purged_keeping.sql("select count(*) from item") == items
    assert (
        purged_keeping.host.run("ls /etc/nginx/sites-enabled /etc/inventory", check=False).stdout.count("inventory.env")
        == 0
    )


def test_installing_after_a_purge_finds_the_data(installed_after_purge: Device, items: str) -> None:
    assert installed_after_purge.sql("select count(*) from item") == items
    eventually(installed_after_purge.signed_in, lambda visitor: visitor.get("/").status_code == 200, 20)


def test_purge_with_consent_removes_user_tree_and_database(purged_with_data: Device) -> None:
    assert state_exists(purged_with_data) == {"user": False, "tree": False, "database": False}
    assert purged_with_data.sql("select count(*) from pg_roles where rolname = 'inventory'", "postgres") == "0"
    assert purged_with_data.host.run("test -e /var/lib/inventory", check=False).code != 0


def test_nothing_of_ours_runs_or_is_broken_after_the_purge(purged_with_data: Device) -> None:
    assert purged_with_data.host.run("systemctl --failed --plain --no-legend").stdout == ""
    assert "inventory" not in purged_with_data.host.run("systemctl list-units --plain --no-legend 'inventory*'").stdout
    assert purged_with_data.active("nginx") == "active"
