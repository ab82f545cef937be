"""The group that a unit is compared with: everybody's values of one indicator, and who is missing."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeVar

from scorepress.core.messages import N_

Direction = Literal["up", "down"]
"""`up`: more is better. `down`: less is better."""
Ties = Literal["competition", "dense", "average"]
"""How equal values share a rank: 1, 1, 3 or 1, 1, 2 or 1.5, 1.5, 3."""
TIES: dict[str, str] = {
    "competition": N_("Equal values share a place; the next place is left out (1, 1, 3)."),
    "dense": N_("Equal values share a place; the next place follows (1, 1, 2)."),
    "average": N_("Equal values share the mean of their places (1.5, 1.5, 3)."),
}


@dataclass(frozen=True)
class Group:
    """The values of one indicator over a group of units, in ascending order."""

    values: tuple[Fraction, ...]
    missing: tuple[str, ...] = ()
    """Ids of the units that belong to the group and have no value yet: with them every mark may change."""

    def best(self, direction: Direction) -> Fraction:
        """The best value; the group is never empty where anybody asks."""
        return self.values[-1] if direction == "up" else self.values[0]

    def worst(self, direction: Direction) -> Fraction:
        """The worst value."""
        return self.values[0] if direction == "up" else self.values[-1]

    @property
    def size(self) -> Fraction:
        """How many units are compared."""
        return Fraction(len(self.values))

    @cached_property
    def _distinct(self) -> tuple[Fraction, ...]:
        return tuple(sorted(set(self.values)))

    def rank(self, value: Fraction, direction: Direction, ties: Ties) -> Fraction:
        """The rank of `value`, from 1; between two whole ranks only where ties are averaged."""
        return place_among(self._distinct if ties == "dense" else self.values, value, direction, ties)


Ordered = TypeVar("Ordered", Fraction, tuple[bool, Fraction])


def place_among(values: Sequence[Ordered], value: Ordered, direction: Direction, ties: Ties) -> Fraction:
    """The place of `value` from 1; `values` are in ascending order, and with `dense` each is there once."""
    low, high = bisect_left(values, value), bisect_right(values, value)
    better = len(values) - high if direction == "up" else low
    if ties == "average":
        return better + Fraction(high - low + 1, 2)
    return Fraction(better + 1)
