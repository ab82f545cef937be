"""Exact arithmetic on texts: numbers, shares, bounds, rounding, formulas."""

import ast
import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor

NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+|/0*[1-9][0-9]*)?")
LONGEST = 3000
"""Characters of a number; Python itself refuses to read much longer ones."""
DEEPEST = 60
LARGEST = 10_000
"""Bits of a number: no formula of a person comes near."""


class NoResultError(ValueError):
    """A formula has no result."""


def number(text: str) -> Fraction | None:
    """`40.28` or `10/3` as a fraction; None for any other text."""
    return Fraction(text) if len(text) <= LONGEST and NUMBER.fullmatch(text) else None


def share(text: str) -> Fraction | None:
    """`60%` or `0.6`."""
    if not text.endswith("%"):
        return number(text)
    percent = number(text[:-1].rstrip())
    return None if percent is None else percent / 100


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    """`value` at so many decimal places: `half_up` away from zero, `half_even`, or `down` towards zero."""
    unit = Fraction(1, 10**places)
    steps, rest = divmod(abs(value), unit)
    if mode != "down":
        twice = 2 * rest
        steps += twice > unit or (twice == unit and (mode == "half_up" or steps % 2 == 1))
    return steps * unit if value > 0 else -steps * unit


def places_of(text: str) -> int:
    """How many decimal places a number was written with."""
    return len(text.partition(".")[2])


def shown(value: Fraction | None) -> str:
    """A number as the data writes it; a dash for none, dots for what is too large to be written."""
    if value is None:
        return "—"
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LARGEST:
        return "…"
    places, rest = 0, value.denominator
    while rest % 10 == 0 or rest % 2 == 0 or rest % 5 == 0:
        rest //= 10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5
        places += 1
    if rest != 1 or not places:
        return str(value)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _rounding(mode: str) -> Callable[..., Fraction]:
    def function(value: Fraction, places: Fraction) -> Fraction:
        if places.denominator != 1 or not 0 <= places <= 12:  # noqa: PLR2004 - the most that a scheme may ask for
            raise NoResultError
        return rounded(value, int(places), mode)

    return function


FUNCTIONS: Mapping[str, Callable[..., Fraction]] = {
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "floor": lambda value: Fraction(floor(value)),
    "ceil": lambda value: Fraction(ceil(value)),
    "round": _rounding("half_up"),
    "half_up": _rounding("half_up"),
    "half_even": _rounding("half_even"),
    "down": _rounding("down"),
}


def compute(formula: str, names: Mapping[str, Fraction] | None = None) -> Fraction:
    """The value of a formula: `+ - * /`, brackets, names and the functions above. Raises `NoResultError`."""
    folded = {unicodedata.normalize("NFKC", name): value for name, value in (names or {}).items()}
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
        return _Formula(formula.strip().encode(), folded).value(tree, 0)
    except (SyntaxError, TypeError, ValueError, ArithmeticError, MemoryError, RecursionError):
        raise NoResultError(formula) from None


class _Formula:
    def __init__(self, source: bytes, names: Mapping[str, Fraction]) -> None:
        self.source, self.names = source, names

    def value(self, node: ast.expr, depth: int) -> Fraction:
        if depth > DEEPEST:
            raise NoResultError
        match node:
            case ast.Constant():
                return self._literal(node)
            case ast.Name(id=name) if name in self.names:
                return self.names[name]
            case ast.UnaryOp(op=ast.USub()):
                return -self.value(node.operand, depth + 1)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.value(node.operand, depth + 1)
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
                return FUNCTIONS[name](*(self.value(each, depth + 1) for each in node.args))
            case ast.BinOp():
                return self._chain(node, depth)
        raise NoResultError

    def _literal(self, node: ast.Constant) -> Fraction:
        text = self.source[node.col_offset : node.end_col_offset].decode()  # a float would have lost its digits
        found = number(text) if node.lineno == 1 and "/" not in text else None
        if found is None:
            raise NoResultError
        return found

    def _chain(self, node: ast.BinOp, depth: int) -> Fraction:
        links = [node]
        while isinstance(links[-1].left, ast.BinOp):  # a sum of a hundred terms is a hundred deep on its left
            links.append(links[-1].left)
        result = self.value(links[-1].left, depth + 1)
        for link in reversed(links):
            other = self.value(link.right, depth + 1)
            match link.op:
                case ast.Add():
                    result += other
                case ast.Sub():
                    result -= other
                case ast.Mult():
                    result *= other
                case ast.Div():
                    result /= other
                case _:
                    raise NoResultError
            if max(result.numerator.bit_length(), result.denominator.bit_length()) > LARGEST:
                raise NoResultError
        return result
