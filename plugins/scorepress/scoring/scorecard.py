"""What scoring yields: a score for every node of the tree, the total and the grade."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact, with_places
from scorepress.core.trace import Step
from scorepress.schemes.indicator import Entry, Indicator, NotApplicable, Policy
from scorepress.schemes.model import Part


class State(StrEnum):
    """What a score, or its absence, means. Zero is scored; the other three are not zero."""

    SCORED = "scored"
    UNSUPPORTED = "unsupported"
    """Claimed, but the evidence that the scheme asks for is not listed."""
    NOT_APPLICABLE = "not_applicable"
    NO_TOTAL = "no_total"
    """The scheme adds nothing up here: the scores below stand side by side."""
    MISSING = "missing"
    """Nothing usable was written: there is no score, and no total above it."""


Kind = Literal["base", "bonus", "penalty"]
"""What marks are: part of the base, added to it, or taken off it."""


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one part or indicator, in 分, exact."""

    node: Part | Indicator
    full: Fraction
    """Full marks in force, after indicators that do not apply were taken out; 0 where there are none."""
    marks: Fraction | None
    """None where there is no score."""
    state: State
    steps: tuple[Step, ...] = ()
    children: tuple["Score", ...] = ()
    entry: Entry | NotApplicable | None = None
    policy: Policy | None = None
    """How a part or indicator that does not apply is treated above it."""
    about: bool = False
    """Something below is inexact in the source (约)."""
    waits_for: tuple[str, ...] = ()
    """Names of the units without which the group is not complete: until then the score is provisional."""
    level: str | None = None
    """The level that was reached, where the method has levels."""
    kind: Kind = "base"
    """Whether it counts in the base, or is added to it or taken off it."""
    places: int | None = None
    """Decimal places that the marks are shown with, where the scheme rounds them."""

    def shown(self, marks: Fraction) -> Decimal | Fraction:
        """Marks of this node as people read them, with the zeros that the scheme's places ask for."""
        return with_places(marks, self.places)

    @property
    def id(self) -> str:
        """The node's id."""
        return self.node.id

    @property
    def label(self) -> str | None:
        """The scheme's word for these marks (`B+`), or the level reached; None where there is neither."""
        if self.marks is None or not isinstance(self.node, Part):
            return self.level
        return next((word for word, marks in self.node.labels.items() if exact(marks) == self.marks), None)

    @property
    def provisional(self) -> bool:
        """Whether the marks may still change, because somebody of the group is missing."""
        return bool(self.waits_for)

    @property
    def lost(self) -> Fraction | None:
        """What is missing from full, 分, negative above it, so that the losses below a sum add up to its own.

        For a deduction without full marks it is what it takes off. None without a score, and outside the base: a bonus
        that was not earned is no loss, and a penalty is taken off the total.
        """
        if self.marks is None or self.kind != "base" or not (self.full or self.marks < 0):
            return None
        return self.full - self.marks

    @property
    def most(self) -> Message | None:
        """How much a bonus adds or a penalty takes off at most; None in the base, and where there is no limit."""
        limit = exact(self.node.cap) if self.node.cap is not None else self.full
        if self.kind == "base" or not limit:
            return None
        return message(
            N_("adds at most {marks}") if self.kind == "bonus" else N_("takes off at most {marks}"), marks=limit
        )

    @property
    def shortfall(self) -> Fraction:
        """What the unit has to explain, 分: what it misses of full in whatever part, or what a deduction takes off."""
        if self.marks is None or self.state is State.NOT_APPLICABLE:
            return Fraction()
        return max(Fraction(), self.full - self.marks) if self.full else max(Fraction(), -self.marks)

    @property
    def share(self) -> Fraction | None:
        """Marks as a fraction of the full marks; None without either."""
        return self.marks / self.full if self.marks is not None and self.full else None

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Score"]]:
        """This score and all below it, with their depth, in the order of the scheme."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True)
class Scorecard:
    """The scores of one report. Every amount is in 分; None means that there is no such score."""

    parts: tuple[Score, ...]
    full: Fraction
    """Full marks of the base in force: what 100 % means for this unit."""
    base: Fraction | None
    bonus: Fraction | None
    """None where the scheme has no bonus, or it could not be scored."""
    penalty: Fraction | None
    total: Fraction | None
    grade: str | None
    steps: tuple[Step, ...] = ()
    bonus_apart: bool = False
    """The bonus stands beside the total and is not in it."""
    about: bool = False
    waits_for: tuple[str, ...] = ()
    """As in `Score`."""
    vetoes: tuple[Message, ...] = ()
    ranked: Literal["by_marks", "last", "none"] = "by_marks"
    """What vetoes leave of the unit's place: `last` behind everybody else, `none` without one."""
    places: int | None = None
    """Decimal places that totals are shown with, where the scheme rounds them."""

    by_id: dict[str, Score] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index every score by the id of its node."""
        self.by_id.update({score.id: score for part in self.parts for _, score in part.walk()})

    def shown(self, marks: Fraction) -> Decimal | Fraction:
        """An amount of the whole as people read it, with the zeros that the scheme's places ask for."""
        return with_places(marks, self.places)

    @property
    def vetoes_in_force(self) -> list[str]:
        """The titles of the vetoes that apply."""
        return [str(veto.args["title"]) for veto in self.vetoes]

    @property
    def provisional(self) -> bool:
        """Whether the total may still change, because somebody of a group is missing."""
        return bool(self.waits_for)

    @property
    def lost(self) -> Fraction | None:
        """What the base misses of the full marks, 分, negative above them: the sum of what its parts have lost."""
        return self.full - self.base if self.base is not None else None

    def taken(self, name: str) -> tuple[Fraction | None, Fraction]:
        """Marks and full marks, 分, of `total`, `base`, or a part or indicator by its id; without it no marks."""
        if name in {"total", "base"}:
            return (self.total if name == "total" else self.base), self.full
        score = self.by_id.get(name)
        return (score.marks, score.full) if score else (None, Fraction())

    @property
    def share(self) -> Fraction | None:
        """Base marks as a fraction of the full marks; None without either."""
        return self.base / self.full if self.base is not None and self.full else None

    def indicators(self) -> Iterator[Score]:
        """The scores of the leaves, in the order of the scheme."""
        for part in self.parts:
            for _, score in part.walk():
                if isinstance(score.node, Indicator):
                    yield score
