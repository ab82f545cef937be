"""One project: find, read, score and check everything, in that order; what every front end calls."""

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from scorepress.analysis.trial import Trial, trial
from scorepress.assessment import Assessed, Known, assess_reports, rank, ranked
from scorepress.assessment.links import PageState, check_links, report_places
from scorepress.checks.content import READ, check_content
from scorepress.checks.names import check_paths
from scorepress.checks.near_reports import check_empty_units, check_near, near_reports
from scorepress.checks.personal import shown_personal
from scorepress.checks.plausible import check_copies
from scorepress.checks.prose import check_unit_body
from scorepress.checks.report import check_place, check_unique, may_rival, unit_differs
from scorepress.core.boundary import Nature, nature, real
from scorepress.core.files import read_text, stamp
from scorepress.core.findings import Finding, Rule, Severity, ordered
from scorepress.core.isolation import isolated
from scorepress.core.layout import Settings, config_texts
from scorepress.core.memory import Memory
from scorepress.core.nodes import key_span, span_at
from scorepress.core.periods import Period, parse_period
from scorepress.core.personal import personal_reading
from scorepress.core.settings_file import secret_findings
from scorepress.core.spans import Span
from scorepress.prose.document import Document, read_prose
from scorepress.publishing import faults  # noqa: F401 - so that every rule is known to whoever knows projects
from scorepress.reference.topics import TOPICS
from scorepress.reports.front_matter import Page
from scorepress.reports.loader import load_report, load_unit
from scorepress.reports.model import ReportFile, UnitFile
from scorepress.schemes.loader import SchemeFile, Schemes, check_scheme_place, load_schemes
from scorepress.schemes.methods import METHODS
from scorepress.schemes.roster import check_members
from scorepress.schemes.seals import EditionNotSealed


@dataclass(frozen=True)
class Project:
    """Everything of one project, read, scored and checked."""

    settings: Settings
    schemes: Schemes
    units: Mapping[str, UnitFile]
    reports: tuple[Assessed, ...]
    elsewhere: tuple[Finding, ...] = ()
    """Of the seals, and of files that lie where no report and no scheme is looked for."""
    unit_texts: Mapping[str, Document] = field(default_factory=dict)
    """The texts of the units' own pages, by the units' folders."""
    checked: Mapping[str, int] = field(default_factory=dict)
    """How many reports, units and schemes were asked for; more may have been read."""
    left_out: frozenset[str] = frozenset()
    """Files of the content that are never published, not even in a preview: by their paths from the content folder."""

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
def assess(
    settings: Settings, paths: Iterable[Path] | None = None, memory: Memory | None = None, *, today: str = ""
) -> Project:
    """The whole project, or only the reports, units and schemes among or below `paths`.

    Whatever the paths, all schemes and units are read, since reports refer to them; but only the findings of what
    was asked for are kept. `today` is the day for which is said what is still to come. With the `memory` of an earlier
    assessment only what has changed since is read and scored anew; the outcome is the same.
    """
    memory = memory or Memory()
    memory.begin()
    settings = settings.at_once()
    wanted = None if paths is None else _wanted(paths)
    schemes = load_schemes(settings, memory)
    units = {path.parent.name: _remembered(_unit, path, settings, memory) for path in settings.profiles()}
    known = Known(schemes, units, memory, today)
    everything = settings.reports()
    names = _names(settings, wanted)
    asked = [path for path in everything if _asked(path, wanted)]
    files = [_named(_remembered(_report, path, settings, memory), names) for path in asked]
    rivals = [] if wanted is None else list(_rivals(files, settings))
    mates = [] if wanted is None else list(_mates(files, schemes, settings))
    texts = {name: _text_of(file, memory) for name, file in units.items()}
    assessed = _unique(assess_reports([*files, *mates], known), rivals)
    pages = _pages(assessed, units, texts, schemes, settings)
    reports = ranked([_linked(report, pages, settings) for report in assessed], known)[: len(files)]
    units = {name: _unit_linked(file, texts[name], pages, settings) for name, file in units.items()}
    checked = {
        "reports": len(reports),
        "units": sum(_asked(path, wanted) for path in settings.profiles()),
        "schemes": sum(_asked(path, wanted) for path in settings.editions()),
    }
    content = check_content(settings, partial(_config_texts, settings), partial(_asked, wanted=wanted), memory)
    return Project(
        settings,
        _only(schemes, reports, settings, wanted, units),
        {name: file if _asked(file.path, wanted) else replace(file, findings=()) for name, file in units.items()},
        tuple(reports),
        (
            *_elsewhere(schemes, settings, wanted, [*files, *rivals]),
            *content.findings,
            *_elsewhere_named(names, asked),
        ),
        texts,
        checked,
        content.left_out | _left_out(names, {*everything, *settings.profiles()}, settings),
    )


def personal_settings(settings: Settings) -> Iterator[Finding]:
    """What must never be public in the settings and in the theme's own texts, which stand on every page."""
    texts = [settings.config] if settings.config is not None and nature(settings.config) is Nature.FILE else []
    for path in (*texts, *settings.theme_files()):
        if path in texts or path.suffix.lower() in READ:
            reading = read_text(path, settings.shown(path))
            yield from (finding for finding in reading.findings if finding.rule.never_public)
            for text in _config_texts(settings) if path in texts else ():
                yield from personal_reading(text, Span(reading.source, 1, 1, 1, 2))


def _config_texts(settings: Settings) -> Iterator[str]:
    return iter(()) if settings.config is None else config_texts(settings.config)


Names = Mapping[Path, list[Finding]]
"""What was found of the names of files and folders."""


def _names(settings: Settings, wanted: frozenset[Path] | None) -> Names:
    names: dict[Path, list[Finding]] = defaultdict(list)
    for path, finding in check_paths(settings):
        if _asked(path, wanted):
            names[path].append(finding)
    return names


def _named(file: ReportFile, names: Names) -> ReportFile:
    """A report with what is wrong with its name."""
    return replace(file, findings=(*file.findings, *names[file.path])) if file.path in names else file


def _elsewhere_named(names: Names, reports: Collection[Path]) -> Iterator[Finding]:
    """What is wrong with the names of all but reports."""
    yield from (finding for path, findings in names.items() if path not in reports for finding in findings)


def _left_out(names: Names, records: Collection[Path], settings: Settings) -> frozenset[str]:
    """The files, no reports and no units, that are not published for their names."""
    wrong = [path for path, findings in names.items() if any(each.severity is Severity.ERROR for each in findings)]
    files = [path for path in wrong if path not in records and path.is_relative_to(settings.content)]
    return frozenset(path.relative_to(settings.content).as_posix() for path in files)


Read = TypeVar("Read")


def _remembered(read: Callable[[Path, Settings], Read], path: Path, settings: Settings, memory: Memory) -> Read:
    """What `read` makes of a file, read anew only if the file was written since."""
    return memory.recall(("file", path), (stamp(path),), partial(read, path, settings))


def _report(path: Path, settings: Settings) -> ReportFile:
    return load_report(path, settings.shown(path))


def _text_of(file: UnitFile, memory: Memory) -> Document:
    """The text of a unit's own page; an empty one with its finding where the program fails over it."""

    def failed(finding: Finding) -> Document:
        return Document(file.page.source, file.page.body_line, file.page.body, (), findings=(finding,))

    read = partial(isolated, partial(read_prose, file.page), file.page.source, failed)
    return memory.recall(("text", file.path), (file,), read)


def _pages(
    reports: Iterable[Assessed],
    units: Mapping[str, UnitFile],
    texts: Mapping[str, Document],
    schemes: Schemes,
    settings: Settings,
) -> dict[str, PageState]:
    """The pages that a link can lead to, by their paths from the content folder."""
    pages = {
        _below(report.file.path, settings): PageState(
            report.publishable or report.withdrawn, report_places(report), report.prose
        )
        for report in reports
    }
    pages |= {_below(file.path, settings): PageState(public=True, prose=texts[name]) for name, file in units.items()}
    known = [file.scheme for file in schemes.files.values() if file.scheme]
    generated = [f"schemes/{scheme.scheme}/{scheme.edition}.md" for scheme in known]
    generated += [f"reference/methods/{name}.md" for name in (*METHODS, *(topic.name for topic in TOPICS))]
    generated += [f"reference/findings/{code}.md" for code in Rule.registry]
    return pages | dict.fromkeys(generated, PageState(public=True))


def _below(path: Path, settings: Settings) -> str:
    return path.relative_to(settings.content).as_posix()


def _linked(report: Assessed, pages: Mapping[str, PageState], settings: Settings) -> Assessed:
    """The report with what is wrong with its links; what these lead to is looked up anew each time."""
    if report.prose is None:
        return report
    found = [*check_links(report.prose, _below(report.file.path, settings), settings.content, pages)]
    return replace(report, findings=tuple(ordered([*report.findings, *found]))) if found else report


def _unit_linked(file: UnitFile, text: Document, pages: Mapping[str, PageState], settings: Settings) -> UnitFile:
    found = [*check_unit_body(text), *check_links(text, _below(file.path, settings), settings.content, pages)]
    return replace(file, findings=(*file.findings, *found)) if found else file


@collector_paused()
def try_edition(settings: Settings, schemes: Schemes, edition: SchemeFile, period: Period) -> Trial:
    """The published, sound reports of one period scored again under a sound `edition`, whatever edition they name."""
    name = edition.scheme.scheme if edition.scheme else ""
    units = {path.parent.name: _unit(path, settings) for path in settings.profiles()}
    with_it = replace(
        schemes, files={**schemes.files, edition.scheme.key: edition} if edition.scheme else schemes.files
    )
    below = with_it.together(edition.scheme.key if edition.scheme else "")
    asked: list[ReportFile] = []
    for path in settings.reports():
        if parse_period(path.stem) in {None, period}:
            file = _report(path, settings)
            if file.report is not None and file.report.period == period:
                asked += [file] if file.report.scheme.scheme == name or str(file.report.scheme) in below else []
    reports = rank(_unique(assess_reports(asked, Known(schemes, units)), []), Known(schemes, units))
    return trial(reports, edition, Known(with_it, units))


def unchecked(settings: Settings, paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` that are and hold nothing that is checked."""
    files = [*settings.reports(), *settings.profiles(), *settings.misplaced_pages()]
    files += [*settings.editions(), settings.seals, *settings.misplaced_schemes()]
    files += [near.path for near in near_reports(settings)]
    files += [path for path in settings.content_files() if not path.is_relative_to(settings.units)]
    files += [entry.path for entry in settings.foreign()]
    return [path for path in paths for wanted in [_wanted([path])] if not any(_asked(file, wanted) for file in files)]


def _wanted(paths: Iterable[Path]) -> frozenset[Path]:
    """Each path as it is spelt and as it is without links: the project may be known by either."""
    return frozenset(spelt for path in paths for spelt in (path.absolute(), real(path)))


def _rivals(files: list[ReportFile], settings: Settings) -> Iterator[ReportFile]:
    """Reports that were not asked for and may be for the same period as one of `files`, or hold the same numbers."""
    asked, by_folder = {file.path for file in files}, defaultdict(list)
    for file in files:
        if file.report is not None:
            by_folder[file.path.parent].append(file.report)
    for path in settings.reports():
        if path in asked or path.parent not in by_folder:
            continue
        text = read_text(path, settings.shown(path)).source.text
        if any(may_rival(text, report) for report in by_folder[path.parent]):
            yield _report(path, settings)


def _mates(files: list[ReportFile], schemes: Schemes, settings: Settings) -> Iterator[ReportFile]:
    """Reports that were not asked for and that the scores or places of those asked for depend on."""
    asked = {file.path for file in files}
    needed = {
        (edition, file.report.period)
        for file in files
        if file.report is not None
        for edition in schemes.together(str(file.report.scheme))
    }
    for path in settings.reports() if needed else []:
        if path not in asked:
            file = _report(path, settings)
            if file.report is not None and (str(file.report.scheme), file.report.period) in needed:
                yield file


def _elsewhere(
    schemes: Schemes, settings: Settings, wanted: frozenset[Path] | None, files: list[ReportFile]
) -> Iterator[Finding]:
    if wanted is None and settings.config is not None:
        yield from secret_findings(settings.config)
        yield from personal_settings(settings)
    nears = near_reports(settings)
    asked = [near for near in nears if _asked(near.path, wanted)]
    known = {file.path for file in files}
    folders = {near.path.parent for near in asked}
    beside = [path for path in settings.reports() if path.parent in folders and path not in known]
    yield from check_near(asked, [*files, *(load_report(path, settings.shown(path)) for path in beside)], settings)
    profiles = (path for path in settings.profiles() if _asked(path, wanted))
    yield from check_empty_units(profiles, settings, nears)
    if _asked(settings.seals, wanted):
        yield from schemes.seals.findings
    named = {near.path for near in nears}
    misplaced = (path for path in settings.misplaced_pages() if _asked(path, wanted) and path not in named)
    yield from (check_place(path, settings.shown(path)) for path in misplaced)
    for path in settings.misplaced_schemes():
        if _asked(path, wanted):
            yield check_scheme_place(path, settings.shown(path))


def _unit(path: Path, settings: Settings) -> UnitFile:
    file = load_unit(path, settings.shown(path))
    shown: list[Finding] = isolated(lambda: [*shown_personal(read_prose(file.page))], file.page.source, lambda _: [])
    file = replace(file, findings=(*file.findings, *shown))
    if any(finding.rule.never_public for finding in file.findings):
        return replace(
            file, page=Page(file.page.source, None, "", 1), unit=None
        )  # the page stays, without a word of it
    if file.unit is None or file.page.node is None or file.unit.unit == path.parent.name:
        return file
    place = span_at(file.page.node, "unit")
    moved = unit_differs(place, file.unit.unit, path.parent.name, known=False)
    return replace(file, findings=(*file.findings, moved))


def _asked(path: Path, wanted: frozenset[Path] | None) -> bool:
    if wanted is None:
        return True
    folder_asked, spelt = _folder(path.parent, wanted)
    return folder_asked or path in wanted or spelt / path.name in wanted


@lru_cache(maxsize=10_000)
def _folder(folder: Path, wanted: frozenset[Path]) -> tuple[bool, Path]:
    """Whether all of a folder was asked for, and the folder without links."""
    spelt = real(folder)
    return not wanted.isdisjoint({folder, *folder.parents, spelt, *spelt.parents}), spelt


def _only(
    schemes: Schemes,
    reports: list[Assessed],
    settings: Settings,
    wanted: frozenset[Path] | None,
    units: Collection[str],
) -> Schemes:
    """The schemes with the findings that were asked for, those among them that only the project can tell."""
    published = {str(each.report.scheme) for each in reports if each.report and each.report.status == "published"}

    def kept(key: str, file: SchemeFile) -> SchemeFile:
        if not _asked(settings.root / file.source.path, wanted):
            return replace(file, findings=())
        if file.scheme is not None and file.node is not None:
            strangers = check_members(file.scheme, file.node, units)
            file = replace(file, findings=tuple(ordered([*file.findings, *strangers])))
        if key in published and schemes.seals.lack(key) and file.node is not None and file.sound:
            unsealed = EditionNotSealed.at(key_span(file.node, "edition"), edition=key)
            return replace(file, findings=(*file.findings, unsealed))
        return file

    return replace(schemes, files={key: kept(key, file) for key, file in schemes.files.items()})


def _unique(reports: list[Assessed], rivals: list[ReportFile]) -> list[Assessed]:
    extra: dict[Path, list[Finding]] = defaultdict(list)
    files = [*(each.file for each in reports), *rivals]
    for file, finding in (*check_unique(files), *check_copies(files)):
        extra[file.path].append(finding)
    return [
        replace(each, findings=(*each.findings, *extra[each.file.path])) if each.file.path in extra else each
        for each in reports
    ]
