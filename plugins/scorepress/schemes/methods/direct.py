"""Direct: the unit states its marks itself, between zero and full."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact
from scorepress.core.trace import step
from scorepress.core.values import Number
from scorepress.schemes.indicator import Edge, Entry, Indicator, Outcome


class DirectEntry(Entry):
    """`A1: 30`, or `A1: {self: 30, evidence: [plan]}`."""

    self_: Number = Field(alias="self")


class Direct(Indicator):
    """Marks as the unit states them; the only method without a rule of its own."""

    method: Literal["direct"]
    entry = DirectEntry
    name_in_words = N_("Direct")
    in_symbols = ("self",)
    edges = (
        Edge(N_("A score of 0 is a score, not a missing one."), "direct: zero is a score"),
        Edge(N_("Above full marks or below 0: no score, an error; nothing is cut to fit."), "direct: above full"),
        Edge(N_("Left out: neither 0 nor not applicable, so there is no total."), "direct: one indicator left out"),
        Edge(
            N_("More places than the scheme keeps: rounded where the scheme rounds."),
            "direct: more places than the scheme keeps, rounded at the indicator",
        ),
        Edge(
            N_("Rounding does not hide a score that is above full marks as stated."),
            "direct: rounding does not hide a score above full",
        ),
    )

    def score(self, entry: DirectEntry, full: Fraction) -> Outcome:
        """The stated marks; that they lie between 0 and full is checked for every method."""
        del full
        marks = exact(entry.self_)
        return Outcome(marks, (step(N_("stated as {marks}"), "{marks}", marks, marks=marks),), stated=True)

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence."""
        yield message(N_("The unit states its marks and argues them in the text."))
