"""Bands: a table that gives marks for the range a value lies in; the scheme says which of its bounds is inclusive."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import KeptList, Record
from scorepress.core.spelling import NumberOutOfRange
from scorepress.core.trace import step
from scorepress.core.values import Marks, Number, Text
from scorepress.schemes.indicator import CannotScore, Edge, Outcome
from scorepress.schemes.measured import Measured, MeasuredEntry


class BandsOverlap(Rule):
    """Two bands hold the same value."""

    code = "SR203"
    message = N_("the band from {start} overlaps with the one before, which ends at {end}")
    cure = N_("let each band end where the next begins; a bound belongs to one of them, as inclusive says")
    why = N_("A value in both would have two scores.")
    bad = "bands: [{from: 80, marks: 8}, {from: 60, to: 85, marks: 6}]"
    good = "bands: [{from: 80, marks: 8}, {from: 60, to: 80, marks: 6}]"


class BandsGap(Rule):
    """Between two bands, or below the lowest, some values have no band."""

    code = "SR204"
    message = N_("values from {start} up to {end} have no band")
    cure = N_("let each band begin where the one below ends; leave from out of the lowest and to out of the highest")
    why = N_("A unit with such a value could not be scored.")
    bad = "bands: [{from: 90, marks: 10}, {to: 80, marks: 0}]"
    good = "bands: [{from: 90, marks: 10}, {to: 90, marks: 0}]"


class BandAboveFull(Rule):
    """A band gives more than the full marks, or none gives them."""

    code = "SR205"
    message = N_("the best band gives {marks}, the full marks are {full}")
    cure = N_("make the best band's marks equal to full")
    why = N_("Full marks that nobody can reach, or that can be passed, make every share of them wrong.")
    bad = "{full: 10, method: bands, bands: [{from: 90, marks: 12}, {marks: 0}]}"
    good = "{full: 10, method: bands, bands: [{from: 90, marks: 10}, {marks: 0}]}"


class Band(Record):
    """Values between `from` and `to` earn `marks`; `inclusive` says which of the two belongs to the band."""

    from_: Number | None = Field(default=None, alias="from")
    """The lower bound; left out in the lowest band."""
    to: Number | None = None
    """The upper bound; left out, the band ends where the next higher one begins."""
    marks: Marks
    """分 for values in the band."""
    title: Text | None = None
    """A name, such as 优."""


class BandsEntry(MeasuredEntry):
    """`A3: {value: 87.5}`."""

    value: Number | None = None
    """The value, as a number in the measure of the scheme."""

    @property
    def stated_value(self) -> Decimal | None:
        """The value where the report gives it itself."""
        return self.value


class Bands(Measured):
    """Marks by the band that the value lies in."""

    method: Literal["bands"]
    bands: KeptList[Band]
    """The bands, in any order; together they must hold every value."""
    inclusive: Literal["from", "to"] = "from"
    """The bound that belongs to a band.

    `from`: a value on a bound lies in the band that it begins (90 以上). `to`: in the one that it ends (10%（含）以内).
    """
    entry = BandsEntry
    value_key = needed_key = "value"
    name_in_words = N_("Bands")
    in_symbols = (
        N_("marks of the band with from ≤ value < to"),
        N_("inclusive = to: marks of the band with from < value ≤ to"),
    )
    edges = (
        Edge(
            N_("A value on a bound belongs to the band that it begins."), "bands: a bound belongs to the band it begins"
        ),
        Edge(N_("With `inclusive: to`, to the band that it ends."), "bands: a bound belongs to the band it ends"),
        Edge(
            N_("Below the lowest and above the highest bound: the last bands have no end."),
            "bands: the lowest band has no end",
        ),
        Edge(N_("Gaps and overlaps between bands: errors of the scheme."), "bands: a gap"),
        Edge(N_("Negative values and 0 are values like any other."), "bands: just below 0"),
        Edge(N_("Less is better: give the lowest band the most marks."), "bands: less is better"),
        Edge(
            N_("No band gives full marks, or one gives more: an error of the scheme."),
            "bands: no band gives full marks",
        ),
        Edge(
            N_("Behind a gate the best band gives what the gate leaves of the full marks."), "gate: a gate before bands"
        ),
    )

    def limits(self) -> list[tuple[Fraction | None, Fraction | None, Band]]:
        """Each band with its lower and upper bound, highest first; an upper bound left out is the next band's lower."""
        ordered = sorted(self.bands, key=lambda band: (band.from_ is not None, exact(band.from_ or 0)), reverse=True)
        limits: list[tuple[Fraction | None, Fraction | None, Band]] = []
        above: Fraction | None = None
        for band in ordered:
            start = None if band.from_ is None else exact(band.from_)
            limits.append((start, exact(band.to) if band.to is not None else above, band))
            above = start
        return limits

    def marks_of(self, value: Fraction, entry: BandsEntry, full: Fraction) -> Outcome:
        """The marks of the first band whose bounds hold the value; with checked bands there is always one."""
        del entry, full
        for start, end, band in self.limits():
            if self._above(value, start) and (end is None or not self._above(value, end)):
                marks = exact(band.marks)
                words = N_("{value} lies in the band {band}")
                made = step(words, "{marks}", marks, value=value, band=self._words(start, end, band), marks=marks)
                return Outcome(marks, (made.by_row("bands", self.bands.index(band)),))
        raise CannotScore(NoBand, "value", value=value)

    def _above(self, value: Fraction, bound: Fraction | None) -> bool:
        """Whether a value belongs to what begins at a bound."""
        return bound is None or value > bound or (value == bound and self.inclusive == "from")

    def method_in_words(self) -> Iterator[Message]:
        """One sentence for each band."""
        for start, end, band in self.limits():
            yield message(N_("{band}: {marks}"), band=self._words(start, end, band), marks=band.marks)

    def _words(self, start: Fraction | None, end: Fraction | None, band: Band) -> Message:
        """`80 ≤ value < 90`, with the band's title in front if it has one."""
        title = f"{band.title} " if band.title else ""
        begins, ends, least = ("≤", "<", "≥") if self.inclusive == "from" else ("<", "≤", ">")
        if start is None and end is None:
            return message(N_("{title}any value"), title=title)
        if end is None:
            return message(N_("{title}value {least} {start}"), title=title, least=least, start=start)
        upper = message(N_("value {ends} {end}"), ends=ends, end=end)
        if start is None:
            return message("{title}{upper}", title=title, upper=upper)
        return message("{title}{start} {begins} {upper}", title=title, start=start, begins=begins, upper=upper)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Overlaps, gaps, and marks that miss the full marks."""
        yield from super().problems(node)
        where = {id(band): index for index, band in enumerate(self.bands)}
        limits = self.limits()
        if not limits:
            yield BandsGap.at(span_at(node, "bands"), start="-∞", end="∞")
        turned = False
        for start, end, band in limits:
            place = span_at(node, "bands", where[id(band)], "to")
            if start is not None and end is not None and end <= start:
                turned = True
                allowed = message(N_("more than {number}"), number=start)
                yield NumberOutOfRange.at(place, text=band.to, allowed=allowed)
            elif band is limits[0][2] and end is not None:
                yield BandsGap.at(place, start=end, end="∞")
        for (start, _, _), (_, end, lower) in pairwise([] if turned else limits):
            place = span_at(node, "bands", where[id(lower)])
            if start is None or (end is not None and end > start):
                yield BandsOverlap.at(
                    place, start="-∞" if start is None else start, end=end if end is not None else "∞"
                )
            elif end is not None and end < start:
                yield BandsGap.at(place, start=end, end=start)
        if limits and limits[-1][0] is not None:
            place = span_at(node, "bands", where[id(limits[-1][2])])
            yield BandsGap.at(place, start="-∞", end=limits[-1][0])
        best = max((exact(band.marks) for band in self.bands), default=None)
        if (
            best is not None
            and self.full is not None
            and best != exact(self.full) - exact(self.gate.marks if self.gate else 0)
        ):
            index = max(range(len(self.bands)), key=lambda index: self.bands[index].marks)
            yield BandAboveFull.at(
                span_at(node, "bands", index, "marks"), span_at(node, "full"), marks=best, full=self.full
            )


class NoBand(Rule):
    """A value lies in no band of the scheme."""

    code = "SR246"
    message = N_("the value {value} lies in no band of the scheme")
    cure = N_("check the value; if it is right, the scheme's bands have a gap")
    why = N_("Without a band there is no score, and none is assumed.")
    bad = "A3: {value: 120}"
    good = "A3: {value: 100}"
