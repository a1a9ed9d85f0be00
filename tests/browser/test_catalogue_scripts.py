"""What the catalogue's script adds in a real browser: uploads, the strip of photos, filters, tag suggestions."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import assert_no_sideways_scroll, shoot, sign_in
from tests.support.running import Running


def jpeg(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(file, "JPEG")
    return file.getvalue()


def new_item(page: Page, name: str, **fields: str) -> None:
    page.goto("/items/new")
    page.get_by_label("Name", exact=True).first.fill(name)
    for label, value in fields.items():
        page.get_by_label(re.compile(f"^{label}")).first.fill(value)
    page.get_by_role("button", name="Add item").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def upload(page: Page, *files: tuple[str, bytes]) -> None:
    payload = [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files]
    page.locator("input[type=file]").set_input_files(payload)  # type: ignore[arg-type]


def shown(page: Page) -> None:
    """The large photo is there, not only its place."""
    large = page.locator(".photo-main img")
    expect(large).to_have_js_property("complete", True)
    assert large.evaluate("image => image.naturalWidth") > 0


def test_photos_are_uploaded_shown_ordered_and_deleted(page: Page) -> None:
    new_item(page, "Cordless drill")
    expect(page.get_by_text("No photo yet")).to_be_visible()
    upload(page, ("red.jpg", jpeg("#b04030")), ("blue.jpg", jpeg("#3050b0")), ("green.jpg", jpeg("#308050")))
    expect(page.locator(".strip li")).to_have_count(3)
    expect(page.locator("[data-uploads] li")).to_have_count(0)
    shown(page)
    assert_no_sideways_scroll(page)
    shoot(page, "item-photos")

    first = page.locator(".photo-main img").get_attribute("src")
    page.get_by_role("link", name="Photo 2").click()
    expect(page.locator(".photo-main img")).not_to_have_attribute("src", first or "")
    expect(page.get_by_role("link", name="Photo 2")).to_have_attribute("aria-current", "true")

    page.get_by_text("Order, cover, delete").click()
    shoot(page, "item-arrange")
    page.get_by_role("button", name="Make cover photo 3").click()
    expect(page.locator(".photo-main img")).not_to_have_attribute("src", first or "")
    page.get_by_role("button", name="Delete photo 1").click()
    expect(page.locator(".strip li")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".strip li")).to_have_count(3)


def test_a_file_that_is_no_photo_is_named_and_the_others_are_kept(browser: Browser, site: Running) -> None:
    # without the watch on the console: the browser itself writes the 415 there
    context = browser.new_context(viewport={"width": 360, "height": 780}, base_url=site.url)
    page = context.new_page()
    sign_in(page)
    new_item(page, "Hammer")
    upload(page, ("good.jpg", jpeg("#b04030")), ("notes.jpg", b"a shopping list"))
    expect(page.locator(".photo-main img")).to_be_visible()
    fault = page.locator("[data-uploads] li")
    expect(fault).to_have_count(1)
    expect(fault).to_contain_text("notes.jpg")
    expect(fault).to_contain_text("The file is text, not a photo.")
    shown(page)
    shoot(page, "item-upload-fault")
    context.close()


def test_a_new_row_for_a_detail_appears_as_one_types(page: Page) -> None:
    page.goto("/items/new")
    expect(page.get_by_role("group", name="New detail")).to_have_count(2)
    page.get_by_role("group", name="New detail").nth(1).get_by_label("Name").fill("Serial number")
    expect(page.get_by_role("group", name="New detail")).to_have_count(3)


def test_tags_are_suggested_for_the_last_word(page: Page) -> None:
    new_item(page, "Wood screws", Tags="fasteners, steel")
    page.goto("/items/new")
    tags = page.get_by_label(re.compile("^Tags"))
    tags.press_sequentially("brass, fas")
    page.get_by_role("button", name="fasteners", exact=True).click()
    expect(tags).to_have_value("brass, fasteners, ")
    tags.press_sequentially("fas")
    expect(page.get_by_role("button", name="fasteners", exact=True)).to_have_count(0)


def test_the_list_follows_its_filters_without_a_new_page(page: Page) -> None:
    new_item(page, "Zinc nails", Tags="zinc", Place="Shed / Box 9")
    page.goto("/items?sort=-created")
    page.evaluate("window.stayed = true")
    page.get_by_label("Name or SKU contains").fill("zinc nai")
    expect(page.get_by_text(re.compile(r"^1–\d+ of \d+ item"))).to_be_visible()
    page.wait_for_url(re.compile("q=zinc"))
    expect(page.get_by_role("link", name=re.compile("Zinc nails")).first).to_be_visible()
    page.get_by_label("Photo", exact=True).select_option("1")
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    assert page.evaluate("window.stayed") is True
    page.reload()
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("link", name="Table").click()
    expect(page.get_by_role("rowheader", name=re.compile("Zinc nails")).first).to_be_visible()
    assert_no_sideways_scroll(page)
    shoot(page, "items-table")


def test_every_page_of_the_room_fits_its_screen(page: Page) -> None:
    new_item(
        page,
        "A thing with a long name " + "word" * 30,
        Place="Shed / Rack / Box with quite a long name 42",
        Tags="x" * 60,
    )
    item = page.url
    for url in (
        "/items",
        "/items?view=table",
        item,
        item + "/edit",
        "/locations",
        "/locations/1",
        "/tags",
        "/items/deleted",
    ):
        page.goto(url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_no_sideways_scroll(page)
    page.goto("/locations")
    shoot(page, "places")
    page.get_by_role("link", name=re.compile("Shed")).first.click()
    shoot(page, "place")
    page.goto("/tags")
    shoot(page, "tags")
