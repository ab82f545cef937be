"""The places of units, whoever has reported: as an edition ranks, or would."""

from collections.abc import Sequence
from fractions import Fraction

from scorepress.schemes.group import place_among
from scorepress.schemes.model import Scheme
from scorepress.schemes.results import Ranking
from scorepress.scoring.ranking import Standing, standing_of
from scorepress.scoring.scorecard import Scorecard


def places(scores: Sequence[tuple[str, Scorecard | None]], scheme: Scheme) -> list[Fraction | None]:
    """The place of each of these units with its scores, from 1 for the best; None for one without a place.

    They are ranked as the scheme says; where it ranks nobody, by their totals within their class, ties as 1, 1, 3.
    """
    ranking = scheme.ranking or Ranking.model_construct(ties="competition")
    groups = scheme.group_of[ranking.within or "class"]
    standings = [(groups.get(unit, ""), standing_of(card, ranking, scheme) if card else None) for unit, card in scores]
    together: dict[str, list[Standing]] = {}
    for group, standing in standings:
        if standing is not None:
            together.setdefault(group, []).append(standing)
    ordered = {group: sorted(set(values) if ranking.ties == "dense" else values) for group, values in together.items()}
    return [
        None if standing is None else place_among(ordered[group], standing, "up", ranking.ties)
        for group, standing in standings
    ]
