"""The places of reports, when everything that could withhold one of them is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scorepress.assessment.assessed import Assessed
from scorepress.assessment.known import Known
from scorepress.assessment.prepare import REVIEWS
from scorepress.schemes.model import Scheme
from scorepress.scoring.ranking import Contender, Placing, Standings


def rank(reports: Sequence[Assessed], known: Known, mates: Iterable[Assessed] = ()) -> list[Assessed]:
    """The reports with their places; those published without an error, and the `mates`, take part.

    A draft gets the place that it would take, and takes nobody else's.
    """
    together: dict[tuple[str, str], list[Assessed]] = {}
    for each in (*reports, *mates):
        if each.report is not None and each.scheme is not None and each.scheme.ranking is not None:
            together.setdefault((str(each.report.scheme), each.report.period.text), []).append(each)
    found = {
        (*key, layer): standings(fellows, layer, known.names)
        for key, fellows in together.items()
        for layer in ("self", *REVIEWS)
        if any(layer in each.layers for each in fellows)
    }
    return [replace(each, places=dict(_places(each, found))) if _ranked(each) else each for each in reports]


def _ranked(assessed: Assessed) -> bool:
    return assessed.scheme is not None and assessed.scheme.ranking is not None


def standings(fellows: Sequence[Assessed], layer: str, names: Mapping[str, str]) -> Standings:
    """Who takes part in the ranking of one layer: the published reports without an error among `fellows`."""
    contenders: dict[str, Contender] = {}
    for each in fellows:
        if not each.publishable or not each.layers:
            continue
        reached = ("self", *REVIEWS).index(layer) + 1
        card = [each.layers[name] for name in ("self", *REVIEWS)[:reached] if name in each.layers][-1]
        contenders[each.report.unit if each.report else ""] = Contender(card, layer in each.layers)
    scheme: Scheme = next(each.scheme for each in fellows if each.scheme is not None)
    return Standings(scheme, contenders, names)


def _places(assessed: Assessed, found: dict[tuple[str, str, str], Standings]) -> Iterator[tuple[str, Placing]]:
    for layer, card in assessed.layers.items():
        if assessed.report is not None:
            among = found[str(assessed.report.scheme), assessed.report.period.text, layer]
            placing = among.place(assessed.report.unit, card)
            if placing is not None:
                yield layer, placing
