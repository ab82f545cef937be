"""The kinds of value that people write - numbers, shares, dates, periods, ids, texts - read from their text.

Each is a pydantic type whose validator takes the scalar as written and refuses it with a rule of its own, so that
the message says what to type instead. Nothing is coerced and nothing has a silent default.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from scorepress.core.findings import Finding, Refusal, Rule, Severity
from scorepress.core.limits import MAX_ID_CHARACTERS, MAX_TEXT_CHARACTERS
from scorepress.core.lookalikes import odd_one, plain_forms
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Scalar
from scorepress.core.numbers import EXACT_PLACES
from scorepress.core.periods import PERIOD_PATTERN, Period, date_forms, parse_period, period_forms
from scorepress.core.shapes import KeyWithoutValue, scalar
from scorepress.core.spans import span_of_line
from scorepress.core.spelling import (
    FullWidthDigit,
    LookalikeInValue,
    NotANumber,
    NumberWithUnit,
    QuotedNumber,
    read_count,
    read_marks,
    read_number,
    read_places,
    read_positive,
    read_share,
    read_weight,
)

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""The years in which anything of a report can lie."""


class NotOneOf(Rule):
    """A word is not one of those possible here."""

    code = "SR114"
    message = N_("{text} is not possible here")
    cure = N_("{suggestion}write one of: {allowed}")
    why = N_("A misspelt word would otherwise be taken for the default.")
    bad = "status: publish"
    good = "status: published"


class BadDate(Rule):
    """A date is not one."""

    code = "SR115"
    message = N_("{text} is not a date")
    cure = N_("{cure}")
    why = N_("Deadlines are compared with today, so they must be real days.")
    bad = "due: 2021-02-30"
    good = "due: 2021-02-28"


class YearImpossible(Rule):
    """A year is none in which anything of a report can lie."""

    code = "SR424"
    message = N_("{text} cannot be meant: the year lies outside {first} to {last}")
    cure = N_("correct the year")
    why = N_("Years such as 0001 and 9999 are what programs fill in where there is no date.")
    bad = "due: 9999-12-31"
    good = "due: 2026-12-31"


class BadPeriod(Rule):
    """A period is not one."""

    code = "SR116"
    message = N_("{text} is not a period")
    cure = N_("{cure}")
    why = N_("Reports are compared with others of the same period.")
    bad = "period: 2021上半年"
    good = "period: 2021-H1"


class BadId(Rule):
    """An id has characters that an id cannot have."""

    code = "SR117"
    message = N_("{text} cannot be an id")
    cure = N_("{cure}")
    why = N_("Ids become addresses and file names; a slash or a space would break them.")
    bad = "unit: 临江/交通局"
    good = "unit: 临江交通局"


class BadName(Rule):
    """A name that formulas use has characters that they cannot read."""

    code = "SR118"
    message = N_("{text} cannot be a name in a formula")
    cure = N_("{cure}")
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


class TextCutByComment(Rule):
    """A text ends at a ` #`, since YAML takes the rest of the line for a comment."""

    code = "SR339"
    severity = Severity.WARNING
    message = N_("the text ends before {sign}; {lost} is taken for a comment and is not published")
    cure = N_("put the whole text in quotes, or move the comment to a line of its own")
    why = N_("YAML drops a space, # and all that follows without a word; readers would see half a sentence.")
    bad = "summary: 见附件 #3 办件情况"
    good = "summary: '见附件 #3 办件情况'"


COMMENT = re.compile(r"\s+(?P<comment>#.*)")
TOO_LONG = N_("shorten it to at most {limit} characters")
ID_FORM = N_("use letters (Chinese too), digits, - and _, without spaces, beginning with a letter or digit")
SEPARATORS = re.compile(r"\s*[，、；;]\s*")
"""What people put between ids, where a comma and a space belong."""
DATE_FORM = N_("write year-month-day such as 2021-10-28; where the day is not known, 2021-10 or 2021")
PERIOD_FORM = N_("write 2021 for a year, 2021-H1 for a half, 2021-Q3 for a quarter, 2021-07 for a month")
MAX_SHOWN = 40
"""Of a refused date or period so many characters are shown."""
ID = re.compile(r"[^\W_][\w.\-]*")
NAME = re.compile(r"[^\W\d]\w*")
MARKUP = re.compile(r"<[/!?]?[A-Za-z][^>]*>?|<!--")
COARSE_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


def read_text(value: object) -> str:
    """A text of one or more lines, without markup; refused when empty, too long or marked up."""
    text = scalar(value, N_("a text"))
    if len(text) > MAX_TEXT_CHARACTERS:
        raise Refusal(TextTooLong, text.span, count=str(len(text)), limit=str(MAX_TEXT_CHARACTERS))
    found = MARKUP.search(text)
    if found:
        raise Refusal(MarkupInText, text.span, markup=found.group()[:40])
    return " ".join(text.split())


def cut_by_comment(value: object) -> Finding | None:
    """The warning for a text without quotes behind which a comment stands on its line; None where none does."""
    if not isinstance(value, Scalar) or not value.plain:
        return None
    span = value.span
    line = span.source.line(span.end_line)
    comment = COMMENT.fullmatch(line, span.end_column - 1)
    if comment is None:
        return None
    if comment["comment"][1:2] in {"", " "} and not span.source.path.endswith(".md"):
        return None  # a scheme explains itself with comments; who writes a report knows no YAML
    place = span_of_line(span.source, span.end_line, comment.start("comment") + 1)
    return TextCutByComment.at(place, span, sign="#", lost=comment["comment"][:40])


def read_whole_text(value: object, info: ValidationInfo[Any]) -> str:
    """A text as `read_text`; a comment that cuts it is a warning."""
    text = read_text(value)
    cut = cut_by_comment(value)
    if cut is not None and info.context is not None:
        info.context.findings.append(cut)
    return text


Value = TypeVar("Value")


def with_plain_form(read: Callable[[object], Value]) -> Callable[[object], Value]:
    """A reader that refuses what it could read in plain characters with what to write instead."""

    @wraps(read)
    def reader(value: object) -> Value:
        try:
            return read(value)
        except Refusal as refusal:
            plain = plain_form(value, read) if isinstance(value, Scalar) else None
            if plain is None or refusal.rule in SAY_IT_THEMSELVES:
                raise
            place, text = value.span, str(value)  # type: ignore[attr-defined] # a scalar, as it has a plain form
        raise Refusal(LookalikeInValue, place, text=text[:60], char=odd_one(text, plain), plain=plain)

    return reader


SAY_IT_THEMSELVES = {FullWidthDigit, LookalikeInValue, QuotedNumber, KeyWithoutValue}
"""Rules whose cure is the plain form already."""


def plain_form(value: Scalar, read: Callable[[Scalar], object]) -> str | None:
    """The first plain form of a scalar that `read` accepts, if there is one."""
    for form in dict.fromkeys(plain_forms(value[:MAX_TEXT_CHARACTERS])):
        plain = Scalar(form)
        plain.plain, plain.span = True, value.span
        if form != value and form:
            with suppress(Refusal):
                read(plain)
                return form
    return None


FLAGS = {"yes": "true", "no": "false", "on": "true", "off": "false", "是": "true", "否": "false"}
"""Other words for true and false."""


@with_plain_form
def read_stated(value: object) -> str:
    """A number or a word that a paper states, as it is written; a number that is misspelt is refused at once."""
    text = scalar(value, N_("a number or a word"))
    try:
        return format(read_number(text), "f")
    except Refusal as refusal:
        if refusal.rule not in {NotANumber, NumberWithUnit, QuotedNumber}:
            raise
    return read_text(text)


def read_flag(value: object) -> bool:
    """`true` or `false`, nothing else."""
    text = scalar(value, N_("true or false"))
    if text not in {"true", "false"}:
        meant = FLAGS.get(text.lower(), text.lower())
        allowed = [meant] if meant in {"true", "false"} else ["true", "false"]
        raise Refusal(NotOneOf, text.span, text=str(text), suggestion="", allowed=allowed)
    return text == "true"


@with_plain_form
def read_id(value: object) -> str:
    """An id: letters of any script, digits, `-`, `_` and `.`, beginning with a letter or a digit."""
    text = scalar(value, N_("an id"))
    if not ID.fullmatch(text) or len(text) > MAX_ID_CHARACTERS or text.endswith("."):
        several = SEPARATORS.split(text)
        too_long = len(text) > MAX_ID_CHARACTERS and ID.fullmatch(text)
        cure = message(TOO_LONG if too_long else ID_FORM, limit=str(MAX_ID_CHARACTERS))
        if len(several) > 1 and all(map(ID.fullmatch, several)):
            cure = message(N_("write {plain}"), plain=", ".join(several))
        raise Refusal(BadId, text.span, text=str(text)[:60], cure=cure)
    return str(text)


@with_plain_form
def read_name(value: object) -> str:
    """A name that a formula can use: letters of any script, digits and `_`, beginning with a letter."""
    text = scalar(value, N_("a name"))
    if not NAME.fullmatch(text) or len(text) > MAX_ID_CHARACTERS:
        words = N_("use letters (Chinese too), digits and _, beginning with a letter")
        cure = message(TOO_LONG if len(text) > MAX_ID_CHARACTERS else words, limit=str(MAX_ID_CHARACTERS))
        raise Refusal(BadName, text.span, text=str(text)[:60], cure=cure)
    return str(text)


def read_date(value: object) -> str:
    """A day as `2021-10-28`, or as coarse as the source has it, `2021-10` or `2021`; kept as written."""
    text = scalar(value, N_("a date"))
    if not _is_date(text):
        meant = next(filter(_is_date, date_forms(text[:MAX_SHOWN])), None)
        cure = message(N_("write {plain}"), plain=meant) if meant else message(DATE_FORM)
        raise Refusal(BadDate, text.span, text=str(text)[:MAX_SHOWN], cure=cure)
    _check_year(int(text[:4]), text)
    return str(text)


def _check_year(year: int, text: Scalar) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(YearImpossible, text.span, text=str(text), first=str(FIRST_YEAR), last=str(LAST_YEAR))


def _is_date(text: str) -> bool:
    found = COARSE_DATE.fullmatch(text)
    return found is not None and _is_day(int(found[1]), int(found[2] or 1), int(found[3] or 1))


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
        meant = next(filter(parse_period, period_forms(text[:MAX_SHOWN])), None)
        cure = message(N_("write {plain}"), plain=meant) if meant else message(PERIOD_FORM)
        raise Refusal(BadPeriod, text.span, text=str(text)[:MAX_SHOWN], cure=cure)
    _check_year(period.year, text)
    return period


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


Text = Annotated[str, BeforeValidator(read_whole_text), _schema(type="string")]
Stated = Annotated[str, BeforeValidator(read_stated), _schema(type=["number", "string"])]
"""What a paper states, a number or a word: what it is compared with decides which."""
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
Weight = Annotated[
    Fraction,
    BeforeValidator(read_weight),
    _schema(anyOf=[{"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"}, {"type": "number", "minimum": 0}]),
]
Flag = Annotated[bool, BeforeValidator(read_flag), _schema(type="boolean")]
Id = Annotated[str, BeforeValidator(read_id), _schema(type=["string", "integer", "number"])]
Name = Annotated[str, BeforeValidator(read_name), _schema(type="string")]
Date = Annotated[str, BeforeValidator(read_date), _schema(type=["string", "integer"])]
PeriodValue = Annotated[
    Period, BeforeValidator(read_period), _schema(type=["string", "integer"], pattern=PERIOD_PATTERN)
]
