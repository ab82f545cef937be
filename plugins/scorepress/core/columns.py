"""A column of a table of numbers or words, as figures and forms have it."""

from typing import ClassVar

from scorepress.core.records import Record
from scorepress.core.values import Flag, Text


class Column(Record):
    """One column; `equals` is the formula that each of its values must satisfy."""

    short_key: ClassVar[str | None] = "title"
    title: Text
    """The heading of the column."""
    measured_in: Text | None = None
    """What its numbers are measured in."""
    text: Flag = False
    """The column holds words."""
    equals: Text | None = None
    """A formula over the row's other columns and `total`, such as `actual / plan * 100`."""
    added: Flag = True
    """Whether the total row is the sum of this column."""
