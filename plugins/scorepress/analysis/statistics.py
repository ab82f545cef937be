"""What a group of reports shows together: how totals spread, and which indicators cost marks or say nothing.

Everything is exact; shares are fractions of full marks. Quartiles are those values that at least a quarter, a half and
three quarters of all are not above, so each is a value that somebody has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from scorepress.analysis.league import Division
from scorepress.core.numbers import sum_of, with_places
from scorepress.schemes.indicator import Indicator
from scorepress.scoring.scorecard import State


@dataclass(frozen=True)
class Spread:
    """How values spread; they are in 分 or shares, as those who ask gave them."""

    count: int
    mean: Fraction
    least: Fraction
    lower: Fraction
    """A quarter of the values are not above it."""
    median: Fraction
    upper: Fraction
    most: Fraction


def spread(values: Iterable[Fraction]) -> Spread | None:
    """The spread of values; None where there are none."""
    ordered = sorted(values)
    if not ordered:
        return None
    count = len(ordered)

    def quantile(share: Fraction) -> Fraction:
        return ordered[max(ceil(share * count), 1) - 1]

    lower, median, upper = (quantile(Fraction(each, 4)) for each in (1, 2, 3))
    return Spread(count, sum_of(ordered) / count, ordered[0], lower, median, upper, ordered[-1])


@dataclass(frozen=True)
class Bin:
    """How many values lie from `start` (inclusive) up to `end` (exclusive); the last bin holds its end as well."""

    start: Fraction
    end: Fraction
    count: int


def bins(values: Iterable[Fraction], width: Fraction) -> list[Bin]:
    """The values counted in bins of one width that begin at multiples of it; empty ones between others are kept."""
    ordered = sorted(values)
    if not ordered:
        return []
    first = floor(ordered[0] / width)
    last = max(first, ceil(ordered[-1] / width) - 1)
    counts = [0] * (last - first + 1)
    for value in ordered:
        counts[min(floor(value / width), last) - first] += 1
    return [Bin((first + index) * width, (first + index + 1) * width, count) for index, count in enumerate(counts)]


@dataclass(frozen=True)
class IndicatorStatistics:
    """One indicator over the reports of one class."""

    indicator: Indicator
    full: Fraction
    """分."""
    shares: Spread | None
    """Of the marks as shares of full; None where the indicator has no full marks or nobody was scored on it."""
    scored: int
    """Reports with a score."""
    at_full: int
    """Of these, how many have full marks."""
    not_applicable: int
    lost: Fraction | None
    """分 that all reports together have lost here; None where nothing can be lost, as with a bonus."""
    places: int | None = None
    """Decimal places that its marks are shown with."""

    def shown(self, marks: Fraction) -> Decimal | Fraction:
        """Marks as people read them, with the zeros that the scheme's places ask for."""
        return with_places(marks, self.places)

    @property
    def silent(self) -> bool:
        """Whether it tells no unit from another: all have the same share."""
        return self.shares is not None and self.shares.count > 1 and self.shares.least == self.shares.most


def indicator_statistics(division: Division) -> list[IndicatorStatistics]:
    """Every indicator of a class, in the order of the scheme."""
    return [_statistics(indicator, division) for indicator in division.scheme.indicators.values()]


def _statistics(indicator: Indicator, division: Division) -> IndicatorStatistics:
    scores = [score for row in division.rows if (score := row.card.by_id.get(indicator.id)) is not None]
    there = [score for score in scores if score.marks is not None and score.state is not State.NOT_APPLICABLE]
    shares = [score.share for score in there if score.share is not None]
    lost = [score.lost for score in there if score.lost is not None]
    return IndicatorStatistics(
        indicator,
        max((score.full for score in scores), default=Fraction()),
        spread(shares),
        len(there),
        sum(share >= 1 for share in shares),
        sum(score.state is State.NOT_APPLICABLE for score in scores),
        sum_of(lost) if lost or not there else None,
        division.scheme.shown_places("indicator"),
    )


def totals(division: Division) -> list[Fraction]:
    """The totals of a class as shares of full marks."""
    return [row.share for row in division.rows if row.share is not None]
