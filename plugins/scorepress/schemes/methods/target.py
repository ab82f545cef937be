"""Methods that hold an actual value against a target: met or not, and attainment."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import MissingKey
from scorepress.core.trace import step
from scorepress.core.values import Flag, NotOneOf, Number, Share, Text
from scorepress.schemes.indicator import CannotScore, Entry, Indicator, Outcome


class TargetUnusable(Rule):
    """A target cannot be divided by."""

    code = "SR240"
    message = N_("attainment cannot be computed from {value}: a target must be above 0, an actual value not below 0")
    cure = N_("use the method met for targets of 0, and bands for growth rates and negative targets")
    why = N_("Actual over target means nothing when the target is zero or negative: the sign turns round.")
    bad = "A7: {target: 0, actual: 3}"
    good = "A7: {target: 70, actual: 70}"


class TargetDiffers(Rule):
    """A report works with another target than its scheme."""

    code = "SR241"
    message = N_("the target {target} is not the scheme's {expected}")
    cure = N_("delete target here, or correct it")
    why = N_("A lower target raises the score; the scheme's target binds.")
    bad = "A7: {target: 60, actual: 60}"
    good = "A7: {actual: 60}"


class OperatorAgainstDirection(Rule):
    """The operator and the direction of a target contradict each other."""

    code = "SR242"
    message = N_("the operator {operator} does not fit the direction {direction}")
    cure = N_("write direction: up with >= and >, direction: down with <= and <")
    why = N_("More would be better by one rule and worse by the other.")
    bad = "{method: attainment, direction: up, operator: <=}"
    good = "{method: attainment, direction: down, operator: <=}"


OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": Decimal.__ge__,
    ">": Decimal.__gt__,
    "<=": Decimal.__le__,
    "<": Decimal.__lt__,
    "=": Decimal.__eq__,
}
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}
OperatorName = Literal[">=", ">", "<=", "<", "="]


class TargetEntry(Entry):
    """`A7: {target: 70, actual: 70}`; the target only where the scheme leaves it to the unit."""

    target: Number | None = None
    actual: Number


class MetEntry(Entry):
    """`A7: {actual: 70}`; `A7: {met: true}` only where the scheme sets no target to compare with."""

    target: Number | None = None
    actual: Number | None = None
    met: Flag | None = None


class _Target(Indicator):
    """What both methods share: a target in the scheme or in the report."""

    target: Number | None = None
    operator: OperatorName = ">="
    measured_in: Text | None = None

    def target_of(self, entry: TargetEntry | MetEntry) -> Decimal:
        """The target in force: the scheme's; where it gives none, the report's."""
        if self.target is None:
            if entry.target is None:
                raise CannotScore(MissingKey, key="target")
            return entry.target
        if entry.target is not None and entry.target != self.target:
            raise CannotScore(TargetDiffers, "target", target=entry.target, expected=self.target)
        return self.target

    @property
    def sign(self) -> str:
        """The operator as printed."""
        return SIGNS[self.operator]

    def target_in_words(self) -> Message:
        """`≥ 70 个`, or that the unit sets the target."""
        if self.target is None:
            return message(N_("{operator} the target in the report"), operator=self.sign)
        unit = f" {self.measured_in}" if self.measured_in else ""
        return message("{operator} {target}{unit}", operator=self.sign, target=self.target, unit=unit)


class Met(_Target):
    """Full marks when the target is met, none when it is missed."""

    method: Literal["met"]
    entry = MetEntry

    def score(self, entry: MetEntry, full: Fraction) -> Outcome:
        """Full or 0. `>` and `<` are strict (超过), `>=` and `<=` include the target (不低于)."""
        if entry.actual is None:
            if entry.met is None or self.target is not None:
                raise CannotScore(MissingKey, key="actual")
            words = N_("met as the unit states") if entry.met else N_("not met, as the unit states")
            return self._outcome(entry.met, full, message(words))
        target = self.target_of(entry)
        met = OPERATORS[self.operator](entry.actual, target)
        words = N_("{actual} {operator} {target}: met") if met else N_("{actual} {operator} {target}: not met")
        if entry.met is not None and entry.met != met:
            raise CannotScore(NotOneOf, "met", text=str(entry.met).lower(), allowed=str(met).lower())
        said = message(words, actual=entry.actual, operator=SIGNS[self.operator], target=target)
        return self._outcome(met, full, said)

    def _outcome(self, met: bool, full: Fraction, words: Message) -> Outcome:  # noqa: FBT001 - what it is about
        marks = full if met else Fraction()
        return Outcome(marks, (step("{words}", "{marks}", marks, words=words, marks=marks),))

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence."""
        yield message(N_("Full marks if the target is met ({target}), otherwise none."), target=self.target_in_words())


class Attainment(_Target):
    """Full marks times actual over target, at most full; the other way round where less is better."""

    method: Literal["attainment"]
    operator: Literal[">=", "<=", "="] = ">="
    """Not strict: at the target the rate is 1."""
    direction: Literal["up", "down"] = "up"
    """`up`: more is better, actual / target. `down`: less is better, target / actual."""
    floor: Share | None = None
    """Below this rate no marks are given."""
    entry = TargetEntry

    @property
    def sign(self) -> str:
        """The operator as printed; where less is better and none is given, ≤."""
        return SIGNS["<=" if self.direction == "down" and self.operator == ">=" else self.operator]

    def score(self, entry: TargetEntry, full: Fraction) -> Outcome:
        """full × min(1, rate). A target must be above 0; an actual of 0 is full marks where less is better.

        With the operator `=`, only the target itself earns full marks: above it the rate is target / actual, below it
        actual / target, whatever the direction.
        """
        target = self.target_of(entry)
        if target <= 0 or entry.actual < 0:
            where = "target" if target <= 0 else "actual"
            raise CannotScore(TargetUnusable, where, value=target if target <= 0 else entry.actual)
        exactly = self.operator == "="
        if entry.actual == 0 and self.direction == "down" and not exactly:
            none = step(N_("an actual of 0 where less is better: full marks"), "{full}", full, full=full)
            return Outcome(full, (none,))
        actual, wanted = exact(entry.actual), exact(target)
        upside_down = actual > wanted if exactly else self.direction == "down"
        over, under = (wanted, actual) if upside_down else (actual, wanted)
        rate = min(Fraction(1), over / under)
        words = (
            N_("attainment: target over actual, at most 1")
            if upside_down
            else N_("attainment: actual over target, at most 1")
        )
        steps = [step(words, "min(1, {over} / {under})", rate, over=over, under=under)]
        if self.floor is not None and rate < self.floor:
            steps.append(step(N_("the rate is below {floor} %: no marks"), "0", Fraction(), floor=self.floor * 100))
            return Outcome(Fraction(), tuple(steps))
        marks = full * rate
        steps.append(step(N_("full marks times attainment"), "{full} * {rate}", marks, full=full, rate=rate))
        return Outcome(marks, tuple(steps))

    def rules_in_words(self) -> Iterator[Message]:
        """The ratio, the target, and the floor if there is one."""
        words = N_("Full marks × actual ÷ target, at most full marks; target {target}.")
        if self.direction == "down":
            words = N_("Full marks × target ÷ actual, at most full marks (less is better); target {target}.")
        yield message(words, target=self.target_in_words())
        if self.floor is not None:
            yield message(N_("No marks below {floor} % of the target."), floor=self.floor * 100)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """A target of zero or less, and an operator that contradicts the direction."""
        if self.target is not None and self.target <= 0:
            yield TargetUnusable.at(span_at(node, "target"), value=self.target)
        if "operator" in node and self.operator in ({"<=", "<"} if self.direction == "up" else {">=", ">"}):
            yield OperatorAgainstDirection.at(
                span_at(node, "operator"), operator=self.operator, direction=self.direction
            )
