"""A roll-out, one that fails on its first host, a host that loses its power, and the way back; in this order."""

import os
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.fleet.appliances import NAMES, Appliance, Client, PowerCut, play
from tests.fleet.playbook import Run
from tests.system.packages import Packages, refuse_to_start
from tests.system.patience import eventually

NEWER, BROKEN, NEXT = "98.0.0", "98.1.0", "98.2.0"


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Appliance]:
    folder = tmp_path_factory.mktemp("fleet")
    return {name: Appliance(name, folder) for name in NAMES}


@pytest.fixture(scope="module")
def first(fleet: dict[str, Appliance]) -> str:
    """The version that site.yml has installed."""
    versions = {one.version() for one in fleet.values()}
    assert len(versions) == 1
    return versions.pop()


@pytest.fixture(scope="module")
def packages(first: str) -> Packages:
    """The fleet's repository, in which versions are published one after another."""
    return Packages(Path(os.environ["INVENTORY_FLEET_REPOSITORY"]).parent)


@pytest.fixture(scope="module")
def client(fleet: dict[str, Appliance], packages: Packages) -> Iterator[Client]:
    """Reads and writes on every host while the roll-out goes on."""
    packages.publish_variant(NEWER)
    client = Client(list(fleet.values()))
    client.start()
    yield client
    client.stop()


@pytest.fixture(scope="module")
def rollout(client: Client) -> Run:
    time.sleep(3)  # some writes before
    done = play("upgrade.yml", "-e", f"inventory_version={NEWER}")
    time.sleep(3)  # and some after
    client.stop()
    return done


def test_every_host_runs_the_newer_version(fleet: dict[str, Appliance], first: str, rollout: Run) -> None:
    assert rollout.code == 0, rollout.output[-5000:]
    assert {one.version() for one in fleet.values()} == {NEWER} != {first}


def test_no_acknowledged_write_is_lost(fleet: dict[str, Appliance], client: Client, rollout: Run) -> None:
    for name, one in fleet.items():
        assert len(client.acknowledged[name]) > 5
        assert client.acknowledged[name] <= one.names()


def test_a_client_saw_no_other_error_than_that_the_app_starts(client: Client, rollout: Run) -> None:
    assert client.problems == []


def test_hosts_were_upgraded_one_after_another(client: Client, rollout: Run) -> None:
    away = sorted((times[0], times[-1]) for times in client.refused.values() if times)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(away)), away


def test_each_host_has_a_backup_of_before(fleet: dict[str, Appliance], rollout: Run) -> None:
    for one in fleet.values():
        assert "before-upgrade" in one.inventory("backup list").stdout


# A broken version


@pytest.fixture(scope="module")
def before(fleet: dict[str, Appliance], rollout: Run) -> dict[str, dict[str, str]]:
    return {name: one.facts() | {"started": one.started()} for name, one in fleet.items()}


@pytest.fixture(scope="module")
def broken(packages: Packages, before: dict[str, dict[str, str]]) -> Run:
    packages.publish_variant(BROKEN, refuse_to_start)
    return play("upgrade.yml", "-e", f"inventory_version={BROKEN}", "-e", "fleet_deadline=30")


def test_the_roll_out_stops_and_says_which_host_and_why(broken: Run) -> None:
    assert broken.code != 0
    assert f"mo-a: rolled-back from {NEWER} to {BROKEN}:" in broken.text, broken.output[-5000:]
    assert "Not touched: mo-b, mo-c." in broken.text


def test_the_first_host_is_as_it_was(
    fleet: dict[str, Appliance], broken: Run, before: dict[str, dict[str, str]]
) -> None:
    one = fleet["mo-a"]
    eventually(one.version, lambda version: version == NEWER, 30)
    assert one.facts() == {name: value for name, value in before["mo-a"].items() if name != "started"}
    assert one.doctor()[0] == 0


def test_the_others_were_not_touched(
    fleet: dict[str, Appliance], broken: Run, before: dict[str, dict[str, str]]
) -> None:
    for name in ("mo-b", "mo-c"):
        assert fleet[name].facts() | {"started": fleet[name].started()} == before[name]


# A host that is away, one that loses its power


@pytest.fixture(scope="module")
def careful(packages: Packages, fleet: dict[str, Appliance], rollout: Run) -> Run:
    """An operator who wants all or nothing, while one host has no power."""
    packages.publish_variant(NEXT)
    fleet["mo-b"].host.power_cut()
    arguments = [f"inventory_version={NEXT}", "fleet_skip_unreachable=false", "fleet_connect_timeout=5"]
    return play("upgrade.yml", *(word for argument in arguments for word in ("-e", argument)))


@pytest.fixture(scope="module")
def cut(careful: Run, fleet: dict[str, Appliance]) -> Run:
    """The roll-out to the others, and one of them loses its power in the middle of it."""
    arguments = [f"inventory_version={NEXT}", "fleet_connect_timeout=5", "fleet_return_timeout=15"]
    watcher = PowerCut(fleet["mo-a"])
    watcher.start()
    done = play("upgrade.yml", *(word for argument in arguments for word in ("-e", argument)))
    watcher.stop()
    assert watcher.done, f"mo-a's power was not cut:\n{done.output[-3000:]}"
    return done


def test_nothing_is_changed_anywhere_for_who_wants_all_or_nothing(careful: Run, fleet: dict[str, Appliance]) -> None:
    assert careful.code != 0
    assert "mo-b does not answer" in careful.text, careful.output[-3000:]


def test_the_others_are_upgraded_and_the_report_names_who_was_away(cut: Run, fleet: dict[str, Appliance]) -> None:
    assert cut.code == 0, cut.output[-5000:]
    assert fleet["mo-c"].version() == NEXT
    assert "mo-b: away, not touched" in cut.text
    assert "mo-a: went away in the middle of its change of version" in cut.text


def test_who_lost_the_power_finishes_by_itself(cut: Run, fleet: dict[str, Appliance]) -> None:
    one = fleet["mo-a"]
    one.host.start()
    status = eventually(lambda: one.inventory("upgrade --status --json").stdout, lambda text: '"done"' in text, 150)
    assert eventually(one.version, lambda version: version in (NEWER, NEXT), 60), status
    assert eventually(one.doctor, lambda answer: answer[0] == 0, 60)[0] == 0


def test_who_was_away_is_upgraded_later(cut: Run, fleet: dict[str, Appliance]) -> None:
    fleet["mo-b"].host.start()
    done = play("upgrade.yml", "-e", f"inventory_version={NEXT}", "--limit", "mo-b")
    assert done.code == 0, done.output[-5000:]
    assert fleet["mo-b"].version() == NEXT


def test_rollback_by_hand_keeps_the_data(fleet: dict[str, Appliance], packages: Packages) -> None:
    one = fleet["mo-b"]
    one.sql("insert into tag (name) values ('kept')")
    done = play("rollback.yml", "--limit", "mo-b")
    assert done.code == 0, done.output[-5000:]
    assert one.version() == NEWER
    assert one.sql("select count(*) from tag where name = 'kept'") == "1"


def test_a_backup_is_taken_on_every_host(fleet: dict[str, Appliance], packages: Packages) -> None:
    done = play("backup.yml", "-e", "fleet_backup_label=fair")
    assert done.code == 0, done.output[-5000:]
    assert done.text.count("verified") >= len(NAMES)
