"""The scoring methods, each from its definition: what an entry earns under a rule.

`rule` is the indicator in the scheme's data, `entry` what the report gives, `full` the full marks that the method
shares out. Whatever cannot be computed is refused with its place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorepress.verify.arithmetic import shown
from scorepress.verify.reading import At
from scorepress.verify.values import (
    COMPARED,
    ONE,
    VALUED,
    ZERO,
    Group,
    compared,
    from_inputs,
    inputs_of,
    opens,
    value_of,
)


def listed(rule: At, key: str) -> dict[str, At]:
    """The list of the rule at `key` by the ids of its items."""
    return {item.text("id"): item for item in rule.each(key)}


def chosen(items: Mapping[str, At], name: At) -> At:
    """The item that the report names."""
    if name.itself() not in items:
        raise name.refusal("not-in-list", name=name.value)
    return items[name.itself()]


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
    step = rule.share("step", ZERO)
    if not low <= part <= high or (step and (part - low) % step):
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


def panel(rule: At, entry: At, full: Fraction) -> Fraction:
    """full × the mean of the marks without the highest and the lowest ones, as a share of the most."""
    marks = sorted(each.amount() for each in entry.each("marks"))
    most, lowest = rule.number("out_of"), int(rule.number("drop_lowest", ZERO))
    counted = marks[lowest : len(marks) - int(rule.number("drop_highest", ZERO))]
    if not counted or len(marks) < rule.number("judges", ZERO) or marks[-1] > most:
        raise entry.refusal("no-panel", count=len(marks))
    return full * sum(counted, ZERO) / (len(counted) * most)


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


OWN = {
    "direct": direct,
    "checklist": checklist,
    "level": level,
    "votes": votes,
    "panel": panel,
    "events": events,
    "bonus": bonus,
    "table": table,
    "formula": formula,
}


def _keys(text: str, *more: str) -> frozenset[str]:
    return frozenset([*text.split(), *more])


COMMON = _keys("method id title was full floor cap weight evidence not_applicable requires reason expected core note")
"""Parameters that every indicator may have."""
VALUE = _keys("measured_in inputs value gate")
PARAMETERS: Mapping[str, frozenset[str]] = {
    "direct": _keys(""),
    "checklist": _keys("items"),
    "level": _keys("levels step"),
    "votes": _keys("choices raters"),
    "panel": _keys("out_of drop_highest drop_lowest judges"),
    "events": _keys("rules"),
    "bonus": _keys("items"),
    "table": _keys("inputs rows"),
    "formula": _keys("inputs formula"),
    "met": _keys("target operator", *VALUE),
    "attainment": _keys("target operator direction zero_below", *VALUE),
    "bands": _keys("bands inclusive", *VALUE),
    "shortfall": _keys("target operator unit points direction part_units", *VALUE),
    "linear": _keys("factor constant zero_below zero_above", *VALUE),
    "interpolation": _keys("standards under over", *VALUE),
    "plus_minus": _keys("target operator base unit points points_below direction part_units most", *VALUE),
    "efficacy": _keys("direction group base worst best when_equal", *VALUE),
    "ratio": _keys("direction group", *VALUE),
    "roll_up": _keys("of take children relative_weights"),
    "rank": _keys("direction group step ranks ties least", *VALUE),
}
"""What each method knows; a parameter that is not listed could change the marks, so nothing is recomputed with it."""


def known_method(rule: At) -> str:
    """The method of an indicator, all of whose parameters are known."""
    method = rule.text("method")
    if method not in PARAMETERS:
        raise rule.at("method").refusal("no-method", method=method)
    for key in rule.keys():  # noqa: SIM118 - not a mapping
        if key not in COMMON and key not in PARAMETERS[method]:
            raise rule.at(key).refusal("rule-key", key=key)
    return method


@dataclass(frozen=True)
class Child:
    """The score of a unit below; no marks where there is none."""

    weight: Fraction
    marks: Fraction | None
    full: Fraction
    waits_for: Sequence[str]


def rolled_up(rule: At, children: Sequence[Child], full: Fraction) -> tuple[Fraction, Sequence[str]]:
    """full × the weighted mean of the children's shares of their full marks, at most full; who is awaited."""
    known_method(rule)
    there = [(each.weight, each.marks / each.full) for each in children if each.marks is not None and each.full]
    whole = sum((weight for weight, _ in there), ZERO)
    if not whole:
        raise rule.at("children").refusal("no-children")
    share = sum((weight * one for weight, one in there), ZERO) / whole
    return full * min(ONE, share), tuple(dict.fromkeys(name for each in children for name in each.waits_for))


def marks_of(rule: At, entry: At, full: Fraction, group: Callable[[At], Group]) -> tuple[Fraction, Sequence[str]]:
    """The marks for an entry, and for whom they wait; `group` gives the group of an indicator."""
    method = known_method(rule)
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
        among = group(rule)
        return first + COMPARED[method](rule, value, among, full - first), among.missing
    return first + VALUED[method](rule, entry, value, full - first), ()
