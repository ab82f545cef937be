"""Methods that hold an actual value against a target: met or not, and attainment."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import ZERO
from scorepress.core.trace import step
from scorepress.core.values import Flag, NotOneOf, Share
from scorepress.schemes.bounds import OPERATORS, SIGNS
from scorepress.schemes.indicator import CannotScore, Edge, Outcome
from scorepress.schemes.measured import Targeted, TargetEntry


class TargetUnusable(Rule):
    """A target cannot be divided by."""

    code = "SR240"
    message = N_("attainment cannot be computed from {value}: a target must be above 0, an actual value not below 0")
    cure = N_("use the method met for targets of 0, and bands for growth rates and negative targets")
    why = N_("Actual over target means nothing when the target is zero or negative: the sign turns round.")
    bad = "A7: {target: 0, actual: 3}"
    good = "A7: {target: 70, actual: 70}"


class OperatorAgainstDirection(Rule):
    """The operator and the direction of a target contradict each other."""

    code = "SR242"
    message = N_("the operator {operator} does not fit the direction {direction}")
    cure = N_("write direction: up with >= and >, direction: down with <= and <")
    why = N_("More would be better by one rule and worse by the other.")
    bad = "{method: attainment, direction: up, operator: <=}"
    good = "{method: attainment, direction: down, operator: <=}"


class MetEntry(TargetEntry):
    """`A7: {actual: 70}`; `A7: {met: true}` only where the scheme sets no target to compare with."""

    met: Flag | None = None
    """Whether it is met, in a word; only where the scheme sets no target to compare with."""


class Met(Targeted):
    """Full marks when the target is met, none when it is missed."""

    method: Literal["met"]
    entry = MetEntry
    name_in_words = N_("Met")
    in_symbols = (N_("full if actual operator target else 0"),)
    edges = (
        Edge(
            N_("Exactly on the target: `>=` and `<=` (不低于, 不超过) include it, `>` and `<` (超过, 低于) do not."),
            "met: more than, reached exactly",
        ),
        Edge(N_("A target of 0 or a negative one: compared like any other."), "met: a negative target"),
        Edge(N_("`=`: 3.50 equals 3.5; what is above or below misses."), "met: equal, written with other places"),
        Edge(
            N_("A word instead of a number: `met: true` or `met: false`, only where the scheme sets no target."),
            "met: met in words",
        ),
        Edge(
            N_("A number and a word that contradict each other: an error."),
            "met: the actual and the word contradict each other",
        ),
        Edge(N_("Neither a number nor a word: no score, an error."), "met: neither an actual nor a word"),
        Edge(
            N_("The report names another target than the scheme: an error."),
            "met: a target of the unit's own against the scheme's",
        ),
    )

    def score(self, entry: MetEntry, full: Fraction) -> Outcome:
        """Full or 0; `met: true` alone only where the scheme sets no target."""
        if entry.actual is None and self.value is None and entry.met is not None and self.target is None:
            words = N_("stated as met") if entry.met else N_("stated as not met")
            return self._outcome(entry.met, full, message(words))
        return super().score(entry, full)

    def marks_of(self, value: Fraction, entry: MetEntry, full: Fraction) -> Outcome:
        """Full or 0. `>` and `<` are strict (超过), `>=` and `<=` include the target (不低于)."""
        target = self.target_of(entry)
        met = OPERATORS[self.operator](value, target)
        words = N_("{actual} {operator} {target}: met") if met else N_("{actual} {operator} {target}: not met")
        if entry.met is not None and entry.met != met:
            raise CannotScore(NotOneOf, "met", text=str(entry.met).lower(), suggestion="", allowed=str(met).lower())
        shown = entry.actual if entry.actual is not None else value
        return self._outcome(met, full, message(words, actual=shown, operator=self.sign, target=target))

    def _outcome(self, met: bool, full: Fraction, words: Message) -> Outcome:  # noqa: FBT001 - what it is about
        marks = full if met else ZERO
        return Outcome(marks, (step("{words}", "{marks}", marks, words=words, marks=marks),))

    def method_in_words(self) -> Iterator[Message]:
        """One sentence."""
        yield message(N_("Full marks if the target is met ({target}), otherwise none."), target=self.target_in_words())


class Attainment(Targeted):
    """Full marks times actual over target, at most full; the other way round where less is better."""

    method: Literal["attainment"]
    operator: Literal[">=", "<=", "="] = ">="
    """Not strict: at the target the rate is 1."""
    direction: Literal["up", "down"] = "up"
    """`up`: more is better, actual / target. `down`: less is better, target / actual."""
    zero_below: Share | None = None
    """Below this rate no marks are given."""
    name_in_words = N_("Attainment")
    in_symbols = (
        "full × min(1, actual ÷ target)",
        "direction: down → full × min(1, target ÷ actual)",
    )
    edges = (
        Edge(N_("More than the target: full marks, not more."), "attainment: passed, capped at full"),
        Edge(N_("A target of 0: no score, an error; nothing can be divided by 0."), "attainment: a target of 0"),
        Edge(
            N_("A negative target or value, such as a growth rate: no score, an error; use `bands` or `plus_minus`."),
            "attainment: a negative target",
        ),
        Edge(
            N_("An actual of 0: no marks; where less is better, full marks."),
            "attainment: less is better, an actual of 0",
        ),
        Edge(
            N_("`operator: =`: only the target itself earns full marks, more and less both cost in proportion."),
            "attainment: exactly the target, passed",
        ),
        Edge(N_("Exactly on `zero_below`: counted; below it no marks."), "attainment: floor share, met exactly"),
        Edge(N_("Thirds are kept exactly and rounded only where the scheme rounds."), "attainment: thirds add up"),
        Edge(
            N_("A word instead of a number (完成) is no number: an error. The method `met` takes a word."),
            "attainment: a word instead of a number",
        ),
        Edge(N_("No target anywhere: no score, an error."), "attainment: no target anywhere"),
    )

    @property
    def sign(self) -> str:
        """The operator as printed; where less is better and none is given, ≤."""
        return SIGNS["<=" if self.direction == "down" and self.operator == ">=" else self.operator]

    def marks_of(self, value: Fraction, entry: TargetEntry, full: Fraction) -> Outcome:
        """full × min(1, rate). A target must be above 0; an actual of 0 is full marks where less is better.

        With the operator `=`, only the target itself earns full marks: above it the rate is target / actual, below it
        actual / target, whatever the direction.
        """
        actual, wanted = value, self.target_of(entry)
        if wanted.numerator <= 0:
            raise CannotScore(TargetUnusable, "target", value=wanted)
        if actual.numerator < 0:
            raise CannotScore(TargetUnusable, "actual", value=actual)
        exactly = self.operator == "="
        if not actual and self.direction == "down" and not exactly:
            none = step(N_("an actual of 0 where less is better: full marks"), "{full}", full, full=full)
            return Outcome(full, (none,))
        upside_down = actual > wanted if exactly else self.direction == "down"
        over, under = (wanted, actual) if upside_down else (actual, wanted)
        rate = min(Fraction(1), over / under)
        words = (
            N_("attainment: target over actual, at most 1")
            if upside_down
            else N_("attainment: actual over target, at most 1")
        )
        steps = [step(words, "min(1, {over} / {under})", rate, over=over, under=under)]
        if self.zero_below is not None and rate < self.zero_below:
            steps.append(step(N_("the rate is below {floor} %: no marks"), "0", ZERO, floor=self.zero_below * 100))
            return Outcome(ZERO, tuple(steps))
        marks = full * rate
        steps.append(step(N_("full marks times attainment"), "{full} * {rate}", marks, full=full, rate=rate))
        return Outcome(marks, tuple(steps))

    def method_in_words(self) -> Iterator[Message]:
        """The ratio, the target, and the floor if there is one."""
        words = N_("Full marks × actual ÷ target, at most full marks; target {target}.")
        if self.direction == "down":
            words = N_("Full marks × target ÷ actual, at most full marks (less is better); target {target}.")
        yield message(words, target=self.target_in_words())
        if self.zero_below is not None:
            yield message(N_("No marks below {floor} % of the target."), floor=self.zero_below * 100)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """A target of zero or less, and an operator that contradicts the direction."""
        yield from super().problems(node)
        if self.target is not None and self.target <= 0:
            yield TargetUnusable.at(span_at(node, "target"), value=self.target)
        if "operator" in node and self.operator in ({"<=", "<"} if self.direction == "up" else {">=", ">"}):
            yield OperatorAgainstDirection.at(
                span_at(node, "operator"), operator=self.operator, direction=self.direction
            )
