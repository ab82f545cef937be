"""A Chromium for the tests of the published site, and a page in it that notices what must not happen."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("SCOREPRESS_CHROMIUM")
    assert executable, "SCOREPRESS_CHROMIUM must name a Chromium: run make test, or set it to the path of one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page that fails the test when it asks any other host for anything, or when a script of it fails."""
    context = browser.new_context(base_url=site_url, locale="zh-CN")
    opened = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site_url, "data:", "blob:")):
            foreign.append(request.url)

    opened.on("request", asked)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert foreign == []
    assert errors == []
