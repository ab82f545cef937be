"""What a page prints, read back as what it stands for: numbers, places, periods, words for layers."""

import re
from collections.abc import Collection
from fractions import Fraction

from scorepress.verify.arithmetic import number, rounded, shown

NUMBER = re.compile(r"(?<![0-9.])[+-]?[0-9]+(?:\.[0-9]+)?")
SHORTENED = "≈"
FEWEST_PLACES = 4
"""A number without an end is shortened to so many places and marked."""
LAYER_WORDS = {"final": ("最终", "final"), "verified": ("核验", "verified"), "self": ("自评", "self")}
PARTS_OF_YEARS = {
    "": ("{}年", "{}"),
    "H1": ("{}年上半年", "firsthalfof{}"),
    "H2": ("{}年下半年", "secondhalfof{}"),
    "Q1": ("{}年第一季度", "firstquarterof{}"),
    "Q2": ("{}年第二季度", "secondquarterof{}"),
    "Q3": ("{}年第三季度", "thirdquarterof{}"),
    "Q4": ("{}年第四季度", "fourthquarterof{}"),
}


def plain(text: str) -> str:
    """A text without white space, with one sign for minus: how pages break lines and set signs is no difference."""
    return "".join(text.split()).replace("\N{MINUS SIGN}", "-")


def numbers(text: str) -> list[Fraction]:
    """The numbers of a text, in order."""
    values = (number(digits) for digits in NUMBER.findall(text.replace("\N{MINUS SIGN}", "-")))
    return [value for value in values if value is not None]


def prints(text: str, value: Fraction | None) -> bool:
    """Whether a text prints this number and no other; without a value, no number at all."""
    printed = numbers(text)
    if value is None or len(printed) != 1:
        return value is None and not printed
    if printed[0] == value:
        return True
    places = len(NUMBER.findall(text)[0].partition(".")[2])
    endless = SHORTENED in text and "/" in shown(value)
    return endless and places >= FEWEST_PLACES and rounded(value, places, "half_up") == printed[0]


def prints_word(text: str, word: str | None) -> bool:
    """Whether a text prints this word; without one, a dash or nothing."""
    return plain(text) == plain(word) if word is not None else plain(text) in {"", "—", "-"}


def prints_period(text: str, period: str) -> bool:
    """Whether a text prints a period, `2021-H1`, in words."""
    year, _, part = period.partition("-")
    forms = PARTS_OF_YEARS.get(part, (f"{{}}年{part.lstrip('0')}月", f"{{}}-{part.lstrip('0')}"))
    return plain(text).lower() in {form.format(year) for form in forms}


def layer_of(text: str) -> str | None:
    """The layer whose word a text has."""
    lower = text.lower()
    return next((name for name, words in LAYER_WORDS.items() if any(word in lower for word in words)), None)


def without(text: str, words: Collection[str]) -> str:
    """A text without some words, the longest first: what is left has no digits of names."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    return text
