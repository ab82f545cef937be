"""Rows of tables held against what they must hold: numbers, texts, and words in whatever language the site has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from scorepress.verify.arithmetic import number, shown
from scorepress.verify.data import Data
from scorepress.verify.printed import plain
from scorepress.verify.reading import At
from scorepress.verify.words import Fault


class Table(Protocol):
    """A table as it was read."""

    @property
    def path(self) -> str:
        """Where it lies in the data."""

    @property
    def titles(self) -> Sequence[str]:
        """The headings."""

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The cells."""

    @property
    def ids(self) -> Sequence[str]:
        """The names of the columns; none where the form does not have them."""


@dataclass(frozen=True)
class Word:
    """A cell that holds a word in the language of the site: equal words for what is equal, and only for that."""

    of: str


Expected = Fraction | str | Word | None
"""What a cell must hold: a number, a text, a word, or nothing."""


@dataclass
class Rows:
    """Tables as they are gone through."""

    data: Data
    faults: list[Fault] = field(default_factory=list)
    words: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    """How often a word stands for something, by column."""
    places: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    """Where each word stands: path, row, column, what for, cell."""

    def compare(
        self, table: Table, expected: Mapping[str, Mapping[str, Expected]], names: Sequence[str], of: str
    ) -> None:
        """Rows by the value of their column `of` against what they must hold; `names` are the ids of the columns."""
        if len(names) != len(table.titles):
            self.fault(table.path, "twin-size", twin="docs/data-format.md")
            return
        there: Counter[str] = Counter()
        for row in table.rows:
            cells = dict(zip(names, row, strict=False))
            whose = cells.get(of, "")
            there[whose] += 1
            if whose not in expected or there[whose] > 1 or len(row) != len(names):
                self.fault(table.path, "row-extra", whose=whose)
                continue
            for column, cell in cells.items():
                if column not in expected[whose]:
                    self.fault(table.path, "column-unknown", column=column)
                else:
                    self.cell(table.path, whose, column, cell, expected[whose][column])
        for whose in expected.keys() - there.keys():
            self.fault(table.path, "row-missing", whose=whose)

    def cell(self, path: str, whose: str, column: str, cell: str, expected: Expected) -> None:
        """One cell."""
        if isinstance(expected, Word):
            right = bool(cell)
            self.words.setdefault((column, expected.of), Counter())[cell] += 1
            self.places.append((path, whose, column, expected.of, cell))
        elif isinstance(expected, Fraction):
            right = number(cell) == expected
        else:
            right = plain(cell) == plain(expected or "")
        if not right:
            self.fault(path, "row-differs", whose=whose, column=column, cell=cell, expected=_in_words(expected))

    def compare_words(self) -> None:
        """Each thing has one word in a column, which stands for nothing else there."""
        usual = {key: counter.most_common(1)[0][0] for key, counter in self.words.items()}
        owners: dict[tuple[str, str], str] = {}
        for (column, of), word in sorted(usual.items(), key=lambda item: -self.words[item[0]][item[1]]):
            owners.setdefault((column, word), of)
        for path, whose, column, of, cell in self.places:
            if cell != usual[column, of] or owners[column, cell] != of:
                expected = usual[column, of] if cell != usual[column, of] else of
                self.fault(path, "word-differs", whose=whose, column=column, cell=cell, expected=expected)

    def fault(self, path: str, code: str, **args: object) -> None:
        """A fault of a table."""
        self.faults.append(At(path, None).fault(code, **args))


def _in_words(expected: Expected) -> str:
    if isinstance(expected, Word):
        return expected.of
    return shown(expected) if isinstance(expected, Fraction) else expected or "—"


@dataclass
class Keyed:
    """A table with a first column that tells its rows apart."""

    path: str
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    ids: Sequence[str]
