"""The tree of a report: indicators with their bounds, parts with what they make of their children."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorepress.verify.arithmetic import places_of, rounded, shown
from scorepress.verify.methods import Child, chosen, listed, marks_of, rolled_up
from scorepress.verify.parts import AGGREGATES, UNKNOWN, Node, id_of, joined, names_of
from scorepress.verify.reading import At
from scorepress.verify.values import ONE, ZERO, Group, compared
from scorepress.verify.words import Fault, Refused

POLICIES = ("forbidden", "rescale", "full", "zero", "exclude")
PART = (
    "id title was full kind aggregate relative_weights plus table labels requires keys weight cap note parts indicators"
)
MOST_PLACES = 12
OPEN = {"no-ratio", "no-children"}
"""What is no fault while somebody is waited for: there are no marks yet."""


@dataclass
class Sheet:
    """What one layer of one report rests on."""

    scheme: At
    parts: Sequence[At]
    entries: Mapping[str, At]
    adjustments: Sequence[At]
    vetoes: Sequence[At]
    group: Callable[[At], Group]
    """The group in which the values of an indicator are compared."""
    children: Callable[[At], Sequence[Child]]
    """The scores that an indicator rolls up."""
    place: At
    """The layer itself."""


class Rounding:
    """Where and how a scheme rounds."""

    def __init__(self, scheme: At) -> None:
        rule = scheme.at("rounding") if scheme.has("rounding") else At(scheme.file, {})
        self.levels = rule.texts("at")
        self.places = min(MOST_PLACES, max(0, int(rule.number("places", ZERO))))
        self.mode = rule.text("mode", "half_up", ("half_up", "half_even", "down"))

    def apply(self, marks: Fraction, level: str, most: Fraction) -> Fraction:
        """`marks` rounded if the scheme rounds at this level; rounding alone lifts nothing above `most`."""
        if level not in self.levels:
            return marks
        made = rounded(marks, self.places, self.mode)
        return most if marks <= most < made else made

    def confirms(self, stated: At, marks: Fraction) -> bool:
        """Whether marks that somebody states are these, at the scheme's places or at more if more were written."""
        places = max(self.places, places_of(stated.itself()))
        return stated.amount() == rounded(marks, places, self.mode)


class Tree:
    """The scores of one layer, filled in from the leaves; `nodes` has those that are known by id."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.nodes: dict[str, Node] = {}
        self.faults: list[Fault] = []
        self.matters: dict[str, str] = {}
        self.rounding = Rounding(sheet.scheme)

    def changes(self, name: str) -> list[Fraction]:
        """The adjustments of a score."""
        return [each.number("points") for each in self.sheet.adjustments if each.text("of") == name]

    # --- indicators ---

    def indicator(self, rule: At, kind: str) -> Node:
        """The score of an indicator; where it cannot be recomputed, a fault and a node that says so."""
        name = rule.text("id")
        try:
            made = self._indicator(rule, name, kind)
        except Refused as refused:
            self.faults.append(refused.fault)
            made = Node(rule, None, rule.number("full", ZERO), UNKNOWN)
        self.nodes[name] = made
        return made

    def _indicator(self, rule: At, name: str, kind: str) -> Node:
        full = rule.number("full", ZERO)
        if name not in self.sheet.entries:
            raise self.sheet.place.refusal("no-entry", indicator=name)
        entry, method = self.sheet.entries[name], rule.text("method")
        if entry.has("not_applicable"):
            return self._without(rule, entry, full, kind)
        self._claimed_once(entry, name)
        try:
            marks, waits_for = self._from_others(rule, entry, full)
        except Refused as refused:
            waiting = self._waiting(rule) if refused.fault.code in OPEN else ()
            if not waiting:
                raise
            return Node(rule, None, full, "missing", waits_for=waiting)
        highest = full * rule.share("most", ONE) if method == "plus_minus" else full
        unbounded = method == "bonus" and not rule.has("full")
        negative = method == "events" and not rule.has("full")
        entry_or_layer = entry.at("self") if entry.has("self") else entry

        def in_range(marks: Fraction) -> None:
            if (marks < 0 and not negative) or (marks > highest and not unbounded):
                raise entry_or_layer.refusal("out-of-range", marks=shown(marks), full=shown(highest))

        in_range(marks)
        marks = self._bounded(rule, self._allowed(rule, marks))
        marks = self.rounding.apply(marks, "indicator", rule.number("cap", full if unbounded else highest))
        own = method == "direct" or (method == "bonus" and not rule.has("items"))
        estimate = own or method == "roll_up" or compared(rule)
        if entry.has("self") and not estimate and not self.rounding.confirms(entry.at("self"), marks):
            raise entry.at("self").refusal("stated", published=entry.text("self"), expected=shown(marks))
        marks += sum(self.changes(name), ZERO)
        if waits_for and not (negative or 0 <= marks <= highest or unbounded):
            return Node(rule, None, full, "missing", waits_for=tuple(waits_for))  # the marks before may still change
        in_range(marks)
        asked = rule.has("evidence") and rule.at("evidence").number("min", ZERO) > 0
        unsupported = asked and not entry.each("evidence") and (marks != 0 or negative)
        about = entry.flag("about") or any(event.flag("about") for event in entry.each("events"))
        state = "unsupported" if unsupported else "scored"
        made = Node(rule, marks, full, state, about=about, waits_for=tuple(waits_for))
        if method == "level" and not self.changes(name):
            reached = chosen(listed(rule, "levels"), entry.at("level"))
            made.label = reached.text("title", reached.text("id"))
        return made

    def _from_others(self, rule: At, entry: At, full: Fraction) -> tuple[Fraction, Sequence[str]]:
        if rule.text("method") == "roll_up":
            return rolled_up(rule, self.sheet.children(rule), full)
        return marks_of(rule, entry, full, self.sheet.group)

    def _waiting(self, rule: At) -> tuple[str, ...]:
        """For whom an indicator waits that has no marks yet."""
        if rule.text("method") == "roll_up":
            return tuple(dict.fromkeys(name for child in self.sheet.children(rule) for name in child.waits_for))
        return tuple(self.sheet.group(rule).missing) if compared(rule) else ()

    def _claimed_once(self, entry: At, name: str) -> None:
        for claim in entry.each("claims"):
            if claim.has("matter") and self.matters.setdefault(claim.text("matter"), name) != name:
                raise claim.at("matter").refusal(
                    "matter", matter=claim.text("matter"), other=self.matters[claim.text("matter")]
                )

    def _without(self, rule: At, entry: At, full: Fraction, kind: str) -> Node:
        """The score of what does not apply."""
        policy = rule.text("not_applicable", self.sheet.scheme.text("not_applicable", "forbidden"), POLICIES)
        if policy == "forbidden":
            raise entry.refusal("not-allowed")
        if kind != "base" or policy in {"rescale", "exclude"}:
            return Node(rule, None, full, "not_applicable", policy if kind == "base" else "exclude")
        return Node(rule, full if policy == "full" else ZERO, full, "not_applicable")

    def _allowed(self, rule: At, marks: Fraction) -> Fraction:
        """`marks`, or 0 where a score that is required is not reached."""
        for each in rule.each("requires"):
            needed = self.nodes.get(each.text("score"))
            if needed is None or needed.marks is None or needed.marks < each.bound("at_least", needed.full):
                return ZERO
        return marks

    def _bounded(self, rule: At, marks: Fraction) -> Fraction:
        """Between floor and cap; where marks are only taken off, at most the cap is."""
        cap = rule.number("cap", abs(marks))
        if abs(marks) > cap:
            return cap if marks > 0 else -cap
        return max(marks, rule.number("floor", marks))

    # --- parts ---

    def part(self, rule: At, kind: str) -> Node:
        """The score of a part and everything below it."""
        known = PART.split()
        for key in rule.keys():  # noqa: SIM118 - not a mapping
            if key not in known:
                raise rule.at(key).refusal("rule-key", key=key)
        children = [self.part(child, kind) for child in rule.each("parts")]
        children += [self.indicator(child, kind) for child in rule.each("indicators")]
        made = self._part(rule, kind, children)
        made.about, made.waits_for = any(child.about for child in children), names_of(children)
        self.nodes[rule.text("id")] = made
        return made

    def _part(self, rule: At, kind: str, children: Sequence[Node]) -> Node:
        if any(child.state == UNKNOWN for child in children):
            return Node(rule, None, rule.number("full", ZERO), UNKNOWN, below=children)
        try:
            marks, full, state, left_out = joined(rule, children)
        except Refused:  # no row for these marks, which may still change
            if not names_of(children):
                raise
            return Node(rule, None, rule.number("full", ZERO), "missing", below=children)
        if kind != "base" and rule.text("aggregate", "sum", AGGREGATES) == "sum":
            full = rule.number("cap", ZERO) if kind == "bonus" else ZERO
        if marks is not None:
            keys = rule.texts("keys")
            failed = [c for c in children if not c.left_out and id_of(c) in keys and (c.marks or ZERO) < c.full]
            marks = self._allowed(rule, ZERO if failed else marks)
            marks = self._bounded(rule, marks)
            marks = self.rounding.apply(marks, "part", rule.number("cap", full if kind == "base" else ZERO))
            marks += sum(self.changes(rule.text("id")), ZERO)
        words = rule.named("labels").items()
        label = next((word for word, worth in words if worth.amount() == marks), None)
        return Node(rule, marks, full, state, left_out, below=children, label=label)
