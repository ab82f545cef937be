"""Whether what an edition says of earlier ones (`was`) is true of them."""

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.schemes.classes import Variant
from scorepress.schemes.former import Former, edition_order
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.model import Part, Scheme
from scorepress.schemes.named import indicator_nodes


class FormerEditionUnknown(Rule):
    """Something is said to come from an edition that is not there or not earlier."""

    code = "SR291"
    message = N_("{scheme} has no edition {edition} before {own}")
    cure = N_("{cure}")
    why = N_("Scores are followed from edition to edition by it; it would lead nowhere.")
    bad = "edition: 2022\n…\n{id: A4, was: A3@2012, …}"
    good = "edition: 2022\n…\n{id: A4, was: A3@2021, …}"


class FormerUnknown(Rule):
    """Something is said to have been what the earlier edition does not have."""

    code = "SR292"
    message = N_("edition {edition} has no {kind} {id}")
    cure = N_("correct the id, or delete was where the {kind} is new")
    why = N_("Scores are followed from edition to edition by it; it would lead nowhere.")
    bad = "{id: A4, was: A33@2021, …}  # the edition 2021 ends at A16"
    good = "{id: A4, was: A3@2021, …}"


class FormerTwice(Rule):
    """Two things are said to have been the same one."""

    code = "SR293"
    message = N_("{former} is what {other} was already")
    cure = N_("let one of the two be new: delete its was")
    why = N_("Of two successors nobody could say which of them continues the scores.")
    bad = "{id: A4, was: A3@2021, …}\n{id: A5, was: A3@2021, …}"
    good = "{id: A4, was: A3@2021, …}\n{id: A5, …}"


def check_lineage(tree: Variant, earlier: AnyMapping[str, Scheme | None]) -> Iterator[Finding]:
    """What `tree` says of the editions of its scheme; of those that are None nothing is known but that they exist."""
    before = [each for each in earlier if edition_order(each) < edition_order(tree.scheme.edition)]
    nodes = indicator_nodes(tree.node)
    first: dict[Former, str] = {}
    known: dict[str, Part | Indicator] = {**tree.scheme.all_parts, **tree.scheme.indicators}
    for name, node in known.items():
        if node.was is None or name not in nodes:
            continue
        wrong = list(_one(tree.scheme, node, node.was, nodes[name], {each: earlier[each] for each in before}))
        yield from wrong
        other = name if wrong else first.setdefault(node.was, name)
        if other != name:
            place, see = span_at(nodes[name], "was"), span_at(nodes[other], "was")
            yield FormerTwice.at(place, see, former=str(node.was), other=other)


def _one(
    scheme: Scheme, node: Part | Indicator, was: Former, written: Mapping, before: AnyMapping[str, Scheme | None]
) -> Iterator[Finding]:
    place = span_at(written, "was")
    if was.edition not in before:
        allowed = [f"{was.id}@{each}" for each in before]
        cure = (
            message(N_("write one of: {allowed}"), allowed=allowed)
            if allowed
            else message(N_("delete it: there is no earlier edition"))
        )
        yield FormerEditionUnknown.at(
            place, scheme=scheme.scheme, edition=was.edition[:60], own=scheme.edition, cure=cure
        )
        return
    there = before[was.edition]
    if there is None:
        return
    part = isinstance(node, Part)
    if was.id not in (there.all_parts if part else there.indicators):
        kind = message(N_("part")) if part else message(N_("indicator"))
        yield FormerUnknown.at(place, edition=was.edition, kind=kind, id=was.id[:60])
