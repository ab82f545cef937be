"""The data as a whole: schemes, reports, and what reports have to do with one another - groups, roll-ups, places."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import PurePosixPath

from scorepress.verify.methods import Child
from scorepress.verify.reading import At
from scorepress.verify.total import Result, less_is_better, score
from scorepress.verify.tree import Sheet
from scorepress.verify.values import TIES, ZERO, Group, compared, opens, value_of
from scorepress.verify.words import Refused

LAYERS = ("self", "verified", "final")
WITHDRAWN = (
    *("format", "version", "type", "title", "unit", "status", "number", "date", "issuer"),
    *("index_number", "publisher", "published_on", "scheme", "period", "file", "sha256", "page", "withdrawn"),
)
"""All that the data says of a withdrawn report."""


@dataclass(frozen=True)
class Scheme:
    """One edition."""

    at: At

    @cached_property
    def trees(self) -> dict[str, list[At]]:
        """The parts in force by class; the class is empty where there are none."""
        return {tree.text("class", ""): tree.each("parts") for tree in self.at.each("trees")}

    @cached_property
    def class_of(self) -> dict[str, str]:
        """The class of each unit that a class lists."""
        return {unit: name for name, units in self._classes.items() for unit in units}

    @cached_property
    def _classes(self) -> dict[str, list[str]]:
        return {each.text("id"): each.texts("units") for each in self.at.each("classes")}

    @cached_property
    def divisions(self) -> dict[str, dict[str, list[str]]]:
        """Units by group, for each way in which an indicator may divide them."""
        listed = [*self.at.texts("units"), *(unit for units in self._classes.values() for unit in units)]
        everybody = {"all": list(dict.fromkeys(listed))}
        others = {
            name: {group: division.texts(group) for group in division.keys()}  # noqa: SIM118 - not a mapping
            for name, division in self.at.named("groupings").items()
        }
        return {"all": everybody, "class": self._classes or everybody, **others}

    def parts(self, unit: str) -> list[At]:
        """The parts in force for a unit."""
        name = self.class_of.get(unit, "")
        if name not in self.trees:
            raise self.at.refusal("no-class", unit=unit)
        return self.trees[name]

    def compares(self, unit: str, indicator: str) -> bool:
        """Whether the unit's class has the indicator and compares units by it."""
        rule = self.indicators.get(self.class_of.get(unit, ""), {}).get(indicator)
        return rule is not None and compared(rule)

    @cached_property
    def indicators(self) -> dict[str, dict[str, At]]:
        """The indicators of each class by id."""
        return {name: _leaves(parts) for name, parts in self.trees.items()}


def _leaves(parts: Sequence[At]) -> dict[str, At]:
    found: dict[str, At] = {}
    for part in parts:
        found |= _leaves(part.each("parts"))
        found |= {leaf.text("id"): leaf for leaf in part.each("indicators")}
    return found


@dataclass(frozen=True)
class Report:
    """One report."""

    at: At
    scheme: Scheme

    @cached_property
    def unit(self) -> str:
        """The unit's id."""
        return self.at.text("unit")

    @cached_property
    def layers(self) -> dict[str, At]:
        """The layers that there are, from the unit's own upwards."""
        found = self.at.named("layers")
        self.at.at("layers").at("self")
        for name in found.keys() - set(LAYERS):
            raise found[name].refusal("extra-key", key=name)
        return {name: found[name] for name in LAYERS if name in found}

    @cached_property
    def indicators(self) -> dict[str, At]:
        """The indicators in force for the unit."""
        self.scheme.parts(self.unit)
        return self.scheme.indicators[self.scheme.class_of.get(self.unit, "")]

    def reached(self, layer: str) -> At:
        """The layer of this name, or the last one below it."""
        return self.layers[last_of(self.layers, layer)]

    @property
    def highest(self) -> str:
        """The name of the last layer."""
        return list(self.layers)[-1]


def last_of(layers: Collection[str], layer: str) -> str:
    """The layer of this name, or the last one below it, among `layers`."""
    return [name for name in LAYERS[: LAYERS.index(layer) + 1] if name in layers][-1]


@dataclass
class Data:
    """Everything that was read."""

    names: dict[str, str] = field(default_factory=dict)
    """Names of units by id."""
    schemes: dict[str, Scheme] = field(default_factory=dict)
    reports: dict[tuple[str, str, str], Report] = field(default_factory=dict)
    """By unit, scheme and period."""
    withdrawn: list[At] = field(default_factory=list)
    units: dict[str, At] = field(default_factory=dict)
    """What is said of each unit, by id."""
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)
    results: dict[tuple[str, str], Result | Refused] = field(default_factory=dict)
    """By file and layer."""
    layers: dict[tuple[str, str], dict[str, bool]] = field(default_factory=dict)
    """By scheme and period: the layers that there are, and whether each is expected of every report."""
    standings: dict[tuple[str, ...], Group] = field(default_factory=dict)
    """What is ranked together, by scheme, period, layer and group."""

    def add(self, kind: str, at: At) -> None:
        """One file more."""
        if kind == "units":
            self.units |= {unit.text("unit"): unit for unit in at.each("units")}
            self.names |= {name: unit.text("name") for name, unit in self.units.items()}
        elif kind == "scheme":
            scheme, edition = at.text("scheme"), at.text("edition")
            _placed(at, f"schemes/{scheme}/{edition}.json")
            self.schemes[f"{scheme}@{edition}"] = Scheme(at)
        else:
            unit, scheme = at.text("unit"), at.text("scheme")
            _placed(at, f"reports/{unit}/{PurePosixPath(at.text('file')).stem}.json")
            if scheme not in self.schemes:
                raise at.at("scheme").refusal("no-scheme", scheme=scheme)
            if kind == "withdrawn":
                _withdrawn(at)
                self.withdrawn.append(at)
                return
            key = (unit, scheme, at.text("period"))
            if key in self.reports:
                raise at.refusal("twice", other=self.reports[key].at.file)
            self.reports[key] = Report(at, self.schemes[scheme])

    def group(self, report: Report, layer: str, rule: At) -> Group:
        """The group in which an indicator of a report is compared, at a layer."""
        division = rule.text("group", "class", report.scheme.divisions)
        groups = report.scheme.divisions[division]
        name = next((name for name, units in groups.items() if report.unit in units), None)
        if name is None:
            raise report.at.at("unit").refusal("no-group", unit=report.unit)
        scheme, period, bar = report.at.text("scheme"), report.at.text("period"), ""
        if rule.has("gate"):  # it may differ from class to class
            bar = rule.at("gate").text("operator", ">=") + rule.at("gate").text("target")
        key = (scheme, period, layer, rule.text("id"), division, name, bar)
        if key not in self.groups:
            members = {
                unit: self.reports.get((unit, scheme, period))
                for unit in groups[name]
                if report.scheme.compares(unit, rule.text("id"))
            }
            self.groups[key] = self._group(rule, layer, members)
        return self.groups[key]

    def _group(self, rule: At, layer: str, members: Mapping[str, Report | None]) -> Group:
        values: list[Fraction] = []
        missing: list[str] = []
        for unit, member in members.items():
            found: Fraction | None = None
            if member is not None:
                entry = member.reached(layer).named("entries").get(rule.text("id"))
                if entry is not None and entry.has("not_applicable"):
                    continue
                try:
                    found = value_of(member.indicators[rule.text("id")], entry) if entry is not None else None
                except Refused:
                    found = None  # which is a fault of the other report
                if found is not None and opens(rule, found):
                    values.append(found)
            if member is None or found is None or not self.has_reached(member, layer):
                missing.append(self.names.get(unit, unit))
        return Group(values, missing)

    def result(self, report: Report, layer: str) -> Result:
        """What a layer of a report gives. Raises `Refused` where it gives nothing."""
        key = (report.at.file, layer)
        if key not in self.results:
            self.results[key] = At(report.at.file, None).refusal("too-deep")  # for whoever comes back to it in a circle
            try:
                self.results[key] = score(self._sheet(report, layer))
            except Refused as refused:
                self.results[key] = refused
        found = self.results[key]
        if isinstance(found, Refused):
            raise found
        return found

    def _sheet(self, report: Report, name: str) -> Sheet:
        layer = report.layers[name]
        return Sheet(
            report.scheme.at,
            report.scheme.parts(report.unit),
            layer.named("entries"),
            layer.each("adjustments"),
            layer.each("vetoes"),
            lambda rule: self.group(report, name, rule),
            lambda rule: self.children(report, rule),
            layer,
        )

    def children(self, report: Report, rule: At) -> list[Child]:
        """The scores in force of the units below, with their weights."""
        scheme, take, period = rule.text("of"), rule.text("take", "total"), report.at.text("period")
        below = rule.at("children").at(report.unit)
        found: list[Child] = []
        for unit in below.keys():  # noqa: SIM118 - not a mapping
            child = self.reports.get((unit, scheme, period))
            if child is None:
                found.append(Child(below.share(unit), None, Fraction(), (self.names.get(unit, unit),)))
                continue
            result = self.result(child, list(child.layers)[-1])
            node = result.nodes.get(take) if take not in {"total", "base"} else None
            whole = {"total": result.total, "base": result.base}.get(take)
            marks, full = (node.marks, node.full) if node else (whole, result.full)
            found.append(Child(below.share(unit), marks, full, result.waits_for))
        return found

    def expected(self, scheme: str, period: str) -> frozenset[str]:
        """The layers that every report of an edition and period will have: some has more there than adjustments."""
        return frozenset(name for name, needed in self._layers(scheme, period).items() if needed)

    def has_reached(self, report: Report, layer: str) -> bool:
        """Whether a report has the layer, or else the last one up to it that is expected of it."""
        expected = self.expected(report.at.text("scheme"), report.at.text("period"))
        return layer in report.layers or last_of(expected, layer) in report.layers

    def place(self, report: Report, layer: str | None = None) -> "Place | None":
        """The place of a report at a layer; without one, that of its last layer in the ranking of the highest there is.

        None where the scheme ranks nobody, or not this unit.
        """
        if not report.scheme.at.has("ranking"):
            return None
        ranking = report.scheme.at.at("ranking")
        groups = report.scheme.divisions[ranking.text("within", "class", report.scheme.divisions)]
        name = next((name for name, units in groups.items() if report.unit in units), None)
        if name is None:
            return None
        scheme, period = report.at.text("scheme"), report.at.text("period")
        ranked = layer or last_of(self._layers(scheme, period), LAYERS[-1])
        key = (scheme, period, ranked, name)
        if key not in self.standings:
            self.standings[key] = self._standing(key, groups[name])
        standing, own = self.standings[key], self.result(report, layer or report.highest)
        value = _ranked(own, report.scheme.at)
        place = None if value is None else standing.place(value, ranking.text("ties", among=TIES))
        waits_for = tuple(dict.fromkeys([*standing.missing, *own.waits_for]))
        return Place(place, len(standing.values), name, waits_for, ranked)

    def _layers(self, scheme: str, period: str) -> dict[str, bool]:
        """The layers that any report of an edition and period has, and whether each is expected of all of them."""
        key = (scheme, period)
        if key not in self.layers:
            layers: dict[str, bool] = {}
            for report in (report for (_, *own), report in self.reports.items() if tuple(own) == key):
                with suppress(Refused):  # what cannot be read is a fault of that report
                    for name, layer in report.layers.items():
                        layers[name] = layers.get(name, False) or not layer.flag("adjusts_only")
            self.layers[key] = layers
        return self.layers[key]

    def _standing(self, key: tuple[str, ...], units: Sequence[str]) -> Group:
        scheme, period, layer, _ = key
        values: list[tuple[bool, Fraction]] = []
        missing: list[str] = []
        waits_for: list[str] = []
        for unit in units:
            member = self.reports.get((unit, scheme, period))
            if member is None or not self.has_reached(member, layer):
                missing.append(self.names.get(unit, unit))
            if member is not None:
                try:
                    result = self.result(member, last_of(member.layers, layer))
                except Refused:
                    continue  # which is a fault of the other report
                value = _ranked(result, member.scheme.at)
                values += [] if value is None else [value]
                waits_for += result.waits_for
        return Group(values, (*missing, *waits_for))


@dataclass(frozen=True)
class Place:
    """The place of one report; none for a unit that is not ranked."""

    place: Fraction | None
    count: int
    group: str
    waits_for: tuple[str, ...]
    layer: str
    """The layer that is ranked."""


def _ranked(result: Result, scheme: At) -> tuple[bool, Fraction] | None:
    """What is ranked, the better the greater: whether no veto puts the unit last, and the total or its share of full.

    None where a veto or a missing total forbids a place.
    """
    by = scheme.at("ranking").text("by", "total", ("total", "share"))
    if result.total is None or result.ranked == "none" or (by == "share" and not result.full):
        return None
    if result.ranked == "last":
        return False, ZERO
    value = result.total / result.full if by == "share" else result.total
    return True, -value if less_is_better(scheme) else value


def _withdrawn(at: At) -> None:
    """A withdrawn report says when and why, and nothing more: what it said is not published, and counts nowhere."""
    at.text("status", among=("withdrawn",))
    said = at.at("withdrawn")
    said.text("date")
    said.text("reason")
    extra = next((key for key in at.keys() if key not in WITHDRAWN), None)  # noqa: SIM118 - not a mapping
    if extra is not None:
        raise at.at(extra).refusal("extra-key", key=extra)


def _placed(at: At, path: str) -> None:
    if at.file != path:
        raise at.refusal("misplaced", expected=path)
