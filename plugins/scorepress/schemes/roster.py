"""Who is assessed and compared with whom: the units, classes and groupings of a scheme, checked in themselves."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.limits import MAX_SUGGESTIONS
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Items, Mapping, Scalar, key_span, span_at
from scorepress.core.spans import Span
from scorepress.schemes.indicator import Requirement
from scorepress.schemes.measured import Compared
from scorepress.schemes.model import Scheme, branches, leaves
from scorepress.schemes.named import indicator_nodes, repeated


class GroupUnknown(Rule):
    """A method compares units, and the scheme does not say which."""

    code = "SR257"
    message = N_("{indicator} is compared within a group, but the scheme does not say who belongs to it")
    cure = N_("list the units: units: [a, b, c], or classes: [{{id: A, title: …, units: [a, b]}}]")
    why = N_("Without the list nobody can know whether a unit is missing, and every mark could still change.")
    bad = "indicators:\n  - {id: A1, method: rank, …}  # and no units"
    good = "units: [linjiang, hunjiang]\nindicators:\n  - {id: A1, method: rank, …}"


class UnknownDivision(Rule):
    """An indicator is compared within a grouping that the scheme does not have."""

    code = "SR259"
    message = N_("{group} is none of the scheme's groupings")
    cure = N_("write one of: {allowed}")
    why = N_("The unit would be compared with nobody.")
    bad = "{id: A1, method: rank, group: terrian, …}"
    good = "{id: A1, method: rank, group: terrain, …}"


class GroupingNameTaken(Rule):
    """A grouping bears a name that stands for the classes or for everybody."""

    code = "SR295"
    message = N_("{name} is no name for a grouping: it stands for {meaning}")
    cure = N_("give the grouping another name")
    why = N_(
        "It would take the place of what is meant by that name, and units would be compared with others unnoticed."
    )
    bad = "groupings: {all: {山区: [a, b], 平原: [c]}}"
    good = "groupings: {地形: {山区: [a, b], 平原: [c]}}"


BUILT_IN = {"class": N_("the classes of units"), "all": N_("everybody")}
"""Divisions that every scheme has."""


class UnitInTwoGroups(Rule):
    """A unit belongs to two classes or to two groups of one grouping, or stands in a group twice."""

    code = "SR260"
    message = N_("the unit {unit} belongs to {one} already")
    cure = N_("list every unit in one group only")
    why = N_("It would have two ranks and two scores.")
    bad = "classes: [{id: A, units: [a, b], …}, {id: B, units: [b, c], …}]"
    good = "classes: [{id: A, units: [a, b], …}, {id: B, units: [c], …}]"


class UnitWithoutPage(Rule):
    """A scheme lists a unit that has no page."""

    code = "SR296"
    severity = Severity.WARNING
    message = N_("the scheme lists the unit {unit}, which has no page")
    cure = N_("{suggestion}")
    why = N_("Nobody can report under a name that is misspelt here, so its group would wait for it for ever.")
    bad = "units: [linjang, hunjiang]"
    good = "units: [linjiang, hunjiang]"


class UnknownKeyItem(Rule):
    """A part names a key item that it does not have."""

    code = "SR261"
    message = N_("{name} is no child of this part")
    cure = N_("write one of: {allowed}")
    why = N_("A key item that is not there can fail nobody.")
    bad = "{id: A, keys: [A9], indicators: [{id: A1, …}]}"
    good = "{id: A, keys: [A1], indicators: [{id: A1, …}]}"


class UnknownScore(Rule):
    """A condition names a score that the scheme does not have, or not yet at that point."""

    code = "SR263"
    message = N_("{name} is no score that this can depend on")
    cure = N_("write the id of a part or an indicator of the base, or one of: {allowed}")
    why = N_("A condition on nothing is never met, or always.")
    bad = "requires: [{score: A99, at_least: 90%}]"
    good = "requires: [{score: A1, at_least: 90%}]"


class RankingWithoutUnits(Rule):
    """Reports are ranked, and the scheme does not say whose."""

    code = "SR276"
    message = N_("reports are ranked, but the scheme does not say which units are")
    cure = N_("list the units: units: [a, b, c], or classes: [{{id: A, title: …, units: [a, b]}}]")
    why = N_("Without the list nobody can know whether a unit is missing, and every place could still change.")
    bad = "ranking: {ties: competition}  # and no units"
    good = "units: [linjiang, hunjiang]\nranking: {ties: competition}"


class RankOfNothing(Rule):
    """A veto changes a place that the scheme does not give."""

    code = "SR277"
    message = N_("the veto {title} changes the place, but the scheme ranks nobody")
    cure = N_("add ranking: {{ties: …}}, or delete rank here")
    why = N_("The veto would look stricter than it is.")
    bad = "vetoes: [{id: accident, title: 重大事故, rank: last}]  # and no ranking"
    good = "ranking: {ties: competition}\nvetoes: [{id: accident, title: 重大事故, rank: last}]"


def check_roster(scheme: Scheme, node: Mapping) -> Iterator[Finding]:
    """Groups that are missing, unknown or overlap; `node` is the scheme as written."""
    nodes = indicator_nodes(node)
    yield from _groups(scheme, nodes)
    yield from repeated(node, "classes")
    classes = [(each.title, each.units) for each in scheme.classes]
    yield from _overlaps(classes, [span_at(node, "classes", index, "units") for index in range(len(classes))])
    for division, groups in scheme.groupings.items():
        if division in BUILT_IN:
            place, meaning = key_span(node, "groupings", division), message(BUILT_IN[division])
            yield GroupingNameTaken.at(place, name=division, meaning=meaning)
        yield from _overlaps(groups.items(), [span_at(node, "groupings", division, name) for name in groups])
    yield from _ranking(scheme, node)
    yield from _conditions(scheme, node, nodes)
    for name, part in scheme.all_parts.items():
        children = [child.id for child in part.children]
        for index, key in enumerate(part.keys):
            if key not in children and name in nodes:
                yield UnknownKeyItem.at(span_at(nodes[name], "keys", index), name=key, allowed=children)


def check_members(scheme: Scheme, node: Mapping, known: Collection[str]) -> Iterator[Finding]:
    """A finding for each unit that the scheme lists and that is none of the `known` ones, at its first place."""
    groupings = [units for groups in scheme.groupings.values() for units in groups.values()]
    unknown = {unit for units in (scheme.roster, *groupings) for unit in units} - set(known)
    first = {unit: unit for unit in reversed(list(_listed(node))) if unit in unknown}
    places = sorted(first.values(), key=lambda unit: (unit.span.line, unit.span.column))
    for index, unit in enumerate(places):
        close = difflib.get_close_matches(unit, known, n=1, cutoff=0.8) if index < MAX_SUGGESTIONS else []
        new, meant = N_("add units/{unit}/index.md with its name"), N_("Did you mean {key}?")
        suggestion = message(meant, key=close[0]) if close else message(new, unit=unit)
        yield UnitWithoutPage.at(unit.span, unit=unit, suggestion=suggestion)


def _listed(node: Mapping) -> Iterator[Scalar]:
    """Every unit in a list of the scheme, as written and as often as it stands there."""
    groupings = node.get("groupings")
    groups = groupings.values() if isinstance(groupings, Mapping) else ()
    lists = [node.get("units"), *(each.get("units") for each in node.get("classes") or () if isinstance(each, Mapping))]
    lists += [units for group in groups if isinstance(group, Mapping) for units in group.values()]
    yield from (unit for units in lists if isinstance(units, Items) for unit in units if isinstance(unit, Scalar))


def _groups(scheme: Scheme, nodes: dict[str, Mapping]) -> Iterator[Finding]:
    for name, indicator in scheme.indicators.items():
        if not isinstance(indicator, Compared) or not indicator.needs_group or name not in nodes:
            continue
        if not scheme.roster and indicator.group not in scheme.groupings:
            yield GroupUnknown.at(span_at(nodes[name], "method"), indicator=name)
        elif indicator.group is not None and indicator.group not in scheme.divisions:
            place, allowed = span_at(nodes[name], "group"), list(scheme.divisions)
            yield UnknownDivision.at(place, group=indicator.group, allowed=allowed)


def _ranking(scheme: Scheme, node: Mapping) -> Iterator[Finding]:
    ranking = scheme.ranking
    if ranking is None:
        if "ranking" not in node:
            for index, veto in enumerate(scheme.vetoes):
                if veto.rank is not None:
                    yield RankOfNothing.at(span_at(node, "vetoes", index, "rank"), title=veto.title)
    elif ranking.within is not None and ranking.within not in scheme.divisions:
        place, allowed = span_at(node, "ranking", "within"), list(scheme.divisions)
        yield UnknownDivision.at(place, group=ranking.within, allowed=allowed)
    elif not any(scheme.divisions[ranking.within or "class"].values()):
        yield RankingWithoutUnits.at(key_span(node, "ranking"))


def _overlaps(groups: Iterable[tuple[str, Sequence[str]]], places: Sequence[Span]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for (name, units), place in zip(groups, places, strict=True):
        for unit in units:
            if unit in seen:  # twice in one group would count its value twice
                yield UnitInTwoGroups.at(place, unit=unit, one=seen[unit])
            seen.setdefault(unit, name)


def _conditions(scheme: Scheme, node: Mapping, nodes: dict[str, Mapping]) -> Iterator[Finding]:
    base = [part for part in scheme.parts if part.kind == "base"]
    known = {"base"} | {part.id for top in base for part in branches(top)}
    known |= {leaf.id for top in base for leaf in leaves(top)}
    conditional: list[tuple[str, list[Requirement]]] = [(each.id, each.requires) for each in scheme.all_parts.values()]
    conditional += [(each.id, each.requires) for each in scheme.indicators.values()]
    for name, requirements in conditional:
        for index, requirement in enumerate(requirements):
            if name in nodes and (requirement.score not in known or name in known):
                place = span_at(nodes[name], "requires", index, "score")
                yield UnknownScore.at(place, name=requirement.score, allowed=["base"])
    everything = {"base", "total", *scheme.all_parts, *scheme.indicators}
    for index, veto in enumerate(scheme.vetoes):
        if veto.when is not None and veto.when.score not in everything:
            place = span_at(node, "vetoes", index, "when", "score")
            yield UnknownScore.at(place, name=veto.when.score, allowed=["base", "total"])
