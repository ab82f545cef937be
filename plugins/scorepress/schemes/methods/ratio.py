"""Ratio to best (与最优比): full marks for the best of the group, the others in proportion to it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.trace import step
from scorepress.schemes.group import Group
from scorepress.schemes.indicator import CannotScore, Edge, Outcome
from scorepress.schemes.measured import Compared


class NoRatio(Rule):
    """A ratio to the best has no meaning, because a value is not above zero."""

    code = "SR252"
    message = N_("{own} and the best value of the group, {best}, have no ratio that means anything")
    cure = N_("check the value; for values that can be 0 or negative the scheme needs another method, such as efficacy")
    why = N_("Own over best turns round where the best is zero or negative: the worst would get the most.")
    bad = "A5: {actual: -3}  # the best of the group is -1"
    good = "A5: {actual: 3}  # the best of the group is 5"


class RatioToBest(Compared):
    """Full marks for the best of the group, the others in proportion to it."""

    method: Literal["ratio"]
    name_in_words = N_("Ratio to best")
    in_symbols = (
        N_("full × actual ÷ best of the group"),
        N_("direction: down → full × best of the group ÷ actual"),
    )
    edges = (
        Edge(N_("The best is 0 or negative: no ratio, no score, an error; use `efficacy`."), "ratio: the best is 0"),
        Edge(N_("A negative own value beside a positive best: 0."), "ratio: nothing and less than nothing"),
        Edge(N_("All values are equal: everybody is the best."), "ratio: all values are equal"),
        Edge(N_("One unit only: its own best, full marks."), "ratio: one unit only"),
        Edge(
            N_("Less is better, and somebody has 0: that is the best there can be, full marks; the others have 0."),
            "ratio: less is better, and somebody has 0",
        ),
        Edge(
            N_("A unit has not reported: provisional, against the best of those that have."), "ratio: a unit is missing"
        ),
        Edge(N_("A lone number is neither value nor score: an error, write `actual`."), "ratio: a lone number"),
    )

    def never_scores(self, value: Fraction) -> bool:
        """A value below 0 where less is better: the best is below 0 as well then, and there is no ratio."""
        return self.direction == "down" and value < 0

    def placed(self, value: Fraction, group: Group, full: Fraction) -> Outcome:
        """A negative own value earns 0; where the best is 0 or less there is no ratio and no score.

        Where less is better, an own value of 0 is the best there can be: full marks.
        """
        best = group.best(self.direction)
        if value == best and (value > 0 or (value == 0 and self.direction == "down")):
            words = N_("{value} is the best of {count}: full marks")
            return Outcome(full, (step(words, "{full}", full, value=value, count=group.size, full=full),))
        over, under = (value, best) if self.direction == "up" else (best, value)
        if best < 0 or under <= 0:
            raise CannotScore(NoRatio, self.value_key, own=value, best=best)
        marks = max(Fraction(), full * over / under)
        words = N_("full marks × own ÷ best") if self.direction == "up" else N_("full marks × best ÷ own")
        formula = "max(0, {full} * {over} / {under})"
        return Outcome(marks, (step(words, formula, marks, full=full, over=over, under=under),))

    def method_in_words(self) -> Iterator[Message]:
        """One sentence."""
        if self.direction == "up":
            yield message(N_("Full marks × own value ÷ best value of the group."))
        else:
            yield message(N_("Full marks × best value of the group ÷ own value (less is better)."))
