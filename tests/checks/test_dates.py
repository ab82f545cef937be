"""What is done bears no date that is still to come; the day is given."""

from pathlib import Path

import pytest

from scorepress.assessment import Known
from scorepress.core.layout import Settings
from scorepress.project import assess
from tests.support import Written, project

SCHEME = "parts: [{id: P, title: 工作, full: 10, indicators: [{id: A1, title: 完成, full: 10, method: direct}]}]\n"
DONE = [
    "date: {}",
    "published_on: {}",
    "verified: {{by: 考核办, date: {}}}",
    "final: {{by: 考核办, date: {}}}",
    "evidence: {{a: {{title: 方案, keeper: 办公室, reason: 内部, date: {}}}}}",
    "measures: [{{problem: 问题, due: {}}}]",
]


def found(folder: Path, line: str, today: str) -> list[str]:
    project(folder, SCHEME, [Written(f"scores: {{A1: 9}}\n{line}")])
    settings = Settings(folder, folder / "content", folder / "schemes")
    codes = [each.rule.code for each in assess(settings, today=today).findings]
    return [code for code in codes if code in {"SR425", "SR424", "SR115"}]


@pytest.mark.parametrize("written", ["2026-11-30", "2026-12", "2027", "2026-12-01"])
@pytest.mark.parametrize("line", DONE)
def test_a_date_to_come(line: str, written: str, tmp_path: Path) -> None:
    due = "due" in line
    assert found(tmp_path, line.format(written), "2026-11-28") == ([] if due else ["SR425"])


@pytest.mark.parametrize("written", ["2026-11-28", "2026-11-29", "2026-11", "2026", "1949-10-01"])
@pytest.mark.parametrize("line", DONE)
def test_a_date_that_can_be(line: str, written: str, tmp_path: Path) -> None:
    assert found(tmp_path, line.format(written), "2026-11-28") == []


@pytest.mark.parametrize("line", DONE)
@pytest.mark.parametrize("written", ["0001-01-01", "0001", "1899-12-31", "2100-01-01", "9999-12-31"])
def test_a_year_that_programs_fill_in(line: str, written: str, tmp_path: Path) -> None:
    assert found(tmp_path, line.format(written), "") == ["SR424"]


def test_without_a_day_nothing_is_to_come(tmp_path: Path) -> None:
    assert found(tmp_path, "date: 2098-01-01", "") == []
    assert not Known.__dataclass_fields__["today"].default
