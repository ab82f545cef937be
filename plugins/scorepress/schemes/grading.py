"""What the total is turned into: grades that can be reached and have no gap, vetoes that do something."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import ZERO, exact, sum_of
from scorepress.schemes.indicator import Policy
from scorepress.schemes.model import Scheme, leaves
from scorepress.schemes.written import Broken, aligned


class GradeUnreachable(Rule):
    """A grade that no total can earn."""

    code = "SR208"
    message = N_("the grade {grade} with the limit {limit} can never be given")
    cure = N_("{cure}")
    why = N_("Either no total reaches the limit, or a grade before it already takes its totals.")
    bad = "grades: {良: 80%, 优: 90%, 差: 0}"
    good = "grades: {优: 90%, 良: 80%, 差: 0}"


FROM_BEST_TO_WORST = N_(
    "write the grades from the best to the worst, each limit below the one before, or above it if less is better"
)


class GradeGap(Rule):
    """The worst totals have no grade."""

    code = "SR209"
    message = N_("totals {beyond} have no grade")
    cure = N_("add a last grade from 0, or where less is better up to 100%")
    why = N_("A weak unit would be published without a grade.")
    bad = "grades: {优: 90%, 良: 80%}"
    good = "grades: {优: 90%, 良: 80%, 差: 0}"


class GradeBoundFixed(Rule):
    """A grade begins at a number of marks though the full marks differ from unit to unit."""

    code = "SR230"
    message = N_("the grade {grade} begins at {limit} marks, but what does not apply makes the full marks smaller")
    cure = N_("write the limits as shares of the full marks, such as 90%, or rescale what does not apply")
    why = N_("With not_applicable: exclude a unit to which little applies could not reach the grade with full marks.")
    bad = "not_applicable: exclude\ngrades: {优: 90, 差: 0}"
    good = "not_applicable: exclude\ngrades: {优: 90%, 差: 0%}"


class UnknownGrade(Rule):
    """A veto names a grade that the scheme does not have."""

    code = "SR214"
    message = N_("{grade} is not a grade of this scheme")
    cure = N_("use one of: {allowed}")
    why = N_("The veto could not be carried out.")
    bad = "vetoes: [{id: accident, title: 重大事故, grade: 不及格}]"
    good = "vetoes: [{id: accident, title: 重大事故, grade: 差}]"


class VetoWithoutEffect(Rule):
    """A veto changes nothing."""

    code = "SR228"
    message = N_("the veto {title} changes neither the grade, the total nor the place")
    cure = N_("add grade, best_grade, total or rank")
    why = N_("A unit could report the accident and keep grade and marks, as if the scheme had no veto.")
    bad = "vetoes: [{id: accident, title: 重大事故}]"
    good = "vetoes: [{id: accident, title: 重大事故, grade: 差}]"


def check_grades(scheme: Scheme, node: Mapping, *, doubtful: bool) -> Iterator[Finding]:
    """The grades; where the full marks are `doubtful`, nothing is concluded from them."""
    limits = scheme.grade_limits
    up = scheme.total.direction == "up"
    highest = None if doubtful or _bonus_added(scheme) else scheme.full
    best = (None if doubtful else _most(scheme)) if up else ZERO
    for name, limit in limits[:1]:
        if best is not None and not scheme.total.reaches(best, limit):
            cure = message(N_("write a limit that totals reach: at best {best}"), best=best)
            yield GradeUnreachable.at(span_at(node, "grades", name), grade=name, limit=limit, cure=cure)
    for (_, above), (name, limit) in pairwise(limits):
        if (limit >= above) if up else (limit <= above):
            yield GradeUnreachable.at(
                span_at(node, "grades", name), grade=name, limit=limit, cure=message(FROM_BEST_TO_WORST)
            )
    fixed = next(((name, bound) for name, bound in scheme.grades.items() if bound.number and not bound.of_full), None)
    if fixed and _full_shrinks(scheme):
        yield GradeBoundFixed.at(span_at(node, "grades", fixed[0]), grade=fixed[0], limit=fixed[1].number)
    if limits and len(limits) == len(node.get("grades", {})):
        name, limit = limits[-1]
        if up and limit > 0:
            yield GradeGap.at(span_at(node, "grades", name), beyond=message(N_("below {limit}"), limit=limit))
        elif not up and highest is not None and limit < highest:
            yield GradeGap.at(span_at(node, "grades", name), beyond=message(N_("above {limit}"), limit=limit))


def _bonus_added(scheme: Scheme) -> bool:
    """Whether totals may pass the full marks."""
    return scheme.total.bonus == "added" and any(part.kind == "bonus" for part in scheme.parts)


def _most(scheme: Scheme) -> Fraction | None:
    """The most that a total may be, 分: the full marks and what each bonus may add; None where one has no cap."""
    caps = [part.cap for part in scheme.parts if part.kind == "bonus"] if _bonus_added(scheme) else []
    return None if None in caps else scheme.full + sum_of(exact(cap) for cap in caps if cap is not None)


def _full_shrinks(scheme: Scheme) -> bool:
    """Whether something of the base is taken off the full marks where it does not apply."""
    base = (leaf for part in scheme.parts if part.kind == "base" for leaf in leaves(part))
    return any(scheme.policy(leaf) is Policy.EXCLUDE for leaf in base)


def check_vetoes(scheme: Scheme, node: Mapping, broken: Broken) -> Iterator[Finding]:
    """The vetoes; from what is `broken` in one, nothing is concluded."""
    for veto, veto_node in aligned(scheme.vetoes, node.get("vetoes")):
        if not broken.inside(veto_node) and not {"grade", "best_grade", "total", "rank"} & veto_node.keys():
            yield VetoWithoutEffect.at(span_at(veto_node, "id"), title=veto.title)
        for key in ("grade", "best_grade"):
            grade = getattr(veto, key)
            if grade is not None and grade not in scheme.grades:
                yield UnknownGrade.at(span_at(veto_node, key), grade=grade, allowed=list(scheme.grades))
