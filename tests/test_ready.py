"""The ready schemes: each checks cleanly, each has reports with all numbers, and the command copies them."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from scorepress.cli.main import main
from scorepress.core.findings import Severity
from scorepress.core.layout import Settings, read_settings
from scorepress.project import Project, assess
from scorepress.schemes.ready import ready_schemes
from tests.support import name_of
from tests.test_conformance import _compare, _expect_codes, _listed, _reports

FOLDER = Path(__file__).parent / "ready"
READY = ready_schemes()
PROFILE = "---\nunit: {unit}\nname: {name}\nfictional: true\n---\n"
PROSE = "## 一、基本情况\n\n例。\n\n## 二、自评情况\n\n例。\n\n## 三、存在的问题和下一步措施\n\n例。\n"


def _cases() -> list[Any]:
    files = {path: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in FOLDER.glob("*.yml")}  # noqa: S506
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['title']}")
        for path in sorted(files)
        for case in files[path]
    ]


CASES = _cases()


def project(folder: Path, units: list[str]) -> Settings:
    """An empty project with these units."""
    (folder / "mkdocs.yml").write_text("docs_dir: content\nplugins: [scorepress]\n", encoding="utf-8")
    for unit in units:
        path = folder / "content/units" / unit / "index.md"
        path.parent.mkdir(parents=True)
        path.write_text(PROFILE.format(unit=unit, name=name_of(unit)), encoding="utf-8")
    return read_settings(folder / "mkdocs.yml")


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """The command, run in the folder of the project."""
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, list(arguments))


def serious(found: Project) -> list[str]:
    return [each.rule.code for each in found.findings if each.severity is not Severity.NOTE]


@pytest.mark.parametrize("name", READY)
def test_every_ready_scheme_checks_cleanly_once_copied(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = project(tmp_path, ["u"])
    done = run(tmp_path, monkeypatch, "new", "scheme", "--from", name, "--scheme", "mine", "--edition", "2030")
    assert done.exit_code == 0, done.output
    text = (settings.schemes / "mine/2030.yml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../scheme.schema.json\n")
    assert re.findall(r"^(?:scheme|edition): .*$", text, re.MULTILINE) == ["scheme: mine", "edition: 2030"]
    found = assess(settings)
    assert found.findings == []
    assert list(found.schemes.files) == ["mine@2030"]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_reports_under_the_ready_schemes(name: str, case: dict[str, Any], tmp_path: Path) -> None:
    assert set(case) <= {"title", "why", "source", "report", "reports", "expect"}
    assert case.get("why") or case.get("source")
    text = READY[name].copy("case", "1")
    wanted = _reports(case)
    settings = project(tmp_path, list(dict.fromkeys([*wanted, *_listed(text)])))
    scheme = settings.schemes / "case/1.yml"
    scheme.parent.mkdir(parents=True)
    scheme.write_text(text, encoding="utf-8", newline="\n")
    for unit, each in wanted.items():
        head = f"title: 例\nunit: {unit}\nscheme: case@1\nperiod: 2021\nstatus: published\n"
        page = f"---\n{head}{each['report']}---\n{PROSE}"
        (settings.units / unit / "2021.md").write_text(page, encoding="utf-8", newline="\n")
    found = assess(settings)
    for assessed in found.reports:
        assert assessed.report is not None
        expect = wanted[assessed.report.unit]["expect"]
        _expect_codes([each for each in assessed.findings if each.severity is not Severity.NOTE], expect)
        _compare(assessed, {key: value for key, value in expect.items() if key != "findings"})


def test_every_ready_scheme_has_reports() -> None:
    assert {param.values[0] for param in CASES} == set(READY)


@pytest.mark.parametrize("name", READY)
def test_a_new_report_has_nothing_but_work_to_do(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = next(iter(_listed(READY[name].text)), "u")
    settings = project(tmp_path, [unit])
    run(tmp_path, monkeypatch, "new", "scheme", "--from", name, "--edition", "2030")
    done = run(tmp_path, monkeypatch, "new", "report", unit, "2030", "--scheme", f"{name}@2030")
    assert done.exit_code == 0, done.output
    found = assess(settings)
    assert serious(found) == []
    (assessed,) = found.reports
    assert assessed.report is not None
    assert assessed.file.draft
    assert assessed.scheme is not None
    asked = {leaf.id for leaf in assessed.scheme.indicators.values() if leaf.asks()}
    assert set(assessed.entries.nodes) >= asked
    text = assessed.file.path.read_text(encoding="utf-8")
    published = text.replace("status: draft", "status: published")
    assessed.file.path.write_text(published, encoding="utf-8", newline="\n")
    assert "SR102" in serious(assess(settings))


def test_nothing_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = project(tmp_path, ["u"])
    scheme = settings.schemes / "form-a/2030.yml"
    scheme.parent.mkdir(parents=True)
    scheme.write_text("mine", encoding="utf-8")
    done = run(tmp_path, monkeypatch, "new", "scheme", "--from", "form-a", "--edition", "2030")
    assert done.exit_code == 2
    assert scheme.read_text(encoding="utf-8") == "mine"
    run(tmp_path, monkeypatch, "new", "scheme", "--from", "form-b", "--edition", "2030")
    run(tmp_path, monkeypatch, "new", "scheme", "--from", "form-c", "--edition", "2030")
    first, second = [
        run(tmp_path, monkeypatch, "new", "report", "u", "2030", "--scheme", "form-b@2030") for _ in range(2)
    ]
    assert (first.exit_code, second.exit_code) == (0, 2)
    beside = run(tmp_path, monkeypatch, "new", "report", "u", "2030", "--scheme", "form-c@2030")
    assert beside.exit_code == 0
    assert {path.name for path in settings.reports()} == {"2030.md", "2030-form-c.md"}
    assert not [each for each in assess(settings).reports if each.scheme is None]


def test_the_edition_is_this_year_where_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = project(tmp_path, ["u"])
    run(tmp_path, monkeypatch, "new", "scheme", "--from", "form-a")
    assert (settings.schemes / f"form-a/{datetime.now(UTC).astimezone().year}.yml").is_file()


MISUSES = [
    (["new", "scheme"], "form-a"),
    (["new", "scheme", "--from", "form-z"], "form-a"),
    (["new", "scheme", "--from", "form-a", "--scheme", "a/b"], "a/b"),
    (["new", "scheme", "--from", "form-a", "--edition", "../x"], "../x"),
    (["new", "report", "u", "2030", "--scheme", "form-a@2030"], "form-a@2030"),
    (["new", "report", "nobody", "2030", "--scheme", "form-a@2030"], "nobody"),
    (["new", "report", "u", "今年", "--scheme", "form-a@2030"], "今年"),
]


@pytest.mark.parametrize(("arguments", "named"), MISUSES)
def test_a_misuse_says_what_is_possible(
    arguments: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = project(tmp_path, ["u"])
    done = run(tmp_path, monkeypatch, *arguments)
    assert done.exit_code == 2
    assert named in done.output
    assert "Traceback" not in done.output
    assert not list(settings.root.rglob("*.yml")) or [path.name for path in settings.root.rglob("*.yml")] == [
        "mkdocs.yml"
    ]


def test_the_list_names_every_ready_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, "new", "scheme", "--list")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines()] == sorted(READY)
    assert all(READY[name].title in done.output for name in READY)
