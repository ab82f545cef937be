"""Tables of figures: each figure of a report as it stands there, and every value of all reports one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from scorepress.assessment import Assessed
from scorepress.core.columns import Column as FigureColumn
from scorepress.core.messages import N_, Message, message
from scorepress.exports.tables.reports import WHOSE
from scorepress.exports.tables.table import CSV, XLSX, Column, DataTable, through
from scorepress.reports.figures import Cell, Table

FIGURES = "tables/figures"
FigureRow = tuple[str | Message, tuple[Cell, ...]]
"""The label of a row, and its cells."""


@dataclass(frozen=True)
class FigureValue:
    """One value of one figure."""

    assessed: Assessed
    table: Table
    column: FigureColumn
    label: str | Message
    cell: Cell


def figure_path(report: str, name: str) -> str:
    """Where a figure of a report lies; `report` is the path of its data without the ending."""
    return f"{report}/figures/{name}"


def report_figure(table: Table, path: str) -> DataTable[FigureRow]:
    """A figure as it stands in its report, units of measure in the headings, the total as the last row."""
    label: Column[FigureRow] = Column("row", table.figure.row_title or message(N_("Item")), lambda row: row[0])
    columns = (label, *(_column(table, index) for index in range(len(table.columns))))
    where = figure_path(path, table.name)
    return DataTable(where, table.figure.title, columns, _rows(table), forms=(CSV, XLSX), described=False)


def _rows(table: Table) -> list[FigureRow]:
    rows: list[FigureRow] = list(table.rows.items())
    return rows if table.total is None else [*rows, (message(N_("Total")), table.total)]


def _column(table: Table, index: int) -> Column[FigureRow]:
    name, column = list(table.columns.items())[index]
    title: str | Message = message(N_("Value")) if table.single else column.title
    unit = column.measured_in or table.figure.measured_in
    if unit:
        title = message(N_("{title} ({unit})"), title=title, unit=unit)
    return Column(name, title, lambda row: row[1][index].value, number=not column.text)


def figures_table(reports: Sequence[Assessed]) -> DataTable[FigureValue]:
    """Every value of every figure of all published reports; only as CSV, since there may be very many."""
    values = [value for each in reports for table in each.tables.values() for value in _values(each, table)]
    return DataTable(
        FIGURES,
        message(N_("All figures")),
        (*through(lambda row: row.assessed, WHOSE), *COLUMNS),
        values,
        forms=(CSV,),
    )


def _values(assessed: Assessed, table: Table) -> list[FigureValue]:
    return [
        FigureValue(assessed, table, column, label, cell)
        for label, cells in _rows(table)
        for column, cell in zip(table.columns.values(), cells, strict=True)
    ]


def _precision(row: FigureValue) -> list[str | Message]:
    return [
        *([message(N_("about"))] if row.cell.about else []),
        *([message(N_("or more"))] if row.cell.at_least else []),
    ]


def _words(row: FigureValue) -> str | None:
    return row.cell.value if isinstance(row.cell.value, str) else None


COLUMNS: tuple[Column[FigureValue], ...] = (
    Column("figure", message(N_("Figure id")), lambda row: row.table.name),
    Column("title", message(N_("Figure")), lambda row: row.table.figure.title),
    Column("row", message(N_("Row")), lambda row: row.label),
    Column("column", message(N_("Column")), lambda row: row.column.title),
    Column("value", message(N_("Value")), lambda row: row.cell.number, number=True),
    Column("words", message(N_("Value in words")), _words),
    Column(
        "measured_in",
        message(N_("Unit of measure")),
        lambda row: row.cell.measured_in or row.column.measured_in or row.table.figure.measured_in,
    ),
    Column("precision", message(N_("Precision")), _precision),
    Column("note", message(N_("Note")), lambda row: row.cell.note),
)
