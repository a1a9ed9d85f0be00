"""The pages of items, places and tags, as a person without JavaScript uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from inventory.accounts import service as accounts
from inventory.catalogue import service
from inventory.catalogue.service import ItemDraft
from inventory.database import transaction

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'{{7*7}}"
FORM = {
    "name": "Picture hooks",
    "quantity": "24",
    "unit": "pcs",
    "location": "Workshop / Drawer 3",
    "tags": "wall, brass; hooks",
    "sku": "PH-20",
    "description": "20 kg",
    "notes": "Line one\nLine two",
    "attribute_name": ["Maker", ""],
    "attribute_text": ["Hook & Co", ""],
}


@pytest.fixture
def add(engine: sa.Engine) -> Callable[..., service.Item]:
    def add(name: str = "Thing", path: str | None = None, **fields: Any) -> service.Item:
        return service.create_item(engine, ItemDraft(name, **fields), location_path=path)

    return add


@pytest.fixture
def viewer(app: Flask, engine: sa.Engine) -> FlaskClient:
    user = accounts.add_user(engine, username="vera", password="may only look", role="viewer")
    client = app.test_client()
    with client.session_transaction() as session:
        session["user"] = [user.id, user.session_epoch]
    return client


def test_an_empty_inventory_invites(client: FlaskClient) -> None:
    assert "Add the first item" in client.get("/items").text
    assert "No places yet" in client.get("/locations").text
    assert "No tags yet" in client.get("/tags").text
    assert "Nothing deleted" in client.get("/items/deleted").text


def test_an_item_is_added_seen_and_edited(client: FlaskClient, engine: sa.Engine) -> None:
    page = client.get("/items/new?location=Workshop")
    assert 'value="Workshop"' in page.text
    for limit in ('maxlength="200"', 'maxlength="20000"', 'list="places"'):
        assert limit in page.text
    added = client.post("/items/new", data=FORM)
    assert added.status_code == 302
    page = client.get(added.headers["Location"]).text
    for text in ("Picture hooks", "Workshop › Drawer 3", "PH-20", "Hook &amp; Co", "20 kg", "Line one\nLine two"):
        assert text in page
    item = service.get_item(engine, 1)
    assert item.tags == ("brass", "hooks", "wall")
    form = client.get("/items/1/edit").text
    assert 'value="brass, hooks, wall"' in form
    assert 'value="Workshop / Drawer 3"' in form
    saved = client.post("/items/1/edit", data={**FORM, "name": "Hooks", "location": "", "sku": "", "version": 1})
    assert saved.headers["Location"] == "/items/1"
    changed = service.get_item(engine, 1)
    assert (changed.name, changed.location_id, changed.sku, changed.version) == ("Hooks", None, None, 2)


def test_editing_keeps_what_the_form_does_not_show(client: FlaskClient, add: Any, engine: sa.Engine) -> None:
    item = add("x", import_ref="row-7")
    client.post(f"/items/{item.id}/edit", data={"name": "y", "version": 1})
    assert service.get_item(engine, item.id).import_ref == "row-7"


def test_a_wrong_form_comes_back_with_everything_typed(client: FlaskClient, engine: sa.Engine) -> None:
    wrong = {**FORM, "name": " ", "quantity": "many", "sku": "x" * 65, "notes": "keep me"}
    response = client.post("/items/new", data=wrong)
    assert response.status_code == 422
    page = response.text
    assert "An item needs a name." in page
    assert "The quantity is not a number." in page
    assert "The SKU has 65 characters; the limit is 64." in page
    assert page.count('aria-invalid="true"') == 3
    assert "keep me" in page
    assert 'value="Hook &amp; Co"' in page
    assert service.list_locations(engine) == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "a\0b", "NUL"),
        ("quantity", "-1", "below zero"),
        ("quantity", "1,234", "not a number"),
        ("quantity", "1_000", "not a number"),
        ("quantity", "١e999999999", "over"),
        ("location", " / ".join("x" * 21), "20 deep"),
        ("tags", "x" * 61, "61 characters; the limit is 60"),
        ("unit", "x" * 21, "limit is 20"),
        ("attribute_name", "", "value but no name"),
        ("attribute_name", "x" * 61, "limit is 60"),
    ],
)
def test_each_wrong_field_is_explained(client: FlaskClient, field: str, value: str, says: str) -> None:
    response = client.post("/items/new", data={**FORM, field: value})
    assert response.status_code == 422
    assert says in response.text


def test_a_comma_is_a_decimal_point(client: FlaskClient, engine: sa.Engine) -> None:
    client.post("/items/new", data={**FORM, "quantity": "1,5"})
    assert str(service.get_item(engine, 1).quantity.normalize()) == "1.5"


def test_a_stale_edit_shows_both_and_can_be_saved_again(client: FlaskClient, add: Any, engine: sa.Engine) -> None:
    item = add("Hooks", notes="old")
    url = f"/items/{item.id}/edit"
    client.post(url, data={"name": "Hooks, theirs", "notes": "theirs", "version": 1})
    stale = client.post(url, data={"name": "Hooks, mine", "notes": "old", "version": 1})
    assert stale.status_code == 409
    assert "Someone changed this item while you edited it" in stale.text
    assert "Hooks, theirs" in stale.text
    assert 'value="Hooks, mine"' in stale.text
    assert service.get_item(engine, item.id).name == "Hooks, theirs"
    version = re.search(r'name="version" value="(\d+)"', stale.text)
    assert version
    client.post(url, data={"name": "Hooks, mine", "version": version[1]})
    assert service.get_item(engine, item.id).name == "Hooks, mine"


def test_a_taken_sku_is_said_at_its_field(client: FlaskClient, add: Any) -> None:
    add("Other", sku="PH-20")
    response = client.post("/items/new", data=FORM)
    assert response.status_code == 409
    assert 'id="error-sku"' in response.text


def test_delete_offers_undo_and_the_deleted_page_restores(client: FlaskClient, add: Any) -> None:
    item = add("Hooks")
    page = client.post(f"/items/{item.id}/delete", follow_redirects=True).text
    assert "Deleted “Hooks”" in page
    assert f'action="/items/{item.id}/restore"' in page
    assert "Hooks" in client.get("/items/deleted").text
    assert "This item was deleted" in client.get(f"/items/{item.id}").text
    assert client.get(f"/items/{item.id}/edit").status_code == 404
    assert client.post(f"/items/{item.id}/edit", data={"name": "x"}).status_code == 404
    assert "“Hooks” is back" in client.post(f"/items/{item.id}/restore", follow_redirects=True).text
    assert "Nothing deleted" in client.get("/items/deleted").text


def test_gallery_table_filters_and_pages(client: FlaskClient, engine: sa.Engine) -> None:
    with transaction(engine) as connection:
        shed = service.ensure_locations(connection, ["Shed"])["Shed"]
        drafts = [ItemDraft(f"Bolt {n:03}", location_id=shed if n % 2 else None, tags=("steel",)) for n in range(100)]
        service.bulk_create_items(connection, drafts)
    gallery = client.get("/items").text
    assert "1–48 of 100 items" in gallery
    assert gallery.count('class="card"') == 48
    assert "Page 1 of 3" in gallery
    third = client.get("/items?page=3&view=table").text
    assert "97–100 of 100 items" in third
    assert third.count('scope="row"') == 4
    assert "1–48 of 50 items in Shed" in client.get(f"/items?location={shed}").text
    assert "Bolt 042" in client.get("/items?q=042&tag=Steel&photo=0&sort=-quantity").text
    assert "Nothing fits" in client.get("/items?photo=1").text
    assert "The list ends before this page" in client.get("/items?page=9").text
    for query in ("sort=colour", "page=0", "page=x", "size=0", "size=9999", "location=x", "photo=maybe"):
        assert client.get(f"/items?{query}").status_code == 422, query


def test_pages_need_few_statements_and_little_weight(client: FlaskClient, engine: sa.Engine) -> None:
    with transaction(engine) as connection:
        places = list(service.ensure_locations(connection, [f"House / Room {n}" for n in range(60)]).values())
        drafts = [ItemDraft(f"Thing {n}", location_id=places[n % 60], tags=("a", f"t{n % 9}")) for n in range(600)]
        service.bulk_create_items(connection, drafts)
    seen: list[str] = []
    sa.event.listen(
        client.application.extensions["inventory"].engine, "before_cursor_execute", lambda *a: seen.append(a[2])
    )
    for url in (
        "/items",
        "/items?view=table",
        "/items/1",
        f"/locations/{places[0]}",
        "/locations",
        "/tags",
        "/items/new",
    ):
        seen.clear()
        page = client.get(url)
        assert page.status_code == 200
        assert len(seen) <= 12, f"{url}: {len(seen)}"
        assert len(page.data) < 150_000, url


def test_html_is_shown_and_never_run(client: FlaskClient, engine: sa.Engine) -> None:
    name = EVIL.replace(",", "")
    client.post(
        "/items/new",
        data={
            "name": name, "description": EVIL, "notes": EVIL, "unit": "<b>kg</b>", "sku": "<i>sku</i>", "quantity": "1",
            "location": "<u>Shed</u>", "tags": "<s>tag</s>", "attribute_name": "<em>a</em>", "attribute_text": EVIL,
        },
    )  # fmt: skip
    location = service.list_locations(engine)[0].id
    client.post(f"/locations/{location}", data={"name": "<u>Shed</u>", "description": EVIL})
    pages = [
        "/items",
        "/items?view=table",
        "/items/1",
        "/items/1/edit",
        f"/locations/{location}",
        "/locations",
        "/tags",
    ]
    client.post("/items/new", data={"name": "second"})
    client.post("/items/1/delete")
    pages += ["/items", "/items/deleted"]
    client.post("/items/1/restore")
    for url in pages:
        page = client.get(url).text
        for raw in ("<script>alert", "<img src=x", "<b>kg", "<i>sku", "<u>Shed", "<s>tag", "<em>a", ">49<"):
            assert raw not in page, f"{raw} on {url}"
    assert "&lt;script&gt;alert" in client.get("/items/1").text


def test_no_page_has_inline_script_or_style(client: FlaskClient, add: Any) -> None:
    add("x", "Shed", tags=("a", "b"))
    for url in ("/items", "/items?view=table", "/items/1", "/items/1/edit", "/locations", "/locations/1", "/tags"):
        page = client.get(url).text
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:", page), url


def test_places_are_made_by_path_edited_moved_and_deleted(client: FlaskClient, add: Any, engine: sa.Engine) -> None:
    made = client.post("/locations", data={"path": "Workshop / Drawer 3"})
    url = made.headers["Location"]
    add("Hooks", "Workshop / Drawer 3")
    page = client.get(url).text
    assert "Workshop" in page and "Hooks" in page
    tree = client.get("/locations").text
    assert tree.count("<ul") == tree.count("</ul>") and tree.count("<li>") == tree.count("</li>")
    client.post(url, data={"name": "Drawer 4", "inside": "", "description": "Top"})
    assert [place.path for place in service.list_locations(engine)] == ["Drawer 4", "Workshop"]
    refused = client.post(url, data={"name": "Drawer 4", "inside": "Nowhere"})
    assert refused.status_code == 422
    assert "no place “Nowhere”" in refused.text
    itself = client.post(url, data={"name": "Drawer 4", "inside": "Drawer 4"})
    assert itself.status_code == 409
    gone = client.post(f"{url}/delete", follow_redirects=True).text
    assert "Deleted “Drawer 4”, what was in it moved to no place" in gone
    step = re.search(r'action="(/undo/\d+)"', gone)
    assert step
    back = client.post(step[1], data={"next": url})
    assert back.headers["Location"] == url
    assert "Hooks" in client.get(url).text
    for path in ("", "  ", "a / " + "x" * 121):
        assert client.post("/locations", data={"path": path}).status_code == 422


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/sign-out", ""])
def test_undo_goes_back_to_this_room_only(client: FlaskClient, engine: sa.Engine, target: str) -> None:
    _, step = service.delete_tag(engine, service.create_tag(engine, "a").id)
    assert client.post(f"/undo/{step}", data={"next": target}).headers["Location"] == "/"


def test_tags_are_added_renamed_merged_and_deleted(client: FlaskClient, add: Any, engine: sa.Engine) -> None:
    add("x", tags=("screws",))
    client.post("/tags", data={"name": "bolts"})
    ids = {tag.name: tag.id for tag in service.list_tags(engine)}
    assert client.post(f"/tags/{ids['bolts']}", data={"name": "Nuts"}).status_code == 302
    taken = client.post(f"/tags/{ids['bolts']}", data={"name": "SCREWS"})
    assert taken.status_code == 409
    assert "A tag of that name exists already" in taken.text
    assert client.post("/tags", data={"name": "a,b"}).status_code == 422
    unknown = client.post(f"/tags/{ids['bolts']}/merge", data={"into": "nothing"})
    assert unknown.status_code == 422
    merged = client.post(f"/tags/{ids['screws']}/merge", data={"into": "nuts"}, follow_redirects=True).text
    assert "Merged “screws” into “Nuts”" in merged
    assert service.get_item(engine, 1).tags == ("Nuts",)
    step = re.search(r'action="(/undo/\d+)"', merged)
    assert step
    client.post(step[1], data={"next": "/tags"})
    assert service.get_item(engine, 1).tags == ("screws",)
    gone = client.post(f"/tags/{ids['screws']}/delete", follow_redirects=True).text
    assert "Deleted the tag “screws”" in gone


def test_a_viewer_looks_and_changes_nothing(viewer: FlaskClient, add: Any, engine: sa.Engine) -> None:
    item = add("Hooks", "Shed", tags=("a",))
    for url in ("/items", f"/items/{item.id}", "/locations", "/locations/1", "/tags"):
        page = viewer.get(url)
        assert page.status_code == 200
        # only the frame may offer a change (sign out)
        assert 'action="/items' not in page.text.replace('method="get" action="/items"', "")
        assert 'action="/locations' not in page.text
        assert 'action="/tags' not in page.text
    for url in (
        f"/items/{item.id}/delete",
        "/items/new",
        "/locations/1/delete",
        "/tags/1/delete",
        "/locations",
        "/tags",
    ):
        assert viewer.post(url, data={"name": "x"}).status_code == 403, url
    assert service.get_item(engine, item.id).deleted_at is None
