"""Formula (公式): marks by a formula on named inputs, for what no other method covers."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping
from scorepress.core.records import KeptDict
from scorepress.core.trace import Step, step
from scorepress.core.values import Name, Number, Text
from scorepress.schemes.indicator import Edge, Entry, Indicator, Outcome
from scorepress.schemes.measured import Input, asked_inputs, formula_problems, from_inputs


class FormulaEntry(Entry):
    """`A8: {inputs: {done: 18, planned: 20}}`."""

    inputs: KeptDict[Name, Number]
    """The numbers that the scheme asks for, by name."""


class Formula(Indicator):
    """The result of `formula` over the inputs and `full`, between 0 and full marks."""

    method: Literal["formula"]
    inputs: KeptDict[Name, Input]
    """The numbers that the formula works with, by the names that it uses."""
    formula: Text
    """The marks, 分: `+ - * /`, brackets, the inputs, `full` for the full marks, and a few functions."""
    entry = FormulaEntry
    name_in_words = N_("Formula")
    in_symbols = ("min(full, max(0, formula))",)
    edges = (
        Edge(N_("Below 0 and above full marks the result is cut."), "formula: at most full marks"),
        Edge(N_("A division by 0, 0 ÷ 0 too: no score, an error."), "formula: division by zero"),
        Edge(N_("An input is missing or unknown: no score, an error."), "formula: an input left out"),
        Edge(N_("The unit states another score than the formula gives: an error."), "formula: another self score"),
        Edge(
            N_(
                "Functions: `min(x, y)`, `max(x, y)`, `round(x, 2)`, `half_even(x, 2)`, `down(x, 2)`, `floor(x)`, "
                "`ceil(x)`; the 2 is how many places are kept. No powers, roots or comparisons; Chinese names can be "
                "used."
            ),
            "formula: functions and Chinese names",
        ),
    )

    def score(self, entry: FormulaEntry, full: Fraction) -> Outcome:
        """min(full, max(0, formula)); a formula without a result gives no score."""
        made = from_inputs(self, self.formula, entry, {"full": full})
        marks = min(full, max(Fraction(), made.result))
        steps: list[Step] = [made]
        if marks != made.result:
            words, formula = N_("between 0 and full marks"), "min({full}, max(0, {result}))"
            steps.append(step(words, formula, marks, full=full, result=made.result))
        return Outcome(marks, tuple(steps))

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The inputs."""
        return asked_inputs(self)

    def rules_in_words(self) -> Iterator[Message]:
        """The formula and its inputs."""
        inputs = [message("{name} = {title}", name=name, title=each.title) for name, each in self.inputs.items()]
        yield message(
            N_("Marks = {formula}, between 0 and full marks, with {inputs}."), formula=self.formula, inputs=inputs
        )

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """A formula that does not fit its inputs."""
        yield from formula_problems(self, "formula", self.formula, node, frozenset({"full"}))
