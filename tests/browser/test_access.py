"""The site for everyone: by keyboard, in a narrow or enlarged window, in colours of the reader."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage
from tests.browser.waiting import go, value_of
from tests.kinds import KINDS

pytestmark = pytest.mark.browser

LEAGUE = KINDS["league table"]
NARROW = 320
"""What is left of 1,280 pixels at 400 %: WCAG 2.2, 1.4.10."""
VIEWS = [("light", 1280), ("dark", NARROW)]
JUDGED = {"exclude": [["#__drawer"]]}
"""Material's switch of the menu stands in no landmark; its name and use have a test of their own."""


@pytest.mark.parametrize(
    ("kind", "colours", "width"),
    [*((kind, *view) for kind in KINDS for view in VIEWS), ("home", "light", NARROW), ("home", "dark", 1280)],
)
def test_axe_finds_nothing(new_page: NewPage, kind: str, colours: str, width: int) -> None:
    opened = new_page(color_scheme=colours, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    go(opened, KINDS[kind])
    value_of(opened, "document.querySelectorAll('details').forEach(each => each.open = true)")
    wide = value_of(opened, "document.documentElement.scrollWidth")
    found = Axe().run(opened, context=JUDGED, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found] == []
    assert wide <= width


def test_the_first_key_leads_past_the_header(page: Page) -> None:
    for kind in ("home", "league table", "nothing here", "search"):
        go(page, KINDS[kind])
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_have_class("md-skip focus-visible")
        expect(focused).to_have_css("opacity", "1")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(".md-content :focus")).to_have_count(1)


FOCUS = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const shown = each.matches(".md-option") ? each.nextElementSibling
    : each.matches("#__drawer") ? document.querySelector(".md-header [for=__drawer]") : each;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  const box = shown.getClientRects()[0];
  const top = each.closest(".md-content") ? document.querySelector(".md-header").getBoundingClientRect().bottom - 1 : 0;
  const tall = box.height > innerHeight - top;
  const clear = tall ? box.bottom > top && box.top < innerHeight : box.top >= top && box.top < innerHeight;
  return { html: each.outerHTML.slice(0, 120), outlined: outlineStyle !== "none" && outlineWidth !== "0px", clear };
}"""
"""Of what has the focus: whether an outline shows it, and whether it is in the window and not under the header."""


@pytest.mark.parametrize("width", [1280, NARROW])
@pytest.mark.parametrize("kind", ["home", "league table", "report", "search"])
def test_what_has_the_focus_is_seen(page: Page, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    go(page, KINDS[kind])
    met = 0
    for key, times in (("Tab", 60), ("Shift+Tab", 30)):
        for _ in range(times):
            page.keyboard.press(key)
            focus: dict[str, Any] | None = value_of(page, FOCUS)
            if focus is None:
                break
            met += 1
            assert focus["outlined"], focus
            assert focus["clear"], focus
    assert met > 30


def test_the_menu_of_a_narrow_window_is_opened_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    go(page, "")
    entry = page.locator(".md-nav--primary").get_by_role("link", name="单位", exact=True)
    expect(entry).not_to_be_visible()
    page.keyboard.press("Tab")
    switch = page.get_by_role("checkbox", name="菜单")
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    expect(entry).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if value_of(entry, "each => each === document.activeElement"):
            break
    page.keyboard.press("Escape")
    expect(switch).to_be_focused()
    expect(switch).not_to_be_checked()
    expect(entry).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(switch).not_to_be_checked()
    page.keyboard.press("Space")
    expect(entry).to_be_visible()
    entry.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/units/$"))


def test_bars_are_seen_in_colours_of_the_readers_own(new_page: NewPage) -> None:
    opened = new_page(forced_colors="active", color_scheme="dark")
    go(opened, LEAGUE)
    fill = "each => getComputedStyle(each).fill"
    own, rest = (value_of(opened.locator(f"#league .sp-bar__{part}").first, fill) for part in ("own", "all"))
    assert own != rest
    assert own == value_of(opened.locator("body"), "each => getComputedStyle(each).color")
    go(opened, "units/guixi/")
    line = value_of(opened.locator("svg.sp-trend polyline").first, "each => getComputedStyle(each).stroke")
    assert line == own
