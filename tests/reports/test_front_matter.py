import pytest

from scorepress.core.findings import Finding
from scorepress.core.nodes import span_at
from scorepress.core.spans import Source
from scorepress.reports.front_matter import Page, split


def page(text: str) -> tuple[Page, list[str]]:
    findings: list[Finding] = []
    made = split(Source("a.md", text), findings)
    return made, [finding.rule.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\nx: 1\n---\n正文\n", "正文\n", 4),
        ("---\r\nx: 1\r\n---\r\n正文\r\n", "正文\n", 4),
        ("---\rx: 1\r---\r正文\r", "正文\n", 4),
        ("---\nx: 1\n...\n正文\n", "正文\n", 4),
        ("---  \nx: 1\n--- \t\n正文", "正文", 4),
        ("---\nx: 1\n---", "", 4),
        ("---\nx: 1\n---\n", "", 4),
        ("---\nx: 1\n---\n\n---\n\n正文", "\n---\n\n正文", 4),
        ("---\nx: |\n  ---\n  y\n---\n正文", "正文", 6),
        ("---\nx: 1 # ---\n---\n正文", "正文", 4),
    ],
)
def test_the_two_halves(text: str, body: str, line: int) -> None:
    made, codes = page(text)
    assert codes == []
    assert made.node is not None
    assert list(made.node) == ["x"]
    assert (made.body, made.body_line) == (body, line)
    assert made.source.line(line) == body.splitlines()[0] if body.strip() else True


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("正文", "SR010"),
        ("\n---\nx: 1\n---\n", "SR010"),
        (" ---\nx: 1\n---\n", "SR033"),
        ("----\nx: 1\n---\n", "SR033"),
        ("---\nx: 1\n正文", "SR011"),
        ("---", "SR011"),
        ("---\n---\n正文", "SR029"),
        ("---\n- x\n---\n", "SR029"),
    ],
)
def test_without_usable_front_matter(text: str, code: str) -> None:
    made, codes = page(text)
    assert codes == [code]
    assert made.node is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_those_of_the_file(end: str) -> None:
    made, _ = page(end.join(["---", "x: 1", "y: {z: 2}", "---", "正文"]))
    assert span_at(made.node, "y", "z").place == "a.md:3:8"
