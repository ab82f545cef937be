"""Methods that work on a value: what the value of an entry is, its gate, its group, and what it earns.

As in `methods`: `rule` is the indicator in the scheme's data, `entry` what the report gives, `full` the full marks that
the method shares out (behind a gate, what the gate leaves).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from operator import eq, ge, gt, le, lt
from typing import Any

from scorepress.verify.arithmetic import NoResultError, compute, places_of, rounded, shown
from scorepress.verify.reading import At

ZERO, ONE = Fraction(0), Fraction(1)
SIGNS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}
WAYS = ("up", "down")
TIES = ("competition", "dense", "average")


class Group:
    """The values that one indicator, or the total, has in a group of units, and the units that have none yet."""

    def __init__(self, values: Sequence[Any], missing: Sequence[str] = ()) -> None:
        self.values: list[Any] = sorted(values)
        self.missing = tuple(missing)

    @cached_property
    def distinct(self) -> list[Any]:
        """Every value once."""
        return sorted(set(self.values))

    def place(self, value: object, ties: str, *, down: bool = False) -> Fraction:
        """The place of one of the values, from 1; equal ones share it as `ties` says."""
        values = self.distinct if ties == "dense" else self.values
        low, high = bisect_left(values, value), bisect_right(values, value)
        place = Fraction(low + 1 if down else len(values) - high + 1)
        return place + Fraction(high - low - 1, 2) if ties == "average" else place

    def ends(self, rule: At) -> tuple[Fraction, Fraction]:
        """The worst and the best value."""
        low, high = self.values[0], self.values[-1]
        return (low, high) if rule.text("direction", "up", WAYS) == "up" else (high, low)


# --- what the value is -------------------------------------------------------------------------------


def compared(rule: At) -> bool:
    """Whether the marks depend on the values of other units."""
    method = rule.text("method")
    return method in COMPARED and not (method == "efficacy" and rule.has("worst") and rule.has("best"))


def value_of(rule: At, entry: At) -> Fraction:
    """The value that a method works on: as stated, or by the scheme's formula over the inputs."""
    key = "value" if rule.text("method") == "bands" else "actual"
    if not rule.has("value"):
        if not entry.has(key):
            raise entry.refusal("no-value", key=key)
        return entry.number(key)
    made = from_inputs(rule, entry, rule.text("value"), {})
    if entry.has(key):
        written = entry.at(key)
        if written.amount() != rounded(made, places_of(written.itself()), "half_up"):
            raise written.refusal("stated", published=written.value, expected=shown(made))
    return made


def inputs_of(rule: At, entry: At) -> dict[str, Fraction]:
    """The inputs that the rule asks for."""
    given, wanted = entry.named("inputs"), rule.named("inputs")
    for name in wanted.keys() - given.keys():
        raise entry.refusal("no-value", key=name)
    for name in given.keys() - wanted.keys():
        raise given[name].refusal("not-in-list", name=name)
    return {name: each.amount() for name, each in given.items()}


def from_inputs(rule: At, entry: At, formula: str, names: dict[str, Fraction]) -> Fraction:
    """The result of a formula over the inputs of an entry."""
    numbers = inputs_of(rule, entry) | names
    try:
        return compute(formula, numbers)
    except NoResultError:
        raise entry.refusal("no-result", formula=formula) from None


def target_of(rule: At, entry: At) -> Fraction:
    """The scheme's target; where it sets none, the report's."""
    if not rule.has("target"):
        if not entry.has("target"):
            raise entry.refusal("no-value", key="target")
        return entry.number("target")
    target = rule.number("target")
    if entry.has("target") and entry.number("target") != target:
        raise entry.at("target").refusal("other-target", published=entry.text("target"), expected=shown(target))
    return target


def opens(rule: At, value: Fraction) -> bool:
    """Whether a value passes the rule's gate, if there is one."""
    if not rule.has("gate"):
        return True
    gate = rule.at("gate")
    return SIGNS[gate.text("operator", ">=", SIGNS)](value, gate.number("target"))


# --- methods that work on a value ----------------------------------------------------------------------


def met(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """All or nothing."""
    target = target_of(rule, entry)
    reached = SIGNS[rule.text("operator", ">=", SIGNS)](value, target)
    if entry.has("met") and entry.flag("met") != reached:
        raise entry.at("met").refusal("stated", published=entry.flag("met"), expected=reached)
    return full if reached else ZERO


def attainment(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """full × min(1, actual / target), or the other way round where less is better."""
    target, down = target_of(rule, entry), rule.text("direction", "up", WAYS) == "down"
    if target <= 0 or value < 0:
        raise entry.refusal("no-ratio", value=shown(target if target <= 0 else value))
    if rule.text("operator", ">=", SIGNS) == "=":
        rate = min(value / target, target / value) if value else ZERO
    elif down:
        rate = min(ONE, target / value) if value else ONE
    else:
        rate = min(ONE, value / target)
    return ZERO if rate < rule.share("zero_below", ZERO) else full * rate


def bands(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """The marks of the highest band that begins below the value, or with it, and does not end before it."""
    del full
    closed = rule.text("inclusive", "from") == "to"

    def begins(row: At) -> bool:
        return not row.has("from") or row.number("from") < value or (row.number("from") == value and not closed)

    fitting = [row for row in rule.each("bands") if begins(row)]
    if not fitting:
        raise entry.refusal("no-row")
    row = max(fitting, key=lambda row: (row.has("from"), row.number("from", ZERO)))
    if row.has("to") and (value > row.number("to") or (value == row.number("to") and not closed)):
        raise entry.refusal("no-row")
    return row.number("marks")


def shortfall(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """full - points for each unit by which the target is missed."""
    behind = target_of(rule, entry) - value
    if rule.text("direction", "up", WAYS) == "down":
        behind = -behind
    units = max(ZERO, behind) / rule.number("unit")
    parts = rule.text("part_units", "proportional", ("proportional", "ceil", "floor"))
    units = Fraction(ceil(units)) if parts == "ceil" else Fraction(floor(units)) if parts == "floor" else units
    return max(ZERO, full - rule.number("points") * units)


def linear(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """factor × value + constant between 0 and full marks; nothing beyond the bounds."""
    del entry
    if value < rule.number("zero_below", value) or value > rule.number("zero_above", value):
        return ZERO
    return min(full, max(ZERO, rule.number("factor") * value + rule.number("constant")))


def interpolation(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """On the straight line between the nearest standards on either side of the value."""
    points = {row.number("standard"): row.bound("worth", full) for row in rule.each("standards")}
    if not points:
        raise entry.refusal("no-row")
    lower = max((at for at in points if at <= value), default=None)
    upper = min((at for at in points if at >= value), default=None)
    if lower is None or upper is None:
        end, key = (min(points), "under") if lower is None else (max(points), "over")
        return points[end] if rule.text(key, "keep", ("keep", "zero")) == "keep" else ZERO
    if lower == upper:
        return points[lower]
    return (points[lower] * (upper - value) + points[upper] * (value - lower)) / (upper - lower)


def plus_minus(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """The base on the target, points for each unit above it, fewer below it; between 0 and the most."""
    ahead = value - target_of(rule, entry)
    if rule.text("direction", "up", WAYS) == "down":
        ahead = -ahead
    units = abs(ahead) / rule.number("unit")
    if rule.text("part_units", "proportional", ("proportional", "whole")) == "whole":
        units = Fraction(floor(units))
    points = rule.number("points")
    change = units * points if ahead >= 0 else -units * rule.number("points_below", points)
    return min(full * rule.share("most", ONE), max(ZERO, rule.bound("base", full) + change))


def efficacy_fixed(rule: At, entry: At, value: Fraction, full: Fraction) -> Fraction:
    """Between the scheme's own worst and best value; beyond them as on them."""
    del entry
    worst, best = rule.number("worst"), rule.number("best")
    if worst == best:
        raise rule.refusal("no-ratio", value=shown(best))
    place = min(ONE, max(ZERO, (value - worst) / (best - worst)))
    base = rule.share("base")
    return full * (base + (1 - base) * place)


# --- methods that compare units ------------------------------------------------------------------------


def efficacy(rule: At, value: Fraction, group: Group, full: Fraction) -> Fraction:
    """full × (base + (1 - base) × place of the value between the worst and the best)."""
    worst, best = group.ends(rule)
    base = rule.share("base")
    if worst == best:
        return full if rule.text("when_equal", "full", ("full", "base")) == "full" else full * base
    return full * (base + (1 - base) * (value - worst) / (best - worst))


def ratio(rule: At, value: Fraction, group: Group, full: Fraction) -> Fraction:
    """full × own / best; where less is better, best / own."""
    _, best = group.ends(rule)
    down = rule.text("direction", "up", WAYS) == "down"
    if down and value == best == 0:
        return full
    if best < 0 or (down and value <= 0) or (not down and best == 0):
        raise rule.refusal("no-ratio", value=shown(value if down else best))
    return max(ZERO, full * (best / value if down else value / best))


def rank(rule: At, value: Fraction, group: Group, full: Fraction) -> Fraction:
    """By the place: a step of full marks for each place behind the first, or the table of places."""
    ties = rule.text("ties", among=TIES)
    down = rule.text("direction", "up", WAYS) == "down"
    place = group.place(value, ties, down=down)
    if not rule.has("ranks"):
        return max(full * rule.share("least", ZERO), full * (1 - rule.share("step") * (place - 1)))
    for row in rule.each("ranks"):
        if place <= row.number("to", place):
            return row.number("marks")
    raise rule.refusal("no-row")


COMPARED = {"efficacy": efficacy, "ratio": ratio, "rank": rank}
VALUED = {
    "met": met,
    "attainment": attainment,
    "bands": bands,
    "shortfall": shortfall,
    "linear": linear,
    "interpolation": interpolation,
    "plus_minus": plus_minus,
    "efficacy": efficacy_fixed,
}
