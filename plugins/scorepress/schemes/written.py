"""A scheme as it was written beside what was read of it: what could not be read, which node each record has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from scorepress.core.nodes import Mapping, Scalar
from scorepress.core.spans import Span

Item = TypeVar("Item")


@dataclass(frozen=True)
class Broken:
    """The places in a scheme that could not be read as they were meant."""

    places: list[Span]

    def inside(self, node: object) -> bool:
        """Whether something within `node` is broken."""
        span = getattr(node, "span", None)
        return isinstance(span, Span) and any(span.holds(place) for place in self.places)

    def among(self, node: Mapping) -> bool:
        """Whether a key of `node` itself is broken: unknown, most likely misspelt, or there twice."""
        keys = [key.span for key in node if isinstance(key, Scalar)]
        return bool(node.repeated) or any(place in keys for place in self.places)


def aligned(records: Sequence[Item], nodes: object) -> list[tuple[Item, Mapping]]:
    """Each record with the node it was read from; none where an entry was refused and dropped.

    The refused entry's own finding stands; what is computed without it would only mislead.
    """
    written = nodes if isinstance(nodes, list) else []
    return list(zip(records, written, strict=True)) if len(records) == len(written) else []
