"""A real headless Chromium before the real program: PostgreSQL, embedder with the real model, app."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.postgres import Cluster
from tests.support.running import Running

ADMIN = ("admin", "correct horse battery")
# Without these, Chromium asks for updates and the like; the tests also prove that no page asks another host.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(cluster: Cluster, template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running site with an administrator and nothing else."""
    name = cluster.create_database(template_database)
    with Running(tmp_path_factory.mktemp("site"), cluster.url(name)) as site:
        site.inventory("user", "add", ADMIN[0], "--role", "admin", "--password-stdin", stdin=ADMIN[1] + "\n")
        yield site
    cluster.drop_database(name)


def watch(context: BrowserContext, site: Running) -> list[str]:
    """Collects requests to other hosts and errors on the console; both must stay empty."""
    faults: list[str] = []
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((site.url, "data:", "blob:"))
            else faults.append(f"asked another host: {request.url}")
        ),
    )
    context.on(
        "console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None
    )
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    return faults


SIZES = {"phone": (360, 780, "dark"), "desk": (1440, 900, "light")}


@pytest.fixture(scope="module")
def session(browser: Browser, site: Running) -> Any:
    """The cookies of a signed-in administrator: signing in for each test would meet the limit of attempts."""
    context = browser.new_context(base_url=site.url)
    sign_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, browser: Browser, site: Running, session: Any) -> Iterator[Page]:
    """A signed-in page, once as a phone in dark mode and once as a desk in light mode."""
    width, height, scheme = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=site.url,
        storage_state=session,
        has_touch=request.param == "phone",
    )
    faults = watch(context, site)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert faults == []


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name or e-mail address").fill(ADMIN[0])
    page.get_by_label("Password").fill(ADMIN[1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def shoot(page: Page, name: str) -> None:
    """A screenshot in var/screenshots, for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{page.viewport_size['width']}.png")  # type: ignore[index]


def assert_no_sideways_scroll(page: Page) -> None:
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"the page is {widths[0]} px wide on a screen of {widths[1]} px"


os.environ.setdefault("NO_PROXY", "127.0.0.1,localhost")
