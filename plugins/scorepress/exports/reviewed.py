"""What reviews have changed: the scores that differ from one layer to the next, each with its reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from scorepress.assessment import Assessed
from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import display_change
from scorepress.reports.model import Adjustment, Review
from scorepress.scoring.layers import SELF, review_of
from scorepress.scoring.scorecard import Score

TOTAL = "total"


@dataclass(frozen=True)
class ReviewedScore:
    """A score that a review has left different from the layer below it."""

    layer: str
    """The layer of the review."""
    id: str
    """Of the indicator or part, or `total`."""
    title: str | Message
    change: str | Message
    """`8.30 → 8.10`, or `−1` for points taken off the total; empty where a veto was found."""
    reasons: tuple[str | Message, ...]


def reviewed_scores(assessed: Assessed) -> list[ReviewedScore]:
    """Every score that a review has changed, review after review; none in a report without reviews."""
    found: list[ReviewedScore] = []
    for below, layer in pairwise(assessed.layers):
        review = review_of(assessed.report, layer) if assessed.report else None
        if review is not None:
            found += _changed(assessed, below, layer, review)
    return found


def _changed(assessed: Assessed, below: str, layer: str, review: Review) -> Iterator[ReviewedScore]:
    before, after = assessed.layers[below], assessed.layers[layer]
    adjusted: dict[str, list[Adjustment]] = {}
    for change in review.adjustments:
        adjusted.setdefault(change.of, []).append(change)
    for score in after.by_id.values():
        former = before.by_id[score.id]
        own = [*_entry_reasons(assessed, below, layer, score), *map(_reason, adjusted.get(score.id, ()))]
        if score.marks != former.marks and (own or not score.children):
            own = own or [message(N_("the values of other units that it is compared with are others"))]
            yield ReviewedScore(layer, score.id, score.node.title, _from_to(former, score), tuple(own))
    for change in adjusted.get(TOTAL, ()):
        yield ReviewedScore(layer, TOTAL, message(N_("the total")), display_change(change.points), (_reason(change),))
    titles = {veto.id: veto.title for veto in assessed.scheme.vetoes} if assessed.scheme else {}
    for case in review.vetoes:
        yield ReviewedScore(layer, TOTAL, titles.get(case.veto, case.veto), "", (case.reason,))


def _entry_reasons(assessed: Assessed, below: str, layer: str, score: Score) -> list[str]:
    """What the reviewer says of an entry that is another one than in the layer below."""
    entries: Mapping[str, object] = assessed.review_entries[layer].by_indicator
    former: Mapping[str, object] = (
        assessed.entries.by_indicator if below == SELF else assessed.review_entries[below].by_indicator
    )
    entry = entries.get(score.id)
    return reasons(entry) if entry is not None and entry != former.get(score.id) else []


def reasons(entry: object) -> list[str]:
    """What an entry says for its marks: its note, or why it does not apply, then the reason of each event and claim."""
    note = getattr(entry, "note", None) or getattr(entry, "not_applicable", None)
    found = [str(note)] if note else []
    return [*found, *(each.reason for each in (*getattr(entry, "events", ()), *getattr(entry, "claims", ())))]


def _reason(change: Adjustment) -> str | Message:
    if change.basis is None:
        return change.reason
    return message(N_("{reason} ({basis})"), reason=change.reason, basis=change.basis)


def _from_to(before: Score, after: Score) -> Message:
    return message(N_("{before} → {after}"), before=_shown(before), after=_shown(after))


def _shown(score: Score) -> Decimal | Fraction | Message:
    return message(N_("no score")) if score.marks is None else score.shown(score.marks)
