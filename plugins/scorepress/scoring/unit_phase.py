"""The unit phase: what every indicator gives that needs no other report, and the values that wait for the group."""

from dataclasses import dataclass, field

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_
from scorepress.core.nodes import key_span
from scorepress.core.records import UnknownKey
from scorepress.reports.entries import Entries
from scorepress.schemes.indicator import CannotScore, NotApplicable, Outcome
from scorepress.schemes.measured import Compared, Measurement
from scorepress.schemes.methods.roll_up import RollUp
from scorepress.schemes.model import Scheme, full_of


class MatterTwice(Rule):
    """One matter earns a bonus under two indicators."""

    code = "SR264"
    message = N_("the matter {matter} is claimed under {one} and under {other}")
    cure = N_("claim it once, where it earns most")
    why = N_("One matter counts once, at its highest level.")
    bad = "B1: {claims: [{item: national, matter: award, …}]}\nB2: {claims: [{item: pilot, matter: award, …}]}"
    good = "B1: {claims: [{item: national, matter: award, …}]}\nB2: {claims: []}"


@dataclass(frozen=True)
class UnitOutcomes:
    """The indicators of one report, each by itself; those that are in neither mapping have no score."""

    settled: dict[str, Outcome] = field(default_factory=dict)
    waiting: dict[str, Measurement] = field(default_factory=dict)
    """Values that the group phase turns into marks."""
    rolled_up: tuple[str, ...] = ()
    """Indicators whose marks are made of the scores of other units."""
    findings: tuple[Finding, ...] = ()


def unit_phase(scheme: Scheme, entries: Entries) -> UnitOutcomes:
    """The outcome or the value of every indicator; what cannot be scored is a finding and stays without."""
    settled: dict[str, Outcome] = {}
    waiting: dict[str, Measurement] = {}
    rolled_up: list[str] = []
    findings: list[Finding] = []
    claimed: dict[str, str] = {}
    for name, entry in entries.by_indicator.items():
        if name in entries.unsound or isinstance(entry, NotApplicable):
            continue
        indicator = scheme.indicators[name]
        for matter in entry.matters:
            if claimed.setdefault(matter, name) != name:
                place = entries.place(name)
                findings.append(MatterTwice.at(place, matter=matter, one=claimed[matter], other=name))
        try:
            if isinstance(indicator, Compared) and indicator.needs_group:
                waiting[name] = indicator.measure(entry)
            elif isinstance(indicator, RollUp):
                rolled_up.append(name)
            else:
                settled[name] = indicator.score(entry, full_of(indicator))
        except CannotScore as refused:
            findings.append(refusal(refused, name, entries))
    return UnitOutcomes(settled, waiting, tuple(rolled_up), tuple(findings))


def refusal(refused: CannotScore, indicator: str, entries: Entries) -> Finding:
    """The finding for an entry that a method refuses."""
    key_itself = refused.rule is UnknownKey
    place = (
        key_span(entries.nodes, indicator, *refused.where) if key_itself else entries.place(indicator, *refused.where)
    )
    return refused.rule.at(place, **refused.args_of_message)
