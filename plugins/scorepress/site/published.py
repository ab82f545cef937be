"""What of the content's files is part of the site: below the units, only what a sound page is or names."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from scorepress.assessment import Assessed
from scorepress.core.boundary import Nature, nature
from scorepress.core.files import read_text
from scorepress.core.layout import PROFILE, UNITS, Settings
from scorepress.core.paths import may_publish
from scorepress.project import Project

LINK = re.compile(r"\]\(\s*<?([^()<>\s]+)")
OVERVIEW = f"{UNITS}/{PROFILE}"
"""The page of all units, which may have a text of its own."""


def withheld(project: Project, paths: Iterable[str]) -> Iterator[str]:
    """Those of the content's files that are not published.

    These are drafts, reports with errors, and below the units every other file that no published page lists or
    names: a scan that somebody left beside a draft must not be published with it.
    """
    settings = project.settings
    published = {_below(settings, each): each for each in project.reports if each.publishable or each.withdrawn}
    units = {f"{UNITS}/{name}/{PROFILE}": file for name, file in project.units.items()}
    wanted = {beside(path, name) for path, each in published.items() for name in attached(each)}
    bodies = {path: each.body for path, each in published.items()}
    bodies |= {path: file.page.body for path, file in units.items()}
    overview = settings.content / OVERVIEW
    if nature(overview) is Nature.FILE and settings.barrier(overview) is None:
        bodies[OVERVIEW] = read_text(overview, OVERVIEW).source.text
    for path, body in bodies.items():
        wanted |= linked(path, body)
    pages = {*bodies, OVERVIEW}
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


def linked(path: str, body: str) -> set[str]:
    """The files that the Markdown `body` of the page at `path` links to or shows, from the content folder."""
    targets = (unquote(urlsplit(target).path) for target in LINK.findall(body))
    return {beside(path, target) for target in targets if target and ".." not in target.split("/")}


def beside(path: str, name: str) -> str:
    """The file that the page at `path` calls `name`, from the content folder."""
    return str(PurePosixPath(path).parent / name)
