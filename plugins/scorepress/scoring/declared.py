"""Declared totals: what the signed paper says, held against what its rows give; compared, never used."""

import difflib
from collections.abc import Mapping as AnyMapping
from decimal import Decimal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact, show
from scorepress.schemes.model import Part, Scheme
from scorepress.scoring.scorecard import Score, Scorecard, State


class DeclaredDiffers(Rule):
    """A total that the paper declares is not what the rows add up to."""

    code = "SR323"
    message = N_("{name} is declared as {declared}, but the rows give {computed}{arithmetic}")
    cure = N_("find the row that is wrong, or correct the declared total; the difference is {difference}")
    why = N_("A total that does not follow from its rows is the commonest fault of these reports, and the worst.")
    bad = "declared: {deduction: 196}  # the rows give 195"
    good = "declared: {deduction: 195}"


class DeclaredUnknown(Rule):
    """A declared total names nothing that the scheme has."""

    code = "SR324"
    message = N_("the scheme has nothing called {name} to compare with")
    cure = N_("{cure}")
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


def check_declared(scheme: Scheme, card: Scorecard, stated: AnyMapping[str, Decimal], node: Mapping) -> list[Finding]:
    """What a paper declares against what its rows give; `node` is the mapping that holds `declared`."""
    kinds = {part.kind for part in scheme.parts}
    totals = {"total": card.total, "base": card.base} if kinds else {}
    totals |= {"bonus": card.bonus} if "bonus" in kinds else {}
    totals |= {"penalty": card.penalty} if "penalty" in kinds else {}
    findings = []
    for name, declared in stated.items():
        if name in node["declared"].repeated:
            continue
        place = span_at(node, "declared", name)
        score = card.by_id.get(name)
        if score is None and name not in totals:
            key = node["declared"].keys_at[name]
            findings.append(DeclaredUnknown.at(key, name=name, cure=_allowed(name, [*totals, *card.by_id])))
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
                arithmetic=_arithmetic(card, score, name),
                difference=abs(exact(declared) - computed),
            )
        )
    return findings


def _allowed(name: str, known: list[str]) -> Message:
    """What to do about a declared name that the scheme does not have."""
    if name in TOTALS:
        return message(N_("delete the line: the scheme has no such part"))
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return message(N_("write {plain}"), plain=close[0])
    return message(N_("write one of these, or delete the line: {allowed}"), allowed=known[:MAX_NAMED])


MAX_NAMED = 20
"""So many possible names are given; whoever needs another one finds it in the scheme."""


def _nothing_applies(card: Scorecard) -> bool:
    return all(score.state is State.NOT_APPLICABLE for score in card.indicators())


def _arithmetic(card: Scorecard, score: Score | None, name: str) -> str | Message:
    """The arithmetic that a part, an indicator or one of the totals comes from; nothing where it is a lone number."""
    shown = _shown(card, score, name)
    return message(N_(" ({formula})"), formula=shown) if " " in shown else ""


def _shown(card: Scorecard, score: Score | None, name: str) -> str:
    if score is None and name == "total" and card.steps:
        return card.steps[-1].shown
    kind = "base" if name == "total" else name
    parts = [each for each in card.parts if isinstance(each.node, Part) and each.node.kind == kind]
    alone = score or (parts[0] if len(parts) == 1 else None)
    if alone is not None and alone.steps:
        return alone.steps[-1].shown
    return " + ".join(show(each.marks) for each in parts if each.marks is not None)


TOTALS = {
    "total": N_("the total"),
    "base": N_("the base"),
    "bonus": N_("the bonus"),
    "penalty": N_("the penalty"),
}
