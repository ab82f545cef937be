"""Places of totals: what holds for any totals, checked against counting."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scorepress.schemes.model import Scheme
from scorepress.scoring.ranking import Contender, Placing, Standings
from scorepress.scoring.scorecard import Scorecard
from tests.support import scheme_of

totals = st.lists(st.integers(0, 6), min_size=1, max_size=12)


def scheme(ties: str, count: int) -> Scheme:
    units = ", ".join(f"u{index}" for index in range(count))
    made, _, findings = scheme_of(
        f"rounding: {{places: 2, at: [total]}}\nunits: [{units}]\nranking: {{ties: {ties}}}\n"
        "parts: [{id: P, title: 甲, indicators: [{id: A1, title: 一, full: 10, method: direct}]}]\n"
    )
    assert made is not None
    assert not findings
    return made


def card(total: int) -> Scorecard:
    marks = Fraction(total)
    return Scorecard((), Fraction(10), marks, None, None, marks, None)


def places(numbers: list[int], ties: str) -> list[Placing]:
    cards = {f"u{index}": card(total) for index, total in enumerate(numbers)}
    standings = Standings(scheme(ties, len(numbers)), {unit: Contender(each) for unit, each in cards.items()}, {})
    found = [standings.place(unit, each) for unit, each in cards.items()]
    assert None not in found
    return [each for each in found if each is not None]


@settings(deadline=None)
@given(totals)
def test_competition_counts_the_better_ones(numbers: list[int]) -> None:
    for total, placing in zip(numbers, places(numbers, "competition"), strict=True):
        assert placing.place == 1 + sum(other > total for other in numbers)
        assert placing.count == len(numbers)
        assert not placing.waits_for


@settings(deadline=None)
@given(totals)
def test_dense_counts_the_better_totals(numbers: list[int]) -> None:
    for total, placing in zip(numbers, places(numbers, "dense"), strict=True):
        assert placing.place == 1 + len({other for other in numbers if other > total})


@settings(deadline=None)
@given(totals)
def test_averaged_places_add_up_to_the_sum_of_all_places(numbers: list[int]) -> None:
    found = places(numbers, "average")
    assert sum(each.place for each in found if each.place is not None) == sum(range(1, len(numbers) + 1))
    for total, placing in zip(numbers, found, strict=True):
        equal = sum(other == total for other in numbers)
        assert placing.place == sum(other > total for other in numbers) + Fraction(equal + 1, 2)
