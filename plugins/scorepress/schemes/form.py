"""The official form of a scheme (自评表): its blanks, its tables, and the columns in which its indicators are shown.

A form is data: what a province prints differently is other words in the scheme, not other code. A report fills in what
the scheme asks for; everything that follows from its scores is put in by itself.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from scorepress.core.columns import Column
from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact
from scorepress.core.records import KeptDict, KeptList, Record
from scorepress.core.values import Flag, Id, Name, Number, Text

Known = Literal["unit", "period", "issuer", "number", "date", "total", "full", "grade"]
"""What a blank can be filled in with by itself."""
Shown = Literal[
    "level1",
    "level2",
    "level3",
    "title",
    "nature",
    "measured_in",
    "target",
    "initial",
    "adjusted",
    "actual",
    "full",
    "marks",
    "share",
    "note",
    "core",
]
"""What a column can show of an indicator.

`level1` to `level3` are the parts above it (一级指标, …). `nature` is =, ≥, ≤ or 定性. `target` is the target in force,
`initial` the one at the beginning of the year, `adjusted` the one in force where it was changed since. `share` is marks
÷ full marks in %.
"""
LEVELS: tuple[Shown, ...] = ("level1", "level2", "level3")


class When(Record):
    """A condition on the tables of the form: `{value: 资金.total.执行 / 资金.total.全年 * 100, below: 90}`."""

    value: Text
    """A formula over the tables of the form, by their names."""
    below: Number | None = None
    """It holds where the value is less."""
    above: Number | None = None
    """It holds where the value is more."""
    other_than: Number | None = None
    """It holds where the value is not this one."""

    def holds(self, value: Fraction) -> bool:
        """Whether one of the comparisons is true."""
        below = self.below is not None and value < exact(self.below)
        above = self.above is not None and value > exact(self.above)
        return below or above or (self.other_than is not None and value != exact(self.other_than))

    @property
    def words(self) -> Message:
        """The comparison as people read it."""
        if self.below is not None:
            return message(N_("below {bound}"), bound=self.below)
        if self.above is not None:
            return message(N_("above {bound}"), bound=self.above)
        return message(N_("other than {bound}"), bound=self.other_than or 0)


class Blank(Record):
    """One blank of the form; `主管部门` is short for `{title: 主管部门}`."""

    short_key: ClassVar[str | None] = "title"
    title: Text
    """What the form prints beside the blank; a report fills it in under this name."""
    from_: Known | None = Field(default=None, alias="from")
    """Filled in by itself with this; without it, by the report."""
    optional: Flag = False
    """A report may leave it empty."""
    when: When | None = None
    """Asked for only where this holds; otherwise optional."""

    @property
    def asked(self) -> bool:
        """Whether every report must fill it in."""
        return self.from_ is None and not self.optional and self.when is None


class Row(Record):
    """One row of a table; an optional one may be left out where there is nothing to write."""

    short_key: ClassVar[str | None] = "title"
    title: Text
    """What the form prints in front of the row."""
    optional: Flag = False
    """A report may leave it out."""


class FormColumn(Column):
    """A column that the report fills in, or that `shows` something of the score that stands beside the table."""

    shows: Shown | None = None
    """What of the score stands here; without it, the report fills the column in."""


class FormTable(Record):
    """A table of the form; the report gives its rows, and prose can refer to it as to a figure."""

    title: Text
    """What stands above the table."""
    measured_in: Text | None = None
    """What its numbers are measured in, where a column does not say."""
    row_title: Text | None = None
    """The heading of the first column."""
    columns: KeptDict[Name, FormColumn]
    """The columns, by names that formulas use."""
    rows: KeptList[Row] = []
    """The rows, in their order."""
    total: Text | None = None
    """The name of a row that is the sum of the others; it stands first."""
    score: Id | None = None
    """The indicator that columns with `shows` are about."""

    @property
    def filled(self) -> dict[str, FormColumn]:
        """The columns that the report fills in."""
        return {name: column for name, column in self.columns.items() if column.shows is None}

    def labels(self) -> Iterator[str]:
        """The names of all rows, in their order."""
        if self.total is not None:
            yield self.total
        yield from (row.title for row in self.rows)


class IndicatorColumn(Record):
    """One column of the table of indicators."""

    title: Text
    """The heading of the column."""
    shows: Shown
    """What of the indicator stands in it."""


class IndicatorTable(Record):
    """The indicators of some parts, one a row."""

    title: Text
    """What stands above the table."""
    parts: KeptList[Id]
    """Parts that stand in the column `level1`, with all that is below them."""
    columns: KeptList[IndicatorColumn]
    """The columns, in their order."""
    total: Text | None = None
    """The name of a last row with the total of the report (合计, 总分)."""


class Form(Record):
    """A form: blanks, tables, the indicators, blanks again."""

    title: Text
    """What the form is called."""
    note: Text | None = None
    """How it is to be filled in."""
    landscape: Flag = False
    """Whether it is printed across the page."""
    template: Id | None = None
    """`scorepress/forms/<template>.html` of the site's `custom_dir`, where data are not enough."""
    head: KeptList[Blank] = []
    """Blanks above the tables."""
    tables: KeptDict[Name, FormTable] = {}
    """Tables that the report fills in, by names that formulas and the prose use."""
    indicators: IndicatorTable | None = None
    """The tables of indicators."""
    foot: KeptList[Blank] = []
    """Blanks below the tables."""

    @property
    def blanks(self) -> dict[str, Blank]:
        """Every blank by its title."""
        return {blank.title: blank for blank in (*self.head, *self.foot)}

    @property
    def scored(self) -> dict[str, str]:
        """The indicators that stand beside a table, with the table's name."""
        return {table.score: name for name, table in self.tables.items() if table.score is not None}
