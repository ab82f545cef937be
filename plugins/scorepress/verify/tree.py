"""From the marks of indicators to the total: bounds, rounding, aggregation, adjustments, vetoes, grade."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scorepress.verify.arithmetic import places_of, rounded, shown
from scorepress.verify.methods import ONE, ZERO, Group, chosen, compared, listed, marks_of
from scorepress.verify.reading import At
from scorepress.verify.words import Fault, Refused

KINDS = ("base", "bonus", "penalty")
AGGREGATES = ("sum", "weighted", "mean", "weakest", "all", "pool", "lookup", "none", "deduct")
POLICIES = ("forbidden", "rescale", "full", "zero", "exclude")
PART = (
    "id title was full kind aggregate relative_weights plus table labels requires keys weight cap note parts indicators"
)


@dataclass
class Node:
    """The score of an indicator or a part."""

    rule: At | None
    marks: Fraction | None
    full: Fraction
    state: str
    left_out: str = ""
    """`rescale` or `exclude` where it does not apply and is left out above."""
    about: bool = False
    waits_for: tuple[str, ...] = ()
    below: Sequence["Node"] = ()
    label: str | None = None
    """The scheme's word for the marks of a part, or for the level of an indicator."""

    def walk(self) -> Iterator["Node"]:
        """This node and all below it."""
        yield self
        for child in self.below:
            yield from child.walk()


MOST_PLACES = 12
UNKNOWN = "?"
"""The state of what could not be recomputed, for a reason that is among the faults."""


@dataclass
class Sheet:
    """What one layer of one report rests on."""

    scheme: At
    parts: Sequence[At]
    entries: Mapping[str, At]
    adjustments: Sequence[At]
    vetoes: Sequence[At]
    group: Callable[[At, Fraction], Group]
    """The group in which a value of an indicator is compared."""
    place: At
    """The layer itself."""


@dataclass
class Result:
    """What comes out of a sheet."""

    nodes: dict[str, Node] = field(default_factory=dict)
    """By id, and the whole base as `base`."""
    tops: frozenset[str] = frozenset()
    """The parts at the top."""
    total: Fraction | None = None
    base: Fraction | None = None
    bonus: Fraction | None = None
    penalty: Fraction | None = None
    full: Fraction = ZERO
    grade: str | None = None
    vetoes: list[str] = field(default_factory=list)
    about: bool = False
    waits_for: tuple[str, ...] = ()
    known: bool = True
    faults: list[Fault] = field(default_factory=list)


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


def score(sheet: Sheet) -> Result:
    """Everything that a sheet gives."""
    tree = _Tree(sheet)
    by_kind: dict[str, list[Node]] = {}
    for kind in KINDS:  # bonus and penalty may require scores of the base
        by_kind[kind] = [tree.part(part, kind) for part in sheet.parts if part.text("kind", "base", KINDS) == kind]
        if kind == "base":
            tree.nodes["base"] = _together(by_kind[kind])
    result = Result(tree.nodes, faults=tree.faults)
    tops = [node for nodes in by_kind.values() for node in nodes]
    result.tops = frozenset(part.text("id") for part in sheet.parts)
    result.about = any(node.about for node in tops)
    result.waits_for = _names(tree.nodes[part.text("id")] for part in sheet.parts)
    if any(node.state == UNKNOWN for node in tops):
        result.known = False
        return result
    base, bonus, penalty = (_together(by_kind[kind]) for kind in KINDS)
    result.base, result.full = (base.marks if tops else None), base.full
    result.bonus = bonus.marks if by_kind["bonus"] else None
    result.penalty = -penalty.marks if by_kind["penalty"] and penalty.marks is not None else None
    _settle(sheet, tree, result, [kind for kind in KINDS if by_kind[kind]])
    return result


def _names(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for node in nodes for name in node.waits_for))


def _together(nodes: Sequence[Node]) -> Node:
    """The parts of one kind added up; no score where nothing of them applies."""
    marks, full, state, left_out = _sum(nodes)
    if any(node.state == UNKNOWN for node in nodes):
        return Node(None, None, full, UNKNOWN)
    leaves = [leaf for node in nodes for leaf in node.walk() if not leaf.below]
    if leaves and all(leaf.state == "not_applicable" for leaf in leaves):
        return Node(None, None, full, "not_applicable")
    return Node(None, marks, full, state, left_out)


def _settle(sheet: Sheet, tree: "_Tree", result: Result, kinds: Sequence[str]) -> None:
    """Total, vetoes and grade."""
    scheme, rules = sheet.scheme, sheet.scheme.at("total")
    total, cap = result.base, rules.maybe("cap")
    if total is not None and "bonus" in kinds and rules.text("bonus", "added", ("added", "apart")) == "added":
        total += result.bonus or ZERO
        total = total if cap is None else min(total, cap)
    if total is not None and result.penalty:
        total = max(ZERO, total - result.penalty)
    if total is not None:
        total = tree.rounding.apply(total, "total", result.full if cap is None else cap)
    stated = {case.text("veto") for case in sheet.vetoes}
    known = {veto.text("id") for veto in scheme.each("vetoes")}
    for case in sheet.vetoes:
        if case.text("veto") not in known:
            raise case.at("veto").refusal("not-in-list", name=case.text("veto"))
    vetoes = [
        veto
        for veto in scheme.each("vetoes")
        if veto.text("id") in stated or _triggered(veto, tree.nodes, total, result.full)
    ]
    if total is not None:
        total = max(ZERO, total + sum(tree.changes("total"), ZERO))
        total = min([total, *(veto.number("total") for veto in vetoes if veto.has("total"))])
    result.total, result.vetoes = total, [veto.text("title") for veto in vetoes]
    result.grade = None if total is None else _grade(scheme, total, result.full, vetoes)


def _triggered(veto: At, nodes: Mapping[str, Node], total: Fraction | None, full: Fraction) -> bool:
    if not veto.has("when"):
        return False
    when = veto.at("when")
    name = when.text("score")
    marks = total
    if name != "total":
        if name not in nodes:
            return False
        marks, full = nodes[name].marks, nodes[name].full
    return marks is not None and marks < when.bound("below", full)


def _grade(scheme: At, total: Fraction, full: Fraction, vetoes: Sequence[At]) -> str | None:
    """The best grade whose bound the total reaches, or the one that vetoes fix; never better than they allow."""
    if not scheme.has("grades"):
        return None
    grades = scheme.at("grades")
    names = grades.keys()
    places = [index for index, name in enumerate(names) if total >= grades.bound(name, full)]
    place = places[0] if places else len(names) - 1
    fixed = [_place(veto, "grade", names) for veto in vetoes if veto.has("grade")]
    limits = [_place(veto, "best_grade", names) for veto in vetoes if veto.has("best_grade")]
    return names[max([max(fixed, default=place), *limits])]


def _place(veto: At, key: str, names: list[str]) -> int:
    return names.index(veto.text(key, among=names))


class _Tree:
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
        entry = self.sheet.entries[name]
        if entry.has("not_applicable"):
            return self._without(rule, entry, full, kind)
        self._claimed_once(entry, name)
        marks, waits_for = marks_of(rule, entry, full, lambda value: self.sheet.group(rule, value))
        method = rule.text("method")
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
        estimate = own or compared(rule)
        if entry.has("self") and not estimate and not self.rounding.confirms(entry.at("self"), marks):
            raise entry.at("self").refusal("stated", published=entry.text("self"), expected=shown(marks))
        marks += sum(self.changes(name), ZERO)
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
        made.about, made.waits_for = any(child.about for child in children), _names(children)
        self.nodes[rule.text("id")] = made
        return made

    def _part(self, rule: At, kind: str, children: Sequence[Node]) -> Node:
        if any(child.state == UNKNOWN for child in children):
            return Node(rule, None, rule.number("full", ZERO), UNKNOWN, below=children)
        marks, full, state, left_out = joined(rule, children)
        if kind != "base" and rule.text("aggregate", "sum", AGGREGATES) == "sum":
            full = rule.number("cap", ZERO) if kind == "bonus" else ZERO
        if marks is not None:
            keys = rule.texts("keys")
            failed = [c for c in children if not c.left_out and _id(c) in keys and (c.marks or ZERO) < c.full]
            marks = self._allowed(rule, ZERO if failed else marks)
            marks = self._bounded(rule, marks)
            marks = self.rounding.apply(marks, "part", rule.number("cap", full if kind == "base" else ZERO))
            marks += sum(self.changes(rule.text("id")), ZERO)
        words = rule.named("labels").items()
        label = next((word for word, worth in words if worth.amount() == marks), None)
        return Node(rule, marks, full, state, left_out, below=children, label=label)


def _id(node: Node) -> str:
    return node.rule.text("id") if node.rule else ""


Joined = tuple[Fraction | None, Fraction, str, str]
"""Marks, full marks in force, state, and how it is left out above."""


def _sum(nodes: Sequence[Node]) -> Joined:
    """Marks added; what is spread over the others makes them grow to the whole full marks."""
    counted = [node for node in nodes if not node.left_out]
    spread = sum((node.full for node in nodes if node.left_out == "rescale"), ZERO)
    if nodes and not counted:
        return _nothing(nodes, spread)
    applicable = sum((node.full for node in counted), ZERO)
    without = {node.state for node in counted if node.marks is None}
    if without:
        return None, applicable + spread, "no_total" if without == {"no_total"} else "missing", ""
    marks = sum((node.marks or ZERO for node in counted), ZERO)
    if spread and applicable:
        marks *= (applicable + spread) / applicable
    return marks, applicable + spread, "scored", ""


def _nothing(nodes: Sequence[Node], full: Fraction) -> Joined:
    """Nothing applies: there is no score, which is not 0."""
    if any(node.left_out == "rescale" for node in nodes):
        return None, full, "not_applicable", "rescale"
    return None, ZERO, "not_applicable", "exclude"


def joined(rule: At, nodes: Sequence[Node]) -> Joined:
    """What a part makes of its children."""
    way = rule.text("aggregate", "sum", AGGREGATES)
    if way == "sum":
        return _sum(nodes)
    full = rule.number("full", ZERO)
    if way == "none":
        return None, full, "no_total", ""
    weights = [node.rule.share("weight", ZERO) if node.rule else ZERO for node in nodes]
    if way == "mean":
        weights = [ONE for _ in nodes]
    if rule.flag("relative_weights") or way == "mean":
        whole = sum(weights, ZERO)
        weights = [weight / whole if whole else weight for weight in weights]
    if way in {"weighted", "mean"}:
        excluded = [weight for weight, node in zip(weights, nodes, strict=True) if node.left_out == "exclude"]
        full *= 1 - sum(excluded, ZERO)
    counted = [(node, weight) for node, weight in zip(nodes, weights, strict=True) if not node.left_out]
    present = sum((weight for _, weight in counted), ZERO)
    if not counted or (way == "weighted" and not present):
        return _nothing(nodes, full)
    marks = [node.marks for node, _ in counted if node.marks is not None]
    shares = [node.marks / node.full for node, _ in counted if node.marks is not None and node.full]
    if len(marks) < len(counted) or (way in _BY_SHARE and len(shares) < len(counted)):
        return None, full, "missing", ""
    if way in {"weighted", "mean"}:
        pairs = zip(shares, counted, strict=True)
        return full * sum((each * weight for each, (_, weight) in pairs), ZERO) / present, full, "scored", ""
    made = _without_weights(rule, way, full, marks, shares)
    return made, full, "missing" if made is None else "scored", ""


_BY_SHARE = {"weighted", "mean", "weakest", "all"}


def _without_weights(
    rule: At, way: str, full: Fraction, marks: list[Fraction], shares: list[Fraction]
) -> Fraction | None:
    if way == "deduct":
        return max(ZERO, full + sum(marks, ZERO))
    if way == "pool":
        return min(full, sum(marks, ZERO))
    if way == "all":
        return full if min(shares) >= 1 else ZERO
    if way == "weakest":
        more = rule.number("plus", ZERO) if max(shares) > min(shares) else ZERO
        return full * min(shares) + more
    for row in rule.each("table"):
        if sorted(each.amount() for each in row.each("of")) == sorted(marks):
            return row.number("gives")
    raise rule.refusal("no-row")
