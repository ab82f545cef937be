"""Values that are most likely slips: a hundredth of the target, 950 % of a share, last year's numbers once more.

Each is a warning with what was most likely meant. Who is sure says so in `note` (for a whole report, in `remarks`), and
the warning is gone.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, Scalar, key_span, span_at
from scorepress.core.periods import Period
from scorepress.core.spans import Span
from scorepress.reports.entries import Entries
from scorepress.reports.figures import Table
from scorepress.reports.model import Report, ReportFile, Unit
from scorepress.schemes.indicator import CannotScore, Entry
from scorepress.schemes.measured import Measured, Targeted
from scorepress.schemes.model import Scheme


class ValueOutOfScale(Rule):
    """A value is its target with the point, or the unit, in another place."""

    code = "SR333"
    severity = Severity.WARNING
    message = N_("{indicator} has {value}, about {ratio} the target {target}")
    cure = N_("write it in the same unit as the target, such as {proposal}; if it is right, say why in note")
    why = N_("A share typed as 0.93 for 95 %, or an amount in 元 for 万元, gives marks that nobody has earned.")
    bad = "Q1: {actual: 0.93}  # the target is 95, in %"
    good = "Q1: {actual: 93}"


class ShareAboveWhole(Rule):
    """A share of a whole is more than the whole."""

    code = "SR334"
    severity = Severity.WARNING
    message = N_("{name} is {value}, a share that cannot pass {whole}")
    cure = N_("correct the number or what it is computed from; if it is right, say why in note")
    why = N_("More satisfied people than were asked is a slip of the keyboard, and the marks rest on it.")
    bad = "M1: {actual: 950}  # 群众满意度, %"
    good = "M1: {actual: 95.0}"


class TitleNamesOtherPeriod(Rule):
    """The title names another year, half or quarter than the period."""

    code = "SR335"
    severity = Severity.WARNING
    message = N_("the title names {named}, the period is {period}")
    cure = N_("correct the title, or the period")
    why = N_("A report made from last year's keeps last year's title, and perhaps last year's numbers.")
    bad = "title: 某县 2024 年自评报告\nperiod: 2025"
    good = "title: 某县 2025 年自评报告\nperiod: 2025"


class TitleNamesOtherUnit(Rule):
    """The title names another unit than the report's own."""

    code = "SR341"
    severity = Severity.WARNING
    message = N_("the title names {other}, the report is that of {unit}")
    cure = N_("correct the title, so that it names {unit}")
    why = N_("A report made from a neighbour's keeps the neighbour's title, and perhaps its numbers.")
    bad = "title: 乙县 2025 年自评报告\nunit: jia  # 甲县"
    good = "title: 甲县 2025 年自评报告\nunit: jia  # 甲县"


class SameNumbersAsBefore(Rule):
    """Every number of a report is that of the unit's report for another period."""

    code = "SR336"
    severity = Severity.WARNING
    message = N_("all numbers are those of the report for {period}")
    cure = N_("fill in the numbers of this period; if they are the same, say so under remarks")
    why = N_("Last year's file with only the period changed passes every check of arithmetic.")
    bad = "period: 2025  # scores and figures as in 2024.md"
    good = "period: 2025\nremarks: [各项数据与上年相同，已核实。]"


NEAR = (Fraction(4, 5), Fraction(5, 4))
"""So near to the target a value must be, once the point is moved, to be taken for a slip."""
SMALL = 10
"""Whole numbers below this are counts that may well be far from their target."""
RATE = 20
"""Targets in % from which on a tenth, or ten times as much, is more likely a slip than a result."""
BOUNDED = re.compile(
    "满意|覆盖率|合格率|知晓率|达标率|普及率|参保率|入学率|及格率|优良率|优秀率|成功率|办结率|回复率|占比|比重"
)
"""Names of shares that cannot pass the whole."""
GROWTH = re.compile("增|涨|同比|环比|上年")
"""Names of changes, which can be any number of %."""
LARGE_SHARE = 10
"""So many times the whole no rate of fulfilment is meant."""


def check_values(scheme: Scheme, entries: Entries) -> Iterator[Finding]:
    """Measured values that are most likely slips; entries with an error, or with a note, are left alone."""
    for name, entry in entries.by_indicator.items():
        indicator = scheme.indicators[name]
        if name in entries.unsound or not isinstance(indicator, Measured) or not isinstance(entry, Entry) or entry.note:
            continue
        try:
            value = indicator.measure(entry).value
            target = indicator.target_of(entry) if isinstance(indicator, Targeted) else None  # type: ignore[arg-type]
        except CannotScore:
            continue
        key = indicator.value_key if indicator.value is None else "inputs"
        yield from _Value(indicator, value, target).check(entries.place(name, key))


@dataclass(frozen=True)
class _Value:
    indicator: Measured
    value: Fraction
    target: Fraction | None

    def check(self, place: Span) -> Iterator[Finding]:
        factor = self._factor()
        if factor is not None and self.target is not None:
            large = self.value > self.target
            ratio = message(N_("{factor} times") if large else N_("1/{factor} of"), factor=factor)
            proposal = self.value / factor if large else self.value * factor
            yield ValueOutOfScale.at(
                place,
                indicator=self.indicator.id,
                value=self.value,
                ratio=ratio,
                target=self.target,
                proposal=proposal,
            )
        elif self._above_whole():
            yield ShareAboveWhole.at(place, name=self.indicator.title, value=self.value, whole=self._whole)

    @property
    def _percent(self) -> bool:
        return self.indicator.measured_in == "%"

    @property
    def _whole(self) -> Fraction:
        return Fraction(100 if self._percent else 1)

    def _factor(self) -> Fraction | None:
        """By how much the value is most likely off: a power of ten; None where it looks right."""
        if not self.target or self.value * self.target <= 0:
            return None
        ratio = self.value / self.target
        upwards = getattr(self.indicator, "operator", ">=") not in {"<", "<="}
        upwards = upwards and getattr(self.indicator, "direction", "up") == "up"
        rate = self._percent and abs(self.target) >= RATE and upwards
        for power in (1, 2, 3, 4):
            factor = Fraction(10**power)
            if power == 1 and not rate:
                if ratio == factor and upwards and not self._count(self.target):
                    return factor  # a zero too many; a tenth of a target is a result like others
                continue
            if NEAR[0] <= ratio * factor <= NEAR[1] and not self._count(self.value):
                return factor
            if NEAR[0] <= ratio / factor <= NEAR[1] and not self._count(self.target):
                return factor
        return Fraction(100) if rate and 0 < self.value <= 1 else None

    def _count(self, number: Fraction) -> bool:
        return not self._percent and number.denominator == 1 and abs(number) < SMALL

    def _above_whole(self) -> bool:
        title = self.indicator.title
        if self._percent:
            bounded = BOUNDED.search(title) and not GROWTH.search(title)
            return self.value > (100 if bounded else 100 * LARGE_SHARE) and not GROWTH.search(title)
        share = self.target is not None and 0 < self.target <= 1 and "/" in (self.indicator.value or "")
        return share and self.value >= LARGE_SHARE / 2


def check_shares(tables: Iterable[Table]) -> Iterator[Finding]:
    """Cells of columns in % that pass what a share can be; a cell with a note is left alone."""
    for table in tables:
        for index, column in enumerate(table.columns.values()):
            title = column.title
            if column.measured_in != "%" or GROWTH.search(title) or GROWTH.search(table.figure.title):
                continue
            most = Decimal(100 if BOUNDED.search(title) else 100 * LARGE_SHARE)
            for row in table.rows.values():
                cell = row[index]
                if cell.number is not None and cell.number > most and not cell.note:
                    yield ShareAboveWhole.at(cell.span, name=title, value=cell.number, whole=Fraction(100))


YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|[一二][〇○零Ｏ一二三四五六七八九]{3}(?=年)")
DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
PARTS = {"H1": "上半年", "H2": "下半年"} | {f"Q{number}": f"{word}季度" for number, word in enumerate("一二三四", 1)}
"""How titles name the halves and quarters of a year."""


def check_title(report: Report, node: Mapping) -> Iterator[Finding]:
    """Years, halves and quarters in the title, none of which is the period's."""
    place = span_at(node, "title")
    years = [found.translate(DIGITS) for found in YEAR.findall(report.title)]
    year, part = report.period.text[:4], report.period.text[5:]
    if years and year not in years:
        yield TitleNamesOtherPeriod.at(place, named=years, period=report.period.text)
    words = [word for word in PARTS.values() if (word if word[0] in "上下" else f"第{word}") in report.title]
    if part in PARTS and words and PARTS[part] not in words:
        yield TitleNamesOtherPeriod.at(place, named=words, period=report.period.text)


def check_title_unit(report: Report, node: Mapping, units: AnyMapping[str, Unit]) -> Iterator[Finding]:
    """A title that names another of the `units` and not its own; what is part of the own name or region is no other."""
    own = units.get(report.unit)
    if own is None or any(name and name in report.title for name in (own.name, own.short_name)):
        return
    around = f"{own.name} {own.region or ''}"
    others = [unit.name for name, unit in units.items() if name != report.unit and unit.name in report.title]
    other = max((name for name in others if name not in around), key=len, default=None)
    if other is not None:
        yield TitleNamesOtherUnit.at(span_at(node, "title"), other=other, unit=own.name)


LEAST = 5
"""A report must have so many numbers before it is a wonder that all are those of another one."""


def check_copies(files: Iterable[ReportFile]) -> Iterator[tuple[ReportFile, Finding]]:
    """Reports of one unit under one scheme whose numbers are all those of an earlier period."""
    by_unit: dict[tuple[str, str], list[tuple[Period, ReportFile]]] = {}
    for file in files:
        report = file.report
        if report is not None and not file.withdrawn and len(_numbers(file)) >= LEAST:
            by_unit.setdefault((report.unit, report.scheme.scheme), []).append((report.period, file))
    for group in by_unit.values():
        for period, file in group:
            earlier = [(before, other) for before, other in group if before < period]
            twin = next((before for before, other in earlier if _numbers(other) == _numbers(file)), None)
            if twin is not None and file.report is not None and not file.report.remarks:
                place = key_span(file.page.node, "period")
                yield file, SameNumbersAsBefore.at(place, period=twin.text)


def _numbers(file: ReportFile) -> list[str]:
    """Every number that stands in the scores, the figures and the form, in its order."""
    node: Mapping = file.page.node or Mapping()
    return [number for key in ("scores", "figures", "form") for number in _below(node.get(key))]


def _below(node: object) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield from [str(node)] if NUMBER.fullmatch(node) else []
    elif isinstance(node, list):
        for item in node:
            yield from _below(item)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from () if key in {"full", "target"} else _below(value)


NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
