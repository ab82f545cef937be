"""The places of units by their totals."""

from collections.abc import Mapping
from fractions import Fraction

from scorepress.schemes.group import Group, Ties
from scorepress.schemes.model import Scheme


def ties_of(scheme: Scheme) -> Ties:
    """How equal totals share a place: as the scheme says; where it ranks nobody, 1, 1, 3."""
    return scheme.ranking.ties if scheme.ranking else "competition"


def places(totals: Mapping[str, Fraction], ties: Ties) -> dict[str, Fraction]:
    """The place of each of these totals, from 1 for the highest."""
    group = Group(tuple(sorted(totals.values())))
    return {name: group.rank(total, "up", ties) for name, total in totals.items()}
