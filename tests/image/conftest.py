"""One tree, made by the stage; each file of tests flashes its own cards with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.image.card import Card
from tests.image.flash import build
from tests.lab import Host
from tests.lab.outer import locked
from tests.system.packages import Packages


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this directory needs root and the lab."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("system")


@pytest.fixture(scope="session", autouse=True)
def alone() -> Iterator[None]:
    """One run at a time on a machine: host names are fixed."""
    with locked("image-tests"):
        yield


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """The packages of this checkout, in a signed repository."""
    packages = Packages(tmp_path_factory.mktemp("repository"))
    packages.publish()
    return packages


@pytest.fixture(scope="session")
def image(packages: Packages) -> Iterator[Host]:
    """A Debian 12 tree after the stage; never booted."""
    with Host.create("im-image") as host:
        build(host, packages.repository)
        yield host


@pytest.fixture(scope="session")
def tree(image: Host) -> Path:
    """Where its files are."""
    return image.root


@pytest.fixture(scope="session")
def first(image: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Card]:
    card = Card("im-first", image, tmp_path_factory.mktemp("first"))
    with card.host:
        card.start()
        yield card


@pytest.fixture(scope="session")
def second(image: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Card]:
    card = Card("im-second", image, tmp_path_factory.mktemp("second"))
    with card.host:
        card.start()
        yield card
