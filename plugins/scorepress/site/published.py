"""What of the content's files is part of the site: below the units, only what a sound page is or names."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from scorepress.assessment import Assessed
from scorepress.core.boundary import Nature, nature
from scorepress.core.files import read_text
from scorepress.core.findings import Finding, Refusal
from scorepress.core.layout import PROFILE, UNITS, Settings
from scorepress.core.paths import may_publish
from scorepress.project import Project
from scorepress.prose.document import Document, read_prose
from scorepress.prose.links import Kind, target
from scorepress.prose.nodes import Link
from scorepress.reports.front_matter import split

OVERVIEW = f"{UNITS}/{PROFILE}"
"""The page of all units, which may have a text of its own."""


def withheld(project: Project, paths: Iterable[str]) -> Iterator[str]:
    """Those of the content's files that are not published.

    These are drafts, reports with errors, and below the units every other file that no published page lists or
    names: a scan that somebody left beside a draft must not be published with it.
    """
    settings = project.settings
    published = {
        _below(settings, report): report for report in project.reports if report.publishable or report.withdrawn
    }
    texts = {path: report.prose for path, report in published.items() if report.prose}
    texts |= {f"{UNITS}/{name}/{PROFILE}": project.unit_texts[name] for name in project.units}
    overview = settings.content / OVERVIEW
    if nature(overview) is Nature.FILE and settings.barrier(overview) is None:
        findings: list[Finding] = []
        texts[OVERVIEW] = read_prose(split(read_text(overview, OVERVIEW).source, findings))
    wanted = {beside(path, name) for path, report in published.items() for name in attached(report)}
    for path, text in texts.items():
        wanted.update(linked(path, text))
    pages = {*published, *texts, OVERVIEW}
    for path in paths:
        if path.startswith(f"{UNITS}/") and path not in pages and not (path in wanted and _harmless(settings, path)):
            yield path


def _below(settings: Settings, assessed: Assessed) -> str:
    return assessed.file.path.relative_to(settings.content).as_posix()


def _harmless(settings: Settings, path: str) -> bool:
    """Whether the file at `path` really lies in the project, and no browser would run it."""
    return may_publish(path) and settings.barrier(settings.content / path) is None


def attached(assessed: Assessed) -> list[str]:
    """The files beside the report that it publishes: evidence and data; none once it is withdrawn."""
    report = assessed.report
    if report is None or assessed.file.withdrawn:
        return []
    files = [item.file for item in report.evidence.values()] + [figure.data for figure in report.figures.values()]
    return [file for file in files if file is not None]


def linked(path: str, text: Document) -> Iterator[str]:
    """The files that the text of the page at `path` links to or shows, from the content folder."""
    for node in text.nodes():
        if isinstance(node, Link):
            try:
                found = target(node, path)
            except Refusal:  # it leads nowhere, as a finding says
                continue
            if found.kind is Kind.FILE:
                yield found.path


def beside(path: str, name: str) -> str:
    """The file that the page at `path` calls `name`, from the content folder."""
    return str(PurePosixPath(path).parent / name)
