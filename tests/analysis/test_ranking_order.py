"""A ranking table stands in the order of its own groups and places, whatever the scheme ranks by and within."""

from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorepress.analysis.league import League, leagues
from scorepress.project import Project
from tests.support import Written, name_of, project

UNITS = "abcdefg"
SCHEME = """\
rounding: {{places: 1, at: [total]}}
total: {{direction: {direction}}}
{roster}
ranking: {{ties: {ties}, by: {by}{within}}}
vetoes: [{{id: v, title: 事故, rank: {veto}}}]
parts:
  - id: A
    title: 一
    indicators: [{{id: A1, title: 甲, full: 10, method: direct}}]
"""
ROSTERS = {
    "one list": f"units: [{', '.join(UNITS)}]",
    "classes": "classes: [{id: X, title: 甲类, units: [a, b, c]}, {id: Y, title: 乙类, units: [d, e, f, g]}]",
}
GROUPINGS = "groupings: {near: {东: [g, a, d], 西: [b, c, e, f]}}"
REVIEWS = (
    "",
    "verified: {{by: 核, scores: {{A1: {marks}}}}}",
    "verified: {{by: 核, adjustments: [{{of: total, points: 1.{marks}, reason: 一}}]}}",
    "final: {{by: 定, scores: {{A1: {marks}}}}}",
)
MARKS = st.integers(0, 6)


@st.composite
def projects(draw: st.DrawFn) -> tuple[str, list[Written]]:
    """A scheme that ranks in some way, and reports under it, some with reviews or vetoes."""
    roster = draw(st.sampled_from(sorted(ROSTERS)))
    within = draw(st.sampled_from(["", ", within: all", ", within: near"]))
    scheme = SCHEME.format(
        direction=draw(st.sampled_from(["up", "down"])),
        roster=ROSTERS[roster] + (f"\n{GROUPINGS}" if "near" in within else ""),
        ties=draw(st.sampled_from(["competition", "dense", "average"])),
        by=draw(st.sampled_from(["total", "share"])),
        within=within,
        veto=draw(st.sampled_from(["last", "none"])),
    )
    reports = []
    for unit in draw(st.lists(st.sampled_from(UNITS), min_size=1, unique=True)):
        review = draw(st.sampled_from(REVIEWS)).format(marks=draw(MARKS))
        veto = draw(st.sampled_from(["", "", "vetoes: [{veto: v, reason: 一起}]"]))
        reports.append(Written("\n".join(filter(None, [f"scores: {{A1: {draw(MARKS)}}}", review, veto])), unit=unit))
    return scheme, reports


def league_of(folder: str, scheme: str, reports: list[Written]) -> tuple[Project, League]:
    made = project(Path(folder), scheme, reports, UNITS)
    assert [finding.rule.code for each in made.reports for finding in each.findings] == []
    return made, leagues(made.reports, made.schemes, {unit: name_of(unit) for unit in UNITS})[0]


@given(projects())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_are_in_the_order_of_groups_and_places(made: tuple[str, list[Written]]) -> None:
    with TemporaryDirectory() as folder:
        scored, league = league_of(folder, *made)
    rows, scheme = league.rows, league.scheme
    assert {row.assessed.report.unit for row in rows if row.assessed.report} == {report.unit for report in made[1]}
    assert sorted(map(id, rows)) == sorted(map(id, chain.from_iterable(each.rows for each in league.divisions)))
    groups = list(scheme.divisions[scheme.ranked_within])
    assert [row.group for row in rows] == sorted((row.group for row in rows), key=groups.index)
    for group in groups:
        own = [row.placing.place for row in rows if row.group == group and row.placing]
        placed = [place for place in own if place is not None]
        assert own == sorted(placed) + [None] * (len(own) - len(placed))
        if placed:
            assert placed[0] == 1 or scheme.ranking is None or scheme.ranking.ties == "average"
    for row in rows:
        assert row.effective == row.assessed.effective
        assert row.layer == list(row.assessed.layers)[-1]
    assert league.layer == max((row.layer for row in rows), key=("self", "verified", "final").index)
    assert all(each.place is not None for each in scored.reports)


RANKED = SCHEME.format(
    direction="up", roster="units: [a, b, c]", ties="competition", by="total", within="", veto="last"
)
OWN = {"a": "scores: {A1: 9}", "b": "scores: {A1: 8}", "c": "scores: {A1: 7}"}
ADJUSTED = "adjustments: [{of: total, points: -3, reason: 一}]"
KINDS = {
    "nothing": ({}, set()),
    "one adjusted at the end": ({"a": f"final: {{by: 定, {ADJUSTED}}}"}, set()),
    "one adjusted in the verification": ({"a": f"verified: {{by: 核, {ADJUSTED}}}"}, set()),
    "all verified, one adjusted": (
        dict.fromkeys("bc", "verified: {by: 核}") | {"a": f"verified: {{by: 核}}\nfinal: {{by: 定, {ADJUSTED}}}"},
        set(),
    ),
    "one verified without a change": ({"a": "verified: {by: 核}"}, {"b", "c"}),
    "one verified anew": ({"a": "verified: {by: 核, scores: {A1: 6}}"}, {"b", "c"}),
    "one adjusted, another verified": ({"a": f"final: {{by: 定, {ADJUSTED}}}", "b": "verified: {by: 核}"}, {"c"}),
    "one adjusted and scored anew": ({"a": f"final: {{by: 定, scores: {{A1: 5}}, {ADJUSTED}}}"}, {"b", "c"}),
    "a veto found by a review": ({"a": "final: {by: 定, vetoes: [{veto: v, reason: 一}]}"}, {"b", "c"}),
}
"""Reviews by unit, and the units for whom places wait afterwards."""


def test_an_adjustment_makes_nobody_wait_and_a_review_everybody(tmp_path: Path) -> None:
    for number, (kind, (reviews, waits_for)) in enumerate(KINDS.items()):
        reports = [Written("\n".join(filter(None, [own, reviews.get(unit)])), unit=unit) for unit, own in OWN.items()]
        scored, _ = league_of(str(tmp_path / str(number)), RANKED, reports)
        for each in scored.reports:
            assert each.place is not None
            assert set(each.place.waits_for) == {name_of(unit) for unit in waits_for}, kind
            assert each.effective is not None
            assert each.effective.provisional is bool(waits_for), kind
