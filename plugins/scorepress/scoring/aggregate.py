"""Aggregation up the tree: sum, weights, deduction from a common total; and what does not apply."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorepress.core.messages import N_, message
from scorepress.core.numbers import exact, formula_text, sum_of
from scorepress.core.trace import Step, step
from scorepress.schemes.indicator import Policy
from scorepress.schemes.model import Part, full_of
from scorepress.scoring.scorecard import Score, State


@dataclass(frozen=True, slots=True)
class Sum:
    """Marks and full marks of several scores together."""

    marks: Fraction | None
    full: Fraction
    state: State
    steps: tuple[Step, ...]
    policy: Policy | None = None


def add(scores: Sequence[Score]) -> Sum:
    """The sum of `scores`, all in 分.

    What does not apply is left out: with `rescale` the others' marks grow to the whole full marks
    (marks × full / applicable), with `exclude` the full marks shrink. If nothing applies there is no score.
    """
    counted = [score for score in scores if not _left_out(score)]
    rescaled = sum_of(score.full for score in scores if score.policy is Policy.RESCALE)
    if scores and not counted:
        return _nothing(scores, rescaled)
    applicable = sum_of(score.full for score in counted)
    full = applicable + rescaled
    if any(score.marks is None for score in counted):
        return Sum(None, full, State.MISSING, ())
    marks_of = tuple(score.marks for score in counted if score.marks is not None)
    total = sum_of(marks_of)
    steps = [step(N_("sum"), "{marks}", total, marks=marks_of)]
    if rescaled and applicable:
        marks = total * full / applicable
        words = N_("spread over what applies: marks × full ÷ applicable full")
        steps.append(
            step(words, "{total} * {full} / {applicable}", marks, total=total, full=full, applicable=applicable)
        )
        total = marks
    return Sum(total, full, State.SCORED, tuple(steps))


def weigh(part: Part, scores: Sequence[Score]) -> Sum:
    """full × Σ weight × marks / full of the child, the weights of what does not apply spread over the rest."""
    full = exact(part.full or 0)
    weights = {score.id: score.node.weight or Fraction() for score in scores}
    counted = [score for score in scores if not _left_out(score)]
    excluded = sum_of(weights[score.id] for score in scores if score.policy is Policy.EXCLUDE)
    full *= 1 - excluded
    present = sum_of(weights[score.id] for score in counted)
    if not counted or not present:
        return _nothing(scores, full)
    if any(score.marks is None or not score.full for score in counted):
        return Sum(None, full, State.MISSING, ())
    share = sum_of(weights[score.id] * (score.marks or 0) / score.full for score in counted)
    formula = " + ".join(
        f"{formula_text(weights[score.id])} * {formula_text(score.marks or Fraction())} / {formula_text(score.full)}"
        for score in counted
    )
    steps = [Step(message(N_("weight × share of full marks, added")), formula, share)]
    if present != 1:
        words = N_("divided by the weights that apply")
        steps.append(step(words, "{share} / {present}", share / present, share=share, present=present))
        share /= present
    steps.append(step(N_("times full marks"), "{full} * {share}", full * share, full=full, share=share))
    return Sum(full * share, full, State.SCORED, tuple(steps))


def deduct(part: Part, scores: Sequence[Score]) -> Sum:
    """The part's full marks with the children's deductions taken off, not below 0."""
    full = full_of(part)
    counted = [score for score in scores if not _left_out(score)]
    if not counted:
        return _nothing(scores, full)
    if any(score.marks is None for score in counted):
        return Sum(None, full, State.MISSING, ())
    off = sum_of(score.marks for score in counted if score.marks is not None)
    marks = max(Fraction(), full + off)
    lost = [formula_text(-score.marks) for score in counted if score.marks]
    formula = f"max(0, {' - '.join([formula_text(full), *lost])})" if lost else formula_text(full)
    words = N_("full marks less deductions, not below 0") if lost else N_("nothing deducted: full marks")
    return Sum(marks, full, State.SCORED, (Step(message(words), formula, marks),))


def _nothing(scores: Sequence[Score], rescaled: Fraction) -> Sum:
    """Nothing applies: no score, not 0; `rescaled` is what the marks above are spread over, if they are."""
    if any(score.policy is Policy.RESCALE for score in scores):
        return Sum(None, rescaled, State.NOT_APPLICABLE, (), Policy.RESCALE)
    return Sum(None, Fraction(), State.NOT_APPLICABLE, (), Policy.EXCLUDE)


def _left_out(score: Score) -> bool:
    return score.policy in {Policy.RESCALE, Policy.EXCLUDE}
