"""What a newcomer sees first: setup with the one-time code, then a place to begin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import assert_no_sideways_scroll, shoot, watch
from tests.support.postgres import Cluster
from tests.support.running import Running


@pytest.fixture
def fresh_site(cluster: Cluster, template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    name = cluster.create_database(template_database)
    with Running(tmp_path_factory.mktemp("fresh"), cluster.url(name)) as site:
        yield site
    cluster.drop_database(name)


def test_setup_with_the_code_by_keyboard_only(browser: Browser, fresh_site: Running) -> None:
    code = fresh_site.inventory("setup-code").strip()
    context = browser.new_context(viewport={"width": 360, "height": 780}, base_url=fresh_site.url)
    faults = watch(context, fresh_site)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="Set up your inventory")).to_be_visible()
    assert_no_sideways_scroll(page)
    shoot(page, "setup")
    page.keyboard.press("Tab")
    for text in (code.lower(), "ann@example.org", "three words make one", "three words make one"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your inventory is ready.")).to_be_visible()
    assert_no_sideways_scroll(page)
    shoot(page, "first-page")
    context.close()
    assert faults == []
    assert "set up already" in fresh_site_error(fresh_site)


def fresh_site_error(site: Running) -> str:
    try:
        return site.inventory("setup-code")
    except AssertionError as error:
        return str(error)
