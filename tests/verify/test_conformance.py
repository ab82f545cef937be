"""Every sound case of tests/conformance: from the engine into the data, and computed again from there."""

from pathlib import Path
from typing import Any

import pytest

from scorepress.exports.folder import data_files, write_data
from scorepress.project import Project
from scorepress.verify import verify
from tests.support import Written, project
from tests.test_conformance import CASES, _listed, _reports

LEAST = 250
"""So many cases must be sound, or the test tests nothing."""


def assessed(case: dict[str, Any], folder: Path) -> Project:
    """A case as a project, read and scored."""
    wanted = _reports(case)
    keys = {"status": "published", "period": "2021", "scheme": "case"}
    written = [
        Written(each["report"], unit, **{key: each.get(key, usual) for key, usual in keys.items()})
        for unit, each in wanted.items()
    ]
    others = case.get("schemes", {})
    listed = [unit for scheme in (case["scheme"], *others.values()) for unit in _listed(scheme)]
    return project(folder, case["scheme"], written, dict.fromkeys(["u", *wanted, *listed]), others)


def sound(case: dict[str, Any]) -> bool:
    """Whether the case has reports and no findings, but for notes on what is provisional."""
    expected = [each.get("expect", {}) for each in _reports(case).values()]
    return bool(expected) and not any(
        {*each.get("findings", [])} - {"SR327"} for each in [case.get("expect", {}), *expected]
    )


SOUND = [param for param in CASES if sound(param.values[0])]


@pytest.mark.parametrize("case", SOUND)
def test_what_the_engine_publishes_is_computed_again(case: dict[str, Any], tmp_path: Path) -> None:
    found = assessed(case, tmp_path)
    write_data(tmp_path / "data", data_files(found.reports, found.schemes, found.units))
    verdict = verify(tmp_path / "data")
    assert [fault.text("en") for fault in verdict.faults] == []
    assert verdict.reports == sum(each.publishable for each in found.reports)


def test_most_cases_are_sound() -> None:
    assert len(SOUND) >= LEAST
