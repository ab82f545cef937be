"""What the formulas of a report cost, counted before any of them is computed, so that none stalls the others."""

from collections.abc import Iterator, Mapping, Sequence

from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.formula import read_formula
from scorepress.core.limits import MAX_PROSE_FORMULAS, MAX_REPORT_TERMS
from scorepress.core.messages import N_
from scorepress.prose.document import Document
from scorepress.prose.nodes import Reference
from scorepress.reports.figures import Table


class TooManyReferences(Rule):
    """The text of a report refers to numbers more often than any report needs."""

    code = "SR143"
    message = N_("the text has {count} references, at most {limit} are filled in")
    cure = N_("put long lists of numbers into a figure and show the whole figure")
    why = N_("Every reference is computed whenever the site is built; so many would keep everybody else waiting.")
    bad = "{{ figures.firms.甲 }} … {{ figures.firms.癸 }}  <!-- 2,000 times -->"
    good = "{{ figures.firms }}"


class TooMuchComputing(Rule):
    """The formulas of a report ask for more computing than any report needs."""

    code = "SR144"
    message = N_("the formulas here have {count} numbers to compute with, at most {limit} are computed")
    cure = N_("shorten the formulas, or leave rows out of the figure")
    why = N_("Every formula is computed whenever the site is built; so many would keep everybody else waiting.")
    bad = "figures: {firms: {data: data/firms.csv, …}}  # 10,000 rows, each with a formula of 100 terms"
    good = "figures: {firms: {data: data/firms.csv, …}}  # 10,000 rows, each with done / plan * 100"


def check_figures_work(tables: Mapping[str, Table]) -> list[Finding]:
    """The finding at the figure with which the formulas of all `tables` become too much; empty where they do not."""
    count = 0
    for table in tables.values():
        count += sum(_figure_terms(table))
        if count > MAX_REPORT_TERMS:
            return [TooMuchComputing.at(table.span.part(0), count=str(count), limit=str(MAX_REPORT_TERMS))]
    return []


def _figure_terms(table: Table) -> Iterator[int]:
    rows = len(table.rows) + (table.total is not None)
    yield from (rows * terms_of(column.equals) for column in table.columns.values() if column.equals is not None)
    yield from (terms_of(check.left) + terms_of(check.right) for check in table.figure.checks)


def check_prose_work(prose: Document, references: Sequence[Reference]) -> list[Finding]:
    """The finding at the reference with which those of a text become too many or too long; empty where they do not."""
    if len(references) > MAX_PROSE_FORMULAS:
        first = references[MAX_PROSE_FORMULAS]
        place = prose.span(first.start, first.end)
        return [TooManyReferences.at(place, count=str(len(references)), limit=str(MAX_PROSE_FORMULAS))]
    count = 0
    for reference in references:
        count += terms_of(reference.expression)
        if count > MAX_REPORT_TERMS:
            place = prose.span(reference.start, reference.end)
            return [TooMuchComputing.at(place, count=str(count), limit=str(MAX_REPORT_TERMS))]
    return []


def terms_of(formula: str) -> int:
    """How many numbers, names and functions a formula has; 1 where it cannot be read, which is reported elsewhere."""
    try:
        return read_formula(formula).terms
    except Refusal:
        return 1
