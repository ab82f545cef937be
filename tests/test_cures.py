"""Cures lead out: whoever does what a finding of schemes and seals says has a clean check, and walks in no circle."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scorepress.core.causes import folded
from scorepress.core.layout import read_settings
from scorepress.project import assess
from tests.conftest import MakeProject, run_program

REPORT = """\
---
title: 示例市甲局 2025 年自评报告
unit: jia
scheme: demo@2025
period: 2025
status: published
scores: {A1: {target: 10, actual: 9}, A2: 3.5}
---
## 一、完成数量 {#A1}

完成率按目标计算。
"""


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_program(root, "scorepress", *arguments)


def found(root: Path, *paths: str) -> list[tuple[str, str]]:
    """Code and cure of everything found in a project, or in some paths of it."""
    made = assess(read_settings(root / "mkdocs.yml"), [root / path for path in paths] or None)
    return [(finding.rule.code, finding.cure(str)) for finding in made.findings]


def seals(root: Path) -> Path:
    return root / "schemes" / "sealed.yml"


def scheme(root: Path) -> Path:
    return root / "schemes" / "demo" / "2025.yml"


def last_line_deleted(root: Path) -> None:
    seals(root).write_text(seals(root).read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")


def file_emptied(root: Path) -> None:
    seals(root).write_text("", encoding="utf-8")


def file_deleted(root: Path) -> None:
    seals(root).unlink()


def digest_lost(root: Path) -> None:
    text = seals(root).read_text(encoding="utf-8")
    seals(root).write_text(re.sub("[0-9a-f]{64}", "yes", text), encoding="utf-8")


def stranger_sealed(root: Path) -> None:
    with seals(root).open("a", encoding="utf-8") as file:
        file.write("old@1: " + "0" * 64 + "\n")


def nothing(root: Path) -> None:
    del root


def line_deleted(root: Path) -> None:
    lines = seals(root).read_text(encoding="utf-8").splitlines(keepends=True)
    seals(root).write_text(
        "".join(line for line in lines if "yes" not in line and "old@1" not in line), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("fault", "code", "by_hand"),
    [
        (last_line_deleted, "SR219", nothing),
        (file_emptied, "SR219", nothing),
        (file_deleted, "SR219", nothing),
        (digest_lost, "SR225", line_deleted),
        (stranger_sealed, "SR224", line_deleted),
    ],
)
def test_a_fault_of_the_seals(
    make_project: MakeProject, fault: Callable[[Path], None], code: str, by_hand: Callable[[Path], None]
) -> None:
    root = make_project({"2025.md": REPORT})
    assert found(root) == []
    fault(root)
    assert [each for each, _ in found(root)] == [code]
    assert found(root, "content/units/jia/2025.md") == [], "not the clerk's to cure"
    by_hand(root)
    for _ in range(2):  # the second time there is nothing left to do
        for _, cure in found(root):
            command = re.search(r"scorepress seal (\S+)", cure)
            assert command, cure
            assert run(root, "seal", command[1]).returncode == 0
    assert found(root) == []


def test_a_sealed_scheme_that_was_changed(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT})
    before = scheme(root).read_text(encoding="utf-8")
    scheme(root).write_text(before.replace("完成质量", "质量"), encoding="utf-8")
    assert "SR218" in {code for code, _ in found(root)}
    assert run(root, "seal", "demo@2025").returncode != 0, "a seal is not exchanged for another one"
    (root / "schemes/demo/2026.yml").write_text(
        before.replace("完成质量", "质量").replace("edition: 2025", "edition: 2026"), encoding="utf-8"
    )
    scheme(root).write_text(before, encoding="utf-8")
    assert found(root) == []


def test_an_indicator_without_full_marks(make_project: MakeProject) -> None:
    root = make_project({})
    before = scheme(root).read_text(encoding="utf-8")
    scheme(root).write_text(before.replace("full: 4, method: direct", "method: direct"), encoding="utf-8")
    seals(root).unlink()
    (cure,) = [each for code, each in found(root) if code == "SR211"]
    assert "note" not in cure
    scheme(root).write_text(before, encoding="utf-8")
    assert found(root) == []


def test_a_changed_scheme_is_one_cause_however_many_reports_rest_on_it(make_project: MakeProject) -> None:
    years = range(1990, 2020)
    many = {
        f"{year}.md": REPORT.replace("2025 年", f"{year} 年").replace("period: 2025", f"period: {year}")
        for year in years
    }
    root = make_project(many)
    scheme(root).write_text(scheme(root).read_text(encoding="utf-8").replace("完成质量", "质量"), encoding="utf-8")
    (cause,) = folded(assess(read_settings(root / "mkdocs.yml")).findings)
    assert cause.finding.rule.code == "SR218"
    assert len(cause.consequences) == len(many)
