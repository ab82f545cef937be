"""Spread and bins: what holds for any values."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scorepress.analysis.statistics import bins, spread

values = st.lists(st.fractions(0, 2, max_denominator=60), min_size=1, max_size=30)
widths = st.sampled_from([Fraction(1, 20), Fraction(1, 10), Fraction(1, 3)])


@given(values)
def test_quartiles_are_values_that_so_many_are_not_above(numbers: list[Fraction]) -> None:
    found = spread(numbers)
    assert found is not None
    assert found.least == min(numbers)
    assert found.most == max(numbers)
    assert found.mean * len(numbers) == sum(numbers)
    for share, quartile in ((1, found.lower), (2, found.median), (3, found.upper)):
        assert quartile in numbers
        assert sum(each <= quartile for each in numbers) * 4 >= len(numbers) * share
        assert sum(each < quartile for each in numbers) * 4 < len(numbers) * share


@given(values, widths)
def test_every_value_is_in_one_bin(numbers: list[Fraction], width: Fraction) -> None:
    found = bins(numbers, width)
    assert sum(each.count for each in found) == len(numbers)
    for index, each in enumerate(found):
        last = index == len(found) - 1
        inside = [value for value in numbers if each.start <= value < each.end or (last and value == each.end)]
        assert each.count == len(inside)
        assert each.end - each.start == width
        assert index == 0 or each.start == found[index - 1].end


def test_nothing_has_no_spread_and_no_bins() -> None:
    assert spread([]) is None
    assert bins([], Fraction(1, 10)) == []


def test_full_marks_do_not_get_a_bin_of_their_own() -> None:
    found = bins([Fraction(1), Fraction(95, 100)], Fraction(1, 10))
    assert [(each.start, each.count) for each in found] == [(Fraction(9, 10), 2)]
