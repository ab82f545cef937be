"""What the tools write: the teaching set of this repository, and projects of any size like it."""

import subprocess
import sys
from pathlib import Path

from scorepress.core.layout import read_settings
from scorepress.project import assess
from scorepress.schemes.seals import EditionNotSealed

ROOT = Path(__file__).parents[1]


def run(tool: str, *arguments: str) -> None:
    subprocess.run([sys.executable, str(ROOT / "tools" / tool), *arguments], check=True)


def test_the_teaching_set_is_what_its_tool_writes(tmp_path: Path) -> None:
    run("teaching_set.py", "--into", str(tmp_path))
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.md")}
    assert len(made) == 24 * 4
    assert [path for path, text in made.items() if (ROOT / "content/units" / path).read_bytes() != text] == []


def test_a_big_project_is_sound_and_gives_every_county_a_total(tmp_path: Path) -> None:
    run("big.py", "30", str(tmp_path), "--years", "2023", "2024")
    project = assess(read_settings(tmp_path / "mkdocs.yml"))
    assert {each.rule for each in project.findings} == {EditionNotSealed}
    totals = [report.card.total for report in project.reports if report.card and report.card.total is not None]
    assert len(totals) == 30 * 2
