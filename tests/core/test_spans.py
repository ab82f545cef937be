import pytest

from scorepress.core.spans import Source, display_width, excerpt, printable, span_of_line


def shown(text: str, column: int, length: int, width: int = 100) -> tuple[str, str]:
    return excerpt(span_of_line(Source("a.md", text), 1, column, length), width)


@pytest.mark.parametrize(
    ("text", "column", "length", "carets"),
    [
        ("A1: 30", 5, 2, "    ^^"),
        ("标题：报告", 3, 1, "    ^^"),  # two wide characters before it, one marked
        ("甲A乙B", 4, 1, "     ^"),
        ("A1: ３０", 5, 2, "    ^^^^"),
        ("\tA1: 1", 2, 2, " ^^"),
        ("A1:", 4, 1, "   ^"),  # just past the end
        ("", 1, 1, "^"),
    ],
)
def test_carets_stand_below_what_they_mark(text: str, column: int, length: int, carets: str) -> None:
    assert shown(text, column, length)[1] == carets


def test_a_span_of_several_lines_marks_the_rest_of_its_first() -> None:
    source = Source("a.md", "A1: [1,\n2]")
    span = span_of_line(source, 1, 5, 3)._replace(end_line=2, end_column=3)
    assert excerpt(span) == ("A1: [1,", "    ^^^")


def test_a_long_line_is_cut_round_the_span() -> None:
    line, carets = shown("字" * 500 + "错" + "字" * 500, 501, 1, width=40)
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) == 42
    before = line[: line.index("错")]
    assert len(carets) - len(carets.lstrip()) == display_width(before)
    assert carets.strip() == "^^"


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\u202e", "\u200b", "\x00"])
def test_nothing_drives_the_terminal(char: str) -> None:
    assert char not in printable(f"a{char}b")
    assert char not in shown(f"a{char}b", 1, 1)[0]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ["a", "b"]),
        ("a\r\nb", ["a", "b"]),
        ("a\rb", ["a", "b"]),
        ("a\r\n\nb", ["a", "", "b"]),
        ("a\x0bb\u2028c", ["a\x0bb\u2028c"]),
        ("", [""]),
    ],
)
def test_lines_are_those_of_an_editor(text: str, lines: list[str]) -> None:
    assert Source("a", text).lines == lines
    assert Source("a", text).line(99) == ""
    assert Source("a", text).line(0) == ""
