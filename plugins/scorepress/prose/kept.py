"""Visible text is kept: every character of a text is shown, or it is markup that the tree accounts for.

The tree claims stretches of the text, each as something: characters that are shown, signs of emphasis, the address of a
link. Here every claim is held against the characters that stand there, by patterns that the parser does not use, and
what nobody claims must be a space, a bar of a table, the sign of a quotation or a backslash before a sign.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from scorepress.prose.document import Document
from scorepress.prose.nodes import (
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Item,
    Link,
    Node,
    Picture,
    Quote,
    Reference,
    Ruler,
    TableBlock,
    Text,
)

BEHIND_ADDRESS = re.compile(r">?\s*")
SPACE = re.compile(r"\s*")
ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
QUOTE_SIGN = re.compile(r">(?![\d=＝≥])")
BULLET = re.compile(r"[-+*]")
ITEM_NUMBER = re.compile(r"\d{1,9}[.)]")
HEADING_MARKS = re.compile(r"#{1,6}[ \t\u3000\u00a0]*")
ANCHOR = r"[ \t]*(?:\{:?[ \t]*#(?P<id>[^\s{}#]+)(?:[ \t]+\.[\w\-]+)*[ \t]*\})?[ \t]*"
HEADING_TAIL = re.compile(rf"{ANCHOR}#*[ \t]*")
HEADING_ROW = re.compile(rf"{ANCHOR}\n[ \t>]*(?:=+|-+)")
FENCE_LINE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*[A-Za-z0-9+#.\-]*[ \t]*")
RULED = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}")
TABLE_RULER = re.compile(r"[|:\- \t]*-[|:\- \t]*")
QUOTED = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)
OPERAND = re.compile(r"[0-9A-Za-z()\[\]%]")


@dataclass(frozen=True)
class Claim:
    """A stretch of the text that the tree answers for; `holds` says whether it is what the tree takes it for."""

    start: int
    end: int
    holds: bool


@dataclass(frozen=True)
class Stretches:
    """Stretches of the text that lie one behind the other; those inside another one are part of it."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, nodes: Iterable[Node], kind: type[Node]) -> "Stretches":
        """Where the outer nodes of a kind stand."""
        outer: list[Node] = []
        for node in nodes:
            if isinstance(node, kind) and (not outer or node.start > outer[-1].end):
                outer.append(node)
        return cls(tuple(node.start for node in outer), tuple(node.end for node in outer))

    def have(self, place: int, before: int = 0, behind: int = 0) -> bool:
        """Whether `place` is in one of them, or so many characters `before` or `behind` it."""
        index = bisect_right(self.starts, place + before)
        return index > 0 and place <= self.ends[index - 1] + behind


def first_lost(document: Document) -> int | None:
    """The place in the body of the first character that a reader would not see; None where all is kept."""
    if document.findings:
        return None
    body, reached = document.body, 0
    nodes = list(document.nodes())
    tables, quotes = Stretches.of(nodes, TableBlock), Stretches.of(nodes, Quote)
    claims = sorted((claim for node in nodes for claim in _claims(node, body)), key=lambda claim: claim.start)
    for claim in claims:
        lost = _unclaimed(body, reached, claim.start, tables, quotes)
        if lost is not None:
            return lost
        if not claim.holds or claim.start < reached:
            return claim.start
        reached = claim.end
    return _unclaimed(body, reached, len(body), tables, quotes)


def _unclaimed(body: str, start: int, end: int, tables: Stretches, quotes: Stretches) -> int | None:
    """The first character between two claims that is no markup."""
    while True:
        start = _behind(SPACE, body, start)
        if start >= end:
            return None
        sign = body[start]
        if (
            (sign == "|" and tables.have(start, behind=1))
            or (QUOTE_SIGN.match(body, start) and quotes.have(start, before=MARGIN, behind=MARGIN))
            or (start + 1 == end and ESCAPE.match(body, start))
            or (sign == "\\" and body[start + 1 : start + 2] == "\n")
        ):
            start += 1
        else:
            return start


MARGIN = 40
"""So far from what is quoted the signs of a quotation stand."""


def _behind(pattern: re.Pattern[str], body: str, start: int) -> int:
    match = pattern.match(body, start)
    return match.end() if match else start


def _claims(node: Node, body: str) -> Iterator[Claim]:
    """What one node claims by itself, without what is inside it."""
    for kind, claim in CLAIMS.items():
        if isinstance(node, kind):
            yield from claim(node, body)
            return


def _code(node: Code, body: str) -> Iterator[Claim]:
    ticks = len(body) and len(body[node.start : node.end]) - len(body[node.start : node.end].lstrip("`"))
    inner = body[node.start + ticks : node.end - ticks]
    yield Claim(node.start, node.end, body[node.end - ticks : node.end] == "`" * ticks and _same(inner, node.text))


def _text(node: Text, body: str) -> Iterator[Claim]:
    yield Claim(node.start, node.end, body[node.start : node.end] == node.text)


def _code_block(node: CodeBlock, body: str) -> Iterator[Claim]:
    first = body.find("\n", node.start)
    first = node.end if first < 0 else first
    yield Claim(node.start, first, FENCE_LINE.fullmatch(body, node.start, first) is not None)
    raw = body[node.text_start : node.text_end]
    kept = _same(raw, node.text) or _same(QUOTED.sub("", raw), node.text)
    yield Claim(node.text_start, node.text_end, kept)
    if node.closed:
        yield Claim(node.text_end, node.end, FENCE_LINE.fullmatch(body, node.text_end, node.end) is not None)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _emphasis(node: Emphasis, body: str) -> Iterator[Claim]:
    width = node.width
    opening, closing = body[node.start : node.start + width], body[node.end - width : node.end]
    signs = opening == closing and opening in {"*", "**", "_", "__"}
    for start in (node.start, node.end - width):
        outside = body[start - 1 : start], body[start + width : start + width + 1]
        arithmetic = all(sign and OPERAND.match(sign) for sign in outside)
        yield Claim(start, start + width, signs and not arithmetic)


def _heading(node: Heading, body: str) -> Iterator[Claim]:
    if node.underline:
        row = HEADING_ROW.fullmatch(body, node.words_end, node.end)
        yield Claim(node.words_end, node.end, row is not None and row["id"] == node.anchor)
        return
    marks = HEADING_MARKS.fullmatch(body, node.start, node.words_start)
    yield Claim(node.start, node.words_start, marks is not None and marks.group().count("#") == node.level)
    tail = HEADING_TAIL.fullmatch(body, node.words_end, node.end)
    yield Claim(node.words_end, node.end, tail is not None and tail["id"] == node.anchor)


def _item(node: Item, body: str) -> Iterator[Claim]:
    end = node.number_start + max(len(node.number), 1)
    mark = body[node.number_start : end]
    pattern = ITEM_NUMBER if node.number else BULLET
    yield Claim(node.number_start, end, pattern.fullmatch(mark) is not None and node.number in {"", mark})


def _link(node: Link, body: str) -> Iterator[Claim]:
    opening = "![" if isinstance(node, Picture) else "["
    if body.startswith(opening, node.start):
        yield Claim(node.start, node.start + len(opening), holds=True)
        closing = body.rfind("](", node.start, node.address_start)
        raw = "".join([rf"\\?{re.escape(sign)}" if sign in "()[]_*" else re.escape(sign) for sign in node.address])
        tail = re.compile(rf"\]\([ \t]*<?{raw}>?[ \t]*\)").fullmatch(body, closing, node.end)
        titled = _behind(BEHIND_ADDRESS, body, node.address_start + len(node.address))
        yield Claim(closing, node.end if tail else titled, holds=closing >= 0)
        if tail is None:
            yield Claim(titled, node.end, holds=False)
    elif body.startswith("<", node.start):
        yield Claim(node.start, node.start + 1, holds=True)
        yield Claim(node.end - 1, node.end, body[node.end - 1] == ">")


def _reference(node: Reference, body: str) -> Iterator[Claim]:
    yield Claim(node.start, node.end, body[node.start + 2 : node.end - 2].strip() == node.expression)


def _ruler(node: Ruler, body: str) -> Iterator[Claim]:
    yield Claim(node.start, node.end, RULED.fullmatch(body, node.start, node.end) is not None)


def _table(node: TableBlock, body: str) -> Iterator[Claim]:
    start, end = node.ruler_start, node.ruler_end
    yield Claim(start, end, TABLE_RULER.fullmatch(body, start, end) is not None)


CLAIMS: dict[type[Node], Callable[..., Iterator[Claim]]] = {
    Code: _code,
    CodeBlock: _code_block,
    Text: _text,
    Emphasis: _emphasis,
    Heading: _heading,
    Item: _item,
    Link: _link,
    Reference: _reference,
    Ruler: _ruler,
    TableBlock: _table,
}
"""What each kind of node claims; the first that fits counts."""
