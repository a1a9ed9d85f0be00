"""The page that finds things."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from markupsafe import escape

from inventory.catalogue import service as catalogue
from inventory.catalogue.rules import ItemDraft

NASTY = "<script>alert(1)</script>"


@pytest.fixture
def items(engine: sa.Engine) -> list[int]:
    drafts = [
        (ItemDraft("Picture hooks", "For frames", tags=("fixings", "brass")), "Workshop / Drawer"),
        (ItemDraft("Picture wire", tags=("fixings",)), "Workshop"),
        (ItemDraft("Picture frame " + NASTY, "A frame " + NASTY), "Attic"),
    ]
    return [catalogue.create_item(engine, draft, location_path=path).id for draft, path in drafts]


def names(html: str) -> list[str]:
    return re.findall(r'<h2 class="name">(.*?)</h2>', html)


def chips(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", chip) for chip in re.findall(r'<a class="chip[^>]*>(.*?)</a>', html, re.DOTALL)]


@pytest.mark.parametrize("path", ["/", "/find"])
def test_without_words_the_page_shows_what_changed_last(client: FlaskClient, items: list[int], path: str) -> None:
    html = client.get(path).text
    assert len(names(html)) == 3
    assert "3 items · changed last" in html


def test_an_empty_inventory_says_what_to_do(client: FlaskClient) -> None:
    html = client.get("/").text
    assert "Nothing here yet" in html
    assert 'href="/items/new"' in html
    assert 'href="/import"' in html


def test_results_are_cards_with_place_quantity_and_why(client: FlaskClient, items: list[int]) -> None:
    html = client.get("/find?q=hooks").text
    assert names(html) == ["Picture hooks"]
    assert "Workshop › Drawer" in html
    assert "name: <mark>hooks</mark>" in html
    assert f'href="/items/{items[0]}"' in html


def test_html_in_items_and_queries_is_shown_and_not_run(client: FlaskClient, items: list[int]) -> None:
    html = client.get("/find", query_string={"q": "frame " + NASTY}).text
    assert NASTY not in html
    assert str(escape("Picture frame " + NASTY)) in html
    assert "<mark>frame</mark> &lt;<mark>script</mark>&gt;" in html.replace("“A ", "“")


def test_a_mended_query_is_shown_with_the_way_back(client: FlaskClient, items: list[int]) -> None:
    html = client.get("/find?q=pictrue+hooks").text
    assert "Showing results for" in html
    assert "<strong>picture hooks</strong>" in html
    back = re.search(r'Search instead for <a href="([^"]*)"', html)
    assert back
    html = client.get(back[1].replace("&amp;", "&")).text
    assert "Showing results for" not in html
    assert "Allow for spelling mistakes" in html


def test_the_page_says_when_meaning_is_not_searched(client: FlaskClient, items: list[int]) -> None:
    assert "Searching by words only" in client.get("/find?q=hooks").text


def test_chips_narrow_to_a_place_and_a_tag(client: FlaskClient, items: list[int]) -> None:
    html = client.get("/find?q=picture").text
    assert chips(html) == ["Everything", "in: Workshop · 2", "in: Attic · 1", "tag: fixings · 2", "tag: brass · 1"]
    html = client.get("/find?q=picture&place=Workshop").text
    assert sorted(names(html)) == ["Picture hooks", "Picture wire"]
    html = client.get("/find?q=picture&place=Workshop&tag=BRASS").text
    assert names(html) == ["Picture hooks"]
    html = client.get("/find?q=picture&place=Cellar").text
    assert "Nothing here with these words" in html
    assert 'href="/find?q=picture"' in html


def test_nothing_found_says_what_to_try(client: FlaskClient, items: list[int]) -> None:
    html = client.get("/find?q=zzzzqqq").text
    assert "Nothing found" in html
    assert "Try fewer or other words" in html


def test_many_results_have_pages(client: FlaskClient, engine: sa.Engine) -> None:
    for number in range(30):
        catalogue.create_item(engine, ItemDraft(f"Bolt {number}"))
    first, second = client.get("/find?q=bolt").text, client.get("/find?q=bolt&page=2").text
    assert (len(names(first)), len(names(second))) == (24, 6)
    assert "Page 1 of 2" in first
    assert 'rel="next" href="/find?q=bolt&amp;page=2"' in first
    assert "No more results" in client.get("/find?q=bolt&page=9").text


def test_htmx_gets_the_changing_part_only(client: FlaskClient, items: list[int]) -> None:
    part = client.get("/find?q=hooks", headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="results"')
    assert "<html" not in part
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/find?q=hooks", headers=restored).text


@pytest.mark.parametrize("q", ["x" * 10_000, "😀", "the", "a & !b", "\x00hooks", "%00", "'"])
def test_odd_words_get_a_normal_page(client: FlaskClient, items: list[int], q: str) -> None:
    assert client.get("/find", query_string={"q": q}).status_code == 200


@pytest.mark.parametrize("parameters", ["page=0", "page=x", "page=99999999999999", "exact=maybe"])
def test_a_wrong_address_gets_a_clear_page(client: FlaskClient, items: list[int], parameters: str) -> None:
    answer = client.get(f"/find?q=hooks&{parameters}")
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_a_viewer_is_not_offered_what_only_editors_may(client: FlaskClient, engine: sa.Engine, app: object) -> None:
    from inventory.accounts import service as accounts

    viewer = accounts.add_user(engine, username="eve", password="correct horse battery", role="viewer")
    with client.session_transaction() as session:
        session["user"] = [viewer.id, viewer.session_epoch]
    html = client.get("/find?q=zzzz").text
    assert "/items/new" not in html


def test_one_must_be_signed_in(anonymous: FlaskClient) -> None:
    assert anonymous.get("/find?q=x").status_code == 302
