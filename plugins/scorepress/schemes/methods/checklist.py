"""Checklist: points for each item that is done."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact, sum_of
from scorepress.core.records import KeptList, Record
from scorepress.core.trace import step
from scorepress.core.values import Flag, Id, Marks, Text
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome
from scorepress.schemes.named import NotInScheme, repeated


class ItemsDoNotAddUp(Rule):
    """The items of a checklist do not add up to the full marks."""

    code = "SR206"
    message = N_("the items add up to {sum}, the full marks are {full}")
    cure = N_("correct the points of an item, or full")
    why = N_("With everything done a unit must reach exactly full marks.")
    bad = "{full: 6, method: checklist, items: [{…, points: 1.5}, {…, points: 1.5}]}"
    good = "{full: 3, method: checklist, items: [{…, points: 1.5}, {…, points: 1.5}]}"


class Item(Record):
    """One thing to do and its 分."""

    id: Id
    """What a report calls it."""
    title: Text
    """What is to be done."""
    points: Marks
    """分 for doing it."""
    key: Flag = False
    """Without it nothing counts (关键项)."""


class ChecklistEntry(Entry):
    """`A5: {done: [plan, budget]}`."""

    done: KeptList[Id]
    """Ids of the items that are done."""


class Checklist(Indicator):
    """The sum of the points of the items that are done."""

    method: Literal["checklist"]
    items: KeptList[Item]
    """The items; their points add up to `full`."""
    entry = ChecklistEntry
    name_in_words = N_("Checklist")
    in_symbols = (N_("Σ points of the items in done"),)
    edges = (
        Edge(N_("Nothing done: `done: []`, a score of 0; left out, there is no score."), "checklist: no list"),
        Edge(N_("An item named twice counts once."), "checklist: an item named twice"),
        Edge(
            N_("A key item (`key: true`) is not done: 0, whatever else is."),
            "requires: a key item of a checklist is missing",
        ),
        Edge(N_("The points of all items must add up to the full marks."), "checklist: items that miss the full marks"),
        Edge(N_("An item that the scheme does not have: no score, an error."), "checklist: an unknown item"),
    )

    def score(self, entry: ChecklistEntry, full: Fraction) -> Outcome:
        """Σ points of the items in `done`, each counted once."""
        del full
        items = {item.id: item for item in self.items}
        for index, name in enumerate(entry.done):
            if name not in items:
                raise CannotScore(NotInScheme, "done", index, given=name, allowed=list(items))
        points = tuple(exact(item.points) for item in self.items if item.id in entry.done)
        count, items_in_all = Fraction(len(points)), Fraction(len(self.items))
        marks = sum_of(points)
        words = N_("{count} of {all} items done")
        steps = (step(words, "{points}", marks, count=count, all=items_in_all, points=points),)
        failed = next((index for index, item in enumerate(self.items) if item.key and item.id not in entry.done), None)
        if failed is None:
            return Outcome(marks, steps)
        none = step(N_("the key item {title} is not done: 0"), "0", Fraction(), title=self.items[failed].title)
        return Outcome(Fraction(), (*steps, none.by_row("items", failed)))

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence for each item."""
        for item in self.items:
            words = (
                N_("{title}: {points} if done, and nothing at all without it")
                if item.key
                else N_("{title}: {points} if done")
            )
            yield message(words, title=item.title, points=item.points)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Items that share an id, and points that miss the full marks."""
        yield from repeated(node, "items")
        total = sum_of(exact(item.points) for item in self.items)
        if self.full is not None and total != exact(self.full):
            yield ItemsDoNotAddUp.at(span_at(node, "full"), span_at(node, "items"), sum=total, full=self.full)
