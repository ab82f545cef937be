"""Where a thing stands in a file: sources, spans and the excerpt with carets below it."""

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from scorepress.privacy import PersonalNumber, masked, personal_numbers


@dataclass(frozen=True, eq=False)
class Source:
    """One text file as read: its path as shown to people (POSIX form, from the project root) and its text."""

    path: str
    text: str = field(repr=False)
    spelt: list[PersonalNumber] = field(default_factory=list, repr=False)
    """Personal numbers that are only there once YAML or prose is read: with escapes, or on two lines."""

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their breaks; a lone CR, LF and CRLF each end a line."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), or an empty string past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @cached_property
    def personal(self) -> tuple[PersonalNumber, ...]:
        """The personal numbers in the text."""
        return personal_numbers(self.text)

    @property
    def known(self) -> tuple[PersonalNumber, ...]:
        """The personal numbers in the text, and those that are only there once it is read."""
        return (*self.personal, *self.spelt)

    def masked(self, text: str) -> str:
        """`text`, which tells of this source, with personal numbers masked; as long as before."""
        return masked(text, self.known)

    @property
    def shown_path(self) -> str:
        """The path with personal numbers masked: some files are called after people."""
        return masked(self.path)


class Span(NamedTuple):
    """A stretch of a source: lines and columns count characters from 1, the end is exclusive."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def place(self) -> str:
        """`path:line:column`, the form that editors and terminals make clickable."""
        return f"{self.source.shown_path}:{self.line}:{self.column}"

    def data(self) -> dict[str, object]:
        """The place as plain data for JSON."""
        return {
            "file": self.source.shown_path,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
        }

    def holds(self, other: "Span") -> bool:
        """Whether `other` begins inside this stretch."""
        start, end = (self.line, self.column), (self.end_line, self.end_column)
        return self.source is other.source and start <= (other.line, other.column) < end

    def part(self, start: int, length: int = 1) -> "Span":
        """The stretch of `length` characters that begins `start` characters into this one, on its first line."""
        column = self.column + start
        return Span(self.source, self.line, column, self.line, column + max(length, 1))


def span_of_line(source: Source, line: int, column: int = 1, length: int | None = None) -> Span:
    """`length` characters of one line from `column` on; without a length, the rest of the line."""
    width = len(source.line(line)) - column + 1 if length is None else length
    return Span(source, line, column, line, column + max(width, 1))


def excerpt(span: Span, width: int = 100) -> tuple[str, str]:
    """The line a span starts on, with personal numbers masked, and a line of carets below its columns.

    Chinese characters fill two cells of a terminal, so the carets are placed by display width, not by
    character. A line longer than `width` characters is cut round the span, so that a hostile line cannot flood
    the screen.
    """
    text = span.source.masked(span.source.line(span.line)).replace("\t", " ")
    end = span.end_column if span.end_line == span.line else len(text) + 1
    first, last = span.column - 1, max(span.column, end - 1)
    start = max(0, first - width // 2) if len(text) > width else 0
    shown = text[start : start + width]
    last = min(last, start + len(shown)) if shown else last
    marked = text[first:last]
    lead = "…" if start else ""
    tail = "…" if start + width < len(text) else ""
    indent = " " * (len(lead) + display_width(text[start:first]))
    return f"{lead}{printable(shown)}{tail}", indent + "^" * max(1, display_width(marked))


def display_width(text: str) -> int:
    """Cells that `text` fills in a terminal: two for wide and full-width characters, one for the others."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def printable(text: str) -> str:
    """`text` with every control or bidirectional character replaced, so that a file cannot drive the terminal."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char
        for char in text
    )
