"""The scoring methods, each from its definition: what an entry earns under a rule.

`rule` is the indicator in the scheme's data, `entry` what the report gives, `full` the full marks that the method
shares out (behind a gate, what the gate leaves). Whatever cannot be computed is refused with its place.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from operator import eq, ge, gt, le, lt

from scorepress.verify.arithmetic import NoResultError, compute, places_of, rounded, shown
from scorepress.verify.reading import At

ZERO, ONE = Fraction(0), Fraction(1)
SIGNS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}
WAYS = ("up", "down")


class Group:
    """The values that one indicator has in a group of units, and the units that have none yet."""

    def __init__(self, values: Sequence[Fraction], missing: Sequence[str] = ()) -> None:
        self.values, self.missing = sorted(values), tuple(missing)

    @cached_property
    def distinct(self) -> list[Fraction]:
        """Every value once."""
        return sorted(set(self.values))

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


def listed(rule: At, key: str) -> dict[str, At]:
    """The list of the rule at `key` by the ids of its items."""
    return {item.text("id"): item for item in rule.each(key)}


def chosen(items: Mapping[str, At], name: At) -> At:
    """The item that the report names."""
    if name.itself() not in items:
        raise name.refusal("not-in-list", name=name.value)
    return items[name.itself()]


# --- methods that need no value ------------------------------------------------------------------------


def direct(rule: At, entry: At, full: Fraction) -> Fraction:
    """The marks that are stated."""
    del rule, full
    return entry.number("self")


def checklist(rule: At, entry: At, full: Fraction) -> Fraction:
    """The points of the items done; nothing where a key item is not."""
    del full
    items = listed(rule, "items")
    done = {chosen(items, name).text("id") for name in entry.each("done")}
    if any(item.flag("key") and name not in done for name, item in items.items()):
        return ZERO
    return sum((items[name].number("points") for name in done), ZERO)


def level(rule: At, entry: At, full: Fraction) -> Fraction:
    """full × the share, which lies in the range of the level."""
    reached = chosen(listed(rule, "levels"), entry.at("level"))
    low, high = reached.share("from"), reached.share("to")
    part = entry.share("share", high if low == high else None)
    if not low <= part <= high:
        raise entry.refusal("outside-level", share=shown(part))
    return full * part


def votes(rule: At, entry: At, full: Fraction) -> Fraction:
    """full × Σ weight of the raters × mean worth of their valid votes."""
    choices, raters, cast = listed(rule, "choices"), listed(rule, "raters"), entry.named("votes")
    for name in cast.keys() - raters.keys():
        raise cast[name].refusal("not-in-list", name=name)
    total = ZERO
    for name, rater in raters.items():
        valid = worth = ZERO
        for choice, count in entry.at("votes").named(name).items():
            if choice not in choices:
                raise count.refusal("not-in-list", name=choice)
            if not choices[choice].flag("invalid"):
                valid += count.amount()
                worth += count.amount() * choices[choice].share("worth")
        if not valid:
            raise entry.at("votes").refusal("no-votes")
        total += rater.share("weight") * worth / valid
    return full * total


def events(rule: At, entry: At, full: Fraction) -> Fraction:
    """What is left of the full marks, or below zero what is taken off where there are none."""
    causes = listed(rule, "rules")
    lost: dict[str, Fraction] = {}
    exclusive: dict[str, str] = {}
    for event in entry.each("events"):
        cause = chosen(causes, event.at("rule"))
        name, count = cause.text("id"), event.number("count", ONE)
        price = cause.maybe("points")
        if price is not None and event.has("points") and event.number("points") != price:
            raise event.at("points").refusal("price", published=event.text("points"), expected=shown(price))
        if count and cause.has("exclusive") and exclusive.setdefault(cause.text("exclusive"), name) != name:
            raise event.refusal("exclusive", one=exclusive[cause.text("exclusive")], other=name)
        lost[name] = lost.get(name, ZERO) + count * (event.number("points") if price is None else price)
    for name, cause in causes.items():
        if name in lost and cause.has("cap"):
            lost[name] = min(lost[name], cause.number("cap"))
    left = full - sum(lost.values(), ZERO)
    return max(ZERO, left) if rule.has("full") else left


def bonus(rule: At, entry: At, full: Fraction) -> Fraction:
    """What is claimed by the list, one matter once at its highest; without a list, what is stated."""
    del full
    items = listed(rule, "items")
    if not items:
        return entry.number("self")
    earned = dict.fromkeys(items, ZERO)
    by_matter: dict[str, tuple[Fraction, str]] = {}
    for claim in entry.each("claims"):
        item = chosen(items, claim.at("item"))
        worth, name = item.number("points") * claim.number("count", ONE), item.text("id")
        if not claim.has("matter"):
            earned[name] += worth
        elif worth > by_matter.get(claim.text("matter"), (-ONE, ""))[0]:
            by_matter[claim.text("matter")] = (worth, name)
    for worth, name in by_matter.values():
        earned[name] += worth
    return sum((min(marks, items[name].number("cap", marks)) for name, marks in earned.items()), ZERO)


def table(rule: At, entry: At, full: Fraction) -> Fraction:
    """The marks of the first row whose conditions all hold."""
    del full
    values = inputs_of(rule, entry)
    for row in rule.each("rows"):
        if all(_within(between, values[name]) for name, between in row.named("when").items()):
            return row.number("marks")
    raise entry.refusal("no-row")


def _within(between: At, value: Fraction) -> bool:
    """From `from` on, below `to`."""
    return value >= between.number("from", value) and (not between.has("to") or value < between.number("to"))


def formula(rule: At, entry: At, full: Fraction) -> Fraction:
    """The formula over the inputs and `full`, between 0 and full marks."""
    return min(full, max(ZERO, from_inputs(rule, entry, rule.text("formula"), {"full": full})))


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
    """The marks of the highest band that begins at or below the value and does not end before it."""
    del full
    rows = rule.each("bands")
    fitting = [row for row in rows if row.number("from", value) <= value]
    if not fitting:
        raise entry.refusal("no-row")
    row = max(fitting, key=lambda row: (row.has("from"), row.number("from", ZERO)))
    if row.has("to") and value >= row.number("to"):
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
    ties = rule.text("ties", among=("competition", "dense", "average"))
    values = group.distinct if ties == "dense" else group.values
    low, high = bisect_left(values, value), bisect_right(values, value)
    better = low if rule.text("direction", "up", WAYS) == "down" else len(values) - high
    place = Fraction(better + 1)
    if ties == "average":
        place += Fraction(high - low - 1, 2)
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
    "plus_minus": plus_minus,
    "efficacy": efficacy_fixed,
}
OWN = {
    "direct": direct,
    "checklist": checklist,
    "level": level,
    "votes": votes,
    "events": events,
    "bonus": bonus,
    "table": table,
    "formula": formula,
}


def _keys(text: str, *more: str) -> frozenset[str]:
    return frozenset([*text.split(), *more])


COMMON = _keys("method id title was full floor cap weight evidence not_applicable requires reason note")
"""Parameters that every indicator may have."""
VALUE = _keys("measured_in inputs value gate")
PARAMETERS: Mapping[str, frozenset[str]] = {
    "direct": _keys(""),
    "checklist": _keys("items"),
    "level": _keys("levels step"),
    "votes": _keys("choices raters"),
    "events": _keys("rules"),
    "bonus": _keys("items"),
    "table": _keys("inputs rows"),
    "formula": _keys("inputs formula"),
    "met": _keys("target operator", *VALUE),
    "attainment": _keys("target operator direction zero_below", *VALUE),
    "bands": _keys("bands", *VALUE),
    "shortfall": _keys("target operator unit points direction part_units", *VALUE),
    "linear": _keys("factor constant zero_below zero_above", *VALUE),
    "plus_minus": _keys("target operator base unit points points_below direction part_units most", *VALUE),
    "efficacy": _keys("direction group base worst best when_equal", *VALUE),
    "ratio": _keys("direction group", *VALUE),
    "rank": _keys("direction group step ranks ties least", *VALUE),
}
"""What each method knows; a parameter that is not listed could change the marks, so nothing is recomputed with it."""


def marks_of(rule: At, entry: At, full: Fraction, group: Callable[[Fraction], Group]) -> tuple[Fraction, Sequence[str]]:
    """The marks for an entry, and for whom they wait; `group` gives the group that a value is compared in."""
    method = rule.text("method")
    if method not in PARAMETERS:
        raise rule.at("method").refusal("no-method", method=method)
    for key in rule.keys():  # noqa: SIM118 - not a mapping
        if key not in COMMON and key not in PARAMETERS[method]:
            raise rule.at(key).refusal("rule-key", key=key)
    if method in OWN:
        return OWN[method](rule, entry, full), ()
    if method == "met" and entry.has("met") and not any((entry.has("actual"), rule.has("value"), rule.has("target"))):
        return (full if entry.flag("met") else ZERO), ()
    value, first = value_of(rule, entry), ZERO
    if rule.has("gate"):
        if not opens(rule, value):
            return ZERO, ()
        first = rule.at("gate").number("marks", ZERO)
    if compared(rule):
        among = group(value)
        return first + COMPARED[method](rule, value, among, full - first), among.missing
    return first + VALUED[method](rule, entry, value, full - first), ()


def opens(rule: At, value: Fraction) -> bool:
    """Whether a value passes the rule's gate, if there is one."""
    if not rule.has("gate"):
        return True
    gate = rule.at("gate")
    return SIGNS[gate.text("operator", ">=", SIGNS)](value, gate.number("target"))
