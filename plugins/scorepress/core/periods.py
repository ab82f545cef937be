"""Periods of assessment: a year, a half, a quarter or a month, in one order."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from scorepress.core.lookalikes import DASHES, QUOTES
from scorepress.core.messages import N_, Message, message

PERIOD_PATTERN = r"^[0-9]{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$"

TITLES = {
    "": N_("{year}"),
    "H1": N_("first half of {year}"),
    "H2": N_("second half of {year}"),
    "Q1": N_("first quarter of {year}"),
    "Q2": N_("second quarter of {year}"),
    "Q3": N_("third quarter of {year}"),
    "Q4": N_("fourth quarter of {year}"),
    "month": N_("{year}-{month}"),
}


@dataclass(frozen=True, order=True)
class Period:
    """A period; later ones compare greater, and a longer one follows the shorter ones that end with it."""

    year: int
    last_month: int
    months: int
    text: str
    """As written: `2021`, `2021-H1`, `2021-Q3`, `2021-07`."""

    def __str__(self) -> str:
        """The written form."""
        return self.text

    @property
    def title(self) -> Message:
        """The period in words, `2021 年上半年`."""
        part = self.text[5:]
        key = "month" if part.isdigit() else part
        return message(TITLES[key], year=self.text[:4], month=part.lstrip("0"))


def parse_period(text: str) -> Period | None:
    """The period that `text` writes, or None."""
    if not re.fullmatch(PERIOD_PATTERN, text) or text.startswith("0000"):
        return None
    year, part = int(text[:4]), text[5:]
    if not part:
        months, last = 12, 12
    elif part[0] == "H":
        months, last = 6, 6 * int(part[1])
    elif part[0] == "Q":
        months, last = 3, 3 * int(part[1])
    else:
        months, last = 1, int(part)
    return Period(year, last, months, str(text))


DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2}))?\D?", re.ASCII)
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
CHINESE_NUMBER = re.compile("[〇○零Ｏ一二三四五六七八九十]+(?=[年月日])")
CHINESE_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
MONTHS = re.compile(r"(?P<year>\d{4})\D{0,2}?(?P<first>\d{1,2})月?[-至到~～](?P<last>\d{1,2})月?份?", re.ASCII)
HALVES_AND_QUARTERS = {
    (1, 12): "",
    (1, 6): "-H1",
    (7, 12): "-H2",
    (1, 3): "-Q1",
    (4, 6): "-Q2",
    (7, 9): "-Q3",
    (10, 12): "-Q4",
}
"""From which month to which a part of a year goes."""
YEAR = re.compile(r"(?P<year>\d{4})\s*年?度?\s*(?:全年)?", re.ASCII)
PART = re.compile(
    r"(?P<year>\d{4})\s*年?度?\s*[-_./]?\s*第?\s*"
    r"(?:(?P<half>[HhＨ]\s*[12]|[12]\s*[HhＨ]|[上下]半年)|(?P<quarter>[Qq]\s*[1-4]|[1-4一二三四]\s*季度?)"
    r"|(?P<month>\d{1,2})\s*月份?|(?P<number>\d{1,2}))",
    re.ASCII,
)
ORDINALS = {"上": "1", "下": "2", "一": "1", "二": "2", "三": "3", "四": "4"}


def date_forms(text: str) -> Iterator[str]:
    """What a misspelt date such as `2023.1.5`, `2023年1月5日` or `20230105` most likely means, written as dates are."""
    text = _narrow(text)
    for pattern in (DAY, COMPACT_DAY):
        if found := pattern.fullmatch(text):
            yield "-".join(number.zfill(2) for number in found.groups() if number)
    if found := YEAR.fullmatch(text):
        yield found["year"]


def period_forms(text: str) -> Iterator[str]:
    """What a misspelt period such as `2022年度`, `2022上半年` or `2022-7` most likely means, written as periods are."""
    text = _narrow(text)
    if found := YEAR.fullmatch(text):
        yield found["year"]
    if found := MONTHS.fullmatch(text):
        part = HALVES_AND_QUARTERS.get((int(found["first"]), int(found["last"])))
        yield from [] if part is None else [found["year"] + part]
    if found := PART.fullmatch(text):
        ordinal = next((ORDINALS.get(char, char) for char in text[4:] if char in "12345678一二三四上下"), "")
        if found["half"]:
            yield f"{found['year']}-H{ordinal}"
        elif found["quarter"]:
            yield f"{found['year']}-Q{ordinal}"
        else:
            yield f"{found['year']}-{(found['month'] or found['number']).zfill(2)}"


def _narrow(text: str) -> str:
    """A text in ASCII digits, without quotes, spaces and the midnight that spreadsheets put behind a day."""
    narrow = re.sub(r"[ T]0{1,2}:00(?::00)?$", "", unicodedata.normalize("NFKC", text).strip(f" {QUOTES}"))
    narrow = CHINESE_NUMBER.sub(lambda match: _digits(match.group()), re.sub(r"\s", "", narrow))
    return re.sub(f"[{DASHES}]", "-", narrow)


def _digits(word: str) -> str:
    """`2025` for 二〇二五, `12` for 十二."""
    if "十" not in word:
        return word.translate(CHINESE_DIGITS)
    tens, _, ones = word.partition("十")
    return f"{tens.translate(CHINESE_DIGITS) or '1'}{ones.translate(CHINESE_DIGITS) or '0'}"
