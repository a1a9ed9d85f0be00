"""Three appliances as their operator sees them (playbooks over ssh) and as a visitor does (https)."""

import os
import threading
import time
from pathlib import Path

import requests

from tests.fleet.playbook import OURS, Run, call
from tests.lab import Host
from tests.system.device import Device
from tests.system.repository import Repository

NAMES = ("mo-a", "mo-b", "mo-c")


def play(name: str, *arguments: str, program: Path = OURS) -> Run:
    """Run a playbook of the project on molecule's hosts."""
    return call(Path(os.environ["MOLECULE_INVENTORY_FILE"]), name, *arguments, program=program)


class Appliance(Device):
    """One host of the fleet."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(Host(name), Repository("", folder), folder)
        self.name = name

    def version(self) -> str:
        """What answers through nginx."""
        return str(self.visitor().json("/health")["version"])

    def started(self) -> str:
        """When the app was started: it was touched when this changes."""
        return self.host.run("systemctl show --value --property=ExecMainStartTimestampMonotonic inventory-app").stdout

    def token(self) -> str:
        return self.inventory("user token ada").stdout.strip()

    def names(self) -> set[str]:
        """The names of all items, asked of PostgreSQL."""
        return set(self.sql("select name from item where deleted_at is null").splitlines())

    def facts(self) -> dict[str, str]:
        """What a change of version that failed must leave as it was."""
        return {
            "items": self.sql("select count(*), coalesce(sum(hashtext(name || quantity)), 0) from item"),
            "users": self.sql("select string_agg(username, ',' order by username) from user_account"),
            "schema": self.sql("select version_num from alembic_version"),
            "secrets": str(self.fingerprints()),
        }


class Client(threading.Thread):
    """Somebody who goes on reading and writing on every host; keeps what was acknowledged."""

    def __init__(self, fleet: list[Appliance]) -> None:
        super().__init__(daemon=True)
        self._ways = {one.name: self._way_in(one) for one in fleet}
        self._stopped = threading.Event()
        self.acknowledged: dict[str, set[str]] = {one.name: set() for one in fleet}
        self.refused: dict[str, list[float]] = {one.name: [] for one in fleet}
        self.problems: list[str] = []

    @staticmethod
    def _way_in(one: Appliance) -> tuple[str, requests.Session]:
        session = requests.Session()
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {one.token()}"
        session.verify = one.visitor()._session.verify
        return f"https://{one.host.address}", session

    def run(self) -> None:
        number = 0
        while not self._stopped.is_set():
            number += 1
            for name in self._ways:
                self._write_and_read(name, f"written {number} during the roll-out")
            time.sleep(0.2)

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _write_and_read(self, name: str, item: str) -> None:
        base, session = self._ways[name]
        try:
            answer = session.post(f"{base}/api/v1/items", json={"name": item}, timeout=10)
            if answer.status_code != 201:
                self.refused[name].append(time.monotonic())
                if answer.status_code not in (502, 503, 504):
                    self.problems.append(f"{name}: {answer.status_code} {answer.text[:300]}")
                return
            self.acknowledged[name].add(item)
            found = session.get(f"{base}/api/v1/items/{answer.json()['id']}", timeout=10)
            if found.status_code == 200 and found.json()["name"] != item:
                self.problems.append(f"{name}: {item!r} is read as {found.text[:300]}")
        except requests.RequestException:
            self.refused[name].append(time.monotonic())


class PowerCut(threading.Thread):
    """Pulls the plug of a host as soon as it changes packages."""

    def __init__(self, one: Appliance) -> None:
        super().__init__(daemon=True)
        self._one = one
        self._stopped = threading.Event()
        self.done = False

    def run(self) -> None:
        before = self._state()
        while not self._stopped.is_set():
            state = self._state()
            if state != before and '"state": "installing"' in state:
                self._one.host.power_cut()
                self.done = True
                return
            time.sleep(0.3)

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _state(self) -> str:
        path = self._one.host.root / "var/lib/inventory/upgrade/status.json"
        return path.read_text() if path.exists() else ""
