"""The scheme: how marks are given. One edition a file, a tree of parts and indicators of any depth."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal

from scorepress.core.numbers import ZERO, Mode, exact, places_of, round_to, sum_of
from scorepress.core.records import KeptDict, KeptList, Record
from scorepress.core.values import Flag, Id, Marks, Positive, Text, Weight
from scorepress.schemes.bounds import BoundValue
from scorepress.schemes.form import Form
from scorepress.schemes.former import FormerValue
from scorepress.schemes.indicator import Indicator, Policy, PolicyName, Requirement
from scorepress.schemes.methods import AnyIndicator
from scorepress.schemes.results import Level, Ranking, Rounding, Total, Veto


class Combination(Record):
    """One row of a lookup table: these marks of the children, in any order, give these marks together."""

    of: KeptList[Marks]
    """The marks of the children, in any order."""
    gives: Marks
    """What they give together, 分."""


class Part(Record):
    """A branch of the tree. `full` is in 分 and, where given, must be what the children add up to."""

    id: Id
    """Unique in the whole scheme."""
    title: Text
    """What the part is about."""
    was: FormerValue | None = None
    """What it was in an earlier edition, `A@2021`, where the id has changed."""
    full: Marks | None = None
    """分 that can be reached; with `sum` what the children add up to, with all others it must be written."""
    kind: Literal["base", "bonus", "penalty"] = "base"
    """`bonus` comes on top of the base total, `penalty` is taken off at the end; both only at the top.

    Parts below them count with them.
    """
    aggregate: Literal["sum", "weighted", "mean", "weakest", "all", "pool", "lookup", "none", "deduct"] = "sum"
    """How the children make up the part; see below."""
    relative_weights: Flag = False
    """For `weighted`: the weights are numbers of any size, divided by their sum."""
    plus: Positive | None = None
    """For `weakest`: 分 more where some child does better than the weakest (B+ instead of B)."""
    table: "KeptList[Combination]" = []
    """For `lookup`: what the children's marks, in any order, give together."""
    labels: KeptDict[Text, Marks] = {}
    """Words for marks: `{A: 4, B+: 3.5, B: 3}`."""
    classes: KeptList[Id] = []
    """The classes of units that it is for; without it, all."""
    by_class: KeptDict[Id, Any] = {}
    """Other parameters for a class: `by_class: {B: {full: 50}}`."""
    requires: KeptList[Requirement] = []
    """For a bonus: scores without which it does not count."""
    keys: KeptList[Id] = []
    """Children that must have full marks: if one of them misses, the part has 0 (关键项)."""
    weight: Weight | None = None
    """What it counts in a part with `aggregate: weighted`, such as `60%`; only there."""
    cap: Positive | None = None
    """At most this many 分 (for a bonus part; for a penalty part, at most this much is taken off)."""
    note: Text | None = None
    """An explanation for readers; it has no effect."""
    parts: "KeptList[Part]" = []
    """Parts inside this one, to any depth."""
    indicators: KeptList[AnyIndicator] = []
    """The indicators, which alone are scored."""

    @cached_property
    def children(self) -> "tuple[Part | Indicator, ...]":
        """Parts first, then indicators, each in the order of the file."""
        return (*self.parts, *self.indicators)


class UnitClass(Record):
    """One class of units (考核类别), which are compared with one another."""

    id: Id
    """What `classes` and `by_class` call it."""
    title: Text
    """Its name for people."""
    units: KeptList[Id]
    """The units that belong to it, by their ids; each unit in one class."""


class Section(Record):
    """A section of the prose that every report must have; `sections: [基本情况, …]` is short for titles."""

    short_key: ClassVar[str | None] = "title"
    title: Text
    """The heading."""
    aliases: KeptList[Text] = []
    """Other headings that count as this one."""
    optional: Flag = False
    """The section may be left out."""


class Scheme(Record):
    """One edition of a scheme."""

    scheme: Id
    """The name of the scheme, as its folder is called."""
    edition: Id
    """The edition, as the file is called, such as `2025`."""
    title: Text
    """The name for people."""
    kind: Literal["scored", "narrative"] = "scored"
    """`scored`: with marks. `narrative`: prose, figures and measures, without marks."""
    fictional: Flag = False
    """Marks invented teaching material on its page."""
    issuer: Text | None = None
    """Who has issued it."""
    basis: KeptList[Text] = []
    """Documents that the scheme rests on."""
    note: Text | None = None
    """An explanation for readers; it has no effect."""
    units: KeptList[Id] = []
    """Who is assessed, where there are no classes; group methods wait for all of them."""
    classes: KeptList[UnitClass] = []
    """Classes of units, which are compared with one another and may have rules of their own."""
    groupings: KeptDict[Id, KeptDict[Id, KeptList[Id]]] = {}
    """Other ways to divide the units, by name: `terrain: {mountain: [u1, u2], plain: [u3]}`."""
    rounding: Rounding | None = None
    """Where and how marks are rounded; required where there are marks."""
    not_applicable: PolicyName = "forbidden"
    """What happens to an indicator that does not apply to a unit."""
    parts: KeptList[Part] = []
    """The parts, with their indicators."""
    total: Total = Total.model_construct()
    """What the total is made of, where there is a bonus."""
    grades: KeptDict[Id, BoundValue] = {}
    """Each grade with the share of full (`90%`) or the 分 (`90`) that earns it, best first; the last takes the rest."""
    vetoes: KeptList[Veto] = []
    """What decides the grade or the total, whatever the marks."""
    ranking: Ranking | None = None
    """How whole reports are ranked."""
    sections: KeptList[Section] = []
    """Sections that the text of a report must have."""
    evidence_kinds: KeptList[Text] = []
    """The kinds of evidence that indicators may ask for."""
    form: Form | None = None
    """The official form that reports are shown in as well."""

    @property
    def key(self) -> str:
        """`scheme@edition`, as reports name it."""
        return f"{self.scheme}@{self.edition}"

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its id, in the order of the tree."""
        return {leaf.id: leaf for part in self.parts for leaf in leaves(part)}

    @cached_property
    def all_parts(self) -> dict[str, Part]:
        """Every part by its id, from the top down."""
        return {part.id: part for top in self.parts for part in branches(top)}

    def policy(self, indicator: Indicator) -> Policy:
        """What happens when the indicator does not apply."""
        return Policy(indicator.not_applicable or self.not_applicable)

    def confirms(self, stated: Decimal, marks: Fraction) -> bool:
        """Whether marks that somebody states, 分, are `marks` as the scheme rounds.

        They are compared at the scheme's own places, or at more where more were written: a whole number does not
        agree with everything that rounds to it.
        """
        rounding = self.rounding
        places = max(places_of(stated), rounding.places if rounding else 0)
        return exact(stated) == round_to(marks, places, Mode(rounding.mode) if rounding else Mode.HALF_UP)

    @cached_property
    def roster(self) -> tuple[str, ...]:
        """Every unit that is assessed; empty where the scheme does not say."""
        return tuple(dict.fromkeys([*self.units, *(unit for each in self.classes for unit in each.units)]))

    @cached_property
    def divisions(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """For `class`, `all` and each grouping: the groups by name, with the units that belong to them."""
        everybody = {"all": self.roster}
        classes = {each.id: tuple(each.units) for each in self.classes}
        others = {
            name: {group: tuple(units) for group, units in groups.items()} for name, groups in self.groupings.items()
        }
        return {"class": classes or everybody, "all": everybody, **others}

    def shown_places(self, level: Level) -> int | None:
        """How many decimal places scores of a level are shown with; None where the scheme does not round them."""
        return self.rounding.shown_places(level) if self.rounding else None

    @property
    def ranked_within(self) -> str:
        """The division whose groups are ranked each by itself; where nobody is ranked, that by class."""
        return (self.ranking.within if self.ranking else None) or "class"

    @cached_property
    def group_of(self) -> dict[str, dict[str, str]]:
        """For each division, the name of the group that a unit belongs to."""
        return {
            division: {unit: name for name, units in groups.items() for unit in units}
            for division, groups in self.divisions.items()
        }

    @cached_property
    def full(self) -> Fraction:
        """The full marks of the base, 分: what 100 % means."""
        return sum_of(full_of(part) for part in self.parts if part.kind == "base")

    @cached_property
    def grade_limits(self) -> list[tuple[str, Fraction]]:
        """Each grade with the 分 that earn it, best first as written."""
        return [(name, bound.marks(self.full)) for name, bound in self.grades.items()]

    def grade_of(self, total: Fraction, full: Fraction) -> str:
        """The grade that a total of `full` marks earns, both in 分: the best whose bound it reaches, or the last."""
        earned = (name for name, bound in self.grades.items() if self.total.reaches(total, bound.marks(full)))
        return next(earned, list(self.grades)[-1])


def leaves(node: Part | Indicator) -> Iterator[Indicator]:
    """The indicators below `node`, in the order of the tree."""
    if isinstance(node, Indicator):
        yield node
        return
    for child in node.children:
        yield from leaves(child)


def branches(part: Part) -> Iterator[Part]:
    """`part` and every part below it."""
    yield part
    for child in part.parts:
        yield from branches(child)


def full_of(node: Part | Indicator) -> Fraction:
    """The full marks of a node, 分: as written, or what its children add up to; 0 where it has none."""
    if node.full is not None:
        return exact(node.full)
    if isinstance(node, Indicator) or node.aggregate != "sum" or node.kind != "base":
        return ZERO
    return sum_of(full_of(child) for child in node.children)
