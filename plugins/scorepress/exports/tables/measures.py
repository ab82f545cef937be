"""The table of measures: every problem that a published report names, and what is done about it."""

from collections.abc import Sequence

from scorepress.analysis.register import Registered, register
from scorepress.assessment import Assessed
from scorepress.core.messages import N_, Message, message
from scorepress.exports.tables.reports import WHOSE
from scorepress.exports.tables.table import Column, DataTable, through

MEASURES = "tables/measures"
STATUS = {"open": N_("open"), "doing": N_("under way"), "done": N_("done")}


def measures_table(reports: Sequence[Assessed]) -> DataTable[Registered]:
    """The measures of all published reports, the first due first."""
    return DataTable(MEASURES, message(N_("Register of measures")), COLUMNS, register(reports))


def _status(row: Registered) -> Message | None:
    return message(STATUS[row.measure.status]) if row.measure.status else None


COLUMNS: tuple[Column[Registered], ...] = (
    *through(lambda row: row.assessed, WHOSE),
    Column("measure", message(N_("Number")), lambda row: row.number, number=True),
    Column("problem", message(N_("Problem")), lambda row: row.measure.problem),
    Column("action", message(N_("Measure")), lambda row: row.measure.action),
    Column("office", message(N_("Office")), lambda row: row.measure.office),
    Column("due", message(N_("Due")), lambda row: row.measure.due),
    Column("status", message(N_("Status")), _status),
    Column("result", message(N_("Result")), lambda row: row.measure.result),
)
