"""Bonus: marks on top, as claimed or by a list of achievements, up to the caps that the scheme sets."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping
from scorepress.core.numbers import ZERO, exact, sum_of
from scorepress.core.records import KeptList, MissingKey, Record
from scorepress.core.trace import Step, step
from scorepress.core.values import Count, Id, Positive, Text
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome
from scorepress.schemes.named import NotInScheme, repeated


class Achievement(Record):
    """Something that earns a bonus, for each time, up to its own cap."""

    id: Id
    """What a report calls it."""
    title: Text
    """What earns a bonus."""
    points: Positive
    """分 for each time."""
    cap: Positive | None = None
    """分 at most for this achievement, however often."""


class Claim(Record):
    """One achievement claimed."""

    item: Id
    """The id of the achievement."""
    count: Count = 1
    """How often."""
    matter: Id | None = None
    """What it is about, where one matter could be claimed for several achievements: only the highest counts."""
    reason: Text
    """What was achieved."""


class BonusEntry(Entry):
    """`B1: 5`, or `B1: {claims: [{item: pilot, count: 2, reason: …}]}` where the scheme lists achievements."""

    claims: KeptList[Claim] = []
    """The achievements claimed, where the scheme lists them."""

    @property
    def matters(self) -> tuple[str, ...]:
        """The matters that are claimed, each once."""
        return tuple(dict.fromkeys(claim.matter for claim in self.claims if claim.matter is not None))


class Bonus(Indicator):
    """Marks on top of the base; a scheme that states no `cap` sets none."""

    method: Literal["bonus"]
    items: KeptList[Achievement] = []
    """The achievements that earn a bonus; without them the unit states its marks."""
    entry = BonusEntry
    scores_without_full = True
    unbounded = True
    name_in_words = N_("Bonus")
    in_symbols = (
        N_("Σ min(cap of the item, count × points)"),
        N_("items left out → self"),
    )
    edges = (
        Edge(N_("Nothing claimed: `claims: []` or 0, no bonus."), "bonus: nothing claimed"),
        Edge(
            N_("Above the cap of an item, of the indicator or of the part: cut to it, in this order."),
            "bonus: cap of an item, then of the indicator",
        ),
        Edge(
            N_("Marks stated without a claim, where the scheme lists achievements: an error."),
            "bonus: marks stated where there is a list",
        ),
        Edge(
            N_("One matter (`matter`) under several achievements: only the highest counts."),
            "requires: one matter under two achievements",
        ),
        Edge(N_("One matter under two indicators: an error."), "requires: one matter under two indicators"),
        Edge(
            N_("A bonus that needs other scores (`requires`) which are not reached: 0."),
            "requires: the core indicator misses",
        ),
        Edge(
            N_("Not applicable: nothing is added and nothing spread, whatever the policy."),
            "bonus: not applicable, one bonus of several",
        ),
        Edge(
            N_("The total may pass full marks, unless `total: {cap: …}` says otherwise."),
            "bonus: a total above the full marks",
        ),
        Edge(N_("A negative bonus: an error; deductions have a part of their own."), "bonus: a negative bonus"),
    )

    def score(self, entry: BonusEntry, full: Fraction) -> Outcome:
        """Σ min(item cap, count × points); without a list, the marks as stated."""
        del full
        steps: list[Step] = []
        if self.items:
            marks = self._listed(entry, steps)
        elif entry.claims:
            raise CannotScore(NotInScheme, "claims", 0, "item", given=entry.claims[0].item, allowed="-")
        elif entry.self_ is None:
            raise CannotScore(MissingKey, key="self")
        else:
            marks = exact(entry.self_)
            steps.append(step(N_("stated as {marks}"), "{marks}", marks, marks=marks))
        return Outcome(marks, tuple(steps), stated=not self.items)

    def _listed(self, entry: BonusEntry, steps: list[Step]) -> Fraction:
        items = {item.id: item for item in self.items}
        earned: dict[str, Fraction] = {}
        highest: dict[str, tuple[Fraction, int]] = {}
        for index, claim in enumerate(entry.claims):
            if claim.matter is not None and claim.item in items:
                amount = exact(items[claim.item].points) * claim.count
                highest[claim.matter] = max(highest.get(claim.matter, (Fraction(-1), 0)), (amount, -index))
        for index, claim in enumerate(entry.claims):
            item = items.get(claim.item)
            if item is None:
                raise CannotScore(NotInScheme, "claims", index, "item", given=claim.item, allowed=list(items))
            if claim.matter is not None and highest[claim.matter][1] != -index:
                words = N_("{title}: the same matter counts once, at its highest")
                steps.append(step(words, "0", ZERO, title=item.title))
                continue
            count, points = exact(claim.count), exact(item.points)
            amount = count * points
            words = N_("bonus for {title}")
            steps.append(step(words, "{count} * {points}", amount, title=item.title, count=count, points=points))
            earned[item.id] = earned.get(item.id, ZERO) + amount
        for key, amount in earned.items():
            if (most := items[key].cap) is not None and amount > most:
                cap, title = exact(most), items[key].title
                earned[key] = cap
                words = N_("at most {cap} for {title}")
                steps.append(step(words, "min({amount}, {cap})", cap, cap=cap, amount=amount, title=title))
        return self._added(list(earned.values()), steps)

    def _added(self, amounts: list[Fraction], steps: list[Step]) -> Fraction:
        total = sum_of(amounts)
        if not amounts:
            steps.append(step(N_("nothing claimed"), "0", ZERO))
        elif total != steps[-1].result or len(amounts) > 1:
            steps.append(step(N_("sum"), "{amounts}", total, amounts=tuple(amounts)))
        return total

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The claims, or the marks where the scheme lists no achievements."""
        return {"claims": ()} if self.items else {"self": ()}

    def rules_in_words(self) -> Iterator[Message]:
        """The list, or that the unit states its marks; and that there is no cap."""
        for item in self.items:
            words = N_("{title}: +{points} each") if item.cap is None else N_("{title}: +{points} each, at most {cap}")
            yield message(words, title=item.title, points=item.points, cap=item.cap)
        if not self.items:
            yield message(N_("Marks on top, as stated and argued by the unit."))
        if self.cap is None:
            yield message(N_("The scheme states no cap."))

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Achievements that share an id."""
        yield from repeated(node, "items")
