"""One report as far as it goes without the others: its entries, its values, its evidence and figures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scorepress.assessment.known import Known
from scorepress.checks.dates import check_dates
from scorepress.checks.evidence import check_evidence
from scorepress.checks.figure_results import FigureChecks
from scorepress.checks.figures import check_table
from scorepress.checks.names import check_keys
from scorepress.checks.plausible import check_shares, check_title, check_title_unit, check_values
from scorepress.checks.report import (
    check_measures,
    check_period,
    check_scheme_reference,
    check_unit,
    check_withdrawal,
)
from scorepress.checks.unfilled import check_hints
from scorepress.checks.work import check_figures_work
from scorepress.core.expressions import Value
from scorepress.core.files import stamp
from scorepress.core.findings import Finding, Severity
from scorepress.core.isolation import isolated
from scorepress.core.limits import MAX_REPORT_CELLS
from scorepress.core.nodes import Mapping as MappingNode
from scorepress.core.nodes import key_span, span_at
from scorepress.reports.entries import NO_CELLS, Cells, Entries, check_names, read_entries, read_review
from scorepress.reports.figures import FiguresTooLarge, Table, read_table
from scorepress.reports.forms import FilledForm, cells_for_scores, read_form
from scorepress.reports.model import Report, ReportFile, Unit
from scorepress.schemes.classes import Variant
from scorepress.schemes.model import Scheme
from scorepress.schemes.named import indicator_nodes
from scorepress.scoring.group_phase import NotInRoster
from scorepress.scoring.layers import REVIEWS, up_to
from scorepress.scoring.unit_phase import UnitOutcomes, unit_phase


@dataclass(frozen=True)
class Layer:
    """One layer of scores (自评, 核验, 最终) before it is compared with others."""

    entries: Entries = field(default_factory=Entries)
    outcomes: UnitOutcomes = field(default_factory=UnitOutcomes)


@dataclass(frozen=True)
class Prepared:
    """One report as far as it goes without the others."""

    file: ReportFile
    findings: tuple[Finding, ...]
    unit: Unit | None = None
    rules: Variant | None = None
    """The scheme in force for the unit; None where it is not there or has errors."""
    own: Layer = field(default_factory=Layer)
    reviews: Mapping[str, Layer] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    figure_checks: Mapping[str, FigureChecks] = field(default_factory=dict)
    form: FilledForm | None = None

    def layer(self, name: str) -> Layer:
        """The layer of this name, or the last one below it."""
        return self.layers[up_to(name, self.layers)]

    @property
    def layers(self) -> Mapping[str, Layer]:
        """Every layer there is, each after the one below it."""
        return {"self": self.own, **self.reviews}

    @property
    def scheme(self) -> Scheme | None:
        """The scheme, if the report can be scored under it."""
        return self.rules.scheme if self.rules else None

    @property
    def counts(self) -> bool:
        """Whether others are compared with this report: it is published and its own facts have no error."""
        published = self.file.report is not None and self.file.report.status == "published"
        return published and not any(finding.severity is Severity.ERROR for finding in self.findings)


def prepare(file: ReportFile, known: Known) -> Prepared:
    """One report read against its scheme and checked in itself; nothing here depends on any other report."""
    scheme = known.schemes.files.get(str(file.report.scheme)) if file.report else None
    needs = (file, scheme, known.units.get(file.path.parent.name), known.ids, known.today, *_on_disk(file))
    return isolated(
        lambda: known.memory.recall(("prepared", file.path), needs, lambda: _prepare(file, known)),
        file.page.source,
        lambda fault: Prepared(file, (*file.findings, fault)),
    )


def _on_disk(file: ReportFile) -> Iterator[str]:
    """Stamps of the files that the report names, and of the folders whose listings are looked through for them."""
    if file.report is not None and not file.withdrawn:
        paths = [each.file for each in file.report.evidence.values()]
        paths += [each.data for each in file.report.figures.values()]
        named = {file.path.parent / path for path in paths if path is not None}
        for path in sorted(named | {parent for each in named for parent in _folders(each, file.path.parent)}):
            yield stamp(path)


def _folders(path: Path, above: Path) -> Iterator[Path]:
    """The folders from `path` up to `above`."""
    yield from (parent for parent in path.parents if parent.is_relative_to(above))


def _prepare(file: ReportFile, known: Known) -> Prepared:
    report, node = file.report, file.page.node
    schemes, units = known.schemes, known.units
    if report is None or node is None:
        return Prepared(file, file.findings)
    findings = list(file.findings)
    folder = file.path.parent.name
    findings += check_unit(report, node, folder, units)
    findings += check_period(report, node, file.path)
    findings += check_scheme_reference(report, node, schemes)
    findings += check_withdrawal(report, node)
    findings += check_dates(report, node, known.today)
    unit_file = units.get(folder)
    unit = unit_file.unit if unit_file else None
    scheme_file = schemes.files.get(str(report.scheme))
    own, reviews = Layer(), dict[str, Layer]()
    rules = scheme_file.in_force(report.unit) if scheme_file else None
    if rules is not None and rules.scheme.classes and report.unit not in rules.scheme.group_of["class"]:
        place = span_at(node, "unit")
        findings.append(NotInRoster.at(place, scheme=rules.scheme.key, unit=report.unit, division="classes"))
        rules = None  # the tree of no class is in force for it
    elif rules is not None and rules.scheme.roster and report.unit not in rules.scheme.roster:
        place = span_at(node, "unit")
        findings.append(NotInRoster.at(place, scheme=rules.scheme.key, unit=report.unit, division="units"))
    if file.withdrawn:
        return Prepared(file, tuple(findings), unit, rules)
    findings += [finding for key in ("figures", "evidence") for finding in check_keys(node, key)]
    findings += check_evidence(report, node, file.path.parent)
    findings += check_measures(report, node)
    if rules is None and scheme_file is not None and scheme_file.node is not None and not scheme_file.sound:
        findings += check_names(file, str(report.scheme), _leaves(scheme_file.node))
    form = read_form(report, node, rules.scheme, rules.node, file.path.parent, findings) if rules else None
    findings += check_title(report, node)
    findings += check_title_unit(report, node, {name: file.unit for name, file in units.items() if file.unit})
    findings += check_hints(node, rules.scheme.form if rules else None)
    tables, checks = _figures(file, report, form.tables if form else {}, findings)
    if rules is not None:
        own, reviews = read_layers(file, report, rules.scheme, measure, cells_for_scores(rules.scheme, form))
        for each in (own, *reviews.values()):
            findings += [*each.entries.findings, *each.outcomes.findings]
            findings += check_values(rules.scheme, each.entries)
    return Prepared(file, tuple(findings), unit, rules, own, reviews, tables, checks, form)


def _leaves(node: MappingNode) -> list[str]:
    """The ids of what a scheme scores, as far as they are written."""
    return [name for name, each in indicator_nodes(node).items() if not {"parts", "indicators"} & each.keys()]


def measure(scheme: Scheme, entries: Entries) -> Layer:
    """A layer of its entries."""
    return Layer(entries, unit_phase(scheme, entries))


def read_layers(
    file: ReportFile,
    report: Report,
    scheme: Scheme,
    made: Callable[[Scheme, Entries], Layer],
    cells: Mapping[str, Cells] = NO_CELLS,
) -> tuple[Layer, dict[str, Layer]]:
    """The unit's own layer and that of each review there is, each `made` of its entries.

    `cells` are inputs, by indicator, that are taken from the scheme's form.
    """
    own = last = made(scheme, read_entries(file, scheme, cells))
    reviews: dict[str, Layer] = {}
    for name in REVIEWS:
        if getattr(report, name) is not None:
            reviews[name] = last = made(scheme, read_review(file, scheme, name, last.entries))
    return own, reviews


def _figures(
    file: ReportFile, report: Report, form: Mapping[str, Table], findings: list[Finding]
) -> tuple[dict[str, Table], dict[str, FigureChecks]]:
    """The figures of a report and the tables of its form, with their checks."""
    tables = dict(form)
    written: MappingNode = file.page.node["figures"] if file.page.node and report.figures else MappingNode()
    cells = 0
    for name, figure in report.figures.items():
        if any(written[name].span.holds(each.span) for each in file.findings if each.severity is Severity.ERROR):
            continue
        table = read_table(name, figure, written[name], file.path.parent, findings)
        if table is not None:
            tables[name] = table
            cells += table.cell_count
        if cells > MAX_REPORT_CELLS:
            findings.append(FiguresTooLarge.at(key_span(written, name), count=str(cells), limit=str(MAX_REPORT_CELLS)))
            return {}, {}
    if len(tables) < len(form) + len(written):
        return tables, {}  # a figure was refused: formulas over it would only repeat that
    too_much = check_figures_work(tables)
    findings += too_much
    if too_much:
        return tables, {}
    values: dict[str, Value] = {name: table.value() for name, table in tables.items()}
    checks = {name: check_table(table, values) for name, table in tables.items()}
    findings += check_shares(tables.values())
    for check in checks.values():
        findings += check.findings
    return tables, checks
