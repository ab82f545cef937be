"""Panel (评委评分): the mean of several judges' marks, without the highest and the lowest where the scheme says so."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact, sum_of
from scorepress.core.records import KeptList
from scorepress.core.spelling import NumberOutOfRange
from scorepress.core.trace import Step, step
from scorepress.core.values import Count, Marks, Positive
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome


class TooFewJudges(Rule):
    """Fewer judges have given marks than the scheme asks for, or than are left out of the mean."""

    code = "SR286"
    message = N_("there are {count} judges' marks, at least {least} are needed")
    cure = N_("list the mark of every judge; where there was no panel, write not_applicable with the reason")
    why = N_("Without the highest and the lowest mark nothing, or too little, would be left to take the mean of.")
    bad = "A3: {marks: [92, 88]}  # drop_highest: 1, drop_lowest: 1"
    good = "A3: {marks: [92, 88, 90]}"


class PanelEntry(Entry):
    """`A3: {marks: [92, 88, 95, 90]}`."""

    marks: KeptList[Marks]
    """The mark of every judge, in any order."""


class Panel(Indicator):
    """Full marks times the mean of the judges' marks, as a share of the most that a judge can give."""

    method: Literal["panel"]
    out_of: Positive
    """The most that a judge can give."""
    drop_highest: Count = 0
    """How many of the highest marks do not count (去掉最高分)."""
    drop_lowest: Count = 0
    """How many of the lowest marks do not count (去掉最低分)."""
    judges: Count = 0
    """How many judges there must be at least."""
    entry = PanelEntry
    needed_key = "marks"
    name_in_words = N_("Panel")
    in_symbols = (N_("full × mean of the marks that count ÷ out_of"),)
    edges = (
        Edge(
            N_("Only the given number of highest and of lowest marks is left out, equal ones included."),
            "panel: of equal highest marks only one is left out",
        ),
        Edge(N_("Without `drop_highest` and `drop_lowest` every mark counts."), "panel: every mark counts"),
        Edge(N_("The order of the marks does not matter."), "panel: the order of the marks does not matter"),
        Edge(N_("The mean is not rounded by itself."), "panel: the mean is not rounded by itself"),
        Edge(N_("Nothing would be left to take the mean of: no score, an error."), "panel: nothing would be left"),
        Edge(N_("Fewer marks than `judges`: no score, an error."), "panel: fewer judges than the scheme asks for"),
        Edge(N_("A mark above `out_of`: no score, an error."), "panel: a mark above the most"),
        Edge(N_("No panel met: `not_applicable` with the reason, where the scheme allows it."), "panel: no panel met"),
    )

    @property
    def least(self) -> int:
        """How many marks there must be, so that one counts."""
        return max(self.judges, self.drop_highest + self.drop_lowest + 1)

    def score(self, entry: PanelEntry, full: Fraction) -> Outcome:
        """The mean of what is left, as a share of `out_of`, times full marks; unrounded."""
        for index, mark in enumerate(entry.marks):
            if mark > self.out_of:
                allowed = message(N_("at most {number}"), number=self.out_of)
                raise CannotScore(NumberOutOfRange, "marks", index, text=mark, allowed=allowed)
        if len(entry.marks) < self.least:
            raise CannotScore(TooFewJudges, "marks", count=len(entry.marks), least=self.least)
        ordered = sorted(entry.marks)
        counted = ordered[self.drop_lowest : len(ordered) - self.drop_highest]
        mean = sum_of(exact(mark) for mark in counted) / len(counted)
        out_of = exact(self.out_of)
        marks = full * mean / out_of
        words = N_("full marks × the mean ÷ the most that a judge can give")
        last = step(words, "{full} * {mean} / {out_of}", marks, full=full, mean=mean, out_of=out_of)
        return Outcome(marks, (self._mean(ordered, counted, mean), last))

    def _mean(self, ordered: list[Decimal], counted: list[Decimal], mean: Fraction) -> Step:
        marks, count = tuple(exact(mark) for mark in counted), Fraction(len(counted))
        left_out = [*ordered[len(ordered) - self.drop_highest :], *ordered[: self.drop_lowest]]
        words = N_("the mean of {count} marks, without {left_out}") if left_out else N_("the mean of {count} marks")
        return step(words, "({marks}) / {count}", mean, marks=marks, count=count, left_out=left_out)

    def rules_in_words(self) -> Iterator[Message]:
        """What a judge can give, and which marks do not count."""
        yield message(N_("The mean of the judges' marks, each out of {out_of}."), out_of=self.out_of)
        if self.drop_highest or self.drop_lowest:
            words = N_("Without the {highest} highest and the {lowest} lowest.")
            yield message(words, highest=self.drop_highest, lowest=self.drop_lowest)
        if self.judges:
            yield message(N_("At least {count} judges."), count=self.judges)
