"""Wrong characters in a front matter, planted at every kind of place: one finding, on its line, and a cure that mends.

The characters are enumerated by class: every space of Unicode that is none to YAML, every full-width sign that stands
for one of YAML, every dash and quote, a missing space behind a colon or a dash, tabs. The cure is applied as a clerk
would apply it, line by line, and the report is then without a finding.
"""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from scorepress.core.findings import Finding
from scorepress.core.layout import Settings
from scorepress.core.limits import MAX_MENDS, MAX_TRIED_MENDS
from scorepress.core.lookalikes import INVISIBLE, ODD_SPACES, SIGNS
from scorepress.core.mending import mends
from scorepress.core.messages import translator
from tests.support import demo_settings, findings_in

SCHEME = """\
scheme: demo
edition: 2025
title: 示例方案
rounding: {places: 2, at: [total]}
parts:
  - id: A
    title: 工作
    indicators:
      - {id: A1, title: 甲项, method: direct, full: 60}
      - {id: C11, title: 养护里程, method: direct, full: 40}
"""
REPORT = """\
---
title: 自评报告：甲局
unit: jia
scheme: demo@2025
period: 2025-H1
status: draft
date: 2025-07-05
summary: |
  说明：本文中的“全角”符号，一律照旧。
scores:
  A1: {self: 50, evidence: [plan, note-2]}
  C11: {self: 38, note: 差两公里}
declared:
  A: 88
  total: 88
evidence:
  plan: {title: 方案, kind: 文件, keeper: 甲局办公室, reason: 涉及内部事项}
  note-2:
    title: 记录
    kind: 照片
    keeper: 甲局档案室
    reason: 甲记1号
measures:
  - problem: 里程不足
    action: 补足
    office: 养护科
    due: 2026-12
  - problem: 人手不足
    office: 人事科
    due: 2026-12-31
---

## 一、基本情况

正文。
"""
LINES = REPORT.split("\n")


def line_of(text: str) -> int:
    """The number of the line that holds `text`."""
    return next(number for number, line in enumerate(LINES, 1) if text in line)


def planted(old: str, new: str) -> tuple[str, int]:
    """The report with `old`, which stands once, written as `new`; and the line."""
    assert REPORT.count(old) == 1, old
    return REPORT.replace(old, new), line_of(old.strip("\n").split("\n")[0])


def odd_spaces() -> Iterator[tuple[str, str, str]]:
    """A name, what stands in the report, and what is planted in its place: for every space that is none to YAML."""
    for space in ODD_SPACES:
        name = f"U+{ord(space):04X}"
        for place, old in {"first": "unit: jia", "middle": "status: draft", "period": "period: 2025-H1"}.items():
            key, _, value = old.partition(": ")
            yield f"{name} behind the colon {place}", old, f"{key}:{space}{value}"
            yield f"{name} before the colon {place}", old, f"{key}{space}: {value}"
            yield f"{name} at the end {place}", f"{old}\n", f"{old}{space}\n"
        yield f"{name} behind a colon in braces", "self: 50", f"self:{space}50"
        yield f"{name} beside a comma", "50, evidence", f"50{space},{space}evidence"
        yield f"{name} as indentation", "\n  total: 88", f"\n{space}{space}total: 88"
        yield f"{name} as one step of indentation", "\n  C11: {", f"\n {space}C11: {{"
        yield f"{name} in a nested line", "\n    kind: 照片", f"\n  {space}{space}kind: 照片"
        yield f"{name} behind a dash", "- problem: 人手", f"-{space}problem: 人手"


def invisible() -> Iterator[tuple[str, str, str]]:
    """The same for characters without a width, and for tabs."""
    for char in INVISIBLE:
        name = f"U+{ord(char):04X}"
        yield f"{name} in a key", "unit: jia", f"un{char}it: jia"
        yield f"{name} behind a key", "scores:", f"scores{char}:"
        yield f"{name} in a value", "status: draft", f"status: dra{char}ft"
        yield f"{name} in a number", "self: 38", f"self: 3{char}8"
    for lead in ("\t", " \t", "\t\t"):
        yield f"{lead!r} as indentation", "\n  total: 88", f"\n{lead}total: 88"


def signs() -> Iterator[tuple[str, str, str]]:
    """The same for full-width colons, commas, brackets, hashes and digits."""
    for old in (
        "title: 自评",
        "unit: jia",
        "period: 2025-H1",
        "scores:\n",
        "  A: 88",
        "    kind: 照片",
        "  plan: {",
    ):
        yield f"full-width colon in {old.strip()}", old, old.replace(":", "：").replace("： ", "：")
        yield f"full-width colon and a space in {old.strip()}", old, old.replace(":", "：")
    yield "full-width colon in braces", "self: 38", "self：38"
    yield "full-width comma in braces", "38, note", "38，note"
    yield "full-width colon and comma", "self: 38, note: 差", "self：38，note：差"
    yield "full-width comma in brackets", "[plan, note-2]", "[plan，note-2]"
    yield "full-width braces", "{self: 38, note: 差两公里}", "｛self: 38, note: 差两公里｝"
    yield "one full-width brace", "{self: 38, note: 差两公里}", "｛self: 38, note: 差两公里}"
    yield "all full-width", "C11: {self: 38, note: 差两公里}", "C11：｛self：38，note：差两公里｝"
    yield "full-width brackets", "[plan, note-2]", "［plan, note-2］"
    yield "all full-width brackets", "[plan, note-2]", "［plan，note-2］"
    yield "an enumeration comma in brackets", "[plan, note-2]", "[plan、note-2]"
    yield "a full-width hash", "title: 自评", "＃ 说明\ntitle: 自评"
    yield "full-width digits", "self: 38", "self: ３８"


def quotes() -> Iterator[tuple[str, str, str]]:
    """The same for quotes of all kinds."""
    for before, after in ("“”", "‘’", "„”", "＂＂", "＇＇", "「」"):
        for key, value in (("unit", "jia"), ("status", "draft"), ("period", "2025-H1"), ("date", "2025-07-05")):
            yield f"{before}{after} round {key}", f"{key}: {value}\n", f"{key}: {before}{value}{after}\n"
        yield f"{before}{after} round a number", "total: 88", f"total: {before}88{after}"
    yield "a quote that opens in ASCII", "title: 自评报告：甲局", 'title: "自评报告：甲局”'
    yield "a quote that closes in ASCII", "title: 自评报告：甲局", "title: '自评报告：甲局’"


def dashes_and_spaces() -> Iterator[tuple[str, str, str]]:
    """The same for dashes, and for a space that is missing."""
    for dash in "－—–−―":
        yield f"{dash} for the dash of a list", "- problem: 人手", f"{dash} problem: 人手"
        yield f"{dash} tight", "- problem: 人手", f"{dash}problem: 人手"
        yield f"{dash} in a date", "2025-07-05", f"2025{dash}07{dash}05"
        yield f"{dash} in a period", "2025-H1", f"2025{dash}H1"
    yield "a tight dash", "- problem: 人手", "-problem: 人手"
    for old in ("unit: jia", "period: 2025-H1", "  A: 88", "  C11: {", "    kind: 照片", "self: 38", "status: draft"):
        yield f"no space in {old.strip()}", old, old.replace(": ", ":")


DATES = (
    "2025.7.5",
    "2025年7月5日",
    "2025/7/5",
    "20250705",
    "2025-7-5",
    "２０２５－０７－０５",
    "2025.07.05",
    "2025年07月05",
)
PERIODS = ("2025上半年", "2025年上半年", "2025-h1", "2025H1", "2025 H1", "２０２５－Ｈ１", "2025-1H", "2025年度上半年")


def words() -> Iterator[tuple[str, str, str]]:
    """The same for dates and periods in a clerk's own form, and for titles in place of ids."""
    yield from ((f"the date {written}", "2025-07-05", written) for written in DATES)
    yield from ((f"the period {written}", "period: 2025-H1", f"period: {written}") for written in PERIODS)
    yield "a title as key", "  C11: {", "  养护里程: {"
    yield "id and title as key", "  C11: {", "  C11 养护里程: {"


def slips() -> Iterator[tuple[str, str, str]]:
    """The same for other slips of the keyboard that only one text can be meant by."""
    yield "letters for digits", "self: 50", "self: 5O"
    yield "a semicolon in braces", "38, note", "38; note"
    yield "a full-width semicolon in braces", "38, note", "38；note"
    yield "one space too few", "\n    action: 补足", "\n   action: 补足"
    yield "one space too many", "\n    due: 2026-12-31", "\n     due: 2026-12-31"
    yield "a row one space less", "\n  total: 88", "\n total: 88"
    yield "a quote that is not closed", "title: 自评报告：甲局", 'title: "自评报告：甲局'
    yield "a colon and a space in a text", "title: 自评报告：甲局", "title: 自评报告: 甲局"
    yield "a colon and a space in a text in braces", "note: 差两公里", "note: 差: 两公里"
    yield "a full-width at sign", "demo@2025", "demo＠2025"
    yield "total in Chinese", "  total: 88", "  总分: 88"


def structure() -> Iterator[tuple[str, str, str]]:
    """The same for a missing colon, a dash too many, other brackets, a comma that is missing, what stands behind."""
    for old in ("unit: jia", "  A: 88", "status: draft", "    kind: 照片"):
        for sign in (" ", "=", " = ", "＝", "\t"):
            yield f"{sign!r} for the colon of {old.strip()}", old, old.replace(": ", sign)
    yield "a key alone without its colon", "scores:\n", "scores\n"
    yield "no colon before braces", "  C11: {", "  C11 {"
    yield "a dash before a key", "  A: 88", "  - A: 88"
    yield "a dash before the first key", "scores:\n", "- scores:\n"
    braces = "{self: 38, note: 差两公里}"
    for pair in ("()", "（）", "【】", "〔〕", "「」"):
        yield f"{pair} for braces", braces, f"{pair[0]}{braces[1:-1]}{pair[1]}"
    yield "no braces", braces, braces[1:-1]
    yield "no opening brace", braces, braces[1:]
    yield "no closing brace", braces, braces[:-1]
    yield "no comma in braces", "38, note", "38 note"
    for behind in ("}", "。", "，", "；", ";", "]", "说明"):
        yield f"{behind} behind braces", "C11: {self: 38, note: 差两公里}", f"C11: {{self: 38}}{behind}"
    for between in ("  ", "，", ", ", "; ", "；", "、"):
        yield f"two entries with {between!r} between", "  A: 88\n  total: 88", f"  A: 88{between}total: 88"
    for text in ("差 #2 公里", "#2", "差[两]公里", "差 #2", '"差两公里'):
        yield f"{text} in braces", "note: 差两公里", f"note: {text}"
    yield "a first line further in", "\ntitle: 自评", "\n title: 自评"
    yield "a first key further out", "\n    title: 记录", "\n   title: 记录"
    yield "a first key further in", "\n    title: 记录", "\n      title: 记录"
    yield "a key in the middle further out", "\n    kind: 照片", "\n  kind: 照片"
    yield "a key in the middle further in", "\n    keeper: 甲局档案室", "\n     keeper: 甲局档案室"


KINDS = (slips, structure, odd_spaces, invisible, signs, quotes, dashes_and_spaces, words)
FAULTS = {name: (old, new) for name, old, new in chain.from_iterable(kind() for kind in KINDS)}
WRONG_FENCES = ["－－－", "———", "--", "----", "——", "-–-", " ---", "\u3000---", "−−−"]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return demo_settings(tmp_path_factory.mktemp("project"), SCHEME, {"jia": "甲局"})


def cured(text: str, finding: Finding) -> str:
    """The text with the cure applied: the line as printed, or the refused value."""
    lines, number = text.split("\n"), finding.span.line - 1
    cure, plain = finding.cure(translator("zh_CN")), finding_plain(finding)
    assert all(line.strip()[:100] in cure for line in plain.split("\n")), cure
    if finding.rule.code in {"SR020", "SR027", "SR028", "SR031", "SR032"}:
        lines[number] = plain
    else:
        start, end = finding.span.column - 1, finding.span.end_column - 1
        lines[number] = lines[number][:start] + plain + lines[number][end:]
    return "\n".join(lines)


def finding_plain(finding: Finding) -> str:
    """What the cure says to type."""
    if isinstance(finding.args.get("plain"), str):
        return str(finding.args["plain"])
    words = finding.cure(translator("zh_CN"))
    found = re.search(r"(?:写成：|改为 ?)([^。，]+)", words)
    assert found, words
    return found[1].strip()


def test_the_report_is_sound(settings: Settings) -> None:
    assert findings_in(settings, REPORT) == []


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_wrong_character_is_one_finding_and_its_cure_mends(settings: Settings, name: str) -> None:
    text, line = planted(*FAULTS[name])
    findings = findings_in(settings, text)
    shown = [finding.text(translator("zh_CN")) for finding in findings]
    assert len(findings) == 1, "\n".join(shown)
    assert findings[0].span.line == line, shown[0]
    mended = cured(text, findings[0])
    assert [finding.text(translator("zh_CN")) for finding in findings_in(settings, mended)] == [], shown[0]


@pytest.mark.parametrize("fence", WRONG_FENCES)
@pytest.mark.parametrize("line", [1, line_of("## 一") - 2])
def test_a_misspelt_fence_is_named_on_its_line(settings: Settings, fence: str, line: int) -> None:
    text = "\n".join([*LINES[: line - 1], fence, *LINES[line:]])
    assert [(finding.rule.code, finding.span.line) for finding in findings_in(settings, text)] == [("SR033", line)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: 自评报告：甲局", "title: “自评报告”：甲局，关于｛养护｝"),
        ("title: 自评报告：甲局", "title: 甲局\u3000自评报告"),
        ("note: 差两公里", "note: 差两公里：原因见正文"),
        ("problem: 人手不足", "problem: －人手不足"),
        ("problem: 人手不足", "problem: ［待核］人手不足"),
        ("problem: 人手不足", "problem: 见 http://www.example.org/a:b"),
        ("reason: 甲记1号", "reason: ＃1"),
        ("reason: 甲记1号", "reason: 12:30"),
        ("reason: 甲记1号", "reason: 甲记 = 1 号"),
        ("reason: 甲记1号", "reason: (见 self)"),
        ("reason: 涉及内部事项}", "reason: 涉及（内部）事项}"),
        ("problem: 人手不足", "problem: 人手 - 不足"),
    ],
)
def test_such_characters_in_a_text_are_left_alone(settings: Settings, old: str, new: str) -> None:
    assert findings_in(settings, planted(old, new)[0]) == []


@pytest.mark.parametrize("blank", ["\u3000", "\u3000\u3000", "\u00a0 "])
def test_spaces_on_an_empty_line_are_one_finding_that_says_to_delete_them(settings: Settings, blank: str) -> None:
    lines = [*LINES]
    lines.insert(3, blank)
    findings = findings_in(settings, "\n".join(lines))
    assert [(finding.rule.code, finding.span.line) for finding in findings] == [("SR032", 4)]
    assert findings[0].cure(translator("zh_CN")) == "删去本行的空格"


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_every_sign_in_prose_is_left_alone(settings: Settings, sign: str) -> None:
    assert findings_in(settings, REPORT.replace("正文。", f"正文{sign}。")) == []


def test_a_text_that_cannot_be_mended_is_given_up() -> None:
    tried: list[str] = []

    def reached(text: str) -> int:
        """A line further at each try: no end of the text is ever reached."""
        tried.append(text)
        return len(tried)

    mends("\n".join(["  - {甲：乙，丙：“丁”，戊：［一，二］"] * 40), reached)
    assert MAX_TRIED_MENDS <= len(tried) <= MAX_TRIED_MENDS + 2


@pytest.mark.parametrize("lines", [1, MAX_MENDS - 1, MAX_MENDS, MAX_MENDS + 1, 3 * MAX_MENDS])
def test_a_block_typed_in_wrong_signs_throughout_is_named_by_its_first_line(settings: Settings, lines: int) -> None:
    scores = [f"  C{number}： 1" for number in range(lines)]
    start, end = line_of("scores:"), line_of("scores:") + 1
    while LINES[end].startswith("  "):
        end += 1
    findings = findings_in(settings, "\n".join([*LINES[:start], *scores, *LINES[end:]]))
    assert [(finding.rule.code, finding.span.line) for finding in findings] == [("SR027", start + 1)]
