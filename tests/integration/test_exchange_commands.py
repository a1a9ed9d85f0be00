"""`inventory import` and `inventory export` as a person runs them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from inventory import cli
from inventory.catalogue import service as catalogue
from inventory.catalogue.service import ItemDraft
from inventory.config import Settings
from inventory.database import transaction

DATA = Path(__file__).parent.parent / "data" / "exchange"


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr("inventory.exchange.commands.get_settings", lambda: settings)
    monkeypatch.setattr("inventory.config.get_settings", lambda: settings)  # asked by cli.py: is this a device?

    def invoke(*arguments: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["inventory", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return invoke


def names(engine: sa.Engine) -> list[str]:
    with transaction(engine) as connection:
        return sorted(item.name for item in catalogue.iter_items(connection))


def test_import_list_and_undo(run: Run, engine: sa.Engine) -> None:
    assert run("import", "--list").out == "no imports yet\n"
    result = run("import", DATA / "homebox.csv", "--yes")
    assert result.status == 0, result.err
    assert "Homebox, UTF-8, commas between columns" in result.out
    assert "4 created, 0 changed, 0 unchanged, 0 wrong" in result.out
    assert "inventory import --undo 1" in result.out
    assert "note: line 4, column HB.parent_import_ref" in result.err
    assert len(names(engine)) == 4
    assert "done\tcommand line\thomebox.csv\t4 created, 0 changed" in run("import", "--list").out
    undone = run("import", "--undo", "--yes")
    assert undone.status == 0
    assert "import 1 is undone: 4 items removed, 0 put back, 5 places and 4 tags removed" in undone.out
    assert names(engine) == []
    again = run("import", "--undo", 1, "--yes")
    assert again.status == 1
    assert "undone already" in again.err


def test_a_dry_run_changes_nothing(run: Run, engine: sa.Engine) -> None:
    result = run("import", "--dry-run", DATA / "own-semicolon.csv")
    assert result.status == 0
    assert "3 created" in result.out
    assert "new places: Bakery, Bakery / Store, Workshop" in result.out
    assert "dry run: nothing was changed" in result.out
    assert names(engine) == []
    assert run("import", "--list").out == "no imports yet\n"


def test_changes_are_shown(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("ref,name,quantity\na,Flour,1\n")
    run("import", path)
    path.write_text("ref,name,quantity\na,Flour,2\n")
    result = run("import", path)
    assert "line 2: Flour\n    quantity: 1 → 2\n" in result.out
    assert "0 created, 1 changed" in result.out
    assert "nothing to do" in run("import", path).out


def test_wrong_rows_end_with_status_1_and_change_nothing(run: Run, engine: sa.Engine) -> None:
    for options in ((), ("--dry-run",), ("--yes",)):
        result = run("import", DATA / "own-wrong.csv", *options)
        assert result.status == 1
        for line in ("line 3, column name", "line 5, column quantity", "line 7, column ref", "line 9, column tags"):
            assert line in result.err
        assert "inventory: file: 6 rows cannot be imported." in result.err
        assert names(engine) == []
    result = run("import", DATA / "own-wrong.csv", "--skip-wrong")
    assert result.status == 0
    assert names(engine) == ["Good row"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["/nonexistent/file.csv"], "There is no file"),
        (["/tmp"], "is not a file"),
        ([DATA / "own-windows-1252.csv"], "Line 2: The file is not UTF-8"),
        ([DATA / "own.csv", "--format", "homebox"], "no column that is known"),
        (["--undo"], "no import to undo"),
        (["--undo", "7"], "There is no import 7"),
        (["--undo", "abc"], "not the number of an import"),
        ([sys.executable], "not a text file"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(run: Run, arguments: list[object], message: str) -> None:
    result = run("import", *arguments)
    assert result.status == 1
    assert message in result.err
    assert "Traceback" not in result.err


def test_usage_errors(run: Run) -> None:
    assert run("import").status == 2
    assert run("import", "x", "--format", "xlsx").status == 2


def test_encoding_can_be_chosen_and_standard_input_read(run: Run, engine: sa.Engine) -> None:
    result = run("import", DATA / "own-windows-1252.csv", "--encoding", "windows-1252")
    assert "CP1252" in result.out
    assert names(engine) == ["Größe 8 Schlüssel"]
    assert run("import", "-", stdin=b"name\nFrom a pipe\n").status == 0
    assert "From a pipe" in names(engine)


def test_what_was_changed_since_is_listed(run: Run, engine: sa.Engine) -> None:
    run("import", DATA / "own.csv")
    with transaction(engine) as connection:
        item = next(iter(catalogue.iter_items(connection)))
    catalogue.change_item(engine, item.id, expected_version=1, notes="mine")
    result = run("import", "--undo")
    assert f"left: item {item.id} ({item.name}): changed since" in result.err
    assert "--undo 1 --force" in result.err
    assert names(engine) == [item.name]
    assert run("import", "--undo", 1, "--force").status == 0
    assert names(engine) == []


@pytest.mark.parametrize(("name", "options"), [("a.csv", []), ("a.json", []), ("b.csv", ["--format", "homebox"])])
def test_export_to_a_file_and_back(run: Run, engine: sa.Engine, tmp_path: Path, name: str, options: list[str]) -> None:
    run("import", DATA / "own.csv")
    path = tmp_path / name
    result = run("export", path, *options)
    assert result.status == 0
    assert f"{path.stat().st_size:,} bytes" in result.err
    assert "nothing to do" in run("import", path).out
    assert len(names(engine)) == 3
    assert not list(tmp_path.glob("*.part"))


def test_export_to_standard_output(run: Run, engine: sa.Engine) -> None:
    catalogue.create_item(engine, ItemDraft(name="Öl"))
    assert ",Öl," in run("export", "-").out
    assert '"name": "Öl"' in run("export", "-", "--format", "json").out


def test_export_to_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    result = run("export", tmp_path / "missing" / "x.csv")
    assert result.status == 1
    assert "cannot be written" in result.err


def test_an_import_that_is_killed_leaves_nothing_and_can_be_repeated(
    run: Run, engine: sa.Engine, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "big.csv"
    path.write_text("ref,name,location\n" + "".join(f"r{i},Item {i},Place {i % 30}\n" for i in range(4000)))
    environment = {
        **os.environ,
        "INVENTORY_SETTINGS_DIR": "/nonexistent",
        "INVENTORY_STATE_DIR": str(settings.state_dir),
        "INVENTORY_DATABASE_URL": settings.database_url,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "inventory", "import", str(path)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_line(engine, 500)
    finally:
        child.kill()
        child.wait()
    assert names(engine) == []
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE import_run SET progress_at = now() - interval '1 minute'"))
    wait_for_status(run, "failed")
    assert "interrupted" in run("import", "--list").out
    assert run("import", path).status == 0
    assert len(names(engine)) == 4000


def wait_for_line(engine: sa.Engine, line: int) -> None:
    """Wait until the import in another process has come to this line."""
    for _ in range(600):
        with engine.connect() as connection:
            query = "SELECT max(lines_done) FROM import_run WHERE status = 'importing'"
            if (connection.execute(sa.text(query)).scalar() or 0) >= line:
                return
        time.sleep(0.05)
    raise AssertionError("the import never came so far")


def wait_for_status(run: Run, status: str) -> None:
    """PostgreSQL needs a moment to notice that a client is dead; until then its lock holds."""
    for _ in range(100):
        if f"\t{status}\t" in run("import", "--list").out:
            return
        time.sleep(0.1)
    raise AssertionError(run("import", "--list").out)
