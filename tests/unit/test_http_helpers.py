"""Paging, parsing and formatting without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from pydantic import BaseModel, Field

from inventory.errors import BadRequest, InvalidInput
from inventory.http import Page, PageRequest, page_request, parse_body
from inventory.http.template_helpers import format_quantity, relative_time


class Thing(BaseModel):
    name: str = Field(min_length=1)
    count: int


@pytest.fixture
def bare() -> Flask:
    return Flask(__name__)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [("1.500000", "1.5"), ("100", "100"), ("1E+2", "100"), ("0.000001", "0.000001"), ("0", "0"), ("10.0", "10")],
)
def test_quantities_read_naturally(quantity: str, text: str) -> None:
    assert format_quantity(Decimal(quantity)) == text


def test_relative_times_carry_the_exact_one() -> None:
    html = relative_time(datetime.now(UTC) - timedelta(hours=3, minutes=5))
    assert "3 hours ago" in html
    assert "UTC" in html


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=²", "size=201", "page=99999999999999999999", "sort=secret"]
)
def test_paging_refuses_what_it_cannot_do(bare: Flask, query: str) -> None:
    with bare.test_request_context(f"/?{query}"), pytest.raises(InvalidInput):
        page_request(sorts=("name",), default_sort="name")


def test_paging_keeps_the_other_parameters(bare: Flask) -> None:
    with bare.test_request_context("/items?tag=a%26b&page=2&sort=-name"):
        request = page_request(sorts=("name",), default_sort="name", size=10)
        page = Page(rows=["x"] * 10, total=35, request=request)
        assert (page.pages, page.first, page.last) == (4, 11, 20)
        assert request.descending and request.sort_key == "name"
        assert page.url(page=3) == "/items?tag=a%26b&page=3&sort=-name"


def test_an_empty_page_counts_from_nothing() -> None:
    page: Page[str] = Page(rows=[], total=0, request=PageRequest())
    assert (page.pages, page.first, page.last) == (1, 0, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_not_a_json_object_is_a_bad_request(bare: Flask, body: bytes) -> None:
    request = bare.test_request_context("/", method="POST", data=body, content_type="application/json")
    with request, pytest.raises(BadRequest):
        parse_body(Thing)


def test_every_wrong_field_is_named(bare: Flask) -> None:
    request = bare.test_request_context("/", method="POST", json={"name": "", "count": "many"})
    with request, pytest.raises(InvalidInput) as caught:
        parse_body(Thing)
    assert [error["field"] for error in caught.value.errors] == ["name", "count"]
