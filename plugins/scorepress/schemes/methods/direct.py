"""Direct: the unit states its marks itself, between zero and full."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact
from scorepress.core.trace import step
from scorepress.core.values import Number
from scorepress.schemes.indicator import Entry, Indicator, Outcome


class DirectEntry(Entry):
    """`A1: 30`, or `A1: {self: 30, evidence: [plan]}`."""

    self_: Number = Field(alias="self")


class Direct(Indicator):
    """Marks as the unit states them; the only method without a rule of its own."""

    method: Literal["direct"]
    entry = DirectEntry

    def score(self, entry: DirectEntry, full: Fraction) -> Outcome:
        """The stated marks; that they lie between 0 and full is checked for every method."""
        del full
        marks = exact(entry.self_)
        return Outcome(marks, (step(N_("the unit states {marks}"), "{marks}", marks, marks=marks),), stated=True)

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence."""
        yield message(N_("The unit states its marks and argues them in the text."))
