"""Ranking (排名): the places of whole reports within their class, after totals, vetoes and grades."""

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scorepress.core.messages import N_
from scorepress.core.trace import Step, step
from scorepress.schemes.group import Group
from scorepress.schemes.model import Ranking, Scheme
from scorepress.scoring.scorecard import Scorecard

LAST = Fraction(-1)
"""Below every total and every share: what a veto sends to the end of the list."""


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


@dataclass(frozen=True)
class Contender:
    """One published report that takes part."""

    card: Scorecard
    reached: bool = True
    """Whether it has reached the layer that is ranked; its scores of the layer below count until then."""


@dataclass
class Standings:
    """The reports of one edition, period and layer, by unit, and the places they take."""

    scheme: Scheme
    contenders: Mapping[str, Contender]
    names: Mapping[str, str]
    """Names of units by id, for people."""
    groups: dict[str, Group] = field(default_factory=dict)
    """By the group's id; each is sorted only once."""
    open: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By the group's id, the names of those for whom scores within it wait."""

    def place(self, unit: str, card: Scorecard) -> Placing | None:
        """The place of a report; of a draft, the one that it would take. None where the scheme ranks nobody like it."""
        ranking = self.scheme.ranking
        if ranking is None:
            return None
        division = ranking.within or "class"
        name = self.scheme.group_of[division].get(unit)
        if name is None:
            return None
        group = self._group(name, division, ranking)
        value, contender = _value(card, ranking), self.contenders.get(unit)
        if contender is None or contender.card is not card:
            group = _with(group, value, _value(contender.card, ranking) if contender else None, unit)
        missing = [self.names.get(each, each) for each in group.missing]
        waits_for = tuple(dict.fromkeys([*missing, *self.open[name], *card.waits_for]))
        if value is None:
            return Placing(None, len(group.values), name, waits_for=waits_for)
        rank = group.rank(value, "up", ranking.ties)
        words = WORDS["last" if value == LAST else ranking.by]
        steps = (step(words, "{rank}", rank, value=value, rank=rank, count=group.size),)
        return Placing(rank, len(group.values), name, steps, waits_for)

    def _group(self, name: str, division: str, ranking: Ranking) -> Group:
        if name not in self.groups:
            values: list[Fraction] = []
            missing: list[str] = []
            waits_for: list[str] = []
            for unit in self.scheme.divisions[division][name]:
                contender = self.contenders.get(unit)
                if contender is None or not contender.reached:
                    missing.append(unit)
                if contender is not None:
                    waits_for += contender.card.waits_for
                    value = _value(contender.card, ranking)
                    values += [] if value is None else [value]
            self.groups[name] = Group(tuple(sorted(values)), tuple(missing))
            self.open[name] = tuple(dict.fromkeys(waits_for))
        return self.groups[name]


WORDS = {
    "total": N_("the total of {value} is on place {rank} of {count}"),
    "share": N_("the share of full marks, {value}, is on place {rank} of {count}"),
    "last": N_("a veto puts the unit at the end: place {rank} of {count}"),
}


def _value(card: Scorecard, ranking: Ranking) -> Fraction | None:
    """What is ranked: the total in 分 or its share of full marks; None where there is none or a veto forbids it."""
    if card.total is None or card.ranked == "none" or (ranking.by == "share" and not card.full):
        return None
    if card.ranked == "last":
        return LAST
    return card.total if ranking.by == "total" else card.total / card.full


def _with(group: Group, value: Fraction | None, published: Fraction | None, unit: str) -> Group:
    """The group with a draft in it, in the place of what the unit has published, if anything."""
    values = list(group.values)
    if published is not None:
        values.remove(published)
    if value is not None:
        insort(values, value)
    return replace(group, values=tuple(values), missing=tuple(each for each in group.missing if each != unit))
