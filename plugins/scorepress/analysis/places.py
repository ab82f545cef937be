"""The places of units by their totals."""

from collections.abc import Mapping
from fractions import Fraction

from scorepress.schemes.group import Group
from scorepress.schemes.model import Scheme


def places(totals: Mapping[str, Fraction], scheme: Scheme) -> dict[str, Fraction]:
    """The place of each of these totals, from 1 for the best; where the scheme ranks nobody, ties are 1, 1, 3."""
    group = Group(tuple(sorted(totals.values())))
    ties = scheme.ranking.ties if scheme.ranking else "competition"
    return {name: group.rank(total, scheme.total.direction, ties) for name, total in totals.items()}
