from pathlib import Path

import pytest

from scorepress.core.findings import Finding, Refusal
from scorepress.core.paths import file_below, read_path
from scorepress.core.spans import Source, Span
from tests.support import mapping

PLACE = Span(Source("a.md", "file: x"), 1, 7, 1, 8)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C:\\方案.pdf", "SR401"),
        ("C:/方案.pdf", "SR401"),
        ("c:方案.pdf", "SR401"),
        ("evidence\\方案.pdf", "SR401"),
        ("/etc/passwd", "SR401"),
        ("//server/share/a.pdf", "SR401"),
        ("~/a.pdf", "SR401"),
        ("file:///etc/passwd", "SR401"),
        ("https://example.org/a.pdf", "SR401"),
        ("../a.pdf", "SR402"),
        ("evidence/../../a.pdf", "SR402"),
        ("evidence/..", "SR402"),
        ("..", "SR402"),
        (".a.pdf", "SR407"),
        (".evidence/a.pdf", "SR407"),
        ("...x", "SR407"),
    ],
)
def test_refused_paths(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_path(mapping(f"x: '{text}'")["x"])
    assert refused.value.rule.code == code


@pytest.mark.parametrize("text", ["evidence/方案.pdf", "a..b.pdf", "数据/2021 年.csv", "./a.pdf"])
def test_inner_paths(text: str) -> None:
    assert read_path(mapping(f"x: '{text}'")["x"]) == text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "unit"
    (inner / "evidence").mkdir(parents=True)
    (inner / "evidence" / "方案.pdf").write_bytes(b"x")
    (inner / "evidence" / "plan.pdf").write_bytes(b"x")
    (tmp_path / "secret.pdf").write_bytes(b"x")
    return inner


def codes(folder: Path, path: str) -> list[str]:
    findings: list[Finding] = []
    found = file_below(folder, path, PLACE, findings)
    assert (found is None) == bool(findings)
    return [finding.rule.code for finding in findings]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("evidence/方案.pdf", []),
        ("evidence/plan.pdf", []),
        ("evidence/Plan.PDF", ["SR404"]),
        ("Evidence/plan.pdf", ["SR404"]),
        ("evidence/none.pdf", ["SR403"]),
        ("none/plan.pdf", ["SR403"]),
        ("evidence", ["SR403"]),
        ("evidence/plan.pdf/x", ["SR403"]),
    ],
)
def test_files(folder: Path, path: str, expected: list[str]) -> None:
    assert codes(folder, path) == expected


def test_a_link_out_of_the_folder(folder: Path) -> None:
    try:
        (folder / "evidence" / "link.pdf").symlink_to(folder.parent / "secret.pdf")
        (folder / "out").symlink_to(folder.parent, target_is_directory=True)
    except OSError:
        pytest.skip("this system does not let us make links")
    assert codes(folder, "evidence/link.pdf") == ["SR417"]
    assert codes(folder, "out/secret.pdf") == ["SR417"]
    assert codes(folder, "out/secre.pdf") == ["SR417"]  # and the names behind it are not suggested


def test_a_link_inside_the_folder(folder: Path) -> None:
    try:
        (folder / "evidence" / "link.pdf").symlink_to(folder / "evidence" / "plan.pdf")
    except OSError:
        pytest.skip("this system does not let us make links")
    assert codes(folder, "evidence/link.pdf") == ["SR417"]


def test_a_link_to_itself(folder: Path) -> None:
    try:
        (folder / "loop.pdf").symlink_to(folder / "loop.pdf")
    except OSError:
        pytest.skip("this system does not let us make links")
    assert codes(folder, "loop.pdf") == ["SR417"]


@pytest.mark.parametrize("path", ["a" * 300 + ".pdf", "字" * 200, "./evidence/plan.pdf", "evidence//plan.pdf"])
def test_odd_paths_do_not_raise(folder: Path, path: str) -> None:
    codes(folder, path)
