"""Pages on paper: page numbers between dashes, the type of an official document, and nothing of the screen."""

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from tests.browser.conftest import NewPage
from tests.browser.waiting import go, value_of

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Width and height in points."""
REPORT = "units/linjiang-jtj/2021/"
LEAGUE = "schemes/shili-gzl/2024/2024/"
PRINTED = {
    REPORT: "临江市2021年道路客运行业高质量发展绩效考核自评报告",
    LEAGUE: "2024年得分与名次",
    "schemes/road-passenger/2021/": "吉林省道路客运行业高质量发展绩效考核标准",
    "units/wuhe/": "戊河区（虚构）",
}
"""Addresses, and what the first sheet of each must say."""
OF_THE_SCREEN = (
    "填报指南",
    "计分参考",
    "检查问题",
    "Scorepress",
    "计算过程",
    "下载",
    "搜索",
    "回到页面顶部",
    "公开以来的修改",
    "↕",
)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def sheets(page: Page, address: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The text of every sheet without its blanks, and the sizes of the sheets in points.

    Chromium writes some characters as the radicals that look the same (⾏ for 行): NFKC makes them what they are.
    """
    go(page, address)
    read = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = [plain(sheet.extract_text()) for sheet in read]
    return texts, [(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in read]


@pytest.mark.parametrize("address", PRINTED)
def test_every_sheet_has_its_number_and_nothing_of_the_screen(page: Page, address: str) -> None:
    texts, _ = sheets(page, address)
    assert plain(PRINTED[address]) in texts[0]
    for number, text in enumerate(texts, 1):
        assert re.search(rf"—{number}—", text), f"sheet {number}: {text[-80:]}"
        assert [words for words in OF_THE_SCREEN if words in text] == [], number


def test_a_report_stands_upright_on_a4_and_a_league_table_lies_across(page: Page) -> None:
    for address, expected in ((REPORT, A4), (LEAGUE, A4[::-1])):
        _, sizes = sheets(page, address)
        assert {(abs(width - expected[0]) <= 1, abs(height - expected[1]) <= 1) for width, height in sizes} == {
            (True, True)
        }


def test_a_report_has_the_type_of_an_official_document(page: Page) -> None:
    go(page, REPORT)
    page.emulate_media(media="print")

    def style(selector: str) -> dict[str, str]:
        script = "each => { const {fontSize, lineHeight, textAlign, textIndent, fontFamily} = getComputedStyle(each);"
        script += " return {fontSize, lineHeight, textAlign, textIndent, fontFamily} }"
        return dict(value_of(page.locator(selector).first, script))

    def points(text: str) -> float:
        return round(float(text.removesuffix("px")) * 0.75, 1)

    title, prose, part, table = map(style, ("h1", ".sp-prose p", ".sp-prose h2", ".sp-table td"))
    assert (points(title["fontSize"]), title["textAlign"]) == (22, "center")
    assert (points(prose["fontSize"]), points(prose["lineHeight"]), points(prose["textIndent"])) == (16, 28, 32)
    assert "FangSong" in prose["fontFamily"]
    assert (points(part["fontSize"]), "SimHei" in part["fontFamily"]) == (16, True)
    assert points(table["fontSize"]) == 10.5


def test_a_dark_page_is_printed_black_on_white(new_page: NewPage) -> None:
    opened = new_page(color_scheme="dark", reduced_motion="reduce")
    go(opened, REPORT)
    opened.emulate_media(media="print", color_scheme="dark")
    script = "each => [getComputedStyle(each).color, getComputedStyle(document.body).backgroundColor]"
    for selector in ("h1", ".sp-prose p", ".sp-scores td", ".sp-muted", ".sp-banner, .sp-summary"):
        colours = value_of(opened.locator(selector).first, script)
        assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], selector
