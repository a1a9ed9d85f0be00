"""The device is switched off and on: everything is there again by itself."""

import pytest

from tests.system.device import SERVICES, Device
from tests.system.patience import eventually
from tests.system.visitor import Visitor


@pytest.fixture(scope="module")
def rebooted(stocked: Device) -> Device:
    assert stocked.host.reboot() == "running", stocked.host.run("systemctl --failed").stdout
    return stocked


@pytest.mark.parametrize("service", SERVICES)
def test_service_is_active_after_a_reboot(rebooted: Device, service: str) -> None:
    eventually(lambda: rebooted.active(service), lambda state: state == "active", 20)


def test_the_session_and_the_photo_outlive_a_reboot(rebooted: Device, signed_in: Visitor, photo: str) -> None:
    answer = eventually(lambda: signed_in.get(photo), lambda answer: answer.status_code == 200, 20)
    assert answer.headers["Content-Type"].startswith("image/")


def test_search_by_meaning_works_after_a_reboot(rebooted: Device, signed_in: Visitor) -> None:
    found = eventually(lambda: signed_in.search("keeps me warm at night"), lambda found: found["mode"] != "text", 20)
    assert "Winter blanket" in [result["name"] for result in found["results"][:3]]


def test_the_device_starts_after_a_power_cut(rebooted: Device) -> None:
    rebooted.host.power_cut()
    assert rebooted.host.start() == "running"
    eventually(rebooted.signed_in, lambda visitor: visitor.get("/").status_code == 200, 30)
    code, report = eventually(rebooted.doctor, lambda answer: answer[0] == 0, 20)
    assert code == 0, report
