"""One tree, made by the stage; each file of tests flashes its own cards with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.image.card import Card
from tests.image.flash import build
from tests.lab import Host
from tests.system import shared
from tests.system.packages import Packages

pytest_collection_modifyitems = shared.mark_below(__file__)
alone = shared.one_run_at_a_time("image-tests")
packages = shared.packages


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
