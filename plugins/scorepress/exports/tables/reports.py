"""The table of reports: one row each, with the totals of every layer; of one year, or of everything."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from scorepress.assessment import Assessed, EffectiveScore
from scorepress.core.messages import N_, Message, message
from scorepress.exports.tables.table import Column, DataTable, Value, newest
from scorepress.history.facts import Known, Moment, Past
from scorepress.reports.model import VALIDITY, Report
from scorepress.scoring.layers import TOTAL_WORDS

REPORTS = "tables/reports"
Pasts = Mapping[str, Past]
"""What is known of the past of reports, by their files."""


def year_table_path(year: int) -> str:
    """Where the table of a year's reports lies."""
    return f"tables/years/{year}"


def reports_table(reports: Sequence[Assessed], pasts: Pasts) -> DataTable[Assessed]:
    """All published reports, the newest period first."""
    return DataTable(REPORTS, message(N_("All reports")), (*COLUMNS, *_history(pasts)), reports)


def year_table(year: int, reports: Sequence[Assessed], pasts: Pasts) -> DataTable[Assessed]:
    """The published reports of a year."""
    title = message(N_("Reports for {year}"), year=str(year))
    return DataTable(year_table_path(year), title, (*COLUMNS, *_history(pasts)), reports)


def day_of(reports: Sequence[Assessed], pasts: Pasts) -> date | None:
    """The newest date of some reports, those of their changes among them."""
    stated = [day for each in reports if each.report for day in (each.report.date, each.report.published_on)]
    changes = [past_of(each, pasts).changed for each in reports]
    return newest([*stated, *(moment.day for moment in changes if moment is not None)])


def past_of(assessed: Assessed, pasts: Pasts) -> Past:
    """What is known of a report's past."""
    return pasts.get(assessed.file.page.source.path, Past(Known.NOTHING))


def class_title(assessed: Assessed) -> str | None:
    """The class of a report's unit; None where there are no classes."""
    if assessed.scheme is None or assessed.report is None:
        return None
    name = assessed.scheme.group_of["class"].get(assessed.report.unit)
    return {each.id: each.title for each in assessed.scheme.classes}.get(name or "")


def reservations(*, provisional: bool, about: bool) -> list[Message]:
    """That a score or a place may still change, and that it is inexact in the source; nothing where neither is so."""
    words = ((provisional, N_("provisional")), (about, N_("inexact")))
    return [message(word) for applies, word in words if applies]


def reservations_of(effective: EffectiveScore) -> list[Message]:
    """Those of a report's leading total and place."""
    return reservations(provisional=effective.provisional, about=effective.card.about)


def _said(key: str) -> Callable[[Assessed], Value]:
    """What the head of a report says."""

    def value(assessed: Assessed) -> Value:
        found: str | None = getattr(assessed.report, key, None)
        return found

    return value


def _of(read: Callable[[Report], Value]) -> Callable[[Assessed], Value]:
    return lambda assessed: None if assessed.report is None else read(assessed.report)


def _total(layer: str) -> Callable[[Assessed], Value]:
    def value(assessed: Assessed) -> Value:
        card = assessed.layers.get(layer)
        return None if card is None or not card.parts else card.total

    return value


def _effective(read: Callable[[EffectiveScore], Value]) -> Callable[[Assessed], Value]:
    """What the leading scores say; nothing where there are none."""

    def value(assessed: Assessed) -> Value:
        return read(assessed.effective) if assessed.effective is not None else None

    return value


def _places(assessed: Assessed) -> int | None:
    """The decimal places that its totals are shown with."""
    return assessed.effective.card.places if assessed.effective is not None else None


def _validity(report: Report) -> Message | None:
    return None if report.validity is None else message(VALIDITY[report.validity])


def _fictional(assessed: Assessed) -> Message | None:
    return message(N_("yes")) if assessed.unit is not None and assessed.unit.fictional else None


WHOSE: tuple[Column[Assessed], ...] = (
    Column("unit", message(N_("Unit id")), _of(lambda report: report.unit)),
    Column("name", message(N_("Unit")), lambda each: each.unit.name if each.unit else None),
    Column("period", message(N_("Period")), _of(lambda report: report.period.text)),
    Column("scheme", message(N_("Scheme and edition")), _of(lambda report: str(report.scheme))),
)
"""The columns that tell reports apart, which every table of several reports begins with."""

COLUMNS: tuple[Column[Assessed], ...] = (
    *WHOSE,
    Column("scheme_title", message(N_("Scheme")), lambda each: each.scheme.title if each.scheme else None),
    Column("class", message(N_("Class")), class_title),
    Column("region", message(N_("Region")), lambda each: each.unit.region if each.unit else None),
    Column("title", message(N_("Title")), _said("title")),
    Column(
        "total", message(N_("Total in force")), _effective(lambda each: each.card.total), number=True, places=_places
    ),
    Column("full", message(N_("Full marks")), _effective(lambda each: each.card.full), number=True),
    Column("grade", message(N_("Grade")), _effective(lambda each: each.card.grade)),
    Column("place", message(N_("Place")), lambda each: each.place.place if each.place else None, number=True),
    Column("layer", message(N_("Scores of")), _effective(lambda each: message(each.word))),
    *(
        Column(layer, message(words), _total(layer), number=True, places=_places)
        for layer, words in TOTAL_WORDS.items()
    ),
    Column("state", message(N_("State")), _effective(reservations_of)),
    Column("vetoes", message(N_("Vetoes")), _effective(lambda each: each.card.vetoes_in_force)),
    Column("number", message(N_("Document number")), _said("number")),
    Column("index_number", message(N_("Index number")), _said("index_number")),
    Column("publisher", message(N_("Publisher")), _said("publisher")),
    Column("date", message(N_("Date")), _said("date")),
    Column("published_on", message(N_("Published on")), _said("published_on")),
    Column("validity", message(N_("Validity")), _of(_validity)),
    Column("source", message(N_("Source")), _said("source")),
    Column("fictional", message(N_("Fictional")), _fictional),
    Column("file", message(N_("Source file")), lambda each: each.file.page.source.path),
)
"""What the files themselves say."""


def _history(pasts: Pasts) -> tuple[Column[Assessed], ...]:
    """The days on which git saw a report published and corrected."""

    def day(read: Callable[[Past], Moment | None]) -> Callable[[Assessed], Value]:
        def value(assessed: Assessed) -> Value:
            moment = read(past_of(assessed, pasts))
            return None if moment is None else moment.day

        return value

    return (
        Column("first_published", message(N_("First published")), day(lambda past: past.published)),
        Column("corrected", message(N_("Last corrected")), day(lambda past: past.corrected)),
    )
