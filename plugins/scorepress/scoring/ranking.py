"""Ranking (排名): the places of whole reports within their class, after totals, vetoes and grades."""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain

from scorepress.core.messages import N_
from scorepress.core.numbers import ZERO, display
from scorepress.core.trace import Step, step
from scorepress.schemes.group import Ties, place_among
from scorepress.schemes.model import Scheme
from scorepress.schemes.results import Ranking
from scorepress.scoring.layers import SELF
from scorepress.scoring.scorecard import Scorecard

Standing = tuple[bool, Fraction]
"""What reports are ordered by, the better the greater: whether no veto puts them at the end, and total or share."""
LAST: Standing = (False, ZERO)
"""Behind everybody else: where a veto puts a unit."""


@dataclass(frozen=True)
class Placing:
    """The place of one report."""

    place: Fraction | None
    """From 1; between two whole places only where ties are averaged. None for a unit that is not ranked."""
    count: int
    """How many are ranked in the group."""
    group: str
    """The id of the class or group."""
    steps: tuple[Step, ...] = ()
    waits_for: tuple[str, ...] = ()
    """Names of those whose scores are still open: until then the place is provisional."""
    layer: str = SELF
    """The layer that is ranked; a report without it counts with the highest one below that it has."""
    missing: tuple[str, ...] = ()
    """Names of the units of the group without a published report."""
    lower: tuple[str, ...] = ()
    """Names of the units of the group that count with a layer below."""


@dataclass(frozen=True)
class Contender:
    """One published report that takes part."""

    card: Scorecard
    layer: str = SELF
    """The layer of these scores: the ranked one, or the highest below it."""
    reached: bool = True
    """Whether the report has every layer that is expected of it; otherwise its scores are still open."""


@dataclass(frozen=True)
class Field:
    """Those who are ranked with one another."""

    values: tuple[Standing, ...]
    """In ascending order, so that the best is last."""
    waits_for: tuple[str, ...]
    """Ids of units without a report, or without a layer that is expected of it."""
    missing: tuple[str, ...]
    """Ids of units without a report."""
    lower: tuple[str, ...]
    """Ids of units that count with a layer below the ranked one."""
    open: tuple[str, ...]
    """Names of those for whom scores within the field wait."""

    @cached_property
    def distinct(self) -> tuple[Standing, ...]:
        """Every standing once."""
        return tuple(sorted(set(self.values)))

    def place(self, standing: Standing, ties: Ties) -> Fraction:
        """The place of one of them, from 1."""
        return place_among(self.distinct if ties == "dense" else self.values, standing, "up", ties)


@dataclass
class Standings:
    """The reports of one edition, period and layer, by unit, and the places they take."""

    scheme: Scheme
    contenders: Mapping[str, Contender]
    names: Mapping[str, str]
    """Names of units by id, for people."""
    layer: str = SELF
    """The layer that is ranked."""
    fields: dict[str, Field] = field(default_factory=dict)
    """By the group's id; each is sorted only once."""

    @property
    def layers(self) -> frozenset[str]:
        """The layers of the scores that take part."""
        return frozenset(contender.layer for contender in self.contenders.values())

    def place(self, unit: str, card: Scorecard) -> Placing | None:
        """The place of a report; of a draft, the one that it would take. None where the scheme ranks nobody like it."""
        ranking = self.scheme.ranking
        if ranking is None:
            return None
        division = self.scheme.ranked_within
        name = self.scheme.group_of[division].get(unit)
        if name is None:
            return None
        among = self._field(name, division)
        standing, contender = self._standing(card), self.contenders.get(unit)
        if contender is None or contender.card is not card:
            among = _with(among, standing, self._standing(contender.card) if contender else None, unit)
        pending = self._named(among.waits_for)
        waits_for = tuple(dict.fromkeys([*pending, *among.open, *card.waits_for]))
        count = len(among.values)
        missing, lower = self._named(among.missing), self._named(among.lower)
        if standing is None:
            return Placing(None, count, name, (), waits_for, self.layer, missing, lower)
        rank = among.place(standing, ranking.ties)
        words, value = WORDS["last" if standing == LAST else ranking.by], _in_words(card, ranking)
        steps = (step(words, "{rank}", rank, value=value, rank=rank, count=Fraction(count)),)
        return Placing(rank, count, name, steps, waits_for, self.layer, missing, lower)

    def _named(self, units: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.names.get(unit, unit) for unit in units)

    def _field(self, name: str, division: str) -> Field:
        if name not in self.fields:
            units = self.scheme.divisions[division][name]
            there = {unit: self.contenders[unit] for unit in units if unit in self.contenders}
            standings = [self._standing(contender.card) for contender in there.values()]
            waits_for = chain.from_iterable(contender.card.waits_for for contender in there.values())
            self.fields[name] = Field(
                tuple(sorted(standing for standing in standings if standing is not None)),
                tuple(unit for unit in units if unit not in there or not there[unit].reached),
                tuple(unit for unit in units if unit not in there),
                tuple(unit for unit, contender in there.items() if contender.layer != self.layer),
                tuple(dict.fromkeys(waits_for)),
            )
        return self.fields[name]

    def _standing(self, card: Scorecard) -> Standing | None:
        return standing_of(card, self.scheme.ranking, self.scheme) if self.scheme.ranking else None


WORDS = {
    "total": N_("the total of {value} is on place {rank} of {count}"),
    "share": N_("the share of full marks, {value}, is on place {rank} of {count}"),
    "last": N_("a veto puts the unit at the end: place {rank} of {count}"),
}


def ranked_by(card: Scorecard, ranking: Ranking) -> Fraction | None:
    """What is ranked: the total in 分 or its share of full marks; None where there is none."""
    if card.total is None or (ranking.by == "share" and not card.full):
        return None
    return card.total if ranking.by == "total" else card.total / card.full


def _in_words(card: Scorecard, ranking: Ranking) -> str:
    """What is ranked as people read it: a total with its places, `97.20`, a share in percent."""
    value = ranked_by(card, ranking)
    if value is None:
        return "—"
    return display(card.shown(value)) if ranking.by == "total" else f"{display(value * 100)}%"


def standing_of(card: Scorecard, ranking: Ranking, scheme: Scheme) -> Standing | None:
    """How a report stands; None where it has no total or a veto forbids a place."""
    value = ranked_by(card, ranking)
    if value is None or card.ranked == "none":
        return None
    if card.ranked == "last":
        return LAST
    return True, value if scheme.total.direction == "up" else -value


def _with(among: Field, standing: Standing | None, published: Standing | None, unit: str) -> Field:
    """The field with a draft in it, in the place of what the unit has published, if anything."""
    values = list(among.values)
    if published is not None:
        values.remove(published)
    if standing is not None:
        insort(values, standing)
    rest = replace(among, values=tuple(values))
    return replace(rest, **{name: tuple(each for each in getattr(among, name) if each != unit) for name in UNITS})


UNITS = ("waits_for", "missing", "lower")
"""What a `Field` says of units by their ids."""
