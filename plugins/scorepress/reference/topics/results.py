"""From marks to the result: rounding, bonus, penalty, total, grades, vetoes."""

from scorepress.core.messages import N_
from scorepress.reference.topic import Choice, Keys, Topic
from scorepress.reports.model import Report, VetoCase
from scorepress.schemes import checks, grading, roster
from scorepress.schemes.indicator import Edge
from scorepress.schemes.methods import METHODS
from scorepress.schemes.model import Part, Scheme
from scorepress.schemes.named import NotInScheme
from scorepress.schemes.results import Rounding, Total, Trigger, Veto


def _methods(kind: str) -> tuple[str, ...]:
    """The methods that can stand in a part of that kind without full marks."""
    return tuple(sorted(name for name, method in METHODS.items() if method.fits(kind, full=False)))


KINDS = (
    Choice("base", N_("Indicators of any method, each with full marks.")),
    Choice(
        "bonus",
        N_("Indicators of any method with full marks, which are the most they add; without full marks only:"),
        methods=_methods("bonus"),
    ),
    Choice(
        "penalty",
        N_("Marks are only taken off, as in a part with `aggregate: deduct`. Without full marks, and only:"),
        methods=_methods("penalty"),
    ),
)
"""What can stand in a part of each kind."""

TOPICS = (
    Topic(
        "rounding",
        N_("Rounding"),
        (N_("Inside, numbers are exact fractions. They are rounded only where the scheme says, and nowhere else."),),
        scheme=(Keys(Rounding),),
        edges=(
            Edge(N_("Half way: `half_up` away from zero, 40.275 is 40.28."), "rounding: half up in the total"),
            Edge(
                N_("`half_even`: to the even digit, 40.265 is 40.26."), "rounding: half to even, down to the even digit"
            ),
            Edge(N_("`down`: thirds are cut, three times 3.33 is 9.99."), "rounding: thirds cut off at the indicator"),
            Edge(
                N_("Rounding never lifts marks above full marks or above a cap."),
                "rounding: never above full marks by rounding",
            ),
            Edge(N_("The total is rounded before it is graded."), "grades: rounded before it is graded"),
            Edge(
                N_("Deductions are rounded away from zero, as their amounts."),
                "rounding: deductions are rounded away from zero",
            ),
            Edge(
                N_("Values are compared as they are, not as they are rounded."),
                "rounding: values are compared as they are, not as they are rounded",
            ),
            Edge(
                N_("What a paper declares is compared at the scheme's places, or at more."),
                "declared: a rounder number than the scheme's is not the total",
            ),
            Edge(N_("Not declared: an error where there are marks; nowhere is `at: []`."), "rounding: not declared"),
        ),
    ),
    Topic(
        "total",
        N_("Bonus, penalty and total"),
        (
            N_(
                "Parts of the kind `base` are the full marks. A `bonus` part comes on top of "
                "their sum, a `penalty` part is taken off at the end."
            ),
        ),
        scheme=(Keys(Part, frozenset({"kind", "cap"})), Keys(Total)),
        report=(Keys(Report, frozenset({"declared"})),),
        symbols=("max(0, min(cap, base + bonus) − penalty)",),
        choices=KINDS,
        edges=(
            Edge(
                N_("With bonus the total may pass full marks, unless it is capped."),
                "bonus: a total above the full marks",
            ),
            Edge(
                N_("The cap of the total holds before penalties are taken off."), "penalty: after the cap of the total"
            ),
            Edge(N_("A penalty takes nothing below 0."), "penalty: not below zero"),
            Edge(N_("The bonus has no score: no total, unless it stands apart."), "bonus: added and not scored"),
            Edge(N_("`bonus: apart`: neither the total nor the grade knows of it."), "grades: bonus apart does not"),
            Edge(N_("No bonus applies: no bonus score, and the base stands."), "bonus: not applicable, the only bonus"),
            Edge(N_("A declared total is compared, never used."), "declared: compared, never used"),
        ),
        rules=(checks.BonusNotAtTop, checks.MethodCannotDeduct),
        see=("bonus", "events", "rounding"),
    ),
    Topic(
        "grades",
        N_("Grades"),
        (
            N_(
                "`grades: {优: 90%, 良: 80%, 差: 0}`: each grade with the least share of full "
                "marks, or 分, that earns it, best first; the last takes the rest."
            ),
            N_(
                "Where less is better, `total: {direction: down}`, each with the highest: "
                "`grades: {低: 20%, 中: 50%, 高: 100%}`."
            ),
        ),
        scheme=(Keys(Scheme, frozenset({"grades"})), Keys(Total, frozenset({"direction", "grade_bounds"}))),
        edges=(
            Edge(N_("A total on a bound has the grade that begins there."), "grades: a bound belongs to its grade"),
            Edge(
                N_("With `grade_bounds: exclusive` only what lies beyond the bound has it."),
                "less_is_better: more is better, and the bound does not belong to the grade",
            ),
            Edge(
                N_("Less is better: a total on a bound has the grade that ends there."),
                "less_is_better: grades up to a bound",
            ),
            Edge(
                N_("What reaches no bound has the last grade."),
                "less_is_better: what reaches no bound has the last grade",
            ),
            Edge(
                N_("A share is one of the base's full marks; an added bonus counts towards it."),
                "grades: bonus counts towards the grade",
            ),
            Edge(N_("No total, no grade."), "grades: no total, no grade"),
            Edge(
                N_("The last grade leaves totals out, or one can never be earned: found in the scheme."),
                "grades: low totals without a grade",
            ),
            Edge(
                N_("With `exclude` the full marks differ from unit to unit: bounds must be shares."),
                "not_applicable: exclude, a bound of the grades just missed",
            ),
        ),
        rules=(grading.GradeUnreachable, grading.GradeGap, grading.GradeBoundFixed),
        see=("vetoes",),
    ),
    Topic(
        "vetoes",
        N_("Vetoes"),
        (
            N_(
                "Something so grave that it decides the grade or the total (一票否决). A report "
                "states it, or it applies by itself."
            ),
        ),
        scheme=(Keys(Veto), Keys(Trigger)),
        report=(Keys(VetoCase),),
        edges=(
            Edge(N_("The grade falls, the marks stay as they are."), "vetoes: the grade, without touching the score"),
            Edge(N_("`best_grade` never lifts a grade."), "vetoes: a grade already below the best possible"),
            Edge(
                N_("`total` caps the total, and the grade follows; it never lifts it."),
                "vetoes: the total, already lower",
            ),
            Edge(N_("Several vetoes: the gravest decides."), "vetoes: several, the gravest decides"),
            Edge(N_("`when`: exactly on the bound it does not apply."), "requires: on the line it does not"),
            Edge(
                N_("A veto without effect, or with an unknown grade: an error of the scheme."),
                "vetoes: a grade that the scheme does not have",
            ),
            Edge(
                N_("A unit under a veto is compared within its group like any other."),
                "group: a unit under a veto is compared like any other",
            ),
        ),
        rules=(grading.UnknownGrade, grading.VetoWithoutEffect, NotInScheme, roster.UnknownScore),
    ),
)
