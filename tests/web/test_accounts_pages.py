"""Setup, sign-in and settings over HTTP, with CSRF on as on a device."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inventory.accounts import service
from inventory.accounts.setup_codes import ensure_setup_code
from inventory.app import create_app
from inventory.config import Settings

PASSWORD = "three words make one"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    yield app
    app.extensions["inventory"].engine.dispose()


def token(client: FlaskClient, path: str) -> str:
    match = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert match
    return match.group(1)


def submit(client: FlaskClient, path: str, page: str | None = None, **fields: str):  # type: ignore[no-untyped-def]
    return client.post(path, data={"csrf_token": token(client, page or path), **fields})


def set_up(client: FlaskClient, settings: Settings, **changes: str):  # type: ignore[no-untyped-def]
    fields = {
        "code": ensure_setup_code(settings),
        "username": "ann",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    return submit(client, "/setup", **{**fields, **changes})


def test_first_visit_leads_to_setup_and_setup_signs_in(anonymous: FlaskClient, settings: Settings) -> None:
    assert anonymous.get("/settings").headers["Location"].startswith("/setup")
    assert set_up(anonymous, settings).status_code == 302
    assert "ann" in anonymous.get("/settings").text
    assert anonymous.get("/setup").headers["Location"] == "/sign-in"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "AAAA-AAAA-AAAA"}, "not the code"),
        ({"password_again": "something else"}, "differ"),
        ({"password": "short", "password_again": "short"}, "fewer than 10"),
        ({"username": ""}, "needs a name"),
    ],
)
def test_setup_says_what_is_wrong(
    anonymous: FlaskClient, settings: Settings, changes: dict[str, str], message: str
) -> None:
    answer = set_up(anonymous, settings, **changes)
    assert answer.status_code == 422
    assert message in answer.text
    assert PASSWORD not in answer.text


def test_sign_in_and_out(anonymous: FlaskClient, settings: Settings) -> None:
    set_up(anonymous, settings)
    assert submit(anonymous, "/sign-out", "/settings").status_code == 302
    assert anonymous.get("/settings").headers["Location"].startswith("/sign-in?next=/settings")
    refused = submit(anonymous, "/sign-in", username="ann", password="not the password")
    assert refused.status_code == 401
    assert "wrong" in refused.text
    answer = submit(anonymous, "/sign-in?next=/settings", "/sign-in", username="ANN", password=PASSWORD)
    assert answer.headers["Location"] == "/settings"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_to_another_site(anonymous: FlaskClient, settings: Settings, target: str) -> None:
    set_up(anonymous, settings)
    submit(anonymous, "/sign-out", "/settings")
    answer = anonymous.post(
        "/sign-in",
        query_string={"next": target},
        data={"csrf_token": token(anonymous, "/sign-in"), "username": "ann", "password": PASSWORD},
    )
    assert answer.headers["Location"] == "/"


def test_a_form_without_token_is_refused(anonymous: FlaskClient, settings: Settings) -> None:
    answer = anonymous.post("/setup", data={"code": ensure_setup_code(settings), "username": "eve"})
    assert answer.status_code == 400
    assert "token" in answer.text


def test_roles_are_kept(app: Flask, anonymous: FlaskClient, settings: Settings) -> None:
    set_up(anonymous, settings)
    engine = app.extensions["inventory"].engine
    service.add_user(engine, username="vic", password=PASSWORD, role="viewer")
    viewer = app.test_client()
    submit(viewer, "/sign-in", username="vic", password=PASSWORD)
    page = viewer.get("/settings").text
    assert "Add a person" not in page
    answer = submit(viewer, "/settings/users", "/settings", username="x", role="admin", password=PASSWORD)
    assert answer.status_code == 403
    assert submit(viewer, "/settings/users/ann/disable", "/settings").status_code == 403


def test_an_administrator_adds_and_disables_people(app: Flask, anonymous: FlaskClient, settings: Settings) -> None:
    set_up(anonymous, settings)
    fields = {"username": "<b>bob</b>", "role": "editor", "password": PASSWORD}
    assert submit(anonymous, "/settings/users", "/settings", **fields).status_code == 302
    page = anonymous.get("/settings").text
    assert "&lt;b&gt;bob&lt;/b&gt;" in page
    assert "<b>bob</b>" not in page
    taken = submit(anonymous, "/settings/users", "/settings", username="ANN", role="editor", password=PASSWORD)
    assert taken.status_code == 409
    assert "exists already" in taken.text


def test_changing_the_password_keeps_this_session_and_ends_the_others(
    app: Flask, anonymous: FlaskClient, settings: Settings
) -> None:
    set_up(anonymous, settings)
    phone = app.test_client()
    submit(phone, "/sign-in", username="ann", password=PASSWORD)
    new = "a new and longer password"
    wrong = submit(
        anonymous, "/settings/password", "/settings", current="nope", new_password=new, new_password_again=new
    )
    assert wrong.status_code == 422
    answer = submit(
        anonymous, "/settings/password", "/settings", current=PASSWORD, new_password=new, new_password_again=new
    )
    assert answer.status_code == 302
    assert anonymous.get("/settings").status_code == 200
    assert phone.get("/settings").status_code == 302


def test_api_tokens_open_the_api_and_wrong_ones_do_not(app: Flask, anonymous: FlaskClient, settings: Settings) -> None:
    set_up(anonymous, settings)
    token_text = service.create_token(app.extensions["inventory"].engine, "ann", "test")
    program = app.test_client()
    assert program.get("/settings", headers={"Authorization": f"Bearer {token_text}"}).status_code == 200
    refused = program.get("/api/v1/nothing", headers={"Authorization": "Bearer inv_wrong"})
    assert refused.status_code == 401
    assert refused.mimetype == "application/problem+json"


def test_the_api_answers_problems(anonymous: FlaskClient) -> None:
    answer = anonymous.get("/api/v1/nothing")
    assert answer.status_code in (401, 404)
    assert answer.mimetype == "application/problem+json"
    body = answer.get_json()
    assert {"type", "title", "status", "instance", "request_id"} <= body.keys()


def test_every_answer_has_the_security_headers(anonymous: FlaskClient) -> None:
    for path in ("/setup", "/nothing", "/static/css/base.css"):
        headers = anonymous.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Request-ID"]


def test_sign_in_attempts_are_limited(settings: Settings) -> None:
    limited = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    client = limited.test_client()
    statuses = [client.post("/sign-in", data={"username": "a", "password": "b"}).status_code for _ in range(12)]
    limited.extensions["inventory"].engine.dispose()
    assert statuses[0] == 401
    assert statuses[-1] == 429
