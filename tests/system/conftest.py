"""One device lives through the tests in the order of their files: installed, used, upgraded, removed.

Each step is a fixture, so a single file can be run alone: it brings the device to where it needs it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import CommandFailed, Host
from tests.lab.outer import locked
from tests.system import samples
from tests.system.device import Device
from tests.system.packages import Packages
from tests.system.repository import Repository, served
from tests.system.visitor import Visitor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this directory is a system test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("system")


@pytest.fixture(scope="session", autouse=True)
def alone() -> Iterator[None]:
    """One run at a time on a machine: host names are fixed. Another run waits here."""
    with locked("system-tests"):
        yield


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """The packages of this checkout, in a signed repository."""
    packages = Packages(tmp_path_factory.mktemp("repository"))
    packages.publish()
    return packages


@pytest.fixture(scope="session")
def repository(packages: Packages) -> Iterator[Repository]:
    """The repository on the lab's bridge."""
    with served(packages.repository) as repository:
        yield repository


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
