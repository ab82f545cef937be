"""The rules of a scheme as sentences: what its page and the explanation of a score say of a part or an indicator."""

from collections.abc import Iterator

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact
from scorepress.schemes.indicator import Indicator, Policy
from scorepress.schemes.model import Part, Scheme
from scorepress.schemes.results import Veto

AGGREGATIONS: dict[str, str] = {
    "sum": N_("sum of the indicators"),
    "weighted": N_("weighted"),
    "mean": N_("mean of the shares of full marks"),
    "weakest": N_("the least share of full marks counts"),
    "all": N_("full marks if everything below has full marks, else 0"),
    "pool": N_("sum of the indicators, at most the full marks"),
    "lookup": N_("by a table of the marks below"),
    "none": N_("nothing is added up"),
    "deduct": N_("starts from full marks, the indicators take marks off"),
}
"""How children make up a part, in words."""
KINDS = {"bonus": N_("on top of the base"), "penalty": N_("taken off the total")}
POLICIES = {
    Policy.RESCALE: N_("where it does not apply, its marks are spread over the others"),
    Policy.FULL: N_("where it does not apply, it counts in full"),
    Policy.ZERO: N_("where it does not apply, it counts as 0"),
    Policy.EXCLUDE: N_("where it does not apply, its marks are left out"),
}

PLACES = {"last": N_("the last place"), "none": N_("no place")}
"""What a veto does to the place."""


def part_rules(part: Part, above: Part | None = None) -> Iterator[Message]:
    """How a part is made up; `above` is the part that it belongs to."""
    yield message(KINDS.get(part.kind) or AGGREGATIONS[part.aggregate])
    if part.plus is not None:
        yield message(N_("{plus} more where some child does better than the weakest"), plus=part.plus)
    if part.keys:
        yield message(N_("key items, without whose full marks the part has 0: {items}"), items=part.keys)
    yield from _shared_rules(part, above)
    yield from _former(part)


def indicator_rules(indicator: Indicator, scheme: Scheme, above: Part | None = None) -> Iterator[Message]:
    """How an indicator is scored; `above` is the part that it belongs to."""
    yield from indicator.rules_in_words()
    if indicator.floor is not None:
        yield message(N_("at least {floor}"), floor=indicator.floor)
    yield from _shared_rules(indicator, above)
    if indicator.evidence.min:
        yield message(N_("at least {count} items of evidence"), count=exact(indicator.evidence.min))
    if indicator.evidence.kinds:
        yield message(N_("evidence of the kinds {kinds}"), kinds=indicator.evidence.kinds)
    if indicator.reason:
        yield message(N_("marks lost must be explained"))
    policy = scheme.policy(indicator)
    if policy in POLICIES and indicator.full is not None:
        yield message(POLICIES[policy])
    yield from _former(indicator)


def _former(node: Part | Indicator) -> Iterator[Message]:
    if node.was is not None:
        yield message(N_("was {id} in edition {edition}"), id=node.was.id, edition=node.was.edition)


def _shared_rules(node: Part | Indicator, above: Part | None) -> Iterator[Message]:
    for each in node.requires:
        words = N_("only with at least {bound} in {name}")
        yield message(words, bound=each.at_least.words, name=each.score)
    if node.cap is not None:
        yield message(N_("at most {cap}"), cap=node.cap)
    if node.weight is not None and above is not None and above.aggregate == "weighted":
        if above.relative_weights:
            yield message(N_("weight {weight}"), weight=node.weight)
        else:
            yield message(N_("weight {weight} %"), weight=node.weight * 100)


def total_rules(scheme: Scheme) -> Iterator[Message]:
    """What the total is made of."""
    kinds = {part.kind for part in scheme.parts}
    if "bonus" in kinds:
        apart, added = N_("the bonus stands beside the total"), N_("the bonus is added to the base")
        words = apart if scheme.total.bonus == "apart" else added
        yield message(words)
    if "penalty" in kinds:
        yield message(N_("penalties are taken off, not below 0"))
    if scheme.total.cap is not None:
        yield message(N_("at most {cap}"), cap=scheme.total.cap)
    if scheme.total.direction == "down":
        yield message(N_("less is better"))


def _name(score: str, scheme: Scheme) -> str | Message:
    """What people call a score that a rule speaks of: a title where the scheme gives it one."""
    sums = {"total": message(N_("the total")), "base": message(N_("the base"))}
    node = scheme.all_parts.get(score) or scheme.indicators.get(score)
    return sums.get(score) or (node.title if node else score)


def veto_rules(veto: Veto, scheme: Scheme) -> Iterator[Message]:
    """When a veto applies by itself, and what it does."""
    if veto.when is not None:
        words = N_("applies by itself where {name} is below {bound}")
        yield message(words, name=_name(veto.when.score, scheme), bound=veto.when.below.words)
    if veto.grade is not None:
        yield message(N_("the grade is {grade}"), grade=veto.grade)
    if veto.best_grade is not None:
        yield message(N_("the grade is at best {grade}"), grade=veto.best_grade)
    if veto.total is not None:
        yield message(N_("the total is no better than {total}"), total=veto.total)
    if veto.rank is not None:
        yield message(PLACES[veto.rank])
