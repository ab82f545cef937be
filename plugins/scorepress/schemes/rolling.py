"""Editions that roll up the scores of others: which those are, and in which order they must be scored."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping as Node
from scorepress.core.nodes import key_span, span_at
from scorepress.schemes.methods.roll_up import RollUp
from scorepress.schemes.model import Scheme
from scorepress.schemes.named import indicator_nodes
from scorepress.schemes.roster import UnknownScore


class RollUpUnknown(Rule):
    """An indicator rolls up an edition that is not there or has errors."""

    code = "SR273"
    message = N_("there is no sound edition {scheme} to roll up")
    cure = N_("write one of: {allowed}")
    why = N_("Without it the units below have no scores, and this indicator never has any.")
    bad = "{method: roll_up, of: county@2012, …}"
    good = "{method: roll_up, of: county@2021, …}"


class RollUpCircle(Rule):
    """Editions roll up one another."""

    code = "SR274"
    message = N_("{scheme} is rolled up into itself: {circle}")
    cure = N_("let each level have an edition of its own, which only rolls up those below it")
    why = N_("Each of the scores would have to be known before the other.")
    bad = "# city@2021: {method: roll_up, of: city@2021, …}"
    good = "# city@2021: {method: roll_up, of: county@2021, …}"


class ChildNotAssessed(Rule):
    """An indicator rolls up a unit that the edition below does not assess."""

    code = "SR275"
    message = N_("{scheme} does not assess the unit {unit}")
    cure = N_("correct the id, or take another edition")
    why = N_("The unit could never have the score that is waited for.")
    bad = "children: {city: {linjaing: 100%}}  # county@2021 lists linjiang"
    good = "children: {city: {linjiang: 100%}}"


def order(schemes: Mapping[str, Scheme]) -> tuple[str, ...]:
    """The editions, those that are rolled up before those that roll them up; none of them in a circle."""
    return tuple(
        TopologicalSorter({key: rolled_up(scheme) & schemes.keys() for key, scheme in schemes.items()}).static_order()
    )


def circle(schemes: Mapping[str, Scheme]) -> tuple[str, ...]:
    """Editions that roll up one another, the first again at the end; empty where none does."""
    try:
        order(schemes)
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def rolled_up(scheme: Scheme) -> set[str]:
    """The editions that a scheme rolls up."""
    return {str(each.of) for each in _rolling(scheme)}


def _rolling(scheme: Scheme) -> Iterator[RollUp]:
    return (each for each in scheme.indicators.values() if isinstance(each, RollUp))


def check_rolling(scheme: Scheme, node: Node, others: Mapping[str, Scheme]) -> Iterator[Finding]:
    """What an edition rolls up, held against the sound editions that there are."""
    nodes = indicator_nodes(node)
    for each in _rolling(scheme):
        own, of = nodes.get(each.id, node), str(each.of)
        below = others.get(of)
        if below is None:
            yield RollUpUnknown.at(span_at(own, "of"), scheme=of, allowed=sorted(others.keys() - {scheme.key}) or "-")
            continue
        if each.take not in {"total", "base", *below.all_parts, *below.indicators}:
            yield UnknownScore.at(span_at(own, "take"), name=each.take, allowed=["total", "base"])
        for unit, children in each.children.items():
            for child in children:
                if below.roster and child not in below.roster:
                    yield ChildNotAssessed.at(key_span(own, "children", unit, child), scheme=of, unit=child)


def check_circle(scheme: Scheme, node: Node, found: tuple[str, ...]) -> Iterator[Finding]:
    """That an edition is part of a circle."""
    nodes = indicator_nodes(node)
    for each in _rolling(scheme):
        if scheme.key in found and str(each.of) in found:
            yield RollUpCircle.at(span_at(nodes.get(each.id, node), "of"), scheme=scheme.key, circle=" → ".join(found))
