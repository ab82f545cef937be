"""A fault of the program with one file withholds that file: the package, copied, gets a method that fails."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scorepress
from scorepress.core.findings import Finding
from scorepress.core.isolation import isolated
from scorepress.core.spans import Source
from tests.patience import seconds

METHOD = """\
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.values import Text
from scorepress.schemes.indicator import Entry, Indicator, Outcome


class FailingEntry(Entry):
    fault: Text


class Failing(Indicator):
    method: Literal["failing"]
    at_load: Text | None = None
    entry = FailingEntry
    name_in_words = "Failing"
    in_symbols = ()
    edges = ()

    def score(self, entry: FailingEntry, full: Fraction) -> Outcome:
        fail(entry.fault)
        return Outcome(full, ())

    def rules_in_words(self) -> Iterator:
        return iter(())

    def problems(self, node) -> Iterator:
        if self.at_load:
            fail(self.at_load)
        return iter(())


def fail(how: str) -> None:
    if how == "recursion":
        fail(how)
    if how == "memory":
        raise MemoryError
    if how == "wrong":
        raise LookupError(how)
"""
SCHEME = """\
scheme: demo
edition: "{edition}"
title: 示例方案
rounding: {{places: 2, at: [total]}}
parts:
  - {{id: A, title: 产出, full: 6, indicators: [{{id: A1, title: 数量, full: 6, method: failing{more}}}]}}
"""
REPORT = """\
---
title: 示例市甲局 {period} 年自评报告
unit: jia
scheme: demo@{edition}
period: {period}
status: published
scores:
  A1: {{fault: {fault}}}
---
## 一、数量 {{#A1}}

完成。
"""
FAULTS = ["recursion", "memory", "wrong"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with a method whose score fails as the report asks for."""
    root = tmp_path_factory.mktemp("plugins")
    shutil.copytree(Path(scorepress.__file__).parent, root / "scorepress", ignore=shutil.ignore_patterns("*.pyc"))
    (root / "scorepress" / "schemes" / "methods" / "failing.py").write_text(METHOD, encoding="utf-8")
    return root


def test_only_the_file_that_fails_is_withheld(package: Path, tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: 测试\ndocs_dir: content\nplugins: [scorepress]\n",
        "content/units/jia/index.md": "---\nunit: jia\nname: 示例市甲局\n---\n",
        "schemes/demo/1.yml": SCHEME.format(edition="1", more=""),
        "schemes/demo/2.yml": SCHEME.format(edition="2", more=", at_load: recursion"),
        "content/units/jia/2000.md": REPORT.format(period=2000, edition=1, fault="none"),
    }
    for year, fault in enumerate(FAULTS, 2001):
        files[f"content/units/jia/{year}.md"] = REPORT.format(period=year, edition=1, fault=fault)
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "scorepress.cli.main", "check", "--format", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=seconds(300),
    )
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    findings = [each for each in json.loads(done.stdout)["findings"] if each["code"] == "SR326"]
    withheld = ["schemes/demo/2.yml", *(f"content/units/jia/{year}.md" for year, _ in enumerate(FAULTS, 2001))]
    assert sorted(finding["file"] for finding in findings) == sorted(withheld)
    assert all("failing.py" in finding["message"] for finding in findings)


@pytest.mark.parametrize("fault", [LookupError, RecursionError, MemoryError, AssertionError, UnicodeError])
def test_whatever_is_raised_becomes_a_finding(fault: type[Exception]) -> None:
    def work() -> list[Finding]:
        raise fault

    (finding,) = isolated(work, Source("content/units/jia/2025.md", "---\n"), lambda finding: [finding])
    assert (finding.rule.code, finding.span.place) == ("SR326", "content/units/jia/2025.md:1:1")
    assert fault.__name__ in finding.message(str)


@pytest.mark.parametrize("leaving", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_program_passes_through(leaving: type[BaseException]) -> None:
    def work() -> None:
        raise leaving

    def stop(finding: Finding) -> None:
        del finding

    with pytest.raises(leaving):
        isolated(work, Source("x.md", ""), stop)


def test_work_that_is_done_is_returned() -> None:
    assert isolated(lambda: 3, Source("x.md", ""), lambda _: 0) == 3
