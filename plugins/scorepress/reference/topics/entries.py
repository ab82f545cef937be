"""What a report writes, values by a formula, the gate before a method, and what does not apply."""

from scorepress.core.messages import N_
from scorepress.core.records import MissingKey, UnknownKey
from scorepress.reference.topic import Choice, Keys, Topic
from scorepress.reports.entries import MissingIndicator, NotApplicableForbidden, UnknownIndicator, ValueWithoutKey
from scorepress.reports.model import Report
from scorepress.schemes import grading
from scorepress.schemes.indicator import Edge, Entry, Indicator, NotApplicable
from scorepress.schemes.measured import (
    FormulaHasNoResult,
    FormulaNames,
    Gate,
    Input,
    Measured,
    MeasuredEntry,
    ValueDiffers,
)
from scorepress.schemes.model import Scheme
from scorepress.schemes.reference import BadSchemeReference
from scorepress.scoring.declared import DeclaredDiffers, DeclaredUnknown, DeclaredWithoutScore
from scorepress.scoring.tree import ScoreAboveFull, ScoreBelowZero, SelfDiffers

POLICIES = (
    Choice("forbidden", N_("Not allowed: every unit is scored on it.")),
    Choice(
        "rescale",
        N_("Its full marks are spread over the other children of the part in proportion."),
        N_("Σ marks × full ÷ applicable full"),
    ),
    Choice("exclude", N_("Its full marks are taken off those of the part and of the total.")),
    Choice("full", N_("It counts in full.")),
    Choice("zero", N_("It counts as 0.")),
)

REPORT = frozenset({"title", "unit", "scheme", "period", "status", "scores", "declared", "vetoes", "evidence"})
"""The keys of a report that scores depend on; the others are for its page."""

TOPICS = (
    Topic(
        "report",
        N_("The report file"),
        (
            N_(
                "One file a unit and period, `content/units/<unit>/<period>.md`: this block "
                "between two lines `---`, then text."
            ),
            N_("The unit itself has a page, `content/units/<unit>/index.md`, with `unit` and `name` in its block."),
        ),
        report=(Keys(Report, REPORT),),
        edges=(
            Edge(
                N_("An indicator is left out: neither 0 nor not applicable, no total."),
                "direct: one indicator left out",
            ),
            Edge(N_("What the paper declares is compared, never used."), "declared: compared, never used"),
            Edge(N_("A veto that the scheme does not have: an error."), "vetoes: an unknown one"),
            Edge(
                N_("Evidence that is asked for is missing: the report is held back."),
                "evidence: claimed without evidence",
            ),
        ),
        rules=(
            MissingIndicator,
            UnknownIndicator,
            DeclaredDiffers,
            DeclaredUnknown,
            DeclaredWithoutScore,
            BadSchemeReference,
        ),
        see=("entry", "reviews", "vetoes"),
    ),
    Topic(
        "entry",
        N_("What a report writes for every indicator"),
        (
            N_(
                "Beside the keys of the method an entry can have these. A lone value, `A1: 30`, "
                "is short for `A1: {self: 30}`."
            ),
            N_("Where the method computes the marks, `self` may be left out; where it stands, it must agree."),
        ),
        report=(Keys(Entry), Keys(NotApplicable)),
        edges=(
            Edge(N_("Left out: neither 0 nor not applicable; no total."), "direct: one indicator left out"),
            Edge(N_("`self` is not what the method gives: an error."), "attainment: self score that does not follow"),
            Edge(
                N_("`self` is rounded as the scheme rounds, or has more places: it agrees."),
                "attainment: self score rounded in the paper",
            ),
            Edge(
                N_("Compared within a group: `self` is only an estimate."),
                "efficacy: the unit's own estimate changes nothing",
            ),
            Edge(
                N_("`about: true` (约): counted as written, and marked on every page."), "direct: inexact in the source"
            ),
            Edge(
                N_("A word instead of a number (完成): an error; `met` has `met: true` for it."),
                "attainment: a word instead of a number",
            ),
            Edge(N_("A misspelt key: nothing of the entry is scored."), "events: a misspelt count"),
        ),
        rules=(
            MissingIndicator,
            ValueWithoutKey,
            UnknownIndicator,
            SelfDiffers,
            ScoreAboveFull,
            ScoreBelowZero,
            UnknownKey,
            MissingKey,
        ),
        see=("not_applicable", "reviews"),
    ),
    Topic(
        "values",
        N_("Values by a formula"),
        (
            N_(
                "Methods that work on a value can have it computed: the report gives `inputs`, "
                "the scheme the formula `value`."
            ),
            N_("Growth, shares and differences are such formulas, not methods of their own."),
        ),
        scheme=(Keys(Measured, frozenset({"inputs", "value", "measured_in"})), Keys(Input)),
        report=(Keys(MeasuredEntry, frozenset({"actual", "inputs"})),),
        symbols=("actual = value(inputs)",),
        edges=(
            Edge(N_("A division by 0: no value and no score, an error."), "values: a base of 0"),
            Edge(
                N_("The value stands beside its inputs: it must agree to the places it is written with."),
                "values: the value beside its inputs, rounded as far as it is written",
            ),
            Edge(
                N_("The value without its inputs: an error, it cannot be checked."),
                "values: the value without its inputs",
            ),
            Edge(
                N_("Inputs where the scheme has no formula: an error."),
                "values: inputs where the scheme has no formula",
            ),
            Edge(
                N_("Percentage points are a difference, percent a quotient."), "values: percentage points and percent"
            ),
            Edge(
                N_("The value is never rounded: equal fractions are a tie."),
                "values: equal rates of different numbers are a tie",
            ),
        ),
        rules=(FormulaNames, FormulaHasNoResult, ValueDiffers),
    ),
    Topic(
        "gate",
        N_("A gate before the method"),
        (
            N_(
                "A bar that the value must reach first. Behind it `marks` are given at once, and "
                "the method shares out the rest."
            ),
        ),
        scheme=(Keys(Gate),),
        symbols=("gate.marks + method(full − gate.marks)",),
        edges=(
            Edge(
                N_("The bar is not reached: no marks, whatever the method would give."),
                "gate: a gate before attainment, closed",
            ),
            Edge(N_("Exactly on the bar: `>=` and `<=` open it, `>` and `<` do not."), "gate: a strict gate"),
            Edge(
                N_("Compared within a group: only those that pass are compared."),
                "gate: the worst is the worst of those that pass",
            ),
            Edge(N_("Nobody passes: nobody has marks."), "gate: nobody passes"),
            Edge(N_("Behind a closed gate nobody is waited for."), "gate: behind a closed gate nobody is waited for"),
            Edge(N_("A floor lifts even what a closed gate leaves at 0."), "floor_cap: a floor behind a closed gate"),
            Edge(
                N_("A gate worth more than the indicator: an error of the scheme."),
                "gate: a gate worth more than the indicator",
            ),
        ),
        see=("values", "groups"),
    ),
    Topic(
        "not_applicable",
        N_("What does not apply"),
        (
            N_(
                "A report writes `A3: {not_applicable: the reason}`; what then happens the "
                "scheme says, for all or for one indicator."
            ),
            N_("Not applicable is neither 0 nor full marks. Where nothing of a part applies, the part has no score."),
        ),
        scheme=(Keys(Scheme, frozenset({"not_applicable"})), Keys(Indicator, frozenset({"not_applicable"}))),
        report=(Keys(NotApplicable),),
        choices=POLICIES,
        edges=(
            Edge(
                N_("Everything is not applicable: no score, no total, no grade."), "not_applicable: rescale everything"
            ),
            Edge(
                N_("A whole part is not applicable with `rescale`: its full marks are spread over the other parts."),
                "not_applicable: rescale a whole part",
            ),
            Edge(
                N_("Full or zero, but nothing applies: no score all the same."),
                "not_applicable: full, but nothing applies",
            ),
            Edge(
                N_("The policy of the indicator goes before that of the scheme."),
                "not_applicable: the indicator's policy before the scheme's",
            ),
            Edge(
                N_("Two policies in one part: first excluded, then spread."), "not_applicable: two policies in one part"
            ),
            Edge(
                N_("In a weighted part the weight is spread, or taken off the full marks."),
                "not_applicable: both in a weighted part",
            ),
            Edge(
                N_("Shares of the grades are shares of the full marks that are left."),
                "not_applicable: exclude, a bound of the grades just missed",
            ),
            Edge(
                N_("A bonus or a penalty that does not apply: nothing is added, taken off or spread."),
                "bonus: not applicable, one bonus of several",
            ),
            Edge(
                N_("The reason is missing, or a score stands beside it: an error."),
                "not_applicable: the reason must be given",
            ),
        ),
        rules=(NotApplicableForbidden, grading.GradeBoundFixed),
    ),
)
