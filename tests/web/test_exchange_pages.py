"""The page /import from upload to undo, and what it says to bad files."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inventory.accounts import service as accounts
from inventory.catalogue import service as catalogue
from inventory.catalogue.service import ItemDraft
from inventory.config import Settings
from inventory.database import transaction
from inventory.exchange import background, service, tracking

DATA = Path(__file__).parent.parent / "data" / "exchange"


def names(engine: sa.Engine) -> list[str]:
    with transaction(engine) as connection:
        return sorted(item.name for item in catalogue.iter_items(connection))


def send(client: FlaskClient, content: bytes, name: str = "list.csv", **fields: str) -> TestResponse:
    return client.post("/import", data={"file": (io.BytesIO(content), name), **fields})


def settled(client: FlaskClient, address: str) -> str:
    """The page of a run once nothing is at work; its text."""
    for _ in range(300):
        page = client.get(address).text
        if 'id="progress"' not in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{address} never ended")


def sent(client: FlaskClient, content: bytes, name: str = "list.csv", **fields: str) -> str:
    """Upload and wait for the dry run; the address of its page."""
    answer = send(client, content, name, **fields)
    assert answer.status_code == 302, answer.text
    address = answer.headers["Location"]
    settled(client, address)
    return address


def uploads(settings: Settings) -> list[Path]:
    return list((settings.state_dir / "imports").glob("*"))


def test_from_upload_to_undo(client: FlaskClient, engine: sa.Engine, settings: Settings) -> None:
    assert "No imports yet" in client.get("/import").text
    address = sent(client, (DATA / "homebox.csv").read_bytes(), "homebox export.csv")
    page = settled(client, address)
    assert "Import 4 items" in page
    assert "Homebox · UTF-8 · commas between columns" in page
    assert "House / Garage / Drawer 3" in page
    assert "line 4" in page and "cannot hold items yet" in page
    assert names(engine) == []
    (upload,) = uploads(settings)
    assert upload.stat().st_mode & 0o777 == 0o600
    assert "homebox export.csv” is read and waits" in client.get("/import").text

    assert client.post(f"{address}/confirm").headers["Location"] == address
    page = settled(client, address)
    assert "4 new" in page and "Undo this import" in page
    assert len(names(engine)) == 4
    assert uploads(settings) == []
    home = client.get("/import").text
    assert "homebox export.csv" in home and "waits" not in home

    assert client.post(f"{address}/undo").status_code == 302
    assert "Undone" in settled(client, address)
    assert names(engine) == []
    assert client.post(f"{address}/undo").status_code == 409


def test_changes_are_shown_before_and_nothing_to_do_after(client: FlaskClient, engine: sa.Engine) -> None:
    catalogue.create_item(engine, ItemDraft(name="Flour & Co", import_ref="a", notes="<b>old</b>"))
    content = b"ref,name,notes\na,Flour & Co,<i>new</i>\n"
    address = sent(client, content)
    page = client.get(address).text
    assert "<del>&lt;b&gt;old&lt;/b&gt;</del> <ins>&lt;i&gt;new&lt;/i&gt;</ins>" in page
    client.post(f"{address}/confirm")
    settled(client, address)
    page = client.get(sent(client, content)).text
    assert "There is nothing to do" in page
    assert "/confirm" not in page


def test_wrong_rows_are_listed_in_pages_and_can_be_left_out(client: FlaskClient, engine: sa.Engine) -> None:
    rows = "".join(f"r{i},Item {i},many\n" for i in range(120))
    address = sent(client, f"ref,name,quantity\ngood,Good,1\n{rows}".encode())
    page = client.get(address).text
    assert "120 rows</strong> cannot be imported" in page or "120 rows cannot be imported" in page
    assert "Page 1 of 3" in page
    assert "“many” is not a number." in page
    last = client.get(f"{address}?page=3").text
    assert ">122</td>" in last.replace('<span class="narrow">Line </span>', "")
    refused = client.post(f"{address}/confirm")
    assert refused.status_code == 302
    assert "Nothing was changed" in settled(client, address)
    assert names(engine) == []
    address = sent(client, f"ref,name,quantity\ngood,Good,1\n{rows}".encode())
    client.post(f"{address}/confirm", data={"skip_wrong": "true"})
    assert "1 new, 120 wrong" in settled(client, address)
    assert names(engine) == ["Good"]


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"", 422, "The file is empty."),
        (b"name,quantity\n", 422, "has a header line and no rows"),
        (b"colour;size\nred;1\n", 422, "no column that is known; it holds “colour”"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), 415, "a PNG picture"),
        (b"PK\x03\x04" + bytes(200), 415, "Excel or LibreOffice workbook"),
        (bytes(range(256)) * 10, 415, "not a text file"),
        (b'{"items": [{"name": }]}', 422, "not JSON"),
        (b"name\n<script>alert(1)</script>\xff\n", 422, "Line 2: The file is not UTF-8"),
        (b"<script>alert(1)</script>,b\n1,2\n", 422, "&lt;script&gt;"),
        (b'{"format": "\\u0000\\ud800", "items": []}', 422, "not inventory-items"),
    ],
)
def test_bad_files_get_a_4xx_with_the_reason(
    client: FlaskClient, settings: Settings, content: bytes, status: int, message: str
) -> None:
    answer = send(client, content)
    assert answer.status_code == status
    assert message in answer.text
    assert "<script>alert" not in answer.text
    if "UTF-8" not in message:
        assert uploads(settings) == []


def test_no_file_and_wrong_choices(client: FlaskClient) -> None:
    answer = client.post("/import", data={})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.text
    assert send(client, b"name\na\n", format="xlsx").status_code == 422
    assert send(client, b"name\na\n", encoding="klingon").status_code == 422


def test_a_file_over_the_limit_is_refused(client: FlaskClient, settings: Settings) -> None:
    answer = send(client, b"name\n" + b"x" * (settings.max_upload_bytes + 1))
    assert answer.status_code == 413
    assert "over the limit of 30 MiB" in answer.text
    assert uploads(settings) == []


def test_another_encoding_is_one_click_away(client: FlaskClient, engine: sa.Engine) -> None:
    answer = send(client, (DATA / "own-windows-1252.csv").read_bytes())
    assert answer.status_code == 422
    match = re.search(r'action="(/import/\d+/again)"', answer.text)
    assert match
    again = client.post(match[1], data={"encoding": "windows-1252"})
    page = settled(client, again.headers["Location"])
    assert "Größe 8 Schlüssel" in page
    assert "Windows-1252" in page
    client.post(f"{again.headers['Location']}/confirm")
    settled(client, again.headers["Location"])
    assert names(engine) == ["Größe 8 Schlüssel"]


def test_the_same_file_sent_again_takes_the_place_of_its_first_dry_run(client: FlaskClient, settings: Settings) -> None:
    first = sent(client, b"name\na\n", "list.csv")
    second = sent(client, b"name\na\nb\n", "list.csv")
    other = sent(client, b"name\nc\n", "other.csv")
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == client.get(other).status_code == 200
    assert len(uploads(settings)) == 2


def test_a_dry_run_can_be_forgotten(client: FlaskClient, settings: Settings) -> None:
    address = sent(client, b"name\na\n")
    assert client.post(f"{address}/discard").status_code == 302
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/confirm").status_code == 404
    assert uploads(settings) == []


def test_a_long_import_shows_progress_and_survives_a_reload(
    client: FlaskClient, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "SOON", 0.0)
    monkeypatch.setattr(tracking, "_PROGRESS_EVERY", 0.0)
    rows = "".join(f"r{i},Item {i}\n" for i in range(2500))
    answer = send(client, f"ref,name\n{rows}".encode())
    address = answer.headers["Location"]
    settled(client, address)
    client.post(f"{address}/confirm")
    seen = []
    for _ in range(600):
        bar = client.get(f"{address}/progress")
        if bar.headers.get("HX-Refresh"):
            break
        match = re.search(r"Importing: ([\d,]+) of 2,502 lines", bar.text)
        seen += [match[1]] if match else []
        assert "<html" not in bar.text
        time.sleep(0.02)
    assert len(set(seen)) >= 2, seen
    assert "2,500 new" in settled(client, address)
    assert len(names(engine)) == 2500


def test_what_was_changed_since_is_shown_and_undone_when_told(client: FlaskClient, engine: sa.Engine) -> None:
    address = sent(client, b"ref,name\na,Flour\nb,Sugar\n")
    client.post(f"{address}/confirm")
    settled(client, address)
    with transaction(engine) as connection:
        sugar = next(item for item in catalogue.iter_items(connection) if item.name == "Sugar")
    catalogue.change_item(engine, sugar.id, expected_version=1, notes="mine")
    client.post(f"{address}/undo")
    page = settled(client, address)
    assert "Left as they are" in page and f'href="/items/{sugar.id}">Sugar' in page
    assert names(engine) == ["Sugar"]
    client.post(f"{address}/undo", data={"force": "true"})
    settled(client, address)
    assert names(engine) == []


def test_the_list_is_searched_sorted_and_paged(client: FlaskClient, engine: sa.Engine) -> None:
    for number in range(25):
        run = service.start_run(engine, DATA / "own.csv", file_name=f"file {number:02}.csv", status="importing")
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE import_run SET status = 'done' WHERE id = :id"), {"id": run.id})
    page = client.get("/import").text
    assert "file 24.csv" in page and "file 00.csv" not in page
    assert "Page 1 of 2" in page
    assert "file 00.csv" in client.get("/import?page=2").text
    assert "file 00.csv" in client.get("/import?sort=file").text
    found = client.get("/import?q=FILE+07").text
    assert "file 07.csv" in found and "file 08.csv" not in found
    for nothing in ("%25_<b>", "x%00y", "%ff", "x" * 5000):
        assert "Nothing found" in client.get(f"/import?q={nothing}").text
    assert client.get("/import?sort=odd").status_code == 422
    assert client.get("/import?page=99").status_code == 200


def test_whose_file_it_is(app: Flask, client: FlaskClient, engine: sa.Engine) -> None:
    address = sent(client, b"name\na\n")
    other = accounts.add_user(engine, username="eve", password="three words make one", role="editor")
    viewer = accounts.add_user(engine, username="vic", password="three words make one", role="viewer")
    eve, vic = app.test_client(), app.test_client()
    for browser, user in ((eve, other), (vic, viewer)):
        with browser.session_transaction() as session:
            session["user"] = [user.id, user.session_epoch]
    assert eve.get(address).status_code == 404
    for action in ("confirm", "discard", "again"):
        assert eve.post(f"{address}/{action}").status_code == 404
    assert "waits" not in eve.get("/import").text
    assert send(vic, b"name\na\n").status_code == 403
    assert "Bring a list" not in vic.get("/import").text
    client.post(f"{address}/confirm")
    settled(client, address)
    assert eve.get(address).status_code == 200
    assert vic.post(f"{address}/undo").status_code == 403
    assert "Undo this import" not in vic.get(address).text


@pytest.mark.parametrize(
    "address", ["/import/999", "/import/99999999999999999999999", "/import/x", "/import/0/progress"]
)
def test_unknown_imports_are_404(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_files_and_dry_runs_older_than_a_day_are_forgotten(
    client: FlaskClient, engine: sa.Engine, settings: Settings
) -> None:
    import os

    address = sent(client, b"name\na\n")
    (path,) = uploads(settings)
    day = time.time() - 25 * 3600
    os.utime(path, (day, day))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE import_run SET started_at = now() - interval '25 hours'"))
    client.get("/import")
    assert uploads(settings) == []
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("key", "start"), [("csv", b"\xef\xbb\xbfref,name"), ("json", b'{"format"'), ("homebox", b"HB.")]
)
def test_export(client: FlaskClient, engine: sa.Engine, key: str, start: bytes) -> None:
    catalogue.create_item(engine, ItemDraft(name="Öl"))
    answer = client.get(f"/export?format={key}")
    assert answer.status_code == 200
    assert answer.data.startswith(start)
    assert "Öl".encode() in answer.data
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get("/export?format=odd").status_code == 422
