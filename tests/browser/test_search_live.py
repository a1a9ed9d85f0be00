"""Results while somebody types, in a real browser: no page load, an address to share, the way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_no_sideways_scroll
from tests.support.running import Running

ITEMS = """name,description,quantity,location,tags
Picture hooks brass,To fasten paintings,24,Workshop / Drawer,fixings
Picture wire,Braided,1,Workshop,fixings
Cordless drill DDF484,Eighteen volts,1,Shed,tools
"""


@pytest.fixture(scope="module", autouse=True)
def items(site: Running) -> None:
    path = site.folder / "items.csv"
    path.write_text(ITEMS)
    site.inventory("import", str(path))


def cards(page: Page) -> list[str]:
    return page.locator("#results .card .name").all_inner_texts()


def test_results_come_while_typing_without_loading_the_page(page: Page) -> None:
    page.goto("/find")
    page.evaluate("window.stayed = true")
    box = page.get_by_role("searchbox", name="Find anything")
    box.press_sequentially("pictrue hoo", delay=20)
    expect(page.locator("#results .card .name").first).to_have_text("Picture hooks brass")
    expect(page.get_by_text("Showing results for")).to_be_visible()
    expect(page.locator("#results mark").first).to_be_visible()
    page.wait_for_url(re.compile(r"/find\?q=pictrue"))
    assert page.evaluate("window.stayed") is True
    assert page.title().startswith("pictrue")
    assert box.input_value() == "pictrue hoo"
    expect(box).to_be_focused()
    assert_no_sideways_scroll(page)

    box.fill("")
    expect(page.get_by_text("changed last")).to_be_visible()


def test_chips_narrow_and_the_card_opens_the_item(page: Page) -> None:
    page.goto("/find?q=picture")
    assert sorted(cards(page)) == ["Picture hooks brass", "Picture wire"]
    page.goto("/find?q=ddf484")
    expect(page.locator("#results .card .name").first).to_have_text("Cordless drill DDF484")
    page.locator("#results .card").first.click()
    page.wait_for_url(re.compile(r"/items/\d+"))
    expect(page.get_by_role("heading", name="Cordless drill DDF484")).to_be_visible()


def test_the_words_typed_can_be_insisted_on(page: Page) -> None:
    page.goto("/find?q=pictrue")
    page.get_by_role("link", name="pictrue", exact=True).click()
    page.wait_for_url(re.compile("exact=1"))
    expect(page.get_by_text("Only words exactly as you typed them")).to_be_visible()
