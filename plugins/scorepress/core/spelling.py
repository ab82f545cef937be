"""Numbers as people write them: one spelling is read, every other is refused with what to type instead."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from scorepress.core.findings import Refusal, Rule
from scorepress.core.limits import MAX_NUMBER_DIGITS, MAX_SPELLING_CHARACTERS
from scorepress.core.lookalikes import DASHES, INVISIBLE, ODD_SPACES, QUOTES, odd_one, plain_forms
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Scalar
from scorepress.core.numbers import EXACT_PLACES, is_number
from scorepress.core.shapes import scalar


class NotANumber(Rule):
    """A number is expected and something else is written."""

    code = "SR103"
    message = N_("{text} is not a number")
    cure = N_("write digits only, such as 9.50; put words in note")
    why = N_("A score that is not a number cannot be added up.")
    bad = "A1: 三十"
    good = "A1: 30"


class FullWidthDigit(Rule):
    """A number is written with full-width characters."""

    code = "SR104"
    message = N_("{text} is written with full-width characters")
    cure = N_("type {plain} with the input method switched to English")
    why = N_("They look like digits but are other characters; programs read them differently or not at all.")
    bad = "A1: ３０"
    good = "A1: 30"


class ExponentNumber(Rule):
    """A number is written with an exponent."""

    code = "SR105"
    message = N_("{text} is written with an exponent")
    cure = N_("write the number out")
    why = N_("Spreadsheets write long numbers this way and drop their last digits; nobody proof-reads 1e3.")
    bad = "A1: 1e3"
    good = "A1: 1000"


class NumberSeparator(Rule):
    """Digits are grouped by a comma, an underscore or a space."""

    code = "SR106"
    message = N_("{text} has separators between its digits")
    cure = N_("write {plain}")
    why = N_("1,234 is a thousand in one country and one and a bit in another.")
    bad = "total: 14,339.24"
    good = "total: 14339.24"


class NumberForm(Rule):
    """A number lacks a digit before or after its point, or has zeros in front."""

    code = "SR107"
    message = N_("{text} is not the usual form of a number")
    cure = N_("write {plain}")
    why = N_("A lone point is overlooked in print, and 0101 is read as 65 by some programs.")
    bad = "A1: .5"
    good = "A1: 0.5"


class SpecialNumber(Rule):
    """Infinity or not-a-number stands for a number."""

    code = "SR108"
    message = N_("{text} is not an amount")
    cure = N_("write the number; for what does not apply write not_applicable with the reason")
    why = N_("It comes from a division by zero in a spreadsheet and would swallow every total above it.")
    bad = "A1: .inf"
    good = "A1: {not_applicable: 本年度无此项业务}"


class DateAsNumber(Rule):
    """A date or a time stands where a number belongs."""

    code = "SR109"
    message = N_("{text} is a date or a time, not a number")
    cure = N_("write the number; spreadsheets turn fractions such as 1/2 into dates")
    why = N_("Some programs read 12:30 as 750 and a date as a day count.")
    bad = "A1: 2021-10-28"
    good = "A1: 28"


class NumberWithUnit(Rule):
    """A number has its unit, a percent sign or a word beside it."""

    code = "SR110"
    message = N_("{text} is a number with {unit} beside it")
    cure = N_("{cure}")
    why = N_("A number and its unit in one field cannot be compared or added.")
    bad = "A1: 30分"
    good = "A1: 30"


class NumberTooLong(Rule):
    """A number has more digits than any amount."""

    code = "SR111"
    message = N_("the number has {count} characters, the limit is {limit}")
    cure = N_("round it to the places that mean something")
    why = N_("Such a number is a slip of the keyboard, or an attempt to stall the reader.")
    bad = "A1: 3.000000000000000000000000000000000001"
    good = "A1: 3"


class QuotedNumber(Rule):
    """A number is in quotes."""

    code = "SR112"
    message = N_("the number {text} is in quotes")
    cure = N_("write {text} without quotes")
    why = N_("Quotes say that this is text; one spelling for numbers keeps reviews simple.")
    bad = 'A1: "30"'
    good = "A1: 30"


class NumberOutOfRange(Rule):
    """A number is outside what can be meant."""

    code = "SR113"
    message = N_("{text} is out of range: {allowed} is expected")
    cure = N_("check the number; write deductions as positive amounts")
    why = N_("A negative amount of marks or a share above 100 % turns a sum into nonsense.")
    bad = "full: -10"
    good = "full: 10"


class ShareWithoutSign(Rule):
    """A share above the whole is written without its per cent sign."""

    code = "SR122"
    message = N_("{text} is no share: without a percent sign it means {percent}%")
    cure = N_("write {text}%")
    why = N_("A share is written 30% or 0.3; a bare 30 would be thirty times the whole.")
    bad = "share: 30"
    good = "share: 30%"


class LookalikeInValue(Rule):
    """A value has a character that only looks like the one that belongs there."""

    code = "SR121"
    message = N_("{text} has {char} in it")
    cure = N_("write {plain}")
    why = N_("A quote, a dash or a space of another kind belongs to the word, so that it is another word.")
    bad = "unit: “linjiang-jtj”"
    good = "unit: linjiang-jtj"


DATE_LIKE = re.compile(r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}:\d{2}(?::\d{2})?", re.ASCII)
SPECIAL = re.compile(r"[+-]?\.?(?:inf|infinity|nan)", re.IGNORECASE)
SEPARATED = re.compile(r"[+-]?\d{1,3}(?:[,_ ]\d{2,4})+(?:\.\d+)?|[+-]?\d[\d_]*_[\d_]*(?:\.\d+)?", re.ASCII)
EXPONENT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+", re.ASCII)
LOOSE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
WITH_UNIT = re.compile(r"(?P<before>[^\d+\-.]*)(?P<number>[+-]?\d+(?:\.\d+)?)(?P<after>\D*)", re.ASCII)


def read_number(value: object) -> Decimal:
    """A number exactly as written; every other spelling is refused with the spelling to use."""
    text = scalar(value, N_("a number"))
    if len(text) > MAX_NUMBER_DIGITS and LOOSE.fullmatch(text):
        raise Refusal(NumberTooLong, text.span, count=str(len(text)), limit=str(MAX_NUMBER_DIGITS))
    if len(text) > MAX_SPELLING_CHARACTERS:
        raise Refusal(NotANumber, text.span, text=str(text)[:60])
    if not is_number(text):
        raise _misspelt(text)
    if not text.plain:
        raise Refusal(QuotedNumber, text.span, text=str(text))
    return Decimal(text)


def _misspelt(text: Scalar) -> Refusal:
    shown = str(text)[:60]
    forms = (*plain_forms(text), text.translate(LETTERS_FOR_DIGITS) if text[:1].isdigit() else "")
    plain = next((form for form in forms if form != text and is_number(form)), None)
    if plain is not None:
        return _in_other_signs(text, plain)
    if EXPONENT.fullmatch(text):
        return Refusal(ExponentNumber, text.span, text=shown)
    if SPECIAL.fullmatch(text):
        return Refusal(SpecialNumber, text.span, text=shown)
    if DATE_LIKE.fullmatch(text):
        return Refusal(DateAsNumber, text.span, text=shown)
    if LOOSE.fullmatch(text):
        return Refusal(NumberForm, text.span, text=shown, plain=_usual(text))
    if SEPARATED.fullmatch(text):
        return Refusal(NumberSeparator, text.span, text=shown, plain=re.sub(r"[,_ ]", "", text))
    beside = WITH_UNIT.fullmatch(text)
    if beside:
        unit = (beside["before"] + beside["after"]).strip()
        words = N_("write {plain}; say {unit} in note") if INEXACT.search(unit) else N_("write {plain}")
        cure = message(words, plain=beside["number"], unit=unit)
        return Refusal(NumberWithUnit, text.span, text=shown, unit=unit, plain=beside["number"], cure=cure)
    return Refusal(NotANumber, text.span, text=shown)


INEXACT = re.compile("约|近|左右|上下|余|多|以上|以下|至少|不少于|超过|[≈≥≤><]")
"""Words and signs beside a number that is not exact."""
LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011")
"""Letters that are typed for digits."""


def _in_other_signs(text: Scalar, plain: str) -> Refusal:
    """The refusal of a number whose signs only look like those of the number `plain`."""
    shown = str(text)[:60]
    if set(text) & set(QUOTES + ODD_SPACES + INVISIBLE + DASHES[2:] + "OoIl"):
        return Refusal(LookalikeInValue, text.span, text=shown, char=odd_one(text, plain), plain=plain)
    return Refusal(FullWidthDigit, text.span, text=shown, plain=plain)


def _usual(text: str) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text.lstrip("+"))
    whole, _, places = digits.partition(".")
    return sign + (whole.lstrip("0") or "0") + (f".{places}" if places else "")


def read_marks(value: object) -> Decimal:
    """A number that is not negative, in 分."""
    number = read_number(value)
    if number < 0:
        raise Refusal(NumberOutOfRange, None, text=format(number, "f"), allowed=message(N_("0 or more")))
    return number


def read_positive(value: object) -> Decimal:
    """A number above zero."""
    number = read_number(value)
    if number <= 0:
        raise Refusal(NumberOutOfRange, None, text=format(number, "f"), allowed=message(N_("more than 0")))
    return number


def read_share(value: object) -> Fraction:
    """A share as a fraction of 1, written `30%` or `0.3`; a bare 30 is refused."""
    share = read_weight(value)
    if share >= LEAST_PERCENT and isinstance(value, Scalar) and "%" not in value:
        raise Refusal(ShareWithoutSign, value.span, text=str(value), percent=share * 100)
    return share


def read_weight(value: object) -> Fraction:
    """A weight, written as a share (`30%`, `0.3`) or as any number of parts (`3`)."""
    text = scalar(value, N_("a share such as 30%"))
    folded = unicodedata.normalize("NFKC", text[:MAX_NUMBER_DIGITS])
    if folded != text[:MAX_NUMBER_DIGITS] and folded.endswith("%") and is_number(folded[:-1]):
        raise Refusal(FullWidthDigit, text.span, text=str(text)[:60], plain=folded)
    if text.endswith("%") and is_number(text[:-1].strip()):
        share = Fraction(text[:-1].strip()) / 100
    else:
        share = Fraction(read_number(text))
    if share < 0:
        raise Refusal(NumberOutOfRange, None, text=str(text), allowed=message(N_("0 or more")))
    return share


LEAST_PERCENT = 2
"""A bare number from here on is no share but a percentage that lacks its sign: nothing is given twice in full."""


def read_count(value: object) -> int:
    """A whole number from 0 on."""
    number = read_number(value)
    if number < 0 or number != number.to_integral_value():
        raise Refusal(NumberOutOfRange, None, text=format(number, "f"), allowed=message(N_("a whole number from 0")))
    return int(number)


def read_places(value: object) -> int:
    """A number of decimal places."""
    places = read_count(value)
    if places > EXACT_PLACES:
        allowed = message(N_("a whole number from 0 to {most}"), most=str(EXACT_PLACES))
        raise Refusal(NumberOutOfRange, None, text=str(places), allowed=allowed)
    return places
