"""Units of one name are still two units."""

from pathlib import Path

import pytest

from tests import support

SCHEME = """\
rounding: {places: 2, at: [total]}
units: [a, b, c]
parts:
  - {id: A, title: 甲, indicators: [{id: A1, title: 一, full: 10, method: ratio}]}
"""


def test_a_draft_still_waits_for_a_unit_of_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "name_of", lambda _: "同名局")
    reports = [
        support.Written("scores: {A1: {actual: 4}}", "a"),
        support.Written("scores: {A1: {actual: 5}}", "b", "draft"),
    ]
    assessed = support.project(tmp_path, SCHEME, reports, "abc").reports
    assert [each.card.waits_for for each in assessed if each.card] == [("同名局",), ("同名局",)]
