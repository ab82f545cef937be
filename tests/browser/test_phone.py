"""On a phone: no page is wider than the screen, no name is squeezed, and the number that matters is in view.

On any screen a table that goes on says so.

What is measured are boxes, not classes, so that the test outlives another design: a template says which cells matter
with `data-key-cell`.
"""

import pytest
from playwright.sync_api import Page
from tests.browser.waiting import go, value_of
from tests.kinds import KINDS

pytestmark = pytest.mark.browser

WIDTHS = (390, 320)
SHOWN = 390
"""So wide are phones on whose first screen the numbers that matter must stand."""
EM = 4
"""A text that is broken into lines has room for so many characters at least."""
SQUEEZED = """least => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector(".md-content"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim(), above = node.parentElement;
    if (text.length <= least || !above.checkVisibility() || above.closest("svg, script, style, select")) continue;
    range.selectNodeContents(node);
    const lines = new Map();
    for (const box of range.getClientRects()) {
      const line = Math.round(box.bottom / 4);
      lines.set(line, (lines.get(line) ?? 0) + box.width);
    }
    const size = parseFloat(getComputedStyle(above).fontSize);
    const room = above.closest("td, th, dd, dt, li, p, div").getBoundingClientRect().width / size;
    if (lines.size > 2 && room < least) found.push([text.slice(0, 20), lines.size, Math.round(room * 10) / 10]);
  }
  return found;
}"""
KEY_CELLS = """() => [...document.querySelectorAll("table:has([data-key-cell])")].map(table => {
  const row = table.querySelector("[data-key-cell]").closest("tr");
  return [...row.querySelectorAll("[data-key-cell]")].map(cell => {
    const box = cell.getBoundingClientRect();
    return [cell.innerText, Math.round(box.left), Math.round(box.right)];
  });
}).flat()"""
TABLES_THAT_GO_ON = """() => [...document.querySelectorAll(".md-content table")]
  .filter(table => table.checkVisibility() && table.getBoundingClientRect().right > innerWidth + 1)
  .map(table => {
    for (let place = table.parentElement; place; place = place.parentElement) {
      if (place.scrollWidth <= place.clientWidth || getComputedStyle(place).overflowX !== "auto") continue;
      return getComputedStyle(place, "::before").content.length > 4 || "says nothing: " + table.innerText.slice(0, 40);
    }
    return "cannot be moved: " + table.innerText.slice(0, 40);
  })"""
WIDER_THAN_ITS_PLACE = """() => [...document.querySelectorAll(".md-content .sp-scroll")]
  .filter(place => place.checkVisibility() && place.scrollWidth > place.clientWidth)
  .map(place => getComputedStyle(place, "::before").content.length > 4 || place.innerText.slice(0, 40))"""
WITH_KEY_CELLS = {
    *("home", "unit", "report", "report with a verification", "league table", "indicator", "measures", "year"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_shows_what_matters(page: Page, kind: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        go(page, KINDS[kind])
        assert value_of(page, "() => document.documentElement.scrollWidth") <= width
        assert value_of(page, SQUEEZED, EM) == []
        wide = value_of(page, TABLES_THAT_GO_ON)
        assert [said for said in wide if said is not True] == []
        cells = value_of(page, KEY_CELLS)
        assert bool(cells) or kind not in WITH_KEY_CELLS
        if width >= SHOWN:
            assert [cell for cell in cells if cell[1] < 0 or cell[2] > width] == []


@pytest.mark.parametrize("kind", ["league table", "indicator", "unit", "year", "measures"])
def test_a_table_says_that_it_goes_on_on_any_screen(page: Page, kind: str) -> None:
    for width in (1440, 820):
        page.set_viewport_size({"width": width, "height": 900})
        go(page, KINDS[kind])
        assert [said for said in value_of(page, WIDER_THAN_ITS_PLACE) if said is not True] == []
