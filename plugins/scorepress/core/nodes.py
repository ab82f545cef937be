"""YAML with places: text, lists and mappings that know where they stand and leave every scalar as its text."""

from collections.abc import Callable, Iterator
from typing import Any

from scorepress.core.spans import Span

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(str):
    """A value as the text it was written as, with its place."""

    __slots__ = ("place", "plain")
    plain: bool
    """Whether it stands without quotes."""
    place: Span | tuple[Callable[[Any, Any], Span], Any, Any]
    """Its span, or how to make it of two parser marks: for most values nobody ever asks."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        if not isinstance(self.place, Span):
            make, start, end = self.place
            self.place = make(start, end)
        return self.place

    @span.setter
    def span(self, span: Span) -> None:
        self.place = span

    @property
    def is_null(self) -> bool:
        """Whether nothing was written, or YAML's word for nothing."""
        return self.plain and self in NULLS


class Items(list[Any]):
    """A list with its place."""

    __slots__ = ("span",)
    span: Span


class Mapping(dict[str, Any]):
    """A mapping with its place; its keys are `Scalar`s with theirs."""

    __slots__ = ("key_places", "repeated", "span")
    span: Span
    key_places: dict[str, Span] | None
    """What `keys_at` gives, if it has been asked for or differs from what the keys say."""
    repeated: set[str]
    """Keys that stand here more than once: the value kept may not be the one that was meant."""

    @property
    def keys_at(self) -> dict[str, Span]:
        """Where each key stands."""
        if self.key_places is None:
            self.key_places = {key: key.span for key in self if isinstance(key, Scalar)}
        return self.key_places

    @classmethod
    def of(cls, items: dict[str, Any], span: Span, keys_at: dict[str, Span] | None = None) -> "Mapping":
        """A mapping of `items` that stands at `span`."""
        made = cls(items)
        made.span, made.key_places, made.repeated = span, keys_at or {}, set()
        return made


Node = Scalar | Items | Mapping


def scalars(node: object) -> Iterator[Scalar]:
    """Every text at and below `node`, keys included."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping | Items):
        for inner in node:
            yield from scalars(inner)
        for inner in node.values() if isinstance(node, Mapping) else ():
            yield from scalars(inner)


def span_at(node: object, *path: str | int) -> Span:
    """The place of the value at `path` below `node`, or of the nearest thing above it that is there."""
    found: Span = node.span  # type: ignore[attr-defined] # every node has one
    for step in path:
        try:
            node = node[step]  # type: ignore[index] # a step that does not fit ends the walk
        except (KeyError, IndexError, TypeError):
            break
        found = getattr(node, "span", found)
    return found


def key_span(node: object, *path: str | int) -> Span:
    """The place of the key at the end of `path`; where it is no key of a mapping, the place of the value."""
    *parents, last = path
    for step in parents:
        try:
            node = node[step]  # type: ignore[index] # a step that does not fit ends the walk
        except (KeyError, IndexError, TypeError):
            return span_at(node)
    if isinstance(node, Mapping) and isinstance(last, str) and last in node.keys_at:
        return node.keys_at[last]
    return span_at(node, last)
