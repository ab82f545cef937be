"""What scoring finds: the place, the words and the numbers in them."""

from pathlib import Path

import pytest

from scorepress.core.findings import Finding
from tests.support import Written, project, scored

HEAD = "rounding: {places: 2, at: [total]}\nnot_applicable: rescale\n"
TWO = f"""{HEAD}parts:
  - {{id: A, title: 甲, indicators: [{{id: A1, title: 一, full: 10, method: direct}}]}}
  - {{id: B, title: 乙, indicators: [{{id: B1, title: 二, full: 10, method: attainment, target: 3}}]}}
"""
ONE = f"{HEAD}parts: [{{id: A, title: 甲, indicators: [{{id: A1, title: 一, full: 10, method: direct}}]}}]"
EXTRAS = (
    TWO
    + """\
  - {id: C, title: 加分, kind: bonus, indicators: [{id: C1, title: 三, method: bonus}]}
  - id: D
    title: 倒扣
    kind: penalty
    indicators: [{id: D1, title: 四, method: events, rules: [{id: r, title: 事, points: 2}]}]
vetoes: [{id: v, title: 重大事故, total: 9}]
"""
)
EXTRA_SCORES = "scores: {A1: 7, B1: {actual: 1}, C1: 2, D1: {events: [{rule: r, reason: 一次}]}}\n"


def said(finding: Finding) -> str:
    """A finding in one line: what it is about as it stands in the file, the message and the cure."""
    span = finding.span
    text = span.source.text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]
    return f"{finding.rule.code} at {text}: {finding.message(str)}. {finding.cure(str)}"


@pytest.mark.parametrize(
    ("scheme", "report", "expected"),
    [
        (
            ONE,
            "scores: {A1: 10.50}",
            [
                "SR320 at 10.50: the score 10.50 of A1 is above its full marks of 10. the score must lie between 0 and 10"
            ],
        ),
        (
            ONE,
            "scores: {A1: {self: -2.0}}",
            [
                "SR321 at -2.0: the score -2.0 of A1 is below 0. "
                "the score must lie between 0 and 10; deductions stop at 0"
            ],
        ),
        (
            TWO,
            "scores: {A1: 7, B1: {actual: 1, self: 4}}",
            [
                "SR322 at 4: the self score 4 of B1 is not what the method gives: ≈3.3333 "
                "(min(1, 1 ÷ 3) = ≈0.3333, 10 × (1÷3) = ≈3.3333). correct the score or the values it is computed from"
            ],
        ),
        (
            f"{HEAD}parts: [{{id: A, title: 甲, aggregate: lookup, full: 9, table: [{{of: [1, 2], gives: 3}}], "
            "indicators: [{id: A1, title: 一, full: 10, method: direct}, {id: A2, title: 二, full: 10, method: direct}]}]",
            "scores: {A1: 7, A2: 2}",
            [
                "SR265 at 7: the table of 甲 has no row for 7, 2. "
                "check the scores; if they are right, the scheme's table is incomplete and needs a new edition"
            ],
        ),
        (
            TWO,
            "scores: {A1: 7, B1: {actual: 1}}\ndeclared: {total: 11, A: 8, B1: 3, base: 10.34}",
            [
                "SR323 at 11: the total is declared as 11, but the rows give 10.33 (half_up((31÷3), 2)). "
                "find the row that is wrong, or correct the declared total; the difference is 0.67",
                "SR323 at 8: 甲 is declared as 8, but the rows give 7 (7). "
                "find the row that is wrong, or correct the declared total; the difference is 1",
                "SR323 at 3: 二 is declared as 3, but the rows give ≈3.3333 (10 × (1÷3)). "
                "find the row that is wrong, or correct the declared total; the difference is ≈0.3333",
                "SR323 at 10.34: the base is declared as 10.34, but the rows give ≈10.3333 (7 + (10/3)). "
                "find the row that is wrong, or correct the declared total; the difference is ≈0.0067",
            ],
        ),
        (
            EXTRAS,
            EXTRA_SCORES + "declared: {bonus: 3, penalty: 1, D: 1}",
            [
                "SR323 at 3: the bonus is declared as 3, but the rows give 2 (2). "
                "find the row that is wrong, or correct the declared total; the difference is 1",
                "SR323 at 1: the penalty is declared as 1, but the rows give 2 ((−2)). "
                "find the row that is wrong, or correct the declared total; the difference is 1",
                "SR323 at 1: 倒扣 is declared as 1, but the rows give 2 ((−2)). "
                "find the row that is wrong, or correct the declared total; the difference is 1",
            ],
        ),
        (EXTRAS, EXTRA_SCORES + "declared: {bonus: 2, penalty: 2, D: 2, D1: -2}", []),
        (
            ONE.replace("10, method", "10.0, method"),
            "scores: {A1: 7}\ndeclared: {total: 8}",
            [
                "SR323 at 8: the total is declared as 8, but the rows give 7 (7). "
                "find the row that is wrong, or correct the declared total; the difference is 1"
            ],
        ),
        (
            ONE,
            "scores: {A1: 7}\ndeclared: {bonus: 2, penalty: 2, A9: 8}",
            [
                f"SR324 at {name}: {name} is neither a part nor an indicator of the scheme. "
                "use the id of a part or an indicator, or total, base, bonus, penalty"
                for name in ("bonus", "penalty", "A9")
            ],
        ),
        (
            TWO,
            "scores: {A1: {not_applicable: 无}, B1: {actual: 1}}\ndeclared: {A: 7, total: 6.67}",
            [
                "SR325 at 7: A is declared as 7, but nothing of it applies to the unit, so there is no score. "
                "delete the line, or give the scores that it is the sum of"
            ],
        ),
        (
            TWO,
            "scores: {A1: {not_applicable: 无}, B1: {not_applicable: 无}}\ndeclared: {base: 7}",
            [
                "SR325 at 7: base is declared as 7, but nothing of it applies to the unit, so there is no score. "
                "delete the line, or give the scores that it is the sum of"
            ],
        ),
        (
            EXTRAS,
            EXTRA_SCORES + "vetoes: [{veto: v, reason: 一}, {veto: w, reason: 二}]",
            ["SR243 at w: w is not in the scheme's list. use one of: v"],
        ),
    ],
)
def test_one_report(scheme: str, report: str, expected: list[str]) -> None:
    assert [said(each) for each in scored(scheme, report).findings] == expected


def test_a_second_place_explains_the_first() -> None:
    (finding,) = scored(ONE, "scores: {A1: 12}").findings
    assert finding.see is not None
    line = finding.see.source.text.splitlines()[finding.see.line - 1]
    assert line[finding.see.column - 1 :].startswith("10, method: direct")


BONUS = f"""{HEAD}parts:
  - {{id: A, title: 甲, indicators: [{{id: A1, title: 一, full: 10, method: direct}}]}}
  - id: B
    title: 加分
    kind: bonus
    indicators:
      - {{id: B1, title: 二, method: bonus, items: [{{id: i, title: 奖, points: 1}}]}}
      - {{id: B2, title: 三, method: bonus, items: [{{id: i, title: 奖, points: 2}}]}}
"""


def test_a_matter_claimed_twice() -> None:
    claim = "{claims: [{item: i, matter: m, reason: 获奖}]}"
    found = scored(BONUS, f"scores: {{A1: 7, B1: {claim}, B2: {claim}}}").findings
    assert [said(each) for each in found] == [
        f"SR264 at {claim}: the matter m is claimed under B1 and under B2. claim it once, where it earns most"
    ]


def test_an_adjustment_of_nothing(tmp_path: Path) -> None:
    changes = "[{of: A1, points: -1, reason: 一}, {of: A9, points: -1, reason: 二}, {of: total, points: 1, reason: 三}]"
    review = f"scores: {{A1: 7}}\nverified: {{by: 考核办, adjustments: {changes}}}"
    (report,) = project(tmp_path, ONE, [Written(review)]).reports
    assert [said(each) for each in report.findings] == [
        "SR268 at A9: A9 is neither an indicator nor a part of the scheme, nor total. "
        "use the id of an indicator or a part, or total"
    ]


GROUPED = f"""{HEAD}%sparts:
  - id: A
    title: 甲
    indicators:
      - {{id: A1, title: 一, full: 10, method: ratio%s}}
      - {{id: A2, title: 二, full: 10, method: ratio}}
"""


@pytest.mark.parametrize(
    ("lists", "group", "named"),
    [
        ("units: [a]\n", "", ["units"]),
        ("classes: [{id: x, title: 甲类, units: [a]}]\n", "", ["classes"]),
        ("units: [a]\ngroupings: {terrain: {x: [a]}}\n", ", group: terrain", ["terrain", "units"]),
    ],
)
def test_a_unit_that_no_group_lists(tmp_path: Path, lists: str, group: str, named: list[str]) -> None:
    written = Written("scores: {A1: {actual: 1}, A2: {actual: 2}}", "stranger")
    (report,) = project(tmp_path, GROUPED % (lists, group), [written], ["a", "stranger"]).reports
    assert [said(each) for each in report.findings] == [
        f"SR258 at stranger: case@1 does not list the unit stranger: {each}. "
        "correct the unit or the scheme's list of units; a new list needs a new edition"
        for each in named
    ]
