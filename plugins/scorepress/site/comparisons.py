"""Pages that put reports side by side: league tables, indicators, lists of a year, and the register of measures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scorepress.analysis.league import League, leagues
from scorepress.analysis.register import Registered, register
from scorepress.analysis.statistics import IndicatorStatistics, bins, indicator_statistics, spread, totals
from scorepress.analysis.trends import Contrast, Follower, Point, Trend, contrasts, points_of
from scorepress.assessment import Assessed
from scorepress.core.messages import N_, Translate, message, say
from scorepress.core.numbers import exact
from scorepress.project import Project
from scorepress.reports.model import Unit
from scorepress.schemes.model import Scheme
from scorepress.site.made import MadePage

Statistics = Mapping[str, Sequence[IndicatorStatistics]]
"""The indicators of every class of a league table, by the class."""
BIN = exact(5) / 100
"""The width of a bar in a distribution of totals, as a share of full marks."""
MEASURES = "measures/index.md"
REPORTS = "reports/index.md"


def league_path(league: League) -> str:
    """The path of a league table's page."""
    return f"schemes/{league.scheme.scheme}/{league.scheme.edition}/{league.period.text}.md"


def indicator_path(league: League, indicator: str) -> str:
    """The path of the page on one indicator in one league table."""
    return f"{league_path(league).removesuffix('.md')}/{indicator}.md"


def year_path(year: int) -> str:
    """The path of the list of one year's reports."""
    return f"reports/{year}.md"


@dataclass(frozen=True)
class Comparisons:
    """Everything that is compared across the published reports of a project, and the pages that show it."""

    project: Project
    translate: Translate
    today: str
    """`2026-03-01`: what is due before it and not done is overdue."""

    @cached_property
    def leagues(self) -> list[League]:
        """Every league table with a report in it, the newest period first."""
        return [league for league in self.all_leagues if any(league.rows)]

    @cached_property
    def all_leagues(self) -> list[League]:
        """Those too of which all reports have been withdrawn; they are pages, but no data."""
        names = {unit: file.unit.name for unit, file in self.project.units.items() if file.unit is not None}
        return leagues(self.project.reports, self.project.schemes, names)

    @cached_property
    def published(self) -> list[Assessed]:
        """The published reports, the newest period first."""
        there = [each for each in self.project.reports if each.publishable]
        return sorted(there, key=_newest_first)

    @cached_property
    def by_year(self) -> Mapping[int, Sequence[Assessed]]:
        """The reports of each year that are published or were withdrawn, the newest first."""
        years: dict[int, list[Assessed]] = {}
        withdrawn = [each for each in self.project.reports if each.withdrawn]
        for each in sorted([*self.published, *withdrawn], key=_newest_first):
            if each.report is not None:
                years.setdefault(each.report.period.year, []).append(each)
        return years

    @cached_property
    def by_region(self) -> Mapping[str, Sequence[Unit]]:
        """The units of each region, those with most units first."""
        regions: dict[str, list[Unit]] = {}
        for file in self.project.units.values():
            if file.unit is not None and file.unit.region is not None:
                regions.setdefault(file.unit.region, []).append(file.unit)
        return dict(sorted(regions.items(), key=lambda each: (-len(each[1]), each[0])))

    @cached_property
    def measures(self) -> list[Registered]:
        """The measures of all published reports."""
        return register(self.published)

    @cached_property
    def points(self) -> Mapping[str, list[Point]]:
        """The periods of every unit."""
        return points_of(self.leagues)

    def of_scheme(self, scheme: Scheme) -> list[League]:
        """The league tables of one edition, emptied ones among them, the newest first."""
        return [league for league in self.all_leagues if league.scheme.key == scheme.key]

    @cached_property
    def follower(self) -> Follower:
        """Follows the indicators of a unit from edition to edition."""
        return Follower(self.project.schemes)

    def trends_of(self, unit: str) -> list[Trend]:
        """What a unit's periods show."""
        return self.follower.trends(self.points.get(unit, []))

    def contrasts_of(self, trend: Trend) -> list[Contrast]:
        """The newest period of a trend against its class; nothing where the unit is alone in it."""
        newest = trend.points[-1]
        return contrasts(newest) if len(newest.division.rows) > 1 else []

    @cached_property
    def pages(self) -> Mapping[str, MadePage]:
        """Every page by its path."""
        return dict(self._pages())

    def _pages(self) -> Iterator[tuple[str, MadePage]]:
        for league in self.all_leagues:
            statistics = {division.id: indicator_statistics(division) for division in league.divisions}
            yield league_path(league), self._league(league, statistics)
            there = [division for division in league.divisions if any(league.rows)]
            for name in dict.fromkeys(each for division in there for each in division.scheme.indicators):
                yield indicator_path(league, name), self._indicator(league, name, statistics)
        if self.measures:
            title = self.translate(N_("Register of measures"))
            names = {"measures": self.measures, "today": self.today}
            yield MEASURES, MadePage("measures.html", title, names)
        if self.by_year:
            yield REPORTS, MadePage("years.html", self.translate(N_("All reports")), {"years": self.by_year})
        for year, reports in self.by_year.items():
            title = say(message(N_("Reports for {year}"), year=str(year)), self.translate)
            yield year_path(year), MadePage("year.html", title, {"assessed": reports, "year": year})

    def _league(self, league: League, statistics: Statistics) -> MadePage:
        title = message(
            N_("{scheme}: scores and places, {period}"), scheme=league.scheme.title, period=league.period.title
        )
        distributions = {
            division.id: (spread(totals(division)), bins(totals(division), BIN)) for division in league.divisions
        }
        names = {"league": league, "statistics": statistics, "distributions": distributions}
        return MadePage("league.html", say(title, self.translate), names)

    def _indicator(self, league: League, name: str, statistics: Statistics) -> MadePage:
        divisions = [division for division in league.divisions if name in division.scheme.indicators]
        indicator = divisions[0].scheme.indicators[name]
        title = message(N_("{id} {title}, {period}"), id=name, title=indicator.title, period=league.period.title)
        own = {
            division.id: next(each for each in statistics[division.id] if each.indicator.id == name)
            for division in divisions
        }
        names = {"league": league, "divisions": divisions, "indicator": indicator, "statistics": own}
        return MadePage("indicator.html", say(title, self.translate), names)


def _newest_first(assessed: Assessed) -> tuple[int, int, str]:
    report = assessed.report
    return (-report.period.year, -report.period.last_month, report.unit) if report else (0, 0, "")
