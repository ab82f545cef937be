"""What scoring yields: a score for every node of the tree, the total and the grade."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from scorepress.core.messages import Message
from scorepress.core.numbers import exact
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
        """Marks lost against full, 分; for a deduction without full marks, what it takes off. None without a score."""
        if self.marks is None or self.state is State.NOT_APPLICABLE:
            return None
        if self.marks < 0:
            return -self.marks
        return max(Fraction(), self.full - self.marks) if self.full else None

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

    by_id: dict[str, Score] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index every score by the id of its node."""
        self.by_id.update({score.id: score for part in self.parts for _, score in part.walk()})

    @property
    def provisional(self) -> bool:
        """Whether the total may still change, because somebody of a group is missing."""
        return bool(self.waits_for)

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
