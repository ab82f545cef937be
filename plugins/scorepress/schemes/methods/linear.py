"""Linear (线性): marks grow with the value along a line, between zero and full marks."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.trace import step
from scorepress.core.values import Number
from scorepress.schemes.bounds import SIGNS
from scorepress.schemes.indicator import Edge, Outcome
from scorepress.schemes.measured import Measured


class LineAgainstBound(Rule):
    """The formula of a line and the value from which it is said to count do not agree."""

    code = "SR254"
    message = N_("at {value} the line gives {marks} marks, which is not between 0 and {full}")
    cure = N_("correct factor, constant or the bound: on the bound the line must lie between 0 and full marks")
    why = N_("The formula and the sentence beside it would give two different scores.")
    bad = "{full: 7, method: linear, factor: 70, constant: -63, zero_below: 0.8}"
    good = "{full: 7, method: linear, factor: 70, constant: -63, zero_below: 0.9}"


class Linear(Measured):
    """Marks along a line, between 0 and full marks, and none outside `zero_below` and `zero_above`."""

    method: Literal["linear"]
    factor: Number
    """分 for each unit of the value; negative where less is better."""
    constant: Number
    """分 at a value of 0; most often negative."""
    zero_below: Number | None = None
    """Below this value there are no marks, whatever the line says."""
    zero_above: Number | None = None
    """Above this value there are no marks."""
    name_in_words = N_("Linear")
    in_symbols = ("min(full, max(0, factor × actual + constant))",)
    edges = (
        Edge(N_("Below 0 and above full marks the line is cut."), "linear: beyond the end of the line"),
        Edge(N_("On the bound itself the line counts; beyond it there are no marks."), "linear: on the bound"),
        Edge(
            N_("The bound lies where the line is below 0 or above full marks: an error of the scheme."),
            "linear: formula and bound contradict each other",
        ),
        Edge(
            N_("Negative values are values like any other; less is better with a negative `factor`."),
            "linear: a falling line",
        ),
        Edge(
            N_("The factor fits the measure: 70 for a rate of 0.95, 0.7 for 95 %."), "linear: the same line in percent"
        ),
    )

    def marks_of(self, value: Fraction, entry: Any, full: Fraction) -> Outcome:
        """On the bounds themselves the line counts."""
        del entry
        for bound, sign in ((self.zero_below, "<"), (self.zero_above, ">")):
            if bound is not None and (value < exact(bound) if sign == "<" else value > exact(bound)):
                words = N_("{value} {operator} {bound}: no marks")
                none = step(words, "0", Fraction(), value=value, operator=SIGNS[sign], bound=exact(bound))
                return Outcome(Fraction(), (none,))
        factor, constant = exact(self.factor), exact(self.constant)
        marks = min(full, max(Fraction(), factor * value + constant))
        words = N_("factor × value + constant, between 0 and full marks")
        formula = "min({full}, max(0, {factor} * {value} + {constant}))"
        made = step(words, formula, marks, full=full, factor=factor, value=value, constant=constant)
        return Outcome(marks, (made,))

    def method_in_words(self) -> Iterator[Message]:
        """The line, and where it does not count."""
        words = N_("{factor} × value + {constant}, at least 0 and at most full marks.")
        if self.constant < 0:
            words = N_("{factor} × value − {constant}, at least 0 and at most full marks.")
        yield message(words, factor=self.factor, constant=abs(self.constant))
        if self.zero_below is not None:
            yield message(N_("No marks below {bound}."), bound=self.zero_below)
        if self.zero_above is not None:
            yield message(N_("No marks above {bound}."), bound=self.zero_above)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """A bound on which the line lies outside the marks."""
        yield from super().problems(node)
        for key in ("zero_below", "zero_above"):
            bound = getattr(self, key)
            if bound is None or self.full is None:
                continue
            marks = exact(self.factor) * exact(bound) + exact(self.constant)
            if not 0 <= marks <= exact(self.full):
                yield LineAgainstBound.at(span_at(node, key), value=bound, marks=marks, full=self.full)
