"""Runs of digits as people type them: `110101 19900307 4514`, `138-1234-5678`, full-width, with invisible signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

GAP = r"[ \t\u00a0\u00ad\u2000-\u200d\u2060\u3000\-\u2010-\u2015\u2212\ufe63\uff0d.．·•・_*`\\]"
"""What stands between the digits of one number: spaces, hyphens, dots, signs of Markdown that a page does not show, and
what nobody sees."""
SHORTEST = 11
"""The digits of the shortest number that is looked for."""
RUN = re.compile(rf"\d(?:{GAP}{{0,3}}\d){{{SHORTEST - 1},}}+")
GROUP = re.compile(r"\d+")
MANY_GROUPS = 40
"""More groups of digits than this are a table of numbers: there a number is split in a usual way or not at all."""
SPLITS = ("11,19", "3 4 4", "6 8 4", "6 4 4 4", "6 4 4 3", "6 6 3", "4 4 4 4", "4 4 4 4 3", "6 13", "6 10")
USUAL = re.compile(
    r"(?<!\d)(?=\d{3})(?:"
    + "|".join(f"{GAP}{{1,3}}".join(rf"\d{{{size}}}" for size in split.split()) for split in SPLITS)
    + r")(?!\d)"
)
PREFIXES = frozenset({"86", "0086"})
"""The country, in front of a mobile number."""
BRACKETED = re.compile(rf"[(（](1[3-9]\d)[)）](?={GAP}{{0,3}}\d{{4}}{GAP}{{0,3}}\d{{4}}(?!\d))")
"""The beginning of a mobile number as an area code is written."""
LONGEST = 19
CHECK_LETTER = re.compile(rf"{GAP}{{0,3}}[XxＸｘ]")


class Group(NamedTuple):
    """Digits without a gap: where they begin in the text, and as ASCII."""

    start: int
    digits: str

    @property
    def end(self) -> int:
        """The place behind the last digit."""
        return self.start + len(self.digits)


@dataclass(frozen=True)
class Window:
    """Consecutive groups of a run that could be one number."""

    text: str
    """The whole text, for what stands round it."""
    groups: tuple[Group, ...]
    alone: bool
    """Whether the run holds nothing else but the prefix of the country."""

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.groups[0].start

    @property
    def end(self) -> int:
        """The place behind its last digit."""
        return self.groups[-1].end

    @cached_property
    def digits(self) -> str:
        """Its digits as ASCII."""
        return "".join(group.digits for group in self.groups)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each of its groups has."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def uniform(self) -> bool:
        """Whether the same stands between all of its groups."""
        pairs = zip(self.groups, self.groups[1:], strict=False)
        return len({self.text[left.end : right.start] for left, right in pairs}) <= 1

    def check_letter(self) -> int | None:
        """The place behind an `X` that follows, or None."""
        match = CHECK_LETTER.match(self.text, self.end)
        return match.end() if match else None


def runs(text: str) -> Iterator[Iterator[Window]]:
    """For every run of digits in `text` the stretches of it that could be a number of 11 to 19 digits."""
    if len(text) < SHORTEST:  # which most values of a report are
        return
    if "(" in text or "（" in text:
        text = BRACKETED.sub(r" \1 ", text)  # as long as before, so that places hold
    for run in RUN.finditer(text):
        groups = list(islice(_groups(text, *run.span()), MANY_GROUPS + 1))
        if len(groups) <= MANY_GROUPS:
            yield _all_windows(text, groups)
        else:
            matches = USUAL.finditer(text, *run.span())
            yield (Window(text, tuple(_groups(text, *match.span())), alone=False) for match in matches)


def _groups(text: str, start: int, end: int) -> Iterator[Group]:
    for match in GROUP.finditer(text, start, end):
        yield Group(match.start(), ascii_digits(match.group()))


def _all_windows(text: str, groups: list[Group]) -> Iterator[Window]:
    prefixed = groups[0].digits in PREFIXES
    for first in range(len(groups)):
        total = 0
        for last in range(first, len(groups)):
            total += len(groups[last].digits)
            if total > LONGEST:
                break
            if total >= SHORTEST:
                alone = last == len(groups) - 1 and first <= prefixed
                yield Window(text, tuple(groups[first : last + 1]), alone)


def ascii_digits(text: str) -> str:
    """Digits of any script as ASCII; other characters stay."""
    return text if text.isascii() else "".join(str(int(char)) if char.isdecimal() else char for char in text)
