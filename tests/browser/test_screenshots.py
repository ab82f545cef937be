"""A picture of each kind of page: taken with every run, kept in the guide by `make screenshots`, and never out of date.

Pixels differ from machine to machine, so a picture is not compared. What is kept beside it is the outline of what it
shows: tabs, headings and heads of tables. A page whose outline has changed needs a new picture.
"""

import base64
import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect
from tests.browser.conftest import NewPage
from tests.browser.waiting import go, on_blank, value_of
from tests.conftest import ROOT
from tests.pictures import palette_png

pytestmark = pytest.mark.browser

IMAGES = ROOT / "content/guide/images"
OUTLINES = ROOT / "tests/browser/outlines.json"
TEMPLATES = ROOT / "plugins/scorepress/site/theme/scorepress"
PAGES = [ROOT / "README.md", *sorted((ROOT / "content/guide").glob("*.md"))]
KINDS = {
    "home": "",
    "report": "units/linjiang-jtj/2021/",
    "unit": "units/wuhe/",
    "units": "units/",
    "scheme": "schemes/shili-gzl/2024/",
    "schemes": "schemes/",
    "league": "schemes/shili-gzl/2024/2024/",
    "indicator": "schemes/shili-gzl/2024/2024/S2/",
    "year": "reports/2021/",
    "years": "reports/",
    "measures": "measures/",
    "search": "search/?q=电子客票",
    "subjects": "reference/methods/",
    "subject": "reference/methods/events/",
    "findings": "reference/findings/",
    "finding": "reference/findings/SR320/",
}
"""An example of each kind of page by its template."""
WITHOUT = {
    "base": "what every page is made from",
    "broken": "only in a preview, of a report that cannot be read",
    "moved": "it leads on at once",
    "withdrawn": "no report of this site is withdrawn",
}
"""Templates without a picture, and why."""
MOST = 180_000
"""Bytes of a picture at most: the guide is read over slow lines as well."""
VIEW: ViewportSize = {"width": 1280, "height": 700}
SEEN = """() => [...document.querySelectorAll('.md-tabs__link, article h1, article h2, article h3, article thead th')]
    .filter(each => each.getBoundingClientRect().top < innerHeight && each.checkVisibility())
    .map(each => each.innerText.trim()).filter(text => text)"""

PIXELS = """async data => {
  const taken = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
  const pen = new OffscreenCanvas(taken.width, taken.height).getContext('2d');
  pen.drawImage(taken, 0, 0);
  const { data: pixels } = pen.getImageData(0, 0, taken.width, taken.height);
  const url = await new Promise(done => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(new Blob([pixels]));
  });
  return url.slice(url.indexOf(',') + 1);
}"""
"""The bytes of a PNG's pixels, in base64 both ways."""


def referred(page: Path) -> set[Path]:
    """The pictures that a page shows, as files of this repository."""
    text = re.sub(r"`[^`\n]+`", "", page.read_text(encoding="utf-8"))  # an example is no picture
    found = re.findall(r"!\[[^\]]+\]\(([^)\s]+)\)", text)
    return {(page.parent / each).resolve() for each in found if "://" not in each}


def test_the_pictures_show_the_pages_as_they_are(new_page: NewPage, tmp_path: Path) -> None:
    keep = os.environ.get("SCOREPRESS_SCREENSHOTS") == "keep"
    outlines: dict[str, list[str]] = {}
    opened, pen = new_page(viewport=VIEW, reduced_motion="reduce"), new_page()
    for kind, address in KINDS.items():
        assert go(opened, address).ok, address
        if kind == "search":
            expect(opened.locator("#sp-search li a").first).to_be_visible()
        outlines[kind] = value_of(opened, SEEN)
        taken = base64.b64encode(opened.screenshot(animations="disabled")).decode()
        pixels = base64.b64decode(on_blank(pen, PIXELS, taken))
        picture = palette_png(pixels, VIEW["width"], VIEW["height"])
        assert MOST / 20 < len(picture) <= MOST, kind
        ((IMAGES if keep else tmp_path) / f"{kind}.png").write_bytes(picture)
    if keep:
        text = json.dumps(outlines, ensure_ascii=False, indent=1) + "\n"
        OUTLINES.write_text(text, encoding="utf-8", newline="\n")
    old = json.loads(OUTLINES.read_text(encoding="utf-8"))
    changed = [kind for kind, outline in outlines.items() if outline != old.get(kind)]
    assert changed == [], "these pages have changed since their pictures were taken; run: make screenshots"


def test_every_kind_of_page_is_known() -> None:
    templates = {path.stem for path in TEMPLATES.glob("*.html")}
    assert templates == KINDS.keys() | WITHOUT.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_each_kind_of_page_is_shown_and_small(kind: str) -> None:
    path = IMAGES / f"{kind}.png"
    assert path.is_file(), "run: make screenshots"
    assert path.stat().st_size <= MOST
    assert any(path in referred(page) for page in PAGES), "no page of the guide and no README shows it"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_picture_that_a_page_shows_is_there(page: Path) -> None:
    assert [path for path in referred(page) if not path.is_file()] == []


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in IMAGES.glob("*.png")} == set(KINDS)
