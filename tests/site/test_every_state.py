"""Whatever state a score is in, every page and file says so: inexact, held by a limit, waiting, added up nowhere.

One site with a report of every state is held against its own data; its pages lie in no folders, so that an address
written by hand would lead nowhere.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.conftest import CONFIG, run_mkdocs
from tests.html_tree import marked, read_html, text_of
from tests.site.layered import write

LIMITED = """\
scheme: limited
edition: 2025
title: 有上限的方案
rounding: {places: 2, at: [indicator, total]}
units: [a, b, c, d, e]
ranking: {ties: competition}
grades: {优秀: 90, 合格: 60, 较差: 0}
total: {cap: 100}
vetoes:
  - {id: 作假, title: 弄虚作假, total: 0}
  - {id: 不排, title: 不予排名, rank: none}
  - {id: 过低, title: 总分过低, when: {score: total, below: 30%}, grade: 较差}
parts:
  - id: A
    title: 基础工作
    indicators:
      - {id: A1, title: 日常工作, full: 90, method: direct}
      - {id: A2, title: 增长速度, full: 10, method: rank, step: 10%, ties: competition}
  - {id: B, title: 加分, kind: bonus, cap: 5, indicators: [{id: B1, title: 表彰, method: bonus}]}
  - id: P
    title: 扣分
    kind: penalty
    indicators: [{id: P1, title: 通报, method: events, rules: [{id: 通报, title: 被通报, points: 4}]}]
"""
APART = """\
scheme: apart
edition: 2025
title: 加分单列的方案
rounding: {places: 1, at: [indicator, total]}
units: [a, b]
ranking: {ties: competition, by: share}
total: {bonus: apart}
grades: {优秀: 90%, 合格: 60%, 较差: 0%}
parts:
  - id: A
    title: 质量
    indicators:
      - {id: A1, title: 数量, full: 60, method: direct}
      - {id: A2, title: 创新, full: 40, method: direct, not_applicable: exclude}
  - {id: B, title: 加分, kind: bonus, indicators: [{id: B1, title: 表彰, method: bonus}]}
"""
BESIDE = """\
scheme: beside
edition: 2025
title: 并列的方案
rounding: {places: 2, at: []}
parts:
  - id: A
    title: 并列板块
    aggregate: none
    full: 10
    indicators:
      - {id: A1, title: 甲, full: 6, method: direct}
      - {id: A2, title: 乙, full: 4, method: direct}
"""
EVENT = "{rule: 通报, reason: 通报}"
VERIFIED = "verified: {by: 考核办, date: 2026-03-01, scores: {A1: {marks: 80, note: 佐证不足}}}"
ADJUSTED = "final: {by: 考核委, adjustments: [{of: total, points: -0.5, reason: 迟报}]}"
THREE_EVENTS = ", ".join([EVENT] * 3)


def _limited(a1: str, a2: str, b1: str = "0", p1: str = "") -> str:
    return f"scores: {{A1: {a1}, A2: {{actual: {a2}}}, B1: {{self: {b1}, note: 表彰}}, P1: {{events: [{p1}]}}}}"


REPORTS = {
    ("a", "limited"): f"{_limited('90', '9', '5')}\n{VERIFIED.replace('80', '89.5')}",
    ("b", "limited"): f"vetoes: [{{veto: 作假, reason: 数据不实}}]\n{_limited('70', '8', '2', EVENT)}\n{VERIFIED}",
    ("c", "limited"): f"vetoes: [{{veto: 不排, reason: 机构改革}}]\n{_limited('0', '1', '0', THREE_EVENTS)}",
    ("d", "limited"): f"{_limited('60', '7')}\n{ADJUSTED}",
    ("a", "apart"): "scores: {A1: {self: 57.3, about: true}, A2: 40, B1: {self: 0}}",
    ("b", "apart"): "scores: {A1: 50, A2: {not_applicable: 未安排}, B1: {self: 2, note: 表彰}}",
    ("a", "beside"): "scores: {A1: 5, A2: 3.5}",
}
WITHDRAWN = "status: withdrawn\nwithdrawn: {date: 2026-03-01, reason: 口径有误}\n"
PUBLISHED = "status: published\n"


@dataclass(frozen=True)
class Site:
    """The built site."""

    site: Path

    @cached_property
    def pages(self) -> dict[str, ET.Element]:
        """The pages on records, by address."""
        paths = (path for path in self.site.rglob("*.html") if not path.is_relative_to(self.site / "reference"))
        return {path.relative_to(self.site).as_posix(): read_html(path) for path in paths}

    def report(self, unit: str, scheme: str) -> ET.Element:
        return self.pages[f"units/{unit}/2025-{scheme}.html"]

    def layers(self, unit: str, scheme: str) -> int:
        """How many layers of scores a report has."""
        data = json.loads((self.site / f"data/reports/{unit}/2025-{scheme}.json").read_text("utf-8"))
        return len(data["layers"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    files = {
        "mkdocs.yml": CONFIG % "zh" + "use_directory_urls: false\n",
        "content/index.md": "# 首页\n",
        "schemes/limited/2025.yml": LIMITED,
        "schemes/apart/2025.yml": APART,
        "schemes/beside/2025.yml": BESIDE,
    }
    for unit in "abcde":
        files[f"content/units/{unit}/index.md"] = f"---\nunit: {unit}\nname: 单位{unit}（虚构）\nfictional: true\n---\n"
    for (unit, scheme), text in {**REPORTS, ("e", "limited"): ""}.items():
        status = PUBLISHED if text else WITHDRAWN
        head = f"title: 单位{unit} {scheme}\nunit: {unit}\nscheme: {scheme}@2025\nperiod: 2025\n{status}"
        files[f"content/units/{unit}/2025-{scheme}.md"] = f"---\n{head}{text}\n---\n## 一、情况\n\n见表。\n"
    root = write(tmp_path_factory.mktemp("states"), files)
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    return Site(root / "site")


def test_inexact_marks_are_said_to_be_so_wherever_they_stand(site: Site) -> None:
    """57.3 is 约, and so is what rests on it: 97.3."""
    inexact = re.compile(r"(?<![\d.])(?:57\.3|97\.3)(?![\d%])")
    for address, page in site.pages.items():
        for element in [*marked(page, "total"), *marked(page, "marks")]:
            if inexact.fullmatch(text_of(element)):
                around = text_of(_above(page, element))
                assert re.search(rf"约\s*{text_of(element)}", around), (address, around)
    assert "自评分约 97.3 分" in (site.site / "feed.xml").read_text("utf-8")
    assert "自评分约 97.3 分" in (site.site / "units/a/2025-apart.html").read_text("utf-8")
    for table in ("reports", "leagues/apart/2025/2025"):
        rows = json.loads((site.site / f"data/tables/{table}.json").read_text("utf-8"))["rows"]
        assert [row["state"] for row in rows if row["total"] == "97.3"] == ["约数"], table
    scores = (site.site / "data/tables/scores.csv").read_text("utf-8-sig").splitlines()
    own = [line.split(",") for line in scores if line.startswith("a,") and "apart@" in line]
    states = {cells[4]: cells[-1] for cells in own}
    assert states == {"A": "约数", "A1": "约数", "A2": "已计分", "B": "已计分", "B1": "已计分", "total": "约数"}


def _above(page: ET.Element, element: ET.Element) -> ET.Element:
    return next(parent for parent in page.iter() if element in list(parent))


def _named(text: str) -> Iterator[str]:
    """Whoever a page says to have no published report, and nothing else to be missing."""
    for names in re.findall(r"尚未公开报告的单位[：:]?\s*([^。]*)", text):
        yield from re.findall(r"单位(\w)（虚构）", names)


def test_whoever_has_published_is_not_said_to_have_not(site: Site) -> None:
    """`e` is withdrawn and misses; the others have reports, and at most no score of the same layer."""
    pages = {address: set(_named(text_of(page))) for address, page in site.pages.items()}
    assert set().union(*pages.values()) == {"e"}
    waiting = text_of(site.report("a", "limited"))
    assert "尚未公开报告或尚无相应得分的单位" in waiting
    assert "单位c（虚构）" in waiting.partition("尚未公开报告或尚无相应得分的单位")[2]


def _amount(cell: ET.Element) -> Fraction:
    number = re.search(r"[+−]?\d+(?:\.\d+)?", text_of(cell))
    return Fraction(number.group().replace("−", "-")) if number else Fraction()


@pytest.mark.parametrize(("unit", "scheme"), [key for key in REPORTS if key[1] != "beside"])
def test_the_rows_of_a_report_add_up_to_its_total(site: Site, unit: str, scheme: str) -> None:
    """Parts, adjustments and limits: in every column of every layer."""
    (table,) = [each for each in site.report(unit, scheme).iter("table") if "sp-scores" in each.get("class", "")]
    heads = [text_of(head) for head in table.findall("./thead/tr/th")]
    columns = [index for index, head in enumerate(heads) if head in {"自评分", "核验分", "最终分"}]
    assert len(columns) == site.layers(unit, scheme)
    parts = [row for row in table.findall("./tbody/tr") if "sp-depth-0" in row.get("class", "") and row.get("id")]
    if scheme == "apart":
        parts = [row for row in parts if row.get("id") != "score-B"]
    *more, total = table.findall("./tfoot/tr")
    for column in columns:
        assert sum(_amount(row[column]) for row in [*parts, *more]) == _amount(total[column]), heads[column]


@pytest.mark.parametrize(
    ("unit", "words"),
    [("a", "封顶 100 分"), ("b", "弄虚作假：按方案总分封顶"), ("c", "扣除减分，最低 0 分"), ("d", None)],
)
def test_what_holds_a_total_has_its_row(site: Site, unit: str, words: str | None) -> None:
    rows = [text_of(row[0]) for row in site.report(unit, "limited").findall(".//tfoot/tr")]
    limits = [row for row in rows if row != "合计" and not row.startswith("调整")]
    assert limits == ([words] if words else [])


def test_a_scheme_s_page_says_how_totals_are_made_and_graded(site: Site) -> None:
    apart, limited = (text_of(site.pages[f"schemes/{name}/2025.html"]) for name in ("apart", "limited"))
    assert "加分单列，不计入总分" in apart
    assert "优秀≥ 满分的 90%" in apart.replace("优秀 ", "优秀")
    assert "加分计入总分；减分从中扣除，扣完为止；封顶 100 分" in limited
    assert "优秀≥ 90 分" in limited.replace("优秀 ", "优秀")
    assert "自动触发：总分低于满分的 30%" in limited


def test_what_is_added_up_nowhere_is_not_without_marks(site: Site) -> None:
    report, unit = text_of(site.report("a", "beside")), text_of(site.pages["units/a/index.html"])
    assert "各项并列，不汇总" in report
    assert "未计分" not in report
    assert "自评分 无总分" in unit
    assert "— / 10" not in unit


def test_marks_of_a_review_are_not_called_the_unit_s_own(site: Site) -> None:
    for unit in "ab":
        details = [text_of(each) for each in marked(site.report(unit, "limited"), "detail")]
        assert any("直接评分 8" in text for text in details)
        assert not any("单位自评 " in text for text in details)


def test_a_unit_that_is_not_ranked_is_said_not_to_be(site: Site) -> None:
    rows = [text_of(row) for row in site.pages["units/c/index.html"].iter("tr")]
    assert [row for row in rows if row.startswith("名次")] == ["名次不参加排名"]


def test_withdrawn_reports_are_in_no_count(site: Site) -> None:
    rows = site.pages["units/index.html"].findall(".//tbody/tr")
    counts = {text_of(row[0])[2]: text_of(row[-1]) for row in rows}
    published = {unit: str(sum(one == unit for one, _ in REPORTS)) for unit in "abcde"}
    assert counts == published


def test_every_search_form_leads_to_the_search(site: Site) -> None:
    """Also on the page for what is not found, whose addresses begin at the root."""
    forms = {address: form.get("action", "") for address, page in site.pages.items() for form in page.iter("form")}
    forms = {address: action for address, action in forms.items() if action}
    assert "404.html" in forms
    for address, action in forms.items():
        folder = site.site if action.startswith("/") else (site.site / address).parent
        assert (folder / action.lstrip("/")).resolve() == (site.site / "search.html").resolve(), address
