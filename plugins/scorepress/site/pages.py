"""Which pages there are, what each is called, and what MkDocs is to make of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from markupsafe import Markup

from scorepress.analysis import editions
from scorepress.core.messages import N_
from scorepress.schemes.group import TIES
from scorepress.site.facets import FACETS
from scorepress.site.inventory import FINDINGS, METHODS
from scorepress.site.opendata import HOME
from scorepress.site.prose import unit_prose
from scorepress.site.published import OVERVIEW, withheld
from scorepress.site.report_page import report_page
from scorepress.site.site import Site

REGIONS = 12
"""How many regions the home page lists; the list of units has all."""
LISTS = {
    OVERVIEW: ("units.html", N_("Units")),
    "schemes/index.md": ("schemes.html", N_("Schemes")),
    f"{METHODS}/index.md": ("subjects.html", N_("Scoring reference")),
    f"{FINDINGS}/index.md": ("findings.html", N_("Findings")),
    "search.md": ("search.html", N_("Search")),
}
"""Pages that list records: the template and the title of each. A file of the site's own stands above the list."""


@dataclass(frozen=True)
class Pages:
    """The pages of one site. Paths are MkDocs' source paths, POSIX, from the content folder."""

    site: Site

    def withheld(self, paths: Iterable[str]) -> Iterator[str]:
        """Those of the content's files that are not to be part of the site; a preview shows them all."""
        return iter(()) if self.site.preview else withheld(self.site.project, paths)

    def searchable(self, path: str) -> bool:
        """Whether the page at `path` is part of the search index."""
        if path in self.site.reports:
            return not self.site.reports[path].file.withdrawn
        return path in self.site.units or path in self.site.schemes

    def generated(self) -> Iterator[str]:
        """Pages that have no file of their own."""
        yield from LISTS
        yield from self.site.schemes
        yield from self.site.made

    def own(self, path: str) -> bool:
        """Whether the page at `path` is drawn from a report or a unit's page: MkDocs is given nothing to read there."""
        return path in self.site.reports or path in self.site.units

    def title(self, path: str) -> str | None:
        """The title of the page at `path`; None where it has its own."""
        _ = self.site.renderer.translate
        if path in self.site.reports or path in self.site.units:
            return self.site.title_of(path)
        if path in self.site.schemes:
            return self.site.scheme_of(path).title
        if path in self.site.made:
            return self.site.made[path].title
        return _(LISTS[path][1]) if path in LISTS else None

    def off_nav(self, path: str) -> bool:
        """Whether the page at `path` stays out of the navigation.

        Every page carries the whole navigation: with an entry for each report the site would grow with their square.
        """
        indexes = (self.site.reports, self.site.units, self.site.schemes, self.site.made)
        return any(path in index for index in indexes)

    def hidden(self, path: str) -> list[str]:
        """The side bars that the page at `path` can do without, so that its tables have room."""
        if (
            path == HOME
            or path in LISTS
            or path in self.site.units
            or (path in self.site.made and self.site.made[path].wide)
        ):
            return ["navigation", "toc"]
        return ["navigation"] if self.off_nav(path) else []

    def content(self, path: str, url: str, html: str) -> Markup | None:
        """The HTML of the page at `path`; None where MkDocs' own `html` is right.

        Where a page is the site's own, `html` stands on it; in that of a report and of a unit there is nothing of it.
        """
        if path in self.site.reports:
            return report_page(self.site, path, url)
        if path in self.site.units:
            return self._unit(path, url)
        if path in self.site.schemes:
            file = self.site.schemes[path]
            past = editions.history(file, self.site.project.schemes)
            tables = self.site.compared.of_scheme(self.site.scheme_of(path))
            newest = next((each for each in tables if any(each.rows)), None)
            return self.site.render(
                "scheme.html",
                url,
                file=file,
                leagues=tables,
                results=self.site.made[self.site.league_path(newest)].names if newest else None,
                scheme=self.site.scheme_of(path),
                facets=self.site.facets[path],
                history=past,
                TIES=TIES,
            )
        if path in self.site.made:
            page = self.site.made[path]
            return self.site.render(page.template, url, title=page.title, **page.names)
        if path == HOME:
            return self.site.render("home.html", url, prose=Markup(html), newest=self.site.newest, most_regions=REGIONS)  # noqa: S704 - the site's own page
        if path in LISTS:
            methods = {path: each for path, each in self.site.subject_pages.items() if each.method}
            topics = {path: each for path, each in self.site.subject_pages.items() if not each.method}
            lists = {"units": self.site.units, "schemes": self.site.schemes, "rules": self.site.rules}
            lists |= {"methods": methods, "topics": topics}
            own = Markup(html)  # noqa: S704 - the site's own page
            return self.site.render(LISTS[path][0], url, title=self.title(path), prose=own, FACETS=FACETS, **lists)
        return None

    def _unit(self, path: str, url: str) -> Markup:
        text = self.site.text_of(path)
        prose = unit_prose(self.site, path, url, text) if text else Markup()
        reports = self.site.by_unit.get(str(PurePosixPath(path).parent), {})
        unit = self.site.units[path].unit
        names = {
            "facets": self.site.facets.get(path, {}),
            "trends": self.site.compared.trends_of(unit.unit) if unit else [],
            "contrasts_of": self.site.compared.contrasts_of,
        }
        return self.site.render("unit.html", url, unit=unit, prose=prose, reports=reports, **names)
