"""The browser that all these tests share, and a page in it that watches what the site does."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

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
    """A page that fails the test when it asks another host for anything, a script fails, or the policy is broken."""
    context = browser.new_context(base_url=site_url, locale="zh-CN")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site_url, "data:", "blob:")):
            foreign.append(request.url)

    def told(said: ConsoleMessage) -> None:
        if said.type == "error" and "Content Security Policy" in said.text:
            errors.append(f"{opened.url}: {said.text}")

    opened.on("request", asked)
    opened.on("console", told)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert foreign == []
    assert errors == []
