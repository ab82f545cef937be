"""The register of measures: every problem that a published report names and what is done about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from scorepress.assessment import Assessed
from scorepress.reports.model import Measure


@dataclass(frozen=True)
class Registered:
    """One measure with the report that names it."""

    assessed: Assessed
    number: int
    """Its place in the report, from 1."""
    measure: Measure


def overdue(measure: Measure, today: str) -> bool:
    """Whether it was due before `today` (`2026-03-01`) and is not done; what is due in a month has all of it."""
    return measure.due is not None and measure.status != "done" and measure.due < today[: len(measure.due)]


def register(reports: Iterable[Assessed]) -> list[Registered]:
    """The measures of all published reports, the first due first, those without a date last."""
    found = [
        Registered(each, number, measure)
        for each in reports
        if each.report is not None and each.publishable
        for number, measure in enumerate(each.report.measures, 1)
    ]
    return sorted(found, key=_order)


def _order(each: Registered) -> tuple[bool, str, str, int]:
    unit = each.assessed.report.unit if each.assessed.report else ""
    return (each.measure.due is None, each.measure.due or "", unit, each.number)
