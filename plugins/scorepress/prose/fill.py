"""Values in the places of references, tables of figures in the places of those that stand alone on their line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from scorepress.prose.document import Document
from scorepress.prose.nodes import Break, FigureBlock, Group, Node, Paragraph, Reference, Text, Value


@dataclass(frozen=True)
class FigureName:
    """The figure whose table goes where the reference stands."""

    name: str


def alone(document: Document) -> frozenset[int]:
    """The places of the references that are the only thing on their line of a paragraph."""
    paragraphs = (node for node in document.nodes() if isinstance(node, Paragraph))
    return frozenset(node.start for paragraph in paragraphs for node in _alone(paragraph.inside))


def _alone(inside: tuple[Node, ...]) -> Iterator[Node]:
    for line in _lines(inside):
        shown = [node for node in line if not (isinstance(node, Text) and not node.text.strip())]
        if len(shown) == 1 and isinstance(shown[0], Reference):
            yield shown[0]


def _lines(inside: Iterable[Node]) -> list[list[Node]]:
    lines: list[list[Node]] = [[]]
    for node in inside:
        if isinstance(node, Break):
            lines.append([])
        else:
            lines[-1].append(node)
    return lines


def fill(document: Document, values: Mapping[int, str | FigureName]) -> Document:
    """The text with each reference replaced by the value given for its place; what has none stays a reference."""
    return document.with_blocks(_blocks(document.blocks, values)) if values else document


def _blocks(nodes: Iterable[Node], values: Mapping[int, str | FigureName]) -> tuple[Node, ...]:
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Paragraph):
            made += _divided(replace(node, inside=_words(node.inside, values)))
        elif isinstance(node, Group):
            made.append(replace(node, inside=_blocks(node.inside, values)))
        else:
            made += _words([node], values)
    return tuple(made)


def _words(nodes: Iterable[Node], values: Mapping[int, str | FigureName]) -> tuple[Node, ...]:
    made: list[Node] = []
    for node in nodes:
        value = values.get(node.start) if isinstance(node, Reference) else None
        if isinstance(value, FigureName):
            made.append(FigureBlock(node.start, node.end, value.name))
        elif value is not None:
            made.append(Value(node.start, node.end, value))
        elif isinstance(node, Group):
            made.append(replace(node, inside=_words(node.inside, values)))
        else:
            made.append(node)
    return tuple(made)


def _divided(paragraph: Paragraph) -> Iterator[Node]:
    """A paragraph, divided where the table of a figure stands in it."""
    if not any(isinstance(node, FigureBlock) for node in paragraph.inside):
        yield paragraph
        return
    part: list[Node] = []
    for node in (*paragraph.inside, None):
        if node is None or isinstance(node, FigureBlock):
            words = _without_breaks(part)
            if words:
                yield replace(paragraph, inside=words)
            if node is not None:
                yield node
            part = []
        else:
            part.append(node)


def _without_breaks(part: list[Node]) -> tuple[Node, ...]:
    """`part` without the ends of lines, and the spaces, before and behind it."""

    def is_space(node: Node) -> bool:
        return isinstance(node, Break) or (isinstance(node, Text) and not node.text.strip(" \t"))

    while part and is_space(part[-1]):
        part.pop()
    while part and is_space(part[0]):
        part.pop(0)
    return tuple(part)
