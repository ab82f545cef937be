"""Figures: named tables of numbers beside the scores, with the formulas that their columns and totals must obey."""

import csv
import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from scorepress.core.columns import Column
from scorepress.core.composer import DuplicateKey
from scorepress.core.expressions import Value
from scorepress.core.files import ByteOrderMark
from scorepress.core.files import read_text as read_file
from scorepress.core.findings import Finding, Refusal, Rule, Severity
from scorepress.core.limits import MAX_FIGURE_COLUMNS, MAX_FIGURE_ROWS, MAX_REPORT_CELLS
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Items, Mapping, Scalar, key_span, span_at
from scorepress.core.numbers import exact, is_number
from scorepress.core.paths import InnerPath, file_below
from scorepress.core.records import Context, KeptDict, KeptList, Record, read_record
from scorepress.core.shapes import KeyWithoutValue, WrongShape, shape_of
from scorepress.core.spans import Source, Span, span_of_line
from scorepress.core.spelling import NotANumber, NumberWithUnit, read_number
from scorepress.core.values import Flag, Name, Number, Text, TextTooLong, read_text


class RowLength(Rule):
    """A row has more or fewer values than the figure has columns."""

    code = "SR501"
    message = N_("the row {row} has {count} values, the figure has {columns} columns")
    cure = N_("{cure}")
    why = N_("The values after a missing one would stand under the wrong heading.")
    bad = "columns: {plan: …, done: …}\nrows: {造林: [51000]}"
    good = "columns: {plan: …, done: …}\nrows: {造林: [51000, 53321.9]}"

    @classmethod
    def at(cls, span: Span, see: Span | None = None, /, **args: object) -> Finding:
        """The finding, with the columns in their order for its cure where none is given."""
        words = N_("give one value for each of: {names}; write ~ for a value that is not known")
        args.setdefault("cure", message(words, names=args["names"]))
        return super().at(span, see, **args)


class DataColumn(Rule):
    """A CSV file lacks a column, or has one that the figure does not describe."""

    code = "SR502"
    message = N_("the columns of the file are {found}, those of the figure are {columns}")
    cure = N_("make the first line of the file: {header}")
    why = N_("A column under the wrong name would be added up as something else.")
    bad = "区县,金额"
    good = "row,firms,amount"


class NoRows(Rule):
    """A figure has neither rows nor a data file."""

    code = "SR503"
    message = N_("the figure has no rows")
    cure = N_("add rows: or data: with the path of a CSV file")
    why = N_("An empty table says nothing and its total would be zero.")
    bad = "figures:\n  routes: {title: 客运班线}"
    good = "figures:\n  routes: {title: 客运班线, rows: {省际: 1}}"


class NothingInCell(Rule):
    """A cell has a word or a sign for "no number"."""

    code = "SR521"
    message = N_("{text} is no number")
    cure = N_("write ~ where a number is not known, 0 where it is nought")
    why = N_("A dash could mean zero, unknown or not applicable; sums and shares need to know which.")
    bad = "rows: {甲: [100, —]}"
    good = "rows: {甲: [100, ~]}"


class ReservedLabel(Rule):
    """A row bears the name of the total."""

    code = "SR504"
    message = N_("the row {label} would be added up with the others")
    cure = N_(
        "write the total as total: … beside rows, so that it is compared with their sum; give other rows another name"
    )
    why = N_(
        "A total among the rows is counted twice and compared with nothing; formulas use total and count themselves."
    )
    bad = "rows: {省际: 1, 市际: 5, 合计: 7}"
    good = "rows: {省际: 1, 市际: 5}\ntotal: 6"


class FigureTooLong(Rule):
    """A figure has more rows than a page can show."""

    code = "SR516"
    message = N_("the figure has {count} rows, at most {limit} are read")
    cure = N_("publish the whole table as evidence, and keep the rows that readers need here")
    why = N_("Every row is checked, shown and published; a table that long stalls the browser of whoever opens it.")
    bad = "data: data/households.csv  # 200,000 rows"
    good = "data: data/towns.csv  # 18 rows"


class FigureTooWide(Rule):
    """A figure has more columns than a page can show."""

    code = "SR517"
    message = N_("the figure has {count} columns, at most {limit} are read")
    cure = N_("split it into several figures")
    why = N_("No page has room for so many columns.")
    bad = "columns: {…}  # 365 columns, one for each day"
    good = "columns: {…}  # 12 columns, one for each month"


class FiguresTooLarge(Rule):
    """The figures of a report have more cells than can be worked through."""

    code = "SR518"
    message = N_("the figures up to here have {count} cells, at most {limit} are read in a report")
    cure = N_("publish long tables as evidence, and keep the rows that readers need here")
    why = N_("Every cell is checked, shown and published; so many would keep everybody else's report waiting.")
    bad = "data: data/households.csv  # 10,000 rows, 20 columns"
    good = "data: data/towns.csv  # 18 rows, 20 columns"


RESERVED = frozenset({"total", "count", "合计", "总计", "共计", "小计"})
"""Labels that name a sum or what formulas call `total` and `count`."""


class Check(Record):
    """Two formulas that must agree, over this figure's rows and all `figures`."""

    left: Text
    right: Text
    title: Text | None = None


class Figure(Record):
    """A table; rows stand in the front matter or in a CSV file."""

    title: Text
    measured_in: Text | None = None
    row_title: Text | None = None
    """The heading of the first column."""
    columns: KeptDict[Name, Column] = {}
    rows: KeptDict[Text, Any] = {}
    total: Any = None
    data: InnerPath | None = None
    checks: KeptList[Check] = []
    note: Text | None = None


class CellDetails(Record):
    """A value with something to add: `{value: 700, at_least: true}`."""

    value: Number
    about: Flag = False
    """约."""
    at_least: Flag = False
    """以上."""
    measured_in: Text | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Cell:
    """One value of a table with its place; `value` is None where it is not known."""

    value: Decimal | str | None
    span: Span
    about: bool = False
    at_least: bool = False
    measured_in: str | None = None
    note: str | None = None

    @property
    def number(self) -> Decimal | None:
        """The value if it is a number."""
        return self.value if isinstance(self.value, Decimal) else None


@dataclass(frozen=True)
class Table:
    """A figure with its rows read: what checks, references and pages work on."""

    name: str
    figure: Figure
    columns: AnyMapping[str, Column]
    rows: AnyMapping[str, tuple[Cell, ...]]
    total: tuple[Cell, ...] | None
    span: Span
    node: Mapping

    @property
    def cell_count(self) -> int:
        """How many values the table has."""
        return (len(self.rows) + (self.total is not None)) * len(self.columns)

    @property
    def single(self) -> bool:
        """Whether the figure has one unnamed column."""
        return not self.figure.columns

    def value(self) -> Value:
        """What `figures.<name>` stands for in a formula: its rows, its total, its count of rows."""
        return self._value

    @cached_property
    def _value(self) -> Value:
        members = {label: self._row(cells) for label, cells in self.rows.items()}
        members["count"] = Value(exact(len(self.rows)), Decimal(len(self.rows)))
        if self.total is not None:
            members["total"] = self._row(self.total)
        return Value(members=members, thing=self)

    def _row(self, cells: tuple[Cell, ...]) -> Value:
        values = {name: self.cell_value(name, cell) for name, cell in zip(self.columns, cells, strict=True)}
        return values[SINGLE] if self.single else Value(members=values)

    def cell_value(self, column: str, cell: Cell) -> Value:
        """A cell as a value in a formula, with its unit of measure."""
        unit = cell.measured_in or self.columns[column].measured_in
        number = cell.number
        if number is None:
            return Value(written=cell.value or "", measured_in=unit)
        return Value(exact(number), number, measured_in=unit)


SINGLE = "value"


def read_table(name: str, figure: Figure, node: Mapping, folder: Path, findings: list[Finding]) -> Table | None:
    """The table of `figure`; None where its rows cannot be read. `folder` is where its data file is looked for."""
    columns = figure.columns or {SINGLE: Column.model_construct(title=figure.title, measured_in=figure.measured_in)}
    if len(figure.columns) != len(node.get("columns", {})):
        return None
    before = len(findings)
    findings += _too_large(figure, node, len(node.get("rows", {})), len(columns))
    if len(findings) > before:
        return None
    if figure.data is not None:
        rows = _data_rows(figure, node, columns, folder, findings)
    else:
        rows = {}
        written = {read_plain(key): row for key, row in node.get("rows", {}).items()}
        for label in figure.rows:
            cells = _row_cells(label, written[label], columns, findings)
            if cells is not None:
                rows[label] = cells
    total = None
    if "total" in node:
        total = _row_cells("total", node["total"], columns, findings)
    findings += [
        ReservedLabel.at(key_span(node, "rows", label) if figure.data is None else cells[0].span, label=label)
        for label, cells in rows.items()
        if label in RESERVED
    ]
    if not rows and len(findings) == before:
        findings.append(NoRows.at(node.keys_at.get("title", node.span)))
    if any(finding.severity is Severity.ERROR for finding in findings[before:]):
        return None
    return Table(name, figure, columns, rows, total, node.span, node)


def _too_large(figure: Figure, node: Mapping, rows: int, columns: int) -> Iterator[Finding]:
    """What a figure of so many rows and columns has too much of, at the key that has it."""
    place = span_at(node, "data") if figure.data is not None else node.keys_at.get("rows", node.span)
    if columns > MAX_FIGURE_COLUMNS:
        yield FigureTooWide.at(key_span(node, "columns"), count=str(columns), limit=str(MAX_FIGURE_COLUMNS))
    elif rows > MAX_FIGURE_ROWS:
        yield FigureTooLong.at(place, count=str(rows), limit=str(MAX_FIGURE_ROWS))
    elif rows * columns > MAX_REPORT_CELLS:
        yield FiguresTooLarge.at(place, count=str(rows * columns), limit=str(MAX_REPORT_CELLS))


def read_plain(key: str) -> str:
    """A row label as the model reads it: white space folded."""
    return " ".join(key.split())


def _row_cells(
    label: str, node: Any, columns: AnyMapping[str, Column], findings: list[Finding]
) -> tuple[Cell, ...] | None:
    values = list(node) if isinstance(node, Items) else [node]
    if isinstance(node, Mapping) and len(columns) > 1:
        numbers = [str(value) for value in node.values() if isinstance(value, Scalar)]
        words = N_("a list such as [{text}]") if len(numbers) == len(columns) else N_("a list")
        expected = message(words, text=", ".join(numbers))
        findings.append(WrongShape.at(node.span, expected=expected, found=message(shape_of(node))))
        return None
    if len(values) != len(columns):
        parts = _apart(values, len(columns))
        args: dict[str, object] = {"cure": message(N_("write [{plain}]"), plain=", ".join(parts))} if parts else {}
        count, names = str(len(values)), list(columns)
        findings.append(RowLength.at(node.span, row=label, count=count, columns=str(len(names)), names=names, **args))
        return None
    cells = [_cell(value, column, findings) for value, column in zip(values, columns.values(), strict=True)]
    return None if None in cells else tuple(cell for cell in cells if cell is not None)


def _apart(values: list[Any], count: int) -> list[str]:
    """The values of a row that stand together as one, parted by other signs than a comma; none where they do not."""
    only = values[0] if len(values) == 1 else None
    parts = BETWEEN.split(only.strip()) if isinstance(only, Scalar) and only.plain else []
    return parts if len(parts) == count and all(is_number(part) or part == "~" for part in parts) else []


BETWEEN = re.compile(r"\s*[,，、;；|]\s*|\s+")
"""What is typed or pasted between the values of a row."""


def _cell(value: Any, column: Column, findings: list[Finding]) -> Cell | None:
    if isinstance(value, Mapping):
        details = read_record(CellDetails, value, Context(findings))
        if details is None:
            return None
        return Cell(
            details.value,
            span_at(value, "value"),
            details.about,
            details.at_least,
            details.measured_in,
            details.note,
        )
    if isinstance(value, Scalar) and value.is_null:
        return Cell(None, value.span)
    try:
        return Cell(read_text(value) if column.text else read_number(value), value.span)
    except Refusal as refusal:
        findings.append(_refused(value, refusal))
        return None


def _refused(value: Any, refusal: Refusal) -> Finding:
    """A cell that cannot be read, with a cure that only cells know: `~` for what is not known, `about` for 约."""
    if isinstance(value, Scalar) and refusal.rule in {NotANumber, KeyWithoutValue} and NOTHING.fullmatch(value.strip()):
        return NothingInCell.at(value.span, text=str(value).strip() or "''")
    finding = refusal.finding(value.span)
    words = str(finding.args.get("unit", ""))
    if refusal.rule is NumberWithUnit and ("约" in words or "以上" in words):
        word = "about" if "约" in words else "at_least"
        cure = message(N_("write {{value: {plain}, {word}: true}}"), plain=finding.args["plain"], word=word)
        return NumberWithUnit.at(value.span, **{**finding.args, "cure": cure})
    return finding


NOTHING = re.compile(r"[-—–－−/／\\*…\s]*|无|无数据|未知|不详|不适用|暂无|空|N/?A|n/?a")
"""What people put into a cell that has no number."""


def _data_rows(
    figure: Figure, node: Mapping, columns: AnyMapping[str, Column], folder: Path, findings: list[Finding]
) -> dict[str, tuple[Cell, ...]]:
    """The rows of a CSV file: the first column names the row, the others bear the names of the columns."""
    place = span_at(node, "data")
    path = file_below(folder, str(figure.data), place, findings)
    if path is None:
        return {}
    reading = read_file(path, f"{place.source.path.rpartition('/')[0]}/{figure.data}")
    findings.extend(finding for finding in reading.findings if finding.rule is not ByteOrderMark)  # as Excel saves CSV
    if not reading.usable:
        return {}
    try:
        lines = _lines(reading.source)
    except csv.Error:  # a quote that is never closed has swallowed too much
        place = span_of_line(reading.source, 1)
        findings.append(TextTooLong.at(place, count=str(len(reading.source.text)), limit=str(csv.field_size_limit())))
        return {}
    too_large = list(_too_large(figure, node, len(lines) - 1, len(columns)))
    if too_large:
        findings += too_large
        return {}
    header = lines[0][1]
    names = [name.strip() for name in header[1:]]
    if sorted(names) != sorted(columns):
        findings.append(
            DataColumn.at(
                span_of_line(reading.source, 1),
                place,
                found=names,
                columns=list(columns),
                header=",".join([header[0] if header else "row", *columns]),
            )
        )
        return {}
    rows: dict[str, tuple[Cell, ...]] = {}
    first: dict[str, Span] = {}
    for line, values in lines[1:]:
        if not any(values):
            continue
        here, label = span_of_line(reading.source, line), read_plain(values[0])
        if first.setdefault(label, here) is not here:
            findings.append(DuplicateKey.at(here, first[label], key=label))
            continue
        row = _data_row(values, names, columns, reading.source, line, findings)
        if row is not None:
            rows[label] = row
    return rows


def _lines(source: Source) -> list[tuple[int, list[str]]]:
    """Every record of a CSV text with the line it ends on; the text is not empty."""
    reader = csv.reader(StringIO(source.text, newline=None))
    return [(reader.line_num, values) for values in reader]


def _data_row(
    values: list[str],
    names: list[str],
    columns: AnyMapping[str, Column],
    source: Source,
    line: int,
    findings: list[Finding],
) -> tuple[Cell, ...] | None:
    if len(values) != len(names) + 1:
        findings.append(
            RowLength.at(
                span_of_line(source, line),
                row=values[0],
                count=str(len(values) - 1),
                columns=str(len(names)),
                names=names,
            )
        )
        return None
    cells: dict[str, Cell | None] = {}
    written, start = source.line(line), len(values[0]) + 2
    for name, text in zip(names, values[1:], strict=True):
        node = Scalar(text.strip())
        node.plain = True
        start = max(start, written.find(text, start - 1) + 1)  # quotes take room too
        node.span = span_of_line(source, line, start, max(len(text), 1))
        start += len(text) + 1
        cells[name] = _cell(node, columns[name], findings)
    ordered = [cells[name] for name in columns]
    return None if None in ordered else tuple(cell for cell in ordered if cell is not None)
