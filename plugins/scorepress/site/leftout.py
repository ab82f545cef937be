"""Pages of the project that the host does not build: by its own patterns, or since another plugin took them out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from scorepress.core.findings import Finding
from scorepress.core.messages import N_, message
from scorepress.core.settings_file import SettingsFile
from scorepress.project import Project
from scorepress.publishing.faults import PageLeftOut
from scorepress.site.pages import Pages

CAUSES = {
    "exclude_docs": N_("by exclude_docs"),
    "draft_docs": N_("by draft_docs"),
    "plugins": N_("by another plugin"),
}
"""What leaves pages out, by the key of the settings, and the words for it."""
MOST_NAMED = 5
"""So many pages are named in a finding."""


def add_generated(files: Files, pages: Pages, config: MkDocsConfig) -> dict[str, str]:
    """Add the pages that have no file of their own, with the host's patterns applied to them as to any other.

    What could not be added is returned: each path, with the file of the site's own that has its address.
    """
    taken = {file.dest_uri: file.src_uri for file in files}
    added = [
        File.generated(config, path, content="\n")
        for path in pages.generated()
        if files.get_file_from_path(path) is None
    ]
    set_exclusions(added, config)
    for file in added:
        if file.dest_uri not in taken:
            files.append(file)
    return {file.src_uri: taken[file.dest_uri] for file in added if file.dest_uri in taken}


def left_out(files: Files, pages: Pages) -> set[str]:
    """The paths of our pages that are not built."""
    return {
        path for path in pages.expected() if not is_built(files.get_file_from_path(path), preview=pages.site.preview)
    }


def is_built(file: File | None, *, preview: bool) -> bool:
    """Whether the host makes a page of a file, or copies it."""
    if file is None:
        return False
    return bool(file.inclusion.is_in_serve() if preview else file.inclusion.is_included())


def without(project: Project, content: Path, paths: Iterable[str]) -> Project:
    """The project without the reports at `paths`, as far as pages, lists and data are made of it."""
    gone = {content / path for path in paths}
    return replace(project, reports=tuple(each for each in project.reports if each.file.path not in gone))


def findings(files: Files, paths: Iterable[str], config: MkDocsConfig) -> Iterator[Finding]:
    """One for each cause: at the pattern where one is to blame, with the number of pages and some of them."""
    settings = SettingsFile(Path(config.config_file_path) if config.config_file_path else None)
    causes: dict[str, list[str]] = {}
    for path in sorted(paths):
        file = files.get_file_from_path(path)
        causes.setdefault(_cause(file.inclusion if file else InclusionLevel.UNDEFINED), []).append(path)
    for key, named in causes.items():
        place = settings.span((key,))
        yield PageLeftOut.at(place, count=len(named), cause=message(CAUSES[key]), paths=named[:MOST_NAMED])


def _cause(inclusion: InclusionLevel) -> str:
    return {InclusionLevel.EXCLUDED: "exclude_docs", InclusionLevel.DRAFT: "draft_docs"}.get(inclusion, "plugins")
