"""The strict Content-Security-Policy of the publisher's guide, on every kind of page, and what it could have broken."""

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.kinds import KINDS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_no_page_breaks_the_policy(page: Page, address: str) -> None:
    """The fixture fails at a violation."""
    answer = page.goto(address)
    assert answer is not None
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    page.wait_for_load_state("networkidle")
    assert page.locator("html.no-js").count() == 0


def test_a_violation_would_be_seen(browser: Browser, site_url: str) -> None:
    opened = browser.new_page(base_url=site_url)
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.goto("")
    opened.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    expect(opened.locator("body > p")).to_be_visible()
    opened.close()
    assert any("Content Security Policy" in each for each in said), said


@pytest.mark.parametrize(("wished", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_first_paint_has_the_wished_colours(browser: Browser, site_url: str, wished: str, scheme: str) -> None:
    context = browser.new_context(base_url=site_url, color_scheme="dark" if wished == "dark" else "light")
    opened = context.new_page()
    opened.route("**/bundle.*.js", lambda route: route.abort())  # before Material's own scripts
    opened.goto("")
    assert opened.locator("body").get_attribute("data-md-color-scheme") == scheme
    context.close()


def test_colours_can_be_switched_and_are_kept(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, color_scheme="light")
    opened = context.new_page()
    opened.goto("")
    opened.get_by_title("切换到深色").click()
    expect(opened.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    opened.route("**/bundle.*.js", lambda route: route.abort())
    opened.goto("units/")
    assert opened.locator("body").get_attribute("data-md-color-scheme") == "slate"
    context.close()
