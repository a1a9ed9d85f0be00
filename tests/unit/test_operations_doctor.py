"""What the doctor says, and how its checks judge."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inventory.config import Settings
from inventory.errors import Unavailable
from inventory.operations.doctor import clock, examine, model, ports, report
from inventory.operations.doctor import settings as settings_check
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip, warn

BUILT = datetime(2026, 11, 23, tzinfo=UTC)


def machine(**changes: object) -> Machine:
    return Machine(Settings(**changes), is_device=False, is_root=False, has_systemd=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("results", "status"),
    [
        ([ok("a", ""), skip("b", "")], "ok"),
        ([ok("a", ""), warn("b", "", "")], "warn"),
        ([warn("b", "", ""), fail("c", "", "")], "fail"),
    ],
)
def test_all_is_well_only_when_nothing_is_wrong(results: list[Result], status: str) -> None:
    assert examine.overall(results) == status


def test_a_check_that_breaks_is_a_failure_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(_: Machine) -> Iterator[Result]:
        yield ok("first", "fine")
        raise Unavailable("It is away.", hint="Fetch it.")

    def broken(_: Machine) -> Iterator[Result]:
        raise ZeroDivisionError("oh")

    def denied(_: Machine) -> list[Result]:
        return [ok("x", Path("/nonexistent/file").read_text())]

    groups = {"one": unavailable, "two": broken, "three": denied, "four": lambda _: [ok("last", "fine")]}
    monkeypatch.setattr(examine, "GROUPS", groups)
    results = list(examine.examine(machine()))
    assert [result.status for result in results] == ["ok", "fail", "fail", "fail", "ok"]
    assert (results[1].what, results[1].mend) == ("It is away.", "Fetch it.")
    assert "/nonexistent/file: No such file" in results[3].what


def test_the_report_for_programs() -> None:
    document = json.loads(report.document([ok("a", "fine"), fail("b", "It is broken.", "Mend it.")]))
    assert document["status"] == "fail"
    assert document["checks"][1] == {"name": "b", "status": "fail", "what": "It is broken.", "mend": "Mend it."}


def test_the_report_for_people() -> None:
    assert report.line(fail("b", "It is broken.", "Mend it.")) == "fail  b: It is broken.\n      -> Mend it."
    assert report.line(ok("a", "fine"), colour=True) == "\033[32mok   \033[0m a: fine"
    assert report.summary([ok("a", ""), skip("b", "")]) == "All is well: 1 checks (1 left out)."
    assert report.summary([warn("a", "", ""), ok("b", "")]) == "1 of 2 checks want attention."


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (BUILT, "ok"),
        (BUILT - timedelta(hours=20), "ok"),
        (BUILT - timedelta(days=2), "fail"),
        (datetime(1970, 1, 1, tzinfo=UTC), "fail"),
        (datetime(2070, 1, 1, tzinfo=UTC), "fail"),
    ],
)
def test_a_clock_that_cannot_be_right_is_found(now: datetime, status: str) -> None:
    assert clock.judge(now, BUILT, synchronised=False).status == status


def test_every_setting_is_known_by_the_name_under_which_it_is_read() -> None:
    names = settings_check.known_names()
    assert {"INVENTORY_LISTEN", "IMAGE_DIR", "IMAGE_STORAGE_METHOD", "INVENTORY_SECRET_KEY_FILE"} <= names
    assert "INVENTORY_IMAGE_DIR_SETTING" not in names


def test_a_misspelt_setting_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "local.env").write_text("# INVENTORY_X=1\nINVENTORY_LISTEN=127.0.0.1:1\nINVENTORY_LISTN=127.0.0.1:2\n")
    monkeypatch.setattr(settings_check, "SETTINGS_DIR", tmp_path)
    (result,) = settings_check.check(machine())
    assert result.status == "warn"
    assert "INVENTORY_LISTN is no setting" in result.what


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_listening_port_is_seen_with_its_address(family: socket.AddressFamily, address: str) -> None:
    with socket.create_server((address, 0), family=family) as server:
        assert ports.listening_ports()[server.getsockname()[1]] == {address}


def test_an_app_open_to_the_network_is_a_fault_on_a_device_only() -> None:
    with socket.create_server(("0.0.0.0", 0)) as server:
        settings = Settings(listen=f"127.0.0.1:{server.getsockname()[1]}")
        checkout = Machine(settings, is_device=False, is_root=False, has_systemd=False)
        device = Machine(settings, is_device=True, is_root=False, has_systemd=False)
        assert next(iter(ports.check(checkout))).status == "ok"
        assert next(iter(ports.check(device))).status == "fail"


def test_a_damaged_model_is_found(tmp_path: Path) -> None:
    here = machine(embedding_model_dir=tmp_path / "none")
    assert next(iter(model.check(here))).status == "fail"
    (tmp_path / "config.json").write_text("{}")
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  config.json\n")
    here = machine(embedding_model_dir=tmp_path)
    assert next(iter(model.check(here))).status == "ok"
    (tmp_path / "config.json").write_text("{} ")
    with pytest.raises(Exception, match="damaged"):
        list(model.check(here))


def test_the_doctor_of_a_checkout_says_what_is_missing_and_never_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("INVENTORY_")]:
        monkeypatch.delenv(name)
    settings = Settings(
        state_dir=tmp_path,
        database_url=f"postgresql+psycopg2://inventory@/inventory?host={tmp_path}",
        embedder_socket=tmp_path / "none.sock",
        embedding_model_dir=tmp_path / "model",
        listen="127.0.0.1:9",
    )
    results = list(examine.examine(Machine.here(settings)))
    wrong = {result.name for result in results if result.status == "fail"}
    assert {"disk of the photos", "secret key", "database", "model", "embedder", "port 9", "app"} <= wrong
    assert all(result.mend for result in results if result.status in ("warn", "fail"))
    assert not [result for result in results if "check itself failed" in result.what]
