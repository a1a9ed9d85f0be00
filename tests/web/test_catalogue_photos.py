"""Uploading, sending, ordering and deleting photos through the app."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from inventory.app import create_app
from inventory.catalogue import service
from inventory.catalogue.photos import files
from inventory.config import Settings


def jpeg(colour: str = "red", size: tuple[int, int] = (640, 480)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def item(engine: sa.Engine) -> int:
    return service.create_item(engine, service.ItemDraft("Drill")).id


def upload(client: FlaskClient, item: int, data: bytes, name: str = "a.jpg") -> Any:
    body = {"photo": (io.BytesIO(data), name)}
    return client.post(f"/api/v1/items/{item}/photos", data=body, content_type="multipart/form-data")


def photo_ids(client: FlaskClient, item: int) -> list[int]:
    return [photo["id"] for photo in client.get(f"/api/v1/items/{item}/photos").get_json()["photos"]]


def test_a_photo_is_uploaded_and_sent(client: FlaskClient, item: int, settings: Settings) -> None:
    response = upload(client, item, jpeg(), "../../etc/DSC_01.JPG")
    assert response.status_code == 201
    photo = response.get_json()["photos"][0]
    assert (photo["width"], photo["height"], photo["original_name"]) == (640, 480, "DSC_01.JPG")
    for size, mime in (("thumb", "image/webp"), ("medium", "image/webp"), ("full", "image/jpeg")):
        sent = client.get(photo[size])
        assert (sent.status_code, sent.mimetype) == (200, mime)
        assert Image.open(io.BytesIO(sent.data)).width == {"thumb": 320, "medium": 640, "full": 640}[size]
        assert sent.headers["Cache-Control"].startswith("private")
        again = client.get(photo[size], headers={"If-None-Match": sent.headers["ETag"]})
        assert again.status_code == 304
    assert client.get(f"/photos/{photo['id']}/huge").status_code == 404
    assert client.get("/api/v1/items").get_json()["items"][0]["cover"] == photo["thumb"]
    assert client.get("/api/v1/items?photo=true").get_json()["total"] == 1


def test_nginx_sends_the_file_where_it_is_set_so(
    settings: Settings, item: int, client: FlaskClient, admin: Any
) -> None:
    photo = upload(client, item, jpeg()).get_json()["photos"][0]
    app = create_app(settings.model_copy(update={"image_delivery": "x-accel"}), TESTING=True, RATELIMIT_ENABLED=False)
    behind = app.test_client()
    refused = behind.get(photo["thumb"])
    assert refused.status_code == 302
    assert "X-Accel-Redirect" not in refused.headers
    with behind.session_transaction() as session:
        session["user"] = [admin.id, admin.session_epoch]
    response = behind.get(photo["thumb"])
    assert (response.status_code, response.mimetype, response.data) == (200, "image/webp", b"")
    path = response.headers["X-Accel-Redirect"]
    assert path.startswith("/_protected-images/")
    assert (settings.image_dir / path.removeprefix("/_protected-images/")).is_file()
    app.extensions["inventory"].engine.dispose()


def test_several_parts_and_a_raw_body_are_taken(client: FlaskClient, item: int) -> None:
    body = {"photo": [(io.BytesIO(jpeg("red")), "a.jpg"), (io.BytesIO(jpeg("blue")), "b.jpg")]}
    response = client.post(f"/api/v1/items/{item}/photos", data=body, content_type="multipart/form-data")
    assert len(response.get_json()["photos"]) == 2
    raw = client.post(f"/api/v1/items/{item}/photos?name=c.jpg", data=jpeg("green"), content_type="image/jpeg")
    assert raw.status_code == 201
    assert raw.get_json()["photos"][0]["original_name"] == "c.jpg"
    assert len(photo_ids(client, item)) == 3


def test_the_same_picture_twice_is_one_photo(client: FlaskClient, item: int, settings: Settings) -> None:
    first = upload(client, item, jpeg()).get_json()["photos"][0]
    assert upload(client, item, jpeg()).get_json()["photos"][0]["id"] == first["id"]
    client.delete(f"/api/v1/photos/{first['id']}")
    assert upload(client, item, jpeg()).get_json()["photos"][0]["id"] == first["id"]
    assert photo_ids(client, item) == [first["id"]]
    assert len(list(files.stored(settings.image_dir))) == 1


@pytest.mark.parametrize(
    ("data", "name", "status", "says"),
    [
        (b"just text", "photo.jpg", 415, "is text, not a photo"),
        (b"<script>alert(1)</script>", "photo.jpg", 415, "not a photo"),
        (b"", "photo.jpg", 415, "empty"),
        (jpeg() + b"<script>alert(1)</script>", "photo.jpg", 415, "at the same time"),
        (jpeg(size=(3000, 2000))[:3000], "photo.jpg", 415, "broken"),
        (b"GIF89a" + b"\0" * 100, "photo.png", 415, "GIF"),
    ],
)
def test_what_is_no_photo_gets_a_clear_4xx(
    client: FlaskClient, item: int, settings: Settings, data: bytes, name: str, status: int, says: str
) -> None:
    response = upload(client, item, data, name)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert says in response.get_json()["detail"]
    raw = client.post(f"/api/v1/items/{item}/photos", data=data or b" ", content_type="image/jpeg")
    assert 400 <= raw.status_code < 500
    assert photo_ids(client, item) == []
    assert [path for path in settings.image_dir.rglob("*") if path.is_file()] == []


def test_a_bomb_gets_413(client: FlaskClient, item: int) -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    response = upload(client, item, file.getvalue(), "bomb.png")
    assert response.status_code == 413
    assert "81 million pixels; the limit is 60 million" in response.get_json()["detail"]


def test_a_body_over_the_limit_gets_413(app: Flask, client: FlaskClient, item: int) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    response = upload(client, item, b"\xff\xd8\xff" + b"x" * 200_000)
    assert response.status_code == 413
    assert response.mimetype == "application/problem+json"


def test_a_request_without_a_photo_says_so(client: FlaskClient, item: int) -> None:
    url = f"/api/v1/items/{item}/photos"
    assert client.post(url).status_code == 422
    assert client.post(url, data={"x": "y"}, content_type="multipart/form-data").status_code == 422
    assert client.post(url, data={"photo": "text"}).status_code == 422
    assert client.post(url, data=b"\0\xff", content_type="multipart/form-data; boundary=x").status_code == 422
    wrong_part = {"file": (io.BytesIO(jpeg()), "a.jpg")}
    assert client.post(url, data=wrong_part, content_type="multipart/form-data").status_code == 422


def test_a_full_disk_refuses_uploads_and_keeps_nothing(
    client: FlaskClient, item: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "RESERVE_BYTES", 2**62)
    response = upload(client, item, jpeg())
    assert response.status_code == 507
    assert "free on the disk" in response.get_json()["detail"]
    assert photo_ids(client, item) == []
    assert list(settings.image_dir.iterdir()) == []


def test_order_and_cover(client: FlaskClient, item: int) -> None:
    one, two, three = (
        upload(client, item, jpeg(colour)).get_json()["photos"][0]["id"] for colour in ("red", "green", "blue")
    )
    url = f"/api/v1/items/{item}/photos/order"
    assert client.put(url, json={"photos": [three, one, two]}).status_code == 200
    assert photo_ids(client, item) == [three, one, two]
    for wrong in ([one, two], [one, two, two], [one, two, three, 99], []):
        assert client.put(url, json={"photos": wrong}).status_code == 422
    client.post(f"/photos/{two}/cover")
    assert photo_ids(client, item) == [two, three, one]
    client.post(f"/photos/{one}/earlier")
    assert photo_ids(client, item) == [two, one, three]
    client.post(f"/photos/{two}/later")
    assert photo_ids(client, item) == [one, two, three]
    client.post(f"/photos/{one}/earlier")
    assert photo_ids(client, item) == [one, two, three]


def test_a_deleted_photo_is_gone_until_undone(client: FlaskClient, item: int) -> None:
    one, two = (upload(client, item, jpeg(colour)).get_json()["photos"][0]["id"] for colour in ("red", "green"))
    page = client.post(f"/photos/{one}/delete", follow_redirects=True)
    assert "Photo deleted" in page.text
    assert f'action="/photos/{one}/restore"' in page.text
    assert photo_ids(client, item) == [two]
    assert client.get(f"/photos/{one}/thumb").status_code == 404
    client.post(f"/photos/{one}/restore")
    assert photo_ids(client, item) == [one, two]


def test_a_deleted_item_takes_no_photos(client: FlaskClient, item: int) -> None:
    client.delete(f"/api/v1/items/{item}")
    assert upload(client, item, jpeg()).status_code == 404


def test_a_missing_file_gives_404(client: FlaskClient, item: int, settings: Settings) -> None:
    photo = upload(client, item, jpeg()).get_json()["photos"][0]
    for path in settings.image_dir.rglob("*-thumb.webp"):
        path.unlink()
    assert client.get(photo["thumb"]).status_code == 404
    assert client.get(photo["full"]).status_code == 200


def test_an_unreadable_folder_is_explained(client: FlaskClient, item: int, settings: Settings, tmp_path: Path) -> None:
    settings.image_dir.rmdir()
    settings.image_dir.write_text("not a folder")
    response = upload(client, item, jpeg())
    assert response.status_code == 503
    assert "cannot be kept" in response.get_json()["detail"]


def test_the_form_without_javascript_names_each_wrong_file(client: FlaskClient, item: int) -> None:
    body = {"photo": [(io.BytesIO(jpeg()), "good.jpg"), (io.BytesIO(b"text"), "<b>bad</b>.jpg")]}
    page = client.post(f"/items/{item}/photos", data=body, content_type="multipart/form-data", follow_redirects=True)
    assert page.status_code == 200
    assert "1 photo added" in page.text
    assert "&lt;b&gt;bad&lt;/b&gt;.jpg: The file is text" in page.text
    assert len(photo_ids(client, item)) == 1
