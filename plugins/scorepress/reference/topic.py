"""A topic of the reference: what stands between the methods, with what no class says of itself."""

from dataclasses import dataclass

from scorepress.core.findings import Rule
from scorepress.core.records import Record
from scorepress.schemes.indicator import Edge


@dataclass(frozen=True)
class Choice:
    """One of the words that a key can have, with what it does."""

    word: str
    words: str
    symbols: str = ""
    methods: tuple[str, ...] = ()
    """The methods that it is about, where not all are."""


@dataclass(frozen=True)
class Keys:
    """Some keys of a record; all of them where `only` is left out."""

    record: type[Record]
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class Topic:
    """One page beside the methods."""

    name: str
    title: str
    purpose: tuple[str, ...]
    scheme: tuple[Keys, ...] = ()
    """What a scheme writes."""
    report: tuple[Keys, ...] = ()
    """What a report writes."""
    symbols: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    edges: tuple[Edge, ...] = ()
    rules: tuple[type[Rule], ...] = ()
    see: tuple[str, ...] = ()
    """Names of related pages."""
