"""GET /api/v1/search and /api/semantic-search."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from inventory.catalogue import service as catalogue
from inventory.catalogue.rules import ItemDraft

PATHS = ["/api/v1/search", "/api/semantic-search"]


@pytest.fixture
def hooks(engine: sa.Engine) -> int:
    draft = ItemDraft("Picture hooks <b>", "Brass hooks", quantity=24, sku="PH-1", tags=("fixings",))  # type: ignore[arg-type]
    return catalogue.create_item(engine, draft, location_path="Workshop / Drawer").id


@pytest.mark.parametrize("path", PATHS)
def test_a_result_says_what_where_and_why(client: FlaskClient, hooks: int, path: str) -> None:
    answer = client.get(path, query_string={"q": "hooks", "limit": 5})
    assert answer.status_code == 200
    body = answer.get_json()
    assert (body["query"], body["repaired"], body["mode"], body["total"]) == ("hooks", None, "text", 1)
    assert body["took_ms"] > 0
    [result] = body["results"]
    assert result.pop("score") > 0.9
    assert result == {
        "id": hooks,
        "name": "Picture hooks <b>",
        "why": ["name: hooks", "description: “Brass hooks”"],
        "matched": {"name": ["hooks"], "description": ["hooks"]},
        "location": "Workshop / Drawer",
        "tags": ["fixings"],
        "quantity": "24",
        "unit": "pcs",
        "sku": "PH-1",
        "photo_url": None,
        "url": f"/items/{hooks}",
    }


def test_a_mended_query_is_told_and_can_be_refused(client: FlaskClient, hooks: int) -> None:
    assert client.get("/api/v1/search?q=pictrue").get_json()["repaired"] == "picture"
    body = client.get("/api/v1/search?q=pictrue&exact=1").get_json()
    assert (body["repaired"], body["total"]) == (None, 0)


def test_pages_follow_each_other(client: FlaskClient, engine: sa.Engine) -> None:
    ids = [catalogue.create_item(engine, ItemDraft(f"Bolt {number}")).id for number in range(5)]
    pages = [client.get(f"/api/v1/search?q=bolt&limit=2&page={page}").get_json() for page in (1, 2, 3, 4)]
    assert [len(page["results"]) for page in pages] == [2, 2, 1, 0]
    assert {page["total"] for page in pages} == {5}
    assert sorted(result["id"] for page in pages for result in page["results"]) == ids


@pytest.mark.parametrize("q", ["", "   ", None, "\x00"])
@pytest.mark.parametrize("path", PATHS)
def test_no_query_finds_nothing_and_is_no_error(client: FlaskClient, hooks: int, path: str, q: str | None) -> None:
    answer = client.get(path, query_string={"q": q} if q is not None else {})
    assert answer.status_code == 200
    assert (answer.get_json()["total"], answer.get_json()["results"]) == (0, [])


@pytest.mark.parametrize(
    "q",
    [
        "x" * 10_000,
        "hooks " * 1600,
        "😀",
        "the and of",
        "a & !b | (c <-> d):*",
        "'; DROP TABLE item --",
        "hooks\x00",
        "%",
        "\\",
    ],
)
def test_odd_queries_answer_normally(client: FlaskClient, hooks: int, q: str) -> None:
    answer = client.get("/api/v1/search", query_string={"q": q})
    assert answer.status_code == 200
    assert answer.get_json()["total"] in (0, 1)
    if "hooks" in q:
        assert answer.get_json()["results"][0]["id"] == hooks


def test_bytes_that_are_no_text_answer_normally(client: FlaskClient, hooks: int) -> None:
    assert client.get("/api/v1/search?q=hooks%ff%fe%c0").status_code == 200


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=1e9", "limit"),
        ("limit=", "limit"),
        ("page=0", "page"),
        ("page=99999999999999999999", "page"),
        ("exact=perhaps", "exact"),
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_a_wrong_parameter_is_named(client: FlaskClient, path: str, parameters: str, field: str) -> None:
    answer = client.get(f"{path}?q=hooks&{parameters}")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["errors"][0]["field"] == field


def test_one_must_be_signed_in(anonymous: FlaskClient) -> None:
    assert anonymous.get("/api/v1/search?q=x").status_code == 401


def test_deleted_items_are_not_found(client: FlaskClient, engine: sa.Engine, hooks: int) -> None:
    catalogue.delete_item(engine, hooks)
    assert client.get("/api/v1/search?q=hooks").get_json()["total"] == 0
