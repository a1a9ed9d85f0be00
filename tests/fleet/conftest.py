"""What all fleet tests share: one run at a time, and this checkout's packages in a repository on the lab's bridge."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.outer import locked
from tests.system.packages import Packages
from tests.system.repository import Repository, served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this directory is a system test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("system")


@pytest.fixture(scope="session", autouse=True)
def alone() -> Iterator[None]:
    """One run at a time on a machine: host names are fixed. Another run waits here."""
    with locked("fleet-tests"):
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
