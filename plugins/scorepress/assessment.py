"""Assessing reports: each by itself, then compared within its group, then checked and explained."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scorepress.checks.evidence import check_claims, check_evidence
from scorepress.checks.figures import FigureChecks, check_table
from scorepress.checks.prose import check_prose
from scorepress.checks.references import expand, names_of
from scorepress.checks.report import check_measures, check_period, check_scheme_reference, check_unit
from scorepress.core.expressions import Value
from scorepress.core.findings import Finding, Severity, ordered
from scorepress.reports.entries import Entries, misspelt, read_entries
from scorepress.reports.figures import Table, read_table
from scorepress.reports.model import Report, ReportFile, Unit, UnitFile
from scorepress.reports.prose import Heading, headings
from scorepress.schemes.classes import Variant
from scorepress.schemes.indicator import NotApplicable
from scorepress.schemes.loader import Schemes
from scorepress.schemes.model import Scheme
from scorepress.scoring.group_phase import Cohort, Member, cohort, group_phase
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.total import score_report
from scorepress.scoring.unit_phase import UnitOutcomes, unit_phase


@dataclass(frozen=True)
class Assessed:
    """One report with everything that was computed and found."""

    file: ReportFile
    findings: tuple[Finding, ...]
    unit: Unit | None = None
    scheme: Scheme | None = None
    entries: Entries = field(default_factory=Entries)
    card: Scorecard | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    figure_checks: Mapping[str, FigureChecks] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    body: str = ""
    """The prose with its references filled in."""
    placed: tuple[str, ...] = ()
    """Figures whose tables stand in the prose."""

    @property
    def report(self) -> Report | None:
        """The report, or None where too little of it is sound."""
        return self.file.report

    @property
    def publishable(self) -> bool:
        """Whether the report is meant to be published and has no error."""
        sound = not any(finding.severity is Severity.ERROR for finding in self.findings)
        return sound and self.report is not None and self.report.status == "published"


@dataclass(frozen=True)
class Prepared:
    """One report as far as it goes without the others."""

    file: ReportFile
    findings: tuple[Finding, ...]
    unit: Unit | None = None
    rules: Variant | None = None
    """The scheme in force for the unit; None where it is not there or has errors."""
    entries: Entries = field(default_factory=Entries)
    outcomes: UnitOutcomes = field(default_factory=UnitOutcomes)
    tables: Mapping[str, Table] = field(default_factory=dict)
    figure_checks: Mapping[str, FigureChecks] = field(default_factory=dict)

    @property
    def scheme(self) -> Scheme | None:
        """The scheme, if the report can be scored under it."""
        return self.rules.scheme if self.rules else None

    @property
    def counts(self) -> bool:
        """Whether others are compared with this report: it is published and its own facts have no error."""
        published = self.file.report is not None and self.file.report.status == "published"
        return published and not any(finding.severity is Severity.ERROR for finding in self.findings)


CohortKey = tuple[str, str]
"""Scheme with edition, and period."""


def assess_reports(
    files: Iterable[ReportFile], schemes: Schemes, units: Mapping[str, UnitFile], mates: Iterable[ReportFile] = ()
) -> Iterator[Assessed]:
    """Every report scored and checked, those of one scheme and period compared with one another and their `mates`."""
    prepared = [prepare(file, schemes, units) for file in files]
    others = [prepare(file, schemes, units) for file in mates]
    among = cohorts([*prepared, *others], units)
    for each in prepared:
        yield finish(each, among.get(_key(each)))


def assess_report(file: ReportFile, schemes: Schemes, units: Mapping[str, UnitFile]) -> Assessed:
    """One report alone: whoever else belongs to its group is missing."""
    return next(assess_reports([file], schemes, units))


def prepare(file: ReportFile, schemes: Schemes, units: Mapping[str, UnitFile]) -> Prepared:
    """One report read against its scheme and checked in itself; nothing here depends on any other report."""
    report, node = file.report, file.page.node
    if report is None or node is None:
        return Prepared(file, file.findings)
    findings = list(file.findings)
    folder = file.path.parent.name
    findings += check_unit(report, node, folder, units)
    findings += check_period(report, node, file.path)
    findings += check_scheme_reference(report, node, schemes)
    findings += check_evidence(report, node, file.path.parent)
    findings += check_measures(report, node)
    unit_file = units.get(folder)
    unit = unit_file.unit if unit_file else None
    tables, checks = _figures(file, report, findings)
    scheme_file = schemes.files.get(str(report.scheme))
    entries, outcomes = Entries(), UnitOutcomes()
    rules = scheme_file.in_force(report.unit) if scheme_file else None
    if rules is not None:
        entries = read_entries(file, rules.scheme)
        outcomes = unit_phase(rules.scheme, entries, node)
        findings += [*entries.findings, *outcomes.findings]
    return Prepared(file, tuple(findings), unit, rules, entries, outcomes, tables, checks)


def cohorts(reports: Iterable[Prepared], units: Mapping[str, UnitFile]) -> dict[CohortKey, Cohort]:
    """Who is compared with whom, by scheme and period; empty cohorts for schemes that compare nobody."""
    names = {name: file.unit.name for name, file in units.items() if file.unit is not None}
    members: dict[CohortKey, list[Member]] = {}
    scheme_of: dict[CohortKey, Scheme] = {}
    for each in reports:
        if each.scheme is None:
            continue
        key = _key(each)
        scheme_of[key] = each.scheme
        found = members.setdefault(key, [])
        if each.counts:
            found.append(_member(each))
    return {key: cohort(scheme, members[key], names) for key, scheme in scheme_of.items()}


def _key(prepared: Prepared) -> CohortKey:
    report = prepared.file.report
    return (str(report.scheme), report.period.text) if report is not None else ("", "")


def _member(prepared: Prepared) -> Member:
    entries = prepared.entries.by_indicator
    excused = frozenset(name for name, entry in entries.items() if isinstance(entry, NotApplicable))
    return Member(prepared.file.report.unit if prepared.file.report else "", prepared.outcomes, excused)


def finish(prepared: Prepared, among: Cohort | None) -> Assessed:
    """A prepared report compared within its cohort, added up, and its prose filled in and checked."""
    file, findings = prepared.file, list(prepared.findings)
    report, node = file.report, file.page.node
    if report is None or node is None:
        return Assessed(file, prepared.findings)
    rules, scheme, entries = prepared.rules, prepared.scheme, prepared.entries
    card = None
    if rules is not None and scheme is not None and among is not None:
        settled, refused = group_phase(scheme, prepared.outcomes, report.unit, among, node)
        findings += refused
        card, refused = score_report(scheme, rules.node, entries, settled, report, node)
        findings += refused
        sound = {name: entry for name, entry in entries.by_indicator.items() if name not in entries.unsound}
        findings += check_claims(report, scheme, sound, card, node)
    found = headings(file.page)
    if scheme is not None:
        findings += check_prose(file.page, found, scheme)
    names = names_of(report, prepared.unit, card, entries.by_indicator, prepared.tables)
    settled_all = scheme is not None and not any(finding.severity is Severity.ERROR for finding in findings)
    doubtful = _doubtful(file, scheme, entries, prepared.tables)
    expanded = expand(file.page, names, settled=settled_all, doubtful=doubtful)
    findings += expanded.findings
    if file.draft:
        findings = [replace(each, softened=True) if each.rule.unfinished else each for each in findings]
    return Assessed(
        file,
        tuple(ordered(findings)),
        prepared.unit,
        scheme,
        entries,
        card,
        prepared.tables,
        prepared.figure_checks,
        tuple(found),
        expanded.body,
        expanded.placed,
    )


def _doubtful(file: ReportFile, scheme: Scheme | None, entries: Entries, tables: Mapping[str, Table]) -> frozenset[str]:
    """The names below which something was refused, so that prose cannot refer to it."""
    node: Mapping[str, Any] = file.page.node or {}
    doubtful: set[str] = set()
    if scheme is None:
        doubtful |= {"scores", "parts", "total", "grade"}
    elif len(entries.by_indicator) < len(scheme.indicators) or entries.unsound:
        doubtful.add("scores")
    if len(tables) < len(node.get("figures", {})) or (file.page.node and misspelt(file.page.node, "figures")):
        doubtful.add("figures")
    return frozenset(doubtful)


def _figures(
    file: ReportFile, report: Report, findings: list[Finding]
) -> tuple[dict[str, Table], dict[str, FigureChecks]]:
    tables: dict[str, Table] = {}
    written = file.page.node["figures"] if file.page.node and report.figures else {}
    for name, figure in report.figures.items():
        if any(written[name].span.holds(each.span) for each in file.findings if each.severity is Severity.ERROR):
            continue
        table = read_table(name, figure, written[name], file.path.parent, findings)
        if table is not None:
            tables[name] = table
    if len(tables) < len(written):
        return tables, {}  # a figure was refused: formulas over it would only repeat that
    values: dict[str, Value] = {name: table.value() for name, table in tables.items()}
    checks = {name: check_table(table, values) for name, table in tables.items()}
    for check in checks.values():
        findings += check.findings
    return tables, checks
