"""One project: find, read, score and check everything, in that order; what every front end calls."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from scorepress.checks.evidence import check_claims, check_evidence
from scorepress.checks.figures import FigureChecks, check_table
from scorepress.checks.prose import check_prose, check_unit_body
from scorepress.checks.references import expand, names_of
from scorepress.checks.report import (
    UnitFolderDiffers,
    check_measures,
    check_period,
    check_place,
    check_scheme_reference,
    check_unique,
    check_unit,
    may_rival,
)
from scorepress.core.expressions import Value
from scorepress.core.files import read_text
from scorepress.core.findings import Finding, Severity, ordered
from scorepress.core.layout import Settings
from scorepress.core.nodes import key_span, span_at
from scorepress.reports.entries import Entries, misspelt, read_entries
from scorepress.reports.figures import Table, read_table
from scorepress.reports.loader import load_report, load_unit
from scorepress.reports.model import Report, ReportFile, Unit, UnitFile
from scorepress.reports.prose import Heading, headings
from scorepress.schemes.loader import SchemeFile, Schemes, check_scheme_place, load_schemes
from scorepress.schemes.model import Scheme
from scorepress.schemes.seals import EditionNotSealed
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.total import score_report


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
class Project:
    """Everything of one project, read, scored and checked."""

    settings: Settings
    schemes: Schemes
    units: Mapping[str, UnitFile]
    reports: tuple[Assessed, ...]
    elsewhere: tuple[Finding, ...] = ()
    """Of the seals, and of files that lie where no report and no scheme is looked for."""
    checked: Mapping[str, int] = field(default_factory=dict)
    """How many reports, units and schemes were asked for; more may have been read."""

    @property
    def findings(self) -> list[Finding]:
        """All findings, by file and place."""
        return ordered(self._findings())

    def _findings(self) -> Iterator[Finding]:
        yield from self.elsewhere
        for scheme in self.schemes.files.values():
            yield from scheme.findings
        for unit in self.units.values():
            yield from unit.findings
        for assessed in self.reports:
            yield from assessed.findings


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the garbage collector: what is read is kept, and walking over it again and again doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@collector_paused()
def assess(settings: Settings, paths: Iterable[Path] | None = None) -> Project:
    """The whole project, or only the reports, units and schemes among or below `paths`.

    Whatever the paths, all schemes and units are read, since reports refer to them; but only the findings of what
    was asked for are kept.
    """
    wanted = None if paths is None else _wanted(paths)
    schemes = load_schemes(settings)
    units = {path.parent.name: _unit(path, settings) for path in settings.profiles()}
    files = [load_report(path, settings.shown(path)) for path in settings.reports() if _asked(path, wanted)]
    rivals = [] if wanted is None else list(_rivals(files, settings))
    reports = _unique([assess_report(file, schemes, units) for file in files], rivals)
    checked = {
        "reports": len(reports),
        "units": sum(_asked(path, wanted) for path in settings.profiles()),
        "schemes": sum(_asked(path, wanted) for path in settings.editions()),
    }
    return Project(
        settings,
        _only(schemes, reports, settings, wanted),
        {name: file if _asked(file.path, wanted) else replace(file, findings=()) for name, file in units.items()},
        tuple(reports),
        tuple(_elsewhere(schemes, settings, wanted)),
        checked,
    )


def unchecked(settings: Settings, paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` that are and hold nothing that is checked."""
    files = [*settings.reports(), *settings.profiles(), *settings.misplaced_pages()]
    files += [*settings.editions(), settings.seals, *settings.misplaced_schemes()]
    return [path for path in paths for wanted in [_wanted([path])] if not any(_asked(file, wanted) for file in files)]


def _wanted(paths: Iterable[Path]) -> frozenset[Path]:
    """Each path as it is spelt and as it is without links: the project may be known by either."""
    return frozenset(spelt for path in paths for spelt in (path.absolute(), path.resolve()))


def _rivals(files: list[ReportFile], settings: Settings) -> Iterator[ReportFile]:
    """Reports that were not asked for and may be for the same period as one of `files`."""
    asked, by_folder = {file.path for file in files}, defaultdict(list)
    for file in files:
        if file.report is not None:
            by_folder[file.path.parent].append(file.report)
    for path in settings.reports():
        if path in asked or path.parent not in by_folder:
            continue
        text = read_text(path, settings.shown(path)).source.text
        if any(may_rival(text, report) for report in by_folder[path.parent]):
            yield load_report(path, settings.shown(path))


def _elsewhere(schemes: Schemes, settings: Settings, wanted: frozenset[Path] | None) -> Iterator[Finding]:
    if _asked(settings.seals, wanted):
        yield from schemes.seals.findings
    yield from (check_place(path, settings.shown(path)) for path in settings.misplaced_pages() if _asked(path, wanted))
    for path in settings.misplaced_schemes():
        if _asked(path, wanted):
            yield check_scheme_place(path, settings.shown(path))


def _unit(path: Path, settings: Settings) -> UnitFile:
    file = load_unit(path, settings.shown(path))
    file = replace(file, findings=(*file.findings, *check_unit_body(file.page)))
    if file.unit is None or file.page.node is None or file.unit.unit == path.parent.name:
        return file
    place = span_at(file.page.node, "unit")
    moved = UnitFolderDiffers.at(place, unit=file.unit.unit, folder=path.parent.name)
    return replace(file, findings=(*file.findings, moved))


def _asked(path: Path, wanted: frozenset[Path] | None) -> bool:
    if wanted is None:
        return True
    spelt = _folder(path.parent) / path.name
    return not wanted.isdisjoint({path, spelt, *path.parents, *spelt.parents})


@cache
def _folder(folder: Path) -> Path:
    """A folder without links, looked up once."""
    return folder.resolve()


def _only(schemes: Schemes, reports: list[Assessed], settings: Settings, wanted: frozenset[Path] | None) -> Schemes:
    """The schemes with the findings that were asked for."""
    published = {str(each.report.scheme) for each in reports if each.report and each.report.status == "published"}

    def kept(key: str, file: SchemeFile) -> SchemeFile:
        if not _asked(settings.root / file.source.path, wanted):
            return replace(file, findings=())
        if key in published and schemes.seals.lack(key) and file.node is not None and file.sound:
            unsealed = EditionNotSealed.at(key_span(file.node, "edition"), edition=key)
            return replace(file, findings=(*file.findings, unsealed))
        return file

    return replace(schemes, files={key: kept(key, file) for key, file in schemes.files.items()})


def _unique(reports: list[Assessed], rivals: list[ReportFile]) -> list[Assessed]:
    extra: dict[Path, list[Finding]] = defaultdict(list)
    for file, finding in check_unique([*(each.file for each in reports), *rivals]):
        extra[file.path].append(finding)
    return [replace(each, findings=(*each.findings, *extra[each.file.path])) for each in reports]


def assess_report(file: ReportFile, schemes: Schemes, units: Mapping[str, UnitFile]) -> Assessed:
    """One report scored and checked; nothing here depends on any other report."""
    report, node = file.report, file.page.node
    if report is None or node is None:
        return Assessed(file, file.findings)
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
    scheme = scheme_file.scheme if scheme_file and scheme_file.sound else None
    entries, card = Entries(), None
    if scheme is not None and scheme_file is not None and scheme_file.node is not None:
        entries = read_entries(file, scheme)
        findings += entries.findings
        card, refused = score_report(scheme, scheme_file.node, entries, report, node)
        findings += refused
        sound = {name: entry for name, entry in entries.by_indicator.items() if name not in entries.unsound}
        findings += check_claims(report, scheme, sound, card, node)
    found = headings(file.page)
    if scheme is not None:
        findings += check_prose(file.page, found, scheme)
    names = names_of(report, unit, card, entries.by_indicator, tables)
    settled = scheme is not None and not any(finding.severity is Severity.ERROR for finding in findings)
    expanded = expand(file.page, names, settled=settled, doubtful=_doubtful(file, scheme, entries, tables))
    findings += expanded.findings
    if file.draft:
        findings = [replace(each, softened=True) if each.rule.unfinished else each for each in findings]
    return Assessed(
        file,
        tuple(ordered(findings)),
        unit,
        scheme,
        entries,
        card,
        tables,
        checks,
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
