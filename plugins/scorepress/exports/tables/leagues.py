"""League tables as data: one row a report, with a column for each part of the scheme."""

from collections.abc import Callable

from scorepress.analysis.league import League, Row
from scorepress.core.messages import N_, message
from scorepress.exports.tables.reports import reservations_of
from scorepress.exports.tables.table import Column, DataTable, Value


def league_table_path(league: League) -> str:
    """Where a league table lies."""
    return f"tables/leagues/{league.scheme.scheme}/{league.scheme.edition}/{league.period.text}"


def league_table(league: League) -> DataTable[Row]:
    """A league table in the order of the ranking: its groups one after the other, each by place."""
    title = message(N_("{scheme}: scores and places, {period}"), scheme=league.scheme.title, period=league.period.title)
    parts = {part.id: part.title for division in league.divisions for part in division.scheme.parts}
    columns = [
        *COLUMNS,
        *(
            Column(f"part-{name}", words, _marks(name), number=True, places=_places(name))
            for name, words in parts.items()
        ),
    ]
    if league.grouping is not None:
        columns.insert(0, Column("group", league.grouping, lambda row: row.group))
    return DataTable(league_table_path(league), title, tuple(columns), league.rows)


def _marks(part: str) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        score = row.card.by_id.get(part)
        return None if score is None else score.marks

    return value


def _places(part: str) -> Callable[[Row], int | None]:
    def places(row: Row) -> int | None:
        score = row.card.by_id.get(part)
        return None if score is None else score.places

    return places


def _unit(row: Row) -> Value:
    return row.assessed.report.unit if row.assessed.report else None


def _name(row: Row) -> Value:
    return row.assessed.unit.name if row.assessed.unit else None


def _region(row: Row) -> Value:
    return row.assessed.unit.region if row.assessed.unit else None


COLUMNS: tuple[Column[Row], ...] = (
    Column("place", message(N_("Place")), lambda row: row.placing.place if row.placing else None, number=True),
    Column("unit", message(N_("Unit id")), _unit),
    Column("name", message(N_("Unit")), _name),
    Column("class", message(N_("Class")), lambda row: row.class_title),
    Column("region", message(N_("Region")), _region),
    Column(
        "total",
        message(N_("Total in force")),
        lambda row: row.card.total,
        number=True,
        places=lambda row: row.card.places,
    ),
    Column("full", message(N_("Full marks")), lambda row: row.card.full, number=True),
    Column("grade", message(N_("Grade")), lambda row: row.card.grade),
    Column("layer", message(N_("Scores of")), lambda row: message(row.effective.word)),
    Column("state", message(N_("State")), lambda row: reservations_of(row.effective)),
    Column("vetoes", message(N_("Vetoes")), lambda row: row.card.vetoes_in_force),
)
