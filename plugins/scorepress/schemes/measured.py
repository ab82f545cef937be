"""What methods share that work on a measured value: where the value comes from, the target, the gate, the group."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from pydantic import Field

from scorepress.core.expressions import FUNCTIONS, Value, check_formula, evaluate
from scorepress.core.findings import Finding, Refusal, Rule, Severity
from scorepress.core.formula import names_used
from scorepress.core.measures import size_conflict
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import agrees, exact, with_unit
from scorepress.core.records import KeptDict, KeptList, MissingKey, Record, UnknownKey
from scorepress.core.spelling import NumberOutOfRange
from scorepress.core.trace import Step, step
from scorepress.core.values import Id, Marks, Name, Number, Text
from scorepress.schemes.bounds import OPERATORS, SIGNS, OperatorName
from scorepress.schemes.group import Direction, Group
from scorepress.schemes.indicator import CannotScore, Entry, Indicator, Outcome


class TargetDiffers(Rule):
    """A report works with another target than its scheme."""

    code = "SR241"
    message = N_("the target {target} is not the scheme's {expected}")
    cure = N_("delete target here, or correct it")
    why = N_("A lower target raises the score; the scheme's target binds.")
    bad = "A7: {target: 60, actual: 60}"
    good = "A7: {actual: 60}"


class FormulaNames(Rule):
    """A formula of the scheme does not use one of its inputs, or an input has a name that means something else."""

    code = "SR250"
    message = N_("{fault}")
    cure = N_("list under inputs every name that the formula uses, and no other; full stands for the full marks")
    why = N_("An input that nothing uses is a number for nothing; one named full or min would be passed over.")
    bad = "inputs: {this: 本年, last: 上年, plan: 计划}\nvalue: (this - last) / last"
    good = "inputs: {this: 本年, last: 上年}\nvalue: (this - last) / last"


class ValueDiffers(Rule):
    """A report states another value than the scheme's formula makes of its inputs."""

    code = "SR262"
    message = N_("the value {stated} is not what the formula {formula} gives: {computed}")
    cure = N_("correct the value or the inputs, or leave the value out")
    why = N_("Marks are given for the computed value; readers would see another one beside them.")
    bad = "A3: {inputs: {this: 6, last: 5}, actual: 0.3}  # value: this / last - 1"
    good = "A3: {inputs: {this: 6, last: 5}, actual: 0.2}"


class FormulaMixesSizes(Rule):
    """A formula of the scheme divides numbers in units of different sizes, 元 by 万元, without converting them."""

    code = "SR232"
    severity = Severity.WARNING
    message = N_("{one} and {other} meet in a ratio without a conversion")
    cure = N_("write * {factor} or / {factor} into the formula, or ask for both in the same unit")
    why = N_("The ratio is wrong by the factor between the units, and so are all marks that rest on it.")
    bad = "inputs: {paid: {…, measured_in: 元}, plan: {…, measured_in: 万元}}\nvalue: paid / plan"
    good = "inputs: {paid: {…, measured_in: 万元}, plan: {…, measured_in: 万元}}\nvalue: paid / plan"


class FormulaHasNoResult(Rule):
    """A formula has no result for the numbers of a report."""

    code = "SR251"
    message = N_("{formula} has no result here: {reason}")
    cure = N_("check the inputs; where the matter does not apply to the unit, write not_applicable with the reason")
    why = N_("A division by zero has no honest answer, so there is no score.")
    bad = "A3: {inputs: {this: 5, last: 0}}  # value: this / last - 1"
    good = "A3: {inputs: {this: 5, last: 4}}"


class Input(Record):
    """One number that a formula of the scheme works with; `last: 上年值` is short for `last: {title: 上年值}`."""

    short_key: ClassVar[str | None] = "title"
    title: Text
    """What the number is."""
    measured_in: Text | None = None
    """What it is measured in."""
    from_: KeptList[Text] = Field(default_factory=list, alias="from")
    """The cell of the scheme's form that it is taken from: table, row, column; without it the report gives it."""


class Gate(Record):
    """A bar that the value must reach first: behind it there are `marks` at once, and the method gives the rest."""

    operator: OperatorName = ">="
    """`>` and `<` are strict, `>=` and `<=` include the bar."""
    target: Number
    """The bar."""
    marks: Marks = Decimal(0)
    """分 for reaching the bar; the method shares out full - marks."""

    def open(self, value: Fraction) -> bool:
        """Whether the value reaches the bar."""
        return OPERATORS[self.operator](value, exact(self.target))


class MeasuredEntry(Entry):
    """`A7: {actual: 70}`, or `A7: {inputs: {this: 5, last: 4}}` where the scheme has a formula for the value."""

    actual: Number | None = None
    """The value, as a number in the measure of the scheme."""
    inputs: KeptDict[Name, Number] = Field(default_factory=dict)
    """The numbers that the scheme's formula asks for, by name."""

    @property
    def stated_value(self) -> Decimal | None:
        """The value where the report gives it itself."""
        return self.actual


class TargetEntry(MeasuredEntry):
    """`A7: {target: 70, actual: 70}`; the target only where the scheme leaves it to the unit."""

    target: Number | None = None
    """The unit's target or benchmark, where the scheme sets none."""
    initial: Number | None = None
    """The target at the beginning of the year, where it was changed since; shown, not used."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The value that a method works on, and how it came about."""

    value: Fraction
    steps: tuple[Step, ...] = ()


class Measured(Indicator):
    """An indicator that holds a value against something.

    The report gives the value, or the numbers that `value`, a formula of the scheme, makes it of.
    """

    measured_in: Text | None = None
    """What the value is measured in, such as 公里; shown, never computed with."""
    inputs: KeptDict[Name, Input] = {}
    """The numbers that `value` works with, by the names that it uses."""
    value: Text | None = None
    """A formula over the inputs; without it the report gives the value itself."""
    gate: Gate | None = None
    """A bar that the value must reach first."""
    entry = MeasuredEntry
    value_key: ClassVar[str] = "actual"
    """The key under which a report gives the value."""
    needed_key = "actual"

    @property
    def in_unit(self) -> str:
        """What the value is measured in, to be put behind a number: ` 公里`, or nothing."""
        return with_unit("", self.measured_in)

    @property
    def difference_unit(self) -> str | Message:
        """What differences of values are counted in: percentages differ by percentage points."""
        return message(N_(" percentage points")) if self.measured_in in {"%", "％"} else self.in_unit

    def measure(self, entry: Any) -> Measurement:
        """The value of an entry. Raises `CannotScore` where there is none."""
        if self.value is None:
            if entry.inputs:
                raise CannotScore(
                    UnknownKey, "inputs", key="inputs", suggestion=message(N_("Delete it.")), allowed=[self.value_key]
                )
            if entry.stated_value is None:
                raise CannotScore(MissingKey, key=self.value_key)
            return Measurement(exact(entry.stated_value))
        made = from_inputs(self, self.value, entry, {}).in_measure(self.measured_in)
        stated = entry.stated_value
        if stated is not None and not agrees(stated, made.result):
            raise CannotScore(ValueDiffers, self.value_key, stated=stated, formula=self.value, computed=made.result)
        return Measurement(made.result, (made,))

    def score(self, entry: Any, full: Fraction) -> Outcome:
        """The marks for an entry, the gate included."""
        found = self.measure(entry)
        return self.behind_gate(found, full, lambda rest: self.marks_of(found.value, entry, rest))

    @abstractmethod
    def marks_of(self, value: Fraction, entry: Any, full: Fraction) -> Outcome:
        """The marks for a value, `full` being what the gate left of the full marks."""

    def behind_gate(self, found: Measurement, full: Fraction, method: Callable[[Fraction], Outcome]) -> Outcome:
        """What `method` gives for a value, behind the gate if there is one."""
        if self.gate is None:
            outcome = method(full)
            return Outcome(outcome.marks, (*found.steps, *outcome.steps), outcome.waits_for) if found.steps else outcome
        bar, sign = exact(self.gate.target), SIGNS[self.gate.operator]
        if not self.gate.open(found.value):
            words = N_("{value} does not reach {operator} {bar}: no marks")
            shut = step(words, "0", Fraction(), value=found.value, operator=sign, bar=bar)
            return Outcome(Fraction(), (*found.steps, shut))
        first = exact(self.gate.marks)
        outcome = method(full - first)
        steps = [*found.steps, *outcome.steps]
        words, marks = N_("{value} reaches {operator} {bar}: {first} marks, and the rest by the method"), first
        marks = first + outcome.marks
        steps.append(
            step(
                words,
                "{first} + {rest}",
                marks,
                value=found.value,
                operator=sign,
                bar=bar,
                first=first,
                rest=outcome.marks,
            )
        )
        return Outcome(marks, tuple(steps), outcome.waits_for)

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The value, or the inputs that are not taken from the form."""
        if self.value is None:
            return {self.value_key: ()}
        return asked_inputs(self)

    def rules_in_words(self) -> Iterator[Message]:
        """Where the value comes from and the gate, then the method's own rules."""
        if self.value is not None:
            inputs = [message("{name} = {title}", name=name, title=each.title) for name, each in self.inputs.items()]
            yield message(N_("The value is {formula}, with {inputs}."), formula=self.value, inputs=inputs)
        if self.gate is not None:
            words = N_("Only from {operator} {bar} on: {marks} marks for reaching it, the rest as follows.")
            yield message(words, operator=SIGNS[self.gate.operator], bar=self.gate.target, marks=self.gate.marks)
        yield from self.method_in_words()

    @abstractmethod
    def method_in_words(self) -> Iterator[Message]:
        """The method and its parameters as sentences."""

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """A formula that does not fit its inputs, and a gate worth more than the indicator."""
        if self.value is not None or self.inputs:
            yield from formula_problems(self, "value", self.value, node, frozenset())
        if self.gate is not None and self.full is not None and self.gate.marks > self.full:
            allowed = message(N_("at most {number}"), number=self.full)
            yield NumberOutOfRange.at(span_at(node, "gate", "marks"), text=self.gate.marks, allowed=allowed)


class Targeted(Measured):
    """A measured indicator with a target, in the scheme or in the report."""

    target: Number | None = None
    """The target; without it the report gives one."""
    operator: OperatorName = ">="
    """How the value meets the target: `>` and `<` are strict (超过, 低于), `>=` and `<=` include it."""
    entry = TargetEntry

    def target_of(self, entry: TargetEntry) -> Fraction:
        """The target in force: the scheme's; where it gives none, the report's."""
        if self.target is None:
            if entry.target is None:
                raise CannotScore(MissingKey, key="target")
            return exact(entry.target)
        if entry.target is not None and entry.target != self.target:
            raise CannotScore(TargetDiffers, "target", target=entry.target, expected=self.target)
        return exact(self.target)

    @property
    def sign(self) -> str:
        """The operator as printed."""
        return SIGNS[self.operator]

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The target as well, where the scheme leaves it to the report."""
        return {**({"target": ()} if self.target is None else {}), **super().asks()}

    def target_in_words(self) -> Message:
        """`≥ 70 个`, or that the unit sets the target."""
        if self.target is None:
            return message(N_("{operator} the target in the report"), operator=self.sign)
        return message("{operator} {target}{unit}", operator=self.sign, target=self.target, unit=self.in_unit)


class Compared(Measured):
    """A measured indicator whose marks depend on the values of the whole group."""

    direction: Direction = "up"
    """`up`: the highest value is the best. `down`: the lowest."""
    group: Id | None = None
    """With whom units are compared: a grouping of the scheme, or `all`; without it the unit's class."""

    def never_scores(self, value: Fraction) -> bool:
        """Whether a value gives no marks whatever the others of the group have."""
        del value
        return False

    @property
    def needs_group(self) -> bool:
        """Whether the marks wait for the group phase."""
        return True

    def marks_of(self, value: Fraction, entry: Any, full: Fraction) -> Outcome:
        """The marks of a unit that is compared with nobody but itself."""
        del entry
        return self.placed(value, Group((value,)), full)

    @abstractmethod
    def placed(self, value: Fraction, group: Group, full: Fraction) -> Outcome:
        """The marks of a value within its group, which holds at least this value."""

    def compare(self, found: Measurement, group: Group, full: Fraction) -> Outcome:
        """The marks of a measurement within its group, the gate included; provisional while somebody is missing.

        Behind a closed gate nobody is waited for: there are no marks, whoever else reports. Who is waited for is given
        by ids; the group phase knows the names.
        """
        outcome = self.behind_gate(found, full, lambda rest: self.placed(found.value, group, rest))
        shut = self.gate is not None and not self.gate.open(found.value)
        return Outcome(outcome.marks, outcome.steps, () if shut else group.missing, stated=True)

    def direction_in_words(self) -> Iterator[Message]:
        """That less is better, where it is."""
        if self.direction == "down":
            yield message(N_("The lowest value is the best."))


def inputs_from(indicator: Indicator) -> dict[str, list[str]]:
    """The inputs that are taken from the scheme's form, each with its table, row and column."""
    inputs: dict[str, Input] = getattr(indicator, "inputs", {})
    return {name: each.from_ for name, each in inputs.items() if each.from_}


def asked_inputs(indicator: Indicator) -> dict[str, tuple[str, ...]]:
    """The inputs that a report gives itself, as `Indicator.asks` has it."""
    taken, inputs = inputs_from(indicator), getattr(indicator, "inputs", {})
    by_hand = tuple(name for name in inputs if name not in taken)
    return {"inputs": by_hand} if by_hand else {}


def inputs_of(indicator: Any, entry: Any) -> dict[str, Fraction]:
    """The inputs that the scheme asks for, by name. Raises `CannotScore` where one is missing or too many."""
    known = indicator.inputs
    for name in entry.inputs:
        if name not in known:
            raise CannotScore(
                UnknownKey, "inputs", name, key=name, suggestion=message(N_("Delete it.")), allowed=list(known)
            )
    for name in known:
        if name not in entry.inputs:
            raise CannotScore(MissingKey, "inputs", key=name)
    return {name: exact(number) for name, number in entry.inputs.items()}


def from_inputs(indicator: Any, formula: str, entry: Any, given: dict[str, Fraction]) -> Step:
    """The step from the inputs of an entry to the result of a formula; `given` are names that need no input."""
    numbers = inputs_of(indicator, entry) | given
    try:
        result = evaluate(formula, {name: Value(number) for name, number in numbers.items()}).number
    except Refusal as refusal:
        reason = refusal.args_of_message.get("reason", "")
        raise CannotScore(FormulaHasNoResult, "inputs", formula=formula, reason=reason) from None
    if result is None:
        raise CannotScore(FormulaHasNoResult, "inputs", formula=formula, reason="")
    words = N_("by the scheme's formula {formula}")
    return step(words, with_fields(formula, numbers), result, formula=formula, **numbers)


def with_fields(formula: str, names: Any) -> str:
    """A formula as arithmetic of the trace: its names become fields."""
    return re.sub(r"[^\W\d]\w*", lambda name: f"{{{name[0]}}}" if name[0] in names else name[0], formula)


def formula_problems(
    indicator: Any, key: str, formula: str | None, node: Mapping, given: frozenset[str]
) -> Iterator[Finding]:
    """Whether a formula of the scheme can be read and fits its inputs; `given` are names that need no input."""
    if formula is None:
        yield MissingKey.at(span_at(node, "inputs"), key=key)
        return
    numbers = dict.fromkeys([*indicator.inputs, *given], Value(Fraction(1)))
    used = names_used(formula)
    try:
        check_formula(formula, numbers)
    except Refusal as refusal:
        yield refusal.finding(span_at(node, key))
        return
    conflict = size_conflict(formula, {name: each.measured_in for name, each in indicator.inputs.items()})
    if conflict is not None:
        place = span_at(node, key)
        yield FormulaMixesSizes.at(place, one=conflict.one, other=conflict.other, factor=conflict.factor)
    # An input called full or min would be passed over for what the formula itself means by that name.
    taken = given | FUNCTIONS.keys()
    for words, names in (
        (N_("listed under inputs, but not used by the formula: {names}"), set(indicator.inputs) - used - taken),
        (N_("named like what a formula means by itself: {names}"), set(indicator.inputs) & taken),
    ):
        if names:
            listed = [name for name in indicator.inputs if name in names]
            yield FormulaNames.at(span_at(node, key), fault=message(words, names=listed))
