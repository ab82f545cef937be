"""The cases of tests/conformance: every number of a score, as data. The format is described in README.md there."""

from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from scorepress.assessment import Assessed
from scorepress.core.findings import Finding, Severity
from scorepress.exports.explanation import explain
from scorepress.scoring.provisional import NotYetCertain
from scorepress.scoring.ranking import Placing
from scorepress.scoring.scorecard import Scorecard
from tests.support import Written, check_trace, name_of, project

FOLDER = Path(__file__).parent / "conformance"
METHODS_FOLDER = Path(str(files("scorepress"))) / "schemes" / "methods"
EXAMPLES = Path(str(files("scorepress"))) / "reference" / "examples"
FOLDERS = (FOLDER, METHODS_FOLDER, EXAMPLES)
"""The suite, and the examples of the reference, which are cases too."""
KEYS = {"title", "why", "source", "scheme", "schemes", "report", "reports", "expect"}
REPORT_KEYS = {"report", "status", "period", "scheme", "expect"}
AMOUNTS = ("total", "base", "bonus", "penalty", "full_marks")
UNSEALED = "SR219"  # schemes of the cases are never sealed


def _cases() -> list[Any]:
    # BaseLoader leaves every scalar as its text: no number passes through a float.
    paths = [path for folder in FOLDERS for path in sorted(folder.glob("*.yml"))]
    read = {path: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in paths}  # noqa: S506
    return [pytest.param(case, id=f"{path.stem}: {case['title']}") for path in paths for case in read[path]]


CASES = _cases()


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    assert not set(case) - KEYS
    assert case.get("why") or case.get("source")
    wanted = _reports(case)
    written = [
        Written(
            each["report"],
            unit,
            each.get("status", "published"),
            each.get("period", "2021"),
            each.get("scheme", "case"),
        )
        for unit, each in wanted.items()
    ]
    others = case.get("schemes", {})
    listed = [unit for scheme in (case["scheme"], *others.values()) for unit in _listed(scheme)]
    found = project(tmp_path, case["scheme"], written, dict.fromkeys(["u", *wanted, *listed]), others)
    assessed = {each.report.unit: each for each in found.reports if each.report is not None}
    assert set(assessed) == set(wanted)
    elsewhere = list(found.findings)
    for unit, each in wanted.items():
        own = list(assessed[unit].findings)
        if "reports" in case:
            _expect_codes(own, each["expect"])
            elsewhere = [finding for finding in elsewhere if finding not in own]
        _compare(assessed[unit], {key: value for key, value in each["expect"].items() if key != "findings"})
    _expect_codes(elsewhere, case.get("expect", {}))


def _reports(case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The reports of a case by unit; what is expected of a scheme alone stands in the case itself."""
    if "report" in case:
        return {"u": {"report": case["report"], "expect": case["expect"]}}
    assert set(case.get("expect", {})) <= {"findings"}
    assert case.get("expect") or case.get("reports")
    reports: dict[str, dict[str, Any]] = case.get("reports", {})
    for each in reports.values():
        assert set(each) <= REPORT_KEYS
    return reports


def _listed(scheme: str) -> list[str]:
    """Every unit that a scheme names: each has a profile, whether it reports or not."""
    written = yaml.load(scheme, Loader=yaml.BaseLoader)  # noqa: S506 - text only
    groups = [written.get("units", [])]
    groups += [each["units"] for each in written.get("classes", [])]
    groups += [units for grouping in written.get("groupings", {}).values() for units in grouping.values()]
    groups += [each["children"] for each in _rolled_up(written.get("parts", []))]
    groups += [units for each in _rolled_up(written.get("parts", [])) for units in each["children"].values()]
    return [unit for units in groups for unit in units]


def _rolled_up(parts: list[Any]) -> list[Any]:
    below = [each for part in parts for each in part.get("indicators", []) if "children" in each]
    return [*below, *(each for part in parts for each in _rolled_up(part.get("parts", [])))]


def _expect_codes(findings: list[Finding], expect: dict[str, Any]) -> None:
    assert all(finding.severity is not Severity.NOTE or finding.rule is NotYetCertain for finding in findings)
    codes = sorted(finding.rule.code for finding in findings if finding.rule.code != UNSEALED)
    assert codes == sorted(expect.get("findings", [])), [finding.text(str) for finding in findings]


def _check_sources(assessed: Assessed) -> None:
    """Every value of an explanation stands where it says, and every score has a rule."""
    for layer in assessed.layers:
        explanation = explain(assessed, layer)
        assert explanation is not None
        for score in explanation.scores:
            assert score.rules or score.kind == "total"
            assert "scheme" in score.rule_at.source.text
            for each in (*score.inputs, *score.parameters):
                line = each.span.source.line(each.span.line)[each.span.column - 1 :]
                if line.startswith(("|", "{", "[", "- ")) or each.text.startswith(("{", "[")):
                    continue  # text over several lines, and what is written in another style
                assert line.lstrip("\"'").startswith(each.text), each


def _compare(assessed: Assessed, expect: dict[str, Any]) -> None:
    _check_sources(assessed)
    if assessed.card is None:
        assert set(expect.values()) <= {"none"}
        return
    assert set(assessed.reviews) <= set(expect), "what a review gives must be expected"
    for layer, card in assessed.reviews.items():
        wanted = expect.pop(layer)
        _compare_place(assessed.places.get(layer), wanted)
        _compare_card(card, wanted)
    _compare_place(assessed.places.get("self"), expect)
    _compare_card(assessed.card, expect)


def _compare_place(placing: Placing | None, expect: dict[str, Any]) -> None:
    if placing is not None:
        assert placing.place == _amount(expect.pop("place"))
        assert placing.count == int(expect.pop("ranked", placing.count))
        assert sorted(placing.waits_for) == sorted(map(name_of, expect.pop("place_waits_for", [])))
        if placing.steps:
            assert placing.steps[-1].repeat() == placing.steps[-1].result == placing.place


def _compare_card(card: Scorecard, expect: dict[str, Any]) -> None:
    check_trace(card)
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
    for name, label in expect.pop("labels", {}).items():
        assert card.by_id[name].label == label, name
    if "waits_for" in expect:
        assert sorted(card.waits_for) == sorted(map(name_of, expect.pop("waits_for")))
        expect.setdefault("provisional", "true" if card.waits_for else "false")
    for name, flag in (("provisional", card.provisional), ("about", card.about)):
        assert flag is (expect.pop(name, "false") == "true"), name
    if "grade" in expect:
        assert (card.grade or "none") == expect.pop("grade")
    assert not expect, f"the case expects what no test compares: {expect}"


def _amount(text: str) -> Fraction | None:
    return None if text == "none" else Fraction(text)


def test_there_are_cases_for_every_method() -> None:
    from scorepress.schemes.methods import METHODS

    assert set(METHODS) <= {path.stem for path in METHODS_FOLDER.glob("*.yml")}


def test_there_are_cases_for_every_aggregation() -> None:
    from scorepress.schemes.model import Part

    kinds = get_args(Part.model_fields["aggregate"].annotation)
    assert set(kinds) <= {path.stem for path in FOLDER.glob("*.yml")}


def test_titles_are_unique() -> None:
    titles = [param.id for param in CASES]
    assert len(titles) == len(set(titles))
