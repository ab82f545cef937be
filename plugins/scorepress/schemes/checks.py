"""What a scheme must be in itself: marks that add up, grades that can be reached, weights that make one."""

from collections.abc import Iterable, Iterator, Sequence

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import MissingKey
from scorepress.core.spans import Span
from scorepress.core.spelling import NumberOutOfRange
from scorepress.schemes.form_checks import check_form
from scorepress.schemes.grading import check_grades, check_vetoes
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.methods.bands import BandAboveFull
from scorepress.schemes.methods.checklist import ItemsDoNotAddUp
from scorepress.schemes.methods.interpolation import BestStandardMissesFull
from scorepress.schemes.model import Part, Scheme
from scorepress.schemes.named import RepeatedId, indicator_nodes
from scorepress.schemes.roster import check_roster
from scorepress.schemes.sums import (
    FullMarksDoNotAddUp,
    NoFullMarks,
    Role,
    check_shares,
    check_sums,
    check_weights,
    idle_weights,
)
from scorepress.schemes.written import Broken, aligned


class ReservedId(Rule):
    """A part or an indicator bears a name that stands for a total."""

    code = "SR222"
    message = N_("the id {id} stands for a total of the whole report")
    cure = N_("give it another id; bonus and penalty may be the id of the only part of their kind")
    why = N_("A declared total of this name would be compared with a part instead of the whole.")
    bad = "parts: [{id: total, title: 产出, …}]"
    good = "parts: [{id: 产出, title: 产出指标, …}]"


class EmptyPart(Rule):
    """A part has nothing in it."""

    code = "SR210"
    message = N_("the part {part} has no indicators")
    cure = N_("add its indicators, or delete the part")
    why = N_("There is nothing to score, so its marks could never be reached.")
    bad = "parts: [{id: A, title: 产出, full: 50}]"
    good = "parts: [{id: A, title: 产出, full: 50, indicators: [{id: A1, …}]}]"


class FullMarksInDeductPart(Rule):
    """An indicator has full marks though its part only deducts."""

    code = "SR212"
    message = N_("{indicator} has full marks, but the indicators of {part} only take marks off")
    cure = N_("delete full here, or let the part sum its indicators")
    why = N_("In a part that starts from its full marks an indicator has none of its own.")
    bad = "{aggregate: deduct, full: 4, indicators: [{id: A1, full: 1, …}]}"
    good = "{aggregate: deduct, full: 4, indicators: [{id: A1, …}]}"


class KindDoesNotFit(Rule):
    """A narrative scheme has marks, or a scored one has none."""

    code = "SR213"
    message = N_("a {kind} scheme {problem}")
    cure = N_("change kind, or {cure}")
    why = N_("Readers must know whether a report has a score at all.")
    bad = "kind: narrative\nparts: […]"
    good = "kind: narrative\nsections: […]"


class UnknownEvidenceKind(Rule):
    """A kind of evidence is not in the scheme's list."""

    code = "SR215"
    message = N_("{kind} is not one of the scheme's kinds of evidence")
    cure = N_("use one of: {allowed}; or add it to evidence_kinds")
    why = N_("Evidence of a kind that nobody can list could never be provided.")
    bad = "evidence_kinds: [文件]\n… evidence: {kinds: [照片]}"
    good = "evidence_kinds: [文件, 照片]\n… evidence: {kinds: [照片]}"


class MethodCannotDeduct(Rule):
    """An indicator gives marks where marks are only taken off."""

    code = "SR220"
    message = N_("{indicator} gives marks by the method {method}, but {part} only takes marks off")
    cure = N_("use the method events, or move it to another part")
    why = N_("Marks given there would raise a total that is meant to be lowered.")
    bad = "{kind: penalty, indicators: [{id: P1, method: bonus, …}]}"
    good = "{kind: penalty, indicators: [{id: P1, method: events, …}]}"


class BonusNotAtTop(Rule):
    """A bonus or penalty part stands inside another part."""

    code = "SR216"
    message = N_("a {kind} part can only stand at the top of the scheme")
    cure = N_("move it out of {part}")
    why = N_("Bonus and penalty come after the base total; inside a part they would change its share of full.")
    bad = "parts: [{id: A, parts: [{id: B, kind: bonus, …}]}]"
    good = "parts: [{id: A, …}, {id: B, kind: bonus, …}]"


def check_scheme(scheme: Scheme, node: Mapping, known: Iterable[Finding] = ()) -> Iterator[Finding]:
    """Everything that contradicts itself in `scheme`, which was read from `node`.

    `known` are the findings of reading it: from what has one, nothing is concluded.
    """
    broken = Broken([finding.span for finding in known if finding.severity is Severity.ERROR])
    if not broken.among(node):
        yield from _kind(scheme, node)
    yield from _ids(node.get("parts", []), {})
    yield from _reserved(scheme, node)
    yield from idle_weights(scheme.title, [part_node for _, part_node in aligned(scheme.parts, node.get("parts"))])
    doubtful = broken.inside(node.get("parts"))
    kinds_broken = broken.among(node) or broken.inside(node.get("evidence_kinds"))
    for part, part_node in aligned(scheme.parts, node.get("parts")):
        role: Role = "off" if part.kind == "penalty" else part.kind
        for finding in _part(scheme, part, part_node, None, role, broken):
            doubtful = doubtful or finding.rule in FULL_IN_DOUBT
            if finding.rule is not UnknownEvidenceKind or not kinds_broken:
                yield finding
    if not broken.inside(node.get("grades")):
        yield from check_grades(scheme, node, doubtful=doubtful)
        if not broken.among(node):
            yield from check_vetoes(scheme, node, broken)
    yield from check_form(scheme, node, broken)
    if not any(broken.inside(node.get(key)) for key in ("parts", "units", "classes", "groupings")):
        yield from check_roster(scheme, node)


def _kind(scheme: Scheme, node: Mapping) -> Iterator[Finding]:
    if scheme.kind == "narrative" and "parts" in node:
        yield KindDoesNotFit.at(
            node.keys_at["parts"],
            kind=message(N_("narrative")),
            problem=message(N_("has no parts")),
            cure=message(N_("delete parts")),
        )
    if scheme.kind == "scored" and "parts" not in node:
        yield KindDoesNotFit.at(
            span_at(node, "scheme"),
            kind=message(N_("scored")),
            problem=message(N_("needs parts")),
            cure=message(N_("add parts")),
        )
    if scheme.kind == "scored" and scheme.parts and scheme.rounding is None:
        first = node.span
        yield MissingKey.at(Span(first.source, first.line, first.column, first.line, first.column + 1), key="rounding")


def _ids(nodes: object, first: dict[str, Span]) -> Iterator[Finding]:
    for child in nodes if isinstance(nodes, list) else []:
        if not isinstance(child, Mapping):
            continue
        name = child.get("id")
        if isinstance(name, str):
            place = span_at(child, "id")
            see = first.setdefault(str(name), place)
            if see is not place:
                yield RepeatedId.at(place, see, id=str(name))
        yield from _ids(child.get("parts"), first)
        yield from _ids(child.get("indicators"), first)


def _part(
    scheme: Scheme, part: Part, node: Mapping, parent: Part | None, role: Role, broken: Broken
) -> Iterator[Finding]:
    written = [*node.get("parts", []), *node.get("indicators", [])]
    if len(written) != len(part.children):
        return  # as in `aligned`
    if part.kind != "base" and parent is not None:
        role = "off" if part.kind == "penalty" else part.kind
        yield BonusNotAtTop.at(span_at(node, "kind"), kind=part.kind, part=parent.title)
    if role == "off" and part.full is not None:
        title = part.title if parent is None else parent.title
        yield FullMarksInDeductPart.at(span_at(node, "full"), indicator=part.id, part=title)
    if not part.children:
        if not broken.inside(node):
            yield EmptyPart.at(span_at(node, "id"), part=part.title)
        return
    below = _below(scheme, part, written, "off" if part.aggregate == "deduct" else role, broken)
    if not broken.inside(node):
        below += (
            check_weights(part, written, below) if part.aggregate == "weighted" else idle_weights(part.title, written)
        )
        below += check_shares(part, written, role)
    yield from below
    if not broken.inside(node) and not any(finding.rule in FULL_IN_DOUBT for finding in below):
        yield from check_sums(part, node, role)


def _reserved(scheme: Scheme, node: Mapping) -> Iterator[Finding]:
    """Ids that `declared` gives another meaning."""
    kinds = [part.kind for part in scheme.parts]
    alone = {part.id for part in scheme.parts if part.id == part.kind and kinds.count(part.kind) == 1}
    for name, written in indicator_nodes(node).items():
        if name in TOTAL_NAMES and name not in alone:
            yield ReservedId.at(span_at(written, "id"), id=name)


TOTAL_NAMES = frozenset({"total", "base", "bonus", "penalty", "grade", "rank"})
"""What `declared` can name beside parts and indicators."""


def _below(scheme: Scheme, part: Part, written: Sequence[Mapping], inner: Role, broken: Broken) -> list[Finding]:
    below: list[Finding] = []
    for child, child_node in zip(part.children, written, strict=True):
        if isinstance(child, Part):
            below += _part(scheme, child, child_node, part, inner, broken)
        elif not broken.inside(child_node):
            below += _indicator(scheme, child, child_node, part, inner)
    return below


FULL_IN_DOUBT = {
    BandAboveFull,
    BestStandardMissesFull,
    BonusNotAtTop,
    FullMarksDoNotAddUp,
    FullMarksInDeductPart,
    ItemsDoNotAddUp,
    MethodCannotDeduct,
    MissingKey,
}
"""With one of these findings below it, the sum of a part would only be blamed for the same thing again."""


def _misfit(indicator: Indicator, node: Mapping, part: Part, role: Role) -> Finding:
    """Why an indicator cannot stand in its part."""
    if role != "off":
        return NoFullMarks.at(span_at(node, "id"), indicator=indicator.id)
    if indicator.full is not None:
        return FullMarksInDeductPart.at(span_at(node, "full"), indicator=indicator.id, part=part.title)
    place = span_at(node, "method")
    return MethodCannotDeduct.at(place, indicator=indicator.id, method=indicator.method, part=part.title)


def _indicator(scheme: Scheme, indicator: Indicator, node: Mapping, part: Part, role: Role) -> Iterator[Finding]:
    if not indicator.fits("penalty" if role == "off" else role, full=indicator.full is not None):
        yield _misfit(indicator, node, part, role)
    if indicator.floor is not None:
        most = exact(min(indicator.full or 0, indicator.cap or indicator.full or 0))
        if indicator.floor > most:
            allowed = message(N_("at most {number}"), number=most)
            yield NumberOutOfRange.at(span_at(node, "floor"), text=indicator.floor, allowed=allowed)
    known = scheme.evidence_kinds
    for index, kind in enumerate(indicator.evidence.kinds):
        if kind not in known:
            yield UnknownEvidenceKind.at(span_at(node, "evidence", "kinds", index), kind=kind, allowed=known)
    yield from indicator.problems(node)
