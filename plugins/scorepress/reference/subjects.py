"""Every page of the reference as a record: one for each scoring method, one for each topic between them."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

from scorepress.core.findings import Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.records import Record
from scorepress.reference.examples import Example, examples_of
from scorepress.reference.fields import Parameter, parameters, purpose
from scorepress.reference.sources import source_of
from scorepress.reference.topic import Choice, Keys, Topic
from scorepress.reference.topics import TOPICS
from scorepress.reports.model import Adjustment, Report, Review, VetoCase
from scorepress.schemes.indicator import Edge, Entry, EvidenceRule, Indicator, NotApplicable, Requirement
from scorepress.schemes.measured import Compared, Gate, Input, Measured
from scorepress.schemes.methods import METHODS
from scorepress.schemes.model import Combination, Part, Scheme, Section, UnitClass
from scorepress.schemes.results import Ranking, Rounding, Total, Trigger, Veto

COMMON = frozenset(field.alias or name for name, field in Indicator.model_fields.items())
"""Keys that every indicator has: they have a page of their own."""
ENTRY = frozenset(field.alias or name for name, field in Entry.model_fields.items())
"""Keys that every entry has."""


@dataclass(frozen=True)
class Table:
    """The keys of one record."""

    place: Message
    """Where they stand."""
    texts: tuple[str, ...]
    """What the record is."""
    rows: tuple[Parameter, ...]


@dataclass(frozen=True)
class Subject:
    """One page. The texts are not yet translated."""

    name: str
    title: str
    method: str | None
    """The word at `method`; None for a topic."""
    texts: tuple[str, ...]
    symbols: tuple[str, ...]
    choices: tuple[Choice, ...]
    scheme: tuple[Table, ...]
    """What a scheme writes."""
    report: tuple[Table, ...]
    """What a report writes."""
    edges: tuple[Edge, ...]
    rules: tuple[type[Rule], ...]
    """The findings that it can lead to."""
    see: tuple[str, ...]
    """Names of related pages."""

    @property
    def examples(self) -> tuple[Example, ...]:
        """Cases of the conformance suite."""
        return examples_of(self.name)


def subjects() -> dict[str, Subject]:
    """Every page by its name: methods in the order of their names, then topics."""
    methods = {name: _method(name, cls) for name, cls in sorted(METHODS.items())}
    return methods | {topic.name: _topic(topic) for topic in TOPICS}


@cache
def _method(name: str, cls: type[Indicator]) -> Subject:
    own = frozenset(field.alias or key for key, field in cls.model_fields.items()) - COMMON
    given = frozenset(field.alias or key for key, field in cls.entry.model_fields.items())
    see = ["indicator", "entry", "bounds", "not_applicable"]
    see = ["groups", *see] if issubclass(cls, Compared) else see
    see = ["values", "gate", *see] if issubclass(cls, Measured) else see
    return Subject(
        name,
        cls.name_in_words,
        name,
        purpose(cls),
        cls.in_symbols,
        (),
        tuple(_tables((Keys(cls, own),))),
        tuple(_tables((Keys(cls.entry, given - ENTRY or frozenset({"self"})),))),
        cls.edges,
        tuple(sorted(rules_of(cls), key=lambda rule: rule.code)),
        tuple(see),
    )


@cache
def _topic(topic: Topic) -> Subject:
    return Subject(
        topic.name,
        topic.title,
        None,
        topic.purpose,
        topic.symbols,
        topic.choices,
        tuple(_tables(topic.scheme)),
        tuple(_tables(topic.report)),
        topic.edges,
        tuple(sorted(topic.rules, key=lambda rule: rule.code)),
        topic.see,
    )


PLACES: dict[type[Record], str] = {
    Scheme: N_("In the scheme"),
    Part: N_("In a part"),
    Indicator: N_("In an indicator"),
    Report: N_("In the report"),
    Entry: N_("In the entry of an indicator"),
    NotApplicable: N_("In the entry of an indicator"),
    Section: "`sections`",
    EvidenceRule: "`evidence`",
    Requirement: "`requires`",
    Combination: "`table`",
    Input: "`inputs`",
    Gate: "`gate`",
    Rounding: "`rounding`",
    Total: "`total`",
    Ranking: "`ranking`",
    Veto: "`vetoes`",
    Trigger: "`vetoes` → `when`",
    VetoCase: "`vetoes`",
    UnitClass: "`classes`",
    Review: "`verified`, `final`",
    Adjustment: "`verified`, `final` → `adjustments`",
}
"""Where the keys of a record stand, by the record or its nearest base."""


def _tables(keys: tuple[Keys, ...]) -> Iterator[Table]:
    """The tables of some records, each followed by those of the records below it that are not among them."""
    named = {each.record for each in keys}
    for each in keys:
        rows = tuple(parameters(each.record, each.only))
        place = next(PLACES[base] for base in each.record.__mro__ if base in PLACES)
        if rows:
            yield Table(message(place), purpose(each.record) if each.only is None else (), rows)
            yield from _below(rows, (), named)


def _below(rows: Iterable[Parameter], above: tuple[str, ...], named: set[type[Record]]) -> Iterator[Table]:
    for row in rows:
        for record in row.inner:
            if record in named or issubclass(record, Indicator | Part):
                continue
            path = (*above, row.name)
            inner = tuple(parameters(record))
            place = " → ".join(f"`{name}`" for name in path)
            yield Table(message(place), purpose(record), inner)
            yield from _below(inner, path, named)


def rules_of(cls: type[Indicator]) -> set[type[Rule]]:
    """The findings that a method can lead to: those that its class, its bases and what they call name."""
    found: set[type[Rule]] = set()
    seen: set[object] = set()
    for base in cls.__mro__:
        if issubclass(base, Indicator) and base is not Indicator:
            _search(base, found, seen)
    return found


def _search(thing: Any, found: set[type[Rule]], seen: set[object]) -> None:
    if thing in seen:
        return
    seen.add(thing)
    tree = source_of(thing)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()
    for name in names:
        meant = vars(sys.modules[thing.__module__]).get(name)
        if isinstance(meant, type) and issubclass(meant, Rule):
            found.add(meant)
        elif isinstance(meant, FunctionType) and meant.__module__.startswith("scorepress.schemes"):
            _search(meant, found, seen)


def texts() -> set[str]:
    """Every text of the reference that is a docstring, for the message catalogue."""
    found: set[str] = set()
    for subject in subjects().values():
        if subject.method:
            found |= set(subject.texts)
        for table in (*subject.scheme, *subject.report):
            found |= {*table.texts, *(text for row in table.rows for text in row.texts)}
    return found
