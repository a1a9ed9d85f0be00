"""A newcomer's first command, on a Debian 12 that has nothing but make."""

import json
import re
import time
from collections.abc import Iterator

import pytest

from tests.lab import Host
from tests.system import checkout
from tests.system.checkout import Running
from tests.system.patience import eventually


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host.create("inv-run") as host:
        host.start(binds=checkout.cache_binds())
        host.run("apt-get update && apt-get install -y make")
        checkout.copy_to(host)
        yield host


@pytest.fixture(scope="module")
def running(host: Host) -> Running:
    """The first `make run`, ready."""
    running = Running(host)
    running.start()
    running.address(900)
    return running


def fetch(running: Running, path: str) -> tuple[int, str]:
    """Status and body of a page of the running app, asked on the host itself."""
    url = running.address(5) + path
    ask = (
        "import json, urllib.request as u, urllib.error as e\n"
        f"try: a = u.urlopen({url!r}, timeout=20)\nexcept e.HTTPError as error: a = error\n"
        "print(json.dumps([a.status, a.read().decode()]))"
    )
    status, body = json.loads(running.host.run(["python3", "-c", ask]).stdout)
    return status, body


def item_count(running: Running) -> int:
    """How many items the checkout's own database holds."""
    query = "psql -h $PWD/var/run -U inventory -XAtd inventory -c 'select count(*) from item'"
    return int(running.host.run(f"cd {checkout.INSIDE} && {query}").stdout)


def test_the_page_answers(running: Running) -> None:
    status, body = fetch(running, "/")
    assert status == 200 and "<html" in body


def test_the_terminal_says_how_to_sign_in(running: Running) -> None:
    assert re.search(r"sign in as \w+ with the password \S+", running.log()), running.log()


def test_the_example_data_is_there(running: Running) -> None:
    assert item_count(running) >= 300


def test_every_part_reports_itself_ready(running: Running) -> None:
    def health() -> dict[str, object]:
        return dict(json.loads(fetch(running, "/api/health")[1]))

    eventually(health, lambda report: report["status"] == "ok", 60)


def test_nothing_was_put_outside_of_the_checkout_and_the_cache(running: Running) -> None:
    assert running.host.run("ls -d /etc/inventory /var/lib/inventory 2>/dev/null", check=False).stdout == ""


def test_ctrl_c_stops_everything_and_a_second_start_takes_seconds_and_keeps_the_data(running: Running) -> None:
    before = item_count(running)
    running.ctrl_c()
    assert running.left_over() == ""
    began = time.monotonic()
    running.start()
    running.address(60)
    assert time.monotonic() - began < 30
    assert item_count(running) == before
    running.ctrl_c()
    assert running.left_over() == ""


def test_make_clean_removes_what_make_run_made(running: Running) -> None:
    running.host.run(f"cd {checkout.INSIDE} && make clean")
    left = running.host.run(f"ls -d {checkout.INSIDE}/var {checkout.INSIDE}/.venv 2>/dev/null", check=False)
    assert left.stdout == ""
