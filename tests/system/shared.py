"""What every suite with booted hosts has in its conftest: a mark, one run at a time, this checkout's packages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lab.outer import locked
from tests.system.packages import Packages
from tests.system.repository import Repository, served


def mark_below(conftest: str) -> Callable[[list[pytest.Item]], None]:
    """The hook that marks everything in the folder of `conftest` (its __file__) as a system test."""
    here = Path(conftest).parent

    def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
        for item in items:
            if here in item.path.parents:
                item.add_marker("system")

    return pytest_collection_modifyitems


def one_run_at_a_time(suite: str) -> Any:
    """The fixture that lets one run of a suite work on a machine: its host names are fixed. Another run waits here."""

    @pytest.fixture(scope="session", autouse=True)
    def alone() -> Iterator[None]:
        with locked(suite):
            yield

    return alone


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
