"""One input gives one site: neither the clock nor the machine is in it, and the day only where it is printed."""

import os
import shutil
from pathlib import Path

import pytest
from tests.conftest import run_mkdocs
from tests.history.repository import commit, repository
from tests.verify.tampering import write_project

DAY, YEAR_LATER = "1893456000", "1924992000"
"""1 January 2030 and 2031, as seconds."""
LEFT_OUT = ("sitemap.xml", "sitemap.xml.gz")
"""What has the day of the build in it."""


def built(project: Path, target: Path, monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, bytes]:
    """The files of a site, by their paths."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = run_mkdocs(project, "build", "--strict", "--site-dir", str(target))
    assert done.returncode == 0, done.stderr[-3000:]
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_project(repository(tmp_path_factory.mktemp("工程")))
    commit(root, "公开", "2026-01-05")
    report = root / "content/units/jia/2021.md"
    report.write_text(report.read_text(encoding="utf-8").replace("38.5", "38.4"), encoding="utf-8")
    commit(root, "更正", "2026-02-05")
    return root


def other_copy(project: Path, target: Path) -> Path:
    """The same files in another folder, written in another order and at another time."""
    for path in sorted((path for path in project.rglob("*") if path.is_file()), reverse=True):
        copy = target / path.relative_to(project)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (1_000_000_000, 1_000_000_000))
    return target


def test_two_builds_give_the_same_bytes(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = built(project, tmp_path / "1", monkeypatch, SOURCE_DATE_EPOCH=DAY, PYTHONHASHSEED="1", TZ="Asia/Shanghai")
    copy = other_copy(project, tmp_path / "copy")
    other = built(copy, tmp_path / "2", monkeypatch, PYTHONHASHSEED="77", TZ="America/Los_Angeles", LC_ALL="C")
    assert one.keys() == other.keys()
    assert sorted(name for name in one if one[name] != other[name]) == []
    assert any(name.endswith(".xlsx") for name in one)


def test_the_day_changes_only_what_prints_it(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = built(project, tmp_path / "1", monkeypatch, SOURCE_DATE_EPOCH=DAY)
    other = built(project, tmp_path / "2", monkeypatch, SOURCE_DATE_EPOCH=YEAR_LATER)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    today = built(project, tmp_path / "3", monkeypatch)
    for later, day in ((other, b"2031-01-01"), (today, b"")):
        assert one.keys() == later.keys()
        different = {name for name in one if one[name] != later[name]} - set(LEFT_OUT)
        printing = {name for name in different if b"2030-01-01" in one[name] and day in later[name]}
        assert different - printing <= {"data/site.json", "data/index.json"}  # the digests of those pages
        assert printing <= {name for name in one if name.endswith(".html")}
