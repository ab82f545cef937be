"""The strict Content-Security-Policy of the publisher's guide, on every kind of page, and what it could have broken."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage
from tests.browser.waiting import go, value_of
from tests.kinds import KINDS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_no_page_breaks_the_policy(page: Page, address: str) -> None:
    """The fixture fails at a violation."""
    answer = go(page, address)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    expect(page.locator("html.no-js")).to_have_count(0)


def test_a_violation_would_be_seen(new_page: NewPage) -> None:
    opened = new_page()
    go(opened, "")
    with opened.expect_console_message(lambda message: "Content Security Policy" in message.text):
        value_of(opened, "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")


@pytest.mark.parametrize(("wished", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_first_paint_has_the_wished_colours(new_page: NewPage, wished: str, scheme: str) -> None:
    opened = new_page(color_scheme=wished)
    opened.route("**/bundle.*.js", lambda route: route.abort())  # before Material's own scripts
    go(opened, "")
    expect(opened.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


def test_colours_can_be_switched_and_are_kept(new_page: NewPage) -> None:
    opened = new_page(color_scheme="light")
    go(opened, "")
    opened.get_by_title("切换到深色").click()
    expect(opened.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    opened.route("**/bundle.*.js", lambda route: route.abort())
    go(opened, "units/")
    expect(opened.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
