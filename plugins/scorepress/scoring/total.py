"""From parts to the scorecard: base, bonus, penalty, total, veto and grade."""

from collections.abc import Mapping as AnyMapping
from fractions import Fraction

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact, formula_text
from scorepress.core.trace import Step, step
from scorepress.reports.entries import Entries
from scorepress.reports.model import Report
from scorepress.schemes.indicator import Outcome
from scorepress.schemes.model import Part, Scheme, Veto
from scorepress.schemes.named import NotInScheme
from scorepress.scoring.aggregate import Sum, add
from scorepress.scoring.scorecard import Score, Scorecard, State
from scorepress.scoring.tree import Tree, joined_names, rounded


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


class DeclaredWithoutScore(Rule):
    """A total is declared for something that does not apply to the unit."""

    code = "SR325"
    message = N_("{name} is declared as {declared}, but nothing of it applies to the unit, so there is no score")
    cure = N_("delete the line, or give the scores that it is the sum of")
    why = N_("Nothing applicable is not 0 and not full marks: it is no score.")
    bad = "scores: {A1: {not_applicable: …}}\ndeclared: {total: 100}"
    good = "scores: {A1: {not_applicable: …}}"


def score_report(
    scheme: Scheme,
    scheme_node: Mapping,
    entries: Entries,
    outcomes: AnyMapping[str, Outcome],
    report: Report,
    node: Mapping,
) -> tuple[Scorecard, list[Finding]]:
    """The scorecard of one report from the outcomes of its indicators, and what stood in its way."""
    tree = Tree(scheme, scheme_node, entries, outcomes, node)
    parts = tree.parts()
    card = _card(scheme, parts, report, tree.done)
    findings = [*tree.findings, *_vetoes_known(scheme, report, node), *_declared(scheme, card, report, node)]
    return card, findings


def _card(scheme: Scheme, parts: tuple[Score, ...], report: Report, known: AnyMapping[str, Score]) -> Scorecard:
    by_kind = {
        kind: [score for score, part in zip(parts, scheme.parts, strict=True) if part.kind == kind]
        for kind in ("base", "bonus", "penalty")
    }
    base, bonus, penalty = (_together(by_kind[kind]) for kind in ("base", "bonus", "penalty"))
    steps = list(base.steps) if len(by_kind["base"]) > 1 else []
    total = _total(scheme, base, bonus, penalty, steps)
    stated = {case.veto for case in report.vetoes}
    vetoes = [veto for veto in scheme.vetoes if veto.id in stated or _triggered(veto, known, total, base.full)]
    total = _vetoed(total, vetoes, steps)
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
    )


def _together(scores: list[Score]) -> Sum:
    """The sum of the parts of one kind; no score, not 0, where none of their indicators applies."""
    joined = add(scores)
    leaves = [score for top in scores for _, score in top.walk() if not score.children]
    if not leaves or any(score.state is not State.NOT_APPLICABLE for score in leaves):
        return joined
    return Sum(None, joined.full, State.NOT_APPLICABLE, ())


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
        if scheme.total.cap is not None and total > scheme.total.cap:
            cap = exact(scheme.total.cap)
            steps.append(step(N_("at most {cap}"), "min({total}, {cap})", cap, total=total, cap=cap))
            total = cap
    if penalty.marks:
        words, formula = N_("less penalties, not below 0"), "max(0, {total} - {penalty})"
        left = max(Fraction(), total + penalty.marks)
        steps.append(step(words, formula, left, total=total, penalty=-penalty.marks))
        total = left
    most = base.full if scheme.total.cap is None else exact(scheme.total.cap)
    return rounded(scheme, total, "total", most, steps)


def _triggered(veto: Veto, known: AnyMapping[str, Score], total: Fraction | None, full: Fraction) -> bool:
    """Whether a veto applies by itself, because a score is too low."""
    if veto.when is None:
        return False
    score = known.get(veto.when.score)
    marks, full = (
        (total, full) if veto.when.score == "total" else (score.marks if score else None, score.full if score else full)
    )
    return marks is not None and marks < veto.when.below.marks(full)


def _vetoed(total: Fraction | None, vetoes: list[Veto], steps: list[Step]) -> Fraction | None:
    settled = [veto for veto in vetoes if veto.total is not None]
    if total is None or not settled:
        return total
    cap = min(exact(veto.total or 0) for veto in settled)
    title = next(veto.title for veto in settled if exact(veto.total or 0) == cap)
    capped = min(total, cap)
    words = N_("{title}: the scheme caps the total")
    steps.append(step(words, "min({total}, {cap})", capped, title=title, total=total, cap=cap))
    return capped


def _grade(scheme: Scheme, full: Fraction, total: Fraction | None, vetoes: list[Veto]) -> str | None:
    if total is None or not scheme.grades:
        return None
    names = list(scheme.grades)
    earned = next((name for name, bound in scheme.grades.items() if total >= bound.marks(full)), names[-1])
    fixed = [names.index(veto.grade) for veto in vetoes if veto.grade is not None]
    rank = max(fixed) if fixed else names.index(earned)
    limits = [names.index(veto.best_grade) for veto in vetoes if veto.best_grade is not None]
    return names[max([rank, *limits])]


def _vetoes_known(scheme: Scheme, report: Report, node: Mapping) -> list[Finding]:
    known = [veto.id for veto in scheme.vetoes]
    if len(report.vetoes) != len(node.get("vetoes", [])):
        return []  # one was refused and dropped: the places would be those of others
    return [
        NotInScheme.at(span_at(node, "vetoes", index, "veto"), given=case.veto, allowed=known)
        for index, case in enumerate(report.vetoes)
        if case.veto not in known
    ]


def _declared(scheme: Scheme, card: Scorecard, report: Report, node: Mapping) -> list[Finding]:
    kinds = {part.kind for part in scheme.parts}
    totals = {"total": card.total, "base": card.base} if kinds else {}
    totals |= {"bonus": card.bonus} if "bonus" in kinds else {}
    totals |= {"penalty": card.penalty} if "penalty" in kinds else {}
    findings = []
    for name, declared in report.declared.items():
        if name in node["declared"].repeated:
            continue
        place = span_at(node, "declared", name)
        score = card.by_id.get(name)
        if score is None and name not in totals:
            key = node["declared"].keys_at[name]
            findings.append(DeclaredUnknown.at(key, name=name))
            continue
        computed = score.marks if score is not None else totals[name]
        if computed is not None and score is not None and score in card.parts and computed < 0:
            computed = -computed  # people declare what a penalty takes off as a positive amount
        nothing = score.state in {State.NOT_APPLICABLE, State.NO_TOTAL} if score is not None else _nothing_applies(card)
        if computed is None and nothing:
            findings.append(DeclaredWithoutScore.at(place, name=name, declared=declared))
        if computed is None or scheme.confirms(declared, computed):
            continue
        title: str | Message = score.node.title if score is not None else message(TOTALS[name])
        findings.append(
            DeclaredDiffers.at(
                place,
                name=title,
                declared=declared,
                computed=computed,
                formula=_formula(card, score, name),
                difference=abs(exact(declared) - computed),
            )
        )
    return findings


def _nothing_applies(card: Scorecard) -> bool:
    return all(score.state is State.NOT_APPLICABLE for score in card.indicators())


def _formula(card: Scorecard, score: Score | None, name: str) -> str:
    """The arithmetic that a part, an indicator or one of the totals comes from."""
    if score is None and name == "total" and card.steps:
        return card.steps[-1].shown
    kind = "base" if name == "total" else name
    parts = [each for each in card.parts if isinstance(each.node, Part) and each.node.kind == kind]
    alone = score or (parts[0] if len(parts) == 1 else None)
    if alone is not None and alone.steps:
        return alone.steps[-1].shown
    return " + ".join(formula_text(each.marks) for each in parts if each.marks is not None)


TOTALS = {
    "total": N_("the total"),
    "base": N_("the base"),
    "bonus": N_("the bonus"),
    "penalty": N_("the penalty"),
}
