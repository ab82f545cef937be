"""What there is to publish: the records of a project by the paths of their pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from scorepress.assessment import Assessed
from scorepress.core.findings import Rule
from scorepress.core.layout import PROFILE, UNITS
from scorepress.exports.publication import Publication
from scorepress.project import Project
from scorepress.prose.document import Document
from scorepress.reference.subjects import subjects
from scorepress.schemes.former import edition_order
from scorepress.schemes.model import Scheme
from scorepress.site.comparisons import Comparisons
from scorepress.site.facets import Choice, Facets, choices, facets_of
from scorepress.site.made import MadePage
from scorepress.site.opendata import Offer, OpenData
from scorepress.site.render import Renderer

NEWEST = 12
"""How many reports the home page lists."""
FINDINGS = "reference/findings"
METHODS = "reference/methods"


@dataclass
class Inventory:
    """The records of one site. Paths are MkDocs' source paths, POSIX, from the content folder."""

    project: Project
    renderer: Renderer
    preview: bool
    """Whether drafts and reports with errors are shown, with banners that say so."""
    urls: dict[str, str] = field(default_factory=dict)
    """The address of every file of the site by its path."""

    today: str = ""
    """The day of the build, `2026-03-01`."""
    offer: Offer = field(default_factory=lambda: Offer(Publication("", "en")))
    """What is published beside the pages."""
    dropped: frozenset[str] = frozenset()
    """The paths of pages that the host does not build: nothing leads there."""

    def __post_init__(self) -> None:
        """Index reports, units and schemes by their paths."""
        content = self.project.settings.content
        self.compared = Comparisons(self.project, self.renderer.translate, self.today)
        self.reports = {each.file.path.relative_to(content).as_posix(): each for each in self.project.reports}
        self.open = OpenData(self.offer, self.reports, self.compared, self.renderer.translate)
        self.tables = self.open.tables
        profiles = {f"{UNITS}/{name}/{PROFILE}": file for name, file in self.project.units.items()}
        self.units = {path: file for path, file in profiles.items() if path not in self.dropped}
        self.schemes = {
            scheme_path(file.scheme): file
            for file in self.project.schemes.files.values()
            if file.scheme is not None and file.sound and scheme_path(file.scheme) not in self.dropped
        }
        _ = self.renderer.translate
        self.rules = {f"{FINDINGS}/{code}.md": rule for code, rule in sorted(Rule.registry.items())}
        self.subjects = subjects()
        self.subject_pages = {f"{METHODS}/{name}.md": subject for name, subject in self.subjects.items()}
        self.made = dict(self.compared.pages)
        for path, rule in self.rules.items():
            self.made[path] = MadePage("finding.html", f"{rule.code} {rule.name()}", {"rule": rule}, wide=False)
        for path, subject in self.subject_pages.items():
            self.made[path] = MadePage("subject.html", _(subject.title), {"subject": subject}, wide=False)
        for pages in (self.made, self.rules, self.subject_pages):
            for path in self.dropped & pages.keys():
                del pages[path]

    @cached_property
    def facets(self) -> dict[str, Facets]:
        """What a search can narrow the pages of the site by, by path."""
        schemes = {path: self.scheme_of(path) for path in self.schemes}
        units = {path: file.unit for path, file in self.units.items() if file.unit}
        return facets_of(self.holding, units, schemes)

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """What a reader can pick to narrow a search."""
        schemes = sorted(map(self.scheme_of, self.schemes), key=lambda scheme: edition_order(scheme.edition))
        return choices(list(self.facets.values()), schemes, self.renderer.translate)

    @cached_property
    def shown(self) -> dict[str, Assessed]:
        """The reports that have a page, newest period first, then by unit. First read when all addresses are known."""
        there = {path: each for path, each in self.reports.items() if each.report and path in self.urls}
        return dict(sorted(there.items(), key=lambda item: _newest_first(item[1])))

    @cached_property
    def holding(self) -> dict[str, Assessed]:
        """The reports that have a page with what they say, newest period first: all but the withdrawn ones."""
        return {path: each for path, each in self.shown.items() if not each.file.withdrawn}

    @property
    def newest(self) -> dict[str, Assessed]:
        """The newest reports that hold."""
        return dict(list(self.holding.items())[:NEWEST])

    @cached_property
    def by_unit(self) -> dict[str, dict[str, Assessed]]:
        """The reports shown of each unit, by the unit's folder."""
        return _grouped(self.shown, lambda path, _: str(PurePosixPath(path).parent))

    @cached_property
    def by_scheme(self) -> dict[str, dict[str, Assessed]]:
        """The reports shown under each edition, by `scheme@edition`."""
        return _grouped(self.shown, lambda _, each: str(each.report.scheme) if each.report else "")

    def there(self, path: str) -> str | None:
        """`path`, or None where a report with faults, shown in a preview, names what is not there."""
        return path if path in self.urls or not self.preview else None

    def scheme_of(self, path: str) -> Scheme:
        """The edition whose page is at `path`."""
        scheme = self.schemes[path].scheme
        if scheme is None:
            msg = f"{path} was listed without a scheme"
            raise LookupError(msg)
        return scheme

    def title_of(self, path: str) -> str:
        """What a report or a unit is called; its file's name where it cannot be read."""
        assessed, file = self.reports.get(path), self.units.get(path)
        if assessed is not None:
            return assessed.report.title if assessed.report else PurePosixPath(path).name
        return file.unit.name if file is not None and file.unit else PurePosixPath(path).parent.name

    def text_of(self, path: str) -> Document | None:
        """The text of a report or of a unit's own page."""
        if path in self.reports:
            return self.reports[path].prose
        return self.project.unit_texts.get(PurePosixPath(path).parent.name) if path in self.units else None

    def path_of(self, assessed: Assessed) -> str:
        """The path of a report's page."""
        return assessed.file.path.relative_to(self.project.settings.content).as_posix()


def _grouped(reports: dict[str, Assessed], key: Callable[[str, Assessed], str]) -> dict[str, dict[str, Assessed]]:
    groups: dict[str, dict[str, Assessed]] = {}
    for path, each in reports.items():
        groups.setdefault(key(path, each), {})[path] = each
    return groups


def scheme_path(scheme: Scheme) -> str:
    """The path of a scheme edition's page."""
    return f"schemes/{scheme.scheme}/{scheme.edition}.md"


def _newest_first(assessed: Assessed) -> tuple[int, int, str]:
    report = assessed.report
    if report is None:
        return (0, 0, "")
    return (-report.period.year, -report.period.last_month, report.unit)
