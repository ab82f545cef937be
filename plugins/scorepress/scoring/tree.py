"""Up the tree: floor and cap of an indicator, rounding, aggregation, cap of a part. Each step is kept in the trace."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from fractions import Fraction

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import ZERO, exact
from scorepress.core.spans import Span
from scorepress.core.trace import Step, step
from scorepress.reports.entries import Entries
from scorepress.reports.model import Adjustment
from scorepress.schemes.indicator import Entry, Indicator, NotApplicable, Outcome, Policy
from scorepress.schemes.model import Part, Scheme, full_of
from scorepress.schemes.named import indicator_nodes
from scorepress.schemes.results import Level
from scorepress.scoring.aggregate import SHARED, Sum, add, deduct, key_items, together, weigh
from scorepress.scoring.provisional import Waiting, while_waiting
from scorepress.scoring.scorecard import Kind, Score, State

IN_RANGE = N_("write a score between 0 and {full}")
CHANGE_IN_RANGE = N_("change points so that the score after the adjustment lies between 0 and {full}")
NO_PLACES: AnyMapping[str, Span] = {}


class ScoreAboveFull(Rule):
    """A score is larger than the full marks of its indicator."""

    code = "SR320"
    message = N_("the score {marks} of {indicator} is above its full marks of {full}")
    cure = N_("{cure}")
    why = N_("Marks above full lift the total over what can be reached, and no reader notices in a long table.")
    bad = "A7: 10.50  # full: 10"
    good = "A7: 10"


class ScoreBelowZero(Rule):
    """A score is negative."""

    code = "SR321"
    message = N_("the score {marks} of {indicator} is below 0")
    cure = N_("{cure}")
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


class NoCombination(Rule):
    """A lookup table has no row for the marks below it."""

    code = "SR265"
    message = N_("the table of {part} has no row for {marks}")
    cure = N_("check the scores; if they are right, the scheme's table is incomplete and needs a new edition")
    why = N_("Without a row there is no score, and none is assumed.")
    bad = "table: [{of: [4, 4], gives: 4}]  # the marks are 4 and 3"
    good = "table: [{of: [4, 4], gives: 4}, {of: [4, 3], gives: 3.5}]"


class Tree:
    """The scores of one report's indicators and parts; what must not stand is a finding and stays without a score."""

    def __init__(
        self,
        scheme: Scheme,
        scheme_node: Mapping,
        entries: Entries,
        outcomes: AnyMapping[str, Outcome | Waiting],
        changes: AnyMapping[str, Sequence[Adjustment]],
        changed_at: AnyMapping[str, Span] = NO_PLACES,
    ) -> None:
        self.scheme, self.scheme_node = scheme, scheme_node
        self.entries, self.outcomes, self.changes, self.changed_at = entries, outcomes, changes, changed_at
        self.findings: list[Finding] = []
        self.done: dict[str, Score] = {}
        """Scores by id, as far as they are known."""

    def parts(self) -> tuple[Score, ...]:
        """The scores of the parts at the top; the base is known before what is added to it."""
        base = [self.part(part) for part in self.scheme.parts if part.kind == "base"]
        whole = together(base)
        if self.scheme.parts:
            self.done["base"] = Score(self.scheme.parts[0], whole.full, whole.marks, whole.state)
        others = [self.part(part) for part in self.scheme.parts if part.kind != "base"]
        by_id = {score.id: score for score in (*base, *others)}
        return tuple(by_id[part.id] for part in self.scheme.parts)

    def part(self, part: Part, kind: Kind | None = None) -> Score:
        """The score of a part and of everything below it, kept in `done`; `kind` is that of the part at the top."""
        score = self._part(part, kind)
        self.done[part.id] = score
        return score

    def _part(self, part: Part, kind: Kind | None = None) -> Score:
        kind = kind or part.kind
        parts = [self.part(child, kind) for child in part.parts]
        children = (*parts, *[self.indicator(child, kind) for child in part.indicators])
        joined = self._join(part, children, kind)
        if (
            part.aggregate == "lookup"
            and joined.state is State.MISSING
            and all(child.marks is not None or child.state is State.NOT_APPLICABLE for child in children)
        ):
            known = [child.marks for child in children if child.marks is not None]
            finding = NoCombination.at(self.entries.place(children[0].id), part=part.title, marks=known)
            self.findings.append(while_waiting(finding, joined_names(children)))
        marks, steps = joined.marks, list(joined.steps)
        if marks is not None:
            marks = key_items(part, children, marks, steps)
            marks = self._required(part, marks, steps)
            marks = self._capped(part, marks, steps)
            marks = rounded(self.scheme, marks, "part", self._ceiling(part, joined, kind), steps)
            marks = adjusted(self.changes.get(part.id, ()), marks, steps)
        return Score(
            part,
            joined.full,
            marks,
            joined.state,
            tuple(steps),
            children,
            policy=joined.policy,
            about=any(child.about for child in children),
            waits_for=joined_names(children),
            kind=kind,
            places=self.scheme.shown_places("part"),
        )

    def _join(self, part: Part, children: tuple[Score, ...], kind: Kind) -> Sum:
        if part.aggregate == "weighted":
            return weigh(part, children)
        if part.aggregate == "deduct":
            return deduct(part, children)
        if part.aggregate in SHARED:
            return SHARED[part.aggregate](part, children)
        joined = add(children)
        if kind == "base":
            return joined
        most = exact(part.cap or 0) if kind == "bonus" else ZERO
        return Sum(joined.marks, most, joined.state, joined.steps, joined.policy)

    def _capped(self, node: Part | Indicator, marks: Fraction, steps: list[Step]) -> Fraction:
        """`marks` held between the floor and the cap of the node; a cap on deductions holds their amount."""
        if node.cap is not None and abs(marks) > node.cap:
            cap = exact(node.cap) if marks > 0 else -exact(node.cap)
            formula = "min({marks}, {cap})" if marks > 0 else "max({marks}, {cap})"
            steps.append(step(N_("at most {cap}"), formula, cap, marks=marks, cap=cap))
            return cap
        if isinstance(node, Indicator) and node.floor is not None and marks < node.floor:
            floor = exact(node.floor)
            steps.append(step(N_("at least {floor}"), "max({marks}, {floor})", floor, marks=marks, floor=floor))
            return floor
        return marks

    def _required(self, node: Part | Indicator, marks: Fraction, steps: list[Step]) -> Fraction:
        """`marks`, or 0 where a score that the node requires is not reached."""
        for each in node.requires:
            score = self.done.get(each.score)
            bar = each.at_least.marks(score.full) if score else None
            if marks and (score is None or score.marks is None or bar is None or score.marks < bar):
                words = N_("only with at least {bound} in {name}: no marks")
                steps.append(step(words, "0", ZERO, bound=each.at_least.words, name=each.score))
                return ZERO
        return marks

    def _ceiling(self, part: Part, joined: Sum, kind: Kind) -> Fraction:
        """What rounding must not lift a part's marks above: its cap, or else the full marks of a base part."""
        if part.cap is not None:
            return exact(part.cap)
        return joined.full if kind == "base" else ZERO

    def indicator(self, indicator: Indicator, kind: Kind) -> Score:
        """The score of one indicator in a part of this kind, kept in `done`."""
        score = replace(self._indicator(indicator, kind), kind=kind, places=self.scheme.shown_places("indicator"))
        self.done[indicator.id] = score
        return score

    def _indicator(self, indicator: Indicator, kind: Kind) -> Score:
        entry = self.entries.by_indicator.get(indicator.id)
        full = full_of(indicator)
        if entry is None or indicator.id in self.entries.unsound:
            return Score(indicator, full, None, State.MISSING, entry=entry)
        if isinstance(entry, NotApplicable):
            return self._not_applicable(indicator, full, entry, kind)
        outcome = self.outcomes.get(indicator.id)
        if outcome is None or isinstance(outcome, Waiting):
            waits_for = outcome.waits_for if outcome else ()
            return Score(indicator, full, None, State.MISSING, entry=entry, waits_for=waits_for)
        steps = list(outcome.steps)
        highest = indicator.highest(full)
        waits_for = outcome.waits_for
        without = Score(indicator, full, None, State.MISSING, tuple(steps), entry=entry, waits_for=waits_for)
        if not self._in_range(indicator, entry, outcome.marks, highest, waits_for):  # floor and cap would hide a slip
            return without
        marks = outcome.marks
        if indicator.requires:
            marks = self._required(indicator, marks, steps)
        marks = self._capped(indicator, marks, steps)
        most = exact(indicator.cap) if indicator.cap is not None else full if highest is None else highest
        marks = rounded(self.scheme, marks, "indicator", most, steps)
        if not outcome.stated and not self._self_agrees(indicator, entry, marks, steps):
            return Score(indicator, full, None, State.MISSING, tuple(steps), entry=entry)
        if indicator.id in self.changes:
            marks = adjusted(self.changes[indicator.id], marks, steps)
            if not self._in_range(indicator, entry, marks, highest, waits_for):
                self._blame_adjustment(indicator)
                return without
        supported = len(entry.evidence) >= min(1, indicator.evidence.min) or not claims(indicator, marks)
        return Score(
            indicator,
            full,
            marks,
            State.SCORED if supported else State.UNSUPPORTED,
            tuple(steps),
            entry=entry,
            about=entry.inexact,
            waits_for=outcome.waits_for,
            level=None if indicator.id in self.changes else outcome.label,
        )

    def _not_applicable(self, indicator: Indicator, full: Fraction, entry: NotApplicable, kind: Kind) -> Score:
        # Bonus and penalty stand outside the full marks: there is nothing to spread and nothing to make up for.
        policy = self.scheme.policy(indicator) if kind == "base" else Policy.EXCLUDE
        if policy in {Policy.RESCALE, Policy.EXCLUDE}:
            return Score(indicator, full, None, State.NOT_APPLICABLE, entry=entry, policy=policy)
        marks = full if policy is Policy.FULL else ZERO
        in_full, as_zero = N_("not applicable: counted in full"), N_("not applicable: counted as 0")
        words = in_full if policy is Policy.FULL else as_zero
        steps = (step(words, "{marks}", marks, marks=marks),)
        return Score(indicator, full, marks, State.NOT_APPLICABLE, steps, entry=entry, policy=policy)

    def _in_range(
        self,
        indicator: Indicator,
        entry: Entry,
        marks: Fraction,
        highest: Fraction | None,
        waits_for: tuple[str, ...],
    ) -> bool:
        below = marks.numerator < 0 and not (indicator.signed and indicator.full is None)
        above = highest is not None and marks > highest
        if not below and not above:
            return True
        rule = ScoreBelowZero if below else ScoreAboveFull
        place = self.entries.place(indicator.id, "self")
        see = span_at(indicator_nodes(self.scheme_node).get(indicator.id, self.scheme_node), "full")
        written = entry.self_ if entry.self_ is not None and exact(entry.self_) == marks else marks  # 10.50, not 10.5
        most = indicator.full if indicator.full is not None and highest == exact(indicator.full) else highest
        cure = message(IN_RANGE, full=most or ZERO)
        finding = rule.at(place, see, marks=written, indicator=indicator.id, full=most or ZERO, cure=cure)
        self.findings.append(while_waiting(finding, waits_for))
        return False

    def _blame_adjustment(self, indicator: Indicator) -> None:
        """Find the last fault, which an adjustment has caused, at that adjustment."""
        place, finding = self.changed_at.get(indicator.id), self.findings[-1]
        if place is not None:
            full = finding.args.get("full")  # while somebody is waited for there is nothing to correct
            cure = {} if full is None else {"cure": message(CHANGE_IN_RANGE, full=full)}
            self.findings[-1] = replace(finding, span=place, args={**finding.args, **cure})

    def _self_agrees(self, indicator: Indicator, entry: Entry, marks: Fraction, steps: list[Step]) -> bool:
        if entry.self_ is None or self.scheme.confirms(entry.self_, marks):
            return True
        shown = [taken.equation for taken in steps]
        self.findings.append(
            SelfDiffers.at(
                self.entries.place(indicator.id, "self"),
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


def rounded(scheme: Scheme, marks: Fraction, level: Level, full: Fraction, steps: list[Step]) -> Fraction:
    """`marks` rounded where the scheme rounds at this level; rounding alone never lifts them above `full`."""
    rounding = scheme.rounding
    if rounding is None or level not in rounding.at:
        return marks
    made = rounding.apply(marks, level)
    if made == marks:
        return marks
    words = ROUNDING_WORDS[rounding.mode] if level != "total" else N_("the total is rounded")
    arithmetic = rounding.mode + "({marks}, {places})"
    steps.append(step(words, arithmetic, made, marks=marks, places=Fraction(rounding.places)))
    if marks <= full < made:
        steps.append(step(N_("at most {cap}"), "min({marks}, {cap})", full, marks=made, cap=full))
        return full
    return made


def claims(indicator: Indicator, marks: Fraction) -> bool:
    """Whether marks are claimed: more than 0, or nothing taken off where marks are only taken off."""
    return bool(marks) or (indicator.signed and indicator.full is None)


def joined_names(scores: Iterable[Score]) -> tuple[str, ...]:
    """Everybody for whom one of the scores waits, each once."""
    return tuple(dict.fromkeys(name for score in scores for name in score.waits_for))


ADJUSTED = N_("adjusted: {reason}")
"""The words of a step that is an adjustment."""


def adjusted(changes: Iterable[Adjustment], marks: Fraction, steps: list[Step]) -> Fraction:
    """`marks` with later changes added; the marks before them stay in the trace."""
    for change in changes:
        points, made = exact(change.points), marks + exact(change.points)
        steps.append(step(ADJUSTED, "{marks} + {points}", made, reason=change.reason, marks=marks, points=points))
        marks = made
    return marks
