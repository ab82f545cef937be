"""What a search can be narrowed by: the kind of page, year, scheme, class, region, unit, grade and state of the scores.

The values stand in the index as they are written here and in the addresses of searches, so they are short and stay the
same in every language; what readers see of them is the label.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scorepress.assessment import Assessed
from scorepress.core.messages import N_, Translate
from scorepress.reports.model import Unit
from scorepress.schemes.model import Scheme
from scorepress.scoring.layers import LAYER_WORDS

FACETS = MappingProxyType(
    {
        "kind": N_("Kind of page"),
        "year": N_("Year"),
        "scheme": N_("Scheme"),
        "class": N_("Class"),
        "region": N_("Region"),
        "grade": N_("Grade"),
        "stage": N_("State of the scores"),
        "unit": N_("Unit"),
    }
)
"""Every facet with its name; a facet that no page has a value of is not offered."""
TYPED = "unit"
"""The facet with too many values for a list: a part of the name is typed, and found by its words like any text."""
OFFERED = 500
"""Up to so many names of units are offered to whom types one."""
KINDS = MappingProxyType({"report": N_("Reports"), "unit": N_("Units"), "scheme": N_("Schemes")})

Facets = dict[str, str]
"""The values of one page by facet; a facet that does not apply is left out."""


@dataclass(frozen=True)
class Choice:
    """One value of a facet: what is asked for, what is read, and how many pages have it."""

    value: str
    label: str
    pages: int


def facets_of(
    reports: Mapping[str, Assessed], units: Mapping[str, Unit], schemes: Mapping[str, Scheme]
) -> dict[str, Facets]:
    """The facets of each page, by the paths of the pages."""
    names = _names(units.values())
    return (
        {path: _of_report(each, names) for path, each in reports.items()}
        | {path: _of_unit(unit, names) for path, unit in units.items()}
        | {path: {"kind": "scheme", "scheme": scheme.scheme} for path, scheme in schemes.items()}
    )


def _names(units: Iterable[Unit]) -> dict[str, str]:
    """What each unit is called where it is picked by its name: with its id where two have the same."""
    there = {unit.unit: unit.name for unit in units}
    count = Counter(there.values())
    return {key: name if count[name] == 1 else f"{name} {key}" for key, name in there.items()}


def _of_report(assessed: Assessed, names: Mapping[str, str]) -> Facets:
    report = assessed.report
    if report is None:
        return {}
    effective = assessed.effective
    return _there(
        {
            "kind": "report",
            "year": str(report.period.year),
            "scheme": report.scheme.scheme,
            "class": _class(assessed),
            "region": assessed.unit.region if assessed.unit else None,
            "grade": effective.card.grade if effective else None,
            "stage": effective.layer if effective and effective.card.total is not None else None,
            "unit": names.get(report.unit, report.unit),
        }
    )


def _class(assessed: Assessed) -> str | None:
    """The class that the report was scored in, or else the one on the unit's page."""
    report, scheme = assessed.report, assessed.scheme
    for each in scheme.classes if scheme else ():
        if report and report.unit in each.units:
            return each.title
    return assessed.unit.class_ if assessed.unit else None


def _of_unit(unit: Unit, names: Mapping[str, str]) -> Facets:
    """Not its class and region: whoever narrows by them wants reports, and each page makes the list to load longer."""
    return {"kind": "unit", "unit": names[unit.unit]}


def _there(facets: Mapping[str, str | None]) -> Facets:
    return {name: value for name, value in facets.items() if value}


def choices(pages: Collection[Facets], schemes: Iterable[Scheme], translate: Translate) -> dict[str, list[Choice]]:
    """The values of each facet in the order of its list; no names of units where there are too many to offer.

    `schemes` are all editions, the newest of each last.
    """
    known = list(schemes)
    words = {"kind": KINDS, "stage": LAYER_WORDS}
    labels = {name: {value: translate(text) for value, text in each.items()} for name, each in words.items()}
    labels["scheme"] = {each.scheme: each.title for each in known}
    order = {name: list(each) for name, each in labels.items()}
    order["grade"] = [grade for each in known for grade in each.grades]
    order["year"] = sorted({page["year"] for page in pages if "year" in page}, reverse=True)
    found = {name: _choices(pages, name, labels.get(name, {}), order.get(name, [])) for name in FACETS}
    return found if len(found[TYPED]) <= OFFERED else found | {TYPED: []}


def _choices(pages: Iterable[Facets], facet: str, labels: Mapping[str, str], order: Iterable[str]) -> list[Choice]:
    """Values of `order` first and in its order, the others by name."""
    count = Counter(page[facet] for page in pages if facet in page)
    first = [value for value in dict.fromkeys(order) if value in count]
    return [
        Choice(value, labels.get(value, value), count[value]) for value in [*first, *sorted(count.keys() - {*first})]
    ]
