"""Places of whole reports, step by step."""

from fractions import Fraction
from typing import Literal

import pytest

from scorepress.schemes.model import Scheme
from scorepress.scoring.ranking import Contender, Placing, Standings
from scorepress.scoring.scorecard import Scorecard
from tests.support import chinese, scheme_of

UNITS = "classes: [{id: x, title: 甲类, units: [a, b, c]}, {id: y, title: 乙类, units: [d]}]"
PARTS = "parts: [{id: P, title: 甲, indicators: [{id: A1, title: 一, full: 10, method: direct}]}]"
NAMES = {"b": "乙局", "c": "丙局"}


def scheme(ranking: str = "ranking: {ties: competition}") -> Scheme:
    made, _, findings = scheme_of(f"rounding: {{places: 2, at: [total]}}\n{UNITS}\n{ranking}\n{PARTS}\n")
    assert made is not None
    assert not findings
    return made


def card(
    total: int | None,
    full: int = 10,
    *,
    ranked: Literal["by_marks", "last", "none"] = "by_marks",
    waits_for: tuple[str, ...] = (),
) -> Scorecard:
    marks = None if total is None else Fraction(total)
    return Scorecard((), Fraction(full), marks, None, None, marks, None, ranked=ranked, waits_for=waits_for)


def standings(rules: Scheme, **cards: Scorecard | Contender) -> Standings:
    made = {unit: each if isinstance(each, Contender) else Contender(each) for unit, each in cards.items()}
    return Standings(rules, made, NAMES)


def placed(among: Standings, unit: str, own: Scorecard | None = None) -> Placing:
    found = among.place(unit, own or among.contenders[unit].card)
    assert found is not None
    return found


def words(placing: Placing) -> list[str]:
    assert all(step.words.text(chinese) != step.words.text(str) for step in placing.steps)
    assert all(step.repeat() == step.result for step in placing.steps)
    return [step.words.text(str) for step in placing.steps]


def test_a_place_is_within_the_class_and_says_how_many_there_are() -> None:
    among = standings(scheme(), a=card(7), b=card(9), c=card(8), d=card(10))
    placing = placed(among, "a")
    assert (placing.place, placing.count, placing.group, placing.waits_for) == (Fraction(3), 3, "x", ())
    assert words(placing) == ["the total of 7 is on place 3 of 3"]
    assert placed(among, "d").group == "y"


def test_a_place_by_shares() -> None:
    among = standings(scheme("ranking: {ties: competition, by: share}"), a=card(7), b=card(9, 20), c=card(0, 0))
    assert words(placed(among, "a")) == ["the share of full marks, 70%, is on place 1 of 2"]
    assert placed(among, "c").place is None
    assert placed(among, "c").group == "x"


def test_a_place_at_the_end() -> None:
    among = standings(scheme(), a=card(9, ranked="last"), b=card(0), c=card(8))
    assert words(placed(among, "a")) == ["a veto puts the unit at the end: place 3 of 3"]


def test_without_a_total_or_under_a_veto_there_is_no_place() -> None:
    among = standings(scheme(), a=card(None), b=card(9, ranked="none"), c=card(8))
    for unit in "ab":
        placing = placed(among, unit)
        assert (placing.place, placing.count, placing.group, placing.steps) == (None, 1, "x", ())


@pytest.mark.parametrize("unit", ["z", "d"])
def test_who_is_not_listed_or_not_ranked_has_none(unit: str) -> None:
    assert standings(scheme("")).place("a", card(7)) is None
    assert (
        standings(scheme("groupings: {near: {m: [a]}}\nranking: {ties: dense, within: near}")).place(unit, card(7))
        is None
    )


def test_everybody_whose_scores_are_open_is_waited_for_by_name_and_once() -> None:
    among = standings(
        scheme(),
        a=card(7, waits_for=("丁局", "丙局")),
        b=Contender(card(9, waits_for=("戊局", "丁局")), reached=False),
    )
    placing = placed(among, "a")
    assert (placing.place, placing.count) == (Fraction(2), 2)
    assert placing.waits_for == ("乙局", "丙局", "丁局", "戊局")
    without = placed(among, "c", card(None, waits_for=("己局",)))
    assert (without.place, without.count) == (None, 2)
    assert without.waits_for == ("乙局", "丁局", "丙局", "戊局", "己局")


def test_a_unit_without_a_name_is_waited_for_by_its_id() -> None:
    among = standings(scheme(), b=card(9), c=card(8))
    assert placed(among, "b").waits_for == ("a",)


def test_a_draft_sees_its_place_and_takes_nobody_elses() -> None:
    among = standings(scheme(), b=card(9), c=card(5))
    draft = placed(among, "a", card(7))
    assert (draft.place, draft.count, draft.waits_for) == (Fraction(2), 3, ())
    assert words(draft) == ["the total of 7 is on place 2 of 3"]
    assert placed(among, "c").place == 2


def test_a_draft_stands_in_the_place_of_what_its_unit_has_published() -> None:
    among = standings(scheme(), a=card(10), b=card(9), c=card(5))
    assert placed(among, "a", card(7)).place == 2
    assert placed(among, "a", card(7)).count == 3
    assert placed(among, "a", card(None)).count == 2
    unplaced = standings(scheme(), a=card(None), b=card(9), c=card(5))
    assert (placed(unplaced, "a", card(7)).place, placed(unplaced, "a", card(7)).count) == (Fraction(2), 3)


def test_an_equal_card_of_a_draft_is_no_second_contender() -> None:
    among = standings(scheme(), a=card(7), b=card(9), c=card(5))
    assert placed(among, "a", card(7)).count == 3
