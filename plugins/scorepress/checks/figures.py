"""Figures: totals that are the sum of their rows, columns that obey their formulas, tables that agree.

Every check leaves a result that the page shows: passed, noted (a sum of rounded shares that misses 100), not run
(a number is not known), or failed, which is a finding as well.
"""

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from scorepress.checks.figure_results import (
    CutOffNotRounded,
    FigureChecks,
    FormulaDiffers,
    FormulaOfItself,
    FormulaOfText,
    RatioMixesSizes,
    Result,
    SharesRounded,
    Status,
    TotalDiffers,
    TotalNotCompared,
    UnitsDisagree,
    ValueNotChecked,
    ValuesDisagree,
)
from scorepress.core.columns import Column
from scorepress.core.expressions import NotComputable, Value, evaluate
from scorepress.core.findings import Finding, Refusal
from scorepress.core.formula import UnknownName, names_used
from scorepress.core.measures import size_conflict
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import span_at
from scorepress.core.numbers import agrees, cut_off, exact, places_of, rounded_decimal, show, with_unit
from scorepress.core.spans import Span
from scorepress.reports.figures import Cell, Table


def check_table(table: Table, figures: Mapping[str, Value]) -> FigureChecks:
    """Total, column formulas and the figure's own checks."""
    run = _Run(table, figures)
    run.totals()
    run.formulas()
    run.equalities()
    return FigureChecks(tuple(run.results), tuple(run.findings))


class _Run:
    def __init__(self, table: Table, figures: Mapping[str, Value]) -> None:
        self.table, self.figures = table, figures
        self.members = dict(table.value().members)
        self.unreadable: set[str] = set()
        """Formulas of columns that no row can be computed by."""
        self.results: list[Result] = []
        self.findings: list[Finding] = []

    def done(self, status: Status, words: str, **args: object) -> None:
        self.results.append(Result(message(words, **args), status))

    def failed(self, finding: Finding) -> None:
        self.findings.append(finding)
        self.results.append(Result(message(finding.rule.message, **finding.args), Status.FAILED))

    def unchecked(self, stated: Cell, unknown: Sequence[tuple[str | Message, Cell]]) -> None:
        """Note that `stated` cannot be compared for want of the cells `unknown`, each with its name."""
        missing = [name for name, _ in unknown[:8]]
        self.findings.append(ValueNotChecked.at(stated.span, unknown[0][1].span, stated=stated.number, missing=missing))

    def totals(self) -> None:
        """Each stated total against the sum of its column."""
        if self.table.total is None:
            return
        for index, column in enumerate(self.table.columns.values()):
            stated = self.table.total[index]
            if not column.added and column.equals is None and stated.number is not None and type(column) is Column:
                self.done(
                    Status.NOT_RUN, N_("{column}: total not checked, the column is not added up"), column=column.title
                )
                self.findings.append(TotalNotCompared.at(stated.span, column=column.title))
            if column.text or not column.added or stated.number is None:
                continue
            cells = [row[index] for row in self.table.rows.values()]
            unknown = [(label, row[index]) for label, row in self.table.rows.items() if row[index].number is None]
            if unknown:
                words = N_("{column}: total not checked, a row has no number")
                self.done(Status.NOT_RUN, words, column=column.title)
                self.unchecked(stated, unknown)
                continue
            self._total(column, stated, cells)

    def _total(self, column: Column, stated: Cell, cells: list[Cell]) -> None:
        units = {cell.measured_in or column.measured_in for cell in cells}
        unit = stated.measured_in or column.measured_in
        if units != {unit}:
            wanted = sorted(each or "-" for each in units)
            self.failed(UnitsDisagree.at(stated.span, stated=_with_unit(stated, unit), computed=wanted))
            return
        total = sum((exact(cell.number) for cell in cells if cell.number is not None), Fraction())
        number = stated.number or Decimal()
        if exact(number) == total:
            self.done(Status.PASSED, N_("{column}: the rows add up to {total}"), column=column.title, total=number)
        elif _by_rounding(column, unit, stated, total, cells):
            words = N_("{column}: the rows add up to {total}, not {stated}, because each is rounded")
            self.done(Status.NOTED, words, column=column.title, total=total, stated=number)
            self.findings.append(SharesRounded.at(stated.span, column=column.title, computed=total, stated=number))
        elif _may_be(stated, total, cells):
            words = N_(
                "{column}: the rows add up to {total}, the total is stated as {stated}; not all of them are exact"
            )
            self.done(Status.NOTED, words, column=column.title, total=total, stated=number)
        else:
            difference = abs(total - exact(number))
            self.failed(
                TotalDiffers.at(stated.span, column=column.title, stated=number, computed=total, difference=difference)
            )

    def formulas(self) -> None:
        """Every value of a column with a formula, the total's too."""
        for index, column in enumerate(self.table.columns.values()):
            if column.equals is None:
                continue
            if self._compares_nothing(column):
                continue
            self._sizes(column)
            rows = dict(self.table.rows)
            before, checked = len(self.results), 0
            for label, cells in rows.items():
                checked += self._formula(label, column, cells[index], cells)
            if self.table.total is not None and self.table.total[index].number is not None:
                checked += self._formula(message(N_("total")), column, self.table.total[index], self.table.total)
            if checked and all(each.status is not Status.FAILED for each in self.results[before:]):
                words = N_("{column}: {count} values equal {formula}")
                self.done(Status.PASSED, words, column=column.title, count=Fraction(checked), formula=column.equals)

    def _compares_nothing(self, column: Column) -> bool:
        """Whether the formula of a column is one that no value can fail: of itself, or of text."""
        place = span_at(self.table.node, "columns", self._name(column), "equals")
        for name in sorted(names_used(str(column.equals)) & self.table.columns.keys()):
            other = self.table.columns[name]
            if other is column or other.text:
                rule = FormulaOfItself if other is column else FormulaOfText
                self.failed(rule.at(place, column=column.title, name=name))
                return True
        return False

    def _sizes(self, column: Column) -> None:
        """Warn of units of different sizes in a ratio; of a form's columns the scheme says so itself."""
        if type(column) is not Column:
            return
        formula = str(column.equals)
        place = span_at(self.table.node, "columns", self._name(column), "equals")
        units = {name: each.measured_in for name, each in self.table.columns.items()}
        conflict = size_conflict(formula, units)
        apart = [cells for cells in self.table.rows.values() if any(cell.measured_in for cell in cells)]
        for cells in [] if conflict else apart:
            own = dict(zip(self.table.columns, cells, strict=True))
            conflict = size_conflict(formula, {name: own[name].measured_in or unit for name, unit in units.items()})
            if conflict:
                place = next(cell.span for cell in cells if cell.measured_in)
                break
        if conflict:
            args = {"one": conflict.one, "other": conflict.other, "factor": conflict.factor}
            self.findings.append(RatioMixesSizes.at(place, formula=formula, **args))

    def _titled(self, title: str) -> list[str]:
        """The column that bears a title, by the name that formulas use."""
        return [name for name, column in self.table.columns.items() if column.title == title][:1]

    def _name(self, column: Column) -> str:
        return next(name for name, each in self.table.columns.items() if each is column)

    def _formula(self, label: str | Message, column: Column, stated: Cell, cells: tuple[Cell, ...]) -> int:
        """1 when the value was compared, else 0."""
        if stated.number is None:
            return 0
        by_name = dict(zip(self.table.columns, cells, strict=True))
        names = {name: self.table.cell_value(name, cell) for name, cell in by_name.items()}
        used = names_used(str(column.equals)) & names.keys()
        unknown = list(self._unknown(by_name, used))
        if cells is not self.table.total:
            unknown += self._unknown_totals(str(column.equals))
        if unknown:
            words = N_("{row} {column}: not checked, a number is not known")
            self.done(Status.NOT_RUN, words, row=label, column=column.title)
            self.unchecked(stated, unknown)
            return 0
        if self._zero_of_zero(column, stated, {name: by_name[name] for name in used}, names):
            words = N_("{row} {column}: 0 of 0, stated as {stated}")
            self.done(Status.NOTED, words, row=label, column=column.title, stated=stated.number)
            return 0
        place = span_at(self.table.node, "columns", self._name(column), "equals")
        value = self._value(str(column.equals), ChainMap(names, self.members), place, stated.span)
        if value is None or value.number is None:
            return 0
        inputs = {name: by_name[name] for name in used}
        if not agrees(stated.number, value.number) and self._explained(column, stated, value.number, inputs):
            words = N_("{row} {column}: stated as {stated}, {formula} = {computed}; not all of them are exact")
            args = {"stated": stated.number, "formula": str(column.equals), "computed": value.number}
            self.done(Status.NOTED, words, row=label, column=column.title, **args)
            return 0
        self._compare(label, column, stated, value)
        return 1

    def _zero_of_zero(
        self, column: Column, stated: Cell, inputs: Mapping[str, Cell], names: Mapping[str, Value]
    ) -> bool:
        """Whether 0 stands where the formula would divide 0 by 0, as official forms print a row that is not used."""
        if stated.number != 0 or not inputs or any(cell.number != 0 for cell in inputs.values()):
            return False
        try:
            evaluate(str(column.equals), ChainMap(dict(names), self.members))
        except Refusal as refusal:
            return refusal.rule is NotComputable
        return False

    def _explained(self, column: Column, stated: Cell, computed: Fraction, inputs: Mapping[str, Cell]) -> bool:
        """Whether inexact cells can explain that `stated` is not what the formula gives, as they can for totals."""
        number = exact(stated.number or 0)
        if any(cell.about for cell in [stated, *inputs.values()]):
            return abs(computed - number) <= abs(computed) * ABOUT
        more = {self._grows(str(column.equals), name, inputs) for name, cell in inputs.items() if cell.at_least}
        upwards = stated.at_least and number <= computed
        return upwards or None in more or (1 in more and number >= computed) or (-1 in more and number <= computed)

    def _grows(self, formula: str, name: str, inputs: Mapping[str, Cell]) -> int | None:
        """1 where the result rises with this input, -1 where it falls; None where neither can be told."""
        values = {each: self.table.cell_value(each, cell) for each, cell in inputs.items()}
        first = values[name].number or Fraction()
        results = []
        for raised in (first, first + abs(first) / 10 + 1, first * 2 + 10):
            try:
                names = ChainMap({**values, name: replace(values[name], number=raised)}, self.members)
                results.append(evaluate(formula, names).number or Fraction())
            except Refusal:
                return None
        low, middle, high = results
        return 1 if low < middle < high else -1 if low > middle > high else None

    def _unknown(self, cells: Mapping[str, Cell], used: Iterable[str]) -> Iterator[tuple[str | Message, Cell]]:
        """The cells of these columns that have no number, each with the title of its column."""
        for name in sorted(used):
            if cells[name].number is None:
                yield self.table.columns[name].title, cells[name]

    def _unknown_totals(self, formula: str) -> Iterator[tuple[str | Message, Cell]]:
        """Those of the total's cells that the formula uses and that have no number."""
        totals = dict(zip(self.table.columns, self.table.total or (), strict=False))
        used = {name for found in TOTAL_OF.finditer(formula) for name in found.groups() if name in totals}
        for title, cell in self._unknown(totals, used):
            yield message(N_("the total of {column}"), column=title), cell

    def _compare(self, label: str | Message, column: Column, stated: Cell, value: Value) -> None:
        number, computed = stated.number or Decimal(), value.number or Fraction()
        unit = stated.measured_in or column.measured_in
        args = {
            "row": label,
            "column": column.title,
            "stated": number,
            "formula": str(column.equals),
            "computed": computed,
        }
        if value.measured_in and unit and value.measured_in != unit:
            self.failed(UnitsDisagree.at(stated.span, stated=_with_unit(stated, unit), computed=value.measured_in))
        elif cut_off(number, computed):
            rounded = rounded_decimal(computed, places_of(number))
            self.failed(CutOffNotRounded.at(stated.span, rounded=rounded, **args))
        elif not agrees(number, computed):
            self.failed(FormulaDiffers.at(stated.span, **args))

    def equalities(self) -> None:
        """The figure's own list of checks."""
        node = self.table.node
        for index, check in enumerate(self.table.figure.checks):
            names = {**self.table.value().members, "figures": Value(members=self.figures)}
            left_place, right_place = (
                span_at(node, "checks", index, "left"),
                span_at(node, "checks", index, "right"),
            )
            left, right = (
                self._value(check.left, names, left_place),
                self._value(check.right, names, right_place),
            )
            if left is None or right is None or left.number is None or right.number is None:
                continue
            title = check.title or f"{check.left} = {check.right}"
            if left.measured_in and right.measured_in and left.measured_in != right.measured_in:
                stated = with_unit(show(left.number), left.measured_in)
                self.failed(UnitsDisagree.at(left_place, right_place, stated=stated, computed=right.measured_in))
            elif _equal(left, right):
                self.done(Status.PASSED, N_("{title}: {value}"), title=title, value=left.written or left.number)
            else:
                self.failed(
                    ValuesDisagree.at(
                        left_place,
                        right_place,
                        left=check.left,
                        first=left.number,
                        right=check.right,
                        second=right.number,
                        difference=abs(left.number - right.number),
                    )
                )

    def _value(self, formula: str, names: Mapping[str, Value], place: Span, row: Span | None = None) -> Value | None:
        """The number that `formula`, which stands at `place`, has for the cell at `row`."""
        if formula in self.unreadable:
            return None
        try:
            value = evaluate(formula, names)
        except Refusal as refusal:
            named = self._titled(str(refusal.args_of_message.get("name", "")))
            if refusal.rule is UnknownName and named:
                refusal.args_of_message["suggestion"] = message(N_("did you mean {names}?"), names=named)
            numbers = refusal.rule is NotComputable  # then the row is to be looked at, not the formula
            finding = refusal.finding(row if row and numbers else place)
            if row and not numbers:
                self.unreadable.add(formula)
        else:
            if value.number is not None:
                return value
            finding = NotComputable.at(place, text=formula, reason=message(N_("it is not a number")))
        self.failed(finding)
        return None


def _equal(left: Value, right: Value) -> bool:
    """Equal, or equal once the computed side is rounded to the places of the written one."""
    if left.number == right.number:
        return True
    for written, other in ((left, right), (right, left)):
        if isinstance(written.written, Decimal) and not isinstance(other.written, Decimal) and other.number is not None:
            return agrees(written.written, other.number)
    return False


def _by_rounding(column: Column, unit: str | None, stated: Cell, total: Fraction, cells: list[Cell]) -> bool:
    """Whether a total is missed by no more than the rounding of the rows, where the rows are known to be rounded.

    They are in a column that a formula gives, and where shares in % make up 100.
    """
    number = stated.number or Decimal()
    if column.equals is None and not (unit == "%" and number == WHOLE):
        return False
    halves = sum((_half(cell.number) for cell in cells if cell.number is not None), Fraction())
    own = _half(number) if column.equals is not None and number != WHOLE else Fraction()
    return abs(total - exact(number)) <= halves + own


def _half(number: Decimal) -> Fraction:
    """Half of the last place of a number: by so much rounding may have changed it."""
    return Fraction(1, 2 * 10 ** places_of(number))


WHOLE = 100
"""What shares in % make up."""


def _may_be(stated: Cell, total: Fraction, cells: list[Cell]) -> bool:
    """Whether inexact numbers can explain that `stated` is not `total`, the sum of `cells`.

    About (约) is taken as within a tenth; at least (以上) moves a number up only.
    """
    number = exact(stated.number or 0)
    if any(cell.about for cell in [stated, *cells]):
        return abs(total - number) <= abs(total) * ABOUT
    rows_grow = any(cell.at_least for cell in cells)
    return (rows_grow and number >= total) or (stated.at_least and number <= total)


ABOUT = Fraction(1, 10)
TOTAL_OF = re.compile(r"\btotal\s*(?:\.\s*|\[\s*['\"])(\w+)")
"""`total.plan` in a formula."""


def _with_unit(cell: Cell, unit: str | None) -> str:
    return with_unit(show(cell.number or Decimal()), unit)
