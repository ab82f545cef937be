"""What the signed paper declares, held against what its rows give; compared, never used.

Totals, scores and the grade are compared as soon as the report is scored, the rank when everybody's is known. Nothing
that is declared goes by without a comparison or a word about why there is none.
"""

import difflib
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.limits import MAX_NAMES_COMPARED
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact, show
from scorepress.core.spelling import read_number
from scorepress.schemes.model import Part, Scheme
from scorepress.scoring.aggregate import together
from scorepress.scoring.provisional import while_waiting
from scorepress.scoring.ranking import Placing
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


class DeclaredWithoutTotal(Rule):
    """A total is declared where the scheme adds nothing up."""

    code = "SR328"
    message = N_("{name} is declared as {declared}, but the scheme adds nothing up there")
    cure = N_("delete the line; what the paper prints can be said in the text or under remarks")
    why = N_("A number that the scheme has no rule for can be compared with nothing, and would look checked.")
    bad = "declared: {total: 95}  # the scheme: aggregate: none"
    good = "remarks: [原报告另列“合计 95 分”，方案未规定合计。]"


class DeclaredGradeDiffers(Rule):
    """The grade that the paper declares is not the one that the total earns."""

    code = "SR329"
    message = N_("the grade is declared as {declared}, but the total {total} earns {computed}{vetoes}")
    cure = N_("correct the declared grade, or the scores that the total comes from")
    why = N_("The grade decides what follows; it comes from the scheme's bounds and vetoes, not from the paper.")
    bad = "declared: {grade: 优}  # the total is 88, 优 begins at 90"
    good = "declared: {grade: 良}"


class DeclaredRankDiffers(Rule):
    """The rank that the paper declares is not the one that the totals give."""

    code = "SR330"
    message = N_("the rank is declared as {declared}, but among {count} ranked units it is {computed}")
    cure = N_("correct the declared rank, or the scores that it comes from")
    why = N_("A rank follows from the totals of everybody; one that does not is false for two units at least.")
    bad = "declared: {rank: 3}  # four units have more"
    good = "declared: {rank: 5}"


class DeclaredNotGiven(Rule):
    """A grade or a rank is declared, and the scheme gives the unit none."""

    code = "SR331"
    message = N_("{name} is declared as {declared}, but there is none: {reason}")
    cure = N_("delete the line; what the paper prints can be said in the text or under remarks")
    why = N_("What is compared with nothing looks checked and is not.")
    bad = "declared: {grade: 优}  # the scheme has no grades"
    good = "remarks: [原报告自定等次为“优”，方案未设等次。]"


TOTALS = {
    "total": N_("the total"),
    "base": N_("the base"),
    "bonus": N_("the bonus"),
    "penalty": N_("the penalty"),
}
GRADE, RANK = "grade", "rank"
IN_CHINESE = {"总分": "total", "基本分": "base", "加分": "bonus", "减分": "penalty", "等次": GRADE, "名次": RANK}
"""What people write for the names of totals."""


def check_declared(scheme: Scheme, card: Scorecard, stated: AnyMapping[str, str], node: Mapping) -> list[Finding]:
    """What a paper declares against what its rows give, but for the rank; `node` is the mapping with `declared`."""
    declared = _Declared(scheme, card, stated, node)
    return [finding for name in stated if name not in node["declared"].repeated for finding in declared.check(name)]


@dataclass(frozen=True)
class _Declared:
    scheme: Scheme
    card: Scorecard
    stated: AnyMapping[str, str]
    node: Mapping

    def check(self, name: str) -> Iterator[Finding]:
        """Everything wrong with one line of `declared`."""
        if name == GRADE:
            yield from self._grade()
        elif name != RANK:
            yield from self._amount(name)

    def _amount(self, name: str) -> Iterator[Finding]:
        place, score = span_at(self.node, "declared", name), self.card.by_id.get(name)
        kinds = {part.kind for part in self.scheme.parts}
        totals = TOTALS.keys() & {"total", "base", *kinds} if kinds else set()
        if score is None and name not in totals:
            known = [*sorted(totals), GRADE, RANK, *self.card.by_id]
            titled = {score.node.title: key for key, score in self.card.by_id.items()}
            cure = _allowed(IN_CHINESE.get(name, titled.get(name, name)), known)
            yield DeclaredUnknown.at(self.node["declared"].keys_at[name], name=name, cure=cure)
            return
        try:
            declared = read_number(self.node["declared"][name])
        except Refusal as refusal:
            yield refusal.finding(place)
            return
        computed, state, waits_for = self._computed(name, score)
        title: str | Message = score.node.title if score is not None else message(TOTALS[name])
        if computed is None:
            rule = WITHOUT.get(state)
            if rule is not None:  # of a score that is missing, the entry has its finding
                yield rule.at(place, name=title, declared=declared)
        elif not self.scheme.confirms(declared, computed):
            yield while_waiting(
                DeclaredDiffers.at(
                    place,
                    name=title,
                    declared=declared,
                    computed=computed,
                    arithmetic=_arithmetic(self.card, score, name),
                    difference=abs(exact(declared) - computed),
                ),
                waits_for,
            )

    def _computed(self, name: str, score: Score | None) -> tuple[Fraction | None, State, tuple[str, ...]]:
        """What the rows give, why there may be nothing, and who is waited for."""
        if score is not None:
            taken_off = score.marks is not None and score.marks < 0 and score in self.card.parts
            marks = -score.marks if taken_off and score.marks is not None else score.marks  # declared without its sign
            return marks, score.state, score.waits_for
        computed: Fraction | None = getattr(self.card, name)
        kind = "base" if name == "total" else name
        parts = [part for part in self.card.parts if isinstance(part.node, Part) and part.node.kind == kind]
        return computed, together(parts).state, self.card.waits_for

    def _grade(self) -> Iterator[Finding]:
        place, declared = span_at(self.node, "declared", GRADE), self.stated[GRADE]
        if not self.scheme.grades:
            reason = message(N_("the scheme has no grades"))
            yield DeclaredNotGiven.at(place, name=message(N_("the grade")), declared=declared, reason=reason)
        elif self.card.grade is not None and declared != self.card.grade:
            vetoes = message(N_(" ({vetoes})"), vetoes=list(self.card.vetoes)) if self.card.vetoes else ""
            finding = DeclaredGradeDiffers.at(
                place, declared=declared, total=self.card.total or Fraction(), computed=self.card.grade, vetoes=vetoes
            )
            yield while_waiting(finding, self.card.waits_for)
        elif self.card.grade is None:
            rule = WITHOUT.get(self._computed("total", None)[1])
            if rule is not None:
                yield rule.at(place, name=message(N_("the grade")), declared=declared)


def _allowed(name: str, known: list[str]) -> Message:
    """What to do about a declared name that the scheme does not have."""
    if name in TOTALS and name not in known:
        return message(N_("delete the line: the scheme has no such part"))
    close = difflib.get_close_matches(name[:60], known[:MAX_NAMES_COMPARED], n=1, cutoff=0.75)
    if close:
        return message(N_("write {plain}"), plain=close[0])
    return message(N_("write one of these, or delete the line: {allowed}"), allowed=known[:MAX_NAMED])


MAX_NAMED = 20
"""So many possible names are given; whoever needs another one finds it in the scheme."""
WITHOUT: dict[State, type[Rule]] = {State.NOT_APPLICABLE: DeclaredWithoutScore, State.NO_TOTAL: DeclaredWithoutTotal}
"""What is said of a declared number for which there is none to compare it with."""


def check_declared_rank(placing: Placing | None, node: Mapping) -> Iterator[Finding]:
    """A declared rank against the place that the totals of everybody give; `node` is the mapping with `declared`."""
    place = span_at(node, "declared", RANK)
    try:
        declared: Decimal = read_number(node["declared"][RANK])
    except Refusal as refusal:
        yield refusal.finding(place)
        return
    if placing is None or placing.place is None:
        no_ranking, no_place = N_("the scheme does not rank the unit"), N_("a veto leaves the unit without one")
        reason = message(no_ranking if placing is None else no_place)
        yield DeclaredNotGiven.at(place, name=message(N_("the rank")), declared=declared, reason=reason)
    elif placing.place != exact(declared):
        count = Fraction(placing.count)
        finding = DeclaredRankDiffers.at(place, declared=declared, computed=placing.place, count=count)
        yield while_waiting(finding, placing.waits_for)


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
