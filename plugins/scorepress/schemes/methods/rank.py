"""Rank (排名): marks by the place in the group, a step down for each place or by a table."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import KeptList, MissingKey, Record
from scorepress.core.trace import Step, step
from scorepress.core.values import Count, Marks, Share
from scorepress.schemes.group import TIES, Group, Ties
from scorepress.schemes.indicator import Edge, Outcome
from scorepress.schemes.measured import Compared
from scorepress.schemes.methods.bands import BandAboveFull


class RankTable(Rule):
    """A table of ranks leaves places out or cannot be read in one way."""

    code = "SR253"
    message = N_("the table of ranks does not give every place one mark: {problem}")
    cure = N_("list the places from the first on, each row up to a later place, and leave to out of the last row")
    why = N_("A unit on a place without marks could not be scored.")
    bad = "ranks: [{to: 3, marks: 10}, {to: 2, marks: 8}]"
    good = "ranks: [{to: 3, marks: 10}, {to: 10, marks: 8}, {marks: 5}]"


class Places(Record):
    """Places up to `to` (inclusive) earn `marks`; the last row has no `to`."""

    to: Count | None = None
    """The last place of the row, inclusive; left out in the last row."""
    marks: Marks
    """分 for these places."""


class Rank(Compared):
    """Marks by the place in the group: so much less for each place behind the first, or by a table of places."""

    method: Literal["rank"]
    step: Share | None = None
    """The share of full marks that each place costs."""
    ranks: KeptList[Places] = []
    """A table of places, instead of `step`; the first row gives what is to be shared out."""
    ties: Ties
    """How equal values share a place; schemes differ, so it must be said."""
    least: Share = Fraction()
    """The share of full marks that the last places get at least."""
    name_in_words = N_("Rank")
    in_symbols = (
        "full × max(least, 1 − step × (rank − 1))",
        N_("ranks → marks of the row of the rank"),
    )
    edges = (
        Edge(
            N_("Equal values: `competition` 1, 1, 3; `dense` 1, 1, 2; `average` 1.5, 1.5, 3. It must be said."),
            "rank: ties, the next place is left out",
        ),
        Edge(N_("How ties count is not said: an error of the scheme."), "rank: how ties count is not said"),
        Edge(
            N_("A place between two (averaged ties) reads the table at the next whole place."),
            "rank: a table, averaged ties between two places",
        ),
        Edge(N_("A long list: not below `least`, and never below 0."), "rank: a long list without a least share"),
        Edge(N_("All values are equal: everybody shares the place."), "rank: all values are equal"),
        Edge(N_("One unit only: the first place."), "rank: one unit only"),
        Edge(N_("Both a step and a table, or neither: an error of the scheme."), "rank: a step and a table"),
        Edge(
            N_("The table gives the first place other than full marks, or ends: an error of the scheme."),
            "rank: a table whose last row ends",
        ),
        Edge(
            N_("A unit has not reported: provisional; with it every place may change."),
            "group: one unit has not reported",
        ),
    )

    def placed(self, value: Fraction, group: Group, full: Fraction) -> Outcome:
        """The marks of the place; a place between two (averaged ties) reads the table at the next whole place."""
        rank = group.rank(value, self.direction, self.ties)
        words = N_("{value} is on place {rank} of {count}")
        where = step(words, "{rank}", rank, value=value, rank=rank, count=group.size)
        if self.ranks:
            index, row = next(found for found in enumerate(self.ranks) if found[1].to is None or rank <= found[1].to)
            marks = exact(row.marks)
            made = step(N_("marks for this place"), "{marks}", marks, marks=marks)
            return Outcome(marks, (where, made.by_row("ranks", index)))
        each = self.step or Fraction()
        marks = full * (1 - each * (rank - 1))
        words, formula = (
            N_("full marks less {percent} % for each place behind the first"),
            "{full} * (1 - {each} * ({rank} - 1))",
        )
        steps: list[Step] = [where, step(words, formula, marks, full=full, each=each, rank=rank, percent=each * 100)]
        least = full * self.least
        if marks < least:
            words = N_("at least {share} % of full marks")
            steps.append(step(words, "max({marks}, {least})", least, marks=marks, least=least, share=self.least * 100))
            marks = least
        return Outcome(marks, tuple(steps))

    def method_in_words(self) -> Iterator[Message]:
        """The price of a place or the table, and how ties are treated."""
        if self.step is not None:
            words = N_(
                "Full marks for the first place of the group, {step} % less for each place behind, at least {least} %."
            )
            yield message(words, step=self.step * 100, least=self.least * 100)
        first = 1
        for row in self.ranks:
            if row.to is None:
                yield message(N_("From place {first} on: {marks}"), first=Fraction(first), marks=row.marks)
            else:
                words = N_("Places {first} to {last}: {marks}")
                yield message(words, first=Fraction(first), last=Fraction(row.to), marks=row.marks)
                first = row.to + 1
        yield message(TIES[self.ties])
        yield from self.direction_in_words()

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Neither a step nor a table, both, or a table with holes or other full marks."""
        yield from super().problems(node)
        if self.step is None and not self.ranks:
            yield MissingKey.at(span_at(node, "method"), key="step")
        if self.step is not None and self.ranks:
            yield RankTable.at(span_at(node, "step"), problem=message(N_("step gives marks for the same places")))
        for index, (upper, lower) in enumerate(pairwise(self.ranks), 1):
            if upper.to is None or (lower.to is not None and lower.to <= upper.to):
                place = span_at(node, "ranks", index)
                yield RankTable.at(place, problem=message(N_("this row begins where the one above has ended")))
        best = max((exact(row.marks) for row in self.ranks), default=None)
        rest = exact(self.full or 0) - exact(self.gate.marks if self.gate else 0)
        if self.full is not None and best is not None and best != rest:
            index = max(range(len(self.ranks)), key=lambda index: self.ranks[index].marks)
            place, see = span_at(node, "ranks", index, "marks"), span_at(node, "full")
            yield BandAboveFull.at(place, see, marks=best, full=self.full)
        if self.ranks and self.ranks[-1].to is not None:
            place = span_at(node, "ranks", len(self.ranks) - 1)
            yield RankTable.at(place, problem=message(N_("the places behind the last row have no marks")))
