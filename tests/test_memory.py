"""After a change only what rests on it is made anew, and the outcome is what it would be without a memory."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from scorepress.assessment import Assessed
from scorepress.core.layout import Settings
from scorepress.core.memory import Memory
from scorepress.project import Project, assess
from tests.support import Written, project

SCHEME = """\
rounding: {places: 2, at: [total]}
classes: [{id: A, title: 甲类, units: [a, b, c]}, {id: B, title: 乙类, units: [d, e]}]
ranking: {ties: competition}
parts:
  - id: P
    title: 指标
    indicators:
      - {id: A1, title: 增速, full: 50, method: efficacy}
      - {id: A2, title: 任务, full: 50, method: direct}
"""
OTHERS = {
    "city": """\
rounding: {places: 2, at: [total]}
parts:
  - id: P
    title: 汇总
    indicators:
      - {id: A1, title: 所辖县, full: 100, method: roll_up, of: case@1, children: {city: {a: 50%, d: 50%}}}
""",
    "plain": """\
rounding: {places: 2, at: [total]}
parts: [{id: P, title: 指标, indicators: [{id: A1, title: 任务, full: 100, method: direct}]}]
""",
}
REPORTS = [
    *(
        Written(f"scores: {{A1: {{actual: {value}}}, A2: 40}}", unit)
        for unit, value in zip("abcde", (3, 5, 9, 2, 6), strict=True)
    ),
    Written("date: 2022-01-05", "city", scheme="city"),
    Written("scores: {A1: 80}", "p", scheme="plain"),
    Written("scores: {A1: 90}", "q", scheme="plain"),
]
UNITS = ("a", "b", "c", "d", "e", "city", "p", "q")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return project(tmp_path, SCHEME, REPORTS, UNITS, OTHERS).settings


def by_unit(found: Project) -> dict[str, Assessed]:
    return {each.report.unit: each for each in found.reports if each.report is not None}


def scored_anew(before: Project, after: Project) -> set[str]:
    """The units whose scores were computed again: unchanged ones are the very same objects."""
    old = by_unit(before)
    return {unit for unit, each in by_unit(after).items() if each.card is not old[unit].card}


def path_of(settings: Settings, unit: str) -> Path:
    return next(path for path in settings.reports() if path.parent.name == unit)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    touched = path.stat().st_mtime_ns + 10_000_000  # a clock that ticks slowly must not hide an edit
    os.utime(path, ns=(touched, touched))


def outcome(found: Project) -> Iterator[object]:
    """Everything that people see of a project."""
    for each in found.reports:
        yield (each.file.path, each.card, each.reviews, each.places, each.prose and each.prose.text)
        yield [finding.text(str) for finding in each.findings]
    yield [finding.text(str) for finding in found.findings]


def same_as_fresh(settings: Settings, after: Project) -> bool:
    return list(outcome(after)) == list(outcome(assess(settings)))


@pytest.mark.parametrize(
    ("unit", "old", "new", "expected"),
    [
        ("p", "80", "85", {"p"}),
        ("a", "actual: 3", "actual: 4", {"a", "b", "c", "city"}),  # the worst of its class, and the city rests on it
        ("e", "actual: 6", "actual: 8", {"d", "e", "city"}),
        ("a", "A2: 40", "A2: 41", {"a", "city"}),  # its value in the group is what it was
        ("b", "A2: 40", "A2: 41", {"b"}),
        ("a", "\n---\n", "\n---\n改了正文。\n", {"a", "city"}),
        ("b", "published", "draft", {"a", "b", "c", "city"}),
        ("d", "actual: 2", "actual: x", {"d", "e", "city"}),  # what cannot be read counts no more
    ],
)
def test_a_change_re_scores_what_rests_on_it_and_nothing_else(
    settings: Settings, unit: str, old: str, new: str, expected: set[str]
) -> None:
    memory = Memory()
    before = assess(settings, memory=memory)
    edit(path_of(settings, unit), old, new)
    after = assess(settings, memory=memory)
    assert scored_anew(before, after) == expected
    assert same_as_fresh(settings, after)


def test_nothing_changed_nothing_is_scored(settings: Settings) -> None:
    memory = Memory()
    before = assess(settings, memory=memory)
    assert not scored_anew(before, assess(settings, memory=memory))


def test_a_changed_edition_re_scores_its_reports_and_those_above(settings: Settings) -> None:
    memory = Memory()
    before = assess(settings, memory=memory)
    edit(settings.schemes / "case" / "1.yml", "full: 50, method: direct", "full: 60, method: direct")
    after = assess(settings, memory=memory)
    assert scored_anew(before, after) == {"a", "b", "c", "d", "e", "city"}
    assert same_as_fresh(settings, after)


def test_a_new_name_is_seen_where_a_unit_is_waited_for(settings: Settings) -> None:
    memory = Memory()
    path_of(settings, "b").unlink()
    assess(settings, memory=memory)
    edit(settings.units / "b" / "index.md", "name: ", "name: 新")
    after = assess(settings, memory=memory)
    card = by_unit(after)["a"].card
    assert card is not None
    assert card.waits_for[0].startswith("新")
    assert same_as_fresh(settings, after)


def test_a_file_that_evidence_names_is_looked_for_again(settings: Settings) -> None:
    path = path_of(settings, "p")
    edit(path, "A1: 80", "A1: {self: 80, evidence: [plan]}")
    edit(path, "\n---\n", "\nevidence: {plan: {title: 方案, file: plan.pdf}}\n---\n")
    memory = Memory()
    assert [each.rule.code for each in by_unit(assess(settings, memory=memory))["p"].findings] == ["SR403"]
    (path.parent / "plan.pdf").write_bytes(b"%PDF-1.4\n")
    after = assess(settings, memory=memory)
    assert not by_unit(after)["p"].findings
    assert same_as_fresh(settings, after)


def test_a_long_row_of_changes_comes_to_the_same(settings: Settings) -> None:
    chance, memory = random.Random(7), Memory()  # noqa: S311 - the same changes every time
    for _ in range(40):
        unit = chance.choice(UNITS)
        path = (
            settings.units
            / unit
            / ("2021.md" if unit in "abcde" else f"2021-{'city' if unit == 'city' else 'plain'}.md")
        )
        written = next(each for each in REPORTS if each.unit == unit)
        match chance.randrange(4):
            case 0:
                path.unlink(missing_ok=True)
            case 1:
                path.write_text(written.page.replace("published", "draft"), encoding="utf-8", newline="\n")
            case 2:
                number = str(chance.randrange(1, 60))
                text = written.page.replace("actual: ", f"actual: {number}").replace("A1: 80", f"A1: {number}")
                path.write_text(text, encoding="utf-8", newline="\n")
            case _:
                path.write_text(written.page, encoding="utf-8", newline="\n")
        if path.exists():
            ticked = path.stat().st_mtime_ns + chance.randrange(10**9)
            os.utime(path, ns=(ticked, ticked))
        assert same_as_fresh(settings, assess(settings, memory=memory))
