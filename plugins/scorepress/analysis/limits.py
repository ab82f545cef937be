"""What holds a total within limits, in marks: the row between the parts of a report and its total."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scorepress.core.messages import Message
from scorepress.core.numbers import ZERO, sum_of
from scorepress.core.trace import Step
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.total import LESS_PENALTIES, LIMITS


@dataclass(frozen=True)
class Limited:
    """A total that is not what its parts and adjustments add up to."""

    words: tuple[Message, ...]
    """The cap, the veto or the floor that holds it, in the order in which they came."""
    amount: Fraction
    """What they take off, negative, or add, 分."""


def _holds(step: Step) -> bool:
    """Whether the step changed more than what was taken off: penalties do only where they end at 0."""
    return step.words.template != LESS_PENALTIES or not step.result


def limited(card: Scorecard, adjustments: Iterable[Fraction]) -> Limited | None:
    """What limits do to the total of `card`, of which `adjustments`, 分, are a part; None where they change nothing."""
    if card.total is None or card.base is None:
        return None
    bonus = ZERO if card.bonus_apart else card.bonus or ZERO
    amount = card.total - (card.base + bonus - (card.penalty or ZERO) + sum_of(adjustments))
    words = tuple(step.words for step in card.steps if step.words.template in LIMITS and _holds(step))
    return Limited(words, amount) if words and amount else None
