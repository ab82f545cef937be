"""The kinds of value that people write - numbers, shares, dates, periods, ids, texts - read from their text.

Each is a pydantic type whose validator takes the scalar as written and refuses it with a rule of its own, so that
the message says what to type instead. Nothing is coerced and nothing has a silent default.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from scorepress.core.findings import Refusal, Rule, Severity
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Items, Mapping, NumberSeparator, Scalar
from scorepress.core.numbers import EXACT_PLACES, MAX_DIGITS, is_number
from scorepress.core.periods import PERIOD_PATTERN, Period, parse_period

MAX_TEXT = 2000
MAX_ID = 64


class WrongShape(Rule):
    """A list stands where a text belongs, a text where a mapping belongs, and so on."""

    code = "SR101"
    message = N_("{expected} is expected here, not {found}")
    cure = N_("write {expected}")
    why = N_("A value of another shape cannot be understood as what it stands for.")
    bad = "evidence: plan.pdf"
    good = "evidence:\n  plan: {title: 方案, file: evidence/plan.pdf}"


class KeyWithoutValue(Rule):
    """A key has nothing after its colon."""

    code = "SR102"
    message = N_("nothing follows the colon")
    cure = N_("write the value, or delete the line")
    why = N_("Empty could mean zero, unknown or not applicable; these are three different things.")
    bad = "title:"
    good = "title: 临江市 2021 年自评报告"


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
    cure = N_("write {plain}; the unit belongs to the scheme or to measured_in, words such as 约 to about: true")
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


class NotOneOf(Rule):
    """A word is not one of those possible here."""

    code = "SR114"
    message = N_("{text} is not possible here")
    cure = N_("write one of: {allowed}")
    why = N_("A misspelt word would otherwise be taken for the default.")
    bad = "status: publish"
    good = "status: published"


class BadDate(Rule):
    """A date is not one."""

    code = "SR115"
    message = N_("{text} is not a date")
    cure = N_("write year-month-day such as 2021-10-28; where {coarse} is enough, write 2021-10 or 2021")
    why = N_("Deadlines are compared with today, so they must be real days.")
    bad = "due: 2021-02-30"
    good = "due: 2021-02-28"


class BadPeriod(Rule):
    """A period is not one."""

    code = "SR116"
    message = N_("{text} is not a period")
    cure = N_("write 2021 for a year, 2021-H1 for a half, 2021-Q3 for a quarter, 2021-07 for a month")
    why = N_("Reports are compared with others of the same period.")
    bad = "period: 2021上半年"
    good = "period: 2021-H1"


class BadId(Rule):
    """An id has characters that an id cannot have."""

    code = "SR117"
    message = N_("{text} cannot be an id")
    cure = N_("use letters (Chinese too), digits, - and _, without spaces, beginning with a letter or digit")
    why = N_("Ids become addresses and file names; a slash or a space would break them.")
    bad = "unit: 临江/交通局"
    good = "unit: 临江交通局"


class BadName(Rule):
    """A name that formulas use has characters that they cannot read."""

    code = "SR118"
    message = N_("{text} cannot be a name in a formula")
    cure = N_("use letters (Chinese too), digits and _, beginning with a letter")
    why = N_("The text refers to it as figures.name; a hyphen would be read as a minus.")
    bad = "figures:\n  by-district: …"
    good = "figures:\n  by_district: …"


class MarkupInText(Rule):
    """HTML stands in a plain text."""

    code = "SR119"
    severity = Severity.ERROR
    message = N_("HTML markup {markup} in a plain text")
    cure = N_("delete the markup; write < as the word 小于 or put spaces round it")
    why = N_("The text would be published with its tags as visible characters; a script is an attack.")
    bad = "title: <b>自评报告</b>"
    good = "title: 自评报告"


class TextTooLong(Rule):
    """A text in the score block is longer than a paragraph."""

    code = "SR120"
    message = N_("the text has {count} characters, the limit is {limit}")
    cure = N_("move the explanation to the prose below the front matter")
    why = N_("Tables and lists cannot show it; the argument belongs under its heading.")
    bad = "note: … three pages …"
    good = "note: 详见正文第三部分"


ID = re.compile(r"[^\W_][\w.\-]*")
NAME = re.compile(r"[^\W\d]\w*")
MARKUP = re.compile(r"<[/!?]?[A-Za-z][^>]*>?|<!--")
COARSE_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
DATE_LIKE = re.compile(r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}:\d{2}(?::\d{2})?", re.ASCII)
SPECIAL = re.compile(r"[+-]?\.?(?:inf|infinity|nan)", re.IGNORECASE)
SEPARATED = re.compile(r"[+-]?\d{1,3}(?:[,_ ]\d{2,4})+(?:\.\d+)?|[+-]?\d[\d_]*_[\d_]*(?:\.\d+)?", re.ASCII)
EXPONENT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+", re.ASCII)
LOOSE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
WITH_UNIT = re.compile(r"(?P<before>[^\d+\-.]*)(?P<number>[+-]?\d+(?:\.\d+)?)(?P<after>\D*)", re.ASCII)

SHAPES: dict[type, str] = {Mapping: N_("a mapping"), Items: N_("a list"), Scalar: N_("a single value")}


def shape_of(value: object) -> str:
    """The shape of a node in words (a message to translate)."""
    return SHAPES.get(type(value), N_("a single value"))


def scalar(value: object, expected: str) -> Scalar:
    """`value` if it is a scalar with something in it; refused otherwise."""
    if not isinstance(value, Scalar):
        raise Refusal(
            WrongShape,
            getattr(value, "span", None),
            expected=message(expected),
            found=message(shape_of(value)),
        )
    if value.is_null or not value.strip():
        raise Refusal(KeyWithoutValue, value.span)
    return value


def read_text(value: object) -> str:
    """A text of one or more lines, without markup; refused when empty, too long or marked up."""
    text = scalar(value, N_("a text"))
    if len(text) > MAX_TEXT:
        raise Refusal(TextTooLong, text.span, count=str(len(text)), limit=str(MAX_TEXT))
    found = MARKUP.search(text)
    if found:
        raise Refusal(MarkupInText, text.span, markup=found.group()[:40])
    return " ".join(text.split())


def read_number(value: object) -> Decimal:
    """A number exactly as written; every other spelling is refused with the spelling to use."""
    text = scalar(value, N_("a number"))
    if len(text) > MAX_DIGITS and LOOSE.fullmatch(text):
        raise Refusal(NumberTooLong, text.span, count=str(len(text)), limit=str(MAX_DIGITS))
    if len(text) > MAX_TEXT:  # how it is misspelt is not worth the time
        raise Refusal(NotANumber, text.span, text=str(text)[:60])
    if not is_number(text):
        raise _misspelt(text)
    if not text.plain:
        raise Refusal(QuotedNumber, text.span, text=str(text))
    return Decimal(text)


def _misspelt(text: Scalar) -> Refusal:
    shown = str(text)[:60]
    folded = unicodedata.normalize("NFKC", text).replace("。", ".")
    if folded != text and LOOSE.fullmatch(folded):
        return Refusal(FullWidthDigit, text.span, text=shown, plain=folded)
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
        return Refusal(NumberWithUnit, text.span, text=shown, unit=unit, plain=beside["number"])
    return Refusal(NotANumber, text.span, text=shown)


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
    """A share as a fraction of 1, written `30%` or `0.3`."""
    text = scalar(value, N_("a share such as 30%"))
    folded = unicodedata.normalize("NFKC", text[:MAX_DIGITS])
    if folded != text[:MAX_DIGITS] and folded.endswith("%") and is_number(folded[:-1]):
        raise Refusal(FullWidthDigit, text.span, text=str(text)[:60], plain=folded)
    if text.endswith("%") and is_number(text[:-1].strip()):
        share = Fraction(text[:-1].strip()) / 100
    else:
        share = Fraction(read_number(text))
    if share < 0:
        raise Refusal(NumberOutOfRange, None, text=str(text), allowed=message(N_("0 or more")))
    return share


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


def read_flag(value: object) -> bool:
    """`true` or `false`, nothing else."""
    text = scalar(value, N_("true or false"))
    if text not in {"true", "false"}:
        raise Refusal(NotOneOf, text.span, text=str(text), allowed=["true", "false"])
    return text == "true"


def read_id(value: object) -> str:
    """An id: letters of any script, digits, `-`, `_` and `.`, beginning with a letter or a digit."""
    text = scalar(value, N_("an id"))
    if not ID.fullmatch(text) or len(text) > MAX_ID or text.endswith("."):
        raise Refusal(BadId, text.span, text=str(text)[:60])
    return str(text)


def read_name(value: object) -> str:
    """A name that a formula can use: letters of any script, digits and `_`, beginning with a letter."""
    text = scalar(value, N_("a name"))
    if not NAME.fullmatch(text) or len(text) > MAX_ID:
        raise Refusal(BadName, text.span, text=str(text)[:60])
    return str(text)


def read_date(value: object) -> str:
    """A day as `2021-10-28`, or as coarse as the source has it, `2021-10` or `2021`; kept as written."""
    text = scalar(value, N_("a date"))
    found = COARSE_DATE.fullmatch(text)
    if found is None or not _is_day(int(found[1]), int(found[2] or 1), int(found[3] or 1)):
        raise Refusal(BadDate, text.span, text=str(text)[:40], coarse=message(N_("the month or the year")))
    return str(text)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def read_period(value: object) -> Period:
    """A period of assessment: `2021`, `2021-H1`, `2021-Q3` or `2021-07`."""
    text = scalar(value, N_("a period"))
    period = parse_period(text)
    if period is None:
        raise Refusal(BadPeriod, text.span, text=str(text)[:40])
    return period


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


Text = Annotated[str, BeforeValidator(read_text), _schema(type="string")]
Number = Annotated[Decimal, BeforeValidator(read_number), _schema(type="number")]
Marks = Annotated[Decimal, BeforeValidator(read_marks), _schema(type="number", minimum=0)]
Positive = Annotated[Decimal, BeforeValidator(read_positive), _schema(type="number", exclusiveMinimum=0)]
Count = Annotated[int, BeforeValidator(read_count), _schema(type="integer", minimum=0)]
Places = Annotated[int, BeforeValidator(read_places), _schema(type="integer", minimum=0, maximum=EXACT_PLACES)]
Share = Annotated[
    Fraction,
    BeforeValidator(read_share),
    _schema(anyOf=[{"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"}, {"type": "number", "minimum": 0}]),
]
Flag = Annotated[bool, BeforeValidator(read_flag), _schema(type="boolean")]
Id = Annotated[str, BeforeValidator(read_id), _schema(type=["string", "integer", "number"])]
Name = Annotated[str, BeforeValidator(read_name), _schema(type="string")]
Date = Annotated[str, BeforeValidator(read_date), _schema(type=["string", "integer"])]
PeriodValue = Annotated[
    Period, BeforeValidator(read_period), _schema(type=["string", "integer"], pattern=PERIOD_PATTERN)
]
