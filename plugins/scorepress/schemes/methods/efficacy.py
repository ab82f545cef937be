"""Efficacy coefficient (功效系数): a unit's value placed between a worst and a best one."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.spelling import NumberOutOfRange
from scorepress.core.trace import Step, step
from scorepress.core.values import Number, Share
from scorepress.schemes.group import Direction, Group
from scorepress.schemes.indicator import Edge, Outcome
from scorepress.schemes.measured import Compared


class DirectionAgainstBounds(Rule):
    """The direction says one thing, the worst and the best value another."""

    code = "SR297"
    message = N_("direction: {direction} contradicts the worst value {worst} and the best value {best}")
    cure = N_("delete direction, which follows from the two values, or correct them")
    why = N_("The marks follow the two values; whoever reads the direction expects the opposite.")
    bad = "{method: efficacy, direction: down, worst: 70, best: 95, …}"
    good = "{method: efficacy, worst: 70, best: 95, …}"


class Efficacy(Compared):
    """Marks in proportion between the worst and the best value of the group; the worst has a base, the best full marks.

    With `worst` and `best` from the scheme (不允许值, 满意值) no group is needed, and values outside them count as
    the nearer one.
    """

    method: Literal["efficacy"]
    base: Share = Fraction(3, 5)
    """The share of full marks for the worst value."""
    worst: Number | None = None
    """A fixed worst value (不允许值), in place of the group's."""
    best: Number | None = None
    """A fixed best value (满意值)."""
    when_equal: Literal["full", "base"] = "full"
    """What everybody gets where all values are equal, or the group is one unit."""
    name_in_words = N_("Efficacy coefficient")
    in_symbols = ("full × (base + (1 − base) × (actual − worst) ÷ (best − worst))",)
    edges = (
        Edge(
            N_("All values are equal (max = min): full marks, or the base with `when_equal: base`."),
            "efficacy: equal values",
        ),
        Edge(N_("One unit only: it is the best of its group."), "efficacy: a group of one"),
        Edge(
            N_("A unit has not reported: the marks are provisional and say who is missing."),
            "efficacy: somebody is missing",
        ),
        Edge(
            N_("The indicator does not apply to a unit: it is no part of the group and nobody waits for it."),
            "efficacy: nobody waits for a unit to which the indicator does not apply",
        ),
        Edge(
            N_("Less is better: `direction: down`, or a `best` below `worst`."), "efficacy: less is better, and no base"
        ),
        Edge(
            N_("Negative values and 0: differences need no sign."),
            "efficacy: negative values have a worst and a best like any others",
        ),
        Edge(
            N_("Fixed `worst` and `best`: values outside count as the nearer one, and no group is needed."),
            "efficacy: below the fixed worst value",
        ),
        Edge(
            N_("Only one of `worst` and `best`, or both alike: an error of the scheme."),
            "efficacy: only one of the two values",
        ),
        Edge(
            N_("The score that a unit states is its estimate and changes nothing."),
            "efficacy: the unit's own estimate changes nothing",
        ),
    )

    @property
    def needs_group(self) -> bool:
        """Whether the worst and the best value are those of the group."""
        return self.worst is None or self.best is None

    def marks_of(self, value: Fraction, entry: Any, full: Fraction) -> Outcome:
        """The marks between the two values of the scheme."""
        del entry
        worst, best = exact(self.worst or 0), exact(self.best or 0)
        low, high = min(worst, best), max(worst, best)
        held = min(max(value, low), high)
        steps: tuple[Step, ...] = ()
        if held != value:
            words, arithmetic = N_("held between {low} and {high}"), "min(max({value}, {low}), {high})"
            steps = (step(words, arithmetic, held, value=value, low=low, high=high),)
        outcome = self._between(held, worst, best, full)
        return Outcome(outcome.marks, (*steps, *outcome.steps))

    def placed(self, value: Fraction, group: Group, full: Fraction) -> Outcome:
        """The marks between the worst and the best of the group."""
        worst, best = group.worst(self.direction), group.best(self.direction)
        if worst == best:
            marks = full if self.when_equal == "full" else full * self.base
            words = N_("all {count} values are equal: {share} % of full marks")
            share = marks / full if full else Fraction(1)
            made = step(words, "{full} * {rate}", marks, count=group.size, share=share * 100, full=full, rate=share)
            return Outcome(marks, (made,))
        return self._between(value, worst, best, full)

    def _between(self, value: Fraction, worst: Fraction, best: Fraction, full: Fraction) -> Outcome:
        rate = (value - worst) / (best - worst)
        words = N_("the place of {value} between the worst {worst} and the best {best}")
        first = step(words, "({value} - {worst}) / ({best} - {worst})", rate, value=value, worst=worst, best=best)
        marks = full * (self.base + (1 - self.base) * rate)
        words = N_("full marks × (base + the rest of 1 × place)")
        formula = "{full} * ({base} + (1 - {base}) * {rate})"
        return Outcome(marks, (first, step(words, formula, marks, full=full, base=self.base, rate=rate)))

    def method_in_words(self) -> Iterator[Message]:
        """One sentence, and what equal values get."""
        if self.needs_group:
            words = N_(
                "{base} % of full marks for the worst unit of the group, 100 % for the best, in proportion between."
            )
            yield message(words, base=self.base * 100)
            if self.when_equal == "base":
                yield message(N_("Where all values are equal, everybody gets {base} %."), base=self.base * 100)
            yield from self.direction_in_words()
        else:
            words = N_("{base} % of full marks for {worst}, 100 % for {best}, in proportion between.")
            yield message(words, base=self.base * 100, worst=self.worst, best=self.best)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """A worst and a best value that are one, or only one of them, or that the direction contradicts."""
        yield from super().problems(node)
        if (self.worst is None) != (self.best is None) or (self.worst is not None and self.worst == self.best):
            key = "best" if self.best is not None else "worst"
            allowed = message(N_("worst and best together, and different"))
            yield NumberOutOfRange.at(span_at(node, key), text=getattr(self, key), allowed=allowed)
        elif self.worst is not None and self.best is not None and "direction" in node:
            better: Direction = "up" if self.best > self.worst else "down"
            if self.direction != better:
                place, bounds = span_at(node, "direction"), {"worst": self.worst, "best": self.best}
                yield DirectionAgainstBounds.at(place, span_at(node, "best"), direction=self.direction, **bounds)
