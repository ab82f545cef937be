"""What the writer of HTML makes: only what the tree knows, whatever was typed."""

import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorepress.core.findings import Refusal
from scorepress.prose.html import CLASSES, Drawing, to_html
from scorepress.prose.links import Kind, target
from scorepress.prose.nodes import Link
from tests.prose.texts import document

ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"src", "alt"},
    "th": {"scope", "class"},
    "td": {"class"},
    "ol": {"class"},
    "span": {"class"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
TAGS = {
    *ATTRIBUTES,
    *["p", "em", "strong", "code", "pre", "blockquote", "ul", "li", "table", "thead", "tbody", "tr", "br", "hr"],
}
VOID = {"br", "hr", "img"}


def address(link: Link) -> str | None:
    """As pages give them: nothing for what leads nowhere or is forbidden."""
    try:
        found = target(link, "units/jia/2025.md")
    except Refusal:
        return None
    return f"#{found.anchor}" if found.kind is Kind.PLACE else found.path


class Strict(HTMLParser):
    """Notes whatever no text may bring onto a page, and the text that a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or not {name for name, _ in attrs} <= ATTRIBUTES.get(tag, set()):
            self.wrong.append(self.get_starttag_text() or tag)
        for name, given_value in attrs:
            value = given_value or ""
            if name == "class" and value not in CLASSES:
                self.wrong.append(value)
            if name == "id" and value[:1] in "abcdefghijklmnopqrstuvwxyz_-" and not value.startswith("text-"):
                self.wrong.append(value)
            if (
                name in {"href", "src"}
                and ":" in value.split("/")[0]
                and not value.startswith(("http", "mailto:", "tel:"))
            ):
                self.wrong.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(body: str) -> Strict:
    parser = Strict()
    parser.feed(to_html(document(body), Drawing(address)))
    parser.close()
    return parser


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<!-- x -->",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,<script>)",
    "[a](vbscript:x)",
    '![a"onerror="x](b.png)',
    '[a](b.png"onclick="x)',
    '[a](<b.png" onclick=x>)',
    "![a](//evil.invalid/x.png)",
    "![a](https://evil.invalid/x.png)",
    "![a](/\\evil.invalid/x.png)",
    "<javascript:alert(1)>",
    '## a" onclick="x {#"b}',
    "## a {#b onclick=x}",
    "```<script>\n</code><script>\n```",
    "| <a> | `</td>` |\n|---|---|",
    "`</code><script>`",
    "[x](a.pdf){.sp-score-link}",
    "## 甲 {.sp-score-link}",
    "## 甲 {: id=__config }",
    "{: class=md-header }\n甲",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_runs_and_nothing_dresses_up(body: str) -> None:
    assert not read(body).wrong


PARTS = [
    *HOSTILE,
    *"<>\"'&=/\\`*_[]()!#|{}:-+.~",
    *[
        "甲",
        "a",
        " ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "## ",
        "|---|",
        "javascript:",
        "onerror=",
        "style=",
        "id=",
        "class=",
    ],
]


@given(st.lists(st.sampled_from(PARTS), max_size=30))
@settings(max_examples=400, deadline=None)
def test_whatever_is_typed_comes_out_clean(parts: list[str]) -> None:
    found = read("".join(parts))
    assert not found.wrong
    assert not found.open


@given(st.lists(st.sampled_from(PARTS), max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_cleaner_of_html_finds_nothing_to_take_away(parts: list[str]) -> None:
    """The second look, by a program that knows nothing of the tree."""
    html = to_html(document("".join(parts)), Drawing(address))
    tags = {tag: attributes - {"rel"} for tag, attributes in ATTRIBUTES.items()}
    cleaned = nh3.clean(html, tags=TAGS, attributes=tags, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None)

    assert re.findall(r"<(\w+)", cleaned) == re.findall(r"<(\w+)", html)


@given(st.lists(st.sampled_from(PARTS), max_size=30))
@settings(max_examples=200, deadline=None)
def test_the_page_shows_what_the_tree_shows(parts: list[str]) -> None:
    """Letters and digits in their order; pictures show their words only where they cannot be seen."""
    text = document("".join(parts))
    pictures = any(type(node).__name__ == "Picture" for node in text.nodes())
    if not pictures and "{{" not in text.body:
        found = [char for char in read(text.body).text if char.isalnum()]
        assert found == [char for char in text.text if char.isalnum()]
