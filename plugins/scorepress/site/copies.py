"""What the search reads of a page, and what it shows of it: both made from the finished HTML."""

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from json import dumps

from scorepress.site.words import EVERY, key, unit_key, words

BODY = "data-pagefind-body"
"""The attribute of the element that is indexed; pages without one are left out."""
IGNORED = "data-pagefind-ignore"
SCORE_LINK = "sp-score-link"
"""Marks beside headings, which would otherwise be part of the headings' words."""

TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>""")
ID = re.compile(r'\sid="([^"]*)"')
ABOUT = re.compile(r'\sdata-about="([^"]*)"')
UNIT = re.compile(r'\sdata-unit="([^"]*)"')
YEAR = re.compile(r'\sdata-year="([0-9]{4})"')
EARLIEST = 1990
"""Ten years before the first one that weighs more than none."""
CELL = "\x1f"
"""Between the cells of a row, which are one line."""
SPACE = re.compile(r"\s+")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INLINE = frozenset(["a", "abbr", "b", "code", "del", "em", "i", "ins", "s", "small", "span", "strong", "sub", "sup"])
"""Elements within a line: a word goes on through them."""
CELLS = frozenset({"td", "th"})
VOID = frozenset({"br", "hr", "img", "input", "wbr"})


@dataclass(frozen=True)
class Line:
    """A paragraph, a row of a table, a heading: text without a break in it."""

    text: str
    heading: bool
    tag: str
    id: str
    """The nearest place above it that an address can name."""


@dataclass(frozen=True)
class Copy:
    """What is taken over of one page."""

    opening: str
    """The tag of the element that is indexed, with what the search can narrow by."""
    about: str
    unit: str
    """The name of the unit that it is about; empty where it is about none."""
    lines: tuple[Line, ...]
    year: int | None = None
    """The year of its period, where it has one."""

    @property
    def title(self) -> str:
        """The page's first heading."""
        return next((SPACE.sub(" ", line.text) for line in self.lines if line.heading), "")

    @cached_property
    def shown(self) -> str:
        """What a list of results shows of the page, as JSON: title, facts, and the text by section and place."""
        sections: list[tuple[str, str, list[list[str]]]] = []
        for line in self.lines:
            if line.heading or not sections:
                sections.append((line.id, SPACE.sub(" ", line.text) if line.heading else "", []))
            if not line.heading:
                text, section = SPACE.sub(" ", line.text), sections[-1]
                section[2].append([text] if line.id == section[0] else [text, line.id])
        return dumps({"title": self.title, "about": self.about, "sections": sections}, ensure_ascii=False)

    @property
    def searched(self) -> str:
        """The page for Pagefind: the words of each heading, every other word once, the unit's name, the word of all.

        A word's places in thousands of reports are most of what a query costs its reader. So each has one, and they are
        in one order on all pages, with a few lengths of pages, which is what can be compressed best. The last line
        changes the names of Pagefind's files with whatever is shown.
        """
        headings = {line: list(dict.fromkeys(map(key, words(line.text)))) for line in self.lines if line.heading}
        first = {word for found in headings.values() for word in found}
        rest = sorted({key(word) for line in self.lines if not line.heading for word in words(line.text)} - first)
        rest += sorted({unit_key(word) for word in words(self.unit)})
        length = sum(map(len, headings.values())) + len(rest) + 1
        digest = sha256(self.shown.encode()).digest()[:8]
        unsearched = "".join(chr(0xF0000 + byte) for byte in digest)  # private characters: no part of any word
        padding = [unsearched] * ((1 << length.bit_length()) - length)
        blocks = [f"<{line.tag}>{' '.join(found)}</{line.tag}>" for line, found in headings.items()]
        everywhere = f'<span data-pagefind-weight="{self._weight}">{EVERY}</span>'
        blocks.append(f"<p>{' '.join([*rest, everywhere, *padding])}</p></article>")
        return "\n".join(["<!doctype html><html><body>", self.opening, *blocks, "</body></html>"])

    @property
    def _weight(self) -> str:
        """What the word of all pages weighs here, from 1 to 10: the more the newer, for queries of filters alone."""
        return f"{min(10, max(1, ((self.year or 0) - EARLIEST) / 10)):.1f}"


def read_copy(html: str) -> Copy | None:
    """The copy of a finished page, or None where nothing of it is to be found."""
    if BODY not in html:
        return None
    body = html[html.rindex("<", 0, html.index(BODY)) : html.rindex("</article>")]
    first = TAG.match(body)
    if first is None:
        return None
    about, unit, year = (each.search(first[3]) for each in (ABOUT, UNIT, YEAR))
    return Copy(
        first.group(),
        entities.unescape(about[1]) if about else "",
        entities.unescape(unit[1]) if unit else "",
        tuple(_lines(body, first.end())),
        int(year[1]) if year else None,
    )


def _lines(body: str, start: int) -> Iterator[Line]:
    parts: list[str] = []
    tag, place = "p", ""
    for text, closes, name, attributes in _pieces(body, start):
        parts.append(text)
        if name in INLINE:
            continue
        if name == "br" or name in CELLS:
            parts.append("\n" if name == "br" else CELL)
            continue
        line = _line("".join(parts))
        parts.clear()
        if line:
            yield Line(line, tag in HEADINGS, tag, place)
        tag = name if name in HEADINGS and not closes else "p"
        found = None if closes else ID.search(attributes)
        place = entities.unescape(found[1]) if found else place


def _line(html: str) -> str:
    cells = (cell.strip() for cell in entities.unescape(html).split(CELL))
    return " · ".join(cell for cell in cells if cell)


def _pieces(body: str, start: int) -> Iterator[tuple[str, bool, str, str]]:
    """Each tag with the text before it (text, whether it closes, name, attributes), without what is ignored."""
    ignored, depth, at = "", 0, start
    for match in TAG.finditer(body, start):
        slash, tag, attributes = match.groups()
        name = tag.lower()
        if ignored:
            if name == ignored:
                depth += -1 if slash else 1
                if depth == 0:
                    ignored, at = "", match.end()
            continue
        yield body[at : match.start()], bool(slash), name, attributes
        at = match.end()
        if not slash and name not in VOID and (IGNORED in attributes or SCORE_LINK in attributes):
            ignored, depth = name, 1
    yield body[at:], True, "", ""
