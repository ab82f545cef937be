"""What readers come for, each answered within four clicks from the home page; and tables that can be worked with."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import NewPage
from tests.browser.waiting import attributes, follow, go, number_of, text, texts

pytestmark = pytest.mark.browser

LEAGUE = "schemes/shili-gzl/2024/2024/"
PUBLISHED = 23
"""Of the 24 units one has not published yet."""


class Reader:
    """Somebody at the home page, whose clicks and choices are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        go(page, "")

    def click(self, target: Locator) -> None:
        """Click what stays on the page."""
        target.click()
        self.clicks += 1

    def follow(self, link: Locator) -> None:
        """Click what leads on."""
        follow(link)
        self.clicks += 1

    def choose(self, name: str, value: str) -> None:
        self.page.get_by_label(name).select_option(value)
        self.clicks += 1


def shown(page: Page, table: str) -> Locator:
    return page.locator(f"#{table} tbody tr:not([hidden])")


def column(page: Page, table: str, title: str) -> list[str]:
    """What the rows that are shown have in the column with that title."""
    titles = [each.split("\n")[0].strip(" ↕↑↓") for each in texts(page.locator(f"#{table} thead th"))]
    place = titles.index(title) + 1
    return texts(shown(page, table).locator(f":nth-child({place}):is(th, td)"))


def numbers(cells: list[str]) -> list[float]:
    """The totals in cells that say what they are: `核验分 90.58 / 100`."""
    return [float(cell.split("/")[0].split()[1]) for cell in cells]


def test_who_lost_most_on_safety_in_2024_and_why(page: Page) -> None:
    reader = Reader(page)
    reader.follow(page.locator("#by-scheme + ul").get_by_role("link", name="2024 年", exact=False).first)
    table = page.locator("table", has=page.locator("caption", has_text="生态农业类"))
    reader.follow(table.get_by_role("link", name="安全生产"))
    reader.click(page.get_by_role("button", name="失分"))
    expect(page.locator("#units th", has_text="失分")).to_have_attribute("aria-sort", "descending")
    first = shown(page, "units").first
    assert set(column(page, "units", "考核类别")) == {"生态农业类"}
    lost = [float(each) for each in column(page, "units", "失分")]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] > lost[-1]
    assert len(column(page, "units", "说明")[0]) > 5
    reader.follow(first.get_by_role("link"))
    row = page.locator("#score-S2")
    expect(row).to_be_visible()
    expect(row.locator(".sp-lost")).to_have_text(f"{lost[0]:.2f}")
    assert reader.clicks <= 4


def test_what_linjiang_claimed_for_indicator_8_and_on_what_evidence(page: Page) -> None:
    reader = Reader(page)
    reader.follow(page.locator("#by-scheme + ul").get_by_role("link", name="道路客运"))
    reader.follow(page.locator("table", has_text="A8").last.locator("tr", has_text="A8").get_by_role("link"))
    expect(page.locator("#units")).to_contain_text("客货邮")
    reader.follow(page.locator("#units").get_by_role("link", name="临江"))
    expect(page.locator("#score-A8")).to_contain_text("30")
    detail = page.locator("#score-A8 + tr")
    expect(detail).to_contain_text("28 个村")
    reader.click(detail.get_by_role("link", name="农村物流方案"))
    item = page.locator(".sp-evidence li:target")
    expect(item).to_contain_text("临交运联发〔2021〕4号")
    expect(item).to_contain_text("临江市交通运输局")
    assert reader.clicks <= 4


def test_who_has_not_finished_a_measure_that_is_due(page: Page) -> None:
    reader = Reader(page)
    reader.follow(page.get_by_role("link", name="问题与整改措施"))
    everything = number_of(page.locator("#measures tbody tr"))
    reader.choose("进展", "逾期")
    late = shown(page, "measures")
    assert 0 < number_of(late) < everything
    assert all("逾期" in each for each in column(page, "measures", "进展"))
    assert all(texts(late.locator("th")))
    reader.follow(late.get_by_role("link").first)
    expect(page).to_have_url(re.compile("#measures$"))
    expect(page.locator("#measures")).to_be_visible()
    assert reader.clicks <= 4


def test_all_totals_of_a_year_into_excel(page: Page) -> None:
    reader = Reader(page)
    reader.follow(page.locator("#by-year + ul").get_by_role("link", name="2024"))
    totals = numbers(column(page, "reports", "总分"))
    assert len(totals) >= PUBLISHED
    with page.expect_download() as download:
        reader.click(page.get_by_role("link", name="Excel").first)
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    titles, *rows = sheet.iter_rows(values_only=True)
    written = [row[titles.index("总分")] for row in rows]
    assert sorted(float(str(each)) for each in written) == sorted(totals)
    assert reader.clicks <= 4


def test_has_this_report_changed_since_june(page: Page) -> None:
    reader = Reader(page)
    reader.follow(page.locator("table.sp-reports tbody th").get_by_role("link").first)
    link = page.locator(".sp-meta a[href='#history']")
    last = text(link)
    reader.click(link)
    days = attributes(page.locator(".sp-history time"), "datetime")
    assert last == max(each[:10] for each in days)
    assert date.fromisoformat(last) <= datetime.now(UTC).date() + timedelta(days=1)
    expect(page.locator("#history")).to_be_in_viewport()
    assert reader.clicks <= 4


def test_the_units_of_a_region(page: Page) -> None:
    reader = Reader(page)
    reader.follow(page.locator("#by-region + ul").get_by_role("link", name="示例市西部"))
    names = column(page, "units", "单位")
    assert 1 < len(names) < number_of(page.locator("#units tbody tr"))
    assert set(column(page, "units", "所在地区")) == {"示例市西部"}
    reader.follow(shown(page, "units").first.get_by_role("link"))
    expect(page.locator("h1")).to_have_text(names[0])


def test_a_view_of_a_table_is_in_its_address(page: Page, new_page: NewPage) -> None:
    go(page, LEAGUE)
    page.get_by_label("考核类别").select_option("生态农业类")
    page.get_by_label("包含文字").fill("县")
    page.get_by_role("button", name="得分率").first.click()
    expect(page.locator("#league [aria-sort]")).to_have_attribute("aria-sort", "descending")
    names = texts(shown(page, "league").locator("th"))
    other = new_page()
    go(other, page.url)
    expect(shown(other, "league").locator("th")).to_have_text(names)
    expect(other.get_by_label("考核类别")).to_have_value("生态农业类")
    expect(other.locator("#league [aria-sort]")).to_have_attribute("aria-sort", "descending")
    other.get_by_role("button", name="重置").click()
    expect(shown(other, "league")).to_have_count(PUBLISHED)
    expect(other).to_have_url(re.compile(r"^[^?]+$"))


def test_a_choice_that_does_not_exist_is_left_aside(page: Page) -> None:
    go(page, LEAGUE + "?class=没有&sort=nothing&dir=up")
    expect(shown(page, "league")).to_have_count(PUBLISHED)
    expect(page.locator("#league [aria-sort]")).to_have_count(0)


def test_a_table_is_sorted_and_filtered_by_keyboard(page: Page) -> None:
    go(page, LEAGUE)
    page.get_by_label("考核类别").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("form.sp-tools output")).to_have_text("显示 12 行，共 23 行")
    head = page.locator("#league th", has_text="总分")
    head.get_by_role("button").focus()
    expect(head.get_by_role("button")).to_have_css("outline-style", "solid")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-sort", "ascending")
    totals = numbers(column(page, "league", "总分"))
    assert totals == sorted(totals)


def test_a_table_is_complete_without_script(new_page: NewPage) -> None:
    opened = new_page(java_script_enabled=False)
    go(opened, LEAGUE)
    expect(shown(opened, "league")).to_have_count(PUBLISHED)
    expect(opened.locator("form.sp-tools")).not_to_be_visible()
    expect(opened.locator("#league button")).to_have_count(0)
    assert texts(opened.locator("#league tbody tr td:first-child"))[:3] == ["1", "2", "3"]


def test_a_table_of_3000_rows_is_sorted_and_filtered(page: Page) -> None:
    """How long it takes is measured by `python -m benchmarks.tables`."""
    page.add_init_script(path=Path(__file__).with_name("many_rows.js"))
    go(page, LEAGUE)
    rows = page.locator("#league tbody tr")
    expect(rows).to_have_count(3000)
    page.get_by_role("button", name="得分率").first.click()
    page.get_by_label("包含文字").fill("县29")
    expect(shown(page, "league")).to_have_count(111)


def test_a_trend_says_what_it_shows(page: Page) -> None:
    go(page, "units/guixi/")
    drawing = page.locator("svg.sp-trend")
    expect(drawing).to_have_attribute("role", "img")
    expect(drawing.locator("circle")).to_have_count(3)
    table = page.locator("table", has=page.locator("caption", has_text="历次得分率")).first
    expect(table.locator("thead th")).to_have_count(4)
    page.emulate_media(media="print")
    expect(drawing).to_be_visible()


def test_a_table_of_figures_is_sorted_by_any_column_and_its_total_stays_below(page: Page) -> None:
    go(page, "units/yiyang-gxj/2021/")
    table = page.locator("table.sp-sortable", has=page.locator("caption", has_text="2020 年度奖励资金支出"))
    own = texts(table.locator("tbody th"))
    head = table.locator("th", has=page.get_by_role("button", name="数值"))
    button = table.get_by_role("button", name="数值")
    expect(button).to_have_attribute("title", re.compile("^按.*数值"))
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    values = [float(each) for each in texts(table.locator("tbody td"))]
    assert values == sorted(values, reverse=True)
    button.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    values = [float(each) for each in texts(table.locator("tbody td"))]
    assert values == sorted(values)
    assert texts(table.locator("tbody th")) != own
    expect(table.locator("tr").last).to_have_text(re.compile("^合计"))
    address = page.url
    go(page, "")
    go(page, address)
    assert [float(each) for each in texts(table.locator("tbody td"))] == values
