"""Cards with the image that tests/image/emulated.sh has made."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulated.machine import WORK, Machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These need the image: `make test-image`."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("system")
            if not (WORK / "card.img").exists():
                item.add_marker(pytest.mark.skip(reason="no image: run `make test-image`"))


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A card that goes into a computer as it is."""
    machine = Machine(tmp_path_factory.mktemp("first"), 18443)
    yield machine
    machine.remove()


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Another card with the same image."""
    machine = Machine(tmp_path_factory.mktemp("second"), 18444)
    yield machine
    machine.remove()
