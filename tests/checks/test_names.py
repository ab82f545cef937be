"""Names that disks and readers take for one, and names that some disks refuse."""

import unicodedata
from pathlib import Path

import pytest

from scorepress.checks.names import SIGNS, TWINS, Named, check_names, fold
from scorepress.core.layout import read_settings
from scorepress.core.spans import Source, Span
from scorepress.project import assess
from tests.conftest import CONFIG, REPORT, SCHEME

PLACE = Span(Source("a", ""), 1, 1, 1, 2)


def codes(*names: str) -> list[str]:
    return [finding.rule.code for _, finding in check_names(Named(name, PLACE) for name in names)]


TWIN_PAIRS = [("ab", "AB"), ("ß", "ss"), ("é", "e\u0301"), ("ａｂ", "ab"), ("ｶﾞ", "ガ"), ("Straße.pdf", "STRASSE.PDF")]


@pytest.mark.parametrize(("one", "other"), [*TWIN_PAIRS, *((chr(char), chr(twin)) for char, twin in TWINS.items())])
def test_names_that_are_one_to_a_disk_or_a_reader(one: str, other: str) -> None:
    assert "SR421" in codes(f"x{one}", f"x{other}")
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ab", "ab1"), ("台账", "台帐"), ("a-b", "a_b"), ("01", "1"), ("é", "e"), ("①", "一")]
)
def test_names_that_differ(one: str, other: str) -> None:
    assert "SR421" not in codes(one, other)


@pytest.mark.parametrize("device", ["con", "PRN", "aux", "Nul", "com1", "COM9", "lpt0", "com¹", "CONIN$"])
@pytest.mark.parametrize("end", ["", ".md", ".tar.gz", " .txt"])
def test_names_of_devices(device: str, end: str) -> None:
    assert codes(f"{device}{end}") == ["SR422"]


@pytest.mark.parametrize("sign", [*SIGNS, "\t", "\x1b"])
def test_signs_that_windows_refuses(sign: str) -> None:
    assert codes(f"方案{sign}一.pdf") == ["SR422"]


@pytest.mark.parametrize("name", ["方案.", "方案 ", "方案.pdf "])
def test_ends_that_windows_drops(name: str) -> None:
    assert codes(name) == ["SR422"]


@pytest.mark.parametrize(
    "name",
    [
        "console",
        "com",
        "com10",
        "auxiliary.md",
        "null",
        "方案（2024）.pdf",
        "图 1.png",
        "a.b.c",
        "附件①.pdf",
        "2025.md",
    ],
)
def test_names_that_are_right(name: str) -> None:
    assert codes(name) == []


@pytest.mark.parametrize("name", ["rоads", "Ａ组", "αβ", "２０２５", "ӓ"])
def test_letters_that_look_like_others(name: str) -> None:
    assert codes(name) == ["SR423"]


def test_files_folders_and_schemes_of_a_project(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": CONFIG % "zh",
        "schemes/demo/2025.yml": SCHEME,
        "schemes/DEMO/2025.yml": SCHEME,
        "content/units/jia/index.md": "---\nunit: jia\nname: 甲\nfictional: true\n---\n",
        "content/units/Jia/index.md": "---\nunit: Jia\nname: 乙\nfictional: true\n---\n",
        "content/units/jia/2025.md": REPORT,
        "content/units/jia/con.md": REPORT.replace("period: 2025", "period: 2024"),
        "content/units/jia/a.pdf": "",
        "content/units/jia/A.pdf": "",
        "content/units/jia/" + unicodedata.normalize("NFD", "é.pdf"): "",
        "content/units/jia/é.pdf": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if len(list((tmp_path / "content/units").iterdir())) < 2:
        pytest.skip("this disk takes both names for one")
    project = assess(read_settings(tmp_path / "mkdocs.yml"))
    found = {(each.rule.code, each.span.source.path.rpartition("/")[2]) for each in project.findings}
    assert {("SR421", "demo"), ("SR421", "jia"), ("SR421", "a.pdf"), ("SR421", "é.pdf"), ("SR422", "con.md")} <= found
    assert "units/jia/a.pdf" in project.left_out
    assert [each.publishable for each in project.reports] == [True, False]
