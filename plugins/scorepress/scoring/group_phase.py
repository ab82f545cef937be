"""The group phase: the values of all reports of one scheme and period compared, and the scores of units below."""

from bisect import insort
from collections.abc import Callable, Hashable, Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.spans import Span
from scorepress.reports.entries import Entries
from scorepress.schemes.group import Group
from scorepress.schemes.indicator import CannotScore, Outcome
from scorepress.schemes.measured import Compared, Measurement
from scorepress.schemes.methods.roll_up import ChildScore, RollUp
from scorepress.schemes.model import Scheme, full_of
from scorepress.scoring.provisional import Waiting, while_waiting
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.unit_phase import UnitOutcomes, refusal


class NotInRoster(Rule):
    """A unit reports under a scheme that does not assess it."""

    code = "SR258"
    message = N_("{scheme} does not list the unit {unit}: {division}")
    cure = N_("correct the unit or the scheme's list of units; a new list needs a new edition")
    why = N_("Who is compared with whom decides the marks of everybody in the group.")
    bad = "unit: linjiang  # the scheme's units: [hunjiang, jiangyuan]"
    good = "unit: hunjiang"


@dataclass(frozen=True)
class Member:
    """One report of the cohort: who reports, and what its unit phase gave."""

    unit: str
    outcomes: UnitOutcomes
    excused: frozenset[str] = frozenset()
    """Indicators that do not apply to the unit: nobody waits for them."""
    settled: bool = True
    """Whether the unit has reached the layer that is compared; its values of the layer below count until then."""


@dataclass
class Cohort:
    """The published, sound reports of one scheme, edition and period, and what they are compared by."""

    scheme: Scheme
    members: dict[str, Member]
    names: AnyMapping[str, str]
    """Names of units by id, for people."""
    below: AnyMapping[str, AnyMapping[str, Scorecard]] = field(default_factory=dict)
    """The scores in force for the same period under the editions that are rolled up, by edition and unit."""
    keep: Callable[[Hashable, Group], Group] = lambda _, group: group
    """Gives the equal group of an earlier assessment, so that what rests on it need not be made anew."""
    by_class: AnyMapping[str, Scheme] = field(default_factory=dict)
    """What is in force for each class, where the scheme has classes."""
    groups: dict[tuple[str, str, str], Group] = field(default_factory=dict)
    """By indicator, its gate (which may differ between classes) and group; each is sorted only once."""

    def group(self, indicator: Compared, unit: str) -> Group:
        """The group of `unit` on an indicator. Raises `CannotScore` where no group lists the unit."""
        division = indicator.group or "class"
        name = self.scheme.group_of[division].get(unit)
        if name is None:
            listed = indicator.group or ("classes" if self.scheme.classes else "units")
            raise CannotScore(NotInRoster, scheme=self.scheme.key, unit=unit, division=listed)
        key = (indicator.id, str(indicator.gate), name)
        if key not in self.groups:
            self.groups[key] = self.keep(key, self._made(indicator, self.scheme.divisions[division][name]))
        return self.groups[key]

    def _made(self, indicator: Compared, units: Iterable[str]) -> Group:
        values: list[Fraction] = []
        missing: list[str] = []
        for unit in units:
            if not self._compares(unit, indicator.id):
                continue
            member = self.members.get(unit)
            if member is None:
                missing.append(unit)
                continue
            found = member.outcomes.waiting.get(indicator.id)
            if found is not None and (indicator.gate is None or indicator.gate.open(found.value)):
                values.append(found.value)
            if indicator.id not in member.excused and (found is None or not member.settled):
                missing.append(unit)
        return Group(tuple(sorted(values)), tuple(missing))

    def _compares(self, unit: str, indicator: str) -> bool:
        """Whether the indicator is one by which the unit's class is compared."""
        own = self.by_class.get(self.scheme.group_of["class"].get(unit, ""), self.scheme)
        leaf = own.indicators.get(indicator)
        return isinstance(leaf, Compared) and leaf.needs_group

    def foundation(self, scheme: Scheme, own: UnitOutcomes, unit: str) -> tuple[object, ...]:
        """Everything beside the report itself that its outcomes rest on: groups, a rival's values, scores below.

        `scheme` is what is in force for the unit: the class of another one may have other indicators.
        """
        found: list[object] = []
        member = self.members.get(unit)
        for name in own.waiting:
            indicator = scheme.indicators[name]
            if isinstance(indicator, Compared):
                try:
                    found.append(self.group(indicator, unit))
                except CannotScore:
                    found.append(None)
        if own.waiting and member is not None:
            found.append(member.outcomes)
        for name in own.rolled_up:
            indicator = scheme.indicators[name]
            if isinstance(indicator, RollUp):
                cards = self.below.get(str(indicator.of), {})
                found += [cards.get(child) for child in indicator.children.get(unit, ())]
        return tuple(found)

    def rolled_up(self, indicator: RollUp, unit: str) -> Outcome:
        """The marks of `unit` from the scores below it. Raises `CannotScore` where there are none."""
        children = indicator.below(unit, self.names.get(unit, unit))
        cards = self.below.get(str(indicator.of), {})
        scores = [self._child(child, cards.get(child), indicator.take) for child in children]
        return indicator.combine(unit, scores, full_of(indicator))

    def missing_below(self, indicator: RollUp, unit: str) -> tuple[str, ...]:
        """The names of the units below `unit`, and of those that they wait for, whose reports are missing."""
        cards = self.below.get(str(indicator.of), {})
        scores = [self._child(child, cards.get(child), indicator.take) for child in indicator.children.get(unit, ())]
        return tuple(dict.fromkeys(name for score in scores for name in score.waits_for))

    def _child(self, unit: str, card: Scorecard | None, take: str) -> ChildScore:
        name = self.names.get(unit, unit)
        if card is None:
            return ChildScore(unit, name, waits_for=(name,))
        marks, full = card.taken(take)
        return ChildScore(unit, name, marks, full, card.waits_for)


def cohort(
    scheme: Scheme,
    members: Iterable[Member],
    names: AnyMapping[str, str],
    below: AnyMapping[str, AnyMapping[str, Scorecard]] | None = None,
    keep: Callable[[Hashable, Group], Group] = lambda _, group: group,
    by_class: AnyMapping[str, Scheme] | None = None,
) -> Cohort:
    """The cohort of these reports; of two reports of one unit the first counts."""
    found: dict[str, Member] = {}
    for member in members:
        found.setdefault(member.unit, member)
    return Cohort(scheme, found, names, below or {}, keep, by_class or {})


def group_phase(
    scheme: Scheme, own: UnitOutcomes, among: Cohort, entries: Entries, report_node: Mapping
) -> tuple[dict[str, Outcome | Waiting], list[Finding]]:
    """Every outcome of a report, those that waited for the group among them.

    A report that is not part of the cohort (a draft) is compared with it as if it were.
    """
    unit = str(report_node["unit"])
    settled: dict[str, Outcome | Waiting] = dict(own.settled)
    findings: list[Finding] = []
    for name, found in own.waiting.items():
        indicator = scheme.indicators[name]
        if not isinstance(indicator, Compared):
            continue
        try:
            group = among.group(indicator, unit)
            member = among.members.get(unit)
            if member is None or member.outcomes is not own:
                published = member.outcomes.waiting.get(name) if member else None
                group = _with(group, found, published, unit)
            compared = indicator.compare(found, group, full_of(indicator))
            # Two units may bear one name, so names are looked up last.
            names = tuple(among.names.get(each, each) for each in compared.waits_for)
            settled[name] = replace(compared, waits_for=names)
        except CannotScore as refused:
            missing = () if indicator.never_scores(found.value) else _missing(among, indicator, unit)
            finding = (
                NotInRoster.at(span_at(report_node, "unit"), **refused.args_of_message)
                if refused.rule is NotInRoster
                else while_waiting(refusal(refused, name, entries), missing)
            )
            if missing:
                settled[name] = Waiting(missing)
            if finding not in findings:  # one list without the unit is one fault, whatever it holds up
                findings.append(finding)
    for name in own.rolled_up:
        indicator = scheme.indicators[name]
        if isinstance(indicator, RollUp):
            outcome, refused_for = _rolled_up(indicator, unit, among, span_at(report_node, "unit"))
            settled |= {name: outcome} if outcome is not None else {}
            findings += refused_for
    return settled, findings


def _rolled_up(
    indicator: RollUp, unit: str, among: Cohort, place: Span
) -> tuple[Outcome | Waiting | None, list[Finding]]:
    """What the scores of the units below give; else who is waited for, and what stands in the way."""
    try:
        return among.rolled_up(indicator, unit), []
    except CannotScore as refused:
        missing = among.missing_below(indicator, unit)
        finding = refused.rule.at(place, **refused.args_of_message)
        return Waiting(missing) if missing else None, [while_waiting(finding, missing)]


def _missing(among: Cohort, indicator: Compared, unit: str) -> tuple[str, ...]:
    """The names of those of the group that have no value yet; none where no group lists the unit."""
    try:
        group = among.group(indicator, unit)
    except CannotScore:
        return ()
    return tuple(among.names.get(name, name) for name in group.missing if name != unit)


def _with(group: Group, found: Measurement, published: Measurement | None, unit: str) -> Group:
    """The group with the value of a draft in it, in the place of what the unit has published, if anything."""
    values = list(group.values)
    if published is not None and published.value in values:
        values.remove(published.value)
    insort(values, found.value)
    return replace(group, values=tuple(values), missing=tuple(each for each in group.missing if each != unit))
