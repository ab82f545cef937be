import pytest

from scorepress.core.composer import parse_yaml
from scorepress.core.findings import Finding
from scorepress.core.nodes import Items, Mapping, Scalar, key_span, span_at
from scorepress.core.spans import Source
from tests.support import mapping


def refused(text: str) -> list[str]:
    findings: list[Finding] = []
    parse_yaml(Source("a.yml", text), text, 1, findings)
    assert all(finding.text(str) for finding in findings)
    return [finding.rule.code for finding in findings]


@pytest.mark.parametrize(
    "text", ["0.05", "no", "0101", "1e3", "~", "2021-10-28", "12:30", "0x1F", "1_000", ".inf", "9.50", "yes", "１"]
)
def test_a_scalar_stays_its_text(text: str) -> None:
    value = mapping(f"x: {text}")["x"]
    assert isinstance(value, Scalar)
    assert str(value) == text
    assert value.plain


@pytest.mark.parametrize("text", ['"~"', "'null'", '""', "|\n  ~"])
def test_only_a_plain_null_is_nothing(text: str) -> None:
    assert not mapping(f"x: {text}")["x"].is_null


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing(text: str) -> None:
    assert mapping(f"x: {text}")["x"].is_null


def test_places() -> None:
    node = mapping("标题: 报告\nscores:\n  A1: {self: 30, list: [甲, 乙]}\n")
    assert span_at(node, "标题")[1:] == (1, 5, 1, 7)
    assert span_at(node, "scores", "A1", "self")[1:] == (3, 14, 3, 16)
    assert span_at(node, "scores", "A1", "list", 1)[1:3] == (3, 28)
    assert key_span(node, "scores", "A1")[1:3] == (3, 3)
    assert isinstance(node["scores"], Mapping)
    assert isinstance(node["scores"]["A1"]["list"], Items)


def test_a_path_that_leads_nowhere_ends_at_the_nearest_thing() -> None:
    node = mapping("scores:\n  A1: {self: 30}\n")
    assert span_at(node, "scores", "A1", "note", 3) == node["scores"]["A1"].span
    assert key_span(node, "scores", "A9") == node["scores"].span
    assert span_at(node, "none") == node.span


def test_places_count_from_the_line_that_the_text_begins_on() -> None:
    findings: list[Finding] = []
    source = Source("a.md", "---\nx: 1\n---\n")
    node = parse_yaml(source, "x: 1\n", 2, findings)
    assert node is not None
    assert span_at(node, "x").place == "a.md:2:4"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: {b: 1", ["SR020"]),
        ("a: 'b", ["SR020"]),
        ("a: &x 1", ["SR021"]),
        ("a: *x", ["SR021"]),
        ("<<: {a: 1}", ["SR025"]),
        ("a: !!python/name:os.system", ["SR022"]),
        ("a: !x 1", ["SR022"]),
        ("a: 1\na: 2", ["SR023"]),
        ("a: " + "[" * 17 + "]" * 17, ["SR024"]),
        ("? [a, b]\n: 1", ["SR025"]),
        ("~: 1", ["SR025"]),
        ("a: 1\n---\nb: 2", ["SR026"]),
        ("a：1", ["SR027"]),
        ("a:\n\tb: 1", ["SR028"]),
        ("- a", ["SR029"]),
        ("a", ["SR029"]),
        ("", ["SR029"]),
        ("# nothing", ["SR029"]),
        ("a: " + "字" * 100_000, ["SR030"]),
    ],
)
def test_refused_by_name(text: str, codes: list[str]) -> None:
    assert refused(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 60_000,
        "a: " + "{a: " * 40_000,
        "{" * 60_000,
        "? " * 60_000,
        "- " * 60_000,
        "a: [" + "1, " * 80_000 + "1]",
        "\n".join(f"a{index}: &x{index} 1" for index in range(9)),
        "a: " + '"' * 60_000,
        "a: |\n" + "  x\n" * 50_000,
        "%YAML 1.1\n---\na: 1",
    ],
)
def test_hostile_texts_are_read_or_refused(text: str) -> None:
    refused(text)


def test_the_first_of_two_values_is_kept() -> None:
    findings: list[Finding] = []
    node = mapping("a: 1\na: 2\n", findings)
    assert str(node["a"]) == "1"
    assert [finding.rule.code for finding in findings] == ["SR023"]
