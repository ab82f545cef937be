"""Interpolation (分段插值): standard values are worth so much each, and between two of them marks lie on a line.

The way of the corporate performance standards (企业绩效评价标准值): the step coefficients of 优秀值, 良好值, 平均值,
较低值 and 较差值, and a place in proportion between two of them.
"""

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import KeptList, Record
from scorepress.core.trace import step
from scorepress.core.values import Number, Text
from scorepress.schemes.bounds import BoundValue
from scorepress.schemes.indicator import Edge, Outcome
from scorepress.schemes.measured import Measured


class StandardsDoNotFit(Rule):
    """There is no line between the standard values."""

    code = "SR298"
    message = N_("the standards make no line: {fault}")
    cure = N_("give at least two standards, each with another value")
    why = N_("Between two standards marks lie on a line; one point, or two at one value, make none.")
    bad = "standards: [{standard: 8, worth: 80%}, {standard: 8, worth: 100%}]"
    good = "standards: [{standard: 8, worth: 80%}, {standard: 12.5, worth: 100%}]"


class BestStandardMissesFull(Rule):
    """The best standard gives more than the full marks, or none gives them."""

    code = "SR299"
    message = N_("the best standard gives {marks}, the full marks are {full}")
    cure = N_("let the best standard be worth 100%, or its marks be those of full")
    why = N_("Full marks that nobody can reach, or that can be passed, make every share of them wrong.")
    bad = "{full: 10, method: interpolation, standards: [{standard: 12.5, worth: 12}, {standard: 3, worth: 0%}]}"
    good = "{full: 10, method: interpolation, standards: [{standard: 12.5, worth: 10}, {standard: 3, worth: 0%}]}"


class Standard(Record):
    """A standard value (标准值) and what it is worth."""

    standard: Number
    """The value."""
    worth: BoundValue
    """What a report on it earns: a share of full marks (`80%`) or 分 (`8`)."""
    title: Text | None = None
    """A name, such as 优秀值."""


Point = tuple[Fraction, Fraction, Standard]
"""A standard with its value and its marks, 分."""


class Interpolation(Measured):
    """Marks on the line between the two standard values around the value."""

    method: Literal["interpolation"]
    standards: KeptList[Standard]
    """The standard values, in any order."""
    under: Literal["keep", "zero"] = "keep"
    """Below the lowest standard: `keep` its marks, or `zero`."""
    over: Literal["keep", "zero"] = "keep"
    """Above the highest standard: `keep` its marks, or `zero`."""
    name_in_words = N_("Interpolation")
    in_symbols = (N_("between two standards: low worth + (high worth − low worth) × (actual − low) ÷ (high − low)"),)
    edges = (
        Edge(N_("On a standard: exactly what it is worth."), "interpolation: on a standard"),
        Edge(N_("Below the lowest standard: its marks."), "interpolation: below the lowest standard"),
        Edge(
            N_("With `under: zero` no marks below the lowest standard; on it the standard counts."),
            "interpolation: no marks below the lowest standard",
        ),
        Edge(N_("Above the highest standard: its marks."), "interpolation: above the highest standard"),
        Edge(
            N_("With `over: zero` no marks above the highest standard."),
            "interpolation: no marks above the highest standard",
        ),
        Edge(N_("Less is better: give the lowest standard the most."), "interpolation: less is better"),
        Edge(
            N_("Neither too much nor too little is best (适度指标): give the middle the most."),
            "interpolation: the middle is the best",
        ),
        Edge(N_("Negative values and 0 are values like any other."), "interpolation: negative values"),
        Edge(
            N_("Two standards at one value, or fewer than two: an error of the scheme."),
            "interpolation: two standards at one value",
        ),
        Edge(
            N_("The best standard is not worth full marks: an error of the scheme."),
            "interpolation: no standard gives full marks",
        ),
        Edge(
            N_("Behind a gate shares are shares of what the gate leaves of the full marks."),
            "interpolation: behind a gate",
        ),
    )

    def line(self, full: Fraction) -> list[Point]:
        """The standards from the lowest value up; shares are shares of `full`, 分."""
        points = [(exact(each.standard), each.worth.marks(full), each) for each in self.standards]
        return sorted(points, key=lambda point: point[0])

    def marks_of(self, value: Fraction, entry: Any, full: Fraction) -> Outcome:
        """On the line between the standards around the value; beyond them what `under` and `over` say."""
        del entry
        line = self.line(full)
        position = bisect_left([at for at, _, _ in line], value)
        if position < len(line) and line[position][0] == value:
            return self._held(N_("{value} is a standard: {standard}"), value, *line[position][1:])
        if position == 0:
            return self._beyond(N_("{value} is below the lowest standard, {standard}"), value, line[0], self.under)
        if position == len(line):
            return self._beyond(N_("{value} is above the highest standard, {standard}"), value, line[-1], self.over)
        (low, less, _), (high, more, _) = line[position - 1], line[position]
        place = (value - low) / (high - low)
        words = N_("the place of {value} between the standards {low} and {high}")
        first = step(words, "({value} - {low}) / ({high} - {low})", place, value=value, low=low, high=high)
        marks = less + (more - less) * place
        words, formula = N_("between {less} and {more} marks"), "{less} + ({more} - {less}) * {place}"
        return Outcome(marks, (first, step(words, formula, marks, less=less, more=more, place=place)))

    def _beyond(self, words: str, value: Fraction, end: Point, way: str) -> Outcome:
        _, marks, standard = end
        return self._held(words, value, marks if way == "keep" else Fraction(), standard)

    def _held(self, words: str, value: Fraction, marks: Fraction, standard: Standard) -> Outcome:
        made = step(words, "{marks}", marks, value=value, standard=_words(standard), marks=marks)
        return Outcome(marks, (made.by_row("standards", self.standards.index(standard)),))

    def method_in_words(self) -> Iterator[Message]:
        """What each standard is worth, and what holds beyond them."""
        for standard in sorted(self.standards, key=lambda each: each.standard, reverse=True):
            yield message(N_("{standard}: {worth}"), standard=_words(standard), worth=standard.worth.words)
        yield message(N_("In proportion between two standards."))
        if self.under == "zero":
            yield message(N_("No marks below the lowest standard."))
        if self.over == "zero":
            yield message(N_("No marks above the highest standard."))

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Standards that make no line, and a best one that misses the full marks."""
        yield from super().problems(node)
        full = Fraction() if self.full is None else exact(self.full) - exact(self.gate.marks if self.gate else 0)
        line = self.line(full)
        if len(line) < 2:  # noqa: PLR2004 - a line has two ends
            yield StandardsDoNotFit.at(span_at(node, "standards"), fault=message(N_("there are fewer than two")))
            return
        where = {id(standard): index for index, standard in enumerate(self.standards)}
        for (before, _, _), (value, _, standard) in pairwise(line):
            if value == before:
                fault = message(N_("two of them are {value}"), value=value)
                place = span_at(node, "standards", where[id(standard)], "standard")
                yield StandardsDoNotFit.at(place, fault=fault)
        _, marks, best = max(line, key=lambda point: point[1])
        if self.full is not None and marks != full:
            place = span_at(node, "standards", where[id(best)], "worth")
            yield BestStandardMissesFull.at(place, span_at(node, "full"), marks=marks, full=full)


def _words(standard: Standard) -> Message:
    """`优秀值 12.5`."""
    return message("{title}{value}", title=f"{standard.title} " if standard.title else "", value=standard.standard)
