"""What becomes of marks: how they are rounded, what the total is made of, what vetoes do, how reports are ranked."""

from fractions import Fraction
from typing import Literal

from scorepress.core.numbers import Mode, round_to
from scorepress.core.records import KeptList, Record
from scorepress.core.values import Id, Marks, Places, Positive, Text
from scorepress.schemes.bounds import OPERATORS, SIGNS, BoundValue, OperatorName
from scorepress.schemes.group import Direction, Ties

Level = Literal["indicator", "part", "total"]


class Rounding(Record):
    """Where and how marks are rounded; nothing is rounded anywhere else."""

    places: Places
    """How many decimal places are kept."""
    mode: Literal["half_up", "half_even", "down"] = "half_up"
    """`half_up`: a half is rounded up (四舍五入). `half_even`: to the even digit. `down`: the rest is cut off."""
    at: KeptList[Level]
    """Where: `indicator`, `part`, `total`; `[]` for nowhere."""

    def apply(self, value: Fraction, level: Level) -> Fraction:
        """`value` rounded if the scheme rounds at this level, else unchanged."""
        return round_to(value, self.places, Mode(self.mode)) if level in self.at else value

    def shown_places(self, level: Level) -> int | None:
        """The places that scores of a level are shown with: it is rounded, or made of what is; else None."""
        upwards: tuple[Level, ...] = ("indicator", "part", "total")
        return self.places if set(upwards[: upwards.index(level) + 1]) & set(self.at) else None


class Total(Record):
    """What the total is made of."""

    bonus: Literal["added", "apart"] = "added"
    """`added`: the bonus is part of the total. `apart`: the bonus is published beside the total and not added to it."""
    cap: Positive | None = None
    """The total with bonus is at most this many 分."""
    direction: Direction = "up"
    """`down`: less is better, as with points of risk; grades, places and the `total` of a veto turn round."""
    grade_bounds: Literal["inclusive", "exclusive"] = "inclusive"
    """Whether a total on the bound of a grade has earned it (90 分及以上), or only one beyond it (高于 90 分)."""

    @property
    def operator(self) -> OperatorName:
        """How a total must stand to the bound of a grade to earn it."""
        closed = self.grade_bounds == "inclusive"
        if self.direction == "up":
            return ">=" if closed else ">"
        return "<=" if closed else "<"

    @property
    def sign(self) -> str:
        """`operator` as people read it: ≥, >, ≤ or <."""
        return SIGNS[self.operator]

    def reaches(self, total: Fraction, bound: Fraction) -> bool:
        """Whether a total, 分, earns the grade with this bound, 分."""
        return OPERATORS[self.operator](total, bound)


class Trigger(Record):
    """A score below which a veto applies by itself: `{score: A1, below: 60%}`."""

    score: Id
    """An indicator or a part, `base` or `total`."""
    below: BoundValue
    """The bound, as a share of its full marks or in 分; on the bound the veto does not apply."""


class Veto(Record):
    """Something so grave that it decides the grade or the score."""

    id: Id
    """What a report calls it."""
    title: Text
    """What must have happened."""
    grade: Text | None = None
    """The grade is this one, whatever the marks."""
    best_grade: Text | None = None
    """The grade is at best this one."""
    when: Trigger | None = None
    """Applies by itself where this score is too low; without it, a report states it."""
    total: Marks | None = None
    """The total is no better than this many 分; without it the marks stay as they are."""
    rank: Literal["last", "none"] | None = None
    """`last`: behind everybody else, whatever the total. `none`: not ranked at all."""


class Ranking(Record):
    """How whole reports are ranked; without it no places are published."""

    ties: Ties
    """How equal totals share a place; schemes differ, so it must be said."""
    by: Literal["total", "share"] = "total"
    """`share`: total ÷ full marks, where the full marks differ."""
    within: Id | None = None
    """Who is ranked together: a grouping of the scheme, or `all`; without it the unit's class."""
