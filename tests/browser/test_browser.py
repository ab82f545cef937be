"""The published site in a real browser, as a reader uses it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.conftest import ROOT
from tests.kinds import KINDS

pytestmark = pytest.mark.browser

SEEDS = {
    "units/yiyang-gxj/2021/": "2301.95",
    "units/linjiang-jtj/2021/": "196",
    "units/mouqu-lyj/2020/": "3.94",
    "units/mou-xiang/2021-H1/": "1600",
    "units/shiqu/2021/": "20.46",
}
"""The five reports that started the project, and a number that each must show."""


@pytest.mark.parametrize("address", SEEDS)
def test_the_seed_reports_open_and_show_their_numbers(page: Page, address: str) -> None:
    page.goto(address)
    assert page.locator("h1").count() == 1
    assert SEEDS[address] in page.locator("article.sp-report").inner_text()


def test_the_home_page_leads_to_every_report(page: Page) -> None:
    page.goto("")
    page.locator("table.sp-reports tbody a").first.click()
    page.wait_for_selector("article.sp-report")
    page.goto("")
    years = [link.get_attribute("href") or "" for link in page.locator("section[aria-labelledby=by-year] a").all()]
    reached: set[str] = set()
    for year in years:
        page.goto(year)
        reached |= {link.get_attribute("href") or "" for link in page.locator("#reports tbody th a").all()}
    reports = [path for path in (ROOT / "content/units").glob("*/*.md") if path.name != "index.md"]
    published = [path for path in reports if "\nstatus: draft\n" not in path.read_text(encoding="utf-8")]
    assert len(reached) == len(published)


def test_a_score_row_leads_to_its_paragraph_and_back(page: Page) -> None:
    page.goto("units/linjiang-jtj/2021/")
    page.locator("#score-A7 th a").click()
    assert page.url.endswith("#A7")
    heading = page.locator("#A7")
    assert heading.is_visible()
    heading.locator("a.sp-score-link").click()
    assert page.url.endswith("#score-A7")


def test_the_trace_opens_and_shows_the_arithmetic(page: Page) -> None:
    page.goto("units/linjiang-jtj/2021/")
    row = page.locator("#score-deduction + tr")
    formula = row.locator(".sp-formula").first
    assert not formula.is_visible()
    row.locator("summary").click()
    assert formula.is_visible()
    assert formula.inner_text() == "30 + 20 + 15 + 5 + 30 + 20 + 10 + 30 + 5 + 5 + 5 + 6 + 5 + 4 + 1 + 5 = 196"


def test_evidence_can_be_downloaded(page: Page) -> None:
    page.goto("units/yiyang-gxj/2021/")
    with page.expect_download() as download:
        page.locator(".sp-evidence a[download]").first.click()
    path = Path(download.value.path())
    assert "高新区" in path.read_text(encoding="utf-8-sig")


PAGES = ["", "units/", "schemes/", "search/", "guide/", "reference/findings/", "reference/findings/SR320/"]
FORM = "units/daying-sfj/2023/"
PAGES += [
    "schemes/shili-gzl/2024/2024/",
    "schemes/shili-gzl/2024/2024/S2/",
    "units/maopo/",
    "measures/",
    "reports/2024/",
]
PAGES += ["reference/methods/", "reference/methods/rank/", "reference/methods/aggregation/"]
PAGES += ["units/linjiang-jtj/", "schemes/road-passenger/2021/", FORM, *SEEDS]


SQUEEZED = """() => Array.from(document.querySelectorAll("article table tbody :is(th, td)")).filter((cell) => {
  const style = getComputedStyle(cell);
  const size = parseFloat(style.fontSize);
  const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const text = document.createRange();
  text.selectNodeContents(cell);
  const lines = text.getBoundingClientRect().height / (1.5 * size);
  return room < 3.9 * size && lines > 3.5 && cell.innerText.trim().length > 4;
}).map((cell) => cell.innerText.trim())"""


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_is_squeezed_to_a_pole_on_a_phone(browser: Browser, site_url: str, kind: str) -> None:
    opened = browser.new_page(base_url=site_url, viewport={"width": 360, "height": 740})
    opened.goto(KINDS[kind])
    assert opened.evaluate(SQUEEZED) == []
    opened.close()


def test_a_squeezed_cell_would_be_seen(page: Page) -> None:
    page.goto("schemes/shili-gzl/2024/")
    page.evaluate(
        """document.querySelectorAll("article table").forEach((table) => {
          table.style.tableLayout = "fixed";
          table.style.setProperty("width", "8rem", "important");
        })"""
    )
    assert page.evaluate(SQUEEZED)


ENGLISH_ALLOWED = {"Scorepress", "SR", "YAML", "Markdown", "JSON", "CSV", "HTML"}


@pytest.mark.parametrize("address", ["", "units/", "schemes/", "search/", "schemes/road-passenger/2021/", FORM, *SEEDS])
def test_chinese_pages_have_no_english_words(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    own = "document.querySelectorAll('.sp-id, .sp-written').forEach(each => each.remove())"
    page.evaluate(own)  # ids and what is quoted from the files are the author's
    text = page.locator("body").inner_text()
    words = {word for word in text.split() if word.isascii() and word.isalpha() and len(word) > 3}
    assert words - ENGLISH_ALLOWED == set()


def test_a_score_leads_to_its_rule(page: Page) -> None:
    page.goto("units/linjiang-jtj/2021/")
    detail = page.locator("tr.sp-detail", has=page.locator("a[href$='#A15']"))
    detail.locator("summary").click()
    assert "content/units/linjiang-jtj/2021.md:68" in detail.inner_text()
    assert "5 − 4 = 1" in detail.inner_text()
    detail.locator("a[href$='#A15']").click()
    page.wait_for_url("**/schemes/road-passenger/2021/#A15")
    row = page.locator("tr#A15")
    assert "电子客票应用" in row.inner_text()
    row.get_by_role("link", name="扣分").click()
    page.wait_for_url("**/reference/methods/events/")
    assert page.locator("h1").inner_text().startswith("扣分")


def test_print_is_a_clean_document(page: Page, tmp_path: Path) -> None:
    page.goto("units/linjiang-jtj/2021/")
    page.emulate_media(media="print")
    for selector in (".md-header", ".md-footer", ".md-sidebar", ".sp-search-form", ".sp-score-link"):
        assert not any(element.is_visible() for element in page.locator(selector).all()), selector
    assert page.locator(".sp-summary__value").is_visible()
    assert page.pdf(path=tmp_path / "report.pdf", format="A4")[:4] == b"%PDF"


def test_a_form_is_printed_across_the_page(page: Page, tmp_path: Path) -> None:
    page.goto(FORM)
    page.emulate_media(media="print")
    form = page.locator(".sp-form")
    widths = form.locator("table").evaluate_all("tables => tables.map(each => each.getBoundingClientRect().right)")
    box = form.bounding_box()
    assert box is not None
    assert max(widths) <= box["x"] + box["width"] + 1
    assert box["width"] == pytest.approx(266 / 25.4 * 96, abs=2)
    pdf = page.pdf(path=tmp_path / "form.pdf", prefer_css_page_size=True)
    boxes = {tuple(map(float, found)) for found in re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)}
    assert any(width > height for width, height in boxes), boxes
    assert any(width < height for width, height in boxes), boxes


def test_a_form_scrolls_inside_its_region_on_a_phone(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, viewport={"width": 360, "height": 740})
    opened = context.new_page()
    opened.goto(FORM)
    region = opened.get_by_role("region", name="绩效指标（90 分）")
    assert region.evaluate("each => each.scrollWidth > each.clientWidth")
    last = opened.get_by_role("columnheader", name="未完成原因分析")
    assert last.bounding_box()["width"] >= 100  # type: ignore[index] # it is there
    context.close()


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, viewport={"width": 320, "height": 740})
    opened = context.new_page()
    for address in PAGES:
        opened.goto(address)
        width = opened.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (address, width)
    context.close()
