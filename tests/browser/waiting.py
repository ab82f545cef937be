"""How browser tests look at a page: nothing is read before the page is ready.

A page of the site marks itself when its scripts have run (`data-sp-ready`, set by arrive.js), and a list that is being
filled says so (`aria-busy`). Tests use these functions and Playwright's `expect`; tests/test_trust.py
holds them to it.
"""

from typing import Any
from weakref import WeakSet

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

SCRIPTLESS: WeakSet[BrowserContext] = WeakSet()
"""Readers who have switched scripts off: their pages are ready when they are loaded."""


def ready(page: Page) -> None:
    """Wait until the page is loaded, its scripts have run and no list is being filled."""
    if page.context in SCRIPTLESS:
        page.wait_for_load_state("load")
        return
    expect(page.locator("html")).to_have_attribute("data-sp-ready", "")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def go(page: Page, address: str) -> Response:
    """Open an address and wait until the page is ready; the answer of the server."""
    answer = page.goto(address)
    assert answer is not None, address
    ready(page)
    return answer


def follow(link: Locator) -> None:
    """Click what leads to another page or place, and wait until that page is ready."""
    with link.page.expect_navigation(wait_until="commit"):
        link.click()
    ready(link.page)


def texts(locator: Locator) -> list[str]:
    """What each of the elements shows."""
    ready(locator.page)
    return locator.all_inner_texts()


def text(locator: Locator) -> str:
    """What the one element shows."""
    ready(locator.page)
    return locator.inner_text()


def number_of(locator: Locator) -> int:
    """How many elements there are."""
    ready(locator.page)
    return locator.count()


def attributes(locator: Locator, name: str) -> list[str]:
    """An attribute of each of the elements; an empty text where one has none."""
    ready(locator.page)
    return [element.get_attribute(name) or "" for element in locator.all()]


def value_of(target: Page | Locator, script: str, argument: Any = None) -> Any:  # noqa: ANN401 - what a script may give
    """What a script says of the page, or of an element."""
    ready(target if isinstance(target, Page) else target.page)
    return target.evaluate(script, argument)


def values_of(elements: Locator, script: str) -> Any:  # noqa: ANN401 - what a script may give
    """What a script says of all the elements together."""
    ready(elements.page)
    return elements.evaluate_all(script)


def painted(page: Page) -> None:
    """Wait until what was last changed has been painted, and observers of the page have been told."""
    value_of(page, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")


def on_blank(page: Page, script: str, argument: Any = None) -> Any:  # noqa: ANN401 - what a script may give
    """What a script says on an empty page, which serves as a tool: there is nothing to wait for."""
    assert page.url == "about:blank"
    return page.evaluate(script, argument)
