"""League tables, trends and the register over the teaching set of this repository."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scorepress.analysis.league import League, leagues
from scorepress.analysis.register import overdue, register
from scorepress.analysis.statistics import indicator_statistics, totals
from scorepress.analysis.trends import Follower, contrasts, points_of
from scorepress.core.layout import read_settings
from scorepress.project import Project, assess
from scorepress.reports.model import Measure

ROOT = Path(__file__).parents[2]
SCHEME = "shili-gzl"


@cache
def project() -> Project:
    return assess(read_settings(ROOT / "mkdocs.yml"))


@cache
def names() -> dict[str, str]:
    return {unit: file.unit.name for unit, file in project().units.items() if file.unit}


@cache
def all_leagues() -> tuple[League, ...]:
    return tuple(leagues(project().reports, project().schemes, names()))


def league(period: str) -> League:
    return next(each for each in all_leagues() if each.scheme.scheme == SCHEME and each.period.text == period)


def test_every_published_scored_report_stands_in_one_table() -> None:
    published = [
        each.file.path for each in project().reports if each.publishable and each.card is not None and each.card.parts
    ]
    listed = Counter(row.assessed.file.path for each in all_leagues() for row in each.rows)
    assert listed == Counter(published)


@pytest.mark.parametrize("period", ["2022", "2023", "2024"])
def test_rows_stand_by_place_and_places_follow_the_totals(period: str) -> None:
    for division in league(period).divisions:
        places = [row.placing.place for row in division.rows if row.placing and row.placing.place]
        assert places == sorted(places)
        marks = [row.card.total for row in division.rows if row.card.total is not None]
        assert marks == sorted(marks, reverse=True)
        assert [int(place) for place in places] == [1 + sum(other > mark for other in marks) for mark in marks]


def test_the_last_year_waits_for_a_unit_and_for_reviews() -> None:
    table = league("2024")
    assert table.layer == "verified"
    assert {division.id: division.missing for division in table.divisions} == {"A": (), "B": ("秋屏县（虚构）",)}
    layers = {row.layer for row in table.rows}
    assert layers == {"self", "verified"}
    assert all(row.placing and row.placing.waits_for for row in table.rows)
    assert league("2023").layer == "final"


def test_an_indicator_keeps_its_line_under_another_id() -> None:
    (trend,) = Follower(project().schemes).trends(points_of(all_leagues())["maopo"])
    assert [point.period.text for point in trend.points] == ["2022", "2023", "2024"]
    lines = {line.indicator.id: line for line in trend.lines}
    assert all(score is not None for score in lines["J6"].scores)
    assert [score.id for score in lines["J6"].scores if score] == ["J3", "J3", "J6"]
    assert [score is None for score in lines["Z3"].scores] == [True, True, False]


def test_contrasts_of_a_class_add_up_to_nothing() -> None:
    points = points_of(all_leagues())
    division = league("2023").divisions[0]
    units = [row.assessed.report.unit for row in division.rows if row.assessed.report]
    for name in division.scheme.indicators:
        own = [
            contrast.difference
            for unit in units
            for point in points[unit]
            if point.period.text == "2023"
            for contrast in contrasts(point)
            if contrast.score.id == name
        ]
        assert sum(own) == 0


def test_statistics_count_every_report_of_the_class() -> None:
    for division in league("2022").divisions:
        for each in indicator_statistics(division):
            assert each.scored + each.not_applicable == len(division.rows)
            assert 0 <= each.at_full <= each.scored
            lost = [row.card.by_id[each.indicator.id].lost for row in division.rows]
            assert each.lost == (None if set(lost) == {None} else sum(marks or 0 for marks in lost))
        assert len(totals(division)) == len(division.rows)


def test_the_register_holds_every_measure_once_the_first_due_first() -> None:
    found = register(project().reports)
    wanted = sum(len(each.report.measures) for each in project().reports if each.report and each.publishable)
    assert len(found) == wanted
    due = [each.measure.due for each in found if each.measure.due]
    assert due == sorted(due)
    assert any(overdue(each.measure, "2026-01-01") for each in found)


@pytest.mark.parametrize(
    ("due", "today", "late"),
    [("2022-12", "2022-12-31", False), ("2022-12", "2023-01-01", True), ("2022-12-05", "2022-12-06", True)],
)
def test_what_is_due_in_a_month_has_all_of_it(due: str, today: str, late: bool) -> None:
    measure = Measure.model_construct(problem="一", due=due, status="open")
    assert overdue(measure, today) is late
    assert not overdue(measure.model_copy(update={"status": "done"}), today)
