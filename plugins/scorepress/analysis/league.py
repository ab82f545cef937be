"""League tables: the published reports of one edition and period side by side, class by class."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial

from scorepress.assessment import REVIEWS, Assessed, standings
from scorepress.core.numbers import sum_of
from scorepress.core.periods import Period
from scorepress.schemes.loader import Schemes
from scorepress.schemes.model import Scheme
from scorepress.scoring.ranking import Placing, Standings
from scorepress.scoring.scorecard import Scorecard

LAYERS = ("self", *REVIEWS)


@dataclass(frozen=True)
class Row:
    """One report in a league table."""

    assessed: Assessed
    card: Scorecard
    """The scores of the table's layer; of the last layer below it where the report has not reached it."""
    layer: str
    """Which layer these scores are of."""
    placing: Placing | None
    """None where the scheme ranks nobody."""

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
    divisions: tuple[Division, ...]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all classes."""
        return (row for division in self.divisions for row in division.rows)

    @property
    def key(self) -> tuple[str, str]:
        """The edition and the period."""
        return self.scheme.key, self.period.text


def leagues(reports: Iterable[Assessed], schemes: Schemes, names: Mapping[str, str]) -> list[League]:
    """The league tables of the published, scored reports, the newest period first.

    One whose reports have all been withdrawn keeps its place, without rows: others have referred to it.
    """
    together: dict[tuple[str, Period], list[Assessed]] = {}
    withdrawn: dict[tuple[str, Period], list[Assessed]] = {}
    for each in reports:
        if each.report is not None and each.withdrawn:
            withdrawn.setdefault((str(each.report.scheme), each.report.period), []).append(each)
        if each.report is not None and each.publishable and each.card is not None and each.card.parts:
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
    layer = max((name for each in fellows for name in each.layers), key=LAYERS.index, default=LAYERS[0])
    among = standings(fellows, layer, names) if fellows else None
    rows: dict[str, list[Row]] = {}
    for each in fellows:
        rows.setdefault(_class_of(each, scheme), []).append(_row(each, _unit_of(each), layer, among))
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
            ordered = tuple(sorted(own, key=partial(_order, scheme)))
            divisions.append(Division(name, titles.get(name, ""), tree, ordered, missing, tuple(gone.get(name, ()))))
    return League(scheme, period, layer, tuple(divisions))


def _unit_of(assessed: Assessed) -> str:
    return assessed.report.unit if assessed.report else ""


def _class_of(assessed: Assessed, scheme: Scheme) -> str:
    return scheme.group_of["class"].get(_unit_of(assessed), "")


def _row(assessed: Assessed, unit: str, layer: str, among: Standings | None) -> Row:
    reached = [name for name in LAYERS[: LAYERS.index(layer) + 1] if name in assessed.layers][-1]
    card = assessed.layers[reached]
    return Row(assessed, card, reached, among.place(unit, card) if among else None)


def _order(scheme: Scheme, row: Row) -> tuple[bool, Fraction, Fraction, str]:
    place = row.placing.place if row.placing else None
    total = row.card.total
    better = -1 if scheme.total.direction == "up" else 1
    return (
        total is None,
        place if place is not None else Fraction(10**9),
        better * (total or Fraction()),
        _unit_of(row.assessed),
    )
