"""What a report fills in of its scheme's form: blanks as words, tables as figures, and cells that scores start from."""

import difflib
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path

from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Items, Mapping, Node, Scalar, key_span, span_at
from scorepress.core.shapes import KeyWithoutValue, WrongShape, shape_of
from scorepress.core.spans import Span
from scorepress.core.values import cut_by_comment, read_text
from scorepress.reports.figures import Cell, Figure, Table, read_plain, read_table
from scorepress.reports.model import Report
from scorepress.schemes.form import Form, FormTable
from scorepress.schemes.measured import inputs_from
from scorepress.schemes.model import Scheme


class FormNotInScheme(Rule):
    """A report fills in a form, and its scheme has none."""

    code = "SR380"
    message = N_("{scheme} has no form to fill in")
    cure = N_("delete form here, or name the scheme that has the form")
    why = N_("What stands here would be published nowhere.")
    bad = "form: {项目名称: 普法宣传}  # the scheme has no form"
    good = "scores: {A1: 30}"


class FormKeyUnknown(Rule):
    """A report fills in something that the form does not have."""

    code = "SR381"
    message = N_("the form has no {key} here")
    cure = N_("write one of: {allowed}")
    why = N_("A misspelt name would leave the place in the form empty.")
    bad = "form: {主管单位: 青石县司法局}"
    good = "form: {主管部门: 青石县司法局}"


class FormIncomplete(Rule):
    """Something that the form asks for is not filled in."""

    code = "SR382"
    unfinished = True
    message = N_("the form asks for {key}")
    cure = N_("add {key}: …")
    why = N_("A form with empty places goes back to the unit.")
    bad = "form: {主管部门: 青石县司法局}"
    good = "form: {主管部门: 青石县司法局, 项目名称: 普法宣传}"


class FormFilledByItself(Rule):
    """A report fills in what the form takes from the report itself."""

    code = "SR383"
    message = N_("{key} is filled in by itself")
    cure = N_("delete it")
    why = N_("Written a second time, it could say something else than the report.")
    bad = "form: {实施单位: 青石县司法局}  # the scheme: {title: 实施单位, from: unit}"
    good = "form: {项目名称: 普法宣传}"


class FormTableTwice(Rule):
    """A figure has the name of a table of the form."""

    code = "SR384"
    message = N_("{name} is a table of the form as well")
    cure = N_("give the figure another name")
    why = N_("Where the text refers to it, nobody could say which of the two is meant.")
    bad = "form: {资金: …}\nfigures: {资金: …}"
    good = "form: {资金: …}\nfigures: {资金明细: …}"


@dataclass(frozen=True)
class FilledForm:
    """A form as a report fills it in."""

    form: Form
    blanks: AnyMapping[str, str] = field(default_factory=dict)
    tables: AnyMapping[str, Table] = field(default_factory=dict)
    node: Mapping = field(default_factory=Mapping)
    """The report's `form`; empty where there is none."""

    def row(self, name: str, label: str) -> dict[str, Cell]:
        """The cells of a table's row by column; none where it was left out or could not be read."""
        table = self.tables.get(name)
        if table is None:
            return {}
        cells = table.total if label == self.form.tables[name].total else table.rows.get(label)
        return dict(zip(table.columns, cells or (), strict=False))


def read_form(
    report: Report, node: Mapping, scheme: Scheme, scheme_node: Mapping, folder: Path, findings: list[Finding]
) -> FilledForm | None:
    """The form of `scheme` with what the report fills in; None where the scheme has none."""
    form, written = scheme.form, node.get("form")
    if form is None:
        if written is not None:
            findings.append(FormNotInScheme.at(key_span(node, "form"), scheme=scheme.key))
        return None
    own = written if isinstance(written, Mapping) else Mapping.of({}, node.keys_at["scheme"])
    if written is not None and not isinstance(written, Mapping):
        return FilledForm(form)  # its shape is wrong, which is reported
    given = {read_plain(key): key for key in own}
    findings += _unknown(form, own, given)
    findings += _missing(form, given, key_span(node, "scheme" if written is None else "form"))
    names = [name for name in form.tables if name in given]
    findings += [
        FormTableTwice.at(key_span(node, "figures", name), key_span(own, name), name=name)
        for name in names
        if name in report.figures
    ]
    written_columns = scheme_node["form"].get("tables", {})
    tables = {
        name: _table(name, form.tables[name], own[given[name]], written_columns[name]["columns"], folder, findings)
        for name in names
    }
    sound = {name: table for name, table in tables.items() if table is not None}
    return FilledForm(form, _words(form, own, given, findings), sound, own)


def _words(form: Form, own: Mapping, given: AnyMapping[str, str], findings: list[Finding]) -> dict[str, str]:
    """What stands in the blanks."""
    words: dict[str, str] = {}
    for title in _by_hand(form):
        if title in given:
            try:
                words[title] = read_text(own[given[title]])
                cut = cut_by_comment(own[given[title]])
                findings += [cut] if cut is not None else []
            except Refusal as refusal:
                findings.append(refusal.finding(span_at(own, given[title])))
    return words


def _unknown(form: Form, own: Mapping, given: AnyMapping[str, str]) -> Iterator[Finding]:
    for title, key in given.items():
        blank = form.blanks.get(title)
        if blank is None and title not in form.tables:
            yield _not_here(key_span(own, key), key, [*_by_hand(form), *form.tables])
        elif blank is not None and blank.from_ is not None:
            yield FormFilledByItself.at(key_span(own, key), key=title)


def _by_hand(form: Form) -> list[str]:
    return [title for title, blank in form.blanks.items() if blank.from_ is None]


def _not_here(place: Span, key: str, allowed: list[str]) -> Finding:
    close = difflib.get_close_matches(key[:60], allowed, n=1)
    return FormKeyUnknown.at(place, key=key[:60], allowed=close or allowed[:20])


def _missing(form: Form, given: AnyMapping[str, str], place: Span) -> Iterator[Finding]:
    spelt = [key for title, key in given.items() if title not in form.blanks and title not in form.tables]
    wanted = [title for title, blank in form.blanks.items() if blank.asked] + list(form.tables)
    for title in wanted:
        if title not in given and not difflib.get_close_matches(title, spelt, n=1):  # misspelt is not missing as well
            yield FormIncomplete.at(place, key=title)


def _table(
    name: str, table: FormTable, node: Node, columns: Mapping, folder: Path, findings: list[Finding]
) -> Table | None:
    """A table of the form as a figure; None where its rows cannot be read."""
    if not isinstance(node, Mapping):
        expected, found = message(N_("a mapping")), message(shape_of(node))
        findings.append(WrongShape.at(node.span, expected=expected, found=found))
        return None
    labels = {read_plain(key): key for key in node}
    faults = [*_rows_at_fault(table, node, labels), *_cells_at_fault(table, node, labels)]
    findings += faults
    if faults:
        return None
    rows = {label: _in_order(node[key], table) for label, key in labels.items()}
    filled = Mapping.of({key: columns[key] for key in table.filled}, columns.span, columns.keys_at)
    total = {"total": rows.pop(table.total)} if table.total is not None else {}
    items = {"columns": filled, "rows": Mapping.of(dict(rows), node.span, node.keys_at), **total}
    figure = Figure.model_construct(
        title=table.title,
        measured_in=table.measured_in,
        row_title=table.row_title,
        columns=dict(table.filled),
        rows=dict.fromkeys(rows),
        total=None,
    )
    return read_table(name, figure, Mapping.of(items, node.span), folder, findings)


def _rows_at_fault(table: FormTable, node: Mapping, labels: AnyMapping[str, str]) -> Iterator[Finding]:
    """Rows that the table does not have, and rows that it must have."""
    known, optional = list(table.labels()), {row.title for row in table.rows if row.optional}
    strange = [label for label in labels if label not in known]
    for label in strange:
        yield _not_here(key_span(node, labels[label]), label, known)
    for label in known:
        if label not in labels and label not in optional and not difflib.get_close_matches(label, strange, n=1):
            yield FormIncomplete.at(node.span.part(0), key=label)


def _cells_at_fault(table: FormTable, node: Mapping, labels: AnyMapping[str, str]) -> Iterator[Finding]:
    """Cells of columns that the table does not have, and cells in which nothing was written, not even `~`."""
    columns = list(table.filled)
    for key in labels.values():
        row = node[key]
        if isinstance(row, Mapping) and not _details(row, table):
            yield from (_not_here(key_span(row, name), name, columns) for name in row if name not in columns)
            yield from (FormIncomplete.at(row.span.part(0), key=name) for name in columns if name not in row)
        cells = row.values() if isinstance(row, Mapping) else row if isinstance(row, Items) else [row]
        for cell in cells:
            if isinstance(cell, Scalar) and cell.plain and not cell:
                yield KeyWithoutValue.at(cell.span)


def _details(row: Mapping, table: FormTable) -> bool:
    """Whether a row of one column is a value with something to add, `{value: 700, about: true}`."""
    return len(table.filled) == 1 and "value" in row and "value" not in table.filled


def _in_order(row: Node, table: FormTable) -> Node:
    """A row as a list, where it is written with the names of its columns."""
    if not isinstance(row, Mapping) or _details(row, table):
        return row
    made = Items(row[name] for name in table.filled)
    made.span = row.span
    return made


def cells_for_scores(scheme: Scheme, filled: FilledForm | None) -> dict[str, dict[str, Scalar]]:
    """For each indicator that takes inputs from the form, these inputs as they are written there.

    Where one of them is missing, which is reported with the form, the indicator has none.
    """
    cells: dict[str, dict[str, Scalar]] = {}
    for indicator in scheme.indicators.values():
        taken = inputs_from(indicator)
        if taken and filled is not None:
            found = {name: _cell(filled, *cell) for name, cell in taken.items()}
            inputs = {name: cell for name, cell in found.items() if cell is not None}
            cells[indicator.id] = inputs if len(inputs) == len(found) else {}
    return cells


def _cell(filled: FilledForm, table: str, label: str, column: str) -> Scalar | None:
    """What stands in a cell, perhaps `~`; None where the table could not be read."""
    if table not in filled.tables:
        return None
    read = filled.tables[table]
    row = read.node.get("total") if label == filled.form.tables[table].total else read.node["rows"].get(label)
    written = row[list(read.columns).index(column)] if isinstance(row, Items) else row
    if isinstance(written, Mapping):
        written = written.get("value")
    return written if isinstance(written, Scalar) else None
