"""One unit over its periods: totals, places, and its indicators followed from edition to edition."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain

from scorepress.analysis.editions import editions_between
from scorepress.analysis.league import Division, League, Row
from scorepress.analysis.matching import matches
from scorepress.core.periods import Period
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.loader import Schemes
from scorepress.scoring.scorecard import Score


@dataclass(frozen=True)
class Point:
    """One period of a unit."""

    period: Period
    league: League
    division: Division
    row: Row


@dataclass(frozen=True)
class Line:
    """One indicator over the periods of a trend."""

    indicator: Indicator
    """As the newest edition has it."""
    scores: tuple[Score | None, ...]
    """One for each period; None where the edition of that period has no such indicator."""

    @property
    def shares(self) -> tuple[Fraction | None, ...]:
        """Marks as shares of full marks, period by period."""
        return tuple(score.share if score is not None else None for score in self.scores)


@dataclass(frozen=True)
class Trend:
    """A unit under one scheme, the oldest period first."""

    scheme: str
    title: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]

    @property
    def shares(self) -> list[Fraction]:
        """The shares of all indicators in all periods."""
        return [share for share in chain.from_iterable(line.shares for line in self.lines) if share is not None]


@dataclass(frozen=True)
class Contrast:
    """One indicator of a unit against its class in the same period."""

    score: Score
    share: Fraction
    of_class: Fraction
    """The mean share of all units of the class that were scored on it, this one included."""

    @property
    def difference(self) -> Fraction:
        """Above the class where positive, as a share of full marks."""
        return self.share - self.of_class


def points_of(leagues: Iterable[League]) -> dict[str, list[Point]]:
    """The periods of every unit, by its id, the oldest first."""
    found: dict[str, list[Point]] = {}
    for league in leagues:
        for division in league.divisions:
            for row in division.rows:
                if row.assessed.report is not None:
                    point = Point(league.period, league, division, row)
                    found.setdefault(row.assessed.report.unit, []).append(point)
    return {unit: sorted(points, key=lambda point: point.period) for unit, points in found.items()}


@dataclass
class Follower:
    """Follows units over their periods; what the indicators of two editions have to do with each other is kept."""

    schemes: Schemes
    known: dict[tuple[str, str, str], Mapping[str, str]] = field(default_factory=dict)
    """By older edition, newer edition and class: what the indicators of the newer are called in the older."""

    def trends(self, points: Iterable[Point]) -> list[Trend]:
        """What the points of one unit show, scheme by scheme; the scheme with the newest period first."""
        by_scheme: dict[str, list[Point]] = {}
        for point in points:
            by_scheme.setdefault(point.league.scheme.scheme, []).append(point)
        made = [self._trend(name, own) for name, own in by_scheme.items()]
        return sorted(made, key=lambda trend: trend.points[-1].period, reverse=True)

    def _trend(self, scheme: str, points: Sequence[Point]) -> Trend:
        newest = points[-1]
        former = [self._former(point, newest) for point in points]
        lines = tuple(
            Line(
                indicator,
                tuple(
                    point.row.card.by_id.get(names.get(name, "")) for point, names in zip(points, former, strict=True)
                ),
            )
            for name, indicator in newest.division.scheme.indicators.items()
        )
        return Trend(scheme, newest.league.scheme.title, tuple(points), lines)

    def _former(self, point: Point, newest: Point) -> Mapping[str, str]:
        key = (point.league.scheme.key, newest.league.scheme.key, f"{point.division.id} {newest.division.id}")
        if key not in self.known:
            self.known[key] = self._names(point, newest)
        return self.known[key]

    def _names(self, point: Point, newest: Point) -> Mapping[str, str]:
        if point.league.scheme.key == newest.league.scheme.key:
            return {name: name for name in newest.division.scheme.indicators}
        unit = newest.row.assessed.report.unit if newest.row.assessed.report else ""
        old = self.schemes.files[point.league.scheme.key].in_force(unit)
        new = self.schemes.files[newest.league.scheme.key].in_force(unit)
        if old is None or new is None:
            return {}
        between = editions_between(self.schemes, old.scheme, new.scheme)
        return {match.new: match.old for match in matches(old, new, between)}


def contrasts(point: Point) -> list[Contrast]:
    """The indicators of a unit against its class, the greatest lead first."""
    means = point.division.mean_shares
    found = [
        Contrast(score, score.share, means[score.id])
        for score in point.row.card.indicators()
        if score.share is not None
    ]
    return sorted(found, key=lambda each: (-each.difference, each.score.id))
