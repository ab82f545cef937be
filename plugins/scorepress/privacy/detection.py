"""All personal numbers of a text, in one pass."""

from collections.abc import Iterable, Iterator
from itertools import islice

from scorepress.privacy.kinds import JUDGES, PersonalNumber
from scorepress.privacy.runs import Window, runs

MOST = 500
"""A text with so many is a list of people: nothing more need be known of it, and it is masked whole."""


def personal_numbers(text: str) -> tuple[PersonalNumber, ...]:
    """The personal numbers of `text`, from left to right, the first `MOST` of them; none overlaps another."""
    numbers = (number for windows in runs(text) for number in _numbers(islice(windows, MOST)))
    return tuple(islice(numbers, MOST))


def _numbers(windows: Iterable[Window]) -> Iterator[PersonalNumber]:
    """The numbers of one run: the most certain kind is looked for first."""
    stretches, numbers, taken = list(windows), list[PersonalNumber](), set[int]()
    for judge in JUDGES.values():
        for window in stretches:
            number = judge(window)
            if number is not None and taken.isdisjoint(range(number.start, number.end)):
                numbers.append(number)
                taken.update(range(number.start, number.end))
    yield from sorted(numbers, key=lambda number: number.start)
