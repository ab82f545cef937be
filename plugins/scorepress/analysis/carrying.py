"""A report of one edition read under another: entries follow their indicators, whatever these are called now.

What was written only against the old edition is left out: totals that the paper declares, a self score beside a method
that computes, a target that was the old scheme's own. Nothing else is changed, so an entry that the new method cannot
read is a finding at its place.
"""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from typing import Any

from scorepress.analysis.matching import Match, matches
from scorepress.assessment import REVIEWS, Layer, Prepared, measure, read_layers
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, key_span, span_at
from scorepress.core.numbers import exact
from scorepress.reports.entries import Entries, MissingIndicator
from scorepress.reports.model import Adjustment, Report, ReportFile, Review
from scorepress.schemes.classes import Variant
from scorepress.schemes.indicator import Entry, Indicator
from scorepress.schemes.model import Scheme
from scorepress.schemes.reference import SchemeReference
from scorepress.scoring.group_phase import NotInRoster


class StatedOnAnotherScale(Rule):
    """Marks that somebody gave by hand were given out of other full marks than those of the edition tried."""

    code = "SR294"
    message = N_("the marks of {indicator} were given out of {old}; its full marks are {new} now")
    cure = N_("have it judged anew; marks by hand do not follow from anything that could be scored again")
    why = N_("9 out of 10 is not 9 out of 20, and nobody has said what it is. Only a trial of an edition finds this.")
    bad = "A1: 9  # full: 10 in the old edition, 20 in the one that is tried"
    good = "A1: {actual: 54}  # a value, which any method can score"


@dataclass(frozen=True)
class Passage:
    """The way from one tree to another, for all units that take it."""

    old: Scheme
    new: Scheme
    node: Mapping
    """The new scheme as written."""
    matches: tuple[Match, ...]
    names: AnyMapping[str, str]
    """What each part and indicator of the old edition is called in the new one."""

    @property
    def missing(self) -> list[str]:
        """Indicators of the new edition that come from none of the old one."""
        known = set(self.names.values())
        return [name for name in self.new.indicators if name not in known]

    @property
    def dropped(self) -> list[str]:
        """Indicators of the old edition that are none of the new one."""
        return [name for name in self.old.indicators if name not in self.names]


@dataclass(frozen=True)
class Carried:
    """One report under the new edition, as far as it goes without the others."""

    prepared: Prepared
    missing: tuple[str, ...] = ()
    """Indicators that the report has no entry for."""
    dropped: tuple[str, ...] = ()
    """Entries that no indicator is there for."""
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    """What cannot be read or scored."""


def passage(old: Variant, new: Variant, between: list[Scheme]) -> Passage:
    """The way from the tree `old` to the tree `new`."""
    found = tuple(matches(old, new, between))
    return Passage(old.scheme, new.scheme, new.node, found, {each.old: each.new for each in found})


def carry(file: ReportFile, report: Report, way: Passage) -> Carried:
    """A sound report of the old edition read under the new one."""
    node = file.page.node or Mapping()
    moved = _renamed(file, report, way)
    asked = moved.report or report
    own, reviews = read_layers(moved, asked, way.new, _measured)
    findings = [*_listed(report, node, way)]
    for layer in (own, *reviews.values()):
        findings += [*layer.entries.findings, *layer.outcomes.findings, *_rescaled(layer, way)]
    serious = [each for each in findings if each.severity is Severity.ERROR]
    unread = tuple(each for each in serious if each.rule is not MissingIndicator)
    prepared = Prepared(moved, tuple(serious), rules=Variant(way.new, way.node), own=own, reviews=reviews)
    known = set(asked.scores)
    missing = tuple(name for name in way.new.indicators if name not in known)
    dropped = tuple(name for name in report.scores if name not in way.names)
    return Carried(prepared, missing, dropped, unread)


def _listed(report: Report, node: Mapping, way: Passage) -> list[Finding]:
    roster = way.new.roster
    if not roster or report.unit in roster:
        return []
    listed = "classes" if way.new.classes else "units"
    return [NotInRoster.at(span_at(node, "unit"), scheme=way.new.key, unit=report.unit, division=listed)]


def _renamed(file: ReportFile, report: Report, way: Passage) -> ReportFile:
    """The report with every indicator under its new name, and without what only the old edition could be asked for."""
    node = file.page.node or Mapping()
    items = dict(node)
    changed: dict[str, Any] = {
        "scheme": SchemeReference(way.new.scheme, way.new.edition),
        "scores": _names(report.scores, way),
        "declared": {},
    }
    items["scores"] = _nodes(node.get("scores"), node, way)
    for name in REVIEWS:
        review: Review | None = getattr(report, name)
        if review is None:
            continue
        adjustments = [_adjusted(each, way) for each in review.adjustments]
        new = {"scores": _names(review.scores, way), "adjustments": adjustments, "declared": {}}
        changed[name] = review.model_copy(update=new)
        own = node[name]
        below = {**own, "scores": _nodes(own.get("scores"), own, way)}
        items[name] = Mapping.of(below, own.span, own.keys_at)
    made = Mapping.of(items, node.span, node.keys_at)
    return replace(file, page=replace(file.page, node=made), report=report.model_copy(update=changed), findings=())


def _names(scores: AnyMapping[str, Any], way: Passage) -> dict[str, Any]:
    return {way.names[name]: each for name, each in scores.items() if name in way.names}


def _nodes(written: object, around: Mapping, way: Passage) -> Mapping:
    if not isinstance(written, Mapping):
        return Mapping.of({}, around.span)
    keys = {way.names[name]: key_span(written, name) for name in written if name in way.names}
    own = {name: _without_bound_target(each, way.old.indicators.get(name)) for name, each in written.items()}
    return Mapping.of(_names(own, way), written.span, keys)


def _without_bound_target(entry: object, was: Indicator | None) -> object:
    """An entry without a target that only repeats the one of the old edition."""
    if not isinstance(entry, Mapping) or getattr(was, "target", None) is None:
        return entry
    kept = {key: value for key, value in entry.items() if key != "target"}
    return Mapping.of(kept, entry.span, entry.keys_at)


def _adjusted(change: Adjustment, way: Passage) -> Adjustment:
    return change.model_copy(update={"of": way.names.get(change.of, change.of)})


def _measured(scheme: Scheme, entries: Entries) -> Layer:
    """A layer whose entries are rid of the self scores beside methods that compute."""
    layer = measure(scheme, entries)
    for name, outcome in layer.outcomes.settled.items():
        entry = entries.by_indicator[name]
        if isinstance(entry, Entry) and entry.self_ is not None and not outcome.stated:
            entries.by_indicator[name] = entry.model_copy(update={"self_": None})
    return layer


def _rescaled(layer: Layer, way: Passage) -> list[Finding]:
    """Marks by hand whose full marks have changed."""
    found: list[Finding] = []
    was = {match.new: match.old for match in way.matches}
    for name, outcome in layer.outcomes.settled.items():
        old, new = way.old.indicators[was[name]], way.new.indicators[name]
        if outcome.stated and _full(old) != _full(new):
            place = layer.entries.place(name, "self")
            found.append(StatedOnAnotherScale.at(place, indicator=name, old=old.full or "—", new=new.full or "—"))
    return found


def _full(indicator: Indicator) -> object:
    return None if indicator.full is None else exact(indicator.full)
