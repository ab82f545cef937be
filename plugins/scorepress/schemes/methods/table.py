"""Table (多条件分档): marks by the first row whose conditions on several values all hold."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import KeptDict, KeptList, MissingKey, Record, UnknownKey
from scorepress.core.trace import step
from scorepress.core.values import Marks, Name, Number
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome
from scorepress.schemes.measured import Input, asked_inputs, inputs_of


class RowUnreachable(Rule):
    """A row of a table can never be chosen."""

    code = "SR266"
    message = N_("this row is never reached: whatever fits it fits row {row} before it")
    cure = N_("put the narrower row first, or delete one of the two")
    why = N_("The first row that fits decides; a row behind a wider one is a rule for nobody.")
    bad = "rows: [{when: {a: {from: 60}}, marks: 5}, {when: {a: {from: 90}}, marks: 10}, {marks: 0}]"
    good = "rows: [{when: {a: {from: 90}}, marks: 10}, {when: {a: {from: 60}}, marks: 5}, {marks: 0}]"


class RestMissing(Rule):
    """A table has no row for what fits none of its rows."""

    code = "SR267"
    message = N_("values that fit none of the rows have no marks")
    cure = N_("add a last row without when, such as {{marks: 0}}")
    why = N_("A unit with such values could not be scored.")
    bad = "rows: [{when: {a: {from: 90}}, marks: 10}]"
    good = "rows: [{when: {a: {from: 90}}, marks: 10}, {marks: 0}]"


class Between(Record):
    """From `from` (inclusive) up to `to` (exclusive)."""

    from_: Number | None = Field(default=None, alias="from")
    """The lower bound, inclusive."""
    to: Number | None = None
    """The upper bound, exclusive."""

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in it."""
        return (self.from_ is None or value >= exact(self.from_)) and (self.to is None or value < exact(self.to))

    def within(self, other: "Between") -> bool:
        """Whether every value of this one lies in the other."""
        low = other.from_ is None or (self.from_ is not None and self.from_ >= other.from_)
        return low and (other.to is None or (self.to is not None and self.to <= other.to))


class Row(Record):
    """Marks where every condition holds; a row without conditions takes the rest."""

    when: KeptDict[Name, Between] = {}
    """The range of each input, by its name; all must hold."""
    marks: Marks
    """分 for the row."""


class TableEntry(Entry):
    """`A4: {inputs: {growth: 5.2, share: 40}}`."""

    inputs: KeptDict[Name, Number]
    """The numbers that the scheme asks for, by name."""


class ByTable(Indicator):
    """The marks of the first row that fits."""

    method: Literal["table"]
    inputs: KeptDict[Name, Input]
    """The numbers that the rows look at, by name."""
    rows: KeptList[Row]
    """The rows, the narrowest first."""
    entry = TableEntry
    name_in_words = N_("Table")
    in_symbols = (N_("marks of the first row whose when holds"),)
    edges = (
        Edge(N_("Several rows fit: the first decides."), "table: both conditions hold"),
        Edge(N_("On a bound: `from` is inclusive, `to` is not."), "table: an upper bound is exclusive"),
        Edge(
            N_("No row fits: the last row has no `when` and takes the rest; a scheme without it is an error."),
            "table: the rest",
        ),
        Edge(
            N_("A row that a wider one before it always takes: an error of the scheme."),
            "table: a row that is never reached",
        ),
        Edge(N_("An input is missing: no score, an error."), "table: an input is missing"),
    )

    def score(self, entry: TableEntry, full: Fraction) -> Outcome:
        """The last row takes what fits no other, so there is always one."""
        del full
        values = inputs_of(self, entry)
        for number, row in enumerate(self.rows, 1):
            if all(between.holds(values[name]) for name, between in row.when.items() if name in values):
                marks = exact(row.marks)
                words, given = (
                    N_("row {number} fits {given}"),
                    [f"{name} = {entry.inputs[name]}" for name in self.inputs],
                )
                made = step(words, "{marks}", marks, number=str(number), given=given, marks=marks)
                return Outcome(marks, (made.by_row("rows", number - 1),))
        raise CannotScore(MissingKey, "inputs", key="rows")

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The inputs."""
        return asked_inputs(self)

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence for each row."""
        for row in self.rows:
            conditions = [self._condition(name, between) for name, between in row.when.items()]
            if conditions:
                yield message(N_("{conditions}: {marks}"), conditions=conditions, marks=row.marks)
            else:
                yield message(N_("Otherwise: {marks}"), marks=row.marks)

    def _condition(self, name: str, between: Between) -> Message:
        title = self.inputs[name].title if name in self.inputs else name
        if between.to is None:
            return message("{title} ≥ {start}", title=title, start=between.from_)
        if between.from_ is None:
            return message("{title} < {end}", title=title, end=between.to)
        return message("{start} ≤ {title} < {end}", start=between.from_, title=title, end=between.to)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Conditions on no input, rows that are never reached, and no row for the rest."""
        for index, row in enumerate(self.rows):
            for name in row.when:
                if name not in self.inputs:
                    place = span_at(node, "rows", index, "when", name)
                    words = message(N_("Delete it."))
                    yield UnknownKey.at(place, key=name, suggestion=words, allowed=list(self.inputs))
            for before, wider in enumerate(self.rows[:index]):
                covered = all(name in row.when and row.when[name].within(each) for name, each in wider.when.items())
                if covered:
                    yield RowUnreachable.at(
                        span_at(node, "rows", index), span_at(node, "rows", before), row=str(before + 1)
                    )
                    break
        if not self.rows or self.rows[-1].when:
            yield RestMissing.at(span_at(node, "rows"))
