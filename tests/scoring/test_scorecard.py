from fractions import Fraction

import pytest

from scorepress.scoring.scorecard import State
from tests.support import check_trace, scored

SCHEME = """\
rounding: {places: 2, at: [total]}
not_applicable: exclude
parts:
  - id: A
    title: 甲
    full: 30
    indicators:
      - {id: A1, title: 一, full: 10, method: direct}
      - {id: A2, title: 二, full: 20, method: attainment, target: 3}
  - id: D
    title: 丁
    full: 10
    aggregate: deduct
    indicators: [{id: D1, title: 三, method: events, rules: [{id: r, title: 事, points: 1.5}]}]
  - {id: B, title: 加分, kind: bonus, cap: 5, indicators: [{id: B1, title: 四, method: bonus}]}
  - id: P
    title: 倒扣
    kind: penalty
    cap: 9
    indicators: [{id: P1, title: 五, method: events, rules: [{id: r, title: 事, points: 2}]}]
"""
REPORT = """\
scores:
  A1: 7
  A2: {actual: 2}
  D1: {events: [{rule: r, reason: 一次}]}
  B1: 3
  P1: {events: [{rule: r, reason: 一次}]}
"""


def test_everything_can_be_found_by_its_id() -> None:
    card = scored(SCHEME, REPORT).card
    assert list(card.by_id) == ["A", "A1", "A2", "D", "D1", "B", "B1", "P", "P1"]
    assert [score.id for score in card.indicators()] == ["A1", "A2", "D1", "B1", "P1"]
    assert [(depth, score.id) for depth, score in card.parts[0].walk()] == [(0, "A"), (1, "A1"), (1, "A2")]


@pytest.mark.parametrize(
    ("name", "lost"),
    [("A1", "3"), ("A2", "20/3"), ("A", "29/3"), ("D1", "1.5"), ("D", "1.5"), ("B1", None), ("P1", None), ("P", None)],
)
def test_marks_lost(name: str, lost: str | None) -> None:
    card = scored(SCHEME, REPORT).card
    assert card.by_id[name].lost == (None if lost is None else Fraction(lost))


def test_nothing_is_lost_where_nothing_was_taken() -> None:
    report = REPORT.replace("P1: {events: [{rule: r, reason: 一次}]}", "P1: {events: []}")
    card = scored(SCHEME, report).card
    assert card.by_id["P"].lost is None
    assert card.penalty == 0


def test_totals() -> None:
    card = scored(SCHEME, REPORT).card
    assert card.full == 40
    assert card.base == Fraction(61, 3) + Fraction(17, 2)
    assert card.share == card.base / 40
    assert card.bonus == 3
    assert card.penalty == 2
    assert card.total == Fraction("29.83")
    check_trace(card)
    assert card.steps[-1].result == card.total


def test_what_does_not_apply_loses_nothing() -> None:
    card = scored(SCHEME, REPORT.replace("A1: 7", "A1: {not_applicable: 无此项}")).card
    score = card.by_id["A1"]
    assert (score.marks, score.state, score.lost) == (None, State.NOT_APPLICABLE, None)
    assert card.full == 30


def test_there_is_no_share_without_full_marks_or_without_a_score() -> None:
    narrative = scored("kind: narrative", "summary: 无").card
    assert narrative.full == 0
    assert (narrative.base, narrative.total, narrative.share) == (None, None, None)
    missing = scored(SCHEME, "scores: {A1: 7}").card
    assert (missing.base, missing.total, missing.share, missing.grade) == (None, None, None, None)


def test_a_trace_is_shown_with_the_signs_that_people_use() -> None:
    (step,) = scored(SCHEME, REPORT).card.by_id["D"].steps
    assert step.formula == "max(0, 10 - 1.5)"
    assert step.shown == "10 − 1.5"


def test_one_report_after_another() -> None:
    first, second = scored(SCHEME, REPORT).card, scored(SCHEME, REPORT).card
    assert first.total == second.total
    assert first.parts[0].steps == second.parts[0].steps


@pytest.mark.parametrize(("bonus", "apart", "total"), [("added", False, "29.83"), ("apart", True, "26.83")])
def test_a_card_says_whether_the_bonus_is_in_the_total(bonus: str, apart: bool, total: str) -> None:
    card = scored(f"total: {{bonus: {bonus}}}\n{SCHEME}", REPORT).card
    assert (card.bonus_apart, card.bonus, card.total) == (apart, Fraction(3), Fraction(total))


ABOVE_FULL = """\
rounding: {places: 2, at: [indicator, total]}
parts:
  - id: A
    title: 一
    indicators:
      - {id: A1, title: 甲, full: 10, method: plus_minus, target: 5, base: 80%, unit: 1, points: 1, most: 150%}
      - {id: A2, title: 乙, full: 10, method: direct}
      - {id: A3, title: 丙, full: 5, method: direct, not_applicable: zero}
  - {id: D, title: 二, full: 5, aggregate: deduct, indicators: [{id: D1, title: 丁, method: events, rules: [RULE]}]}
""".replace("RULE", "{id: r, title: 迟, points: 1.5}")


@pytest.mark.parametrize(("actual", "marks", "lost"), [("3", "6", "4"), ("7", "10", "0"), ("9.5", "12.5", "-2.5")])
def test_losses_add_up_to_what_is_missing_even_where_marks_pass_full(actual: str, marks: str, lost: str) -> None:
    report = "scores: {A1: {actual: ACTUAL}, A2: 7, A3: {not_applicable: 无}, D1: {events: [{rule: r, reason: 迟}]}}"
    card = scored(ABOVE_FULL, report.replace("ACTUAL", actual)).card
    first = card.by_id["A1"]
    assert (first.marks, first.lost) == (Fraction(marks), Fraction(lost))
    assert first.shortfall == max(Fraction(), Fraction(lost))
    for part in card.parts:
        assert sum(score.lost or 0 for score in part.children) == part.lost
    assert sum(part.lost or 0 for part in card.parts) == card.lost
    assert card.base is not None
    assert card.lost == card.full - card.base
