"""The prose of a report: its headings, what they are bound to, and the references to numbers in it."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from scorepress.core.spans import Span, span_of_line
from scorepress.reports.front_matter import Page

HEADING = re.compile(r"(?P<marks>#{1,6})(?:[ \t]+|(?=[^# \t]))")
UNDERLINE = re.compile(r"[=\-]+ *")
ATTRIBUTES = re.compile(r"[ \t]\{:?(?P<attributes>[^{}]*)\}")
FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`<]*$)|~{3,}(?=[^<]*$))")
FENCE_END = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})[ \t]*")
ANCHOR = re.compile(r"#(?P<id>[^\s}]+)")
REFERENCE = re.compile(r"\{\{(?P<expression>.*?)\}\}")
TICKS = re.compile(r"`+")
NUMBERING = re.compile(
    r"\s*(?:[一二三四五六七八九十百]+[、.．]|第[一二三四五六七八九十百]+(?:[章节]|部分)[、.．]?"
    r"|[（(][一二三四五六七八九十百\d]+[)）]|\d+(?:\.\d+)+[、.．)）]?|\d+[、.．)）]|\d{1,2}(?=\s))\s*"
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
    underlined: bool = False
    """Whether it is a heading by the line of `===` or `---` below it."""

    @property
    def title(self) -> str:
        """The words without `一、` or `（1）` before them."""
        return without_numbering(self.text)

    @property
    def numbering(self) -> str:
        """The numbering alone, `一、`, or nothing."""
        found = NUMBERING.match(self.text)
        return found.group().strip() if found else ""


def without_numbering(text: str) -> str:
    """`基本情况` for `一、基本情况`."""
    found = NUMBERING.match(text)
    return text[found.end() :] if found else text


@dataclass(frozen=True)
class Reference:
    """One `{{ … }}`: the formula and its place, the braces included."""

    expression: str
    span: Span
    alone: bool
    """Whether it is the only thing on its line: then a whole figure can stand there."""


def prose_lines(page: Page) -> Iterator[tuple[int, str]]:
    """Line number in the file and text of every line of the body outside code blocks."""
    lines = page.source.lines
    ends: dict[str, list[int]] = {}
    """For each mark that can close a block of code, the lines it stands on, the last first."""
    if "```" not in page.source.text and "~~~" not in page.source.text:
        yield from enumerate(lines[page.body_line - 1 :], page.body_line)
        return
    for number in range(len(lines), page.body_line - 1, -1):
        closing = FENCE_END.fullmatch(lines[number - 1]) if lines[number - 1] else None
        if closing:
            ends.setdefault(closing["mark"], []).append(number)
    number = page.body_line
    while number <= len(lines):
        found = FENCE.match(lines[number - 1])
        closers = ends.get(found["mark"], []) if found else []
        while closers and closers[-1] <= number:
            closers.pop()
        if closers:
            number = closers.pop() + 1
            continue
        yield number, lines[number - 1]  # a block that is never closed is shown as text
        number += 1


def coded_lines(page: Page, *marks: str) -> Iterator[tuple[int, str, list[tuple[int, int]]]]:
    """The lines of `prose_lines` that hold one of `marks`, each with the stretches of it that are code."""
    text = page.source.text
    if not any(mark in text for mark in marks):
        return
    if "`" not in text:
        yield from ((number, line, []) for number, line in prose_lines(page) if any(mark in line for mark in marks))
        return
    certain = True
    for number, line in prose_lines(page):
        if not line.strip():
            certain = True  # a stretch of code ends with its paragraph at the latest
            continue
        code = code_in(line) if certain and "`" in line else []
        certain = certain and code is not None
        if any(mark in line for mark in marks):
            yield number, line, code or []


def code_in(line: str) -> list[tuple[int, int]] | None:
    """The stretches of code in a line, from a run of backquotes to the next run as long.

    None where a run has no partner: then it may have one on another line, and nothing is certain to be code.
    """
    runs = [match.span() for match in TICKS.finditer(line)]
    partners: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        partners.setdefault(runs[index][1] - runs[index][0], []).append(index)
    code, index = [], 0
    while index < len(runs):
        start, end = runs[index]
        before = start
        while before and line[before - 1] == "\\":
            before -= 1
        start += (start - before) % 2  # the first backquote is escaped
        behind = partners.get(end - start, [])
        while behind and behind[-1] <= index:
            behind.pop()
        if not behind and start < end:
            return None
        if start < end:
            index = behind.pop()
            code.append((start, runs[index][1]))
        index += 1
    return code


class HeadingLine(NamedTuple):
    """A line read as a heading: level, words, anchor, and where in the line the words or the anchor stand."""

    level: int
    text: str
    anchor: str | None
    start: int
    length: int


def read_heading(line: str) -> HeadingLine | None:
    """`## 一、方案 {#A1}` in its parts, `##方案` too; None for a line that is no ATX heading."""
    match = HEADING.match(line) if line.startswith("#") else None
    if match is None:
        return None
    return _parts(line, len(match["marks"]), match.end(), len(line.rstrip(" \t").rstrip("#").rstrip(" \t")))


def _parts(line: str, level: int, start: int, end: int) -> HeadingLine:
    """A heading whose words and attributes stand between `start` and `end`."""
    attributes = ATTRIBUTES.fullmatch(line, max(line.rfind("{", 0, end) - 1, 0), end)
    text = line[start : attributes.start() if attributes else end].rstrip(" \t")
    anchor = ANCHOR.search(attributes["attributes"]) if attributes else None
    if attributes and anchor:
        place = attributes.start("attributes") + anchor.start("id")
        return HeadingLine(level, text.strip(), anchor["id"], place, len(anchor["id"]))
    return HeadingLine(level, text.strip(), None, start, len(text))


def headings(page: Page) -> list[Heading]:
    """The headings of the body, as Python-Markdown sees them: `## …`, `##…` and lines underlined with === or ---."""
    found: list[Heading] = []
    fresh, above, last = True, "", 0  # whether a block begins; its first line, as long as it is the only one
    for number, line in prose_lines(page):
        if number > last + 1:
            fresh, above = True, ""  # a block of code lies between
        last = number
        read = read_heading(line) if line.startswith("#") else None
        ruled = line[:1] in {"=", "-"} and UNDERLINE.fullmatch(line) is not None
        underlined = ruled and above != ""
        if underlined:
            level = 1 if line.startswith("=") else 2
            read = _parts(above, level, len(above) - len(above.lstrip(" ")), len(above.rstrip()))
        if read is not None:
            place = span_of_line(page.source, number - underlined, read.start + 1, read.length)
            found.append(Heading(read.level, read.text, read.anchor, place, underlined))
            fresh, above = True, ""
        elif line and not line.isspace():
            above = line if fresh and not ruled and not line.startswith(NO_TITLE) else ""
            fresh = False
        else:
            fresh, above = True, ""
    return found


NO_TITLE = ("    ", "\t", ">")
"""What begins a line that no underline makes a heading of the page: code, and what is quoted."""


def references(page: Page) -> list[Reference]:
    """Every `{{ … }}` of the body outside code."""
    return [
        Reference(
            match["expression"].strip(),
            span_of_line(page.source, number, match.start() + 1, len(match.group())),
            alone,
        )
        for number, line, code in coded_lines(page, "{{")
        for match, alone in _on_line(line, code)
    ]


def unclosed(page: Page) -> list[Span]:
    """Every `{{` of the body outside code that is not closed on its line."""
    found = []
    for number, line, code in coded_lines(page, "{{"):
        start = line.find("{{", line.rfind("}}") + 2 if "}}" in line else 0)
        if start >= 0 and not _inside_code(start, code):
            found.append(span_of_line(page.source, number, start + 1))
    return found


def _on_line(line: str, code: list[tuple[int, int]]) -> Iterator[tuple[re.Match[str], bool]]:
    whole = line.strip()
    for match in REFERENCE.finditer(line, 0, line.rfind("}}") + 2):  # behind the last }} nothing is closed
        if not _inside_code(match.start(), code):
            yield match, match.group() == whole


def _inside_code(position: int, code: list[tuple[int, int]]) -> bool:
    index = bisect_right(code, (position, sys.maxsize)) - 1
    return index >= 0 and position < code[index][1]


def replace_references(page: Page, texts: dict[tuple[int, int], str]) -> str:
    """The body with each reference replaced by the text given for its line and column.

    Line breaks become LF; code and everything without a text given is left as it is.
    """
    changed = {}
    for number, line, code in coded_lines(page, "{{") if texts else ():
        parts, last = [], 0
        for match, _ in _on_line(line, code):
            text = texts.get((number, match.start() + 1))
            if text is not None:
                parts += [line[last : match.start()], text]
                last = match.end()
        changed[number] = "".join([*parts, line[last:]])
    lines = page.source.lines[page.body_line - 1 :]
    return "\n".join(changed.get(number, line) for number, line in enumerate(lines, page.body_line))
