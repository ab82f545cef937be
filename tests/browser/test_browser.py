"""The published site in a real browser, as a reader uses it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage
from tests.browser.waiting import attributes, follow, go, text, value_of, values_of
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
    go(page, address)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("article.sp-report")).to_contain_text(SEEDS[address])


def test_the_home_page_leads_to_every_report(page: Page) -> None:
    go(page, "")
    follow(page.locator("table.sp-reports tbody a").first)
    expect(page.locator("article.sp-report")).to_be_visible()
    go(page, "")
    reached: set[str] = set()
    for year in attributes(page.locator("section[aria-labelledby=by-year] a"), "href"):
        go(page, year)
        reached |= set(attributes(page.locator("#reports tbody th a"), "href"))
    reports = [path for path in (ROOT / "content/units").glob("*/*.md") if path.name != "index.md"]
    published = [path for path in reports if "\nstatus: draft\n" not in path.read_text(encoding="utf-8")]
    assert len(reached) == len(published)


def test_a_score_row_leads_to_its_paragraph_and_back(page: Page) -> None:
    go(page, "units/linjiang-jtj/2021/")
    page.locator("#score-A7 th a").click()
    expect(page).to_have_url(re.compile("#A7$"))
    heading = page.locator("#A7")
    expect(heading).to_be_visible()
    heading.locator("a.sp-score-link").click()
    expect(page).to_have_url(re.compile("#score-A7$"))


def test_the_trace_opens_and_shows_the_arithmetic(page: Page) -> None:
    go(page, "units/linjiang-jtj/2021/")
    row = page.locator("#score-deduction + tr")
    formula = row.locator(".sp-formula").first
    expect(formula).not_to_be_visible()
    row.locator("summary").first.click()
    expect(formula).to_be_visible()
    expect(formula).to_have_text("30 + 20 + 15 + 5 + 30 + 20 + 10 + 30 + 5 + 5 + 5 + 6 + 5 + 4 + 1 + 5 = 196")


def test_evidence_can_be_downloaded(page: Page) -> None:
    go(page, "units/yiyang-gxj/2021/")
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
def test_no_cell_is_squeezed_to_a_pole_on_a_phone(new_page: NewPage, kind: str) -> None:
    opened = new_page(viewport={"width": 360, "height": 740})
    go(opened, KINDS[kind])
    assert value_of(opened, SQUEEZED) == []


def test_a_squeezed_cell_would_be_seen(page: Page) -> None:
    go(page, "schemes/shili-gzl/2024/")
    value_of(
        page,
        """document.querySelectorAll("article table").forEach((table) => {
          table.style.tableLayout = "fixed";
          table.style.setProperty("width", "8rem", "important");
        })""",
    )
    assert value_of(page, SQUEEZED)


ENGLISH_ALLOWED = {"Scorepress", "SR", "YAML", "Markdown", "JSON", "CSV", "HTML"}


@pytest.mark.parametrize("address", ["", "units/", "schemes/", "search/", "schemes/road-passenger/2021/", FORM, *SEEDS])
def test_chinese_pages_have_no_english_words(page: Page, address: str) -> None:
    go(page, address)
    value_of(page, "document.querySelectorAll('details').forEach(each => each.open = true)")
    own = "document.querySelectorAll('.sp-id, .sp-written').forEach(each => each.remove())"
    value_of(page, own)  # ids and what is quoted from the files are the author's
    words = {word for word in text(page.locator("body")).split() if word.isascii() and word.isalpha() and len(word) > 3}
    assert words - ENGLISH_ALLOWED == set()


def test_a_score_leads_to_its_rule(page: Page) -> None:
    go(page, "units/linjiang-jtj/2021/")
    detail = page.locator("tr.sp-detail", has=page.locator("a[href$='#A15']"))
    detail.get_by_text("计算过程").click()
    detail.get_by_text("供核查").click()
    expect(detail).to_contain_text("content/units/linjiang-jtj/2021.md:68")
    expect(detail).to_contain_text("5 − 4 = 1")
    follow(detail.locator("a[href$='#A15']"))
    expect(page).to_have_url(re.compile("/schemes/road-passenger/2021/#A15$"))
    row = page.locator("tr#A15")
    expect(row).to_contain_text("电子客票应用")
    follow(row.get_by_role("link", name="扣分"))
    expect(page).to_have_url(re.compile("/reference/methods/events/$"))
    expect(page.locator("h1")).to_have_text(re.compile("^扣分"))


def test_print_is_a_clean_document(page: Page, tmp_path: Path) -> None:
    go(page, "units/linjiang-jtj/2021/")
    page.emulate_media(media="print")
    for selector in (".md-header", ".md-footer", ".md-sidebar", ".sp-search-form", ".sp-score-link"):
        expect(page.locator(selector).locator("visible=true")).to_have_count(0)
    expect(page.locator(".sp-summary__value")).to_be_visible()
    assert page.pdf(path=tmp_path / "report.pdf", format="A4")[:4] == b"%PDF"


def test_a_form_is_printed_across_the_page(page: Page, tmp_path: Path) -> None:
    go(page, FORM)
    page.emulate_media(media="print")
    form = page.locator(".sp-form")
    widths = values_of(form.locator("table"), "tables => tables.map(each => each.getBoundingClientRect().right)")
    box = value_of(form, "each => each.getBoundingClientRect().toJSON()")
    assert max(widths) <= box["right"] + 1
    assert box["width"] == pytest.approx(266 / 25.4 * 96, abs=2)
    pdf = page.pdf(path=tmp_path / "form.pdf", prefer_css_page_size=True)
    boxes = {tuple(map(float, found)) for found in re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)}
    assert any(width > height for width, height in boxes), boxes
    assert any(width < height for width, height in boxes), boxes


def test_a_form_scrolls_inside_its_region_on_a_phone(new_page: NewPage) -> None:
    opened = new_page(viewport={"width": 360, "height": 740})
    go(opened, FORM)
    region = opened.get_by_role("region", name="绩效指标（90 分）")
    assert value_of(region, "each => each.scrollWidth > each.clientWidth")
    last = opened.get_by_role("columnheader", name="未完成原因分析")
    assert value_of(last, "each => each.getBoundingClientRect().width") >= 100


def test_a_phone_needs_no_sideways_scrolling(new_page: NewPage) -> None:
    opened = new_page(viewport={"width": 320, "height": 740})
    for address in PAGES:
        go(opened, address)
        width = value_of(opened, "document.documentElement.scrollWidth")
        assert width <= 320, (address, width)
