"""Pages of the project that the host does not build: by its own patterns, or since another plugin took them out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from scorepress.core.findings import Finding
from scorepress.core.messages import N_, Message, message
from scorepress.project import Project
from scorepress.site.configured import PageLeftOut, SettingsFile
from scorepress.site.pages import Pages

PATTERNS = {
    InclusionLevel.EXCLUDED: ("exclude_docs", N_("exclude_docs says")),
    InclusionLevel.DRAFT: ("draft_docs", N_("draft_docs says")),
}
"""The setting that leaves a page out, and the words for it."""


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
    return file.inclusion.is_in_serve() if preview else file.inclusion.is_included()


def without(project: Project, content: Path, paths: Iterable[str]) -> Project:
    """The project without the reports at `paths`, as far as pages, lists and data are made of it."""
    gone = {content / path for path in paths}
    return replace(project, reports=tuple(each for each in project.reports if each.file.path not in gone))


def findings(files: Files, paths: Iterable[str], config: MkDocsConfig) -> Iterator[Finding]:
    """One for each page that is left out, at the pattern where one is to blame."""
    settings = SettingsFile(Path(config.config_file_path) if config.config_file_path else None)
    for path in sorted(paths):
        key, reason = _reason(files.get_file_from_path(path))
        yield PageLeftOut.at(settings.span((key,)), path=path, reason=reason)


def _reason(file: File | None) -> tuple[str, Message]:
    key, words = PATTERNS.get(file.inclusion if file else InclusionLevel.UNDEFINED, ("plugins", ""))
    return key, message(words or N_("another plugin took it out"))
