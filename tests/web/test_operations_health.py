"""/health, /api/health and the System page: what they tell to whom, and that they answer whatever hangs."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from inventory.accounts import service as accounts
from inventory.app import create_app
from inventory.config import Settings
from inventory.database import create_engine, migrate
from inventory.operations.health import disk, report
from tests.support.postgres import Cluster

PASSWORD = "three words make one"


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request asks anew; that an answer is kept has its own test."""
    monkeypatch.setattr(report, "KEEP_SECONDS", 0.0)


@pytest.mark.parametrize("path", ["/health", "/api/health"])
def test_anybody_sees_states_and_nothing_else(anonymous: FlaskClient, path: str) -> None:
    answer = anonymous.get(path)
    assert answer.status_code == 200
    assert answer.is_json
    body = answer.get_json()
    assert set(body) == {"status", "timestamp", "version", "parts"}
    assert body["status"] == "degraded"  # no embedder in the tests
    assert body["parts"] == {"database": "ok", "embedder": "error", "disk": "ok"}


def test_administrators_see_why(client: FlaskClient) -> None:
    details = client.get("/api/health").get_json()["details"]
    assert details["database"]["schema"] == details["database"]["wanted"]
    assert "not running" in details["embedder"]["message"]
    assert details["disk"]["free_bytes"] > 0


def test_other_users_see_states_only(app: Flask, engine: sa.Engine) -> None:
    user = accounts.add_user(engine, username="ed", password=PASSWORD, role="editor")
    editor = app.test_client()
    with editor.session_transaction() as session:
        session["user"] = [user.id, user.session_epoch]
    assert "details" not in editor.get("/health").get_json()


def test_an_administrators_token_sees_why_and_a_wrong_one_sees_states(app: Flask, engine: sa.Engine) -> None:
    accounts.add_user(engine, username="ann", password=PASSWORD, role="admin")
    token = accounts.create_token(engine, "ann", "monitoring")
    program = app.test_client()
    assert "details" in program.get("/health", headers={"Authorization": f"Bearer {token}"}).get_json()
    wrong = program.get("/health", headers={"Authorization": "Bearer inv_wrong"})
    assert wrong.status_code == 200
    assert "details" not in wrong.get_json()


def test_a_missing_schema_is_503(app: Flask, client: FlaskClient, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.get_json()["parts"]["database"] == "error"
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE alembic_version"))
    assert client.get("/health").status_code == 503


def test_a_newer_schema_is_503(anonymous: FlaskClient, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert anonymous.get("/health").status_code == 503


def test_a_full_disk_is_503_and_a_nearly_full_one_is_degraded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    beyond = 1 << 60
    monkeypatch.setattr(disk, "check", lambda directory: _disk_check(directory, full=0, low=beyond))
    app = create_app(settings, TESTING=True)
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.get_json()["parts"]["disk"]) == (200, "degraded")
    monkeypatch.setattr(disk, "check", lambda directory: _disk_check(directory, full=beyond, low=beyond))
    answer = app.test_client().get("/health")
    app.extensions["inventory"].engine.dispose()
    assert (answer.status_code, answer.get_json()["parts"]["disk"]) == (503, "error")


_disk_check = disk.check


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL of this test's own, to be stopped."""
    cluster = Cluster()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def own_app(own_cluster: Cluster, settings: Settings) -> Iterator[tuple[Flask, FlaskClient]]:
    """An app on that PostgreSQL, and a client that is signed in as administrator."""
    own = settings.model_copy(update={"database_url": own_cluster.url(own_cluster.create_database())})
    engine = create_engine(own)
    migrate.upgrade(engine)
    admin = accounts.add_user(engine, username="ann", password=PASSWORD, role="admin")
    engine.dispose()
    app = create_app(own, TESTING=True, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    with client.session_transaction() as session:
        session["user"] = [admin.id, admin.session_epoch]
    yield app, client
    app.extensions["inventory"].engine.dispose()


def test_a_stopped_database_is_503_without_internals_and_recovers(
    own_cluster: Cluster, own_app: tuple[Flask, FlaskClient]
) -> None:
    _, client = own_app
    assert client.get("/health").status_code == 200
    own_cluster._run("pg_ctl", "-D", own_cluster.data, "-m", "fast", "-w", "-s", "stop")
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.get_json() | {"timestamp": "", "version": ""} == {
        "status": "error",
        "timestamp": "",
        "version": "",
        "parts": {"database": "error", "embedder": "error", "disk": "ok"},
    }
    assert "psycopg2" not in answer.text
    assert str(own_cluster.root) not in answer.text
    own_cluster.restart()
    assert client.get("/health").status_code == 200


def test_a_database_that_hangs_does_not_hang_health(own_cluster: Cluster, own_app: tuple[Flask, FlaskClient]) -> None:
    _, client = own_app
    assert client.get("/health").status_code == 200
    postmaster = int((own_cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGSTOP)
    try:
        for _ in range(3):
            began = time.monotonic()
            answer = client.get("/health")
            assert time.monotonic() - began < 1.0
            assert answer.status_code == 503
    finally:
        os.kill(postmaster, signal.SIGCONT)
    deadline = time.monotonic() + 15
    while (answer := client.get("/health")).status_code != 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert answer.status_code == 200


def test_the_answer_is_kept_for_a_moment(
    anonymous: FlaskClient, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "KEEP_SECONDS", 60.0)
    first = anonymous.get("/health").get_json()
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE alembic_version"))
    assert anonymous.get("/health").get_json() == first


def test_health_is_not_cached_by_anybody_else(anonymous: FlaskClient) -> None:
    assert anonymous.get("/health").headers["Cache-Control"] == "no-store"


def test_the_system_page_says_why_to_administrators(client: FlaskClient, anonymous: FlaskClient) -> None:
    page = client.get("/settings/system")
    assert page.status_code == 200
    assert "Finding by meaning" in page.text
    assert "does not work" in page.text
    assert "not running" in page.text
    assert json.dumps(anonymous.get("/health").get_json()["version"]).strip('"') in page.text
    assert anonymous.get("/settings/system").status_code == 302


def test_the_system_page_tells_viewers_no_internals(app: Flask, engine: sa.Engine) -> None:
    user = accounts.add_user(engine, username="vic", password=PASSWORD, role="viewer")
    viewer = app.test_client()
    with viewer.session_transaction() as session:
        session["user"] = [user.id, user.session_epoch]
    page = viewer.get("/settings/system").text
    assert "does not work" in page
    assert "embedder.sock" not in page
    assert "PostgreSQL" not in page
