"""What a form must be in itself: everything it names is there, every indicator is shown, every formula can be read."""

from collections.abc import Iterator
from fractions import Fraction

from scorepress.core.expressions import Value, check_formula
from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.measures import size_conflict
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.records import MissingKey
from scorepress.core.spans import Span
from scorepress.schemes.form import LEVELS, Form, FormTable, Shown
from scorepress.schemes.measured import FormulaMixesSizes, inputs_from
from scorepress.schemes.model import Part, Scheme, leaves
from scorepress.schemes.named import RepeatedId, indicator_nodes
from scorepress.schemes.written import Broken, aligned


class FormNamesUnknown(Rule):
    """A form names a part, an indicator, a table, a row or a column that is not there."""

    code = "SR282"
    message = N_("{name} is not there for the form to show")
    cure = N_("write one of: {allowed}")
    why = N_("The form would have an empty place where the paper has a number.")
    bad = "form: {tables: {资金: {score: Y9, …}}}  # the indicator is Y1"
    good = "form: {tables: {资金: {score: Y1, …}}}"


class FormLeavesOut(Rule):
    """An indicator of the scheme stands nowhere in its form."""

    code = "SR283"
    message = N_("the form does not show the indicator {indicator} {title}")
    cure = N_("add its part to form.indicators.parts, or name it as the score of a table")
    why = N_("The rows of the printed form would not add up to its total.")
    bad = "parts: [{id: 产出, …}, {id: 效益, …}]\nform: {indicators: {parts: [产出], …}}"
    good = "parts: [{id: 产出, …}, {id: 效益, …}]\nform: {indicators: {parts: [产出, 效益], …}}"


class FormTooShallow(Rule):
    """The tree has more levels than the form has columns for them."""

    code = "SR284"
    message = N_("{part} stands {depth} levels deep, but the form has no column {column}")
    cure = N_("add a column that shows {column}, or list the part itself under parts")
    why = N_("The indicators of this part would stand in the form without it, as if they belonged to the part above.")
    bad = "# 产出 has 数量 and 质量 below it\ncolumns: [{title: 一级, shows: level1}, {title: 三级, shows: title}]"
    good = "columns: [{title: 一级, shows: level1}, {title: 二级, shows: level2}, {title: 三级, shows: title}]"


class FormTotalAlone(Rule):
    """A table of the form has a row for the sum of rows that may all be left out."""

    code = "SR285"
    message = N_("{total} is the sum of rows that may all be left out")
    cure = N_("make one of the rows obligatory, or write the total as the only row")
    why = N_("A sum of nothing can be compared with nothing.")
    bad = "total: 总额\nrows: [{title: 财政资金, optional: true}]"
    good = "total: 总额\nrows: [财政资金, {title: 其他资金, optional: true}]"


def check_form(scheme: Scheme, node: Mapping, broken: Broken) -> Iterator[Finding]:
    """Everything that contradicts itself in the form of `scheme`; from what is `broken`, nothing is concluded."""
    form, written = scheme.form, node.get("form")
    yield from _cells(scheme, node)
    if form is None or not isinstance(written, Mapping) or broken.inside(written):
        return
    yield from _twice(form, written)
    for name, table in form.tables.items():
        yield from _table(scheme, table, written["tables"][name])
    tables = {name: _example(table) for name, table in form.tables.items()}
    for key in ("head", "foot"):
        for blank, blank_node in aligned(getattr(form, key), written.get(key)):
            if blank.when is not None:
                place = span_at(blank_node, "when")
                if len({"below", "above", "other_than"} & blank_node["when"].keys()) != 1:
                    yield MissingKey.at(place.part(0), key="below")
                yield from _formula(blank.when.value, tables, span_at(blank_node, "when", "value"))
    if not broken.inside(node.get("parts")):
        yield from _indicators(scheme, form, written)


def _twice(form: Form, node: Mapping) -> Iterator[Finding]:
    """Blanks and tables that bear one name: a report could fill in only one of them."""
    first: dict[str, Span] = {name: node["tables"].keys_at[name] for name in form.tables}
    for key in ("head", "foot"):
        for blank, blank_node in aligned(getattr(form, key), node.get(key)):
            place = span_at(blank_node, "title")
            see = first.setdefault(blank.title, place)
            if see is not place:
                yield RepeatedId.at(place, see, id=blank.title)


def _table(scheme: Scheme, table: FormTable, node: Mapping) -> Iterator[Finding]:
    if not table.filled:
        yield MissingKey.at(span_at(node, "columns").part(0), key="columns")
    if table.total is not None and all(row.optional for row in table.rows):
        yield FormTotalAlone.at(span_at(node, "total"), total=table.total)
    if table.score is None:
        shown = [name for name, column in table.columns.items() if column.shows is not None]
        if shown:
            yield MissingKey.at(node.span.part(0), key="score")
    elif table.score not in scheme.indicators and not scheme.classes:
        yield FormNamesUnknown.at(span_at(node, "score"), name=table.score, allowed=list(scheme.indicators)[:20])
    row = _example_row(table)
    names = {**row.members, **({"total": row} if table.total is not None else {})}
    for name, column in table.columns.items():
        if column.equals is not None:
            place = span_at(node, "columns", name, "equals")
            yield from _formula(column.equals, names, place)
            units = {each: other.measured_in or table.measured_in for each, other in table.filled.items()}
            conflict = size_conflict(column.equals, units)
            if conflict is not None:
                yield FormulaMixesSizes.at(place, one=conflict.one, other=conflict.other, factor=conflict.factor)


def _example(table: FormTable) -> Value:
    """A table as formulas see it: its rows, their count and its total, if it has one."""
    row = _example_row(table)
    labels = [each.title for each in table.rows] + (["total"] if table.total is not None else [])
    return Value(members={**dict.fromkeys(labels, row), "count": Value(Fraction(1))})


def _example_row(table: FormTable) -> Value:
    """A row with a number in every column that holds numbers."""
    cells = {name: Value(written="") if column.text else Value(Fraction(1)) for name, column in table.filled.items()}
    return Value(members=cells)


def _formula(formula: str, names: dict[str, Value], place: Span) -> Iterator[Finding]:
    try:
        check_formula(formula, names)
    except Refusal as refusal:
        yield refusal.finding(place)


def _cells(scheme: Scheme, node: Mapping) -> Iterator[Finding]:
    """Inputs that are taken from a table of the form which does not have them."""
    tables = scheme.form.tables if scheme.form else {}
    known = [
        [name, label, column]
        for name, table in tables.items()
        for label in table.labels()
        for column, each in table.filled.items()
        if not each.text
    ]
    for indicator in scheme.indicators.values():
        for name, each in inputs_from(indicator).items():
            if each not in known:
                place = span_at(indicator_nodes(node).get(indicator.id, node), "inputs", name, "from")
                allowed = [", ".join(cell) for cell in known[:20]] or "-"
                yield FormNamesUnknown.at(place, name=", ".join(each), allowed=allowed)


def _indicators(scheme: Scheme, form: Form, node: Mapping) -> Iterator[Finding]:
    shown = set(form.scored)
    if form.indicators is not None:
        columns = {column.shows for column in form.indicators.columns}
        for index, name in enumerate(form.indicators.parts):
            place = span_at(node, "indicators", "parts", index)
            part = scheme.all_parts.get(name)
            if part is not None:
                shown.update(leaf.id for leaf in leaves(part))
                if columns & set(LEVELS):  # without such columns the list is flat on purpose
                    yield from _depth(part, 1, columns, place)
            elif not scheme.classes:
                yield FormNamesUnknown.at(place, name=name, allowed=list(scheme.all_parts)[:20])
    if any(table.score is None or table.score not in scheme.indicators for table in _scored(form)):
        return  # which is reported, or holds for another class
    for indicator in scheme.indicators.values():
        if indicator.id not in shown:
            yield FormLeavesOut.at(span_at(node, "indicators", "parts"), indicator=indicator.id, title=indicator.title)


def _scored(form: Form) -> Iterator[FormTable]:
    """The tables that a score stands beside."""
    yield from (table for table in form.tables.values() if table.filled.keys() != table.columns.keys())


def _depth(part: Part, depth: int, columns: set[Shown], place: Span) -> Iterator[Finding]:
    if depth > len(LEVELS) or LEVELS[depth - 1] not in columns:
        yield FormTooShallow.at(place, part=part.title, depth=str(depth), column=f"level{depth}")
        return
    for child in part.parts:
        yield from _depth(child, depth + 1, columns, place)
