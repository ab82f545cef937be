"""A site in English by `theme.language: en`: no word of the interface stays Chinese where the content is English."""

import re
from pathlib import Path

import pytest
from tests.conftest import MakeProject, run_mkdocs

SCHEME = """\
scheme: demo
edition: 2025
title: Scheme of an invented city
fictional: true
rounding: {places: 2, at: [total]}
classes: [{id: T, title: Towns, units: [jia]}]
ranking: {ties: competition}
grades: {good: 80%, fair: 0%}
parts:
  - id: A
    title: Work
    full: 10
    indicators:
      - {id: A1, title: Amount, full: 6, method: attainment}
      - {id: A2, title: Quality, full: 4, method: direct}
"""
REPORT = """\
---
title: Report of an invented town
unit: jia
scheme: demo@2025
period: 2025
status: published
issuer: Town of Jia
summary: Nearly everything was done.
scores:
  A1: {target: 10, actual: 9, note: One road is late., evidence: [plan]}
  A2: 3.5
evidence:
  plan: {title: Plan of the year, keeper: Works, reason: It names people.}
figures:
  roads: {title: Roads built, measured_in: km, row_title: Part, rows: {North: 3, South: 4}, total: 7}
measures:
  - {problem: A road is late, action: Finish it, office: Works, due: 2025-03, status: doing}
remarks: [Names of people are left out.]
---
## Amount {#A1}

The road took {{ scores.A1 }}.
"""
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
NOT_OURS = {"测试站", "〔", "〕", "号"}
"""The name of the test's site; and the form of document numbers, which the search explains."""


@pytest.fixture
def english(make_project: MakeProject, tmp_path: Path) -> Path:
    unit = "---\nunit: jia\nname: Town of Jia\nclass: Towns\nregion: North\nfictional: true\n---\n"
    files = {"content/index.md": "# Home\n", "schemes/demo/2025.yml": SCHEME, "content/units/jia/index.md": unit}
    root = make_project({"2025.md": REPORT}, language="en", extra=files)
    done = run_mkdocs(root, "build", "--strict", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr[-3000:]
    return tmp_path / "site"


def test_no_word_of_the_interface_is_chinese(english: Path) -> None:
    pages = [path for path in english.rglob("*.html") if "reference" not in path.parts]  # its examples are content
    assert len(pages) > 12
    found = {said for path in pages for said in CHINESE.findall(path.read_text(encoding="utf-8"))}
    assert found == NOT_OURS
    assert '<html lang="en"' in (english / "index.html").read_text(encoding="utf-8")
