"""Slips of whoever fills in a report by hand: one finding each, and its cure, applied as printed, mends the report.

Enumerated are: the keys below which lines are not indented, the words that stand for "no number", what is typed between
the values of a row, values without their key, Chinese words for keys and for words of a list.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain

import pytest

from scorepress.core.clerks_words import KEYS, VALUES, keys_meant
from scorepress.core.findings import Finding
from scorepress.core.layout import Settings
from scorepress.core.messages import translator
from scorepress.core.records import Record
from scorepress.project import assess
from tests.support import demo_settings, findings_in

SCHEME = """\
scheme: demo
edition: 2025
title: 示例方案
rounding: {places: 2, at: [total]}
units: [jia]
parts:
  - id: A
    title: 工作
    indicators:
      - {id: A1, title: 办结率, method: attainment, target: 95, measured_in: "%", full: 60}
      - {id: A2, title: 养护, method: direct, full: 20}
      - {id: A3, title: 宣传, method: direct, full: 20, not_applicable: exclude}
"""
REPORT = """\
---
title: 甲局 2025 年自评报告
unit: jia
scheme: demo@2025
period: 2025
status: published
scores:
  A1: {actual: 95}
  A2:
    self: 18
    note: 差两公里
  A3: 20
declared:
  total: 98
evidence:
  plan:
    title: 方案
    keeper: 办公室
    reason: 涉及内部事项
figures:
  roads:
    title: 道路
    row_title: 路名
    columns:
      plan: {title: 计划}
      done: {title: 完成}
      rate: {title: 完成率, measured_in: "%", equals: done / plan * 100, added: false}
    rows:
      一路: [100, 90, 90]
      二路: [200, 150, 75]
    total: [300, 240, 80]
measures:
  - {problem: 里程不足, action: 补足, status: done}
final:
  by: 考核办
  scores: {A2: 17}
---

## 一、基本情况

正文。
""".replace("note: 差两公里", "note: 差两公里\n    evidence: [plan]")
TR = translator("zh_CN")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return demo_settings(tmp_path_factory.mktemp("project"), SCHEME, {"jia": "甲局", "yi": "乙局"})


def one(settings: Settings, text: str, code: str) -> Finding:
    """The only finding of a text, which must have this code."""
    findings = findings_in(settings, text)
    assert [finding.rule.code for finding in findings] == [code], [finding.text(TR) for finding in findings]
    return findings[0]


def indented(text: str, finding: Finding) -> str:
    """The text with two more spaces before the lines that the cure names."""
    found = re.search(r"第 (\d+)～(\d+) 行", finding.cure(TR))
    first, last = (int(found[1]), int(found[2])) if found else (finding.span.line, finding.span.line)
    lines = text.split("\n")
    return "\n".join(f"  {line}" if first <= number <= last else line for number, line in enumerate(lines, 1))


def retyped(text: str, finding: Finding) -> str:
    """The text with what the cure says in place of the line, or of what is marked."""
    written = finding.cure(TR).partition("写成：")[2] or finding.cure(TR).partition("改为 ")[2]
    lines, span = text.split("\n"), finding.span
    line = lines[span.line - 1]
    if finding.rule.code in {"SR340", "SR035"}:
        lines[span.line - 1] = re.sub(r"\S.*", lambda _: written, line, count=1)
    else:
        word = re.split("[；。]", written)[0]
        lines[span.line - 1] = line[: span.column - 1] + word + line[span.end_column - 1 :]
    return "\n".join(lines)


def block(key: str) -> str:
    """A key of the report with all lines below it."""
    found = re.search(rf"^( *){key}:\n(?:\1 +.*\n)+", REPORT, re.MULTILINE)
    assert found, key
    return found.group()


@pytest.mark.parametrize("key", ["scores", "declared", "evidence", "figures", "A2", "plan", "roads", "columns", "rows"])
def test_lines_that_are_not_indented_are_one_finding(settings: Settings, key: str) -> None:
    rows = block(key)
    head, *below = rows.splitlines(keepends=True)
    text = REPORT.replace(rows, head + "".join(line[2:] for line in below))
    assert text != REPORT
    assert findings_in(settings, indented(text, one(settings, text, "SR034"))) == []


@pytest.mark.parametrize("row", ["  A3: 20", "  A2:\n    self: 18\n    note: 差两公里\n    evidence: [plan]\n  A3: 20"])
def test_last_scores_that_are_not_indented_are_one_finding(settings: Settings, row: str) -> None:
    text = REPORT.replace(row, row.replace("\n  ", "\n")[2:])
    assert findings_in(settings, indented(text, one(settings, text, "SR034"))) == []


def test_an_unknown_key_below_an_empty_text_is_only_unknown(settings: Settings) -> None:
    text = REPORT.replace("declared:", "summary: 概要\nabc: 1\ndeclared:")
    one(settings, text, "SR130")


NOTHING = ["—", "——", "－", "-", "/", "／", "无", "未知", "不详", "N/A", "''"]


@pytest.mark.parametrize("word", NOTHING)
def test_a_word_for_no_number_in_a_cell_is_told_what_to_write(settings: Settings, word: str) -> None:
    text = REPORT.replace("[100, 90, 90]", f"[100, 90, {word}]")
    assert "未知的写 ~" in one(settings, text, "SR521").cure(TR)


@pytest.mark.parametrize("between", ["，", "、", ",", " ", "\t", "； ", "; ", " | "])
def test_a_row_with_other_signs_between_its_values_is_printed_as_it_must_be(settings: Settings, between: str) -> None:
    row = between.join(["100", "90", "90"])
    text = REPORT.replace("[100, 90, 90]", f"[{row}]" if between in "，、" else row)
    assert findings_in(settings, retyped(text, one(settings, text, "SR501"))) == []


@pytest.mark.parametrize("value", ["95", "95.5", "0"])
def test_a_number_without_its_key_is_printed_with_it(settings: Settings, value: str) -> None:
    text = REPORT.replace("{actual: 95}", value)
    mended = retyped(text, one(settings, text, "SR340"))
    assert f"A1: {{actual: {value}}}" in mended
    assert {finding.rule.code for finding in findings_in(settings, mended)} <= {"SR323", "SR333", "SR334"}


@pytest.mark.parametrize("text", ["甲, 乙", "甲,乙, 丙", "round(x, 1)"])
def test_a_text_that_a_comma_cuts_is_printed_in_quotes(settings: Settings, text: str) -> None:
    written = REPORT.replace("{actual: 95}", f"{{actual: 95, note: {text}}}")
    finding = one(settings, written, "SR035")
    assert f"'{text}'" in finding.cure(TR)
    assert findings_in(settings, retyped(written, finding)) == []


def chinese() -> Iterator[tuple[str, str, str]]:
    """A key or a word of the report, the Chinese for it, and the code."""
    keys = ("title", "unit", "period", "scores", "evidence", "figures", "measures")
    for word, meant in KEYS.items():
        yield from ((f"{key}:", f"{word}:", "SR130") for key in keys if meant[0] == key)
        yield from ((f"{key}: ", f"{word}: ", "SR130") for key in ("actual", "problem", "action") if meant[0] == key)
    for word, meant_value in VALUES.items():
        yield from (
            (f"status: {value}", f"status: {word}", "SR114") for value in ("published", "done") if meant_value == value
        )


@pytest.mark.parametrize(("old", "new", "code"), list(chinese()), ids=lambda value: value)
def test_chinese_words_are_told_the_word_to_type(settings: Settings, old: str, new: str, code: str) -> None:
    text = re.sub(rf"(?<![\w]){re.escape(old)}", new, REPORT, count=1)
    assert text != REPORT
    assert findings_in(settings, retyped(text, one(settings, text, code))) == []


def below(cls: type[Record]) -> Iterator[type[Record]]:
    yield cls
    yield from chain.from_iterable(map(below, cls.__subclasses__()))


def test_every_key_that_is_suggested_is_one_of_a_record() -> None:
    known = {field.alias or name for cls in below(Record) for name, field in cls.model_fields.items()}
    assert {key for keys in KEYS.values() for key in keys} <= known
    assert keys_meant("完成值", {"actual"}) == ["actual"]
    assert keys_meant("完成值", {"title"}) == []


def not_possible() -> Iterator[tuple[str, Callable[[str], str], str, str]]:
    """Cures that must not say what the place does not allow: a name, the planted fault, its code, the cure."""
    yield (
        "no line",
        lambda text: text.replace("  A3: 20\n", ""),
        "SR311",
        "补上 A3: …；不适用于本单位的，写 A3: {not_applicable: 理由}",
    )
    yield "nor here", lambda text: text.replace("  A1: {actual: 95}\n", ""), "SR311", "补上 A1: …"
    yield (
        "empty",
        lambda text: text.replace("A3: 20", "A3:"),
        "SR102",
        "补上得分；指标不适用的，写成 {not_applicable: 理由}",
    )
    yield "empty too", lambda text: text.replace("A1: {actual: 95}", "A1:"), "SR102", "补上得分"
    yield "declared", lambda text: text.replace("total: 98", "total: ~"), "SR102", "补上冒号后的内容"
    yield (
        "a hash",
        lambda text: text.replace("unit: jia", "unit: jia\nsummary: #3 办件"),
        "SR102",
        "给文字加上引号，写成：'#3 办件'",
    )
    yield "about", lambda text: text.replace("total: 98", "total: 约98"), "SR110", "写成：98；“约”写入 note"
    yield "a unit", lambda text: text.replace("total: 98", "total: 98分"), "SR110", "写成：98"
    yield (
        "a cell",
        lambda text: text.replace("100, 90, 90]", "100, 90, 约90]"),
        "SR110",
        "写成：{value: 90, about: true}",
    )
    yield "no evidence", lambda text: text.replace("[plan]", "[other]"), "SR410", "补入 evidence，或改为下列之一：plan"
    yield (
        "no vetoes",
        lambda text: text.replace("declared:", "vetoes: [{veto: x, reason: y}]\ndeclared:"),
        "SR243",
        "删去这一项：方案没有这一清单",
    )
    yield (
        "a list",
        lambda text: text.replace("declared:", "remarks: 与上年相同\ndeclared:"),
        "SR101",
        "改写为列表，如 [与上年相同]",
    )
    yield "no such unit", lambda text: text.replace("unit: jia", "unit: 甲局"), "SR306", "写成：unit: jia"
    yield (
        "a neighbour",
        lambda text: text.replace("unit: jia", "unit: yi"),
        "SR306",
        "写成 unit: jia，或把文件移到 units/yi/",
    )
    yield "below zero", lambda text: text.replace("actual: 95", "actual: -95"), "SR240", "更正数字"
    yield "by title", lambda text: text.replace("done / plan", "完成 / plan"), "SR141", "是否应为 done？"


CURES = {name: (plant, code, cure) for name, plant, code, cure in not_possible()}


def test_the_report_is_sound(settings: Settings) -> None:
    assert findings_in(settings, REPORT) == []


@pytest.mark.parametrize("name", list(CURES))
def test_a_cure_says_what_the_place_allows(settings: Settings, name: str) -> None:
    plant, code, cure = CURES[name]
    found = {finding.rule.code: finding.cure(TR) for finding in findings_in(settings, plant(REPORT))}
    assert found.get(code) == cure


def test_a_full_width_percent_sign_of_a_limit_stays_a_percentage(settings: Settings) -> None:
    scheme = settings.schemes / "demo" / "2025.yml"
    try:
        scheme.write_text(SCHEME.replace("parts:", "grades: {优: 90％, 差: 0%}\nparts:"), encoding="utf-8")
        found = [finding for finding in assess(settings).findings if finding.span.source.path.startswith("schemes")]
        assert [(finding.rule.code, finding.cure(TR)) for finding in found] == [("SR121", "写成：90%")]
    finally:
        scheme.write_text(SCHEME, encoding="utf-8")


@pytest.mark.parametrize(
    ("limit", "codes"), [("90", []), ("100", []), ("105", []), ("105.01", ["SR208"]), ("190", ["SR208"])]
)
def test_a_grade_must_be_within_what_a_bonus_can_add(settings: Settings, limit: str, codes: list[str]) -> None:
    scheme = settings.schemes / "demo" / "2025.yml"
    bonus = (
        "  - {id: J, title: 加分, kind: bonus, cap: 5, indicators: [{id: J1, title: 创新, method: bonus, cap: 5}]}\n"
    )
    text = SCHEME.replace(", not_applicable: exclude", "").replace("parts:", f"grades: {{优: {limit}, 差: 0}}\nparts:")
    try:
        scheme.write_text(text + bonus, encoding="utf-8")
        found = [finding for finding in assess(settings).findings if finding.span.source.path.startswith("schemes")]
        assert [finding.rule.code for finding in found if finding.rule.code == "SR208"] == codes
    finally:
        scheme.write_text(SCHEME, encoding="utf-8")


def test_a_unit_that_the_scheme_does_not_list_is_an_error(settings: Settings) -> None:
    scheme = settings.schemes / "demo" / "2025.yml"
    try:
        scheme.write_text(SCHEME.replace("units: [jia]", "units: [yi]"), encoding="utf-8")
        one(settings, REPORT, "SR258")
        scheme.write_text(SCHEME.replace("units: [jia]\n", ""), encoding="utf-8")
        assert findings_in(settings, REPORT) == []
    finally:
        scheme.write_text(SCHEME, encoding="utf-8")
