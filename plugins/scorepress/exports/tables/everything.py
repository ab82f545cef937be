"""All tables of a site: which there are, and their files with the descriptor and the catalogue that list them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from scorepress.analysis.league import League
from scorepress.assessment import Assessed
from scorepress.core.messages import Translate, translator
from scorepress.exports.catalog import CATALOG, catalog
from scorepress.exports.descriptor import DESCRIPTOR, TableFile, descriptor
from scorepress.exports.folder import report_path
from scorepress.exports.publication import Publication
from scorepress.exports.tables.figures import figures_table, report_figure
from scorepress.exports.tables.files import csv_bytes, table_data, xlsx_bytes
from scorepress.exports.tables.leagues import league_table
from scorepress.exports.tables.measures import measures_table
from scorepress.exports.tables.reports import Pasts, day_of, reports_table, year_table
from scorepress.exports.tables.scores import report_scores, scores_table
from scorepress.exports.tables.table import CSV, JSON, XLSX, DataTable
from scorepress.exports.written import document, json_bytes

UNDATED = date(2000, 1, 1)
"""The day that a workbook bears where nothing in it has one: it must bear some, and not that of the build."""


@dataclass(frozen=True)
class Tables:
    """The tables of a site."""

    reports: Sequence[Assessed]
    """The published ones, the newest first."""
    leagues: Sequence[League]
    publication: Publication
    pasts: Pasts = field(default_factory=dict)

    @cached_property
    def translate(self) -> Translate:
        """Into the language of the site."""
        return translator(self.publication.language)

    @cached_property
    def general(self) -> list[DataTable[Any]]:
        """Those over all reports; none that would be empty."""
        tables: list[DataTable[Any]] = [reports_table(self.reports, self.pasts), scores_table(self.reports)]
        tables += [figures_table(self.reports), measures_table(self.reports)]
        return [self._dated(table, self.reports) for table in tables if table.records]

    def has(self, path: str) -> bool:
        """Whether there is a general table at `path`."""
        return any(table.path == path for table in self.general)

    @cached_property
    def years(self) -> dict[int, DataTable[Any]]:
        """Those of one year."""
        years: dict[int, list[Assessed]] = {}
        for each in self.reports:
            if each.report is not None:
                years.setdefault(each.report.period.year, []).append(each)
        return {year: self._dated(year_table(year, reports, self.pasts), reports) for year, reports in years.items()}

    def of_league(self, league: League) -> DataTable[Any]:
        """That of a league table."""
        return self._dated(league_table(league), [row.assessed for row in league.rows])

    def described(self) -> Iterator[DataTable[Any]]:
        """Everything that the descriptor lists."""
        yield from self.general
        yield from self.years.values()
        yield from map(self.of_league, self.leagues)

    def of_report(self, assessed: Assessed, path: str) -> list[DataTable[Any]]:
        """The scores of a report, if there are any, and its figures; `path` is that of its data without the ending."""
        tables: list[DataTable[Any]] = [report_scores(assessed, path)]
        tables += [report_figure(table, path) for table in assessed.tables.values()]
        return [self._dated(table, [assessed]) for table in tables if table.records]

    def files(self) -> Iterator[tuple[str, str, bytes]]:
        """Type, path and content of every file."""
        written: list[TableFile] = []
        for table in self.described():
            for form in table.forms:
                path, content = f"{table.path}.{form}", self._content(table, form)
                written.append(TableFile(table, path, form, hashlib.sha256(content).hexdigest(), len(content)))
                yield "table", path, content
        for assessed in self.reports:
            yield from self._of_report(assessed, report_path(assessed).removesuffix(".json"))
        if written:
            made = descriptor(written, self.publication, self.translate)
            yield "descriptor", DESCRIPTOR, json_bytes(made)
            made = catalog(written, self.publication, self.translate)
            yield "catalog", CATALOG, json_bytes(made)

    def _of_report(self, assessed: Assessed, path: str) -> Iterator[tuple[str, str, bytes]]:
        """The scores and the figures of a report: each as CSV, together as one workbook."""
        tables = self.of_report(assessed, path)
        for table in tables:
            yield "table", f"{table.path}.{CSV}", csv_bytes(table, self.translate)
        if tables:
            yield "table", f"{path}.{XLSX}", xlsx_bytes(tables, self.translate, tables[0].dated or UNDATED)

    def _content(self, table: DataTable[Any], form: str) -> bytes:
        if form == JSON:
            return document("table", table_data(table, self.translate))
        if form == XLSX:
            return xlsx_bytes([table], self.translate, table.dated or UNDATED)
        return csv_bytes(table, self.translate)

    def _dated(self, table: DataTable[Any], reports: Sequence[Assessed]) -> DataTable[Any]:
        return replace(table, dated=day_of(reports, self.pasts))
