"""League tables as data: one row a report, with a column for each part of the scheme."""

from collections.abc import Callable
from dataclasses import dataclass

from scorepress.analysis.league import Division, League, Row
from scorepress.core.messages import N_, Message, message
from scorepress.exports.tables.reports import LAYER_NAMES
from scorepress.exports.tables.table import Column, DataTable, Value


@dataclass(frozen=True)
class LeagueRow:
    """A row of a league table with the class it stands in."""

    division: Division
    row: Row


def league_table_path(league: League) -> str:
    """Where a league table lies."""
    return f"tables/leagues/{league.scheme.scheme}/{league.scheme.edition}/{league.period.text}"


def league_table(league: League) -> DataTable[LeagueRow]:
    """A league table, class by class."""
    title = message(N_("{scheme}: scores and places, {period}"), scheme=league.scheme.title, period=league.period.title)
    rows = [LeagueRow(division, row) for division in league.divisions for row in division.rows]
    parts = {part.id: part.title for division in league.divisions for part in division.scheme.parts}
    columns = (*COLUMNS, *(Column(f"part-{name}", words, _marks(name), number=True) for name, words in parts.items()))
    return DataTable(league_table_path(league), title, columns, rows)


def _marks(part: str) -> Callable[[LeagueRow], Value]:
    def value(each: LeagueRow) -> Value:
        score = each.row.card.by_id.get(part)
        return None if score is None else score.marks

    return value


def _unit(each: LeagueRow) -> Value:
    return each.row.assessed.report.unit if each.row.assessed.report else None


def _name(each: LeagueRow) -> Value:
    return each.row.assessed.unit.name if each.row.assessed.unit else None


def _region(each: LeagueRow) -> Value:
    return each.row.assessed.unit.region if each.row.assessed.unit else None


def _place(each: LeagueRow) -> Value:
    return each.row.placing.place if each.row.placing else None


def _state(each: LeagueRow) -> Message | None:
    waits = each.row.card.waits_for or (each.row.placing and each.row.placing.waits_for)
    return message(N_("provisional")) if waits else None


COLUMNS: tuple[Column[LeagueRow], ...] = (
    Column("place", message(N_("Place")), _place, number=True),
    Column("unit", message(N_("Unit id")), _unit),
    Column("name", message(N_("Unit")), _name),
    Column("class", message(N_("Class")), lambda each: each.division.title),
    Column("region", message(N_("Region")), _region),
    Column("total", message(N_("Total score")), lambda each: each.row.card.total, number=True),
    Column("full", message(N_("Full marks")), lambda each: each.row.card.full, number=True),
    Column("grade", message(N_("Grade")), lambda each: each.row.card.grade),
    Column("layer", message(N_("Scores of")), lambda each: message(LAYER_NAMES[each.row.layer])),
    Column("state", message(N_("State")), _state),
    Column("vetoes", message(N_("Vetoes")), lambda each: [str(veto.args["title"]) for veto in each.row.card.vetoes]),
)
