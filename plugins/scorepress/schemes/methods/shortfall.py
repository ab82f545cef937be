"""Shortfall: so many marks off for each unit by which the target is missed."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact
from scorepress.core.trace import step
from scorepress.core.values import Positive
from scorepress.schemes.indicator import Edge, Outcome
from scorepress.schemes.measured import Targeted, TargetEntry


class Shortfall(Targeted):
    """Full marks less `points` for every `unit` of shortfall, not below zero."""

    method: Literal["shortfall"]
    unit: Positive
    """The size of one unit of shortfall, in the measure of the target."""
    points: Positive
    """分 for each unit."""
    direction: Literal["up", "down"] = "up"
    """`up`: marks are lost below the target. `down`: above it."""
    part_units: Literal["proportional", "ceil", "floor"] = "proportional"
    """What a broken unit costs: its share, as much as a whole one, or nothing."""
    name_in_words = N_("Shortfall")
    in_symbols = (
        "max(0, full − points × max(0, target − actual) ÷ unit)",
        "direction: down → actual − target",
    )
    edges = (
        Edge(N_("On the target or better: full marks, nothing is added."), "shortfall: passed"),
        Edge(N_("So much short that nothing is left: 0 (扣完为止)."), "shortfall: not below zero"),
        Edge(
            N_("A broken unit: its share (`proportional`), as much as a whole one (`ceil`), or nothing (`floor`)."),
            "shortfall: a broken unit, counted as a whole one",
        ),
        Edge(N_("Negative values and targets: differences need no sign."), "shortfall: negative values"),
        Edge(N_("Less is better: `direction: down` counts what is above the target."), "shortfall: less is better"),
        Edge(N_("No target anywhere: no score, an error."), "shortfall: no target anywhere"),
    )

    def marks_of(self, value: Fraction, entry: TargetEntry, full: Fraction) -> Outcome:
        """max(0, full - points × shortfall / unit), the shortfall not below 0."""
        target = self.target_of(entry)
        more, less = (target, value) if self.direction == "up" else (value, target)
        missed = max(Fraction(), more - less)
        short = step(N_("shortfall against the target"), "max(0, {more} - {less})", missed, more=more, less=less)
        steps = [short.in_measure(self.measured_in)]
        units, formula = missed / exact(self.unit), "{missed} / {unit}"
        if self.part_units != "proportional":
            units = Fraction(units.__ceil__() if self.part_units == "ceil" else units.__floor__())
            formula = f"{self.part_units}({formula})"
        if formula != "{missed} / {unit}" or self.unit != 1:
            steps.append(step(N_("units of shortfall"), formula, units, missed=missed, unit=exact(self.unit)))
        points = exact(self.points)
        marks = max(Fraction(), full - points * units)
        words = N_("−{points} for every {unit}{measure} of shortfall, not below 0")
        formula, measure = "max(0, {full} - {points} * {units})", self.difference_unit
        unit = exact(self.unit)
        steps.append(step(words, formula, marks, full=full, points=points, units=units, unit=unit, measure=measure))
        return Outcome(marks, tuple(steps))

    def method_in_words(self) -> Iterator[Message]:
        """The target, the price of a unit, and what a broken unit costs."""
        measure = self.in_unit
        if self.target is None:
            yield message(N_("The target is the one in the report."))
        else:
            yield message(N_("Target {target}{measure}."), target=self.target, measure=measure)
        yield message(
            N_("−{points} for every {unit}{measure} of shortfall, not below 0."),
            points=self.points,
            unit=self.unit,
            measure=self.difference_unit,
        )
        if self.part_units != "proportional":
            words = {
                "ceil": N_("A broken unit counts as a whole one."),
                "floor": N_("A broken unit does not count."),
            }
            yield message(words[self.part_units])
