"""A trial of an edition as text and as data."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scorepress.analysis.trial import Renamed, Standing, Trial, Tried
from scorepress.core.messages import N_, Message, Translate, message, say
from scorepress.core.numbers import show
from scorepress.core.periods import Period
from scorepress.core.spans import display_width, printable

HEAD = (
    N_("place"),
    N_("unit"),
    N_("old total"),
    N_("grade"),
    N_("new total"),
    N_("grade"),
    N_("new place"),
    N_("what changes"),
)
RIGHT = {0, 2, 4, 6}
"""Columns of numbers."""


def trial_text(trial: Trial, period: Period, translate: Translate) -> Iterator[str]:
    """The lines of a trial: the units class by class, then what changes, then what no longer maps."""
    words = N_("{period} under {scheme}: {count} published reports scored again, nothing written")
    yield from _said(translate, words, period=period.title, scheme=trial.scheme.key, count=len(trial.units))
    if trial.left_out:
        yield from _said(translate, N_("{count} drafts and reports with errors are left out"), count=trial.left_out)
    titles = {each.id: each.title for each in trial.scheme.classes}
    for name in dict.fromkeys(each.class_ for each in trial.units):
        yield ""
        if trial.scheme.classes:
            yield printable(titles.get(name, "—"))
        own = [each for each in trial.units if each.class_ == name]
        yield from _table([[translate(each) for each in HEAD], *(_row(each, translate) for each in own)])
    yield ""
    yield from _changed(trial, translate)
    yield from _lost(trial, translate)
    yield from _said(
        translate,
        N_("Only marks are tried: evidence, reasons and sections that the edition asks for are not looked at."),
    )


def _said(translate: Translate, template: str, /, **args: object) -> Iterator[str]:
    yield printable(message(template, **args).text(translate))


def _row(tried: Tried, translate: Translate) -> list[str]:
    old, new = tried.old, tried.new
    changes: list[Message] = []
    if not tried.complete:
        changes.append(message(N_("no new total: {count} do not map"), count=len(tried.missing) + len(tried.findings)))
    if tried.changes_grade:
        changes.append(message(N_("grade")))
    if tried.changes_place:
        changes.append(message(N_("place")))
    if new.provisional:
        changes.append(message(N_("provisional")))
    return [
        _number(old.place),
        printable(tried.name),
        _number(old.total),
        old.grade or "—",
        _number(new.total),
        new.grade or "—",
        _number(new.place),
        say(changes, translate),
    ]


def _number(value: Fraction | None) -> str:
    return "—" if value is None else show(value)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell."""
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            pad = " " * (width - display_width(cell))
            cells.append(pad + cell if column in RIGHT else cell + pad)
        yield "  ".join(cells).rstrip()


def _changed(trial: Trial, translate: Translate) -> Iterator[str]:
    """Who changes grade or place, and how many."""
    grades = [each for each in trial.units if each.changes_grade]
    places = [each for each in trial.units if each.changes_place]
    without = sum(not each.complete for each in trial.units)
    words = N_("{grades} change grade, {places} change place, {without} have no new total")
    yield from _said(translate, words, grades=len(grades), places=len(places), without=without)
    for each in grades:
        words = N_("  {name}: {old} → {new}")
        yield from _said(translate, words, name=each.name, old=each.old.grade or "—", new=each.new.grade or "—")
    if without and places:
        yield from _said(translate, N_("New places are among those that have a new total."))


def _lost(trial: Trial, translate: Translate) -> Iterator[str]:
    """What is taken for the same under another name, and what no longer maps."""
    for each in trial.renamed:
        yield from _said(translate, HOW[each.by], old=_called(each.old, each.old_title), new=_new(each))
    for name, title in trial.missing.items():
        words = N_("no entry: {indicator} is new, so a report of the old edition has nothing for it")
        yield from _said(translate, words, indicator=_called(name, title))
    for name, title in trial.dropped.items():
        words = N_("no indicator: {indicator} is dropped, its entries count no more")
        yield from _said(translate, words, indicator=_called(name, title))
    for finding in (finding for each in trial.units for finding in each.findings):
        yield finding.text(translate)
    if trial.absent:
        words = N_("no report: the edition lists {count} more units: {names}")
        yield from _said(translate, words, count=len(trial.absent), names=list(trial.absent))


HOW = {
    "stated": N_("same: {old} is {new}, as the edition states (was)"),
    "id": N_("same: {old} is {new}, by its id and method"),
    "inferred": N_("same: {old} is taken for {new}, which has its title and method; state it with was"),
}


def _called(name: str, title: str) -> str:
    return f"{name} {title}"


def _new(renamed: Renamed) -> str:
    return _called(renamed.new, renamed.new_title)


def trial_data(trial: Trial, period: Period, translate: Translate) -> dict[str, object]:
    """A trial as plain data for JSON; amounts are text, as they are exact."""
    return {
        "version": 1,
        "edition": trial.scheme.key,
        "period": period.text,
        "counts": {
            "reports": len(trial.units),
            "left_out": trial.left_out,
            "change_grade": sum(each.changes_grade for each in trial.units),
            "change_place": sum(each.changes_place for each in trial.units),
            "no_new_total": sum(not each.complete for each in trial.units),
        },
        "units": [_unit_data(each, translate) for each in trial.units],
        "renamed": [
            {
                "old": each.old,
                "old_title": each.old_title,
                "new": each.new,
                "new_title": each.new_title,
                "by": each.by,
            }
            for each in trial.renamed
        ],
        "unmapped": {
            "indicators": [{"id": name, "title": title} for name, title in trial.missing.items()],
            "entries": [{"id": name, "title": title} for name, title in trial.dropped.items()],
        },
        "without_report": list(trial.absent),
    }


def _unit_data(tried: Tried, translate: Translate) -> dict[str, object]:
    return {
        "unit": tried.unit,
        "name": tried.name,
        "class": tried.class_ or None,
        "file": tried.path,
        "old": {"edition": tried.under, **_standing_data(tried.old)},
        "new": _standing_data(tried.new),
        "complete": tried.complete,
        "missing": list(tried.missing),
        "dropped": list(tried.dropped),
        "findings": [finding.data(translate) for finding in tried.findings],
    }


def _standing_data(standing: Standing) -> dict[str, object]:
    return {
        "total": None if standing.total is None else show(standing.total),
        "grade": standing.grade,
        "place": None if standing.place is None else show(standing.place),
        "provisional": standing.provisional,
    }
