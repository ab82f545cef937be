"""Which part or indicator of one edition is which of another.

In this order, each only among what is still without a counterpart:

1. `was: A3@2021` says so, in the newer edition or in one between the two.
2. Id and title are the same.
3. Title and method are the same, and nothing else on either side has them: the id was changed (inferred).
4. Id and method are the same: the title was changed.

So without a statement two of three - id, title, method - must agree; for parts, which have no method, id and title or
one of them. What agrees in less is dropped here and added there.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scorepress.core import nodes
from scorepress.schemes.classes import Variant
from scorepress.schemes.former import edition_order
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.model import Part, Scheme
from scorepress.schemes.named import indicator_nodes

Node = Part | Indicator


@dataclass(frozen=True)
class Branch:
    """One node of a tree with what it hangs on."""

    node: Node
    parent: Part | None
    written: nodes.Mapping


@dataclass(frozen=True)
class Match:
    """Two nodes of two editions that are the same one."""

    old: str
    new: str
    by: Literal["stated", "id", "inferred"]
    """Stated by `was`; bearing one id; or inferred from the same title and method under another id."""


def tree(variant: Variant) -> dict[str, Branch]:
    """Every part and indicator by its id, in the order of the file."""
    found: dict[str, Branch] = {}
    written = indicator_nodes(variant.node)

    def enter(node: Node, parent: Part | None) -> None:
        found[node.id] = Branch(node, parent, written[node.id])
        if isinstance(node, Part):
            for child in node.children:
                enter(child, node)

    for part in variant.scheme.parts:
        enter(part, None)
    return found


def matches(old: Variant, new: Variant, between: Sequence[Scheme] = ()) -> list[Match]:
    """What is the same in both; `between` are the editions between the two, for what they state."""
    if edition_order(old.scheme.edition) > edition_order(new.scheme.edition):
        turned = matches(new, old, between)
        return [Match(match.new, match.old, match.by) for match in turned]
    line = [_by_id(old.scheme), *(_by_id(each) for each in between), _by_id(new.scheme)]
    editions = [old.scheme.edition, *(each.edition for each in between), new.scheme.edition]
    found: list[Match] = []
    for kind in (Part, Indicator):
        left = {name: node for name, node in line[0].items() if isinstance(node, kind)}
        right = {name: node for name, node in line[-1].items() if isinstance(node, kind)}
        for one, other in [(_stated(name, line, editions), name) for name in right]:
            if one is not None and one in left:
                found.append(Match(one, other, "stated"))
                del left[one], right[other]
        for alike in (_id_and_title, _title_and_method, _id_and_method):
            for one, other in _alike(left, right, alike):
                found.append(Match(one, other, "id" if one == other else "inferred"))
                del left[one], right[other]
    return found


def _by_id(scheme: Scheme) -> dict[str, Node]:
    return {**scheme.all_parts, **scheme.indicators}


def _stated(name: str, line: Sequence[Mapping[str, Node]], editions: Sequence[str]) -> str | None:
    """What the oldest edition of a line calls `name` of the newest, as far as `was` leads there; else None."""
    at, said = len(line) - 1, False
    while at > 0:
        node = line[at].get(name)
        if node is None:
            return None
        if node.was is not None and node.was.edition in editions[:at]:
            name, at, said = node.was.id, editions.index(node.was.edition), True
        else:  # nothing is said here: followed under its id, as long as it is the same
            older = line[at - 1].get(name)
            if older is None or not any(same(older) == same(node) for same in (_id_and_title, _id_and_method)):
                return None
            at -= 1
    return name if said else None


def _alike(old: Mapping[str, Node], new: Mapping[str, Node], key: Callable[[Node], Hashable]) -> list[tuple[str, str]]:
    """The pairs of ids that alone on each side have the same `key`."""
    sides: list[dict[Hashable, list[str]]] = [{}, {}]
    for side, known in zip(sides, (old, new), strict=True):
        for name, node in known.items():
            side.setdefault(key(node), []).append(name)
    ones, others = sides
    return [
        (names[0], others[each][0])
        for each, names in ones.items()
        if len(names) == 1 and len(others.get(each, ())) == 1
    ]


def _method(node: Node) -> str:
    return str(node.method) if isinstance(node, Indicator) else ""


def _id_and_title(node: Node) -> Hashable:
    return node.id, node.title


def _title_and_method(node: Node) -> Hashable:
    return node.title, _method(node)


def _id_and_method(node: Node) -> Hashable:
    return node.id, _method(node)
