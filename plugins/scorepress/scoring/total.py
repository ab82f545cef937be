"""From parts to the scorecard: base, bonus, penalty, total, veto and grade."""

from fractions import Fraction

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import agrees, exact, formula_text
from scorepress.core.trace import Step, step
from scorepress.reports.entries import Entries
from scorepress.reports.model import Report
from scorepress.schemes.model import Scheme, Veto
from scorepress.schemes.named import NotInScheme
from scorepress.scoring.aggregate import add
from scorepress.scoring.scorecard import Score, Scorecard
from scorepress.scoring.unit_phase import UnitPhase


class DeclaredDiffers(Rule):
    """A total that the paper declares is not what the rows add up to."""

    code = "SR323"
    message = N_("{name} is declared as {declared}, but the rows give {computed} ({formula})")
    cure = N_("find the row that is wrong, or correct the declared total; the difference is {difference}")
    why = N_("A total that does not follow from its rows is the commonest fault of these reports, and the worst.")
    bad = "declared: {deduction: 196}  # the rows give 195"
    good = "declared: {deduction: 195}"


class DeclaredUnknown(Rule):
    """A declared total names nothing that the scheme has."""

    code = "SR324"
    message = N_("{name} is neither a part nor an indicator of the scheme")
    cure = N_("use the id of a part or an indicator, or total, base, bonus, penalty")
    why = N_("A declared total that is compared with nothing looks checked and is not.")
    bad = "declared: {deductions: 196}"
    good = "declared: {deduction: 196}"


def score_report(
    scheme: Scheme, scheme_node: Mapping, entries: Entries, report: Report, node: Mapping
) -> tuple[Scorecard, list[Finding]]:
    """The scorecard of one report from the unit phase, and what stood in its way."""
    phase = UnitPhase(scheme, scheme_node, entries, node)
    parts = tuple(phase.part(part) for part in scheme.parts)
    card = _card(scheme, parts, report)
    findings = [*phase.findings, *_vetoes_known(scheme, report, node), *_declared(card, report, node)]
    return card, findings


def _card(scheme: Scheme, parts: tuple[Score, ...], report: Report) -> Scorecard:
    by_kind = {
        kind: [score for score, part in zip(parts, scheme.parts, strict=True) if part.kind == kind]
        for kind in ("base", "bonus", "penalty")
    }
    base = add(by_kind["base"])
    bonus = add(by_kind["bonus"]).marks if by_kind["bonus"] else None
    taken = add(by_kind["penalty"]).marks if by_kind["penalty"] else None
    penalty = -taken if taken is not None else None
    steps = list(base.steps) if len(by_kind["base"]) > 1 else []
    total = _total(scheme, base.marks, bonus, penalty, by_kind, steps)
    vetoes = [veto for veto in scheme.vetoes if veto.id in {case.veto for case in report.vetoes}]
    total = _vetoed(total, vetoes, steps)
    return Scorecard(
        parts,
        base.full,
        base.marks,
        bonus,
        penalty,
        total,
        _grade(scheme, base.full, total, vetoes),
        tuple(steps),
        bonus_apart=scheme.total.bonus == "apart",
        about=any(score.about for score in parts),
        provisional=any(score.provisional for score in parts),
        vetoes=tuple(message(N_("{title} applies"), title=veto.title) for veto in vetoes),
    )


def _total(
    scheme: Scheme,
    base: Fraction | None,
    bonus: Fraction | None,
    penalty: Fraction | None,
    by_kind: dict[str, list[Score]],
    steps: list[Step],
) -> Fraction | None:
    added = bool(by_kind["bonus"]) and scheme.total.bonus == "added"
    if base is None or (added and bonus is None) or (by_kind["penalty"] and penalty is None):
        return None
    total = base
    if added and bonus is not None:
        words = N_("base and bonus")
        steps.append(step(words, "{base} + {bonus}", total + bonus, base=total, bonus=bonus))
        total += bonus
        if scheme.total.cap is not None and total > scheme.total.cap:
            cap = exact(scheme.total.cap)
            steps.append(step(N_("at most {cap}"), "min({total}, {cap})", cap, total=total, cap=cap))
            total = cap
    if penalty:
        words, formula = N_("less penalties, not below 0"), "max(0, {total} - {penalty})"
        left = max(Fraction(), total - penalty)
        steps.append(step(words, formula, left, total=total, penalty=penalty))
        total = left
    rounding = scheme.rounding
    rounded = total if rounding is None else rounding.apply(total, "total")
    if rounding is not None and rounded != total:
        formula = f"{rounding.mode}({formula_text(total)}, {rounding.places})"
        steps.append(Step(message(N_("the total is rounded")), formula, rounded))
    return rounded


def _vetoed(total: Fraction | None, vetoes: list[Veto], steps: list[Step]) -> Fraction | None:
    for veto in vetoes:
        if veto.total is not None and total is not None:
            total = exact(veto.total)
            steps.append(
                step(N_("{title}: the scheme sets the total"), "{total}", total, title=veto.title, total=total)
            )
    return total


def _grade(scheme: Scheme, full: Fraction, total: Fraction | None, vetoes: list[Veto]) -> str | None:
    if total is None or not scheme.grades:
        return None
    names = list(scheme.grades)
    earned = next((name for name, bound in scheme.grades.items() if total >= bound.marks(full)), names[-1])
    for veto in vetoes:
        if veto.grade is not None:
            return veto.grade
        if veto.best_grade is not None and names.index(earned) < names.index(veto.best_grade):
            earned = veto.best_grade
    return earned


def _vetoes_known(scheme: Scheme, report: Report, node: Mapping) -> list[Finding]:
    known = [veto.id for veto in scheme.vetoes]
    return [
        NotInScheme.at(span_at(node, "vetoes", index, "veto"), given=case.veto, allowed=known)
        for index, case in enumerate(report.vetoes)
        if case.veto not in known
    ]


def _declared(card: Scorecard, report: Report, node: Mapping) -> list[Finding]:
    totals = {"total": card.total, "base": card.base, "bonus": card.bonus, "penalty": card.penalty}
    findings = []
    for name, declared in report.declared.items():
        place = span_at(node, "declared", name)
        score = card.by_id.get(name)
        if score is None and name not in totals:
            key = node["declared"].keys_at[name]
            findings.append(DeclaredUnknown.at(key, name=name))
            continue
        computed = score.marks if score is not None else totals[name]
        if computed is None or agrees(declared, computed):
            continue
        steps = score.steps if score is not None else card.steps
        title: str | Message = score.node.title if score is not None else message(TOTALS[name])
        findings.append(
            DeclaredDiffers.at(
                place,
                name=title,
                declared=declared,
                computed=computed,
                formula=steps[-1].shown if steps else "",
                difference=abs(exact(declared) - computed),
            )
        )
    return findings


TOTALS = {
    "total": N_("the total"),
    "base": N_("the base"),
    "bonus": N_("the bonus"),
    "penalty": N_("the penalty"),
}
