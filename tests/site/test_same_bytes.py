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


@pytest.fixture(scope="module")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site that the others are compared with."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        target = tmp_path_factory.mktemp("site")
        return built(project, target, monkeypatch, SOURCE_DATE_EPOCH=DAY, PYTHONHASHSEED="1", TZ="Asia/Shanghai")


def other_copy(project: Path, target: Path) -> Path:
    """The same files in another folder, written in another order and at another time."""
    for path in sorted((path for path in project.rglob("*") if path.is_file()), reverse=True):
        copy = target / path.relative_to(project)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (1_000_000_000, 1_000_000_000))
    return target


def test_two_builds_give_the_same_bytes(
    project: Path, site: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = other_copy(project, tmp_path / "copy")
    elsewhere = {"PYTHONHASHSEED": "77", "TZ": "America/Los_Angeles", "LC_ALL": "C"}
    other = built(copy, tmp_path / "site", monkeypatch, SOURCE_DATE_EPOCH=DAY, **elsewhere)
    assert site.keys() == other.keys()
    assert sorted(name for name in site if site[name] != other[name]) == []
    assert any(name.endswith(".xlsx") for name in site)


@pytest.mark.parametrize("day", [YEAR_LATER, "today"])
def test_the_day_changes_only_what_prints_it(
    day: str, project: Path, site: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    environment = {} if day == "today" else {"SOURCE_DATE_EPOCH": day}
    later = built(project, tmp_path / "site", monkeypatch, **environment)
    assert site.keys() == later.keys()
    different = {name for name in site if site[name] != later[name]} - set(LEFT_OUT)
    printing = {name for name in different if b"2030-01-01" in site[name] and b"2030-01-01" not in later[name]}
    assert different - printing <= {"data/site.json", "data/index.json"}  # the digests of those pages
    assert printing <= {name for name in site if name.endswith(".html")}
