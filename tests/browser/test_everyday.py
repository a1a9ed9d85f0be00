"""An everyday round: add a thing with a photo, find it by meaning and by a wrong letter, delete it, take it back."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_no_sideways_scroll, shoot


def photo() -> bytes:
    image = Image.new("RGB", (1200, 900), "#e8efe9")
    ImageDraw.Draw(image).ellipse((300, 150, 900, 750), outline="#0b6a55", width=40)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


def add_item(page: Page, name: str, description: str, place: str) -> None:
    page.goto("/items/new")
    page.get_by_label("Name", exact=False).first.fill(name)
    page.get_by_label("Description", exact=False).first.fill(description)
    page.get_by_label(re.compile("^(Place|Location)")).first.fill(place)
    shoot(page, "item-form")
    page.get_by_role("button", name=re.compile("Save|Add|Create")).last.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def search(page: Page, words: str) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/find"))


def test_add_find_delete_and_undo(page: Page) -> None:
    name = "Picture hooks, brass"
    add_item(page, name, "Hang framed pictures on plaster walls, 20 kg each.", "Workshop / Drawer 3 / Box A")
    expect(page.get_by_text("Drawer 3").first).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "hook.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    shown = page.locator("main img").first
    expect(shown).to_be_visible()
    page.wait_for_function("document.querySelector('main img').naturalWidth > 0")
    assert_no_sideways_scroll(page)
    shoot(page, "item")
    item_url = page.url

    search(page, "picure hooks")
    expect(page.get_by_role("link", name=re.compile("Picture hooks")).first).to_be_visible()
    shoot(page, "find-typo")

    deadline_search(page, "something to hang paintings with", name)
    assert_no_sideways_scroll(page)
    shoot(page, "find-meaning")

    page.goto(item_url)
    page.get_by_role("button", name="Delete").first.click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    shoot(page, "undo-bar")
    undo.click()
    page.goto(item_url)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name="Delete").first.click()


def deadline_search(page: Page, words: str, name: str) -> None:
    """Vectors follow within seconds; ask until the meaning is found."""
    for _ in range(20):
        search(page, words)
        if page.get_by_role("link", name=re.compile(name.split(",")[0])).count():
            return
        page.wait_for_timeout(500)
    pytest.fail(f"“{words}” does not find {name}")


def test_html_in_fields_is_shown_and_not_run(page: Page) -> None:
    name = "<img src=x onerror=alert(1)> & <b>bold</b>"
    page.on("dialog", lambda dialog: pytest.fail("a script in a field was run"))
    add_item(page, name, "<script>alert(2)</script>", "<i>Attic</i>")
    expect(page.get_by_text("<script>alert(2)</script>").first).to_be_visible()
    search(page, "bold onerror")
    expect(page.get_by_text(name).first).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/find?q=zzzzqqq",
        "/items",
        "/items/new",
        "/items/deleted",
        "/locations",
        "/tags",
        "/import",
        "/settings",
        "/settings/system",
    ],
)
def test_every_page_fits_and_has_its_landmarks(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None and answer.status == 200
    assert_no_sideways_scroll(page)
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("search").first).to_be_visible()
    assert page.get_by_role("heading", level=1).count() == 1, "a page has one first heading"
    shoot(page, f"page{path.split('?')[0].replace('/', '-')}")
    unnamed = page.evaluate(
        """[...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea')]
        .filter(e => e.offsetParent && !e.textContent.trim() && !e.getAttribute('aria-label')
          && !(e.labels && e.labels.length) && !e.querySelector('img[alt]:not([alt=""])'))
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert unnamed == [], "controls without a name"


def test_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/items")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
