"""Arithmetic on named values, exactly: the whitelist of Python's own syntax that formulas and prose may use.

Numbers are taken from their text, names from the values given; `+ - * /`, brackets, `.name`, `["name"]` and a few
functions are all there is. Size and depth are limited, so no formula can be slow.
"""

import ast
import difflib
import tokenize
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from io import StringIO

from scorepress.core.findings import Refusal, Rule
from scorepress.core.messages import N_, message
from scorepress.core.numbers import PLAIN, Mode, is_number, round_to
from scorepress.core.unreadable import (
    USES,
    bad_call,
    bad_number,
    comment,
    not_arithmetic,
    not_python,
    too_deep,
    too_long,
)

PERCENTAGE_POINTS = "个百分点"
"""The unit of the difference of two percentages."""
MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_NAMES = 500
"""Among so many names the one that was most likely meant is looked for."""
MAX_BITS = 4096
"""No numerator or denominator grows beyond this: a chain of products cannot eat the memory."""


class UnknownName(Rule):
    """A formula uses a name that stands for nothing."""

    code = "SR141"
    message = N_("{name} stands for nothing here")
    cure = N_("{suggestion}")
    why = N_("A number that cannot be found must not be published as a blank.")
    bad = "{{ figures.route.total }}"
    good = "{{ figures.routes.total }}"


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


Names = Mapping[str, Value]


def evaluate(text: str, names: Names) -> Value:
    """The value of `text`.

    Raises a `Refusal` with `ExpressionSyntax`, `UnknownName` or `NotComputable`.
    """
    return _Evaluation(text, names).value(parse(text), 0)


@lru_cache(maxsize=4096)
def compute(formula: str) -> Fraction:
    """The result of a formula that the program itself wrote: as long as a scheme has indicators, without names.

    The page of a report, that of its unit and the published data ask for the same ones.
    """
    number = _Evaluation(formula, {}, own=True).value(_tree(formula), 0).number
    if number is None:
        raise Refusal(NotComputable, None, text=formula[:80], reason=message(N_("it is not a number")))
    return number


@lru_cache(maxsize=1024)
def parse(text: str) -> ast.expr:
    """The syntax tree of `text`; refused where Python itself cannot read it or it is too long."""
    if len(text) > MAX_LENGTH:
        raise too_long(text, MAX_LENGTH)
    return _tree(text)


def _tree(text: str) -> ast.expr:
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise not_python(text, error) from None
    if "#" in text and _comments(text):
        raise comment(text)
    return tree


def _comments(text: str) -> bool:
    return any(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(StringIO(text.strip()).readline))


@dataclass
class _Evaluation:
    text: str
    names: Names
    own: bool = False
    """Whether the program wrote the text: then its numbers may have more digits than people may write."""

    def value(self, node: ast.expr, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise too_deep(self.text, MAX_DEPTH)
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name):
            return self._member(self.names, node.id, None)
        if isinstance(node, ast.Attribute):
            return self._member(self.value(node.value, depth + 1).members, node.attr, node.value)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            owner = self.value(node.value, depth + 1)
            return self._member(owner.members, str(node.slice.value), node.value)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            operand = self.operand(node.operand, depth)
            number = operand.number or Fraction()
            signed = -number if isinstance(node.op, ast.USub) else number
            return Value(signed, measured_in=operand.measured_in)
        if isinstance(node, ast.BinOp):
            return self._binary(node, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            return self._call(node.func.id, node.args, depth)
        raise not_arithmetic(self.text, node)

    def operand(self, node: ast.expr, depth: int) -> Value:
        found = self.value(node, depth + 1)
        if found.number is None:
            raise self._no_result(N_("{name} is not a number"), name=ast.unparse(node))
        return found

    def number(self, node: ast.expr, depth: int) -> Fraction:
        return self.operand(node, depth).number or Fraction()

    def _constant(self, node: ast.Constant) -> Value:
        source = ast.get_source_segment(self.text.strip(), node) or ""
        if isinstance(node.value, str) and len(node.value) < MAX_LENGTH:
            return Value(written=node.value)
        if not (PLAIN.fullmatch(source) if self.own else is_number(source)):
            raise bad_number(self.text, source)
        return Value(Fraction(source))

    def _member(self, members: Names, name: str, before: ast.expr | None) -> Value:
        if name in members:
            return members[name]
        for known, value in members.items():
            if unicodedata.normalize("NFKC", known) == name:  # Python folds the letters of names so
                return value
        owner = "" if before is None else ast.unparse(before) + "."
        close = difflib.get_close_matches(name, list(members)[:MAX_NAMES], n=1, cutoff=0.5)
        nearest = close or list(members)[:6]
        words = N_("did you mean {names}?") if close else N_("names possible here: {names}")
        suggestion = message(words, names=[owner + name for name in nearest]) if nearest else message(N_("delete it"))
        raise Refusal(UnknownName, None, name=owner + name, suggestion=suggestion)

    def _binary(self, node: ast.BinOp, depth: int) -> Value:
        # A sum of many terms leans to the left: it is walked, so that only brackets count as depth.
        chain = [node]
        while isinstance(chain[-1].left, ast.BinOp):
            chain.append(chain[-1].left)
        result = self.operand(chain[-1].left, depth)
        for link in reversed(chain):
            result = self._joined(link, result, self.operand(link.right, depth))
        return result

    def _joined(self, node: ast.BinOp, left: Value, right: Value) -> Value:
        first, second = left.number or Fraction(), right.number or Fraction()
        if isinstance(node.op, ast.Add | ast.Sub):
            if left.measured_in and right.measured_in and left.measured_in != right.measured_in:
                raise self._no_result(
                    N_("{one} and {other} cannot be added"), one=left.measured_in, other=right.measured_in
                )
            total = first + second if isinstance(node.op, ast.Add) else first - second
            unit = left.measured_in or right.measured_in
            points = unit == "%" and isinstance(node.op, ast.Sub) and left.measured_in == right.measured_in
            return Value(total, measured_in=PERCENTAGE_POINTS if points else unit)
        if isinstance(node.op, ast.Mult):
            return Value(self._limited(first * second), measured_in=left.measured_in or right.measured_in)
        if isinstance(node.op, ast.Div):
            if second == 0:
                raise self._no_result(N_("division by zero"))
            return Value(self._limited(first / second))
        raise not_arithmetic(self.text, node)

    def _limited(self, number: Fraction) -> Fraction:
        if max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_BITS:
            raise self._no_result(N_("the number grows too large"))
        return number

    def _call(self, name: str, args: list[ast.expr], depth: int) -> Value:
        function = FUNCTIONS.get(name)
        if function is None:
            raise Refusal(
                UnknownName,
                None,
                name=name,
                suggestion=message(N_("functions: {names}"), names=list(USES.values())),
            )
        numbers = [self.number(arg, depth) for arg in args]
        try:
            return Value(function(*numbers))
        except (TypeError, ValueError):
            raise bad_call(self.text, name) from None

    def _no_result(self, reason: str, **args: object) -> Refusal:
        return Refusal(NotComputable, None, text=self.text.strip()[:80], reason=message(reason, **args))


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


@lru_cache(maxsize=1024)
def names_used(text: str) -> frozenset[str]:
    """The names at the beginning of every path in a formula; empty where the formula cannot be read."""
    try:
        return frozenset(node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name))
    except Refusal:
        return frozenset()
