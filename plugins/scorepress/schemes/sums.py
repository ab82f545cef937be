"""Whether the marks and weights of a part's children make up what the part says."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import MissingKey
from scorepress.schemes.model import Part, full_of, leaves


class FullMarksDoNotAddUp(Rule):
    """The full marks of the children do not add up to their parent's."""

    code = "SR201"
    message = N_("the full marks of {part} are {full}, but its children add up to {sum}")
    cure = N_("correct one of the full marks; the difference is {missing}")
    why = N_("A unit with full marks everywhere must reach exactly the full marks of the part.")
    bad = "{id: A, full: 20, indicators: [{id: A1, full: 10, …}, {id: A2, full: 5, …}]}"
    good = "{id: A, full: 15, indicators: [{id: A1, full: 10, …}, {id: A2, full: 5, …}]}"


class WeightsDoNotAddUp(Rule):
    """The weights of the children miss 100 %."""

    code = "SR202"
    message = N_("the weights below {part} add up to {sum} %, not 100 %")
    cure = N_("correct a weight")
    why = N_("With full marks everywhere a unit would miss or pass the full marks of the part.")
    bad = "{aggregate: weighted, indicators: [{weight: 20%, …}, {weight: 70%, …}]}"
    good = "{aggregate: weighted, indicators: [{weight: 20%, …}, {weight: 80%, …}]}"


class WeightWithoutUse(Rule):
    """A weight stands where nothing is weighted."""

    code = "SR221"
    message = N_("the weight has no effect: {part} adds up the marks of what is below it")
    cure = N_("write aggregate: weighted in {part}, or delete the weight")
    why = N_("A weight that is passed over makes the scheme say one thing and the totals another.")
    bad = "{id: A, indicators: [{id: A1, full: 10, weight: 40%, …}]}"
    good = "{id: A, full: 100, aggregate: weighted, indicators: [{id: A1, full: 10, weight: 40%, …}, …]}"


class CapWithoutEffect(Rule):
    """A part is capped at marks that it cannot exceed."""

    code = "SR227"
    severity = Severity.WARNING
    message = N_("the cap of {cap} limits nothing: {part} has no more than {full} marks")
    cure = N_("delete cap, or make it lower than the full marks")
    why = N_("In a part of the base no unit gets more than the full marks; whoever wrote the cap meant another number.")
    bad = "{id: A, full: 20, cap: 20, indicators: […]}"
    good = "{id: A, full: 20, indicators: […]}"


class WeightOfNothing(Rule):
    """A child of a weighted part has no full marks."""

    code = "SR229"
    message = N_("{child} has a weight but no full marks, so {part} has no total")
    cure = N_("give it full marks: its weight is multiplied by marks ÷ full marks")
    why = N_("A share of nothing is no number; every report under the scheme would be without a total.")
    bad = "{aggregate: weighted, indicators: [{weight: 20%, full: 0, …}, …]}"
    good = "{aggregate: weighted, indicators: [{weight: 20%, full: 10, …}, …]}"


class NoFullMarks(Rule):
    """An indicator has no full marks where its method and its part need them."""

    code = "SR211"
    message = N_("the indicator {indicator} has no full marks")
    cure = N_("add full: … with the marks that the document gives; where it gives none, what is left of the total")
    why = N_("Without them nobody can tell whether the marks given are many or few.")
    bad = "{id: A15, title: 电子客票应用, method: direct}"
    good = "{id: A15, title: 电子客票应用, full: 5, method: direct, note: 满分按总分推断}"


Role = Literal["base", "bonus", "off"]
"""What the marks of a part do to the total above it: `off` takes them away."""


def idle_weights(above: str, written: Sequence[Mapping]) -> list[Finding]:
    """Weights below `above`, which weighs nothing."""
    return [WeightWithoutUse.at(child.keys_at["weight"], part=above) for child in written if "weight" in child.keys_at]


def check_weights(part: Part, written: Sequence[Mapping], below: Sequence[Finding]) -> list[Finding]:
    """What a weighted part asks of its children; `below` is what was found in them already."""
    found: list[Finding] = []
    for child, node in zip(part.children, written, strict=True):
        if child.weight is None:
            found.append(MissingKey.at(node.span.part(0), key="weight"))
        if not full_of(child) and not any(node.span.holds(finding.span) for finding in below):
            place = span_at(node, "full" if "full" in node else "id")
            found.append(WeightOfNothing.at(place, child=child.title, part=part.title))
    return found


def check_shares(part: Part, written: Sequence[Mapping], role: Role) -> Iterator[Finding]:
    """Children whose share of full marks the part works on, and that have none to divide by."""
    if part.aggregate not in {"mean", "weakest", "all"}:
        return
    for child, node in zip(part.children, written, strict=True):
        if not full_of(child) and (child.full is not None or role == "bonus"):  # else it is reported by itself
            yield NoFullMarks.at(span_at(node, "full" if child.full is not None else "id"), indicator=child.id)


def _may_pass_full(part: Part) -> bool:
    """Whether some method below gives more than full marks, so that the part may have more than its own."""
    highest = ((leaf.highest(full_of(leaf)), full_of(leaf)) for leaf in leaves(part))
    return any(most is None or most > full for most, full in highest)


def check_sums(part: Part, node: Mapping, role: Role) -> Iterator[Finding]:
    """Whether full marks and weights of the children make up the part's, as its way of adding up wants it."""
    full = full_of(part)
    if role == "base" and part.cap is not None and full and part.cap >= full and not _may_pass_full(part):
        yield CapWithoutEffect.at(span_at(node, "cap"), cap=part.cap, part=part.title, full=full)
    if part.aggregate == "weighted":
        total = sum((child.weight or Fraction() for child in part.children), Fraction())
        if total == 0 if part.relative_weights else total != 1:
            yield WeightsDoNotAddUp.at(span_at(node, "aggregate"), part=part.title, sum=total * 100)
        if part.full is None:
            yield MissingKey.at(node.span.part(0), key="full")
    elif part.aggregate != "sum":
        yield from _full_of_its_own(part, node, role)
    elif part.full is not None and role != "off":
        total = sum((full_of(child) for child in part.children), Fraction())
        if total != exact(part.full):
            missing = abs(exact(part.full) - total)
            yield FullMarksDoNotAddUp.at(
                span_at(node, "full"), part=part.title, full=part.full, sum=total, missing=missing
            )


def _full_of_its_own(part: Part, node: Mapping, role: Role) -> Iterator[Finding]:
    """Whether a part that does not simply add up has full marks, and whether a pool can be filled."""
    if part.full is None:
        yield MissingKey.at(node.span.part(0), key="full")
    elif part.aggregate == "pool" and role == "base":
        total = sum((full_of(child) for child in part.children), Fraction())
        if total < exact(part.full):  # more is the point of a pool, with less nobody can fill it
            missing, place = exact(part.full) - total, span_at(node, "full")
            yield FullMarksDoNotAddUp.at(place, part=part.title, full=part.full, sum=total, missing=missing)
