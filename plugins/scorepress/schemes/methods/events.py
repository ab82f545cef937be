"""Events: marks are taken off for each thing that went wrong, by a list of causes with prices."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping
from scorepress.core.numbers import ZERO, exact, sum_of
from scorepress.core.records import KeptList, MissingKey, Record
from scorepress.core.trace import Step, step
from scorepress.core.values import Count, Flag, Id, Positive, Text
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome
from scorepress.schemes.named import NotInScheme, repeated


class ExclusiveCauses(Rule):
    """Two causes that exclude each other are both charged."""

    code = "SR244"
    message = N_("{one} and {other} exclude each other")
    cure = N_("keep the one that fits best")
    why = N_("One matter must not be charged twice.")
    bad = "events: [{rule: late, …}, {rule: missing, …}]"
    good = "events: [{rule: missing, …}]"


class PointsFixed(Rule):
    """A report sets the price of a cause that the scheme has priced, or leaves an open one unpriced."""

    code = "SR245"
    message = N_("the scheme deducts {price} for each {cause}; the report cannot say otherwise")
    cure = N_("delete points here; say how often with count")
    why = N_("The price of a cause is the scheme's.")
    bad = "events: [{rule: late, points: 0.5, reason: …}]"
    good = "events: [{rule: late, count: 1, reason: …}]"


class Cause(Record):
    """One thing that costs marks."""

    id: Id
    """What a report calls it."""
    title: Text
    """What costs marks."""
    points: Positive | None = None
    """分 for each time; without it the report says how many marks the matter costs."""
    cap: Positive | None = None
    """At most this many 分 for the cause, however often."""
    exclusive: Id | None = None
    """Causes with the same word here exclude each other."""


class Event(Record):
    """One thing that happened, with its reason."""

    rule: Id
    """The id of the cause."""
    count: Count = 1
    """How often."""
    points: Positive | None = None
    """分 for each time, where the scheme leaves the price open."""
    about: Flag = False
    """The amount is inexact in the source (约) and is shown so."""
    reason: Text
    """What happened."""


class EventsEntry(Entry):
    """`A15: {events: [{rule: late, count: 2, reason: …}]}`; no events means that nothing is deducted."""

    events: KeptList[Event] = Field(default_factory=list)
    """What happened; an empty list where nothing did."""

    @property
    def inexact(self) -> bool:
        """Whether the score or the price of an event is inexact."""
        return self.about or any(event.about for event in self.events)

    @property
    def explained(self) -> bool:
        """Each event brings its reason."""
        return self.note is not None or bool(self.events)


class Events(Indicator):
    """Full marks less the price of every event, not below zero; without full marks, a deduction from the part."""

    method: Literal["events"]
    rules: KeptList[Cause]
    """The causes, each with its price."""
    entry = EventsEntry
    scores_without_full = True
    signed = True
    name_in_words = N_("Events")
    in_symbols = (
        "max(0, full − Σ count × points)",
        N_("full left out → −Σ count × points, taken off the part"),
    )
    edges = (
        Edge(N_("Nothing happened: `events: []`, full marks."), "events: nothing happened"),
        Edge(N_("So much deducted that nothing is left: 0 (扣完为止)."), "events: not below zero"),
        Edge(
            N_("A cause has a cap: over all events of the cause together."),
            "events: cap of a cause over several entries",
        ),
        Edge(
            N_("Causes that exclude each other (`exclusive`) are both charged: no score, an error."),
            "events: causes that exclude each other",
        ),
        Edge(
            N_("The scheme leaves the price open: the report states `points`, with the reason."),
            "events: an open price",
        ),
        Edge(
            N_("The report states another price than the scheme: an error."), "events: another price than the scheme's"
        ),
        Edge(
            N_("`count: 0`: it did not happen, so nothing is deducted and nothing excluded."),
            "events: causes that exclude each other, one of them 0 times",
        ),
        Edge(N_("A cause that the scheme does not have: no score, an error."), "events: an unknown cause"),
        Edge(
            N_("In a part with `aggregate: deduct`, or a penalty: no full marks, marks are taken off the part."),
            "deduct: off a common total",
        ),
    )

    def score(self, entry: EventsEntry, full: Fraction) -> Outcome:
        """full - Σ count × points, each cause up to its cap; the floor is 0 where there are full marks."""
        causes = {cause.id: cause for cause in self.rules}
        self._refuse_exclusive(entry, causes)
        steps: list[Step] = []
        charged: dict[str, Fraction] = {}
        for index, event in enumerate(entry.events):
            cause = causes.get(event.rule)
            if cause is None:
                raise CannotScore(
                    NotInScheme,
                    "events",
                    index,
                    "rule",
                    given=event.rule,
                    allowed=[cause.id for cause in self.rules],
                )
            price = exact(self._price(event, cause, index))
            amount = price * event.count if event.count != 1 else price
            words = N_("deduct for {title} (about)") if event.about else N_("deduct for {title}")
            steps.append(
                step(
                    words,
                    "{count} * {price}" if event.count != 1 else "{price}",
                    amount,
                    title=cause.title,
                    count=exact(event.count),
                    price=price,
                )
            )
            charged[cause.id] = charged.get(cause.id, ZERO) + amount
        for key, amount in charged.items():
            cap = causes[key].cap
            if cap is not None and amount > cap:
                charged[key] = exact(cap)
                steps.append(
                    step(
                        N_("at most {cap} for {title}"),
                        "min({amount}, {cap})",
                        charged[key],
                        cap=exact(cap),
                        amount=amount,
                        title=causes[key].title,
                    )
                )
        return self._total(full, sum_of(charged.values()), steps)

    def _total(self, full: Fraction, lost: Fraction, steps: list[Step]) -> Outcome:
        if not lost:
            nothing = N_("nothing deducted: full marks") if self.full is not None else N_("nothing deducted")
            return Outcome(full, (*steps, step(nothing, "{full}", full, full=full)))
        if self.full is None:
            off = step(N_("taken off"), "0 - {lost}", -lost, lost=lost)
            return Outcome(-lost, (*steps, off))
        marks = max(ZERO, full - lost)
        last = step(
            N_("full marks less deductions, not below 0"),
            "max(0, {full} - {lost})",
            marks,
            full=full,
            lost=lost,
        )
        return Outcome(marks, (*steps, last))

    def _price(self, event: Event, cause: Cause, index: int) -> Decimal:
        if cause.points is None:
            if event.points is None:
                raise CannotScore(MissingKey, "events", index, key="points")
            return event.points
        if event.points is not None and event.points != cause.points:
            raise CannotScore(PointsFixed, "events", index, "points", price=cause.points, cause=cause.id)
        return cause.points

    def _refuse_exclusive(self, entry: EventsEntry, causes: dict[str, Cause]) -> None:
        seen: dict[str, str] = {}
        for index, event in enumerate(entry.events):
            group = causes[event.rule].exclusive if event.rule in causes and event.count else None
            if group and seen.setdefault(group, event.rule) != event.rule:
                raise CannotScore(ExclusiveCauses, "events", index, "rule", one=seen[group], other=event.rule)

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The events; that there were none is for the report to say."""
        return {"events": ()}

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence, then one for each cause."""
        yield message(
            N_("Full marks less deductions, not below 0:")
            if self.full is not None
            else N_("Deductions from the marks of the part:")
        )
        for cause in self.rules:
            words = N_("{title}: as stated, with the reason") if cause.points is None else N_("{title}: −{points} each")
            if cause.cap is not None:
                words = N_("{title}: −{points} each, at most {cap}")
                if cause.points is None:
                    words = N_("{title}: as stated, at most {cap}")
            yield message(words, title=cause.title, points=cause.points, cap=cause.cap)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Causes that share an id."""
        yield from repeated(node, "rules")
