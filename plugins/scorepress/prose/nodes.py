"""The element tree of a text: frozen nodes, each with its stretch of the body."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from scorepress.core.numbering import numbering_of, without_numbering


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a text. `start` and `end` count characters of the body from 0; the end is exclusive."""

    start: int
    end: int

    @property
    def children(self) -> "tuple[Node, ...]":
        """The nodes inside this one."""
        return ()


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Characters that are shown as they were typed: `body[start:end]`."""

    text: str


@dataclass(frozen=True, slots=True)
class Code(Text):
    """A stretch between backquotes, these included in `start` and `end`."""


@dataclass(frozen=True, slots=True)
class RawHtml(Text):
    """HTML that somebody typed; it is shown as text and refused."""


@dataclass(frozen=True, slots=True)
class Entity(Text):
    """A sign written as HTML's code for it, `&nbsp;`; it is shown as it was typed."""


@dataclass(frozen=True, slots=True)
class Value(Text):
    """What a reference stands for."""


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """`{{ expression }}`, before it is filled in."""

    expression: str


@dataclass(frozen=True, slots=True)
class Break(Node):
    """The end of a line within a paragraph."""

    shown: str
    """A line break, a space, or nothing between two Chinese characters."""


@dataclass(frozen=True, slots=True)
class Group(Node):
    """A node that holds others."""

    inside: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes inside this one."""
        return self.inside


@dataclass(frozen=True, slots=True)
class Emphasis(Group):
    """`*…*`, or `**…**` where it is strong."""

    width: int
    """Signs on each side."""


@dataclass(frozen=True, slots=True)
class Link(Group):
    """A link; what is inside is its label."""

    address: str
    """As typed."""
    address_start: int
    """Where the address begins in the body."""


@dataclass(frozen=True, slots=True)
class Picture(Link):
    """A picture; what is inside describes it."""


@dataclass(frozen=True, slots=True)
class Paragraph(Group):
    """A paragraph."""

    tight: bool = False
    """Whether it stands in a list without empty lines."""


@dataclass(frozen=True, slots=True)
class Heading(Group):
    """A heading: `## …`."""

    level: int
    anchor: str | None
    """The id that it bears, `A1` for `{#A1}`."""
    anchor_start: int
    spaced: bool
    """Whether a space stands behind its number signs."""
    underline: str
    """The row of signs below it, where these make it a heading."""
    words_start: int
    words_end: int

    @property
    def text(self) -> str:
        """Its words as they are shown."""
        return visible(self.inside).strip()

    @property
    def title(self) -> str:
        """The words without `一、` or `（1）` before them."""
        return without_numbering(self.text)

    @property
    def numbering(self) -> str:
        """The numbering alone, `一、`, or nothing."""
        return numbering_of(self.text)


@dataclass(frozen=True, slots=True)
class Item(Group):
    """One item of a list."""

    number: str
    """`3.` as typed; empty behind a bullet."""
    number_start: int


@dataclass(frozen=True, slots=True)
class ItemList(Group):
    """A list; what is inside are items."""

    ordered: bool


@dataclass(frozen=True, slots=True)
class Quote(Group):
    """A quotation: lines that begin with `>`."""


@dataclass(frozen=True, slots=True)
class Cell(Group):
    """One cell of a table."""

    align: str


@dataclass(frozen=True, slots=True)
class Row(Group):
    """One row of a table."""


@dataclass(frozen=True, slots=True)
class TableBlock(Group):
    """A table: the row of heads, then the others, all of one length."""

    ruler_start: int
    ruler_end: int


@dataclass(frozen=True, slots=True)
class CodeBlock(Text):
    """A block of code between fences, these included in `start` and `end`."""

    info: str
    """What stands behind the opening fence."""
    info_start: int
    text_start: int
    text_end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Ruler(Node):
    """A ruled line."""


@dataclass(frozen=True, slots=True)
class FigureBlock(Node):
    """The place of a table of figures."""

    name: str

    tag: ClassVar[str] = "figure"


BLOCKS = (Paragraph, Heading, ItemList, Item, Quote, TableBlock, Row, CodeBlock, Ruler, FigureBlock)
"""What stands on lines of its own."""


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, each before what is inside it."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def visible(nodes: Iterable[Node]) -> str:
    """What a reader sees of `nodes`, the numbers of lists included; a block ends its line, a cell its column."""
    parts: list[str] = []
    fresh = True  # whether nothing stands yet in the line, or in the item behind its number
    for node in walk(nodes):
        if isinstance(node, BLOCKS) and not fresh:
            parts.append("\n")
            fresh = True
        if isinstance(node, Text):
            parts.append(node.text)
            fresh = node.text.endswith("\n")
        elif isinstance(node, Break):
            parts.append(node.shown)
        elif isinstance(node, Item) and node.number:
            parts.append(f"{node.number} ")
        elif isinstance(node, Cell) and not fresh:
            parts.append("\t")
    return "".join(parts)
