"""What every indicator has, whatever its method; what an author writes for it; what comes out of scoring it.

A method is a class derived from `Indicator`: its fields are the parameters that a scheme gives, its `entry` is
what a report gives, and `score` turns the two into marks with a trace. Adding a method means adding one module to
`schemes/methods/`; the loader, the JSON Schema and the reference find it there.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import Message
from scorepress.core.nodes import Mapping
from scorepress.core.records import KeptDict, KeptList, Record
from scorepress.core.trace import Step
from scorepress.core.values import Count, Flag, Id, Marks, Number, Positive, Text, Weight
from scorepress.schemes.bounds import BoundValue
from scorepress.schemes.former import FormerValue


class Policy(StrEnum):
    """What happens to an indicator that does not apply to a unit."""

    FORBIDDEN = "forbidden"
    """The scheme expects every unit to be scored on it."""
    RESCALE = "rescale"
    """Its marks are spread over the others: marks / applicable × full."""
    FULL = "full"
    """It counts as met in full."""
    ZERO = "zero"
    """It counts as missed."""
    EXCLUDE = "exclude"
    """Its marks are taken off the full marks above it."""


PolicyName = Literal["forbidden", "rescale", "full", "zero", "exclude"]


class EvidenceRule(Record):
    """How much evidence an indicator asks for; `evidence: 2` is short for `{min: 2}`."""

    short_key: ClassVar[str | None] = "min"
    min: Count = 0
    """How many items at least."""
    kinds: KeptList[Text] = []
    """Kinds of which at least one item each is asked for."""


class Requirement(Record):
    """A score that must be reached first: `{score: A1, at_least: 90%}`."""

    score: Id
    """An indicator or a part of the base, or `base` for all of it."""
    at_least: BoundValue
    """What must be reached, as a share of its full marks or in 分."""


class Entry(Record):
    """What a report says about one indicator, whatever its method; methods add their own keys.

    `A1: 30` is short for `A1: {self: 30}`. Where the method computes the marks, `self` is optional and compared.
    """

    short_key: ClassVar[str | None] = "self"
    self_: Number | None = Field(default=None, alias="self")
    """The unit's own score, in 分."""
    evidence: KeptList[Id] = Field(default_factory=list)  # a plain [] would be copied deep for every entry
    """Ids of evidence in the report's list."""
    note: Text | None = None
    """An explanation, or why marks were lost."""
    result: Text | None = None
    """What was achieved, in words, where the form asks for it and the number does not say it."""
    about: Flag = False
    """The self score is inexact in the source (约) and is shown so."""

    @property
    def inexact(self) -> bool:
        """Whether anything that the marks rest on is inexact."""
        return self.about

    @property
    def matters(self) -> tuple[str, ...]:
        """Ids of the matters that marks are claimed for: each counts once in a report."""
        return ()

    @property
    def explained(self) -> bool:
        """Whether the report says why marks were lost."""
        return self.note is not None


class NotApplicable(Record):
    """The entry of an indicator that does not apply: the reason, nothing else."""

    not_applicable: Text
    """Why it does not apply."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The marks that a method gives, with the steps that lead to them."""

    marks: Fraction
    """分, before the indicator's rounding."""
    steps: tuple[Step, ...]
    waits_for: tuple[str, ...] = ()
    """Names of the units of the group that have no value yet: until then the marks may still change."""
    stated: bool = False
    """Whether there is nothing to compare the self score with: it is the marks, or only the unit's estimate."""
    label: str | None = None
    """The scheme's word for what was reached (a level), where it has one."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A case at the border of a rule, how it is decided, and the conformance case that holds it."""

    words: str
    case: str
    """File and title, `ratio: the best is 0`."""


class Indicator(Record, ABC):
    """A leaf of the scheme's tree. `full` is in 分; without it the indicator can only take marks away or add them."""

    method: Any
    """The scoring method, one of those in this reference."""
    id: Id
    """Unique in the whole scheme: reports, the text and links refer to it."""
    title: Text
    """What is assessed."""
    was: FormerValue | None = None
    """What it was in an earlier edition, `A3@2021`, where the id has changed."""
    full: Marks | None = None
    """分 that can be reached. Only methods that take marks off or add them can do without."""
    floor: Marks | None = None
    """分 that are given at least (保底)."""
    cap: Positive | None = None
    """分 that are given at most (封顶)."""
    weight: Weight | None = None
    """What it counts in a part with `aggregate: weighted`, such as `60%`; only there."""
    evidence: EvidenceRule = EvidenceRule.model_construct()
    """How much evidence a report must list where marks are claimed; `evidence: 2` is short for `{min: 2}`."""
    not_applicable: PolicyName | None = None
    """Overrides the scheme's policy."""
    classes: KeptList[Id] = []
    """The classes of units that it is for; without it, all."""
    by_class: KeptDict[Id, Any] = {}
    """Other parameters for a class: `by_class: {B: {full: 5, target: 60}}`."""
    requires: KeptList[Requirement] = []
    """For a bonus: scores without which it does not count."""
    reason: Literal["below_full"] | None = None
    """`below_full`: a report that loses marks here must say why, in `note` or with each event."""
    expected: Text | None = None
    """The target in words, for the form, where there is none in numbers."""
    core: Flag = False
    """Whether the form calls it a core indicator; it scores like any other."""
    note: Text | None = None
    """An explanation for readers; it has no effect."""

    name_in_words: ClassVar[str]
    """The method's name for people."""
    in_symbols: ClassVar[tuple[str, ...]]
    """The formula, in the names of the parameters and of what a report writes."""
    edges: ClassVar[tuple[Edge, ...]]
    """Every case at the border of the rule, decided."""
    entry: ClassVar[type[Entry]] = Entry
    """What a report writes for this method."""
    needed_key: ClassVar[str | None] = None
    """The key without which an entry says nothing, so that a lone number is not enough."""
    needs_entry: ClassVar[bool] = True
    """Whether a report must say something about it; what is left out then is a finding."""
    scores_without_full: ClassVar[bool] = False
    """Whether the method makes sense where no full marks are given."""
    unbounded: ClassVar[bool] = False
    """Whether marks without full marks may go up without a bound of their own (a bonus)."""
    signed: ClassVar[bool] = False
    """Whether marks below zero are possible (deductions from a common total)."""

    @classmethod
    def fits(cls, kind: str, *, full: bool) -> bool:
        """Whether an indicator of this method can stand in a part of that kind, with or without `full` of its own.

        Parts that only take marks off are of the kind `penalty` in this respect, whatever they are otherwise.
        """
        if kind == "penalty":
            return cls.signed and not full
        return full or (kind == "bonus" and cls.scores_without_full and not cls.signed)

    def highest(self, full: Fraction) -> Fraction | None:
        """The most that the method can give, 分; None where there is no bound."""
        return None if self.unbounded and self.full is None else full

    @abstractmethod
    def score(self, entry: Any, full: Fraction) -> Outcome:
        """Marks for `entry`, `full` being the indicator's full marks (0 where it has none).

        Raises `CannotScore` when the entry cannot be scored.
        """

    @abstractmethod
    def rules_in_words(self) -> Iterator[Message]:
        """The method and its parameters as sentences, for the scheme's page."""

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The keys that an entry must fill in, each with the names below it; empty where nothing is to be written."""
        fields = self.entry.model_fields
        return {field.alias or name: () for name, field in fields.items() if field.is_required()}

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Contradictions within the parameters; `node` is the indicator as written."""
        del node
        return iter(())


class CannotScore(Exception):  # noqa: N818 - an answer about an entry, not an error of the program
    """An entry that a method cannot score: the rule it breaks and where in the entry."""

    def __init__(self, rule: type[Rule], *where: str | int, **args: object) -> None:
        """Keep the rule, the path of keys below the entry, and the arguments of the message."""
        super().__init__(rule.code)
        self.rule, self.where, self.args_of_message = rule, where, args
