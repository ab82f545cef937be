"""Whatever rests on a provisional score is a note that names who is missing; the same, when all are there, an error.

Every finding that holds a stated number against a computed one, and every refusal that other units decide, is tried in
a group of three of which one is missing, and in the whole group.
"""

from pathlib import Path

import pytest

from scorepress.core.findings import Severity
from scorepress.exports.folder import data_files, write_data
from scorepress.project import Project
from scorepress.verify import verify
from tests.support import Written, name_of, project

HEAD = "rounding: {places: 2, at: [total]}\nunits: [a, b, c]\ngrades: {优: 90%, 良: 0}\nranking: {ties: competition}\n"
RANK = HEAD + (
    "parts: [{id: P, title: 甲, indicators: [{id: A1, title: 一, full: 10, method: rank, ties: competition, step: 10%,"
    " reason: below_full}]}]\n"
)
RATIO = HEAD + "parts: [{id: P, title: 甲, indicators: [{id: A1, title: 一, full: 10, method: ratio}]}]\n"
LOOKUP = HEAD + (
    "parts: [{id: P, title: 甲, full: 10, aggregate: lookup, table: [{of: [8, 5], gives: 6}], indicators: ["
    "{id: A1, title: 一, full: 10, method: rank, ties: competition, step: 10%},"
    "{id: A2, title: 二, full: 10, method: direct}]}]\n"
)
A1 = "A1: {actual: 2, note: 差距较大}"
REVIEWED = f"scores: {{{A1}}}\nverified: {{by: 考核办, adjustments: [{{of: %s, points: %s, reason: 复核}}]}}"
CASES = {
    # b has 2, a and c have 3 and 4: b is on place 3 with 8 marks, and on place 2 with 9 marks while c is missing.
    "SR323 of an indicator": (RANK, f"scores: {{{A1}}}\ndeclared: {{A1: 8}}", f"scores: {{{A1}}}\ndeclared: {{A1: 9}}"),
    "SR323 of a part": (RANK, f"scores: {{{A1}}}\ndeclared: {{P: 8}}", f"scores: {{{A1}}}\ndeclared: {{P: 9}}"),
    "SR323 of the total": (
        RANK,
        f"scores: {{{A1}}}\ndeclared: {{total: 8}}",
        f"scores: {{{A1}}}\ndeclared: {{total: 9}}",
    ),
    "SR323 of a review": (
        RANK,
        f"scores: {{{A1}}}\nverified: {{by: 考核办, declared: {{total: 8}}}}",
        f"scores: {{{A1}}}\nverified: {{by: 考核办, declared: {{total: 9}}}}",
    ),
    "SR329": (RANK, f"scores: {{{A1}}}\ndeclared: {{grade: 良}}", f"scores: {{{A1}}}\ndeclared: {{grade: 优}}"),
    "SR330": (RANK, f"scores: {{{A1}}}\ndeclared: {{rank: 3}}", f"scores: {{{A1}}}\ndeclared: {{rank: 2}}"),
    "SR320": (RANK, REVIEWED % ("A1", 2), REVIEWED % ("A1", 3)),
    "SR332 of a part": (RANK, REVIEWED % ("P", 2), REVIEWED % ("P", 3)),
    "SR332 of the total": (RANK, REVIEWED % ("total", 2), REVIEWED % ("total", 3)),
    "SR416": (RANK, "scores: {A1: {actual: 9}}", "scores: {A1: {actual: 2}}"),
    "SR252": (RATIO, "scores: {A1: {actual: 0}}", "scores: {A1: {actual: -1}}"),
    "SR265": (LOOKUP, "scores: {A1: {actual: 2}, A2: 5}", "scores: {A1: {actual: 2}, A2: 4}"),
}
"""By the finding: a scheme, a report that is right when all are there, and one that is wrong then."""


def assessed(folder: Path, scheme: str, report: str, *, whole: bool) -> Project:
    """The report of b, beside that of a and, where the group is `whole`, of c."""
    values = {"a": 3, "c": 4} if "ratio" not in scheme else {"a": 0, "c": 4}
    other = "scores: {A1: {actual: %s, note: 差距较大}" + (", A2: 5}" if "A2" in scheme else "}")
    other += "\nverified: {by: 考核办}" if "verified" in report else ""
    reports = [Written(other % values[unit], unit) for unit in ("a", "c") if whole or unit == "a"]
    return project(folder, scheme, [Written(report, "b"), *reports], ["a", "b", "c"])


def said(made: Project) -> list[tuple[str, str, str]]:
    """Code, severity and words of what is found in the report of b."""
    return [
        (finding.rule.code, finding.severity.value, finding.message(str))
        for finding in made.findings
        if finding.span.source.path == "content/units/b/2021.md"
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_missing_unit_is_no_error_of_another(tmp_path: Path, case: str) -> None:
    code, (scheme, right, wrong) = case[:5], CASES[case]
    for name, report in (("right", right), ("wrong", wrong)):
        made = assessed(tmp_path / name, scheme, report, whole=False)
        assert all(severity == "note" for _, severity, _ in said(made)), said(made)
        for _, _, words in said(made):
            assert name_of("c") in words
        (own,) = (each for each in made.reports if each.report is not None and each.report.unit == "b")
        assert own.publishable
        assert own.card is not None
        assert name_of("c") in own.card.waits_for
        data = tmp_path / name / "data"
        write_data(data, data_files(made.reports, made.schemes, made.units))
        assert [fault.text("en") for fault in verify(data).faults] == []
    whole = said(assessed(tmp_path / "whole", scheme, right, whole=True))
    assert [found for found in whole if found[1] != Severity.NOTE] == []
    whole = said(assessed(tmp_path / "false", scheme, wrong, whole=True))
    if case != "SR252":  # a value below 0 earns 0 beside a best above 0
        assert code in {found for found, _, _ in whole}, whole


@pytest.mark.parametrize("fault", ["9分", "~", "", "九", "{actual: 9"])
def test_a_slip_of_one_unit_withholds_nobody_else(tmp_path: Path, fault: str) -> None:
    made = project(
        tmp_path,
        RANK,
        [
            Written(f"scores: {{{A1}}}\ndeclared: {{A1: 8, total: 8, rank: 3}}", "b"),
            Written("scores: {A1: {actual: 3, note: 差}}", "a"),
            Written(f"scores: {{A1: {{actual: {fault}, note: 差}}}}", "c"),
        ],
        ["a", "b", "c"],
    )
    assert {severity for _, severity, _ in said(made)} == {"note"}
    assert all(name_of("c") in words for _, _, words in said(made))
    assert [each.publishable for each in made.reports if each.report is not None and each.report.unit == "b"] == [True]
