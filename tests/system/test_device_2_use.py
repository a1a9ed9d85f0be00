"""What its owner does with a device: set it up, bring a list and photos, find things."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.system import samples
from tests.system.device import ADMIN, Device
from tests.system.patience import eventually
from tests.system.visitor import Visitor


def names(found: Any) -> list[str]:
    """The names of a search answer's items, best first."""
    return [result["name"] for result in found["results"]]


def item_called(visitor: Visitor, name: str) -> Any:
    """The item with exactly this name, through the API; None when there is none."""
    items = visitor.json("/api/v1/items", size=100)["items"]
    return next((item for item in items if item["name"] == name), None)


def test_the_setup_code_makes_the_first_administrator(device: Device, owner: Visitor) -> None:
    assert owner.get("/").status_code == 200
    assert f"{ADMIN[0]}\tadmin\tactive" in device.inventory("user list").stdout


def test_the_setup_code_works_once_only(device: Device, owner: Visitor) -> None:
    again = device.inventory("setup-code", check=False)
    assert again.code != 0 and "set up already" in again.output
    assert device.visitor().get("/setup").url.endswith("/sign-in")


def test_a_wrong_password_is_refused(device: Device, owner: Visitor) -> None:
    answer = device.visitor().sign_in(ADMIN[0], "not this one at all")
    assert answer.status_code in (401, 422)


def test_the_session_cookie_is_for_https_and_not_for_scripts(device: Device, owner: Visitor) -> None:
    visitor = device.visitor()
    visitor.get("/sign-in")
    answer = visitor.sign_in(*ADMIN)
    cookies = "".join(step.headers.get("Set-Cookie", "") for step in [*answer.history, answer])
    assert "Secure" in cookies and "HttpOnly" in cookies and "SameSite=" in cookies


def test_a_homebox_list_is_imported_by_command(stocked: Device, signed_in: Visitor) -> None:
    item = item_called(signed_in, "Picture hooks")
    assert float(item["quantity"]) == 48
    assert stocked.sql("select count(*) from item") == str(samples.HOMEBOX_COUNT)


def test_importing_the_same_list_again_doubles_nothing(stocked: Device) -> None:
    stocked.inventory("import /root/homebox.csv")
    assert stocked.sql("select count(*) from item") == str(samples.HOMEBOX_COUNT)


def test_a_list_is_imported_over_the_page(stocked: Device, signed_in: Visitor) -> None:
    sent = signed_in.submit("/import", {}, files={"file": ("own.csv", samples.OWN.encode(), "text/csv")})
    preview = eventually(lambda: signed_in.get(sent.url), lambda page: "Import 2 items" in page.text, 20)
    assert stocked.sql("select count(*) from item where name = 'Pizza peel'") == "0", "the preview changed something"
    assert signed_in.press(preview, "/confirm").status_code == 200
    peel = eventually(lambda: item_called(signed_in, "Pizza peel"), bool, 20)
    assert peel and "Wall" in peel["location"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("something to hang pictures with", "Picture hooks"),
        ("keeps me warm at night", "Winter blanket"),
        ("rain", "Umbrella"),
    ],
)
def test_search_finds_by_meaning(stocked: Device, signed_in: Visitor, words: str, expected: str) -> None:
    def found() -> Any:
        return signed_in.search(words)

    answer = eventually(found, lambda found: expected in names(found)[:3], 20)
    assert answer["mode"] != "text"


@pytest.mark.parametrize(
    ("typed", "expected"), [("soldring iron", "Soldering iron"), ("pikture hooks", "Picture hooks")]
)
def test_search_forgives_a_wrong_letter(stocked: Device, signed_in: Visitor, typed: str, expected: str) -> None:
    assert names(signed_in.search(typed))[0] == expected


def test_a_new_item_is_found_by_meaning_within_two_seconds(stocked: Device, signed_in: Visitor) -> None:
    added = signed_in.post_json("/api/v1/items", {"name": "Corkscrew"})
    assert added.status_code == 201, added.text
    assert "Corkscrew" in names(signed_in.search("corkscrew")), "not found by text at once"
    # no word in common: only the vector can find it
    eventually(lambda: signed_in.search("open a wine bottle"), lambda found: "Corkscrew" in names(found)[:3], 2)


def test_search_wants_a_signed_in_person(stocked: Device) -> None:
    assert stocked.visitor().get("/api/semantic-search", params={"q": "hooks"}).status_code == 401


def test_a_photo_is_sent_by_nginx_after_the_app_has_agreed(stocked: Device, signed_in: Visitor, photo: str) -> None:
    answer = signed_in.get(photo)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/")
    assert "X-Accel-Redirect" not in answer.headers
    # the app itself only names the file: the bytes are nginx's
    headers = {"Cookie": signed_in.cookies(), "Host": stocked.host.address, "X-Forwarded-Proto": "https"}
    ask = f"import urllib.request as u; a = u.urlopen(u.Request('http://127.0.0.1:8000{photo}', headers={headers!r}))"
    straight = stocked.host.run(["python3", "-c", f"{ask}; print(a.headers['X-Accel-Redirect'], len(a.read()))"])
    path, size = straight.stdout.split()
    assert path.startswith("/") and size == "0"


def test_a_photo_is_upright_and_without_its_metadata(signed_in: Visitor, photo: str) -> None:
    image = Image.open(io.BytesIO(signed_in.get(photo).content))
    assert image.height > image.width, "the phone said: turn me"
    assert "SecretMaker" not in str(dict(image.getexif()))


def test_a_photo_is_denied_without_signing_in(stocked: Device, photo: str) -> None:
    answer = stocked.visitor().get(photo, headers={"Accept": "image/*"})
    assert not answer.headers["Content-Type"].startswith("image/")
    assert answer.status_code in (401, 403) or answer.url.split("?")[0].endswith("/sign-in")


def test_nginx_gives_no_file_of_the_state_by_its_path(stocked: Device, signed_in: Visitor, photo: str) -> None:
    stored = stocked.host.run("find /var/lib/inventory/images -type f -printf '%P\\n'").stdout.split()
    assert stored
    for prefix in ("/_protected-images/", "/images/", "/photos/", "/static/../../../../var/lib/inventory/images/"):
        answer = signed_in.get(prefix + stored[0])
        assert not answer.headers["Content-Type"].startswith("image/"), prefix
    for path in ("/..%2fconfig/secret-key", "/static/../../config/secret-key", "/static/..%2f..%2fetc/passwd"):
        assert signed_in.get(path).status_code in (400, 404)


def test_a_text_file_called_jpg_is_refused_with_a_reason(stocked: Device, signed_in: Visitor) -> None:
    item = item_called(signed_in, "Torch")["id"]
    answer = signed_in.upload(f"/api/v1/items/{item}/photos", "photo", ("fake.jpg", b"not a picture", "image/jpeg"))
    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_nginx_says_why_an_upload_is_too_large(stocked: Device, signed_in: Visitor) -> None:
    item = item_called(signed_in, "Torch")["id"]
    answer = signed_in.upload(f"/api/v1/items/{item}/photos", "photo", ("big.jpg", bytes(60 << 20), "image/jpeg"))
    assert answer.status_code == 413
