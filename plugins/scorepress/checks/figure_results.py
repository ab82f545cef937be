"""What a check of a figure can end in: passed, noted, not run, or failed, which is a finding as well."""

from dataclasses import dataclass
from enum import StrEnum

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_, Message


class TotalDiffers(Rule):
    """A stated total is not the sum of its rows."""

    code = "SR510"
    message = N_("the total of {column} is stated as {stated}, but the rows add up to {computed}")
    cure = N_("find the row that is wrong, or correct the total; the difference is {difference}")
    why = N_("Readers add up tables of money; a sum that misses costs the trust in all other numbers.")
    bad = "rows: {住宅: 5.67, 公建: 14.79}\ntotal: 20.47"
    good = "rows: {住宅: 5.67, 公建: 14.79}\ntotal: 20.46"


class FormulaDiffers(Rule):
    """A value is not what the formula of its column gives."""

    code = "SR511"
    message = N_("{row} {column} is stated as {stated}, but {formula} gives {computed}")
    cure = N_("correct the value, or the numbers it is computed from")
    why = N_("A share, a rate or a growth that does not follow from its numbers misleads.")
    bad = "rows: {造林: [51000, 53321.9, 105.6]}  # done / plan * 100"
    good = "rows: {造林: [51000, 53321.9, 104.6]}"


class CutOffNotRounded(Rule):
    """A value was cut off instead of rounded."""

    code = "SR512"
    message = N_("{row} {column} is stated as {stated}, but {formula} gives {computed}: it was cut off, not rounded")
    cure = N_("write {rounded}")
    why = N_("One number cut off among others that are rounded makes differences come out wrong.")
    bad = "rows: {本年: [6719.36, 11110.13, 60.47]}"
    good = "rows: {本年: [6719.36, 11110.13, 60.48]}"


class UnitsDisagree(Rule):
    """Numbers in different units of measure are added or compared."""

    code = "SR513"
    message = N_("{stated} is not in the same unit as the numbers it is computed from: {computed}")
    cure = N_("convert the numbers to one unit, and write that in measured_in")
    why = N_("万亩 for 亩 is a slip by a factor of ten thousand; the difference of two percentages is in 个百分点.")
    bad = "total: {value: 6387.3, measured_in: 万亩}  # rows in 亩"
    good = "total: 6387.3"


class ValuesDisagree(Rule):
    """Two numbers that must be equal are not."""

    code = "SR514"
    message = N_("{left} is {first}, but {right} is {second}")
    cure = N_("correct the one that is wrong; the difference is {difference}")
    why = N_("One amount stated in two places must be one amount.")
    bad = "checks: [{left: total, right: figures.sources.total}]  # 2301.95 and 2301.59"
    good = "checks: [{left: total, right: figures.sources.total}]  # 2301.95 twice"


class ValueNotChecked(Rule):
    """A stated number cannot be compared, because one that it follows from is not known."""

    code = "SR515"
    severity = Severity.NOTE
    message = N_("{stated} cannot be checked: {missing} is not known")
    cure = N_("write the number in place of ~; where nobody knows it, there is nothing to do")
    why = N_("A sum beside a gap looks checked and is not; whoever reviews it should know.")
    bad = "rows: {省际: ~, 县际: 2}\ntotal: 3"
    good = "rows: {省际: 1, 县际: 2}\ntotal: 3"


class RatioMixesSizes(Rule):
    """A column divides numbers in units of different sizes, 元 by 万元, without converting them."""

    code = "SR520"
    severity = Severity.WARNING
    message = N_("{one} and {other} meet in {formula} without a conversion")
    cure = N_("write all numbers in the same unit, or write * {factor} or / {factor} into the formula")
    why = N_("The share is wrong by the factor between the units.")
    bad = "columns: {plan: {…, measured_in: 万元}, done: {…, measured_in: 元}, rate: {…, equals: done / plan}}"
    good = "columns: {plan: {…, measured_in: 元}, done: {…, measured_in: 元}, rate: {…, equals: done / plan}}"


class FormulaOfItself(Rule):
    """The formula of a column uses the column itself."""

    code = "SR522"
    message = N_("the formula of {column} uses {name}, the column itself, so that it compares nothing")
    cure = N_("write it from other columns, or delete equals")
    why = N_("A value that is compared with itself is always right: it looks checked and is not.")
    bad = "columns: {rate: {title: 完成率, equals: rate}}"
    good = "columns: {rate: {title: 完成率, equals: done / plan * 100}}"


class FormulaOfText(Rule):
    """The formula of a column uses a column of text."""

    code = "SR523"
    message = N_("the formula of {column} uses {name}, a column of text, so that nothing is compared")
    cure = N_("delete text: true of {name}, or write the formula from columns with numbers")
    why = N_("One word on a column would switch off the check of every other that is computed from it.")
    bad = "columns: {plan: {title: 计划, text: true}, rate: {title: 完成率, equals: done / plan * 100}}"
    good = "columns: {plan: {title: 计划}, rate: {title: 完成率, equals: done / plan * 100}}"


class TotalNotCompared(Rule):
    """A total is stated for a column that is not added up, and no formula gives it."""

    code = "SR524"
    severity = Severity.NOTE
    message = N_("the total of {column} is compared with nothing: the column is not added up and has no formula")
    cure = N_("delete added: false if the rows add up; give the formula as equals; else nothing is to be done")
    why = N_("A number below a column is read as its sum; whoever reviews it should know that nobody added it up.")
    bad = "columns: {plan: {title: 计划, added: false}}\ntotal: [300]"
    good = "columns: {plan: {title: 计划}}\ntotal: [300]"


class SharesRounded(Rule):
    """Rounded numbers miss their total by no more than their rounding."""

    code = "SR519"
    severity = Severity.NOTE
    message = N_("the rows of {column} add up to {computed}, not {stated}, because each of them is rounded")
    cure = N_("nothing is to be done; do not change a row to make the sum come out")
    why = N_("Shares that are each right often miss 100 by a hundredth; whoever adds them up should know why.")
    bad = "rows: {甲: 33.33, 乙: 33.33, 丙: 33.33}\ntotal: 100"
    good = "rows: {甲: 50.00, 乙: 25.00, 丙: 25.00}\ntotal: 100"


class Status(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    NOTED = "noted"
    NOT_RUN = "not_run"
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """One check of a figure: what was compared and how it ended."""

    words: Message
    status: Status


@dataclass(frozen=True)
class FigureChecks:
    """All checks of one figure."""

    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
