"""`apt upgrade` to a newer version keeps what people entered, and leaves everything running."""

import pytest

from tests.lab import Result
from tests.system.device import SERVICES, Device
from tests.system.packages import NEWER, Packages
from tests.system.patience import eventually
from tests.system.visitor import Visitor

KEPT = (
    "/var/lib/inventory/config/secret-key",
    "/var/lib/inventory/ssl/inventory.crt",
    "/var/lib/inventory/ssl/inventory.key",
)


def facts(device: Device) -> dict[str, str]:
    """What must be the same before and after."""
    return {
        "items": device.sql("select count(*), sum(quantity) from item"),
        "users": device.sql("select string_agg(username, ',' order by username) from user_account"),
        "vectors": device.sql("select count(*) from search_document where embedding is not null"),
        "files": device.host.run(["sha256sum", *KEPT]).stdout,
        "photos": device.host.run("find /var/lib/inventory/images -type f | sort").stdout,
    }


@pytest.fixture(scope="module")
def before(stocked: Device, photo: str) -> dict[str, str]:
    stocked.host.run("echo '# a line of the owner' >> /etc/inventory/local.env")
    return facts(stocked)


@pytest.fixture(scope="module")
def aborted(stocked: Device, before: dict[str, str], packages: Packages) -> Result:
    """An upgrade that dpkg gives up half way."""
    stocked.host.put("/var/tmp/broken.deb", packages.broken_upgrade("50.0.0"))
    return stocked.host.run("dpkg -i /var/tmp/broken.deb 2>&1", check=False)


@pytest.fixture(scope="module")
def upgrade(stocked: Device, aborted: Result, packages: Packages) -> Result:
    packages.publish_newer()
    stocked.apt("update")
    return stocked.apt("upgrade", check=False)


def test_an_aborted_upgrade_leaves_the_old_version_running(stocked: Device, aborted: Result) -> None:
    assert aborted.code != 0
    status = stocked.host.run("dpkg-query -W -f '${Version} ${Status}' inventory").stdout
    assert not status.startswith("50") and status.endswith("install ok installed"), aborted.stdout
    assert stocked.host.run("dpkg --audit").stdout == ""
    for service in SERVICES:
        assert stocked.active(service) == "active", aborted.stdout
    eventually(stocked.signed_in, lambda visitor: visitor.get("/").status_code == 200, 20)


def test_apt_upgrades_to_the_newer_version(stocked: Device, upgrade: Result) -> None:
    assert upgrade.code == 0, upgrade.stdout
    installed = stocked.host.run("dpkg-query -W -f '${Version} ${Status}' inventory").stdout
    assert installed.startswith(NEWER) and installed.endswith("install ok installed"), upgrade.stdout
    assert stocked.inventory("--version").stdout.strip().endswith(NEWER)


@pytest.mark.parametrize("service", SERVICES)
def test_service_is_active_after_the_upgrade(stocked: Device, upgrade: Result, service: str) -> None:
    eventually(lambda: stocked.active(service), lambda state: state == "active", 20)


def test_the_running_app_is_the_newer_one(stocked: Device, upgrade: Result) -> None:
    health = eventually(lambda: stocked.visitor().json("/api/health"), lambda health: bool(health), 20)
    assert health["version"] == NEWER


def test_the_upgrade_keeps_items_users_photos_and_keys(
    stocked: Device, before: dict[str, str], upgrade: Result
) -> None:
    assert facts(stocked) == before
    assert "a line of the owner" in stocked.host.read("/etc/inventory/local.env")


def test_the_session_outlives_the_upgrade(stocked: Device, upgrade: Result, signed_in: Visitor, photo: str) -> None:
    assert signed_in.get(photo).headers["Content-Type"].startswith("image/")


def test_search_by_meaning_works_after_the_upgrade(stocked: Device, upgrade: Result, signed_in: Visitor) -> None:
    found = eventually(
        lambda: signed_in.search("something to hang pictures with"), lambda found: found["mode"] != "text", 20
    )
    assert "Picture hooks" in [result["name"] for result in found["results"][:3]]


def test_the_doctor_is_content_after_the_upgrade(stocked: Device, upgrade: Result) -> None:
    code, report = eventually(stocked.doctor, lambda answer: answer[0] == 0, 20)
    assert code == 0, report
