"""A comment behind a text on one line is a warning, wherever a text is read; behind a number or a word it is none."""

from pathlib import Path

import pytest

from tests.support import Written, project

SCHEME = """\
rounding: {places: 2, at: [total]}
grades: {优: 90%, 良: 0}
parts:
  - id: P
    title: 甲
    full: 10
    indicators:
      - {id: A1, title: 数, full: 10, method: direct}
form:
  title: 自评表
  head: [主管部门]
  indicators: {title: 指标, parts: [P], columns: [{title: 指标, shows: title}]}
"""
REPORT = """\
summary: 概要
source: 门户网站
scores:
  A1:
    self: 5
    note: 说明
declared:
  total: 5
form:
  主管部门: 示例局
verified:
  by: 考核办
  date: 2022-03-01
evidence:
  plan:
    title: 方案
    keeper: 办公室
    reason: 原文另行公开
    date: 2021-10-28
figures:
  f:
    title: 表
    note: 备注
    rows:
      甲: 1
      乙: 2
    total: 3
measures:
  - problem: 问题
    action: 措施
    due: 2021-12-31
    status: open
remarks:
  - 说明一
"""
NO_TEXT = {"self", "total", "date", "甲", "乙", "due", "status"}
"""Keys whose values are numbers, dates and words of a list."""


def cut(folder: Path, report: str) -> list[tuple[int, str, str]]:
    made = project(folder, SCHEME, [Written(report)])
    return [
        (finding.span.line, finding.severity.value, finding.message(str))
        for finding in made.findings
        if finding.rule.code == "SR339"
    ]


LINES = REPORT.rstrip("\n").split("\n")


@pytest.mark.parametrize("index", [index for index, line in enumerate(LINES) if not line.endswith(":")])
@pytest.mark.parametrize("comment", [" #3 办件情况", "  # 说明"])
def test_a_comment_behind_every_value(tmp_path: Path, index: int, comment: str) -> None:
    lines = [*LINES]
    lines[index] += comment
    key = lines[index].strip().removeprefix("- ").partition(":")[0]
    found = cut(tmp_path, "\n".join(lines))
    if key in NO_TEXT:
        assert found == []
    else:
        assert [(line, severity) for line, severity, _ in found] == [(index + 7, "warning")]
        assert comment.strip() in found[0][2]


@pytest.mark.parametrize(
    "text",
    ["'见附件 #3 办件'  # 说明", '"见附件 #3"', "C#语言", "第#3号", "A#", "|\n  见附件 #3 办件", "概要\n# 说明"],
)
def test_what_is_not_cut(tmp_path: Path, text: str) -> None:
    assert cut(tmp_path, REPORT.replace("概要", text, 1).rstrip("\n")) == []


def test_the_score_stays_and_the_report_too(tmp_path: Path) -> None:
    made = project(tmp_path, SCHEME, [Written(REPORT.replace("note: 说明", "note: 见附件 #3").rstrip("\n"))])
    (assessed,) = made.reports
    assert assessed.card is not None
    assert assessed.card.total == 5
    assert assessed.publishable
