"""Which pages there are, what each is called, and what MkDocs is to make of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from markupsafe import Markup

from scorepress.analysis import editions
from scorepress.analysis.league import League
from scorepress.core.exits import EXITS
from scorepress.core.limits import LIMITS
from scorepress.core.messages import N_
from scorepress.schemes.group import TIES
from scorepress.site.facets import FACETS
from scorepress.site.inventory import FINDINGS, METHODS
from scorepress.site.opendata import HOME
from scorepress.site.prose import unit_prose
from scorepress.site.published import OVERVIEW, withheld
from scorepress.site.report_page import report_page
from scorepress.site.site import Site

SEARCH = "search.md"
"""The page that the form in the header of every page leads to; it needs no entry in a menu."""
REGIONS = 12
"""How many regions the home page lists; the list of units has all."""
LISTS = {
    OVERVIEW: ("units.html", N_("Units")),
    "schemes/index.md": ("schemes.html", N_("Schemes")),
    f"{METHODS}/index.md": ("subjects.html", N_("Scoring reference")),
    f"{FINDINGS}/index.md": ("findings.html", N_("Findings")),
    SEARCH: ("search.html", N_("Search")),
}
"""Pages that list records: the template and the title of each. A file of the site's own stands above the list."""


@dataclass(frozen=True)
class Pages:
    """The pages of one site. Paths are MkDocs' source paths, POSIX, from the content folder."""

    site: Site

    def withheld(self, paths: Iterable[str]) -> Iterator[str]:
        """Those of the content's files that are not to be part of the site.

        A preview shows drafts and reports with errors, but no more than a build what is no part of the project.
        """
        files = list(paths)
        yield from (path for path in files if path in self.site.project.left_out)
        if not self.site.preview:
            yield from withheld(self.site.project, files)

    def searchable(self, path: str) -> bool:
        """Whether the page at `path` is part of the search index."""
        if path in self.site.reports:
            return not self.site.reports[path].file.withdrawn
        return path in self.site.units or path in self.site.schemes

    def generated(self) -> Iterator[str]:
        """Pages that need no file of their own."""
        yield from (path for path in (HOME, *LISTS) if path not in self.site.dropped)
        yield from self.site.schemes
        yield from self.site.made

    def own(self, path: str) -> bool:
        """Whether the page at `path` is drawn from a report or a unit's page: MkDocs is given nothing to read there."""
        return path in self.site.reports or path in self.site.units

    def expected(self) -> Iterator[str]:
        """Every page that the site is to have of what it knows."""
        yield from self.generated()
        yield from self.site.units
        for path, assessed in self.site.reports.items():
            if self.site.preview or assessed.publishable or assessed.withdrawn:
                yield path

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
        return path == SEARCH or any(path in index for index in indexes)

    def hidden(self, path: str, *, tabs: bool) -> list[str]:
        """The side bars that the page at `path` can do without, so that its tables have room.

        Without `tabs` at the top of the page the menu stands in a side bar, which nobody can do without.
        """
        return [bar for bar in self._in_the_way(path) if tabs or bar != "navigation"]

    def _in_the_way(self, path: str) -> list[str]:
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
                results=self._results(newest),
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
            lists = {"units": self.site.units, "schemes": self.site.schemes, "rules": self.site.rules, "exits": EXITS}
            lists |= {"methods": methods, "topics": topics, "limits": LIMITS}
            own = Markup(html)  # noqa: S704 - the site's own page
            return self.site.render(LISTS[path][0], url, title=self.title(path), prose=own, FACETS=FACETS, **lists)
        return None

    def _results(self, league: League | None) -> Mapping[str, object] | None:
        """What the page of a league shows; nothing where there is no such page."""
        page = self.site.made.get(self.site.league_path(league)) if league else None
        return page.names if page else None

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
