"""Base plus or minus (基础分±, 对标增减): a base on the target, so much more or less for each unit beside it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.spelling import NumberOutOfRange
from scorepress.core.trace import Step, step
from scorepress.core.values import Positive, Share
from scorepress.schemes.bounds import BoundValue
from scorepress.schemes.group import Direction
from scorepress.schemes.indicator import Edge, Outcome
from scorepress.schemes.measured import Targeted, TargetEntry


class PlusMinus(Targeted):
    """A base for reaching the target, so much more or less for each unit above or below it.

    The target is the scheme's, or a benchmark that the report gives (the city's figure). For percentages the unit is
    in percentage points: 8.3 against 8.0 is 0.3.
    """

    method: Literal["plus_minus"]
    base: BoundValue
    """What reaching the target earns: a share of full (`80%`) or 分."""
    unit: Positive
    """The size of one unit of difference, in the measure of the target."""
    points: Positive
    """分 more for each unit above the target."""
    points_below: Positive | None = None
    """分 less for each unit below it; without it, `points`."""
    direction: Direction = "up"
    """`up`: above the target there is more. `down`: below it."""
    part_units: Literal["proportional", "whole"] = "proportional"
    """What a broken unit counts: its share, or nothing."""
    most: Share = Fraction(1)
    """The share of full marks that can be reached, `120%` where marks may pass full."""
    name_in_words = N_("Base plus or minus")
    in_symbols = (
        "min(most × full, max(0, base + points × (actual − target) ÷ unit))",
        "direction: down → target − actual",
    )
    edges = (
        Edge(N_("Exactly on the target: the base."), "plus_minus: on the target"),
        Edge(N_("A negative target or one of 0: differences need no sign."), "plus_minus: a negative benchmark"),
        Edge(
            N_("Percentages: the difference is in percentage points (个百分点), 8.3 against 8.0 is 0.3."),
            "plus_minus: against the city's figure, in percentage points",
        ),
        Edge(N_("A broken unit: its share (`proportional`), or nothing (`whole`)."), "plus_minus: whole units only"),
        Edge(N_("Never below 0, never above `most` × full."), "plus_minus: at most full marks"),
        Edge(N_("`most` above 100 %: marks may pass full marks."), "plus_minus: more than full marks"),
        Edge(
            N_("The scheme sets no target and the report none: no score, an error."),
            "plus_minus: no benchmark anywhere",
        ),
    )

    def highest(self, full: Fraction) -> Fraction | None:
        """`most` × full."""
        return full * self.most

    def marks_of(self, value: Fraction, entry: TargetEntry, full: Fraction) -> Outcome:
        """On the target itself exactly the base; never below 0."""
        target = self.target_of(entry)
        ahead, behind = (value, target) if self.direction == "up" else (target, value)
        unit, difference = exact(self.unit), ahead - behind
        units, formula = difference / unit, "({ahead} - {behind}) / {unit}"
        if self.part_units == "whole":
            units = Fraction(abs(units).__floor__()) * (1 if units >= 0 else -1)
            formula = f"down({formula}, 0)"
        words = N_("units above the target (below it: negative)")
        steps: list[Step] = [step(words, formula, units, ahead=ahead, behind=behind, unit=unit)]
        price = exact(self.points if units >= 0 or self.points_below is None else self.points_below)
        base, most = self.base.marks(full), full * self.most
        marks = min(most, max(Fraction(), base + price * units))
        words, formula = (
            N_("base and {price} for each unit, between 0 and {most}"),
            "min({most}, max(0, {base} + {price} * {units}))",
        )
        steps.append(step(words, formula, marks, most=most, base=base, price=price, units=units))
        return Outcome(marks, tuple(steps))

    def method_in_words(self) -> Iterator[Message]:
        """The base, the price of a unit on either side, and the most."""
        yield message(
            N_("Reaching the target ({target}) earns {base}."), target=self.target_in_words(), base=self.base.words
        )
        below = self.points if self.points_below is None else self.points_below
        words = N_("+{points} for every {unit}{measure} above the target, −{below} for each below; {most}.")
        if self.direction == "down":
            words = N_("+{points} for every {unit}{measure} below the target, −{below} for each above; {most}.")
        most = message(N_("between 0 and full marks"))
        if self.most != 1:
            most = message(N_("between 0 and {share}% of full marks"), share=self.most * 100)
        yield message(words, points=self.points, below=below, unit=self.unit, measure=self.difference_unit, most=most)
        if self.part_units == "whole":
            yield message(N_("A broken unit does not count."))

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """A base above the most."""
        yield from super().problems(node)
        full = exact(self.full or 0)
        if full and self.base.marks(full) > full * self.most:
            allowed = message(N_("at most {number}"), number=full * self.most)
            yield NumberOutOfRange.at(span_at(node, "base"), text=self.base.marks(full), allowed=allowed)
