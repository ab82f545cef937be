"""The tree as HTML. What the tree does not know cannot appear: every text is escaped, every tag stands here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from scorepress.prose.document import Document
from scorepress.prose.nodes import (
    Break,
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    FigureBlock,
    Heading,
    Item,
    ItemList,
    Link,
    Node,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Ruler,
    TableBlock,
    Text,
    visible,
)

CLASSES = frozenset({"sp-number", "sp-typed", "sp-center", "sp-right"})
"""All classes that the HTML of a text can carry."""


def nothing_beside(heading: Heading) -> str:
    """No marks beside any heading."""
    del heading
    return ""


@dataclass(frozen=True)
class Drawing:
    """What the page adds to the text."""

    address: Callable[[Link], str | None]
    """Where a link or a picture leads on the page; None for one that leads nowhere, whose words alone are shown."""
    beside: Callable[[Heading], str] = nothing_beside
    """HTML behind the words of a heading."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """HTML of the figures by name."""


def to_html(document: Document, drawing: Drawing) -> str:
    """The HTML of a text."""
    ids = {heading.start: place for heading, place in zip(document.headings, document.ids, strict=True)}
    return Writer(drawing, ids).blocks(document.blocks)


@dataclass(frozen=True)
class Writer:
    """Writes one text."""

    drawing: Drawing
    ids: Mapping[int, str]
    """The ids of headings by their places."""

    def blocks(self, nodes: Iterable[Node], number: str = "") -> str:
        """Blocks one after the other; the `number` of an item stands in the first paragraph."""
        parts: list[str] = []
        for node in nodes:
            if isinstance(node, Paragraph):
                words = number + self.words(node.inside)
                parts.append(words if node.tight else f"<p>{words}</p>")
            else:
                parts.append(number + BLOCK_WRITERS[type(node)](self, node))
            number = ""
        return "\n".join([*parts, number.rstrip()] if number else parts)

    def words(self, nodes: Iterable[Node]) -> str:
        """What is inside a block."""
        return "".join([self._word(node) for node in nodes])

    def _word(self, node: Node) -> str:
        if isinstance(node, Code):
            return f"<code>{escape(node.text, quote=False)}</code>"
        if isinstance(node, Text):
            return escape(node.text, quote=False)
        if isinstance(node, Break):
            return "<br>\n" if node.shown == "\n" else node.shown.replace(" ", "\n")
        if isinstance(node, Emphasis):
            tag = "em" if node.width == 1 else "strong"
            return f"<{tag}>{self.words(node.inside)}</{tag}>"
        if isinstance(node, Link):
            return self._link(node)
        return escape(f"{{{{ {node.expression} }}}}") if isinstance(node, Reference) else ""

    def _link(self, node: Link) -> str:
        address = self.drawing.address(node)
        if address is None:
            return self.words(node.inside)
        if isinstance(node, Picture):
            return f'<img alt="{escape(visible(node.inside))}" src="{escape(address)}">'
        away = ' rel="noopener"' if "://" in address else ""
        return f'<a href="{escape(address)}"{away}>{self.words(node.inside)}</a>'

    def heading(self, node: Heading) -> str:
        """A heading with its id and what the page puts beside it."""
        level = min(node.level, 6)
        beside = self.drawing.beside(node)
        words = self.words(node.inside) + (f" {beside}" if beside else "")
        return f'<h{level} id="{escape(self.ids[node.start])}">{words}</h{level}>'

    def item_list(self, node: ItemList) -> str:
        """A list; numbers are text, as they were typed."""
        tag, kind = ("ol", ' class="sp-typed"') if node.ordered else ("ul", "")
        items = [f"<li>{self.item(item)}</li>" for item in node.inside if isinstance(item, Item)]
        return "\n".join([f"<{tag}{kind}>", *items, f"</{tag}>"])

    def item(self, node: Item) -> str:
        """What is inside an item, behind its number."""
        number = f'<span class="sp-number">{escape(node.number)}</span> ' if node.number else ""
        return self.blocks(node.inside, number)

    def quote(self, node: Quote) -> str:
        """A quotation."""
        return f"<blockquote>\n{self.blocks(node.inside)}\n</blockquote>"

    def table(self, node: TableBlock) -> str:
        """A table."""
        head, *rows = ["".join([self._cell(cell, top=top) for cell in row.children]) for top, row in _rows(node)]
        body = "".join([f"<tr>{row}</tr>\n" for row in rows])
        body = f"<tbody>\n{body}</tbody>\n" if body else ""
        return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n{body}</table>"

    def _cell(self, node: Node, *, top: bool) -> str:
        align = node.align if isinstance(node, Cell) else ""
        kind = f' class="sp-{align}"' if align in {"center", "right"} else ""
        words = self.words(node.children)
        tag = "th" if top and words else "td"
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{kind}>{words}</{tag}>"

    def code_block(self, node: CodeBlock) -> str:
        """A block of code."""
        return f"<pre><code>{escape(node.text, quote=False)}</code></pre>"

    def ruler(self, node: Ruler) -> str:
        """A ruled line."""
        del node
        return "<hr>"

    def figure(self, node: FigureBlock) -> str:
        """The table of a figure."""
        return self.drawing.figures.get(node.name, "")


def _rows(node: TableBlock) -> list[tuple[bool, Node]]:
    return [(index == 0, row) for index, row in enumerate(node.inside)]


BLOCK_WRITERS: dict[type[Node], Callable[..., str]] = {
    Heading: Writer.heading,
    ItemList: Writer.item_list,
    Quote: Writer.quote,
    TableBlock: Writer.table,
    CodeBlock: Writer.code_block,
    Ruler: Writer.ruler,
    FigureBlock: Writer.figure,
}
