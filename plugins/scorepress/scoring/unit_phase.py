"""The unit phase: what every indicator gives that needs no other report, and the values that wait for the group."""

from dataclasses import dataclass, field

from scorepress.core.findings import Finding
from scorepress.core.nodes import Mapping, key_span, span_at
from scorepress.core.records import UnknownKey
from scorepress.reports.entries import Entries
from scorepress.schemes.indicator import CannotScore, NotApplicable, Outcome
from scorepress.schemes.measured import Compared, Measurement
from scorepress.schemes.model import Scheme, full_of


@dataclass(frozen=True)
class UnitOutcomes:
    """The indicators of one report, each by itself; those that are in neither mapping have no score."""

    settled: dict[str, Outcome] = field(default_factory=dict)
    waiting: dict[str, Measurement] = field(default_factory=dict)
    """Values that the group phase turns into marks."""
    findings: tuple[Finding, ...] = ()


def unit_phase(scheme: Scheme, entries: Entries, report_node: Mapping) -> UnitOutcomes:
    """The outcome or the value of every indicator; what cannot be scored is a finding and stays without."""
    settled: dict[str, Outcome] = {}
    waiting: dict[str, Measurement] = {}
    findings: list[Finding] = []
    for name, entry in entries.by_indicator.items():
        if name in entries.unsound or isinstance(entry, NotApplicable):
            continue
        indicator = scheme.indicators[name]
        try:
            if isinstance(indicator, Compared) and indicator.needs_group:
                waiting[name] = indicator.measure(entry)
            else:
                settled[name] = indicator.score(entry, full_of(indicator))
        except CannotScore as refused:
            findings.append(refusal(refused, name, report_node))
    return UnitOutcomes(settled, waiting, tuple(findings))


def refusal(refused: CannotScore, indicator: str, report_node: Mapping) -> Finding:
    """The finding for an entry that a method refuses."""
    place = key_span if refused.rule is UnknownKey else span_at
    return refused.rule.at(place(report_node, "scores", indicator, *refused.where), **refused.args_of_message)
