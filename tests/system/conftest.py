"""One device lives through the tests in the order of their files: installed, used, upgraded, removed.

Each step is a fixture, so a single file can be run alone: it brings the device to where it needs it.
"""

from collections.abc import Iterator

import pytest

from tests.lab import CommandFailed, Host
from tests.system import samples, shared
from tests.system.device import Device
from tests.system.repository import Repository
from tests.system.visitor import Visitor

pytest_collection_modifyitems = shared.mark_below(__file__)
alone = shared.one_run_at_a_time("system-tests")
packages = shared.packages
repository = shared.repository


@pytest.fixture(scope="session")
def fresh_host() -> Iterator[Host]:
    """A booted Debian 12 on which nothing of ours was ever installed."""
    with Host.create("inv-device") as host:
        host.start()
        yield host


@pytest.fixture(scope="session")
def _installed(
    fresh_host: Host, repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Device, str]:
    device = Device(fresh_host, repository, tmp_path_factory.mktemp("device"))
    try:
        return device, device.install()
    except CommandFailed as error:  # said again for each test that needs the device, so only what apt said last
        pytest.fail(f"the packages could not be installed:\n{error.output[-1500:]}", pytrace=False)


@pytest.fixture(scope="session")
def device(_installed: tuple[Device, str]) -> Device:
    """The host after `apt install inventory`."""
    return _installed[0]


@pytest.fixture(scope="session")
def install_log(_installed: tuple[Device, str]) -> str:
    """What apt printed."""
    return _installed[1]


@pytest.fixture(scope="session")
def owner(device: Device) -> Visitor:
    """The browser in which the device was set up."""
    return device.set_up()


@pytest.fixture(scope="session")
def stocked(device: Device, owner: Visitor) -> Device:
    """The device with the owner's list imported."""
    device.host.put("/root/homebox.csv", samples.HOMEBOX, mode="600")
    device.inventory("import /root/homebox.csv")
    return device


@pytest.fixture(scope="session")
def signed_in(stocked: Device) -> Visitor:
    """The administrator's browser, on a device with items."""
    return stocked.signed_in()


@pytest.fixture(scope="session")
def photo(signed_in: Visitor) -> str:
    """A photo of an item, uploaded over the page: the path of its picture."""
    items = signed_in.json("/api/v1/items", size=100)["items"]
    drill = next(item for item in items if item["name"] == "Cordless drill")
    answer = signed_in.upload(
        f"/api/v1/items/{drill['id']}/photos", "photo", ("drill.jpg", samples.photo(), "image/jpeg")
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["photos"][0]["full"])
