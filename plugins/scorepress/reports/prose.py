"""The prose of a report: its headings, what they are bound to, and the references to numbers in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scorepress.core.spans import Span, span_of_line
from scorepress.reports.front_matter import Page

HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>.*?)(?:[ \t]+\{:?(?P<attributes>[^{}]*)\})?[ \t]*#*[ \t]*")
FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
ANCHOR = re.compile(r"#(?P<id>[^\s}]+)")
REFERENCE = re.compile(r"\{\{(?P<expression>.*?)\}\}")
CODE = re.compile(r"(`+)(?:(?!\1).)*?\1(?!`)")
NUMBERING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百]+[、章节部分.．]+|[（(][一二三四五六七八九十百\d]+[)）]|\d+(?:\.\d+)*[、.．)）]?)\s*"
)


@dataclass(frozen=True)
class Heading:
    """One heading: its level, its words without numbering, what it is bound to, and its place."""

    level: int
    text: str
    """As written, without the attributes."""
    anchor: str | None
    """The id that it bears, `A1` for `{#A1}`."""
    span: Span

    @property
    def title(self) -> str:
        """The words without `一、` or `（1）` before them."""
        return NUMBERING.sub("", self.text, count=1) if NUMBERING.match(self.text) else self.text

    @property
    def numbering(self) -> str:
        """The numbering alone, `一、`, or nothing."""
        found = NUMBERING.match(self.text)
        return found.group().strip() if found else ""


@dataclass(frozen=True)
class Reference:
    """One `{{ … }}`: the formula and its place, the braces included."""

    expression: str
    span: Span
    alone: bool
    """Whether it is the only thing on its line: then a whole figure can stand there."""


def prose_lines(page: Page) -> Iterator[tuple[int, str]]:
    """Line number in the file and text of every line of the body outside code blocks."""
    fence = ""
    for number, line in enumerate(page.source.lines[page.body_line - 1 :], page.body_line):
        found = FENCE.match(line)
        if fence:
            if found and found["mark"].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif found:
            fence = found["mark"]
        else:
            yield number, line


def headings(page: Page) -> list[Heading]:
    """The ATX headings (`## …`) of the body."""
    found = []
    for number, line in prose_lines(page):
        match = HEADING.fullmatch(line) if line.startswith("#") else None
        if match is None:
            continue
        anchor = ANCHOR.search(match["attributes"] or "")
        if anchor:
            start = match.start("attributes") + anchor.start("id") + 1
            span = span_of_line(page.source, number, start, len(anchor["id"]))
        else:
            span = span_of_line(page.source, number, match.start("text") + 1, len(match["text"]))
        found.append(Heading(len(match["marks"]), match["text"].strip(), anchor["id"] if anchor else None, span))
    return found


def references(page: Page) -> list[Reference]:
    """Every `{{ … }}` of the body outside code."""
    return [
        Reference(
            match["expression"].strip(),
            span_of_line(page.source, number, match.start() + 1, len(match.group())),
            alone,
        )
        for number, line in prose_lines(page)
        if "{{" in line
        for match, alone in _on_line(line)
    ]


def _on_line(line: str) -> Iterator[tuple[re.Match[str], bool]]:
    code = [match.span() for match in CODE.finditer(line)]
    for match in REFERENCE.finditer(line):
        if not any(start <= match.start() < end for start, end in code):
            yield match, match.group() == line.strip()


def replace_references(page: Page, texts: dict[tuple[int, int], str]) -> str:
    """The body with each reference replaced by the text given for its line and column.

    Line breaks become LF; code and everything without a text given is left as it is.
    """
    changed = {}
    for number, line in prose_lines(page):
        if "{{" not in line:
            continue
        parts, last = [], 0
        for match, _ in _on_line(line):
            text = texts.get((number, match.start() + 1))
            if text is not None:
                parts += [line[last : match.start()], text]
                last = match.end()
        changed[number] = "".join([*parts, line[last:]])
    lines = page.source.lines[page.body_line - 1 :]
    return "\n".join(changed.get(number, line) for number, line in enumerate(lines, page.body_line))
