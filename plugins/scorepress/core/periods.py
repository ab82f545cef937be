"""Periods of assessment: a year, a half, a quarter or a month, in one order."""

import re
from dataclasses import dataclass

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
