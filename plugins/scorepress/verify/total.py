"""From the parts to the total: bonus and penalty, adjustments, vetoes, the grade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import ge, gt, le, lt

from scorepress.verify.parts import UNKNOWN, Node, names_of, together
from scorepress.verify.reading import At
from scorepress.verify.tree import Sheet, Tree
from scorepress.verify.values import WAYS, ZERO
from scorepress.verify.words import Fault

KINDS = ("base", "bonus", "penalty")


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
    ranked: str = ""
    """What vetoes do to the unit's place: `last`, `none`, or nothing."""
    about: bool = False
    waits_for: tuple[str, ...] = ()
    known: bool = True
    faults: list[Fault] = field(default_factory=list)


def score(sheet: Sheet) -> Result:
    """Everything that a sheet gives."""
    tree = Tree(sheet)
    by_kind: dict[str, list[Node]] = {}
    for kind in KINDS:  # bonus and penalty may require scores of the base
        by_kind[kind] = [tree.part(part, kind) for part in sheet.parts if part.text("kind", "base", KINDS) == kind]
        if kind == "base":
            tree.nodes["base"] = together(by_kind[kind])
    for each in sheet.adjustments:
        if each.text("of") not in {"total", *tree.nodes} - {"base"}:
            tree.faults.append(each.at("of").fault("extra-key", key=each.text("of")))
    result = Result(tree.nodes, faults=tree.faults)
    tops = [node for nodes in by_kind.values() for node in nodes]
    result.tops = frozenset(part.text("id") for part in sheet.parts)
    result.about = any(node.about for node in tops)
    result.waits_for = names_of(tree.nodes[part.text("id")] for part in sheet.parts)
    if any(node.state == UNKNOWN for node in tops):
        result.known = False
        return result
    base, bonus, penalty = (together(by_kind[kind]) for kind in KINDS)
    result.base, result.full = (base.marks if tops else None), base.full
    result.bonus = bonus.marks if by_kind["bonus"] else None
    result.penalty = -penalty.marks if by_kind["penalty"] and penalty.marks is not None else None
    _settle(sheet, tree, result, [kind for kind in KINDS if by_kind[kind]])
    return result


def _settle(sheet: Sheet, tree: "Tree", result: Result, kinds: Sequence[str]) -> None:
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
        held = [total, *(veto.number("total") for veto in vetoes if veto.has("total"))]
        total = max(held) if less_is_better(scheme) else min(held)
    result.total, result.vetoes = total, [veto.text("title") for veto in vetoes]
    effects = {veto.text("rank", among=("last", "none")) for veto in vetoes if veto.has("rank")}
    result.ranked = "none" if "none" in effects else "last" if effects else ""
    result.grade = None if total is None else _grade(scheme, total, result.full, vetoes)


def less_is_better(scheme: At) -> bool:
    """Whether the least total is the best."""
    return scheme.at("total").text("direction", "up", WAYS) == "down"


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
    closed = scheme.at("total").text("grade_bounds", "inclusive", ("inclusive", "exclusive")) == "inclusive"
    reaches = (le if closed else lt) if less_is_better(scheme) else ge if closed else gt
    places = [index for index, name in enumerate(names) if reaches(total, grades.bound(name, full))]
    place = places[0] if places else len(names) - 1
    fixed = [_place(veto, "grade", names) for veto in vetoes if veto.has("grade")]
    limits = [_place(veto, "best_grade", names) for veto in vetoes if veto.has("best_grade")]
    return names[max([max(fixed, default=place), *limits])]


def _place(veto: At, key: str, names: list[str]) -> int:
    return names.index(veto.text(key, among=names))
