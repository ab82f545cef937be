"""The browser that all these tests share, and pages in it: one that watches what the site does, others on demand."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from tests.browser.waiting import SCRIPTLESS
from tests.patience import milliseconds

OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
LIMIT = milliseconds(60)
"""Of every action, navigation and expectation."""

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("SCOREPRESS_CHROMIUM")
    assert executable, "SCOREPRESS_CHROMIUM must name a Chromium: run make test, or set it to the path of one"
    expect.set_options(timeout=LIMIT)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=OPTIONS, timeout=LIMIT)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, site_url: str) -> Iterator[NewPage]:
    """A function that opens a window of a reader with such options: colours, size, scripts switched off, …."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**{"base_url": site_url, "locale": "zh-CN", **options})
        context.set_default_timeout(LIMIT)
        contexts.append(context)
        if options.get("java_script_enabled") is False:
            SCRIPTLESS.add(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage, site_url: str) -> Iterator[Page]:
    """A page that fails the test when it asks another host for anything, a script fails, or the policy is broken."""
    opened = new_page()
    foreign: list[str] = []
    errors: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((site_url, "data:", "blob:")):
            foreign.append(request.url)

    def note_violation(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            errors.append(f"{opened.url}: {message.text}")

    opened.on("request", note_request)
    opened.on("console", note_violation)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.context.close()
    assert foreign == []
    assert errors == []
