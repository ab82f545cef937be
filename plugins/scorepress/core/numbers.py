"""Exact numbers: read from text, computed as fractions, rounded only where a scheme says, shown in full.

A number on paper is decimal, so it is read as `Decimal` and keeps its written digits (`9.50`). Inside a
computation it is a `Fraction`, because 30 × 2/3 must be 20 and three thirds must be one; see
docs/decisions/0002. No number ever passes through a binary float.
"""

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import lcm

from scorepress.core.limits import MAX_NUMBER_DIGITS

EXACT_PLACES = 12
"""An exact value with more decimal places than this is shown shortened, with ≈."""

ZERO = Fraction()

WIDE = Context(prec=5000)
"""Enough for any number that occurs: the default context would round to 28 digits."""

PLAIN = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


class Mode(StrEnum):
    """How a value half way between two steps is rounded, and what is done with the rest."""

    HALF_UP = "half_up"
    """Half away from zero: 40.275 is 40.28, -0.5 is -1. The custom in Chinese score sheets."""
    HALF_EVEN = "half_even"
    DOWN = "down"
    """Towards zero: digits are cut off."""


def is_number(text: str) -> bool:
    """Whether `text` is a number as this project writes them: ASCII digits, an optional sign and point."""
    return PLAIN.fullmatch(text) is not None and len(text) <= MAX_NUMBER_DIGITS


@lru_cache(maxsize=4096)
def exact(value: Decimal | Fraction | int) -> Fraction:
    """`value` as a fraction, without loss. The same few full marks and prices come up in every report."""
    return Fraction(value)


def sum_of(values: Iterable[Fraction]) -> Fraction:
    """The sum of `values`: over one common denominator, several times faster than one addition after another."""
    found = list(values)
    if len(found) < 2:  # noqa: PLR2004 - nothing to add
        return found[0] if found else ZERO
    ratios = [value.as_integer_ratio() for value in found]
    denominator = lcm(*[below for _, below in ratios])
    return Fraction(sum([above * (denominator // below) for above, below in ratios]), denominator)


def round_to(value: Fraction, places: int, mode: Mode) -> Fraction:
    """`value` rounded to `places` decimal places; exact, whatever the size."""
    scale = 10**places
    whole, rest = divmod(abs(value) * scale, 1)
    half = Fraction(1, 2)
    up = mode is not Mode.DOWN and (rest > half or (rest == half and (mode is Mode.HALF_UP or int(whole) % 2 == 1)))
    rounded = Fraction(int(whole) + up, scale)
    return rounded if value >= 0 else -rounded


def places_of(number: Decimal) -> int:
    """How many decimal places a number was written with: 2 for `9.50`, 0 for `9`."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def agrees(stated: Decimal, value: Fraction) -> bool:
    """Whether `stated` is `value` rounded to the places it was written with."""
    return exact(stated) == round_to(value, places_of(stated), Mode.HALF_UP)


def cut_off(stated: Decimal, value: Fraction) -> bool:
    """Whether `stated` is `value` with its last digits cut off instead of rounded."""
    return not agrees(stated, value) and exact(stated) == round_to(value, places_of(stated), Mode.DOWN)


def terminating(value: Fraction) -> Decimal | None:
    """`value` as an exact decimal, or None when it has no end (1/3) or more than `EXACT_PLACES` places."""
    places = _places(value.denominator)
    if places is None:
        return None
    return Decimal(value.numerator * 10**places // value.denominator).scaleb(-places, WIDE)


@lru_cache(maxsize=4096)
def _places(denominator: int) -> int | None:
    """How many decimal places a fraction with this denominator has; None where it has no end or too many."""
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    return places if rest == 1 and places <= EXACT_PLACES else None


def show(value: Decimal | Fraction) -> str:
    """`value` for people: a written number keeps its digits, an endless one is marked ≈ and given to 4 places."""
    if isinstance(value, Decimal):
        return format(value, "f")
    decimal = terminating(value)
    if decimal is not None:
        return format(decimal, "f")
    return "≈" + format(rounded_decimal(value, 4), "f")


def with_places(value: Fraction, places: int | None) -> Decimal | Fraction:
    """`value` with zeros to so many places, 97.20; as it is where it has more, or where none are asked for."""
    if places is None or round_to(value, places, Mode.DOWN) != value:
        return value
    return rounded_decimal(value, places)


def display(value: Decimal | Fraction) -> str:
    """As `show`, with the minus that people write."""
    return show(value).replace("-", "\N{MINUS SIGN}")


def display_change(value: Decimal | Fraction) -> str:
    """A change for people, always with its sign: `+0.60`, `−1`."""
    return f"+{display(value)}" if value > 0 else display(value)


def with_unit(number: str, unit: str | None) -> str:
    """A number with what it is measured in: `98.7%`, `331 天`."""
    return number if not unit else f"{number}{unit}" if unit in SIGNS_OF_SHARE else f"{number} {unit}"


SIGNS_OF_SHARE = frozenset("%％‰")
"""What stands at a number without a space."""


def exact_text(value: Decimal | Fraction) -> str:
    """`value` for programs, without loss: `9.50` as written, `12.5`, or `10/3` where a decimal has no end."""
    if isinstance(value, Decimal):
        return format(value, "f")
    decimal = terminating(value)
    return str(value) if decimal is None else format(decimal, "f")


def rounded_decimal(value: Fraction, places: int, mode: Mode = Mode.HALF_UP) -> Decimal:
    """`value` rounded and with exactly `places` decimal places, `9.50` rather than `9.5`."""
    scaled = int(round_to(value, places, mode) * 10**places)
    sign = 1 if scaled < 0 else 0
    return Decimal((sign, tuple(int(digit) for digit in str(abs(scaled))), -places))


def formula_text(value: Fraction) -> str:
    """`value` inside an arithmetic line that can be computed again: `12.5`, or `(10/3)` where it has no end."""
    numerator, denominator = value.numerator, value.denominator
    places = _places(denominator)
    if places is None:
        return f"({numerator}/{denominator})"
    text = str(abs(numerator) * 10**places // denominator)
    if places:
        text = text.zfill(places + 1)
        text = f"{text[:-places]}.{text[-places:]}"
    return f"(-{text})" if numerator < 0 else text
