"""A table as records: columns that say what they are called and how a row gives their value, and the rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from scorepress.core.messages import N_, Message, Translate, message, say
from scorepress.core.numbers import exact_text

Row = TypeVar("Row")
Value = Fraction | Decimal | int | str | Message | Sequence[str | Message] | None
"""What a cell can hold: a number, words, or nothing."""
Cell = str | None
"""A value as text: a number exactly, words in the language of the site; None where there is nothing."""
CSV, JSON, XLSX = "csv", "json", "xlsx"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column."""

    id: str
    """Its name in JSON, the same in every language."""
    title: str | Message
    """Its heading: a text of the content's own, or a message."""
    value: Callable[[Row], Value]
    number: bool = False
    """Whether it holds numbers and nothing else."""
    places: Callable[[Row], int | None] = lambda _: None
    """Decimal places that a spreadsheet shows the number of a row with at least, as the pages do."""


Outer = TypeVar("Outer")


def through(read: Callable[[Outer], Row], columns: Iterable[Column[Row]]) -> tuple[Column[Outer], ...]:
    """Columns of one kind of row for another kind that leads to it by `read`."""

    def made(column: Column[Row]) -> Column[Outer]:
        return Column(
            column.id,
            column.title,
            lambda row: column.value(read(row)),
            column.number,
            lambda row: column.places(read(row)),
        )

    return tuple(map(made, columns))


@dataclass(frozen=True)
class DataTable(Generic[Row]):
    """A table that is published: the one place that says what is in its files."""

    path: str
    """Where its files lie in the folder of the data, without the ending."""
    title: str | Message
    columns: tuple[Column[Row], ...]
    records: Sequence[Row]
    dated: date | None = None
    """The day of the newest thing in it, which the files bear instead of the day of the build; None where unknown."""
    forms: tuple[str, ...] = (CSV, JSON, XLSX)
    described: bool = True
    """Whether the descriptor of the data lists it; what only repeats a part of another table is not listed."""

    def headings(self, translate: Translate) -> list[str]:
        """The headings, each another: of equal ones every one bears its id."""
        titles = [say(each.title, translate) for each in self.columns]
        count = Counter(titles)
        return [
            title if count[title] == 1 else f"{title} {column.id}"
            for title, column in zip(titles, self.columns, strict=True)
        ]

    def description(self, translate: Translate) -> str:
        """What it is and what its columns are, for catalogues: they ask for a sentence, not for a name."""
        said = message(N_("{table}. Columns: {columns}."), table=self.title, columns=self.headings(translate))
        return said.text(translate)

    def rows(self, translate: Translate) -> Iterator[list[Cell]]:
        """The cells of every row."""
        for record in self.records:
            yield [text_of(column.value(record), translate) for column in self.columns]


def text_of(value: Value, translate: Translate) -> Cell:
    """A value as the text of a cell."""
    if isinstance(value, str):  # most cells by far
        return value or None
    if value is None or (not isinstance(value, int | Fraction | Decimal | Message) and not value):
        return None
    if isinstance(value, Fraction | Decimal):
        return exact_text(value)
    return say(list(value) if isinstance(value, Sequence) else value, translate)


def newest(dates: Iterable[str | None]) -> date | None:
    """The latest of some dates as people write them, `2021-10-28` or as coarse as `2021`; None without any."""
    return max((first_day(text) for text in dates if text), default=None)


def first_day(text: str) -> date:
    """The day that a date means, the first one of a month or a year."""
    year, month, day = (*text.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(day))
