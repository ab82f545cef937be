"""Aggregation up the tree: sum, weights, deduction from a common total; and what does not apply."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scorepress.core.messages import N_, message
from scorepress.core.numbers import ZERO, exact, formula_text, sum_of
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
    full = applicable + rescaled if rescaled else applicable
    if any(score.marks is None for score in counted):
        apart = all(score.marks is not None or score.state is State.NO_TOTAL for score in counted)
        return Sum(None, full, State.NO_TOTAL if apart else State.MISSING, ())
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


def together(scores: Sequence[Score]) -> Sum:
    """The sum of the parts of one kind; no score, not 0, where none of their indicators applies."""
    joined = add(scores)
    leaves = [score for top in scores for _, score in top.walk() if not score.children]
    if not leaves or any(score.state is not State.NOT_APPLICABLE for score in leaves):
        return joined
    return Sum(None, joined.full, State.NOT_APPLICABLE, ())


def weigh(part: Part, scores: Sequence[Score]) -> Sum:
    """full × Σ weight × marks / full of the child, the weights of what does not apply spread over the rest."""
    full = full_of(part)
    weights = {score.id: score.node.weight or Fraction() for score in scores}
    if part.relative_weights:
        whole = sum_of(weights.values())
        weights = {name: weight / whole for name, weight in weights.items()}
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
        f"{formula_text(weights[score.id])} * {formula_text(score.marks or ZERO)} / {formula_text(score.full)}"
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
    marks = max(ZERO, full + off)
    lost = [formula_text(-score.marks) for score in counted if score.marks]
    formula = f"max(0, {' - '.join([formula_text(full), *lost])})" if lost else formula_text(full)
    words = N_("full marks less deductions, not below 0") if lost else N_("nothing deducted: full marks")
    return Sum(marks, full, State.SCORED, (Step(message(words), formula, marks),))


def _nothing(scores: Sequence[Score], rescaled: Fraction) -> Sum:
    """Nothing applies: no score, not 0; `rescaled` is what the marks above are spread over, if they are."""
    if any(score.policy is Policy.RESCALE for score in scores):
        return Sum(None, rescaled, State.NOT_APPLICABLE, (), Policy.RESCALE)
    return Sum(None, ZERO, State.NOT_APPLICABLE, (), Policy.EXCLUDE)


LEFT_OUT = frozenset({Policy.RESCALE, Policy.EXCLUDE})


def _left_out(score: Score) -> bool:
    return score.policy in LEFT_OUT


def mean(part: Part, scores: Sequence[Score]) -> Sum:
    """full × the mean of the children's shares of their full marks.

    Each child stands for an equal part of the full marks, as with equal weights: one that is excluded takes its part
    along.
    """
    excluded = sum(score.policy is Policy.EXCLUDE for score in scores)
    return _shared(
        full_of(part) * (1 - Fraction(excluded, len(scores))),
        scores,
        N_("the mean of the shares of full marks"),
        lambda shares: sum_of(shares) / len(shares),
        "({shares}) / {count}",
    )


def weakest(part: Part, scores: Sequence[Score]) -> Sum:
    """full × the least of the children's shares of their full marks, and `plus` where some child does better."""
    joined = _shared(full_of(part), scores, N_("the least share of full marks"), min, "{least}")
    if part.plus is None or joined.marks is None:
        return joined
    counted = [score for score in scores if not _left_out(score)]
    if len({score.marks / score.full for score in counted if score.marks is not None and score.full}) == 1:
        return joined
    plus, marks = exact(part.plus), joined.marks + exact(part.plus)
    more = step(N_("more, because some do better"), "{marks} + {plus}", marks, marks=joined.marks, plus=plus)
    return replace(joined, marks=marks, steps=(*joined.steps, more))


def every(part: Part, scores: Sequence[Score]) -> Sum:
    """Full marks if every child has its full marks, else 0."""
    words = N_("{met} of {count} have full marks; all must")
    return _shared(
        full_of(part),
        scores,
        words,
        lambda shares: Fraction(all(share >= 1 for share in shares)),
        "floor({met} / {count})",
    )


def pool(part: Part, scores: Sequence[Score]) -> Sum:
    """The sum of the children's marks, at most the part's full marks, which the children's may pass together."""
    full = full_of(part)
    counted = [score for score in scores if not _left_out(score)]
    if not counted:
        return _nothing(scores, full)
    if any(score.marks is None for score in counted):
        return Sum(None, full, State.MISSING, ())
    marks = tuple(score.marks for score in counted if score.marks is not None)
    total = sum_of(marks)
    held = min(full, total)
    words = N_("sum, at most the {full} marks that they share")
    return Sum(held, full, State.SCORED, (step(words, "min({full}, {marks})", held, full=full, marks=marks),))


def _shared(
    full: Fraction,
    scores: Sequence[Score],
    words: str,
    share_of: Callable[[Sequence[Fraction]], Fraction],
    arithmetic: str,
) -> Sum:
    """full × what `share_of` makes of the children's shares; what does not apply is left out."""
    counted = [score for score in scores if not _left_out(score)]
    if not counted:
        return _nothing(scores, full)
    if any(score.marks is None or not score.full for score in counted):
        return Sum(None, full, State.MISSING, ())
    shares = tuple((score.marks or ZERO) / score.full for score in counted)
    share = share_of(shares)
    met = sum(each >= 1 for each in shares)
    inputs = {"shares": shares, "least": min(shares), "count": Fraction(len(shares)), "met": Fraction(met)}
    first = step(words, arithmetic, share, **inputs)
    last = step(N_("times full marks"), "{full} * {share}", full * share, full=full, share=share)
    return Sum(full * share, full, State.SCORED, (first, last))


def nothing(part: Part, scores: Sequence[Score]) -> Sum:
    """No total on purpose: the children stand side by side."""
    del scores
    return Sum(None, full_of(part), State.NO_TOTAL, ())


def lookup(part: Part, scores: Sequence[Score]) -> Sum:
    """The marks that the table gives for the children's marks, in any order; what does not apply is left out."""
    full = full_of(part)
    counted = [score for score in scores if not _left_out(score)]
    if not counted:
        return _nothing(scores, full)
    marks = sorted(score.marks for score in counted if score.marks is not None)
    index = next((index for index, row in enumerate(part.table) if sorted(map(exact, row.of)) == marks), None)
    if index is None or len(marks) < len(counted):
        return Sum(None, full, State.MISSING, ())
    gives = exact(part.table[index].gives)
    made = step(N_("the table gives {gives} for {marks}"), "{gives}", gives, gives=gives, marks=list(marks))
    return Sum(gives, full, State.SCORED, (made.by_row("table", index),))


SHARED: dict[str, Callable[[Part, Sequence[Score]], Sum]] = {
    "mean": mean,
    "weakest": weakest,
    "all": every,
    "lookup": lookup,
    "none": nothing,
    "pool": pool,
}
"""The aggregations that have full marks of their own."""


def key_items(part: Part, scores: Sequence[Score], marks: Fraction, steps: list[Step]) -> Fraction:
    """`marks`, or 0 where a key item misses its full marks; a key item that does not apply fails nothing."""
    for score in scores:
        if score.id in part.keys and score.marks is not None and not _left_out(score) and score.marks < score.full:
            steps.append(step(N_("the key item {title} misses full marks: 0"), "0", ZERO, title=score.node.title))
            return ZERO
    return marks
