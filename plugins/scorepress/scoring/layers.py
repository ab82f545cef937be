"""The layers of score: the unit's own, that of a verification, the final one. The highest leads, everywhere."""

from collections.abc import Collection, Iterable, Mapping

from scorepress.core.messages import N_
from scorepress.reports.model import Report, Review

SELF = "self"
REVIEWS = ("verified", "final")
"""The layers above the unit's own scores, in their order."""
LAYERS = (SELF, *REVIEWS)
LAYER_WORDS: Mapping[str, str] = {
    SELF: N_("Self score"),
    "verified": N_("Verified score"),
    "final": N_("Final score"),
}
"""What a score of each layer is called; a number of points never stands without it where several are possible."""
TOTAL_WORDS: Mapping[str, str] = {
    SELF: N_("Self-assessed total"),
    "verified": N_("Verified total"),
    "final": N_("Final total"),
}
"""What the total of each layer is called."""


def highest(layers: Iterable[str]) -> str:
    """The layer that leads among those there are; `self` where there are none."""
    return max(layers, key=LAYERS.index, default=SELF)


def up_to(layer: str, layers: Collection[str]) -> str:
    """The highest of `layers` that is not above `layer`, which counts until `layer` is reached."""
    return highest(each for each in layers if LAYERS.index(each) <= LAYERS.index(layer))


def expected_layers(reports: Iterable[Report]) -> frozenset[str]:
    """The layers that every unit of a period will have: those of which some review is more than an adjustment.

    An adjustment concerns its unit alone, so nobody waits for one of the others.
    """
    expected = {SELF}
    for report in reports:
        reviews = {name: review_of(report, name) for name in REVIEWS}
        expected |= {name for name, review in reviews.items() if review is not None and not review.adjusts_only}
    return frozenset(expected)


def has_reached(layer: str, layers: Collection[str], expected: Collection[str]) -> bool:
    """Whether a report with these `layers` has all that can be expected of it up to `layer`."""
    return layer in layers or up_to(layer, expected) in layers


def review_of(report: Report, layer: str) -> Review | None:
    """What a report says of a layer above the unit's own."""
    found: Review | None = getattr(report, layer)
    return found
