"""What a build leaves out, and what of the last site is not there any more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scorepress.assessment import Assessed
from scorepress.core.findings import Finding, Severity, ordered
from scorepress.core.layout import UNITS
from scorepress.core.messages import N_, Message, message
from scorepress.exports.folder import listed_reports, report_path
from scorepress.exports.publication import DATA
from scorepress.project import Project
from scorepress.site.moved import moved
from scorepress.site.site import Site

REPORT_PAGE = ('class="sp-report"', "class=sp-report ")
"""How the article of a published report begins; one that was withdrawn has another class as well."""


@dataclass(frozen=True)
class Withheld:
    """A report that is meant to be published, and is not because of its errors."""

    name: str
    """`unit/name`, as addresses have it."""
    place: str
    """Of its first error."""
    codes: tuple[str, ...]
    never_public: bool
    """Whether one of its errors must not be published at all."""

    @property
    def words(self) -> Message:
        """One line."""
        return _left_out(self.place, self.codes)


def _left_out(place: str, codes: tuple[str, ...]) -> Message:
    return message(N_("{place}: withheld because of {codes}"), place=place, codes=codes)


@dataclass(frozen=True)
class Outcome:
    """What the publisher is told at the end of a build."""

    withheld: tuple[Withheld, ...] = ()
    gone: tuple[Message, ...] = ()
    """The reports that the last site published and this one does not have, each in a line."""
    beside: tuple[Message, ...] = ()
    """What else was left out that must not be published, each in a line."""
    breach: bool = False
    """Whether something that must not be published kept the build from being begun."""

    @property
    def never_public(self) -> bool:
        """Whether something was withheld that must not be published."""
        return self.breach or bool(self.beside) or any(report.never_public for report in self.withheld)


def outcome(site: Site, before: Path) -> Outcome:
    """What the finished site leaves out, and what it lost of the one at `before`. Read when all addresses are known."""
    reports = tuple(_withheld(site.project.reports))
    reasons = {report.name: report for report in reports}
    lost = sorted(published_before(before) - _present(site))
    gone = tuple(_gone(name, reasons.get(name), site) for name in lost)
    return Outcome(reports, gone, tuple(_beside(site.project)))


def _beside(project: Project) -> Iterator[Message]:
    """A line for each place outside the reports with something that must not be published."""
    findings = ordered(finding for finding in _findings_beside(project) if finding.rule.never_public)
    for finding in findings:
        yield _left_out(finding.span.place, (finding.rule.code,))


def _findings_beside(project: Project) -> Iterator[Finding]:
    """The findings of all but the reports."""
    yield from project.elsewhere
    yield from (finding for unit in project.units.values() for finding in unit.findings)
    yield from (finding for scheme in project.schemes.files.values() for finding in scheme.findings)


def _withheld(reports: Iterable[Assessed]) -> Iterator[Withheld]:
    for assessed in reports:
        if not held_back(assessed):
            continue
        errors = [finding for finding in assessed.findings if finding.severity is Severity.ERROR]
        place = errors[0].span.place if errors else assessed.file.page.source.shown_path
        codes = tuple(dict.fromkeys(finding.rule.code for finding in errors))
        yield Withheld(_name(assessed), place, codes, any(finding.rule.never_public for finding in errors))


def held_back(assessed: Assessed) -> bool:
    """Whether a report is to be seen by the public and is not."""
    return not assessed.file.draft and not (assessed.publishable or assessed.withdrawn)


def _name(assessed: Assessed) -> str:
    return report_path(assessed).removeprefix("reports/").removesuffix(".json")


def _gone(name: str, reason: Withheld | None, site: Site) -> Message:
    if reason is not None:
        return message(N_("published before: units/{name}; {reason}"), name=name, reason=reason.words)
    if f"{UNITS}/{name}.md" in site.dropped:
        return message(N_("published before: units/{name}; the settings or another plugin leave it out"), name=name)
    return message(N_("published before: units/{name}; its file is no published report any more"), name=name)


def published_before(site: Path) -> set[str]:
    """The reports that the site at this folder publishes, as `unit/name`; by its data, or else by its pages."""
    listed = listed_reports(site / DATA)
    if listed is not None:
        return listed
    pages = [(path, path.parent) for path in site.glob("units/*/*/index.html")]
    pages += [(path, path.with_suffix("")) for path in site.glob("units/*/*.html") if path.name != "index.html"]
    return {address.relative_to(site / "units").as_posix() for path, address in pages if _is_report(path)}


def _is_report(path: Path) -> bool:
    html = path.read_text(encoding="utf-8", errors="replace")
    return any(mark in html for mark in REPORT_PAGE)


def _present(site: Site) -> set[str]:
    """The reports whose addresses still say something: published, withdrawn, or leading on to where they are now."""
    present = {_name(assessed) for path, assessed in site.shown.items() if path in site.urls}
    former = (PurePosixPath(page.before) for page in moved(site))
    return present | {"/".join(path.with_suffix("").parts[-2:]) for path in former}
