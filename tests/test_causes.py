"""One cause, one finding: what follows from another finding is folded under it, in every front end alike."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import scorepress.project  # noqa: F401 - imports every module that has rules
from scorepress.cli.main import main
from scorepress.core.causes import MAX_PLACES, RootCause, folded
from scorepress.core.findings import ANY_ERROR, Rule
from scorepress.core.layout import read_settings
from scorepress.core.messages import translator
from scorepress.project import assess

SCHEME = """\
scheme: demo
edition: 2025
title: 示例方案
rounding: {places: 2, at: [total]}
parts:
  - id: A
    title: 工作
    indicators:
      - {id: A1, title: 甲, method: direct, full: 60}
      - {id: A2, title: 乙, method: direct, full: 40}
"""
REPORT = """\
---
title: 自评报告
unit: UNIT
scheme: SCHEME
period: 2025
status: draft
scores: {A1: 50, A2: 30}
---

## 一、情况
"""
MANY = 30


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: 站\ndocs_dir: content\nplugins: [scorepress]\n", encoding="utf-8")
    write(tmp_path, "schemes/demo/2025.yml", SCHEME)
    unit(tmp_path, "jia")
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def unit(root: Path, name: str) -> None:
    write(root, f"content/units/{name}/index.md", f"---\nunit: {name}\nname: {name}局\n---\n")


def report(root: Path, name: str, scheme: str = "demo@2025", file: str = "2025.md") -> None:
    write(root, f"content/units/{name}/{file}", REPORT.replace("UNIT", name).replace("SCHEME", scheme))


def causes(root: Path, *paths: str) -> list[RootCause]:
    return folded(assess(read_settings(root / "mkdocs.yml"), [root / path for path in paths] or None).findings)


def codes(found: list[RootCause]) -> list[tuple[str, int]]:
    return [(cause.finding.rule.code, len(cause.consequences)) for cause in found]


def test_the_reports_of_a_broken_scheme_stand_under_its_own_error(root: Path) -> None:
    for number in range(MANY):
        unit(root, f"unit{number}")
        report(root, f"unit{number}")
    write(root, "schemes/demo/2025.yml", SCHEME.replace("full: 40", "full: 四十"))
    [cause] = causes(root)
    assert cause.finding.span.source.path == "schemes/demo/2025.yml"
    assert codes([cause]) == [("SR103", MANY)]
    text = cause.text(translator("en"))
    assert f"{MANY} more follow from it" in text
    assert f"and {MANY - MAX_PLACES} more places" in text


def test_where_the_scheme_was_not_asked_for_its_first_report_speaks_for_the_others(root: Path) -> None:
    for name in ("yi", "bing"):
        unit(root, name)
        report(root, name)
    write(root, "schemes/demo/2025.yml", SCHEME.replace("full: 40", "full: 四十"))
    assert codes(causes(root, "content")) == [("SR304", 1)]


@pytest.mark.parametrize(("scheme", "code"), [("demo@2052", "SR303"), ("domo@2025", "SR302")])
def test_reports_that_name_what_is_not_there_in_the_same_words_are_one(root: Path, scheme: str, code: str) -> None:
    for name in ("yi", "bing", "ding"):
        unit(root, name)
        report(root, name, scheme)
    assert codes(causes(root)) == [(code, 2)]


def test_two_names_that_are_not_there_are_two_causes(root: Path) -> None:
    unit(root, "yi")
    report(root, "jia", "demo@2052")
    report(root, "yi", "demo@2053")
    assert codes(causes(root)) == [("SR303", 0), ("SR303", 0)]


def test_last_years_file_under_this_years_name_is_one_cause(root: Path) -> None:
    report(root, "jia")
    report(root, "jia", file="2026.md")
    [cause] = causes(root)
    assert cause.finding.span.place == "content/units/jia/2026.md:5:9"
    assert codes([cause]) == [("SR309", 2)]


def test_two_reports_of_one_period_are_one_cause(root: Path) -> None:
    report(root, "jia", file="a.md")
    report(root, "jia", file="b.md")
    assert codes(causes(root)) == [("SR307", 1)]


def test_a_new_report_is_one_finding_and_its_lines(root: Path) -> None:
    indicators = "".join(
        f"      - {{id: B{number}, title: 丙{number}, method: direct, full: 1}}\n" for number in range(25)
    )
    write(root, "schemes/demo/2025.yml", SCHEME + indicators)
    with pytest.MonkeyPatch.context() as here:
        here.chdir(root)
        made = CliRunner().invoke(main, ["new", "report", "jia", "2025", "--scheme", "demo@2025"])
        assert made.exit_code == 0, made.output
        checked = CliRunner().invoke(main, ["check", "content"])
        data = json.loads(CliRunner().invoke(main, ["check", "content", "--format", "json"]).stdout)
    assert checked.output.count("SR102") == 1
    assert "同样的问题另有 26 处：第 9 行、" in checked.output
    first, *others = data["findings"]
    assert first["follows"] is None
    assert len(others) == 26
    place = {key: first[key] for key in ("file", "line", "column", "end_line", "end_column")}
    assert all(other["follows"] == {"code": "SR102", **place} for other in others)


def test_causes_in_several_files_come_first(root: Path) -> None:
    unit(root, "aaa")
    report(root, "aaa")
    write(root, "content/units/aaa/0.md", "---\ntitle: x\n")
    write(root, "schemes/demo/2025.yml", SCHEME.replace("full: 40", "full: 四十"))
    assert causes(root)[0].finding.span.source.path.startswith("schemes/")


def test_rules_follow_from_rules_that_exist_and_never_in_a_circle() -> None:
    def above(code: str, way: tuple[str, ...] = ()) -> None:
        assert code not in way, way
        for cause in Rule.registry[code].follows:
            if cause != ANY_ERROR:
                above(cause, (*way, code))

    for code in Rule.registry:
        above(code)
