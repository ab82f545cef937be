"""Slips that arithmetic cannot see are warnings with what was meant; what may well be right stays silent."""

from pathlib import Path

import pytest

from scorepress.checks.unfilled import HINT
from scorepress.core.layout import read_settings
from scorepress.core.measures import differ_in_size
from scorepress.project import assess
from tests.support import Written, project

ROOT = Path(__file__).parents[1]
SLIPS = {"SR232", "SR333", "SR334", "SR335", "SR336", "SR390", "SR520"}


def scheme(indicator: str, units: str = "u") -> str:
    head = f"rounding: {{places: 2, at: [total]}}\nunits: [{units}]\n"
    return f"{head}parts: [{{id: P, title: 甲, indicators: [{{id: A1, full: 10, {indicator}}}]}}]\n"


def slips(folder: Path, scheme_text: str, *reports: Written) -> list[str]:
    made = project(folder, scheme_text, reports)
    assert not [finding for finding in made.findings if finding.rule.code == "SR326"]
    return [finding.rule.code for finding in made.findings if finding.rule.code in SLIPS]


RATE = "title: 群众满意度, method: attainment, target: 95, measured_in: '%'"
COST = "title: 成本, method: met, operator: '<=', target: 90, measured_in: 万元"
GROWTH = "title: 税收增长率, method: attainment, target: 25, measured_in: '%'"
EVENTS = "title: 培训, method: attainment, target: 2, measured_in: 场"
TRAINED = "title: 培训人数, method: attainment, target: 50, measured_in: 人"
PEOPLE = "title: 群众满意度, method: attainment, target: 90, measured_in: '%', inputs: {yes: 满意, all: 总数}, value: yes / all * 100"  # noqa: E501
SHARE = "title: 办结比例, method: attainment, target: 0.9, inputs: {yes: 办结, all: 总数}, value: yes / all"


@pytest.mark.parametrize(
    ("indicator", "entry", "expected"),
    [
        (RATE, "{actual: 950}", ["SR333"]),
        (RATE, "{actual: 0.93}", ["SR333"]),
        (RATE, "{actual: 0.5}", ["SR333"]),
        (RATE, "{actual: 9300}", ["SR333"]),
        (RATE, "{actual: 9.4}", ["SR333"]),
        (RATE, "{actual: 101}", ["SR334"]),
        (RATE, "{actual: 100}", []),
        (RATE, "{actual: 40}", []),
        (RATE, "{actual: 0}", []),
        (RATE, "{actual: 0.93, note: 抽样方式改变}", []),
        (COST, "{actual: 0.9}", ["SR333"]),
        (COST, "{actual: 0.09}", ["SR333"]),
        (COST, "{actual: 0.0088}", ["SR333"]),
        (COST, "{actual: 880000}", ["SR333"]),
        (COST, "{actual: 9}", []),
        (COST, "{actual: 45.5}", []),
        (COST, "{actual: 0}", []),
        (GROWTH, "{actual: 320}", []),
        (GROWTH, "{actual: 12}", []),
        (EVENTS, "{actual: 20}", []),
        (EVENTS, "{actual: 200}", []),
        (TRAINED, "{actual: 500}", ["SR333"]),
        (TRAINED, "{actual: 500, note: 扩大了培训范围}", []),
        (TRAINED, "{actual: 480}", []),
        (TRAINED, "{actual: 5}", []),
        (PEOPLE, "{inputs: {yes: 500, all: 50}}", ["SR333"]),
        (PEOPLE, "{inputs: {yes: 60, all: 50}}", ["SR334"]),
        (PEOPLE, "{inputs: {yes: 45, all: 50}}", []),
        (SHARE, "{inputs: {yes: 500, all: 50}}", ["SR334"]),
        (SHARE, "{inputs: {yes: 55, all: 50}}", []),
    ],
)
def test_values_far_from_their_target(tmp_path: Path, indicator: str, entry: str, expected: list[str]) -> None:
    assert slips(tmp_path, scheme(indicator), Written(f"scores: {{A1: {entry}}}")) == expected


DIRECT = "title: 数, method: direct"


@pytest.mark.parametrize(
    ("columns", "row", "expected"),
    [
        ("plan: {title: 计划, measured_in: 万元}, done: {title: 完成, measured_in: 元}", "[2, 1, 50]", ["SR520"]),
        ("plan: {title: 计划, measured_in: 公里}, done: {title: 完成, measured_in: 米}", "[2, 1, 50]", ["SR520"]),
        ("plan: {title: 计划, measured_in: 万元}, done: {title: 完成, measured_in: 万元}", "[2, 1, 50]", []),
        ("plan: {title: 人口, measured_in: 万人}, done: {title: 产值, measured_in: 亿元}", "[2, 1, 50]", []),
        (
            "plan: {title: 计划, measured_in: 万元}, done: {title: 完成, measured_in: 万元}",
            "[2, {value: 1, measured_in: 元}, 50]",
            ["SR520"],
        ),
    ],
)
def test_units_of_different_sizes_in_a_column(tmp_path: Path, columns: str, row: str, expected: list[str]) -> None:
    figure = f"figures: {{f: {{title: 表, columns: {{{columns}, r: {{title: 率, equals: done / plan * 100}}}}, rows: {{甲: {row}}}}}}}"  # noqa: E501
    assert slips(tmp_path, scheme(DIRECT), Written(f"scores: {{A1: 5}}\n{figure}")) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("a / b", ["SR232"]), ("a / b / 10000", []), ("a / (b * 10000) * 100", []), ("a / b * 100", ["SR232"])],
)
def test_units_of_different_sizes_in_a_scheme(tmp_path: Path, formula: str, expected: list[str]) -> None:
    inputs = "{a: {title: 支出, measured_in: 元}, b: {title: 预算, measured_in: 万元}}"
    indicator = f"title: 执行率, method: linear, factor: 1, constant: 0, inputs: {inputs}, value: {formula}"
    assert slips(tmp_path, scheme(indicator)) == expected


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("元", "万元", 10**4),
        ("亿元", "万元", 10**4),
        ("千元", "百万元", 10**3),
        ("公里", "米", 1000),
        ("吨", "万吨", 10**4),
        ("千克", "吨", 1000),
        ("人", "万人", 10**4),
        ("公顷", "平方公里", 100),
        ("元", "人", None),
        ("元", "元/人", None),
        ("%", "个百分点", None),
        ("千瓦时", "瓦", None),
        ("度", "千瓦时", None),
        ("个", "个", None),
    ],
)
def test_sizes_of_units(one: str, other: str, factor: int | None) -> None:
    assert differ_in_size(one, other) == differ_in_size(other, one) == factor


def titled(title: str, period: str = "2025") -> Written:
    return Written(f"scores: {{A1: 5}}\nsummary: x\n#title: {title}", period=period)


@pytest.mark.parametrize(
    ("title", "period", "expected"),
    [
        ("某县 2024 年自评报告", "2025", ["SR335"]),
        ("某县2024年度自评报告", "2025", ["SR335"]),
        ("某县二〇二四年自评报告", "2025", ["SR335"]),
        ("某县二○二五年自评报告", "2025", []),
        ("某县 2025 年自评报告（2024 年版方案）", "2025", []),
        ("某县自评报告", "2025", []),
        ("某县 2025 年上半年自评报告", "2025-H2", ["SR335"]),
        ("某县 2025 年下半年自评报告", "2025-H2", []),
        ("某县 2025 年第一季度自评报告", "2025-Q3", ["SR335"]),
        ("某县 2025 年第三季度自评报告", "2025-Q3", []),
        ("关于 12345 热线的自评报告", "2025", []),
        ("第 20241 号", "2025", []),
    ],
)
def test_titles_of_other_periods(tmp_path: Path, title: str, period: str, expected: list[str]) -> None:
    written = Written("scores: {A1: 5}", period=period)
    made = project(tmp_path, scheme(DIRECT), [written])
    path = tmp_path / f"content/units/u/{period}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title: 例", f"title: {title}"), encoding="utf-8")
    made = assess(made.settings)
    assert [finding.rule.code for finding in made.findings if finding.rule.code in SLIPS] == expected


FIVE = "scores: {A1: 5}\nfigures: {f: {title: 表, rows: {甲: 12, 乙: 7.5, 丙: 3, 丁: %s}}}%s"


def test_last_years_numbers_once_more(tmp_path: Path) -> None:
    one = scheme(DIRECT)
    first = Written(FIVE % ("1", ""), period="2024")
    assert slips(tmp_path / "a", one, first, Written(FIVE % ("1", ""), period="2025")) == ["SR336"]
    assert slips(tmp_path / "b", one, first, Written(FIVE % ("2", ""), period="2025")) == []
    same = "\nremarks: [各项数据与上年相同，已核实。]"
    assert slips(tmp_path / "c", one, first, Written(FIVE % ("1", same), period="2025")) == []
    few = [Written("scores: {A1: 5}", period=year) for year in ("2024", "2025")]
    assert slips(tmp_path / "d", one, *few) == []
    made = project(tmp_path / "a", one, [])
    alone = assess(made.settings, [tmp_path / "a/content/units/u/2025.md"])
    assert "SR336" in [finding.rule.code for finding in alone.findings]


@pytest.mark.parametrize(
    "text",
    [
        "请填写主管部门全称",
        "（请填写）",
        "待填",
        "待补充",
        "此处填写项目名称",
        "×××",
        "XX县",
        "____",
        "……",
        "请在此处填写",
        "【请填写】",
        "xxx",
        "XX年XX月XX日",
        "TODO",
    ],
)
def test_hints_are_hints(text: str) -> None:
    assert HINT.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    [
        "填报说明已上报",
        "2024 年",
        "未开展",
        "正在填写的台账共 12 本",
        "例",
        "市填报中心",
        "无",
        "补充养老保险",
        "完成 3 项…",
        "未定",
    ],
)
def test_words_are_no_hints(text: str) -> None:
    assert not HINT.fullmatch(text)


FORM = """\
form:
  title: 自评表
  note: 填写单位全称；金额保留两位小数
  head: [主管部门, {title: 联系人, optional: true}]
  indicators: {title: 指标, parts: [P], columns: [{title: 指标, shows: title}]}
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [("（请填写主管部门全称）", ["SR390"]), ("主管部门", ["SR390"]), ("填写单位全称", ["SR390"]), ("青石县司法局", [])],
)
def test_hints_of_the_form(tmp_path: Path, words: str, expected: list[str]) -> None:
    report = f"scores: {{A1: 5}}\nform: {{主管部门: {words}}}"
    assert slips(tmp_path, scheme(DIRECT) + FORM, Written(report)) == expected


def test_no_slip_is_found_in_what_is_published_here() -> None:
    made = assess(read_settings(ROOT / "mkdocs.yml"))
    assert [finding.headline(str) for finding in made.findings if finding.rule.code in SLIPS] == []
