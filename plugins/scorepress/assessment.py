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
from scorepress.core.nodes import Mapping as Node
from scorepress.reports.entries import Entries, misspelt, read_entries, read_review
from scorepress.reports.figures import Table, read_table
from scorepress.reports.model import Report, ReportFile, Review, Unit, UnitFile
from scorepress.reports.prose import Heading, headings
from scorepress.schemes.classes import Variant
from scorepress.schemes.indicator import NotApplicable
from scorepress.schemes.loader import Schemes
from scorepress.schemes.model import Scheme
from scorepress.scoring.group_phase import Cohort, Member, cohort, group_phase
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.total import Statement, score_report
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
    """The unit's own scores (自评)."""
    reviews: Mapping[str, Scorecard] = field(default_factory=dict)
    """The scores after each review there is, `verified` before `final`."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    figure_checks: Mapping[str, FigureChecks] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    body: str = ""
    """The prose with its references filled in."""
    placed: tuple[str, ...] = ()
    """Figures whose tables stand in the prose."""
    rules: Variant | None = None
    """The scheme in force for the unit, with its nodes."""
    review_entries: Mapping[str, Entries] = field(default_factory=dict)
    """The entries that each review rests on."""

    @property
    def report(self) -> Report | None:
        """The report, or None where too little of it is sound."""
        return self.file.report

    @property
    def standing(self) -> Scorecard | None:
        """The scores in force: those of the last review, or else the unit's own."""
        return list(self.reviews.values())[-1] if self.reviews else self.card

    @property
    def publishable(self) -> bool:
        """Whether the report is meant to be published and has no error."""
        sound = not any(finding.severity is Severity.ERROR for finding in self.findings)
        return sound and self.report is not None and self.report.status == "published"


REVIEWS = ("verified", "final")
"""The layers above the unit's own scores, in their order."""


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

    def layer(self, name: str) -> Layer:
        """The layer of this name, or the last one below it."""
        reached = ("self", *REVIEWS).index(name)
        there = [self.reviews[each] for each in REVIEWS[:reached] if each in self.reviews]
        return there[-1] if there else self.own

    @property
    def scheme(self) -> Scheme | None:
        """The scheme, if the report can be scored under it."""
        return self.rules.scheme if self.rules else None

    @property
    def counts(self) -> bool:
        """Whether others are compared with this report: it is published and its own facts have no error."""
        published = self.file.report is not None and self.file.report.status == "published"
        return published and not any(finding.severity is Severity.ERROR for finding in self.findings)


CohortKey = tuple[str, str, str]
"""Scheme with edition, period, and layer."""


def assess_reports(
    files: Iterable[ReportFile], schemes: Schemes, units: Mapping[str, UnitFile], mates: Iterable[ReportFile] = ()
) -> Iterator[Assessed]:
    """Every report scored and checked, those of one scheme and period compared with one another and their `mates`."""
    prepared = [prepare(file, schemes, units) for file in files]
    others = [prepare(file, schemes, units) for file in mates]
    among = cohorts([*prepared, *others], units)
    for each in prepared:
        yield finish(each, among)


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
    own, reviews = Layer(), dict[str, Layer]()
    rules = scheme_file.in_force(report.unit) if scheme_file else None
    if rules is not None:
        entries = read_entries(file, rules.scheme)
        own = last = Layer(entries, unit_phase(rules.scheme, entries))
        for name in REVIEWS:
            if getattr(report, name) is not None:
                entries = read_review(file, rules.scheme, name, last.entries)
                reviews[name] = last = Layer(entries, unit_phase(rules.scheme, entries))
        for each in (own, *reviews.values()):
            findings += [*each.entries.findings, *each.outcomes.findings]
    return Prepared(file, tuple(findings), unit, rules, own, reviews, tables, checks)


def cohorts(reports: Iterable[Prepared], units: Mapping[str, UnitFile]) -> dict[CohortKey, Cohort]:
    """Who is compared with whom, by scheme, period and layer."""
    names = {name: file.unit.name for name, file in units.items() if file.unit is not None}
    by_period: dict[tuple[str, str], list[Prepared]] = {}
    for each in reports:
        if each.scheme is not None and each.file.report is not None:
            by_period.setdefault((each.scheme.key, each.file.report.period.text), []).append(each)
    made: dict[CohortKey, Cohort] = {}
    for (scheme, period), all_of_it in by_period.items():
        for layer in ("self", *(name for name in REVIEWS if any(name in each.reviews for each in all_of_it))):
            members = [_member(each, layer) for each in all_of_it if each.counts]
            first = all_of_it[0].scheme
            if first is not None:
                made[scheme, period, layer] = cohort(first, members, names)
    return made


def _member(prepared: Prepared, layer: str) -> Member:
    reached = prepared.layer(layer)
    entries = reached.entries.by_indicator
    excused = frozenset(name for name, entry in entries.items() if isinstance(entry, NotApplicable))
    unit = prepared.file.report.unit if prepared.file.report else ""
    return Member(unit, reached.outcomes, excused, settled=layer == "self" or layer in prepared.reviews)


def finish(prepared: Prepared, among: Mapping[CohortKey, Cohort]) -> Assessed:
    """A prepared report compared within its cohorts, added up, and its prose filled in and checked."""
    file, findings = prepared.file, list(prepared.findings)
    report, node = file.report, file.page.node
    if report is None or node is None:
        return Assessed(file, prepared.findings)
    scheme, entries = prepared.scheme, prepared.own.entries
    card: Scorecard | None = None
    reviews: dict[str, Scorecard] = {}
    rules = prepared.rules
    if rules is not None:
        key = (rules.scheme.key, report.period.text)
        statement = Statement(node, report.declared, tuple(report.vetoes))
        card = _card(rules, prepared.own, among[*key, "self"], statement, node, findings)
        sound = {name: entry for name, entry in entries.by_indicator.items() if name not in entries.unsound}
        findings += check_claims(report, rules.scheme, sound, card, node)
        for name in prepared.reviews:
            review: Review = getattr(report, name)
            above = (*statement.above, *statement.vetoes)
            changes = tuple(review.adjustments)
            carried = (*statement.carried, *statement.adjustments)
            statement = Statement(node[name], review.declared, tuple(review.vetoes), above, changes, carried)
            reviews[name] = _card(rules, prepared.layer(name), among[*key, name], statement, node, findings)
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
        reviews,
        prepared.tables,
        prepared.figure_checks,
        tuple(found),
        expanded.body,
        expanded.placed,
        rules,
        {name: layer.entries for name, layer in prepared.reviews.items()},
    )


def _card(
    rules: Variant, own: Layer, fellows: Cohort, statement: Statement, node: Node, findings: list[Finding]
) -> Scorecard:
    """The scorecard of one layer; what stands in its way is added to `findings`."""
    settled, refused = group_phase(rules.scheme, own.outcomes, fellows, own.entries, node)
    findings += refused
    card, refused = score_report(rules.scheme, rules.node, own.entries, settled, statement)
    findings += refused
    return card


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
