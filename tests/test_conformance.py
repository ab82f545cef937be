"""The cases of tests/conformance: every number of a score, as data. The format is described in README.md there."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorepress.core.findings import Finding, Severity
from scorepress.scoring.scorecard import Scorecard
from tests.support import check_trace, project

FOLDER = Path(__file__).parent / "conformance"
KEYS = {"title", "why", "source", "scheme", "report", "expect"}
AMOUNTS = ("total", "base", "bonus", "penalty", "full_marks")
UNSEALED = "SR219"  # schemes of the cases are never sealed


def _cases() -> list[Any]:
    # BaseLoader leaves every scalar as its text: no number passes through a float.
    return [
        pytest.param(case, id=f"{path.stem}: {case['title']}")
        for path in sorted(FOLDER.glob("*.yml"))
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
    ]


CASES = _cases()


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    assert not set(case) - KEYS
    assert case.get("why") or case.get("source")
    found = project(tmp_path, case["scheme"], case.get("report"))
    expect = dict(case["expect"])
    findings = [finding for finding in found.findings if finding.rule.code != UNSEALED]
    assert _codes(findings) == sorted(expect.pop("findings", [])), [finding.text(str) for finding in findings]
    if "report" not in case:
        assert not expect
        return
    (assessed,) = found.reports
    assert assessed.card is not None
    check_trace(assessed.card)
    _compare(assessed.card, expect)


def _codes(findings: list[Finding]) -> list[str]:
    assert all(finding.severity is not Severity.NOTE for finding in findings)
    return sorted(finding.rule.code for finding in findings)


def _compare(card: Scorecard, expect: dict[str, Any]) -> None:
    amounts = {"total": card.total, "base": card.base, "bonus": card.bonus, "penalty": card.penalty}
    amounts["full_marks"] = card.full
    for name in AMOUNTS:
        if name in expect:
            assert amounts[name] == _amount(expect.pop(name)), name
    for name, marks in expect.pop("marks", {}).items():
        assert card.by_id[name].marks == _amount(marks), name
    for name, full in expect.pop("full", {}).items():
        assert card.by_id[name].full == _amount(full), name
    for name, state in expect.pop("states", {}).items():
        assert card.by_id[name].state.value == state, name
    for name, flag in (("provisional", card.provisional), ("about", card.about)):
        assert flag is (expect.pop(name, "false") == "true"), name
    if "grade" in expect:
        assert (card.grade or "none") == expect.pop("grade")
    assert not expect, f"the case expects what no test compares: {expect}"


def _amount(text: str) -> Fraction | None:
    return None if text == "none" else Fraction(text)


def test_there_are_cases_for_every_method() -> None:
    from scorepress.schemes.methods import METHODS

    assert set(METHODS) <= {path.stem for path in FOLDER.glob("*.yml")}


def test_titles_are_unique() -> None:
    titles = [param.id for param in CASES]
    assert len(titles) == len(set(titles))
