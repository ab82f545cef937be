"""What libyaml refuses, in the words of the one who has to correct it."""

import re

import pytest

from scorepress.core.composer import parse_yaml
from scorepress.core.findings import Finding
from scorepress.core.line_forms import other_forms, quoted_forms
from scorepress.core.messages import translator
from scorepress.core.spans import Source

LATIN = re.compile(r"[a-z]{4,}")


def found_in(text: str) -> Finding:
    findings: list[Finding] = []
    assert parse_yaml(Source("a.md", text), text, 1, findings) is None
    (finding,) = findings
    return finding


@pytest.mark.parametrize(
    "text",
    [
        "a: 'x",
        "a: [1",
        "a: {b: 1",
        "a: }",
        "a: |x\n  b",
        "a: |0\n  b",
        "a: >\n\tb",
        "a: b\n\tc: d",
        "%FOO",
        "%",
        "%YAML x",
        "%YAML 2.0\n---\na: 1",
        "%TAG ! x\n%TAG ! y\n---\na: 1",
        'a: "\\x"',
        'a: "C:\\new\\q"',
        'a: "\\uD800"',
        "a: @x",
        "a: ? b",
        "a: - b",
        "a: b: c",
        "- a\nb",
        "a:\n  b: 1\n c: 2",
        "- - a\n - b",
        "a: 1\n...\nb: 2",
        "a: *",
        "a: & x",
        "a: !<x",
        "a: !e!x y",
        "a: !x%ZZ y",
    ],
)
def test_what_is_wrong_is_said_in_chinese(text: str) -> None:
    finding = found_in(text)
    words = finding.message(translator("zh_CN"))
    assert finding.rule.code in {"SR020", "SR021", "SR022", "SR028"}
    assert not LATIN.search(words.replace("Windows", "")), words
    assert "解析器" not in words


@pytest.mark.parametrize(
    ("text", "column", "key"),
    [
        ("scores：{A1: 30}", 7, "scores"),
        ("scores：[a: 1]", 7, "scores"),
        ('a："x: y"', 2, "a"),
        ("a: {b：1, c：{d: 2}}", 6, "b"),
        ("a: {b: c：{d: 1}}", 9, "c"),
        ("a: {'k'：1}", 8, "k"),
    ],
)
def test_a_full_width_colon_is_seen_wherever_it_stands(text: str, column: int, key: str) -> None:
    finding = found_in(text)
    assert (finding.rule.code, finding.span.column, finding.args["key"]) == ("SR027", column, key)


@pytest.mark.parametrize("text", ["rows: {其中：农村: 1}", "其中：（农村）: 1", "'a：{b': 1", "a：{b}: 1"])
def test_a_full_width_colon_in_a_key_may_be_meant(text: str) -> None:
    findings: list[Finding] = []
    assert parse_yaml(Source("a.md", text), text, 1, findings)
    assert findings == []


@pytest.mark.parametrize("text", ["a: {" + " " * 60_000, "a: {" + "abc: c " * 8_000, "a: [" + "x#y " * 15_000])
def test_a_line_longer_than_any_text_is_not_written_otherwise(text: str) -> None:
    assert list(other_forms(text)) == list(quoted_forms(text)) == []
    assert len(list(other_forms("A1 28"))) > 1
