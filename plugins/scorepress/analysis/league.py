"""League tables: the published reports of one edition and period side by side, as ranked and class by class."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import chain, repeat

from scorepress.assessment import Assessed, EffectiveScore
from scorepress.core.numbers import sum_of
from scorepress.core.periods import Period
from scorepress.schemes.loader import Schemes
from scorepress.schemes.model import Scheme
from scorepress.scoring.layers import LAYERS, highest
from scorepress.scoring.ranking import Placing
from scorepress.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Row:
    """One report in a league table, with the highest layer of score that it has."""

    assessed: Assessed
    effective: EffectiveScore
    class_title: str
    """Empty where there are no classes."""
    group: str
    """Whom it is ranked among: the id of a class, or the name of a group of the scheme's grouping."""

    @property
    def card(self) -> Scorecard:
        """The scores that count here."""
        return self.effective.card

    @property
    def layer(self) -> str:
        """Which layer these scores are of."""
        return self.effective.layer

    @property
    def placing(self) -> Placing | None:
        """None where the scheme ranks nobody."""
        return self.effective.placing

    @property
    def share(self) -> Fraction | None:
        """The total as a fraction of the full marks; None without either."""
        return self.card.total / self.card.full if self.card.total is not None and self.card.full else None


@dataclass(frozen=True)
class Division:
    """The rows of one class, or of all units where there are no classes."""

    id: str
    title: str
    """Empty where there are no classes."""
    scheme: Scheme
    """The tree in force for the class."""
    rows: tuple[Row, ...]
    """By place, then by total; reports without a total last."""
    missing: tuple[str, ...]
    """Names of the units that the scheme lists here and that have no published report."""
    withdrawn: tuple[Assessed, ...] = ()
    """Withdrawn reports of units that have no other one here: they are named, and count nowhere."""

    @cached_property
    def mean_shares(self) -> dict[str, Fraction]:
        """The mean share of full marks of every indicator that somebody was scored on; computed once for all units."""
        shares: dict[str, list[Fraction]] = {}
        for row in self.rows:
            for score in row.card.indicators():
                if score.share is not None:
                    shares.setdefault(score.id, []).append(score.share)
        return {name: sum_of(values) / len(values) for name, values in shares.items()}


@dataclass(frozen=True)
class League:
    """Everything published under one edition for one period."""

    scheme: Scheme
    period: Period
    layer: str
    """The highest layer that any report has reached: all are ranked by it."""
    rows: tuple[Row, ...]
    """Group by group as the scheme ranks, in each by place; those without a place, then those without a total, last."""
    divisions: tuple[Division, ...]
    """The same rows class by class."""

    @property
    def key(self) -> tuple[str, str]:
        """The edition and the period."""
        return self.scheme.key, self.period.text

    @property
    def grouping(self) -> str | None:
        """The grouping of the scheme that units are ranked within, where it is neither the class nor everybody."""
        within = self.scheme.ranking.within if self.scheme.ranking else None
        return None if within in {None, "all", "class"} else within

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """The layers of the scores in the table, the highest first; several where some units have only lower ones."""
        there = {row.layer for row in self.rows}
        return tuple(layer for layer in reversed(LAYERS) if layer in there)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the units that the scheme lists and that have no published report."""
        return tuple(chain.from_iterable(division.missing for division in self.divisions))

    @property
    def withdrawn(self) -> tuple[tuple[Division, Assessed], ...]:
        """The withdrawn reports, each with the class of its unit."""
        return tuple(chain.from_iterable(zip(repeat(each), each.withdrawn) for each in self.divisions))

    @property
    def behind(self) -> tuple[Row, ...]:
        """The rows that count with a layer below the highest."""
        return tuple(row for row in self.rows if row.layer != self.layer)

    def shares(self, indicator: str) -> list[Fraction]:
        """What the units have of the full marks of an indicator, as shares."""
        scores = (row.card.by_id.get(indicator) for row in self.rows)
        return [score.share for score in scores if score is not None and score.share is not None]

    def with_layer(self, layer: str) -> tuple[Row, ...]:
        """The rows that count with this layer."""
        return tuple(row for row in self.rows if row.layer == layer)


def leagues(reports: Iterable[Assessed], schemes: Schemes, names: Mapping[str, str]) -> list[League]:
    """The league tables of the published, scored reports, the newest period first.

    One whose reports have all been withdrawn keeps its place, without rows: others have referred to it.
    """
    together: dict[tuple[str, Period], list[Assessed]] = {}
    withdrawn: dict[tuple[str, Period], list[Assessed]] = {}
    for each in reports:
        if each.report is not None and each.withdrawn:
            withdrawn.setdefault((str(each.report.scheme), each.report.period), []).append(each)
        if each.report is not None and each.publishable and each.effective is not None:
            together.setdefault((str(each.report.scheme), each.report.period), []).append(each)
    made = []
    for key, period in sorted({*together, *withdrawn}, key=lambda each: (-each[1].year, -each[1].last_month, each[0])):
        scheme = schemes.files[key].scheme if key in schemes.files else None
        if scheme is not None and scheme.parts:
            fellows, gone = together.get((key, period), ()), withdrawn.get((key, period), ())
            made.append(_league(scheme, period, fellows, gone, names))
    return made


def _league(
    scheme: Scheme,
    period: Period,
    fellows: Sequence[Assessed],
    withdrawn: Sequence[Assessed],
    names: Mapping[str, str],
) -> League:
    ordered = sorted((_row(each, scheme) for each in fellows), key=partial(_order, scheme))
    rows: dict[str, list[Row]] = {}
    for row in ordered:
        rows.setdefault(_class_of(row.assessed, scheme), []).append(row)
    reported = {_unit_of(each) for each in fellows}
    gone: dict[str, list[Assessed]] = {}
    for each in withdrawn:
        if _unit_of(each) not in reported:
            gone.setdefault(_class_of(each, scheme), []).append(each)
    divisions = []
    titles = {each.id: each.title for each in scheme.classes}
    listed = scheme.divisions["class"]
    for name in dict.fromkeys([*(titles or listed), *rows, *gone]):
        own = rows.get(name, [])
        missing = tuple(names.get(unit, unit) for unit in listed.get(name, ()) if unit not in reported)
        if own or missing or name in gone:
            tree = next((row.assessed.scheme for row in own if row.assessed.scheme), scheme)
            divisions.append(Division(name, titles.get(name, ""), tree, tuple(own), missing, tuple(gone.get(name, ()))))
    return League(scheme, period, highest(row.layer for row in ordered), tuple(ordered), tuple(divisions))


def _unit_of(assessed: Assessed) -> str:
    return assessed.report.unit if assessed.report else ""


def _class_of(assessed: Assessed, scheme: Scheme) -> str:
    return scheme.group_of["class"].get(_unit_of(assessed), "")


def _row(assessed: Assessed, scheme: Scheme) -> Row:
    if assessed.effective is None:
        raise ValueError("a report without scores stands in no league table")
    titles = {each.id: each.title for each in scheme.classes}
    groups = scheme.group_of[scheme.ranked_within]
    group = groups.get(_unit_of(assessed), "")
    return Row(assessed, assessed.effective, titles.get(_class_of(assessed, scheme), ""), group)


def _order(scheme: Scheme, row: Row) -> tuple[object, ...]:
    groups = list(scheme.divisions[scheme.ranked_within])
    place, total = row.placing.place if row.placing else None, row.card.total
    better = -1 if scheme.total.direction == "up" else 1
    return (
        groups.index(row.group) if row.group in groups else len(groups),
        total is None,
        place is None,
        place or Fraction(),
        better * (total or Fraction()),
        _unit_of(row.assessed),
    )
