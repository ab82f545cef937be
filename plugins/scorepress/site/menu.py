"""The menu of the site: one for a site that writes no `nav`, and nothing in any menu that leads nowhere."""

from collections.abc import Callable, Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.utils import nest_paths

from scorepress.core.messages import N_
from scorepress.site.comparisons import MEASURES, REPORTS
from scorepress.site.inventory import FINDINGS, METHODS
from scorepress.site.opendata import HOME
from scorepress.site.published import OVERVIEW

READERS = (HOME, REPORTS, OVERVIEW, "schemes/index.md", MEASURES)
"""The pages that a menu begins with, in this order: what readers come for."""
AUTHORS = (f"{METHODS}/index.md", f"{FINDINGS}/index.md")
"""The pages that a menu ends with."""
SOMETIMES = frozenset({REPORTS, MEASURES})
"""Pages that a site has as soon as there is something to list."""
HOME_NAME = N_("Home")

Nav = list[Any]
"""`nav` as `mkdocs.yml` has it: paths, and mappings of a title to a path or to a list of the same."""


def default_nav(files: Files, title_of: Callable[[str], str | None], home: str) -> Nav:
    """A menu for a site that writes none: our own lists, and between them the site's own pages by their folders."""
    pages = files.documentation_pages()
    there = {file.src_uri for file in pages}
    own = sorted({file.src_uri for file in pages if file.inclusion.is_in_nav()} - {*READERS, *AUTHORS})

    def entries(paths: Collection[str]) -> Nav:
        return [{home if path == HOME else title_of(path) or path: path} for path in paths if path in there]

    return [*entries(READERS), *nest_paths(own), *entries(AUTHORS)]


def without_absent(nav: Any, absent: Collection[str]) -> Any:  # noqa: ANN401 - whatever a YAML file may hold
    """`nav` without the entries for pages in `absent`, and without the headings that nothing is left under."""
    if isinstance(nav, list):
        entries = [without_absent(entry, absent) for entry in nav]
        return [entry for entry in entries if entry not in (None, [], {})]
    if isinstance(nav, dict):
        values = {title: without_absent(value, absent) for title, value in nav.items()}
        return {title: value for title, value in values.items() if value not in (None, [], {})}
    return None if nav in absent else nav


def drop_dead_ends(nav: Navigation) -> None:
    """Take out of the menu what leads to no page of the site; MkDocs has named it in its log.

    It has no title of its own, and a theme would print "None" for it. An address without a title is its own title.
    """
    nav.items[:] = _alive(nav.items)


def _alive(items: list[StructureItem]) -> Iterator[StructureItem]:
    for item in items:
        if isinstance(item, Section):
            item.children[:] = _alive(item.children)
            if not item.children:
                continue
        elif isinstance(item, Link):
            address = urlsplit(item.url)
            if not address.scheme and not address.netloc and address.path.endswith(".md"):
                continue
            item.title = item.title or item.url
        yield item
