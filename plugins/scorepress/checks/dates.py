"""Dates of what has happened, held against the day of the check."""

from collections.abc import Iterator
from datetime import date, timedelta

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, span_at
from scorepress.reports.model import Report


class DateInFuture(Rule):
    """Something that has been done bears a date that is still to come."""

    code = "SR425"
    severity = Severity.WARNING
    message = N_("{date} is still to come")
    cure = N_("correct the date; write here only what has been done")
    why = N_(
        "A document, a review or a publication of tomorrow cannot be cited today; most often the year is mistyped."
    )
    bad = "published_on: 2206-03-20"
    good = "published_on: 2026-03-20"


class DateBeforePeriod(Rule):
    """A report or its review bears a date from before the period that it reports on."""

    code = "SR342"
    severity = Severity.WARNING
    message = N_("{date} lies before the period {period} begins")
    cure = N_("correct the date, or the period")
    why = N_("Nobody can report on a year that has not begun; most often the date is that of last year's file.")
    bad = "period: 2025\ndate: 2024-01-15"
    good = "period: 2025\ndate: 2026-01-15"


ONE_DAY = timedelta(days=1)
"""It is tomorrow already where the sun rises earlier than where the site is built."""


def check_dates(report: Report, node: Mapping, today: str) -> Iterator[Finding]:
    """Dates of `report` that lie before its period, and behind `today`, such as `2026-11-28`, if a day is given."""
    period = report.period
    begins = f"{period.year:04}-{period.last_month - period.months + 1:02}"
    for path, written in _done(report):
        if path[0] != "evidence" and written is not None and written[:7] < begins[: len(written)]:
            yield DateBeforePeriod.at(span_at(node, *path), date=written, period=period.text)
    if not today:
        return
    latest = (date.fromisoformat(today) + ONE_DAY).isoformat()
    for path, written in _done(report):
        if written is not None and written > latest[: len(written)]:
            yield DateInFuture.at(span_at(node, *path), date=written)


def _done(report: Report) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """What has been done when it was written down, with its date as written."""
    yield ("date",), report.date
    yield ("published_on",), report.published_on
    if report.withdrawn is not None:
        yield ("withdrawn", "date"), report.withdrawn.date
    for layer in ("verified", "final"):
        review = getattr(report, layer)
        if review is not None:
            yield (layer, "date"), review.date
    for name, item in report.evidence.items():
        yield ("evidence", name, "date"), item.date
