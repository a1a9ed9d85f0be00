"""The API of items, places and tags, with good and bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

ITEM = {
    "name": "Picture hooks, brass",
    "quantity": "24",
    "unit": "pcs",
    "sku": "PH-20",
    "tags": ["pictures", "brass"],
    "location": "Workshop / Drawer 3 / Box A",
    "description": "20 kg",
    "notes": "From the flea market",
    "attributes": {"manufacturer": "Hook & Co"},
}


def create(client: FlaskClient, **fields: Any) -> dict[str, Any]:
    response = client.post("/api/v1/items", json={"name": "Thing", **fields})
    assert response.status_code == 201, response.text
    return response.get_json()


def test_an_item_is_created_and_read(client: FlaskClient) -> None:
    response = client.post("/api/v1/items", json=ITEM)
    assert response.status_code == 201
    created = response.get_json()
    assert created["quantity"] == "24"
    assert created["tags"] == ["brass", "pictures"]
    assert created["location"] == "Workshop / Drawer 3 / Box A"
    assert (created["version"], created["photos"], created["deleted_at"]) == (1, [], None)
    assert created["created_at"].endswith("Z")
    assert client.get(response.headers["Location"]).get_json() == created


def test_a_change_leaves_what_is_not_sent(client: FlaskClient) -> None:
    created = client.post("/api/v1/items", json=ITEM).get_json()
    url = f"/api/v1/items/{created['id']}"
    changed = client.patch(url, json={"quantity": 1.5, "location": None}).get_json()
    assert changed == {**created, "quantity": "1.5", "version": 2, "updated_at": changed["updated_at"]}
    nowhere = client.patch(url, json={"location_id": None, "sku": None, "tags": ["Brass", "new"]}).get_json()
    assert (nowhere["location"], nowhere["sku"], nowhere["tags"]) == (None, None, ["brass", "new"])
    assert client.patch(url, json={"location": "Attic"}).get_json()["location"] == "Attic"


def test_a_stale_change_is_refused(client: FlaskClient) -> None:
    item = create(client)
    url = f"/api/v1/items/{item['id']}"
    etag = client.get(url).headers["ETag"]
    assert client.patch(url, json={"name": "A", "version": 1}).status_code == 200
    for stale in ({"json": {"name": "B", "version": 1}}, {"json": {"name": "B"}, "headers": {"If-Match": etag}}):
        response = client.patch(url, **stale)
        assert response.status_code == 409
        assert response.mimetype == "application/problem+json"
        assert "changed by someone else" in response.get_json()["detail"]
    assert client.get(url).get_json()["name"] == "A"
    assert client.patch(url, json={"name": "B"}, headers={"If-Match": "nonsense"}).status_code == 400


def test_delete_and_restore(client: FlaskClient) -> None:
    item = create(client, sku="X1")
    url = f"/api/v1/items/{item['id']}"
    assert client.delete(url).status_code == 204
    assert client.get(url).get_json()["deleted_at"]
    assert client.get("/api/v1/items").get_json()["total"] == 0
    assert client.get("/api/v1/items?deleted=1").get_json()["items"][0]["id"] == item["id"]
    assert client.patch(url, json={"name": "no"}).status_code == 404
    other = create(client, sku="x1")
    refused = client.post(f"{url}/restore")
    assert refused.status_code == 409
    assert "SKU" in refused.get_json()["detail"]
    client.delete(f"/api/v1/items/{other['id']}")
    assert client.post(f"{url}/restore").get_json()["deleted_at"] is None


def test_lists_filter_sort_and_page(client: FlaskClient) -> None:
    for number in range(5):
        create(client, name=f"Bolt {number}", quantity=number, tags=["metal"], location=f"Shed / Box {number % 2}")
    create(client, name="100% wool_blanket", sku="BL-1")
    places = {place["path"]: place["id"] for place in client.get("/api/v1/locations").get_json()["items"]}

    def names(query: str) -> list[str]:
        response = client.get(f"/api/v1/items?{query}")
        assert response.status_code == 200, response.text
        return [item["name"] for item in response.get_json()["items"]]

    assert names("sort=-quantity&size=2") == ["Bolt 4", "Bolt 3"]
    assert names("sort=-quantity&size=2&page=3") == ["Bolt 1", "Bolt 0"]
    assert names(f"location={places['Shed']}&sort=name")[:2] == ["Bolt 0", "Bolt 1"]
    assert names(f"location={places['Shed / Box 1']}") == ["Bolt 1", "Bolt 3"]
    assert names("tag=METAL&q=bolt 3") == ["Bolt 3"]
    assert names("tag=none") == []
    assert names("nowhere=1") == ["100% wool_blanket"]
    assert names("q=%25") == ["100% wool_blanket"]
    assert names("q=_") == ["100% wool_blanket"]
    assert names("q=bl-1") == ["100% wool_blanket"]
    assert len(names("photo=false")) == 6
    assert names("photo=true") == []
    assert names("sort=location")[-1] == "100% wool_blanket"
    assert names("location=99999999999999999999") == []


@pytest.mark.parametrize("q", ["", "x" * 10_000, "🔩🔧", "%", "'; DROP TABLE item; --", "\x00", "a\\", "& | ! ( ) :*"])
def test_any_search_text_answers(client: FlaskClient, q: str) -> None:
    create(client)
    assert client.get("/api/v1/items", query_string={"q": q, "tag": q}).status_code == 200
    assert client.get("/items", query_string={"q": q, "tag": q}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({}, "name", "needs a name"),
        ({"name": "   "}, "name", "needs a name"),
        ({"name": "x" * 201}, "name", "limit is 200"),
        ({"name": "a\0b"}, "name", "NUL"),
        ({"name": "a\ud800b"}, "name", "half of a character"),
        ({"name": "a\x07b"}, "name", "control"),
        ({"name": None}, "name", "string"),
        ({"name": 7}, "name", "string"),
        ({"name": "x", "description": "x" * 4001}, "description", "4,000"),
        ({"name": "x", "notes": "x" * 20_001}, "notes", "20,000"),
        ({"name": "x", "unit": "x" * 21}, "unit", "20"),
        ({"name": "x", "sku": "x" * 65}, "sku", "64"),
        ({"name": "x", "import_ref": "x" * 201}, "import_ref", "200"),
        ({"name": "x", "quantity": -1}, "quantity", "below zero"),
        ({"name": "x", "quantity": "NaN"}, "quantity", "finite"),
        ({"name": "x", "quantity": "1e400"}, "quantity", "over"),
        ({"name": "x", "quantity": "0.0000001"}, "quantity", "decimal places"),
        ({"name": "x", "quantity": "many"}, "quantity", "decimal"),
        ({"name": "x", "quantity": 1e300}, "quantity", "over"),
        ({"name": "x", "tags": ["x" * 61]}, "tags", "60"),
        ({"name": "x", "tags": ["a,b"]}, "tags", "comma"),
        ({"name": "x", "tags": [f"t{n}" for n in range(51)]}, "tags", "50"),
        ({"name": "x", "location": "a / " + "x" * 121}, "location", "120"),
        ({"name": "x", "location": " / ".join("abcdefghijklmnopqrstu")}, "location", "20"),
        ({"name": "x", "location_id": 4711}, "location_id", "no such place"),
        ({"name": "x", "location_id": 2**70}, "location_id", "no such"),
        ({"name": "x", "location_id": -1}, "location_id", "no such"),
        ({"name": "x", "location_id": 1, "location": "a"}, "location", "not both"),
        ({"name": "x", "attributes": {"a" * 61: "b"}}, "attributes", "60"),
        ({"name": "x", "attributes": {"a": "b" * 1001}}, "attributes", "1,000"),
        ({"name": "x", "attributes": {"a": 1}}, "attributes.a", "string"),
        ({"name": "x", "attributes": {f"a{n}": "b" for n in range(51)}}, "attributes", "50"),
        ({"name": "x", "colour": "red"}, "colour", "not permitted"),
    ],
)
def test_a_wrong_field_is_named_with_its_limit(
    client: FlaskClient, body: dict[str, Any], field: str, says: str
) -> None:
    response = client.post("/api/v1/items", data=json.dumps(body), content_type="application/json")
    assert response.status_code == 422, response.text
    assert response.mimetype == "application/problem+json"
    assert field in [error["field"] for error in response.get_json()["errors"]]
    assert says in response.text
    assert client.get("/api/v1/items").get_json()["total"] == 0
    assert client.get("/api/v1/locations").get_json()["total"] == 0


def test_all_wrong_fields_are_named_at_once(client: FlaskClient) -> None:
    response = client.post("/api/v1/items", json={"name": "", "sku": "x" * 65, "quantity": -1})
    assert {error["field"] for error in response.get_json()["errors"]} == {"name", "sku", "quantity"}


@pytest.mark.parametrize("body", [b"", b"no json", b"[1]", b'"text"', b"\xff\xfe", b"[" * 100_000, b"1" * 5000])
def test_a_body_that_is_no_json_object_gets_400(client: FlaskClient, body: bytes) -> None:
    item = create(client)
    for method, url in (("POST", "/api/v1/items"), ("PATCH", f"/api/v1/items/{item['id']}"), ("POST", "/api/v1/tags")):
        response = client.open(url, method=method, data=body, content_type="application/json")
        assert response.status_code == 400
        assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "number", ["0", "4711", "9223372036854775807", "9223372036854775808", "9" * 19, "9" * 5000, "-1", "x"]
)
def test_unknown_ids_give_404(client: FlaskClient, number: str) -> None:
    for method, url in (
        ("GET", "/api/v1/items/{}"),
        ("PATCH", "/api/v1/items/{}"),
        ("DELETE", "/api/v1/items/{}"),
        ("POST", "/api/v1/items/{}/restore"),
        ("POST", "/api/v1/items/{}/photos"),
        ("GET", "/api/v1/items/{}/photos"),
        ("DELETE", "/api/v1/photos/{}"),
        ("GET", "/api/v1/locations/{}"),
        ("PATCH", "/api/v1/locations/{}"),
        ("DELETE", "/api/v1/locations/{}"),
        ("PATCH", "/api/v1/tags/{}"),
        ("DELETE", "/api/v1/tags/{}"),
        ("POST", "/api/v1/undo/{}"),
        ("GET", "/items/{}"),
        ("GET", "/items/{}/edit"),
        ("POST", "/items/{}/delete"),
        ("GET", "/locations/{}"),
        ("GET", "/photos/{}/thumb"),
        ("POST", "/photos/{}/delete"),
        ("POST", "/photos/{}/cover"),
        ("POST", "/tags/{}/delete"),
        ("POST", "/undo/{}"),
    ):
        json_body = {"name": "x"} if method == "PATCH" else None
        response = client.open(url.format(number), method=method, json=json_body)
        assert response.status_code == 404, f"{method} {url}: {response.status_code}"


def test_names_are_unique_whatever_their_case(client: FlaskClient) -> None:
    create(client, sku="A-1", import_ref="R1")
    for fields, field in (({"sku": "a-1"}, "sku"), ({"import_ref": "r1"}, "import_ref")):
        response = client.post("/api/v1/items", json={"name": "x", **fields})
        assert response.status_code == 409
        assert response.get_json()["field"] == field
    assert client.post("/api/v1/locations", json={"name": "Shed"}).status_code == 201
    assert client.post("/api/v1/locations", json={"name": "SHED"}).status_code == 409


def test_places_are_made_renamed_moved_and_deleted_with_undo(client: FlaskClient) -> None:
    shed = client.post("/api/v1/locations", json={"name": "Shed", "description": "Behind the house"}).get_json()
    box = client.post("/api/v1/locations", json={"name": "Box", "parent_id": shed["id"]}).get_json()
    assert box["path"] == "Shed / Box"
    item = create(client, location_id=box["id"])
    assert client.get(f"/api/v1/locations/{shed['id']}").get_json()["items_below"] == 1
    inside_itself = client.patch(f"/api/v1/locations/{shed['id']}", json={"parent_id": box["id"]})
    assert inside_itself.status_code == 409
    assert "inside itself" in inside_itself.get_json()["detail"]
    renamed = client.patch(f"/api/v1/locations/{box['id']}", json={"name": "Crate", "parent_id": None}).get_json()
    assert renamed["path"] == "Crate"
    client.patch(f"/api/v1/locations/{box['id']}", json={"parent_id": shed["id"]})
    undo = client.delete(f"/api/v1/locations/{box['id']}").get_json()["undo"]
    assert client.get(f"/api/v1/items/{item['id']}").get_json()["location"] == "Shed"
    assert client.post(undo).status_code == 200
    assert client.get(f"/api/v1/items/{item['id']}").get_json()["location"] == "Shed / Crate"
    assert client.post(undo).status_code == 404


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": "x" * 121}, {"name": "a / b"}, {"name": "a", "parent_id": "x"}]
)
def test_a_wrong_place_is_refused(client: FlaskClient, body: dict[str, Any]) -> None:
    assert client.post("/api/v1/locations", json=body).status_code == 422


def test_tags_are_renamed_merged_and_deleted_with_undo(client: FlaskClient) -> None:
    one = create(client, tags=["screws", "metal"])
    create(client, tags=["Screws"])
    create(client, tags=["bolts"])
    tags = {tag["name"]: tag for tag in client.get("/api/v1/tags").get_json()["items"]}
    assert {name: tag["items"] for name, tag in tags.items()} == {"screws": 2, "metal": 1, "bolts": 1}
    taken = client.patch(f"/api/v1/tags/{tags['bolts']['id']}", json={"name": "SCREWS"})
    assert taken.status_code == 409
    assert "Merge" in taken.get_json()["hint"]
    merged = client.post(f"/api/v1/tags/{tags['bolts']['id']}/merge", json={"into": tags["screws"]["id"]}).get_json()
    assert [tag["items"] for tag in client.get("/api/v1/tags").get_json()["items"]] == [1, 3]
    assert client.post(merged["undo"]).status_code == 200
    assert len(client.get("/api/v1/tags").get_json()["items"]) == 3
    deleted = client.delete(f"/api/v1/tags/{tags['screws']['id']}").get_json()
    assert client.get(f"/api/v1/items/{one['id']}").get_json()["tags"] == ["metal"]
    client.post(deleted["undo"])
    assert client.get(f"/api/v1/items/{one['id']}").get_json()["tags"] == ["metal", "screws"]
    assert (
        client.post(f"/api/v1/tags/{tags['metal']['id']}/merge", json={"into": tags["metal"]["id"]}).status_code == 422
    )


def test_nothing_without_signing_in(anonymous: FlaskClient) -> None:
    for url in ("/api/v1/items", "/api/v1/items/1", "/api/v1/locations", "/api/v1/tags"):
        assert anonymous.get(url).status_code == 401
    assert anonymous.post("/api/v1/items", json=ITEM).status_code == 401
    assert anonymous.get("/photos/1/thumb").status_code == 302
