"""From parts to the scorecard: base, bonus, penalty, total, veto and grade."""

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import ZERO, exact
from scorepress.core.spans import Span
from scorepress.core.trace import Step, step
from scorepress.reports.entries import Entries
from scorepress.reports.model import Adjustment, VetoCase
from scorepress.schemes.group import Direction
from scorepress.schemes.indicator import Outcome
from scorepress.schemes.model import Scheme, branches
from scorepress.schemes.named import NotInScheme
from scorepress.schemes.results import Veto
from scorepress.scoring.aggregate import Sum, together
from scorepress.scoring.declared import check_declared
from scorepress.scoring.provisional import Waiting, while_waiting
from scorepress.scoring.scorecard import Score, Scorecard, State
from scorepress.scoring.tree import ADJUSTED, Tree, adjusted, joined_names, rounded


@dataclass(frozen=True)
class Statement:
    """What a report, or a review of it, says beside the entries."""

    node: Mapping
    declared: AnyMapping[str, str] = field(default_factory=dict)
    vetoes: tuple[VetoCase, ...] = ()
    above: tuple[VetoCase, ...] = ()
    """Vetoes that layers below have stated."""
    adjustments: tuple[Adjustment, ...] = ()
    carried: tuple[Adjustment, ...] = ()
    """Adjustments of the layers below, which hold on."""
    places: AnyMapping[str, Span] = field(default_factory=dict)
    """Where the last adjustment of each score stands, of this layer or of one below it."""


class AdjustmentUnknown(Rule):
    """An adjustment changes nothing that the scheme has."""

    code = "SR268"
    message = N_("{name} is neither an indicator nor a part of the scheme, nor total")
    cure = N_("use the id of an indicator or a part, or total")
    why = N_("An adjustment of nothing looks as if something had been changed.")
    bad = "adjustments: [{of: A99, points: -1, reason: …}]"
    good = "adjustments: [{of: A9, points: -1, reason: …}]"


class AdjustedBeyondLimit(Rule):
    """An adjustment carries a part or the total beyond its limits."""

    code = "SR332"
    message = N_("{name} is {marks} after the adjustment, the scheme allows {limit}")
    cure = N_("correct the points of the adjustment")
    why = N_("A cap that an adjustment can pass is no cap; ranks and grades would rest on marks that nobody can reach.")
    bad = "adjustments: [{of: total, points: 5, reason: …}]  # 97 + 5, the scheme: total: {cap: 100}"
    good = "adjustments: [{of: total, points: 3, reason: …}]"


CAPPED = N_("at most {cap}")
LESS_PENALTIES = N_("less penalties, not below 0")
NOT_BELOW_0 = N_("not below 0")
VETOED, VETOED_DOWN = N_("{title}: the scheme caps the total"), N_("{title}: the scheme sets the least total")
LIMITS = frozenset({CAPPED, LESS_PENALTIES, NOT_BELOW_0, VETOED, VETOED_DOWN})
"""The words of the steps that hold a total within limits: where one of them does, parts do not add up to it."""


def score_report(
    scheme: Scheme,
    scheme_node: Mapping,
    entries: Entries,
    outcomes: AnyMapping[str, Outcome | Waiting],
    statement: Statement,
) -> tuple[Scorecard, list[Finding]]:
    """The scorecard of one report from the outcomes of its indicators, and what stood in its way."""
    changes: dict[str, list[Adjustment]] = {}
    for change in (*statement.carried, *statement.adjustments):
        changes.setdefault(change.of, []).append(change)
    places = {
        change.of: span_at(statement.node, "adjustments", index, "points")
        for index, change in enumerate(statement.adjustments)
    }
    tree = Tree(scheme, scheme_node, entries, outcomes, changes, places)
    parts = tree.parts()
    card = _card(scheme, parts, statement, tree.done)
    findings = [*tree.findings, *_vetoes_known(scheme, statement), *_adjustments_known(scheme, statement)]
    findings += _adjusted_in_range(scheme, card, statement)
    return card, [*findings, *check_declared(scheme, card, statement.declared, statement.node)]


def _card(scheme: Scheme, parts: tuple[Score, ...], statement: Statement, known: AnyMapping[str, Score]) -> Scorecard:
    by_kind = {
        kind: [score for score, part in zip(parts, scheme.parts, strict=True) if part.kind == kind]
        for kind in ("base", "bonus", "penalty")
    }
    base, bonus, penalty = (together(by_kind[kind]) for kind in ("base", "bonus", "penalty"))
    steps = list(base.steps) if len(by_kind["base"]) > 1 else []
    total = _total(scheme, base, bonus, penalty, steps)
    stated = {case.veto for case in (*statement.above, *statement.vetoes)}
    vetoes = [veto for veto in scheme.vetoes if veto.id in stated or _triggered(veto, known, total, base.full)]
    if total is not None:
        changes = [change for change in (*statement.carried, *statement.adjustments) if change.of == "total"]
        total = _not_below_zero(adjusted(changes, total, steps), steps)
    total = _vetoed(total, vetoes, scheme.total.direction, steps)
    return Scorecard(
        parts,
        base.full,
        base.marks if parts else None,
        bonus.marks if by_kind["bonus"] else None,
        -penalty.marks if by_kind["penalty"] and penalty.marks is not None else None,
        total,
        _grade(scheme, base.full, total, vetoes),
        tuple(steps),
        bonus_apart=scheme.total.bonus == "apart",
        about=any(score.about for score in parts),
        waits_for=joined_names(parts),
        vetoes=tuple(message(N_("{title} applies"), title=veto.title) for veto in vetoes),
        ranked=_ranked(vetoes),
        places=scheme.shown_places("total"),
    )


def _total(scheme: Scheme, base: Sum, bonus: Sum, penalty: Sum, steps: list[Step]) -> Fraction | None:
    added = scheme.total.bonus == "added" and any(part.kind == "bonus" for part in scheme.parts)
    if base.marks is None or not scheme.parts or penalty.state is State.MISSING:
        return None
    if added and bonus.state is State.MISSING:
        return None
    total = base.marks
    if added and bonus.marks is not None:
        words = N_("base and bonus")
        steps.append(step(words, "{base} + {bonus}", total + bonus.marks, base=total, bonus=bonus.marks))
        total += bonus.marks
    if added and scheme.total.cap is not None and total > scheme.total.cap:  # a bonus that does not apply adds nothing
        cap = exact(scheme.total.cap)
        steps.append(step(CAPPED, "min({total}, {cap})", cap, total=total, cap=cap))
        total = cap
    if penalty.marks:
        formula = "max(0, {total} - {penalty})"
        left = max(ZERO, total + penalty.marks)
        steps.append(step(LESS_PENALTIES, formula, left, total=total, penalty=-penalty.marks))
        total = left
    most = base.full if scheme.total.cap is None else exact(scheme.total.cap)
    return rounded(scheme, total, "total", most, steps)


def _not_below_zero(total: Fraction, steps: list[Step]) -> Fraction:
    if total >= 0:
        return total
    steps.append(step(NOT_BELOW_0, "max(0, {total})", Fraction(), total=total))
    return Fraction()


def _triggered(veto: Veto, known: AnyMapping[str, Score], total: Fraction | None, full: Fraction) -> bool:
    """Whether a veto applies by itself, because a score is too low."""
    if veto.when is None:
        return False
    score = known.get(veto.when.score)
    marks, full = (
        (total, full) if veto.when.score == "total" else (score.marks if score else None, score.full if score else full)
    )
    return marks is not None and marks < veto.when.below.marks(full)


def _vetoed(total: Fraction | None, vetoes: list[Veto], direction: Direction, steps: list[Step]) -> Fraction | None:
    settled = [veto for veto in vetoes if veto.total is not None]
    if total is None or not settled:
        return total
    up = direction == "up"
    worst = min if up else max
    bound = worst(exact(veto.total or 0) for veto in settled)
    title = next(veto.title for veto in settled if exact(veto.total or 0) == bound)
    held = worst(total, bound)
    words, formula = VETOED, "min({total}, {bound})"
    if not up:
        words, formula = VETOED_DOWN, "max({total}, {bound})"
    steps.append(step(words, formula, held, title=title, total=total, bound=bound))
    return held


def _grade(scheme: Scheme, full: Fraction, total: Fraction | None, vetoes: list[Veto]) -> str | None:
    if total is None or not scheme.grades:
        return None
    names = list(scheme.grades)
    fixed = [names.index(veto.grade) for veto in vetoes if veto.grade is not None]
    rank = max(fixed) if fixed else names.index(scheme.grade_of(total, full))
    limits = [names.index(veto.best_grade) for veto in vetoes if veto.best_grade is not None]
    return names[max([rank, *limits])]


def _ranked(vetoes: list[Veto]) -> Literal["by_marks", "last", "none"]:
    """The hardest of what the vetoes do to the unit's place."""
    effects = [veto.rank for veto in vetoes]
    return "none" if "none" in effects else "last" if "last" in effects else "by_marks"


def _adjusted_in_range(scheme: Scheme, card: Scorecard, statement: Statement) -> Iterator[Finding]:
    """Adjustments that carry a part or the total beyond what the scheme allows; indicators have their own limits."""
    steps = {name: card.by_id[name].steps for name in statement.places if name in scheme.all_parts} | (
        {"total": card.steps} if "total" in statement.places else {}
    )
    for name, taken in steps.items():
        changed = [each for each in taken if each.words.template == ADJUSTED]
        if not changed:
            continue
        before, marks = changed[0].words.args["marks"], changed[-1].result
        low, high = _limits(scheme, card, name)
        above = high is not None and marks > high and isinstance(before, Fraction) and marks > before
        if not above and not (low is not None and marks < low):
            continue
        title = message(N_("the total")) if name == "total" else card.by_id[name].node.title
        limit = message(N_("at most {cap}"), cap=high) if above else message(N_("at least {floor}"), floor=low or ZERO)
        finding = AdjustedBeyondLimit.at(statement.places[name], name=title, marks=marks, limit=limit)
        yield while_waiting(finding, card.waits_for if name == "total" else card.by_id[name].waits_for)


def _limits(scheme: Scheme, card: Scorecard, name: str) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that the total or a part may have, 分; None where there is no such limit.

    The total is held at 0 by itself.
    """
    if name == "total":
        return None, _most(scheme, card)
    score, part = card.by_id[name], scheme.all_parts[name]
    cap = exact(part.cap) if part.cap is not None else None
    kind = next(top.kind for top in scheme.parts if any(below is part for below in branches(top)))
    if kind == "penalty":
        return (-cap if cap is not None else None), ZERO
    return ZERO, (score.full if kind == "base" and cap is None else cap)


def _most(scheme: Scheme, card: Scorecard) -> Fraction | None:
    """The most that the total may have: its cap; else the full marks, and what a bonus may add; None without bound."""
    if scheme.total.cap is not None:
        return exact(scheme.total.cap)
    bonuses = [part for part in scheme.parts if part.kind == "bonus"] if scheme.total.bonus == "added" else []
    if any(part.cap is None for part in bonuses):
        return None
    return card.full + sum((exact(part.cap or 0) for part in bonuses), ZERO)


def _vetoes_known(scheme: Scheme, statement: Statement) -> list[Finding]:
    known = [veto.id for veto in scheme.vetoes]
    if len(statement.vetoes) != len(statement.node.get("vetoes", [])):
        return []  # one was refused and dropped: the places would be those of others
    return [
        NotInScheme.at(span_at(statement.node, "vetoes", index, "veto"), given=case.veto, allowed=known)
        for index, case in enumerate(statement.vetoes)
        if case.veto not in known
    ]


def _adjustments_known(scheme: Scheme, statement: Statement) -> list[Finding]:
    if len(statement.adjustments) != len(statement.node.get("adjustments", [])):
        return []
    return [
        AdjustmentUnknown.at(span_at(statement.node, "adjustments", index, "of"), name=change.of)
        for index, change in enumerate(statement.adjustments)
        if change.of != "total" and change.of not in scheme.indicators and change.of not in scheme.all_parts
    ]
