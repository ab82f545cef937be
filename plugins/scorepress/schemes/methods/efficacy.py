"""Efficacy coefficient (功效系数): a unit's value placed between the worst and the best of its group."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact
from scorepress.core.records import MissingKey
from scorepress.core.trace import step
from scorepress.core.values import Number, Share, Text
from scorepress.schemes.indicator import CannotScore, Entry, Indicator, Outcome


class EfficacyEntry(Entry):
    """`A9: {actual: 8.3, self: 9.1}`: the value, and the unit's own estimate of the marks."""

    actual: Number


class Efficacy(Indicator):
    """base + (1 - base) × (own - worst) / (best - worst) of the full marks, over all units of the group.

    Until all reports of the group are there, the unit's own estimate stands, marked as provisional.
    """

    method: Literal["efficacy"]
    base: Share = Fraction(3, 5)
    direction: Literal["up", "down"] = "up"
    measured_in: Text | None = None
    entry = EfficacyEntry

    def score(self, entry: EfficacyEntry, full: Fraction) -> Outcome:
        """The unit's estimate, provisional: the group decides."""
        del full
        if entry.self_ is None:
            raise CannotScore(MissingKey, key="self")
        marks = exact(entry.self_)
        words = N_("the unit's estimate for the value {actual}; the marks depend on the whole group")
        steps = (step(words, "{marks}", marks, marks=marks, actual=entry.actual),)
        return Outcome(marks, steps, group_needed=True, stated=True)

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence."""
        words = N_("{base} % of full marks for the worst unit of the group, 100 % for the best, in proportion between.")
        yield message(words, base=self.base * 100)
        if self.direction == "down":
            yield message(N_("The lowest value is the best."))
