"""What scoring finds: what it points at, the words, and the numbers in them."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

import pytest

from scorepress.core.findings import Finding
from tests.support import Written, project, scored

HEAD = "rounding: {places: 2, at: [total]}\nnot_applicable: rescale\n"
DIRECT = "{id: A1, title: 一, full: 10, method: direct}"
ONE = f"{HEAD}parts: [{{id: A, title: 甲, indicators: [{DIRECT}]}}]"
TWO = f"""{HEAD}parts:
  - {{id: A, title: 甲, indicators: [{DIRECT}]}}
  - {{id: B, title: 乙, indicators: [{{id: B1, title: 二, full: 10, method: attainment, target: 3}}]}}
"""
EXTRAS = f"""{TWO}
  - {{id: C, title: 加分, kind: bonus, indicators: [{{id: C1, title: 三, method: bonus}}]}}
  - id: D
    title: 倒扣
    kind: penalty
    indicators: [{{id: D1, title: 四, method: events, rules: [{{id: r, title: 事, points: 2}}]}}]
vetoes: [{{id: v, title: 重大事故, total: 9}}]
"""
EXTRA_SCORES = "scores: {A1: 7, B1: {actual: 1}, C1: 2, D1: {events: [{rule: r, reason: 一次}]}}\n"
LOOKUP = f"""{HEAD}parts:
  - id: A
    title: 甲
    full: 9
    aggregate: lookup
    table: [{{of: [1, 2], gives: 3}}]
    indicators: [{DIRECT}, {{id: A2, title: 二, full: 10, method: direct}}]
"""
BONUS = f"""{HEAD}parts:
  - {{id: A, title: 甲, indicators: [{DIRECT}]}}
  - id: B
    title: 加分
    kind: bonus
    indicators:
      - {{id: B1, title: 二, method: bonus, items: [{{id: i, title: 奖, points: 1}}]}}
      - {{id: B2, title: 三, method: bonus, items: [{{id: i, title: 奖, points: 2}}]}}
"""
CLAIM = "{claims: [{item: i, matter: m, reason: 获奖}]}"
ROW = "find the row that is wrong, or correct the declared total; the difference is"
NAME = "write one of these, or delete the line: base, total, grade, rank, A, A1"
STEPS = "(1 ÷ 3 ≈ 0.3333, 10 × 0.3333 ≈ 3.3333)"
NOTHING = "delete the line, or give the scores that it is the sum of"


def said(findings: Iterable[Finding]) -> str:
    """Each finding in two lines: the stretch of text that it points at and its message; what to do about it."""
    return "".join(f"{pointed_at(each)} {each.message(str)}\n  {each.cure(str)}\n" for each in findings)


def pointed_at(finding: Finding) -> str:
    span = finding.span
    text = span.source.text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]
    return f"[{text}] {finding.rule.code}"


@pytest.mark.parametrize(
    ("scheme", "report", "expected"),
    [
        (
            ONE,
            "scores: {A1: 10.50}",
            """\
            [10.50] SR320 the score 10.50 of A1 is above its full marks of 10
              write a score between 0 and 10
            """,
        ),
        (
            ONE,
            "scores: {A1: {self: -2.0}}",
            """\
            [-2.0] SR321 the score -2.0 of A1 is below 0
              write a score between 0 and 10
            """,
        ),
        (
            TWO,
            "scores: {A1: 7, B1: {actual: 1, self: 4}}",
            f"""\
            [4] SR322 the self score 4 of B1 is not what the method gives: ≈3.3333 {STEPS}
              correct the score or the values it is computed from
            """,
        ),
        (
            LOOKUP,
            "scores: {A1: 7, A2: 2}",
            """\
            [7] SR265 the table of 甲 has no row for 7, 2
              check the scores; if they are right, the scheme's table is incomplete and needs a new edition
            """,
        ),
        (
            TWO,
            "scores: {A1: 7, B1: {actual: 1}}\ndeclared: {total: 11, A: 8, B1: 3, base: 10.34}",
            f"""\
            [11] SR323 the total is declared as 11, but the rows give 10.33
              {ROW} 0.67
            [8] SR323 甲 is declared as 8, but the rows give 7
              {ROW} 1
            [3] SR323 二 is declared as 3, but the rows give ≈3.3333 (10 × (1÷3))
              {ROW} ≈0.3333
            [10.34] SR323 the base is declared as 10.34, but the rows give ≈10.3333 (7 + ≈3.3333)
              {ROW} ≈0.0067
            """,
        ),
        (
            TWO,
            "scores: {A1: 7, B1: {actual: 3}}\ndeclared: {total: 1}",
            f"""\
            [1] SR323 the total is declared as 1, but the rows give 17 (7 + 10)
              {ROW} 16
            """,
        ),
        (
            ONE,
            "scores: {A1: 7}\ndeclared: {total: 8}",
            f"""\
            [8] SR323 the total is declared as 8, but the rows give 7
              {ROW} 1
            """,
        ),
        (
            EXTRAS,
            EXTRA_SCORES + "declared: {bonus: 3, penalty: 1, D: 1}",
            f"""\
            [3] SR323 the bonus is declared as 3, but the rows give 2
              {ROW} 1
            [1] SR323 the penalty is declared as 1, but the rows give 2
              {ROW} 1
            [1] SR323 倒扣 is declared as 1, but the rows give 2
              {ROW} 1
            """,
        ),
        (EXTRAS, EXTRA_SCORES + "declared: {bonus: 2, penalty: 2, D: 2, D1: -2}", ""),
        (
            ONE,
            "scores: {A1: 7}\ndeclared: {bonus: 2, penalty: 2, A9: 8, A1: 6}",
            f"""\
            [bonus] SR324 the scheme has nothing called bonus to compare with
              delete the line: the scheme has no such part
            [penalty] SR324 the scheme has nothing called penalty to compare with
              delete the line: the scheme has no such part
            [A9] SR324 the scheme has nothing called A9 to compare with
              {NAME}
            [6] SR323 一 is declared as 6, but the rows give 7
              {ROW} 1
            """,
        ),
        (
            TWO,
            "scores: {A1: {not_applicable: 无}, B1: {actual: 1}}\ndeclared: {A: 7, total: 6.67, B: 3}",
            f"""\
            [7] SR325 甲 is declared as 7, but nothing of it applies to the unit, so there is no score
              {NOTHING}
            [3] SR323 乙 is declared as 3, but the rows give ≈3.3333
              {ROW} ≈0.3333
            """,
        ),
        (
            TWO,
            "scores: {A1: {not_applicable: 无}, B1: {not_applicable: 无}}\ndeclared: {base: 7}",
            f"""\
            [7] SR325 the base is declared as 7, but nothing of it applies to the unit, so there is no score
              {NOTHING}
            """,
        ),
        (
            EXTRAS,
            EXTRA_SCORES + "vetoes: [{veto: v, reason: 一}, {veto: w, reason: 二}]",
            """\
            [w] SR243 w is not in the scheme's list
              use one of: v
            """,
        ),
        (
            BONUS,
            f"scores: {{A1: 7, B1: {CLAIM}, B2: {CLAIM}}}",
            f"""\
            [{CLAIM}] SR264 the matter m is claimed under B1 and under B2
              claim it once, where it earns most
            """,
        ),
    ],
)
def test_one_report(scheme: str, report: str, expected: str) -> None:
    assert said(scored(scheme, report).findings) == dedent(expected)


def test_a_declared_total_that_stands_twice_is_compared_with_nothing() -> None:
    assert scored(ONE, "scores: {A1: 7}\ndeclared: {total: 8, total: 7, A: 7}").codes == ["SR023"]


def test_the_full_marks_are_shown_as_the_reason() -> None:
    (finding,) = scored(ONE, "scores: {A1: 12}").findings
    assert finding.see is not None
    line = finding.see.source.text.splitlines()[finding.see.line - 1]
    assert line[finding.see.column - 1 :].startswith("10, method: direct")


def test_an_adjustment_of_nothing(tmp_path: Path) -> None:
    changes = "[{of: A1, points: -1, reason: 一}, {of: A9, points: -1, reason: 二}, {of: total, points: 1, reason: 三}]"
    review = f"scores: {{A1: 7}}\nverified: {{by: 考核办, adjustments: {changes}}}"
    (report,) = project(tmp_path, ONE, [Written(review)]).reports
    assert said(report.findings) == (
        "[A9] SR268 A9 is neither an indicator nor a part of the scheme, nor total\n"
        "  use the id of an indicator or a part, or total\n"
    )


GROUPED = f"""{HEAD}%s
parts:
  - id: A
    title: 甲
    indicators:
      - {{id: A1, title: 一, full: 10, method: ratio%s}}
      - {{id: A2, title: 二, full: 10, method: ratio}}
"""


@pytest.mark.parametrize(
    ("lists", "group", "named"),
    [
        ("units: [a]", "", ["units"]),
        ("classes: [{id: x, title: 甲类, units: [a]}]", "", ["classes"]),
        ("units: [a]\ngroupings: {terrain: {x: [a]}}", ", group: terrain", ["units", "terrain"]),
    ],
)
def test_a_unit_that_no_group_lists(tmp_path: Path, lists: str, group: str, named: list[str]) -> None:
    written = Written("scores: {A1: {actual: 1}, A2: {actual: 2}}", "stranger")
    (report,) = project(tmp_path, GROUPED % (lists, group), [written], ["a", "stranger"]).reports
    assert said(report.findings) == "".join(
        f"[stranger] SR258 case@1 does not list the unit stranger: {each}\n"
        "  correct the unit or the scheme's list of units; a new list needs a new edition\n"
        for each in named
    )
