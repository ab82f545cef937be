"""Reports of one edition and period beside one another: their groups, their scores, and the scores of units below."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from scorepress.assessment.known import Known
from scorepress.assessment.prepare import Layer, Prepared
from scorepress.core.findings import Finding, Severity
from scorepress.core.isolation import isolated
from scorepress.core.nodes import Mapping as Node
from scorepress.core.nodes import span_at
from scorepress.core.spans import Span
from scorepress.reports.model import Report, Review
from scorepress.schemes.classes import Variant
from scorepress.schemes.indicator import NotApplicable
from scorepress.schemes.model import Scheme
from scorepress.scoring.group_phase import Cohort, Member, cohort, group_phase
from scorepress.scoring.layers import LAYERS, SELF, expected_layers, has_reached, review_of
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.total import Statement, score_report


@dataclass(frozen=True)
class Scored:
    """One report with the scores of each of its layers."""

    prepared: Prepared
    card: Scorecard | None = None
    """The unit's own scores; None where no scheme can be applied."""
    reviews: Mapping[str, Scorecard] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    """What scoring has found, beyond the findings of `prepared`."""

    @property
    def standing(self) -> Scorecard | None:
        """The scores in force: those of the last review, or else the unit's own."""
        return list(self.reviews.values())[-1] if self.reviews else self.card

    @property
    def counts(self) -> bool:
        """Whether the scores of units above can be made of this one's."""
        return self.prepared.counts and not any(each.severity is Severity.ERROR for each in self.findings)


Below = dict[str, dict[str, Scorecard]]
"""The scores in force for one period, by edition and unit."""


def compare(reports: Sequence[Prepared], known: Known) -> list[Scored]:
    """Every report scored, in the order given. Editions that others roll up are scored before them."""
    together: dict[str, dict[str, list[Prepared]]] = {}
    for each in reports:
        if each.scheme is not None and each.file.report is not None and not each.file.withdrawn:
            together.setdefault(each.scheme.key, {}).setdefault(each.file.report.period.text, []).append(each)
    scored: dict[Path, Scored] = {}
    below: dict[str, Below] = {}
    for edition in known.schemes.in_order:
        for period, fellows in together.get(edition, {}).items():
            standing = below.setdefault(period, {})
            made = list(_together(fellows, (edition, period), standing, known))
            scored |= {each.prepared.file.path: each for each in made}
            standing[edition] = _in_force(made)
    return [scored.get(each.file.path) or Scored(each) for each in reports]


def _in_force(scored: Sequence[Scored]) -> dict[str, Scorecard]:
    """The scores that units above can be made of, by unit; of two reports of one unit the first counts."""
    found: dict[str, Scorecard] = {}
    for each in scored:
        if each.counts and each.standing is not None and each.prepared.file.report is not None:
            found.setdefault(each.prepared.file.report.unit, each.standing)
    return found


def _together(fellows: list[Prepared], name: tuple[str, str], below: Below, known: Known) -> Iterator[Scored]:
    """The reports of one edition and period; each is scored anew only if it or what it rests on has changed."""
    there = {SELF, *(layer for each in fellows for layer in each.reviews)}
    among = {layer: _cohort(fellows, (*name, layer), below, known) for layer in LAYERS if layer in there}
    for each in fellows:
        report, rules, node = each.file.report, each.rules, each.file.page.node
        if report is None or rules is None or node is None:
            continue
        work = partial(_remembered, each, report, rules, node, among, known)
        yield isolated(work, each.file.page.source, partial(_withheld, each))


def _withheld(prepared: Prepared, fault: Finding) -> Scored:
    return Scored(prepared, findings=(fault,))


def _remembered(
    prepared: Prepared, report: Report, rules: Variant, node: Node, among: Mapping[str, Cohort], known: Known
) -> Scored:
    """The scores of one report, as they were made before if nothing that they rest on has changed."""
    needs: list[object] = [prepared, known.names]
    for layer, own in prepared.layers.items():
        needs += among[layer].foundation(rules.scheme, own.outcomes, report.unit)
    make = partial(_score, prepared, report, rules, node, among)
    return known.memory.recall(("scored", prepared.file.path), tuple(needs), make)


def _cohort(fellows: list[Prepared], name: tuple[str, str, str], below: Below, known: Known) -> Cohort:
    """Who is compared with whom; `name` is the edition, the period and the layer."""
    counted = [each for each in fellows if each.counts]
    expected = expected_layers(each.file.report for each in counted if each.file.report is not None)
    members = [_member(each, name[2], expected) for each in counted]
    scheme: Scheme = next(each.scheme for each in fellows if each.scheme is not None)
    by_class = {each: rules.scheme for each, rules in known.schemes.files[name[0]].variants.items()}
    return cohort(
        scheme, members, known.names, below, lambda key, group: known.memory.keep(("group", name, key), group), by_class
    )


def _member(prepared: Prepared, layer: str, expected: frozenset[str]) -> Member:
    reached = prepared.layer(layer)
    entries = reached.entries.by_indicator
    excused = frozenset(name for name, entry in entries.items() if isinstance(entry, NotApplicable))
    unit = prepared.file.report.unit if prepared.file.report else ""
    return Member(unit, reached.outcomes, excused, settled=has_reached(layer, prepared.layers, expected))


def _score(prepared: Prepared, report: Report, rules: Variant, node: Node, among: Mapping[str, Cohort]) -> Scored:
    """The scores of each layer, a review's on top of those below it."""
    findings: list[Finding] = []
    cards: dict[str, Scorecard] = {}
    statement = Statement(node, report.declared, tuple(report.vetoes))
    for name, own in prepared.layers.items():
        review = review_of(report, name) if name != SELF else None
        if review is not None:
            above = (*statement.above, *statement.vetoes)
            carried = (*statement.carried, *statement.adjustments)
            changes = tuple(review.adjustments)
            places = {**statement.places, **_places(review, node[name])}
            statement = Statement(node[name], review.declared, tuple(review.vetoes), above, changes, carried, places)
        cards[name] = _card(rules, own, among[name], statement, node, findings)
    own_card = cards.pop(SELF)
    return Scored(prepared, own_card, cards, tuple(findings))


def _places(review: Review, node: Node) -> dict[str, Span]:
    """Where the last adjustment of each score stands; where one was refused, the list of them."""
    aligned = len(review.adjustments) == len(node.get("adjustments", []))
    return {
        change.of: span_at(node, "adjustments", *((index, "points") if aligned else ()))
        for index, change in enumerate(review.adjustments)
    }


def _card(
    rules: Variant, own: Layer, fellows: Cohort, statement: Statement, node: Node, findings: list[Finding]
) -> Scorecard:
    """The scorecard of one layer; what stands in its way is added to `findings`."""
    settled, refused = group_phase(rules.scheme, own.outcomes, fellows, own.entries, node)
    findings += refused
    card, refused = score_report(rules.scheme, rules.node, own.entries, settled, statement)
    findings += refused
    return card
