"""Arithmetic on named values, exactly: formulas over the numbers that their names stand for.

`+ - * /`, brackets, `.name`, `["name"]` and a few functions are all there is. Numbers are fractions; none grows without
end, and a formula is worked through once, from the left.
"""

import difflib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scorepress.core.findings import Refusal, Rule
from scorepress.core.formula import (
    Call,
    Chain,
    Formula,
    Member,
    Name,
    Node,
    Number,
    Quoted,
    Signed,
    UnknownName,
    below,
    children,
    own_formula,
    read_formula,
)
from scorepress.core.limits import MAX_NAMES_COMPARED, MAX_NUMBER_BITS
from scorepress.core.messages import N_, message
from scorepress.core.numbers import Mode, round_to
from scorepress.core.unreadable import bad_call

PERCENTAGE_POINTS = "个百分点"
"""The unit of the difference of two percentages."""


class NotComputable(Rule):
    """A formula has no result."""

    code = "SR142"
    message = N_("{text} has no result: {reason}")
    cure = N_("check the values that it uses")
    why = N_("A division by zero or a sum with an unknown number has no honest answer.")
    bad = "{{ figures.routes.total / 0 }}"
    good = "{{ figures.routes.total / 4 }}"


@dataclass(frozen=True)
class Value:
    """What a name stands for: a number, a text, members of its own, or several of these."""

    number: Fraction | None = None
    written: Decimal | str | None = None
    """How it is shown: a number with its written digits, or a text."""
    members: Mapping[str, "Value"] = field(default_factory=dict)
    measured_in: str | None = None
    """The unit of measure, when one is known."""
    thing: object = None
    """A record that a whole name stands for (a figure that becomes a table)."""
    amount: bool = False
    """It is a number wherever there is one: without it nothing below takes its place."""


Names = Mapping[str, Value]


def evaluate(text: str, names: Names) -> Value:
    """The value of `text`.

    Raises a `Refusal` with `ExpressionSyntax`, `UnknownName` or `NotComputable`.
    """
    formula = read_formula(text)
    return _Evaluation(formula, names).value(formula.root)


@lru_cache(maxsize=4096)
def compute(text: str) -> Fraction:
    """The result of a formula that the program itself wrote, without names.

    The page of a report, that of its unit and the published data ask for the same ones.
    """
    formula = own_formula(text)
    number = _Evaluation(formula, {}).value(formula.root).number
    if number is None:
        raise Refusal(NotComputable, None, text=text[:80], reason=message(N_("it is not a number")))
    return number


def check_formula(text: str, names: Names) -> None:
    """Refuse a formula that has no result whatever the numbers are; each of `names` stands for any number.

    Raises what `evaluate` raises: for what cannot be read, for a name that is not there, for one that stands for no
    number, and for a division by a number that is 0 as it is written.
    """
    formula = read_formula(text)
    evaluation = _Evaluation(formula, names)
    for node in formula.nodes():
        for operand in () if isinstance(node, Member) else children(node):
            if isinstance(operand, Name | Member | Quoted):
                evaluation.operand(operand)
        if isinstance(node, Chain | Call) and not any(isinstance(part, Name) for part in below(node)):
            evaluation.value(node)
        elif isinstance(node, Chain):
            evaluation.divisors(node)
        elif isinstance(node, Call):
            evaluation.places(node)
    evaluation.operand(formula.root) if isinstance(formula.root, Name | Member | Quoted) else None


@dataclass
class _Evaluation:
    formula: Formula
    names: Names

    def value(self, node: Node) -> Value:
        if isinstance(node, Number):
            return Value(node.value)
        if isinstance(node, Name):
            return self._member(self.names, node.name, None)
        if isinstance(node, Member):
            return self._member(self.value(node.owner).members, node.name, node.owner)
        if isinstance(node, Quoted):
            return Value(written=node.text)
        if isinstance(node, Signed):
            operand = self.operand(node.operand)
            number = operand.number or Fraction()
            return Value(-number if node.minus else number, measured_in=operand.measured_in)
        return self._chain(node) if isinstance(node, Chain) else self._call(node)

    def operand(self, node: Node) -> Value:
        value = self.value(node)
        if value.number is None:
            raise self._no_result(N_("{name} is not a number"), name=str(node))
        return value

    def divisors(self, chain: Chain) -> None:
        """Refuse a divisor without names that is 0."""
        for sign, operand in chain.links:
            if sign == "/" and not any(isinstance(part, Name) for part in below(operand)):
                self._joined("/", Value(Fraction(1)), self.operand(operand))

    def places(self, call: Call) -> None:
        """Refuse places to round to that are none, where they are written as numbers."""
        rest = call.arguments[1:]
        if call.name in ROUNDING and not any(isinstance(part, Name) for node in rest for part in below(node)):
            self._call(Call(call.name, (Number(Fraction()), *rest)))

    def _member(self, members: Names, name: str, owner: Node | None) -> Value:
        if name in members:
            return members[name]
        for known, value in members.items():
            if unicodedata.normalize("NFKC", known) == name:  # Python folds the letters of names so
                return value
        before = "" if owner is None else f"{owner}."
        close = difflib.get_close_matches(name, list(members)[:MAX_NAMES_COMPARED], n=1, cutoff=0.5)
        nearest = close or list(members)[:6]
        words = N_("did you mean {names}?") if close else N_("names possible here: {names}")
        suggestion = message(words, names=[before + name for name in nearest]) if nearest else message(N_("delete it"))
        raise Refusal(UnknownName, None, name=before + name, suggestion=suggestion)

    def _chain(self, chain: Chain) -> Value:
        result = self.operand(chain.first)
        for sign, operand in chain.links:
            result = self._joined(sign, result, self.operand(operand))
        return result

    def _joined(self, sign: str, left: Value, right: Value) -> Value:
        first, second = left.number or Fraction(), right.number or Fraction()
        if sign in "+-":
            if left.measured_in and right.measured_in and left.measured_in != right.measured_in:
                raise self._no_result(
                    N_("{one} and {other} cannot be added"), one=left.measured_in, other=right.measured_in
                )
            total = first + second if sign == "+" else first - second
            unit = left.measured_in or right.measured_in
            points = unit == "%" and sign == "-" and left.measured_in == right.measured_in
            return Value(self._limited(total), measured_in=PERCENTAGE_POINTS if points else unit)
        if sign == "*":
            return Value(self._limited(first * second), measured_in=left.measured_in or right.measured_in)
        if second == 0:
            raise self._no_result(N_("division by zero"))
        return Value(self._limited(first / second))

    def _limited(self, number: Fraction) -> Fraction:
        if max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_NUMBER_BITS:
            raise self._no_result(N_("the number grows too large"))
        return number

    def _call(self, call: Call) -> Value:
        numbers = [self.operand(argument).number or Fraction() for argument in call.arguments]
        try:
            return Value(FUNCTIONS[call.name](*numbers))
        except (TypeError, ValueError):
            raise bad_call(self.formula.text, call.name) from None

    def _no_result(self, reason: str, **args: object) -> Refusal:
        return Refusal(NotComputable, None, text=self.formula.text.strip()[:80], reason=message(reason, **args))


def _rounded(mode: Mode) -> Callable[..., Fraction]:
    def rounded(value: Fraction, places: Fraction) -> Fraction:
        if places.denominator != 1 or not 0 <= places <= 12:  # noqa: PLR2004 - as many places as are ever shown
            raise ValueError
        return round_to(value, int(places), mode)

    return rounded


def _floor(value: Fraction) -> Fraction:
    return Fraction(value.__floor__())


def _ceil(value: Fraction) -> Fraction:
    return Fraction(value.__ceil__())


FUNCTIONS: dict[str, Callable[..., Fraction]] = {  # each is in `USES` as well
    "round": _rounded(Mode.HALF_UP),
    "half_up": _rounded(Mode.HALF_UP),
    "half_even": _rounded(Mode.HALF_EVEN),
    "down": _rounded(Mode.DOWN),
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "floor": _floor,
    "ceil": _ceil,
}
ROUNDING = frozenset({"round", "half_up", "half_even", "down"})
"""The functions whose second value says how many places are kept."""
