"""What a site gives beside its pages: tables, source files, feed, and what the heads of pages say to programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup
from mkdocs.utils import get_relative_url

from scorepress.assessment import Assessed
from scorepress.core.files import decode, read_bytes
from scorepress.core.limits import MAX_FILE_BYTES
from scorepress.core.messages import Translate
from scorepress.exports.catalog import MEDIA, dataset, datasets, report_described
from scorepress.exports.feed import FEED, Entry
from scorepress.exports.folder import report_path
from scorepress.exports.publication import DATA, Publication, data_block
from scorepress.exports.tables.everything import Tables
from scorepress.exports.tables.measures import MEASURES
from scorepress.exports.tables.reports import REPORTS, past_of
from scorepress.exports.tables.table import JSON, XLSX, DataTable
from scorepress.exports.written import Data
from scorepress.history.facts import History, Known, Past
from scorepress.site import comparisons
from scorepress.site.comparisons import Comparisons, league_path, year_path
from scorepress.site.disclosure import report_tags, site_tags
from scorepress.site.published import attached, beside

HOME = "index.md"


@dataclass(frozen=True)
class Offer:
    """What is published beside the pages, as `mkdocs.yml` says."""

    publication: Publication
    """What the site says of itself."""
    data: bool = True
    """Whether the site has the published data, so that pages can link to it."""
    sources: bool = False
    """Whether the data has the source files of reports."""
    history: History | None = None
    """What git knows of the files; None where pages are not to show it."""


@dataclass(frozen=True)
class SourceFile:
    """The source file of a report."""

    path: str
    """From the root of the project."""
    seen: str
    """Its address in the repository, as of the last commit; empty where that is not known."""
    copy: str
    """Its path in the site; empty where it has none."""


@dataclass(frozen=True)
class Head:
    """What the head of a page says beside its title."""

    tags: Mapping[str, str]
    """Meta tags by their names."""
    feed: str
    """The way to the feed; empty where there is none."""
    linked: Markup | None
    """JSON-LD, ready to stand in its element."""


@dataclass(frozen=True)
class OpenData:
    """The open data of one site."""

    offer: Offer
    reports: Mapping[str, Assessed]
    """All reports by the paths of their pages."""
    compared: Comparisons
    translate: Translate

    @cached_property
    def pasts(self) -> Mapping[str, Past]:
        """What git knows of each report and of the files that are published with it, by the report's file."""
        return {each.file.page.source.path: self._past(path, each) for path, each in self.reports.items()}

    def _past(self, path: str, assessed: Assessed) -> Past:
        if self.offer.history is None:
            return Past(Known.NOTHING)
        settings = self.compared.project.settings
        files = [path, *(beside(path, name) for name in attached(assessed))]
        return self.offer.history.of(*(settings.shown(settings.content / each) for each in files))

    def past(self, assessed: Assessed) -> Past:
        """What is known of a report's past."""
        return past_of(assessed, self.pasts)

    def changed_on(self, path: str) -> str | None:
        """The day on which the report at `path` was last changed, where it is known."""
        changed = self.past(self.reports[path]).changed if path in self.reports else None
        return None if changed is None else changed.day

    @cached_property
    def tables(self) -> Tables:
        """The tables of the published reports."""
        return Tables(self.compared.published, self.compared.leagues, self.offer.publication, self.pasts)

    def files(self) -> Iterator[tuple[str, str, bytes]]:
        """Type, path and content of every file of the data beside what is computed from: tables, sources."""
        yield from self.tables.files()
        for each in self.compared.published if self.offer.sources else ():
            yield "source", source_path(each), _checked_bytes(each)

    def source(self, assessed: Assessed) -> SourceFile:
        """Where a report's source file is to be seen."""
        past, path, history = self.past(assessed), assessed.file.page.source.path, self.offer.history
        newest = past.changes[0].moment.commit if past.changes else None
        prefix = history.prefix if history is not None else ""
        seen = self.offer.publication.source(prefix + path, newest) if newest else ""
        given = self.offer.data and self.offer.sources and assessed.publishable
        return SourceFile(path, seen, f"{DATA}/{source_path(assessed)}" if given else "")

    def entries(self, urls: Mapping[str, str]) -> list[Entry]:
        """The reports published or withdrawn for the feed; `urls` are the addresses of all pages."""
        shown = ((path, each) for path, each in self.reports.items() if each.publishable or each.withdrawn)
        there = ((path, each) for path, each in shown if path in urls)
        return [Entry(each, each.report, self.past(each), urls[path]) for path, each in there if each.report]

    def head(self, path: str, url: str) -> Head:
        """What the head of the page at `path` says; `url` is its address."""
        base = get_relative_url(DATA, url).removesuffix(DATA)
        publication, assessed = self.offer.publication, self.reports.get(path)
        if assessed is None:
            tags = site_tags(publication)
        else:
            tags = report_tags(assessed, self.past(assessed), publication, self.translate)
        linked = self._linked(path, url, base)
        feed = f"{base}{FEED}" if self.compared.by_year else ""
        return Head(tags, feed, Markup(data_block(linked)) if linked else None)  # noqa: S704 - cannot end its element

    def _linked(self, path: str, url: str, base: str) -> Data | None:
        """The page at `path` as JSON-LD; `base` is the way from it to the root of the site."""
        publication = self.offer.publication
        if path in self.reports:
            assessed = self.reports[path]
            if assessed.file.withdrawn:
                return None
            address = publication.page(url) if publication.address else ""
            return report_described(assessed, self.past(assessed), publication, address, self._media(assessed, base))
        if self.offer.data and path in self._datasets:
            return dataset(self._datasets[path], publication, self.translate, base)
        if self.offer.data and path == HOME and self.tables.general:
            return datasets(self.tables.general, publication, self.translate, base)
        return None

    def _media(self, assessed: Assessed, base: str) -> dict[str, str]:
        """The media types of a report's data by their addresses."""
        if not (self.offer.data and assessed.publishable):
            return {}
        path = report_path(assessed).removesuffix(".json")
        forms = [JSON, XLSX] if self.tables.of_report(assessed, path) else [JSON]
        return {self.offer.publication.url(f"{DATA}/{path}.{form}", base): MEDIA[form] for form in forms}

    @cached_property
    def _datasets(self) -> Mapping[str, DataTable[Any]]:
        """The tables that have a page of their own, by its path."""
        found: dict[str, DataTable[Any]] = {}
        for league in self.compared.leagues:
            found[league_path(league)] = self.tables.of_league(league)
        for year, table in self.tables.years.items():
            found[year_path(year)] = table
        pages = {MEASURES: comparisons.MEASURES, REPORTS: comparisons.REPORTS}
        for table in self.tables.general:
            if table.path in pages:
                found[pages[table.path]] = table
        return found


def _checked_bytes(assessed: Assessed) -> bytes:
    """A report's source file; should it have changed since it was checked, the text that was."""
    text = assessed.file.page.source.text
    content = read_bytes(assessed.file.path, MAX_FILE_BYTES)
    return content if decode(content, "").source.text == text else text.encode()


def source_path(assessed: Assessed) -> str:
    """Where the source file of a report lies in the folder of the data."""
    return f"sources/{report_path(assessed).removeprefix('reports/').removesuffix('.json')}.md"
