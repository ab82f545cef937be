"""Who is compared with whom, and who is waited for, step by step."""

from fractions import Fraction

import pytest

from scorepress.core.findings import Finding
from scorepress.reports.entries import Entries
from scorepress.schemes.group import Group
from scorepress.schemes.indicator import CannotScore, Outcome
from scorepress.schemes.measured import Compared, Measurement
from scorepress.schemes.methods.roll_up import RollUp
from scorepress.schemes.model import Scheme
from scorepress.scoring.group_phase import Cohort, Member, NotInRoster, cohort, group_phase
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.unit_phase import UnitOutcomes
from tests.support import mapping, scheme_of

COMPARED = """\
rounding: {places: 2, at: [total]}
not_applicable: exclude
units: [a, b, c, d]
parts:
  - id: P
    title: 甲
    indicators:
      - {id: A1, title: 一, full: 10, method: ratio}
      - {id: A2, title: 二, full: 10, method: ratio}
      - {id: A3, title: 三, full: 10, method: direct}
"""
NAMES = {"a": "甲局", "b": "乙局"}


def sound(text: str) -> Scheme:
    scheme, _, findings = scheme_of(text)
    assert scheme is not None
    assert not findings, [finding.text(str) for finding in findings]
    return scheme


def values(**numbers: int) -> UnitOutcomes:
    """What the unit phase gives for values by indicator."""
    return UnitOutcomes(waiting={name: Measurement(Fraction(number)) for name, number in numbers.items()})


def compared(scheme: Scheme, name: str) -> Compared:
    indicator = scheme.indicators[name]
    assert isinstance(indicator, Compared)
    return indicator


def outcomes_of(
    scheme: Scheme, own: UnitOutcomes, among: Cohort, unit: str = "a"
) -> tuple[dict[str, Outcome], list[Finding]]:
    entries = Entries(nodes=mapping("{A1: {actual: -2}}"))
    settled, findings = group_phase(scheme, own, among, entries, mapping(f"unit: {unit}"))
    return {name: outcome for name, outcome in settled.items() if isinstance(outcome, Outcome)}, findings


SCHEME = sound(COMPARED)


def test_a_group_has_values_in_order_and_names_who_is_missing() -> None:
    members = [Member("b", values(A1=7)), Member("a", values(A1=9, A2=1)), Member("d", values(A2=3), frozenset({"A1"}))]
    among = cohort(SCHEME, members, NAMES)
    assert among.group(compared(SCHEME, "A1"), "a") == Group((Fraction(7), Fraction(9)), ("c",))
    assert among.group(compared(SCHEME, "A2"), "a") == Group((Fraction(1), Fraction(3)), ("b", "c"))


def test_a_unit_that_has_not_reached_the_layer_is_compared_and_waited_for() -> None:
    members = [Member("a", values(A1=9)), Member("b", values(A1=7), settled=False)]
    members.append(Member("c", values(), frozenset({"A1"}), settled=False))
    among = cohort(SCHEME, members, NAMES)
    assert among.group(compared(SCHEME, "A1"), "a") == Group((Fraction(7), Fraction(9)), ("b", "d"))


def test_of_two_reports_of_one_unit_the_first_counts() -> None:
    among = cohort(SCHEME, [Member("a", values(A1=9)), Member("a", values(A1=1))], NAMES)
    assert among.group(compared(SCHEME, "A1"), "a").values == (Fraction(9),)


def test_a_group_is_made_once() -> None:
    made: list[object] = []

    def keep(key: object, group: Group) -> Group:
        made.append(key)
        return group

    among = cohort(SCHEME, [Member("a", values(A1=9))], NAMES, keep=keep)
    assert among.group(compared(SCHEME, "A1"), "a") is among.group(compared(SCHEME, "A1"), "b")
    assert among.group(compared(SCHEME, "A2"), "a") is not among.group(compared(SCHEME, "A1"), "a")
    assert len(made) == len(set(made)) == 2


def test_an_equal_group_of_an_earlier_assessment_is_used_again() -> None:
    earlier = Group((Fraction(9),), ("b", "c", "d"))
    among = cohort(
        SCHEME, [Member("a", values(A1=9))], NAMES, keep=lambda _, group: earlier if group == earlier else group
    )
    assert among.group(compared(SCHEME, "A1"), "a") is earlier


def test_names_are_given_where_they_are_known() -> None:
    own = values(A1=9)
    settled, findings = outcomes_of(SCHEME, own, cohort(SCHEME, [Member("a", own)], NAMES))
    assert not findings
    assert settled["A1"].waits_for == ("乙局", "c", "d")


def test_a_draft_is_compared_as_if_it_were_in() -> None:
    among = cohort(SCHEME, [Member("b", values(A1=8)), Member("c", values(A1=4))], NAMES)
    settled, _ = outcomes_of(SCHEME, values(A1=6), among)
    assert (settled["A1"].marks, settled["A1"].waits_for) == (Fraction(60, 8), ("d",))
    best, _ = outcomes_of(SCHEME, values(A1=16), among)
    assert best["A1"].marks == 10
    assert among.group(compared(SCHEME, "A1"), "b").values == (Fraction(4), Fraction(8))


def test_a_draft_stands_in_the_place_of_what_its_unit_has_published() -> None:
    among = cohort(SCHEME, [Member("a", values(A1=20)), Member("b", values(A1=8))], NAMES)
    settled, _ = outcomes_of(SCHEME, values(A1=4, A2=3), among)
    assert settled["A1"].marks == 5
    assert settled["A2"].marks == 10


def test_a_value_behind_a_closed_gate_is_not_in_the_group_that_a_draft_joins() -> None:
    gated = sound(COMPARED.replace("full: 10, method: ratio}", "full: 10, method: ratio, gate: {target: 5}}", 1))
    among = cohort(gated, [Member("a", values(A1=4)), Member("b", values(A1=8))], NAMES)
    settled, _ = outcomes_of(gated, values(A1=6), among)
    assert settled["A1"].marks == Fraction(60, 8)


def test_a_published_report_is_compared_as_it_is() -> None:
    own = values(A1=6)
    among = cohort(SCHEME, [Member("a", own), Member("b", values(A1=6)), Member("c", values(A1=12))], NAMES)
    settled, _ = outcomes_of(SCHEME, own, among)
    assert settled["A1"].marks == 5


def test_what_is_settled_stays_and_a_refusal_stops_nothing_else() -> None:
    outcome = Outcome(Fraction(3), ())
    own = UnitOutcomes({"A3": outcome}, values(A1=-2, A2=5).waiting)
    settled, findings = outcomes_of(SCHEME, own, cohort(SCHEME, [Member("a", own)], NAMES))
    assert set(settled) == {"A2", "A3"}
    assert settled["A3"] is outcome
    assert own.settled == {"A3": outcome}
    assert [(each.rule.code, each.span.column, each.span.end_column) for each in findings] == [("SR327", 15, 17)]


GATES = """\
rounding: {places: 2, at: [total]}
classes: [{id: x, title: 甲类, units: [a]}, {id: y, title: 乙类, units: [b]}]
parts:
  - id: P
    title: 甲
    indicators:
      - {id: A1, title: 一, full: 10, method: ratio, group: all, gate: {target: 5}, by_class: {y: {gate: {target: 1}}}}
"""


def test_a_class_with_another_gate_has_another_group() -> None:
    scheme = sound(GATES)
    among = cohort(scheme, [Member("a", values(A1=8)), Member("b", values(A1=4))], NAMES)
    first = compared(scheme, "A1")
    assert first.gate is not None
    other = first.model_copy(update={"gate": first.gate.model_copy(update={"target": 1})})
    assert among.group(first, "a").values == (Fraction(8),)
    assert among.group(other, "b").values == (Fraction(4), Fraction(8))


def test_a_unit_that_is_not_listed_has_no_group() -> None:
    with pytest.raises(CannotScore) as refused:
        cohort(SCHEME, [], NAMES).group(compared(SCHEME, "A1"), "z")
    assert refused.value.rule is NotInRoster
    assert refused.value.args_of_message == {"scheme": "case@1", "unit": "z", "division": "units"}


# --- scores of units below -----------------------------------------------------------------------------

ROLLED = """\
rounding: {places: 2, at: [total]}
parts:
  - id: P
    title: 甲
    indicators:
      - {id: R, title: 汇总, full: 100, method: roll_up, of: county@1, take: %s, children: {city: {a: 40%%, z: 60%%}}}
      - {id: S, title: 汇总, full: 100, method: roll_up, of: county@1, children: {town: {a: 100%%}}}
"""


def card(total: int, waits_for: tuple[str, ...] = ()) -> Scorecard:
    marks = Fraction(total)
    return Scorecard((), Fraction(50), marks, None, None, marks, None, waits_for=waits_for)


def rolled(take: str = "total") -> tuple[Scheme, RollUp]:
    scheme = sound(ROLLED % take)
    indicator = scheme.indicators["R"]
    assert isinstance(indicator, RollUp)
    return scheme, indicator


def test_scores_below_are_rolled_up_and_their_waiting_with_them() -> None:
    scheme, indicator = rolled()
    among = cohort(scheme, [], NAMES, {"county@1": {"a": card(40, ("丙局",)), "z": card(25)}})
    outcome = among.rolled_up(indicator, "city")
    assert outcome.marks == 100 * (Fraction("0.4") * Fraction(40, 50) + Fraction("0.6") * Fraction(25, 50))
    assert outcome.waits_for == ("丙局",)


def test_a_unit_below_without_a_score_is_named() -> None:
    scheme, indicator = rolled()
    outcome = cohort(scheme, [], NAMES, {"county@1": {"a": card(40)}}).rolled_up(indicator, "city")
    assert (outcome.marks, outcome.waits_for) == (Fraction(80), ("z",))
    outcome = cohort(scheme, [], NAMES, {"county@1": {"z": card(40)}}).rolled_up(indicator, "city")
    assert (outcome.marks, outcome.waits_for) == (Fraction(80), ("甲局",))
    assert outcome.steps[0].words.args["name"] == "z"


@pytest.mark.parametrize("below", [{}, {"other@1": {"a": card(40)}}, None])
def test_without_any_score_below_there_is_none(below: dict[str, dict[str, Scorecard]] | None) -> None:
    scheme, _ = rolled()
    own = UnitOutcomes(rolled_up=("R", "S"))
    settled, findings = outcomes_of(scheme, own, cohort(scheme, [], {"city": "市局"}, below), "city")
    assert not settled
    waiting = "provisional, 2 units have not reported (a, z): "
    assert [(each.rule.code, each.message(str)) for each in findings] == [
        ("SR327", f"{waiting}none of the units below city has a score under county@1: a, z (SR270)"),
        ("SR271", "S lists no units below 市局"),
    ]
    assert {(each.span.line, each.span.column) for each in findings} == {(1, 7)}
    _, findings = outcomes_of(scheme, own, cohort(scheme, [], {}, below), "town")
    assert findings[0].message(str) == "R lists no units below town"


# --- what a result rests on ----------------------------------------------------------------------------


def test_what_the_scores_rest_on() -> None:
    own, rival = values(A1=9, A2=2), values(A1=7)
    among = cohort(SCHEME, [Member("a", own), Member("b", rival)], NAMES)
    groups = tuple(among.group(compared(SCHEME, name), "a") for name in ("A1", "A2"))
    assert among.foundation(SCHEME, own, "a") == (*groups, own)
    assert among.foundation(SCHEME, values(A1=1), "b") == (groups[0], rival)
    assert among.foundation(SCHEME, values(A1=1), "c") == (groups[0],)
    assert among.foundation(SCHEME, values(A1=1, A2=1), "z") == (None, None)
    assert among.foundation(SCHEME, values(), "a") == ()


def test_what_a_roll_up_rests_on() -> None:
    scheme, _ = rolled()
    below = {"county@1": {"a": card(40)}}
    among = cohort(scheme, [], NAMES, below)
    own = UnitOutcomes(rolled_up=("R", "S"))
    assert among.foundation(scheme, own, "city") == (below["county@1"]["a"], None)
    assert among.foundation(scheme, own, "town") == (below["county@1"]["a"],)
    assert among.foundation(scheme, own, "z") == ()
    assert cohort(scheme, [], NAMES).foundation(scheme, own, "city") == (None, None)
