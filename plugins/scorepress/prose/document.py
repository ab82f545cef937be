"""A text as a whole: its tree, the ids of its headings, and the places in its file."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from scorepress.core.findings import Finding, Rule
from scorepress.core.limits import LIMITS
from scorepress.core.messages import N_, message
from scorepress.core.spans import Source, Span, span_of_line
from scorepress.prose.blocks import Spent
from scorepress.prose.build import Builder
from scorepress.prose.links import PictureInText
from scorepress.prose.nodes import Heading, Node, visible, walk
from scorepress.reports.front_matter import Page

OWN = "text-"
"""What an id of an author begins with where it could be one of the page's own."""

RESERVED = re.compile(
    r"(?:[_\-]|(?:by|class|contrast|evidence|figure|form|rules|score|since|sp|text|trend)[\-:]).*"
    r"|choices|cure|data|distribution|edges|editions|evidence|example|exit-codes|figures|findings|form|formula|grades|history"
    r"|indicators|league|leagues|limits|measures|methods|remarks|report|reports|results|scheme|scores|sections|see|statistics"
    r"|table|title|topics|units|vetoes|ways|why"
)
"""The ids that templates give; a test reads the templates. No binding of a heading can be one of them."""


EMBEDDED = re.compile(r"data:image/[\w.+\-]+;base64,(?P<code>[A-Za-z0-9+/]{100,})")
"""A picture as code; a shorter one shows nothing."""


class ProseBudget(Rule):
    """A text that costs more to read than a report may."""

    code = "SR612"
    message = N_("the text is too much to be read: at most {most} {what}")
    cure = N_("divide it, or put large tables into data files and long documents into attachments")
    why = N_("One report must not hold up the publication of all others.")
    bad = "[[[[[[[[[[[[[[[[…"
    good = "a text with paragraphs"


@dataclass(frozen=True)
class Document:
    """The text of one page as a tree."""

    source: Source
    first_line: int
    """The line of the file on which the body begins."""
    body: str
    blocks: tuple[Node, ...]
    unclosed: tuple[int, ...] = ()
    """Where a `{{` stands that is not closed on its line."""
    findings: tuple[Finding, ...] = ()
    """Why the text could not be read; then there are no blocks."""

    def nodes(self) -> Iterator[Node]:
        """Every node, each before what is inside it."""
        return walk(self.blocks)

    def span(self, start: int, end: int | None = None) -> Span:
        """The stretch of the file from `start` of the body to `end`, or to the end of the line if that comes first."""
        line = bisect_right(self._line_starts, start) - 1
        column = start - self._line_starts[line] + 1
        rest = len(self.source.line(self.first_line + line)) - column + 1
        length = rest if end is None else min(end - start, rest)
        return span_of_line(self.source, self.first_line + line, column, max(length, 1))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.body.split("\n")[:-1])]

    @cached_property
    def text(self) -> str:
        """What a reader sees."""
        return visible(self.blocks)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in their order."""
        return tuple(node for node in self.nodes() if isinstance(node, Heading))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of each heading on the page, no two alike."""
        given: dict[str, int] = {}
        """Each id, and the last number that was put behind it."""
        return tuple(_unlike(_id(heading), given) for heading in self.headings)

    def place_of(self, anchor: str) -> str | None:
        """The id that a link to `#anchor` leads to: an id, a binding, a former id, or the words of a heading."""
        place = self._places.get(anchor)
        return place if place or RESERVED.fullmatch(anchor) else self._by_words.get(slug(anchor))

    @cached_property
    def _places(self) -> dict[str, str]:
        places: dict[str, str] = {}
        for heading, place in zip(self.headings, self.ids, strict=True):
            for name in (place, place.removeprefix(OWN), heading.anchor):
                if name:
                    places.setdefault(name, place)
        return places

    @cached_property
    def _by_words(self) -> dict[str, str]:
        """The id of the first heading with these words."""
        words = [(slug(heading.text), place) for heading, place in zip(self.headings, self.ids, strict=True)]
        return dict(reversed(words))

    def with_blocks(self, blocks: tuple[Node, ...]) -> "Document":
        """The same text with another tree."""
        return replace(self, blocks=blocks)


def own_id(name: str) -> str:
    """An id for a place that an author names, which is no id that a template or a theme gives.

    Those begin with a small letter, `_` or `-`. What begins otherwise stays as it is: all Chinese, and the ids of most
    indicators.
    """
    return f"{OWN}{name}" if re.match(r"[a-z_\-]|$", name) else name


def _id(heading: Heading) -> str:
    """The id of a heading; a binding that no template can give keeps the address under which it is known."""
    anchor = heading.anchor
    if anchor is None or RESERVED.fullmatch(anchor):
        return own_id(anchor or slug(heading.text))
    return anchor


def slug(text: str) -> str:
    """The id of a heading without one of its own: its letters and digits, with `-` for what is between them."""
    parts = re.split(r"[^\w\-]+|-{2,}", text.strip().lower())
    return "-".join(part.strip("-") for part in parts if part.strip("-"))


def _unlike(name: str, given: dict[str, int]) -> str:
    """`name`, or the first of `name_1`, `name_2`, … that is not yet given."""
    unlike = name
    while unlike in given:
        given[name] += 1
        unlike = f"{name}_{given[name]}"
    given[unlike] = 0
    return unlike


def read_prose(page: Page) -> Document:
    """The text of a page; where it costs too much, an empty one with the finding that says so."""
    builder = Builder(page.body)
    document = Document(page.source, page.body_line, page.body, ())
    picture = EMBEDDED.search(page.body)
    if picture:
        finding = PictureInText.at(document.span(picture.start(), picture.start("code")), count=len(picture.group()))
        return replace(document, findings=(finding,))
    try:
        blocks = builder.blocks()
    except Spent as spent:
        limit = LIMITS[spent.limit]
        place = document.span(min(spent.place, len(page.body)))
        found = ProseBudget.at(place, most=limit.value, what=message(limit.unit))
        return replace(document, findings=(found,))
    return replace(document, blocks=blocks, unclosed=tuple(builder.unclosed))
