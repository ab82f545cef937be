"""Explanations: for every score its rule, what was put in with file and line, the steps, and what changed it later.

The command `explain`, its JSON and the report's page all show these records, so that a number has one explanation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scorepress.assessment import Assessed
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Items, Node, Scalar, key_span, span_at
from scorepress.core.nodes import Mapping as MappingNode
from scorepress.core.numbers import ZERO, is_number, with_unit
from scorepress.core.spans import Span
from scorepress.core.trace import Step
from scorepress.reports.entries import Entries
from scorepress.reports.model import Adjustment
from scorepress.schemes.classes import Variant
from scorepress.schemes.indicator import Indicator, NotApplicable
from scorepress.schemes.model import Part
from scorepress.schemes.named import indicator_nodes
from scorepress.schemes.results import Level
from scorepress.schemes.rules import indicator_rules, part_rules, total_rules, veto_rules
from scorepress.scoring.layers import LAYERS, REVIEWS, SELF, highest, review_of
from scorepress.scoring.ranking import Placing
from scorepress.scoring.scorecard import Score, Scorecard, State
from scorepress.scoring.tree import ROUNDING_WORDS

TOTAL: Literal["total"] = "total"
"""The id of the total among the scores."""
PART: Literal["part"] = "part"
INDICATOR: Literal["indicator"] = "indicator"
ARGUED = frozenset({"note", "evidence", "reason"})
"""Keys of an entry that argue the marks and do not change them."""
NOT_COUNTED = frozenset(
    {"id", "title", "note", "method", "parts", "indicators", "classes", "by_class"}
    | {"evidence", "reason", "labels", "not_applicable"}
)
"""Keys of a part or an indicator in a scheme that change no mark of a unit to which it applies."""


@dataclass(frozen=True, slots=True)
class Written:
    """A value as somebody wrote it, and where."""

    key: str
    """The keys that lead to it, `A1.actual`."""
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Change:
    """A later adjustment of a score."""

    layer: str
    adjustment: Adjustment
    span: Span

    @property
    def holds_in(self) -> tuple[str, ...]:
        """The layers that it counts in: that of the review which made it, and those above."""
        return LAYERS[LAYERS.index(self.layer) :]


@dataclass(frozen=True, slots=True)
class Explained:
    """One score, or the total, with everything that leads to it. Amounts are in 分; None means that there is none."""

    id: str
    title: str | Message
    kind: Literal["total", "part", "indicator"]
    depth: int
    marks: Fraction | None
    full: Fraction
    state: State
    rules: tuple[Message, ...]
    rule_at: Span
    """Where the scheme says so."""
    inputs: tuple[Written, ...]
    """What the report gives."""
    parameters: tuple[Written, ...]
    """What the scheme gives, as far as it counts here."""
    children: tuple[Score, ...]
    """The scores that it is made of."""
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    waits_for: tuple[str, ...]
    """Names of the units without which it may still change."""
    about: bool = False
    """Something that it rests on is inexact in the source (约)."""
    places: int | None = None
    """Decimal places that the marks are shown with."""
    given: tuple[Message, ...] = ()
    """What the report gives, in words: `actual 7.4%`."""
    terms: tuple[Message, ...] = ()
    """Full marks and rounding, in words; what else the scheme says is among the rules."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One report's scores of one layer, the total first."""

    assessed: Assessed
    layer: str
    card: Scorecard
    scores: tuple[Explained, ...]
    """The total, then every part and indicator in the order of the scheme."""
    grading: tuple[tuple[Message, Span], ...] = ()
    """Why the grade is what it is, with the place in the scheme."""

    @property
    def placing(self) -> Placing | None:
        """The place among others, where the scheme ranks: in the one ranking for the scores that lead."""
        leads = self.layer == highest(self.assessed.layers)
        return self.assessed.place if leads else self.assessed.places.get(self.layer)

    @property
    def by_id(self) -> dict[str, Explained]:
        """Every score by its id; the total is `total`."""
        return {each.id: each for each in self.scores}


def explain(assessed: Assessed, layer: str | None = None) -> Explanation | None:
    """The scores of one layer explained, by default of the one that leads; None where the report has none there."""
    cards = assessed.layers
    chosen = layer or highest(cards)
    if chosen not in cards or assessed.rules is None:
        return None
    card, rules = cards[chosen], assessed.rules
    entries = assessed.entries if chosen == SELF else assessed.review_entries[chosen]
    sources = _Sources(rules, indicator_nodes(rules.node), entries, _changes(assessed, chosen))
    scores = [sources.score(score, depth, above) for depth, above, score in _walk(card.parts)]
    return Explanation(assessed, chosen, card, (sources.total(card), *scores), tuple(_grading(assessed, card, rules)))


def _walk(
    scores: tuple[Score, ...], depth: int = 0, above: Part | None = None
) -> Iterator[tuple[int, Part | None, Score]]:
    for score in scores:
        yield depth, above, score
        yield from _walk(score.children, depth + 1, score.node if isinstance(score.node, Part) else None)


@dataclass(frozen=True)
class _Sources:
    """What the scores of one layer come from."""

    rules: Variant
    nodes: Mapping[str, MappingNode]
    """The parts and indicators of the scheme as written, by id."""
    entries: Entries
    changes: Mapping[str, tuple[Change, ...]]

    def score(self, score: Score, depth: int, above: Part | None) -> Explained:
        """One part or indicator."""
        node = self.nodes[score.id]
        kind: Literal["part", "indicator"]
        if isinstance(score.node, Indicator):
            kind, words = INDICATOR, indicator_rules(score.node, self.rules.scheme, above)
            written = self.entries.nodes.get(score.id)
        else:
            kind, words, written = PART, part_rules(score.node, above), None
        parameters = [*_parameters(score, node, written), *self._of_the_scheme(score, node, kind)]
        return Explained(
            score.id,
            score.node.title,
            kind,
            depth,
            score.marks,
            score.full,
            score.state,
            tuple(words),
            node.span,
            tuple(_inputs(score.id, written)) if written is not None else (),
            tuple(parameters),
            score.children,
            score.steps,
            self.changes.get(score.id, ()),
            score.waits_for,
            about=score.about,
            places=score.places,
            given=tuple(_given(score, written)),
            terms=tuple(self._terms(score.full if score.kind == "base" else ZERO, kind)),
        )

    def total(self, card: Scorecard) -> Explained:
        """The total."""
        node, scheme = self.rules.node, self.rules.scheme
        parameters = [Written(TOTAL, flow(node[TOTAL]), node[TOTAL].span)] if TOTAL in node else []
        if scheme.rounding and TOTAL in scheme.rounding.at:
            parameters.append(self._rounding())
        apart = card.total is None and any(part.state is State.NO_TOTAL for part in card.parts)
        return Explained(
            TOTAL,
            message(N_("the total")),
            TOTAL,
            0,
            card.total,
            card.full,
            State.NO_TOTAL if apart else State.MISSING if card.total is None else State.SCORED,
            tuple(total_rules(scheme)),
            span_at(node, TOTAL) if TOTAL in node else key_span(node, "parts"),
            (),
            tuple(parameters),
            card.parts,
            card.steps,
            self.changes.get(TOTAL, ()),
            card.waits_for,
            about=card.about,
            places=card.places,
            terms=tuple(self._terms(card.full, TOTAL)),
        )

    def _of_the_scheme(self, score: Score, node: MappingNode, level: Level) -> Iterator[Written]:
        """What holds for all of the scheme: rounding, and what becomes of what does not apply."""
        whole, policy = self.rules.node, "not_applicable"
        if score.state is State.NOT_APPLICABLE and policy in whole and policy not in node:
            yield Written(policy, flow(whole[policy]), whole[policy].span)
        rounding = self.rules.scheme.rounding
        if rounding is not None and level in rounding.at and score.marks is not None:
            yield self._rounding()

    def _terms(self, full: Fraction, level: Level) -> Iterator[Message]:
        """Full marks, and how scores of this level are rounded."""
        if full:
            yield message(N_("full marks {full}"), full=full)
        rounding = self.rules.scheme.rounding
        if rounding is not None and level in rounding.at:
            yield message(ROUNDING_WORDS[rounding.mode], places=Fraction(rounding.places))

    def _rounding(self) -> Written:
        node = self.rules.node["rounding"]
        return Written("rounding", flow(node), node.span)


GIVEN = {
    "actual": N_("actual"),
    "target": N_("target"),
    "value": N_("measured value"),
    "initial": N_("first target"),
    "level": N_("level"),
    "share": N_("share within the level"),
}
"""What readers call that which a report gives for an indicator."""
MEASURED = frozenset({"actual", "target", "value", "initial"})
"""Those of them that the indicator's unit of measure belongs to."""


def _given(score: Score, written: Node | None) -> Iterator[Message]:
    """The values of an entry in words; events, claims and inputs of formulas are named by the steps and rules."""
    values = written if isinstance(written, MappingNode) else {}
    unit: str | None = getattr(score.node, "measured_in", None)
    for key, value in values.items():
        if key in GIVEN and isinstance(value, Scalar):
            said = with_unit(value, unit) if key in MEASURED and is_number(value) else value
            yield message(N_("{what} {value}"), what=message(GIVEN[key]), value=str(said))


def _inputs(name: str, node: Node) -> Iterator[Written]:
    """The values of an entry; a lone value stands for itself."""
    if isinstance(node, Scalar):
        yield Written(name, str(node), node.span)
    elif isinstance(node, MappingNode):
        for key, value in node.items():
            if key not in ARGUED:
                yield from _inputs(f"{name}.{_as_written(node, key)}", value)
    else:
        for index, value in enumerate(node, 1):
            yield from _inputs(f"{name}.{index}", value)


def _as_written(node: MappingNode, key: str) -> str:
    """A key as it stands in the file: a reviewer's `marks` is read as `self`."""
    place = node.keys_at.get(key)
    text = place.source.line(place.line)[place.column - 1 : place.end_column - 1] if place else key
    return text.strip("\"'") or key


def _parameters(score: Score, node: MappingNode, entry: Node | None) -> Iterator[Written]:
    """The parameters of a node; of its lists only the rows that this score rests on."""
    if isinstance(score.entry, NotApplicable):
        if "not_applicable" in node:
            yield Written("not_applicable", str(node["not_applicable"]), node["not_applicable"].span)
        return
    named = frozenset(_names(entry)) if entry is not None else frozenset()
    for key, value in node.items():
        if key in NOT_COUNTED:
            continue
        if isinstance(value, Items) and any(isinstance(item, MappingNode) for item in value):
            yield from _rows(key, value, named, score.steps)
        else:
            yield Written(key, flow(value), value.span)


def _rows(key: str, rows: Items, named: frozenset[str], steps: tuple[Step, ...]) -> Iterator[Written]:
    decided = {step.row[1] for step in steps if step.row and step.row[0] == key}
    ids = [str(row["id"]) if isinstance(row, MappingNode) and "id" in row else None for row in rows]
    chosen = [index for index, name in enumerate(ids) if index in decided or (name is not None and name in named)]
    if not chosen and not any(ids):
        chosen = list(range(len(rows)))
    for index in chosen:
        yield Written(f"{key}.{ids[index] or index + 1}", flow(rows[index]), rows[index].span)


def _names(node: Node) -> Iterator[str]:
    """Every key and every value of an entry: those by which it refers to rows of the scheme are among them."""
    if isinstance(node, Scalar):
        yield str(node)
    elif isinstance(node, MappingNode):
        for key, value in node.items():
            yield str(key)
            yield from _names(value)
    else:
        for value in node:
            yield from _names(value)


def flow(node: Node) -> str:
    """A node in YAML's flow style, its scalars as written."""
    if isinstance(node, MappingNode):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in node.items()) + "}"
    if isinstance(node, Items):
        return "[" + ", ".join(flow(value) for value in node) + "]"
    return str(node)


def _changes(assessed: Assessed, layer: str) -> dict[str, tuple[Change, ...]]:
    """The adjustments in force in a layer, its own and those of the layers below, by what they change."""
    found: dict[str, tuple[Change, ...]] = {}
    for name in REVIEWS[: LAYERS.index(layer)]:
        review = review_of(assessed.report, name) if assessed.report else None
        for index, each in enumerate(review.adjustments if review else []):
            change = Change(name, each, span_at(assessed.file.page.node, name, "adjustments", index))
            found[each.of] = (*found.get(each.of, ()), change)
    return found


def _grading(assessed: Assessed, card: Scorecard, rules: Variant) -> Iterator[tuple[Message, Span]]:
    """The bound that the total reaches, the vetoes that apply, and where they were stated."""
    scheme, node = rules.scheme, rules.node
    if card.total is not None and card.grade is not None:
        earned = scheme.grade_of(card.total, card.full)
        for name, bound in scheme.grades.items():
            if name == earned:
                words = N_("{grade} is earned by a total {sign} {bound}")
                if name != card.grade:
                    words = N_(
                        "the grade is {given}; by its marks alone it would be {grade}, for a total {sign} {bound}"
                    )
                said = message(words, given=card.grade, grade=name, sign=scheme.total.sign, bound=bound.words)
                yield said, span_at(node, "grades", name)
                break
    applied = {veto.args.get("title") for veto in card.vetoes}
    for index, veto in enumerate(scheme.vetoes):
        if veto.title in applied:
            words, does = N_("{title} applies: {does}"), list(veto_rules(veto, scheme))
            yield message(words, title=veto.title, does=does), span_at(node, "vetoes", index)
    titles = {veto.id: veto.title for veto in scheme.vetoes}
    report = assessed.file.page.node
    for stated in (report, *(report.get(name) for name in REVIEWS)) if report else ():
        cases = stated.get("vetoes", ()) if isinstance(stated, MappingNode) else ()
        for index, case in enumerate(cases):
            title = titles.get(str(case.get("veto"))) if isinstance(case, MappingNode) else None
            if title in applied:
                yield message(N_("{title}: stated in the report"), title=title), span_at(stated, "vetoes", index)
