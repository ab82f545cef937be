"""What a reader sees first: light pages that stay where they are on a slow line, and are complete without script."""

import gzip
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Response, Route, ViewportSize
from tests.browser.conftest import NewPage
from tests.browser.waiting import go, painted, value_of
from tests.kinds import KINDS
from tests.patience import pause

pytestmark = pytest.mark.browser

MOST = 150_000
"""Bytes, compressed, with everything that the first view loads."""
LATE = re.compile(r"\.(js|png|svg)(\?|$)")
"""What comes late, so that a page is painted before it is there. Chromium's own slow line loses answers at times."""
DELAY = 0.1
"""Seconds for each, one after the other."""
STILL = 0.05
"""A shift that nobody sees: half of what counts as good. A table's columns may still find their widths."""
VIEWS: list[ViewportSize] = [{"width": 1280, "height": 740}, {"width": 360, "height": 740}]
SHIFTS = """new PerformanceObserver(list => {
  for (const { value, sources } of list.getEntries()) {
    window.shifts = [...window.shifts ?? [],
      [value, ...sources.map(({ node }) => (node?.outerHTML ?? "").slice(0, 90))]];
  }
}).observe({ type: "layout-shift", buffered: true })"""
SHOWN = """() => [...document.querySelectorAll('.md-content :is(h1, h2, h3, caption, th, td)')]
    .filter(each => each.checkVisibility()).map(each => each.textContent.trim())"""
HEADLINE_ONLY = {"nothing here", "years", "search"}


@pytest.mark.parametrize("view", VIEWS, ids=["desktop", "phone"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_first_view_is_light_and_stays_where_it_is(page: Page, kind: str, view: ViewportSize) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
    page.route(LATE, slowly)
    page.set_viewport_size(view)
    page.add_init_script(SHIFTS)
    go(page, KINDS[kind].partition("?")[0])  # what a query costs is measured with the search
    painted(page)
    weights = {each.url: len(gzip.compress(each.body())) for each in answers if each.ok and _drawn_first(each)}
    assert sum(weights.values()) < MOST, weights
    shifts: list[list[Any]] = value_of(page, "window.shifts ?? []")
    assert sum(value for value, *_ in shifts) < STILL, shifts


def slowly(route: Route) -> None:
    pause(DELAY)
    route.continue_()


def _drawn_first(answer: Response) -> bool:
    """Pictures of the guide are loaded where a reader comes near them."""
    return not re.search(r"/guide/images/", answer.url)


def test_a_shift_would_be_seen(page: Page) -> None:
    page.add_init_script(SHIFTS)
    go(page, "")
    painted(page)
    value_of(
        page,
        """() => {
          const box = document.createElement("div");
          box.textContent = "高";
          box.style.height = "300px";
          document.querySelector(".md-content").prepend(box);
        }""",
    )
    page.wait_for_function(f"(window.shifts ?? []).reduce((sum, [value]) => sum + value, 0) > {STILL}")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_there_without_script(new_page: NewPage, kind: str) -> None:
    """Headings, and every cell of every table that is not folded."""
    shown: list[list[str]] = []
    for script in (True, False):
        opened = new_page(java_script_enabled=script, viewport=VIEWS[0])
        go(opened, KINDS[kind].partition("?")[0])
        shown.append(value_of(opened, SHOWN))
    with_script, without = shown
    assert without == with_script
    assert len(without) > 1 or kind in HEADLINE_ONLY
