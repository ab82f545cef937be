"""The places of reports, when everything that could withhold one of them is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from scorepress.assessment.assessed import Assessed
from scorepress.assessment.known import Known
from scorepress.schemes.model import Scheme
from scorepress.scoring.layers import LAYERS, expected_layers, has_reached, highest, up_to
from scorepress.scoring.ranking import Contender, Placing, Standings


def rank(reports: Sequence[Assessed], known: Known, mates: Iterable[Assessed] = ()) -> list[Assessed]:
    """The reports with their places; those published without an error, and the `mates`, take part.

    A draft gets the place that it would take, and takes nobody else's.
    """
    together: dict[tuple[str, str], list[Assessed]] = {}
    for each in (*reports, *mates):
        if each.report is not None and each.scheme is not None and each.scheme.ranking is not None:
            together.setdefault(_key(each), []).append(each)
    rankings = {key: _rankings(fellows, known.names) for key, fellows in together.items()}
    return [_placed(each, rankings[_key(each)]) if _key(each) in rankings and each.scheme else each for each in reports]


def _key(assessed: Assessed) -> tuple[str, str]:
    """The edition and the period."""
    report = assessed.report
    return ("", "") if report is None else (str(report.scheme), report.period.text)


Rankings = Mapping[str, Standings]
"""The ranking of each layer that a report of an edition and period has."""


def _rankings(fellows: Sequence[Assessed], names: Mapping[str, str]) -> Rankings:
    there = {layer for each in fellows for layer in each.layers}
    return {layer: _standings(fellows, layer, names) for layer in LAYERS if layer in there}


def _standings(fellows: Sequence[Assessed], layer: str, names: Mapping[str, str]) -> Standings:
    """Who takes part in the ranking of one layer: the published reports without an error among `fellows`."""
    there = [each for each in fellows if each.publishable and each.layers]
    expected = expected_layers(each.report for each in there if each.report is not None)
    contenders: dict[str, Contender] = {}
    for each in there:
        counted = up_to(layer, each.layers)
        reached = has_reached(layer, each.layers, expected)
        contenders[each.report.unit if each.report else ""] = Contender(each.layers[counted], counted, reached)
    scheme: Scheme = next(each.scheme for each in fellows if each.scheme is not None)
    return Standings(scheme, contenders, names, layer)


def _placed(assessed: Assessed, rankings: Rankings) -> Assessed:
    return replace(assessed, places=dict(_places(assessed, rankings)), place=_place(assessed, rankings))


def _places(assessed: Assessed, rankings: Rankings) -> Iterator[tuple[str, Placing]]:
    """The places that the scores of each layer of a report would have, were it the only one that counts."""
    for layer, card in assessed.layers.items():
        placing = rankings[layer].place(assessed.report.unit, card) if assessed.report else None
        if placing is not None:
            yield layer, placing


def _place(assessed: Assessed, rankings: Rankings) -> Placing | None:
    """The place in the one ranking in which every report counts with the highest layer that it has."""
    effective = assessed.effective
    if effective is None or assessed.report is None:
        return None
    published = chain.from_iterable(ranking.layers for ranking in rankings.values())
    return rankings[highest([effective.layer, *published])].place(assessed.report.unit, effective.card)
