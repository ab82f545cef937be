"""Files that look like reports are named with what to do; whoever checks a folder without a report is told so."""

from pathlib import Path

import pytest

from scorepress.project import Project, assess, unchecked
from tests.support import Written, project

SCHEME = "rounding: {places: 2, at: [total]}\nparts: [{id: P, title: 甲, indicators: [{id: A1, title: 数, full: 10, method: direct}]}]\n"  # noqa: E501
FOUND = {"SR309", "SR337", "SR338"}


def checked(root: Path, names: dict[str, str], reports: list[Written]) -> Project:
    made = project(root, SCHEME, reports, ["u", "v"])
    for name, text in names.items():
        path = made.settings.units / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return assess(made.settings)


def said(made: Project) -> list[tuple[str, str, str]]:
    return [
        (finding.rule.code, finding.span.source.path, finding.cure(str))
        for finding in made.findings
        if finding.rule.code in FOUND
    ]


@pytest.mark.parametrize(
    ("name", "period", "verb"),
    [
        ("2022.md.txt", "2022", "call"),
        ("2022.txt", "2022", "call"),
        ("2022", "2022", "call"),
        ("2022.MD", "2022", "call"),
        ("2022.Md", "2022", "call"),
        ("2022 .md", "2022", "call"),
        (" 2022.md", "2022", "call"),
        ("2022.markdown", "2022", "call"),
        ("2022.md.md", "2022", "call"),
        ("2022.yml", "2022", "call"),
        ("２０２２.md", "2022", "call"),
        ("2022．md", "2022", "call"),
        ("2022-H1.md.txt", "2022-H1", "call"),
        ("2022年.txt", "2022", "call"),
        ("2022年上半年.txt", "2022-H1", "call"),
        ("2022年第三季度自评报告.docx", "2022-Q3", "save"),
        ("2022.docx", "2022", "save"),
        ("2022.doc", "2022", "save"),
        ("2022.md.docx", "2022", "save"),
        ("2022.wps", "2022", "save"),
        ("2022.pdf", "2022", "save"),
        ("2022自评报告(1).docx", "2022", "save"),
        ("2022 - 副本.txt", "2022", "call"),
    ],
)
def test_files_that_look_like_reports(tmp_path: Path, name: str, period: str, verb: str) -> None:
    made = checked(tmp_path, {f"u/{name}": "x"}, [])
    findings = [each for each in said(made) if each[0] == "SR337"]
    assert [(code, path) for code, path, _ in findings] == [("SR337", f"content/units/u/{name}")]
    assert f"content/units/u/{period}.md" in findings[0][2]
    assert findings[0][2].startswith(verb)
    assert not {code for code, _, _ in said(made)} - {"SR337"}
    path = made.settings.units / "u" / name
    assert not unchecked(made.settings, [path])
    alone = assess(made.settings, [path])
    assert [finding.rule.code for finding in alone.findings if finding.rule.code in FOUND] == ["SR337"]


@pytest.mark.parametrize(
    "name",
    [
        "photo.jpg",
        "20221231.txt",
        "2022-plan.txt",
        "附件2022.docx",
        "~$2022.docx",
        ".2022.md.swp",
        "2022.zip",
        "2022.jpg",
        "说明.txt",
    ],
)
def test_other_files_beside_a_report(tmp_path: Path, name: str) -> None:
    assert said(checked(tmp_path, {f"u/{name}": "x"}, [Written("scores: {A1: 5}", period="2021")])) == []


def test_what_lies_beside_its_finished_report_is_left_alone(tmp_path: Path) -> None:
    report = Written("scores: {A1: 5}", period="2022")
    names = {"u/2022.docx": "x", "u/2022.md.txt": "x", "u/2022 (1).txt": "x"}
    made = checked(tmp_path, names, [report])
    assert said(made) == []
    assert said(assess(made.settings, [made.settings.units / "u/2022.docx"])) == []
    assert [code for code, _, _ in said(checked(tmp_path, {"u/2022.MD": "x"}, [report]))] == ["SR337"]


def test_evidence_named_by_a_report_is_no_report(tmp_path: Path) -> None:
    report = Written("scores: {A1: {self: 5, evidence: [a]}}\nevidence: {a: {title: 甲, file: 2020.pdf}}")
    assert said(checked(tmp_path, {"u/2020.pdf": "x"}, [report])) == []


def test_a_file_beside_the_units(tmp_path: Path) -> None:
    ((code, path, cure),) = said(checked(tmp_path, {"2022.txt": "x"}, [Written("scores: {A1: 5}")]))
    assert (code, path) == ("SR337", "content/units/2022.txt")
    assert "content/units/<unit>/2022.md" in cure


def test_a_folder_with_files_and_no_report(tmp_path: Path) -> None:
    made = checked(tmp_path, {"v/附件.zip": "x", "v/图/a.png": "x"}, [Written("scores: {A1: 5}")])
    assert [(code, path) for code, path, _ in said(made)] == [("SR338", "content/units/v/index.md")]
    assert said(checked(tmp_path / "none", {}, [Written("scores: {A1: 5}")])) == []
