"""From the tokens of the parser to the tree."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from scorepress.core.limits import MAX_BLOCK_CHARACTERS, MAX_EMPHASIS_DEPTH, MAX_PROSE_CHARACTERS, MAX_PROSE_NODES
from scorepress.core.numbering import POINTS
from scorepress.prose.blocks import TooDeep
from scorepress.prose.dialect import block_tokens, inline_tokens
from scorepress.prose.nodes import (
    Break,
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    Entity,
    Heading,
    Item,
    ItemList,
    Link,
    Node,
    Paragraph,
    Picture,
    Quote,
    RawHtml,
    Reference,
    Row,
    Ruler,
    TableBlock,
    Text,
)

SENTENCE_END = re.compile(r"[。！？；：…][”’）》】」』)\"]*$")
WIDE = re.compile(
    r"[\u2018-\u201d\u2026\u2014\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
WIDE_POINT = re.compile(r"[\u2018-\u201d\u2026\u2014\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
Lines = Sequence[tuple[int, int]]


class Spent(Exception):  # noqa: N818 - no error of the program but the end of a budget
    """Raised where a text costs more than one may: the name of the limit, and where in the body."""

    def __init__(self, limit: str, place: int) -> None:
        super().__init__(limit, place)
        self.limit, self.place = limit, place


@dataclass
class Builder:
    """Makes the tree of one body."""

    body: str
    unclosed: list[int] = field(default_factory=list)
    """Where a `{{` stands that is not closed on its line."""
    count: int = 0

    def blocks(self) -> tuple[Node, ...]:
        """The blocks of the body; raises `Spent` where it costs more than one may."""
        if len(self.body) > MAX_PROSE_CHARACTERS:
            raise Spent("prose_characters", MAX_PROSE_CHARACTERS)
        try:
            tokens = block_tokens(self.body)
        except TooDeep as deep:
            raise Spent("prose_depth", deep.place) from None
        self._spend(len(tokens), 0)
        stack: list[tuple[Token, list[Node]]] = []
        inside: list[Node] = []
        for token in tokens:
            if token.nesting == 1:
                stack.append((token, inside))
                inside = []
            elif token.nesting == -1:
                opened, outside = stack.pop()
                outside.append(self._closed(opened, token, tuple(inside)))
                inside = outside
            else:
                inside.append(LEAVES[token.type](self, token.meta))
        return tuple(inside)

    def _closed(self, token: Token, close: Token, inside: tuple[Node, ...]) -> Node:
        start = token.meta["at"] if token.meta else inside[0].start if inside else 0
        end = inside[-1].end if inside else start
        if token.type == "list_open":
            items = tuple(_tight(item) for item in inside) if close.meta["tight"] else inside
            return ItemList(start, end, items, token.meta["ordered"])
        if token.type == "item_open":
            number: str = token.meta["number"]
            return Item(start, max(end, start + len(number)), inside, number, start)
        return Quote(start, end, inside)

    def heading(self, meta: dict[str, Any]) -> Node:
        """A heading."""
        anchor, place = meta["anchor"] or (None, meta["end"])
        ((words_start, words_end),) = meta["lines"]
        inside = self.inline(meta["lines"])
        return Heading(
            meta["at"],
            meta["end"],
            inside,
            meta["level"],
            anchor,
            place,
            meta["spaced"],
            meta["underline"],
            words_start,
            words_end,
        )

    def paragraph(self, meta: dict[str, Any]) -> Node:
        """A paragraph."""
        return Paragraph(meta["at"], meta["end"], self.inline(meta["lines"]))

    def table(self, meta: dict[str, Any]) -> Node:
        """A table, in which short rows are filled up to the longest."""
        columns = max(map(len, meta["rows"]))
        self._spend(columns * len(meta["rows"]), meta["at"])
        aligns = [*meta["aligns"], *[""] * columns]
        rows = []
        for stretches in meta["rows"]:
            last = stretches[-1][1]
            filled = [*stretches, *[(last, last)] * (columns - len(stretches))]
            cells = tuple(
                Cell(start, end, self.inline([(start, end)]), align)
                for (start, end), align in zip(filled, aligns[:columns], strict=True)
            )
            rows.append(Row(stretches[0][0], last, cells))
        return TableBlock(meta["at"], meta["end"], tuple(rows), *meta["ruler"])

    def code_block(self, meta: dict[str, Any]) -> Node:
        """A block of code."""
        start, end = meta["inner"]
        return CodeBlock(meta["at"], meta["end"], meta["text"], meta["words"], meta["info"], start, end, meta["closed"])

    def inline(self, lines: Lines) -> tuple[Node, ...]:
        """What is inside a block whose lines are these stretches of the body."""
        words = "\n".join([self.body[start:end] for start, end in lines]).rstrip(" \t\n")
        if not words:
            return ()
        if len(words) > MAX_BLOCK_CHARACTERS:
            raise Spent("block_characters", lines[0][0])
        unclosed: dict[int, int] = {}
        tokens = inline_tokens(words, unclosed)
        self._spend(len(tokens), lines[0][0])
        place = _places(lines)
        self.unclosed += [place(offset) for offset in unclosed.values()]
        return Inline(words, place).nodes(tokens)

    def _spend(self, nodes: int, place: int) -> None:
        self.count += nodes
        if self.count > MAX_PROSE_NODES:
            raise Spent("prose_nodes", place)


LEAVES: dict[str, Callable[[Builder, dict[str, Any]], Node]] = {
    "heading": Builder.heading,
    "paragraph": Builder.paragraph,
    "table": Builder.table,
    "fence": Builder.code_block,
    "hr": lambda _, meta: Ruler(meta["at"], meta["end"]),
}


def _tight(item: Node) -> Node:
    """An item whose paragraphs stand without a space between them."""
    if not isinstance(item, Item):
        return item
    inside = tuple(
        Paragraph(block.start, block.end, block.inside, tight=True) if isinstance(block, Paragraph) else block
        for block in item.inside
    )
    return Item(item.start, item.end, inside, item.number, item.number_start)


def _places(lines: Lines) -> Callable[[int], int]:
    """From a place in the joined lines to the place in the body."""
    if len(lines) == 1:
        first = lines[0][0]
        return lambda offset: first + offset
    begins, offset = [], 0
    for start, end in lines:
        begins.append(offset)
        offset += end - start + 1

    def place(offset: int) -> int:
        index = bisect_right(begins, offset) - 1
        return lines[index][0] + offset - begins[index]

    return place


@dataclass(frozen=True)
class Inline:
    """Makes the nodes inside one block from its tokens."""

    words: str
    place: Callable[[int], int]

    def nodes(self, tokens: Sequence[Token]) -> tuple[Node, ...]:
        """The nodes; raises `Spent` where too many stand inside each other."""
        stack: list[tuple[Token, list[Node]]] = []
        inside: list[Node] = []
        for token in tokens:
            if token.nesting == 1:
                stack.append((token, inside))
                inside = []
                if len(stack) > MAX_EMPHASIS_DEPTH:
                    raise Spent("emphasis_depth", self.place(0))
            elif token.nesting == -1:
                opened, outside = stack.pop()
                outside.append(self._group(opened, token, tuple(inside)))
                inside = outside
            else:
                self._add(token, inside)
        return tuple(inside)

    def _add(self, token: Token, inside: list[Node]) -> None:
        kind, at = token.type, token.meta["at"]
        start = self.place(at)
        if kind == "text":
            self._add_text(start, token.content, inside)
        elif kind == "text_special":
            escaped = len(token.markup) - len(token.content)  # the backslash, where it is no text itself
            inside.append(Text(start + escaped, start + len(token.markup), token.content))
        elif kind in {"softbreak", "hardbreak"}:
            inside.append(self._break(at, start, hard=kind == "hardbreak"))
        else:
            inside.append(self._whole(kind, token, start, self.place(token.meta["end"])))

    def _add_text(self, start: int, text: str, inside: list[Node]) -> None:
        """Text; what follows directly on a text is one with it."""
        if not text:
            return
        last = inside[-1] if inside else None
        if type(last) is Text and last.end == start:
            inside[-1] = Text(last.start, start + len(text), last.text + text)
        else:
            inside.append(Text(start, start + len(text), text))

    def _whole(self, kind: str, token: Token, start: int, end: int) -> Node:
        if kind == "reference":
            return Reference(start, end, token.content)
        if kind == "code_inline":
            return Code(start, end, token.content)
        if kind == "html":
            return RawHtml(start, end, token.content)
        if kind == "entity":
            return Entity(start, end, token.content)
        angled = kind == "angled_address"
        address = token.content if ":" in token.content else f"mailto:{token.content}"
        text = Text(start + angled, end - angled, token.content)
        return Link(start, end, (text,), address, start + angled)

    def _group(self, opened: Token, closed: Token, inside: tuple[Node, ...]) -> Node:
        start = self.place(opened.meta["at"])
        if opened.type in {"strong_open", "em_open"}:
            width = len(opened.markup)
            end = self.place(closed.meta["at"]) + 1
            return Emphasis(start - (width - 1), end + (width - 1), inside, width)
        kind = Picture if opened.type == "picture_open" else Link
        end = self.place(opened.meta["end"])
        return kind(start, end, inside, opened.content, self.place(opened.meta["address"]))

    def _break(self, at: int, start: int, *, hard: bool) -> Break:
        """The end of a line: shown where a sentence or a point ends with it, else joined as Chinese is."""
        before = self.words[self.words.rfind("\n", 0, at) + 1 : at].rstrip(" \t")
        newline = self.words.find("\n", at)
        following = self.words[newline + 1 : newline + 41].lstrip(" \t")
        if hard or "\t" in before or "|" in before or SENTENCE_END.search(before[-8:]) or POINTS.match(following):
            shown = "\n"
        else:
            left, right = before.rstrip("*_")[-1:], following.lstrip("*_")[:1]
            points = WIDE_POINT.fullmatch(left) or WIDE_POINT.fullmatch(right)
            shown = "" if points or (WIDE.fullmatch(left) and WIDE.fullmatch(right)) else " "
        return Break(start, start, shown)
