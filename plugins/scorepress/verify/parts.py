"""What a part makes of its children, and the scores themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorepress.verify.reading import At
from scorepress.verify.values import ONE, ZERO

AGGREGATES = ("sum", "weighted", "mean", "weakest", "all", "pool", "lookup", "none", "deduct")
UNKNOWN = "?"
"""The state of what could not be recomputed, for a reason that is among the faults."""


@dataclass
class Node:
    """The score of an indicator or a part."""

    rule: At | None
    marks: Fraction | None
    full: Fraction
    state: str
    left_out: str = ""
    """`rescale` or `exclude` where it does not apply and is left out above."""
    about: bool = False
    waits_for: tuple[str, ...] = ()
    below: Sequence["Node"] = ()
    label: str | None = None
    """The scheme's word for the marks of a part, or for the level of an indicator."""

    def walk(self) -> Iterator["Node"]:
        """This node and all below it."""
        yield self
        for child in self.below:
            yield from child.walk()


def names_of(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Everybody for whom one of the scores waits, each once."""
    return tuple(dict.fromkeys(name for node in nodes for name in node.waits_for))


def together(nodes: Sequence[Node]) -> Node:
    """The parts of one kind added up; no score where nothing of them applies."""
    marks, full, state, left_out = add(nodes)
    if any(node.state == UNKNOWN for node in nodes):
        return Node(None, None, full, UNKNOWN)
    leaves = [leaf for node in nodes for leaf in node.walk() if not leaf.below]
    if leaves and all(leaf.state == "not_applicable" for leaf in leaves):
        return Node(None, None, full, "not_applicable")
    return Node(None, marks, full, state, left_out)


def id_of(node: Node) -> str:
    """The id of an indicator or a part."""
    return node.rule.text("id") if node.rule else ""


Joined = tuple[Fraction | None, Fraction, str, str]
"""Marks, full marks in force, state, and how it is left out above."""


def add(nodes: Sequence[Node]) -> Joined:
    """Marks added; what is spread over the others makes them grow to the whole full marks."""
    counted = [node for node in nodes if not node.left_out]
    spread = sum((node.full for node in nodes if node.left_out == "rescale"), ZERO)
    if nodes and not counted:
        return nothing(nodes, spread)
    applicable = sum((node.full for node in counted), ZERO)
    without = {node.state for node in counted if node.marks is None}
    if without:
        return None, applicable + spread, "no_total" if without == {"no_total"} else "missing", ""
    marks = sum((node.marks or ZERO for node in counted), ZERO)
    if spread and applicable:
        marks *= (applicable + spread) / applicable
    return marks, applicable + spread, "scored", ""


def nothing(nodes: Sequence[Node], full: Fraction) -> Joined:
    """Nothing applies: there is no score, which is not 0."""
    if any(node.left_out == "rescale" for node in nodes):
        return None, full, "not_applicable", "rescale"
    return None, ZERO, "not_applicable", "exclude"


def joined(rule: At, nodes: Sequence[Node]) -> Joined:
    """What a part makes of its children."""
    way = rule.text("aggregate", "sum", AGGREGATES)
    if way == "sum":
        return add(nodes)
    full = rule.number("full", ZERO)
    if way == "none":
        return None, full, "no_total", ""
    weights = [node.rule.share("weight", ZERO) if node.rule else ZERO for node in nodes]
    if way == "mean":
        weights = [ONE for _ in nodes]
    if rule.flag("relative_weights") or way == "mean":
        whole = sum(weights, ZERO)
        weights = [weight / whole if whole else weight for weight in weights]
    if way in {"weighted", "mean"}:
        excluded = [weight for weight, node in zip(weights, nodes, strict=True) if node.left_out == "exclude"]
        full *= 1 - sum(excluded, ZERO)
    counted = [(node, weight) for node, weight in zip(nodes, weights, strict=True) if not node.left_out]
    present = sum((weight for _, weight in counted), ZERO)
    if not counted or (way == "weighted" and not present):
        return nothing(nodes, full)
    marks = [node.marks for node, _ in counted if node.marks is not None]
    shares = [node.marks / node.full for node, _ in counted if node.marks is not None and node.full]
    if len(marks) < len(counted) or (way in _BY_SHARE and len(shares) < len(counted)):
        return None, full, "missing", ""
    if way in {"weighted", "mean"}:
        pairs = zip(shares, counted, strict=True)
        return full * sum((each * weight for each, (_, weight) in pairs), ZERO) / present, full, "scored", ""
    made = _without_weights(rule, way, full, marks, shares)
    return made, full, "missing" if made is None else "scored", ""


_BY_SHARE = {"weighted", "mean", "weakest", "all"}


def _without_weights(
    rule: At, way: str, full: Fraction, marks: list[Fraction], shares: list[Fraction]
) -> Fraction | None:
    if way == "deduct":
        return max(ZERO, full + sum(marks, ZERO))
    if way == "pool":
        return min(full, sum(marks, ZERO))
    if way == "all":
        return full if min(shares) >= 1 else ZERO
    if way == "weakest":
        more = rule.number("plus", ZERO) if max(shares) > min(shares) else ZERO
        return full * min(shares) + more
    for row in rule.each("table"):
        if sorted(each.amount() for each in row.each("of")) == sorted(marks):
            return row.number("gives")
    raise rule.refusal("no-row")
