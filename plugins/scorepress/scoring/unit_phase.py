"""The unit phase: everything about a report's scores that needs no other report.

The order is fixed: method, floor and cap of the indicator, rounding where the scheme says, aggregation up the
tree, cap of bonus, penalties, total, veto, grade. Each step is kept in the trace.
"""

from fractions import Fraction

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import agrees, exact, formula_text
from scorepress.core.trace import Step, step
from scorepress.reports.entries import Entries
from scorepress.schemes.indicator import CannotScore, Entry, Indicator, NotApplicable, Policy
from scorepress.schemes.methods.bonus import Bonus
from scorepress.schemes.model import Level, Part, Scheme, full_of
from scorepress.scoring.aggregate import Sum, add, deduct, weigh
from scorepress.scoring.scorecard import Score, State


class ScoreAboveFull(Rule):
    """A score is larger than the full marks of its indicator."""

    code = "SR320"
    message = N_("the score {marks} of {indicator} is above its full marks of {full}")
    cure = N_("the score must lie between 0 and {full}")
    why = N_("Marks above full lift the total over what can be reached, and no reader notices in a long table.")
    bad = "A7: 10.50  # full: 10"
    good = "A7: 10"


class ScoreBelowZero(Rule):
    """A score is negative."""

    code = "SR321"
    message = N_("the score {marks} of {indicator} is below 0")
    cure = N_("the score must lie between 0 and {full}; deductions stop at 0")
    why = N_("One negative score would eat up the marks of its neighbours; deductions have a part of their own.")
    bad = "A7: -2"
    good = "A7: 0"


class SelfDiffers(Rule):
    """The self score is not what the scheme's method gives."""

    code = "SR322"
    message = N_("the self score {stated} of {indicator} is not what the method gives: {computed} ({steps})")
    cure = N_("correct the score or the values it is computed from")
    why = N_("The method is the scheme's; a score that does not follow from it cannot be defended.")
    bad = "A7: {target: 70, actual: 63, self: 10}"
    good = "A7: {target: 70, actual: 63, self: 9}"


class UnitPhase:
    """Scores one report's entries under one scheme; what cannot be scored is a finding and stays without a score."""

    def __init__(self, scheme: Scheme, scheme_node: Mapping, entries: Entries, report_node: Mapping) -> None:
        self.scheme, self.scheme_node = scheme, scheme_node
        self.entries = entries.by_indicator
        written = report_node.get("scores")
        self.nodes = written if isinstance(written, Mapping) else report_node
        self.findings: list[Finding] = []

    def part(self, part: Part) -> Score:
        """The score of a part and of everything below it."""
        children = tuple(
            self.part(child) if isinstance(child, Part) else self.indicator(child) for child in part.children
        )
        joined = self._join(part, children)
        marks, steps = joined.marks, list(joined.steps)
        if marks is not None:
            marks = self._capped(part, marks, steps)
            marks = self._rounded(marks, "part", steps)
        return Score(
            part,
            joined.full,
            marks,
            joined.state,
            tuple(steps),
            children,
            policy=joined.policy,
            about=any(child.about for child in children),
            provisional=any(child.provisional for child in children),
        )

    def _join(self, part: Part, children: tuple[Score, ...]) -> Sum:
        if part.aggregate == "weighted":
            return weigh(part, children)
        if part.aggregate == "deduct":
            return deduct(part, children)
        joined = add(children)
        if part.kind == "base":
            return joined
        return Sum(joined.marks, exact(part.cap or 0), joined.state, joined.steps, joined.policy)

    def _capped(self, part: Part, marks: Fraction, steps: list[Step]) -> Fraction:
        if part.cap is None or abs(marks) <= part.cap:
            return marks
        cap = exact(part.cap) if marks > 0 else -exact(part.cap)
        formula = "min({marks}, {cap})" if marks > 0 else "max({marks}, {cap})"
        steps.append(step(N_("at most {cap}"), formula, cap, marks=marks, cap=cap))
        return cap

    def _rounded(self, marks: Fraction, level: Level, steps: list[Step]) -> Fraction:
        rounding = self.scheme.rounding
        if rounding is None:
            return marks
        rounded = rounding.apply(marks, level)
        if rounded != marks:
            words = ROUNDING_WORDS[rounding.mode]
            formula = f"{rounding.mode}({formula_text(marks)}, {rounding.places})"
            steps.append(Step(message(words, places=Fraction(rounding.places)), formula, rounded))
        return rounded

    def indicator(self, indicator: Indicator) -> Score:
        """The score of one indicator."""
        entry = self.entries.get(indicator.id)
        full = full_of(indicator)
        if entry is None:
            return Score(indicator, full, None, State.MISSING)
        if isinstance(entry, NotApplicable):
            return self._not_applicable(indicator, full, entry)
        try:
            outcome = indicator.score(entry, full)
        except CannotScore as refused:
            place = span_at(self.nodes, indicator.id, *refused.where)
            self.findings.append(refused.rule.at(place, **refused.args_of_message))
            return Score(indicator, full, None, State.MISSING, entry=entry)
        steps = list(outcome.steps)
        marks = self._rounded(outcome.marks, "indicator", steps)
        if not self._in_range(indicator, marks, full) or not self._self_agrees(indicator, entry, marks, steps):
            return Score(indicator, full, None, State.MISSING, tuple(steps), entry=entry)
        supported = len(entry.evidence) >= min(1, indicator.evidence.min)
        return Score(
            indicator,
            full,
            marks,
            State.SCORED if supported else State.UNSUPPORTED,
            tuple(steps),
            entry=entry,
            about=entry.about or any(getattr(event, "about", False) for event in getattr(entry, "events", [])),
            provisional=outcome.group_needed,
        )

    def _not_applicable(self, indicator: Indicator, full: Fraction, entry: NotApplicable) -> Score:
        policy = self.scheme.policy(indicator)
        if policy in {Policy.RESCALE, Policy.EXCLUDE}:
            return Score(indicator, full, None, State.NOT_APPLICABLE, entry=entry, policy=policy)
        marks = full if policy is Policy.FULL else Fraction()
        words = N_("not applicable: counted in full") if marks else N_("not applicable: counted as 0")
        steps = (step(words, "{marks}", marks, marks=marks),)
        return Score(indicator, full, marks, State.NOT_APPLICABLE, steps, entry=entry, policy=policy)

    def _in_range(self, indicator: Indicator, marks: Fraction, full: Fraction) -> bool:
        below = marks < 0 and not (indicator.signed and indicator.full is None)
        above = marks > full and not (isinstance(indicator, Bonus) and indicator.full is None)
        if not below and not above:
            return True
        rule = ScoreBelowZero if below else ScoreAboveFull
        place = span_at(self.nodes, indicator.id, "self")
        see = span_at(indicator_nodes(self.scheme_node).get(indicator.id, self.scheme_node), "full")
        self.findings.append(rule.at(place, see, marks=marks, indicator=indicator.id, full=full))
        return False

    def _self_agrees(self, indicator: Indicator, entry: Entry, marks: Fraction, steps: list[Step]) -> bool:
        if entry.self_ is None or agrees(entry.self_, marks):
            return True
        shown = [message("{formula} = {result}", formula=taken.shown, result=taken.result) for taken in steps]
        self.findings.append(
            SelfDiffers.at(
                span_at(self.nodes, indicator.id, "self"),
                stated=entry.self_,
                indicator=indicator.id,
                computed=marks,
                steps=shown,
            )
        )
        return False


ROUNDING_WORDS = {
    "half_up": N_("rounded half up to {places} places"),
    "half_even": N_("rounded half to even to {places} places"),
    "down": N_("cut off after {places} places"),
}


def indicator_nodes(node: Mapping) -> dict[str, Mapping]:
    """Every mapping below `parts` and `indicators` by its id."""
    found: dict[str, Mapping] = {}
    for key in ("parts", "indicators"):
        for child in node.get(key) or []:
            if isinstance(child, Mapping):
                if "id" in child:
                    found[str(child["id"])] = child
                found.update(indicator_nodes(child))
    return found
