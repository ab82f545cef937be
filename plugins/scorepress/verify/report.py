"""One report computed again, layer by layer, and compared with what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from scorepress.verify.arithmetic import NoResultError, compute, shown
from scorepress.verify.parts import UNKNOWN, Node
from scorepress.verify.reading import At
from scorepress.verify.total import Result, score
from scorepress.verify.tree import Rounding, Sheet
from scorepress.verify.values import Group, compared, opens, value_of
from scorepress.verify.words import Refused, Verdict

LAYERS = ("self", "verified", "final")
AMOUNTS = ("total", "base", "bonus", "penalty", "full", "share")


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
        there = [name for name in LAYERS[: LAYERS.index(layer) + 1] if name in self.layers]
        return self.layers[there[-1]]


@dataclass
class Data:
    """Everything that was read."""

    names: dict[str, str] = field(default_factory=dict)
    """Names of units by id."""
    schemes: dict[str, Scheme] = field(default_factory=dict)
    reports: dict[tuple[str, str, str], Report] = field(default_factory=dict)
    """By unit, scheme and period."""
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)

    def add(self, kind: str, at: At) -> None:
        """One file more."""
        if kind == "units":
            self.names |= {each.text("unit"): each.text("name") for each in at.each("units")}
        elif kind == "scheme":
            scheme, edition = at.text("scheme"), at.text("edition")
            _placed(at, f"schemes/{scheme}/{edition}.json")
            self.schemes[f"{scheme}@{edition}"] = Scheme(at)
        else:
            unit, scheme = at.text("unit"), at.text("scheme")
            _placed(at, f"reports/{unit}/{at.file.rpartition('/')[2]}")
            if scheme not in self.schemes:
                raise at.at("scheme").refusal("no-scheme", scheme=scheme)
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
            if member is None or found is None or layer not in member.layers:
                missing.append(self.names.get(unit, unit))
        return Group(values, missing)


def _placed(at: At, path: str) -> None:
    if at.file != path:
        raise at.refusal("misplaced", expected=path)


def check_report(report: Report, data: Data, verdict: Verdict) -> None:
    """Every layer of a report computed again; what differs is added to the verdict."""
    parts = report.scheme.parts(report.unit)
    if report.at.text("class", "") != report.scheme.class_of.get(report.unit, ""):
        raise report.at.at("class").refusal("differs", published=report.at.text("class"), expected="—")
    below: At | None = None
    for name, layer in report.layers.items():
        try:
            if below is not None:
                _carried(below, layer)
            for indicator, entry in layer.named("entries").items():
                if indicator not in report.indicators:
                    raise entry.refusal("extra-key", key=indicator)

            def group(rule: At, _: Fraction, layer: str = name) -> Group:
                return data.group(report, layer, rule)

            entries, vetoes, changes = layer.named("entries"), layer.each("vetoes"), layer.each("adjustments")
            result = score(Sheet(report.scheme.at, parts, entries, changes, vetoes, group, layer))
            verdict.faults += result.faults
            _Comparison(verdict, report.scheme).layer(layer, result)
        except Refused as refused:
            verdict.faults.append(refused.fault)
        below = layer


def _carried(below: At, layer: At) -> None:
    """What the layer below stated holds on."""
    for key in ("vetoes", "adjustments"):
        before, now = ([each.value for each in one.each(key)] for one in (below, layer))
        if now[: len(before)] != before:
            raise layer.refusal("not-carried", key=key)


@dataclass
class _Comparison:
    verdict: Verdict
    scheme: Scheme

    def layer(self, layer: At, result: Result) -> None:
        """The totals and every score of a layer."""
        scores = layer.named("scores")
        nodes = {name: node for name, node in result.nodes.items() if name != "base"}
        for name in scores.keys() - nodes.keys():
            self._fault(scores[name], "extra-key", key=name)
        for name, node in nodes.items():
            if node.state != UNKNOWN:
                self._score(layer.at("scores").at(name), node)
        if result.known:
            self._result(layer.at("result"), result)
            self._declared(layer, result)

    def _result(self, at: At, result: Result) -> None:
        share = result.base / result.full if result.base is not None and result.full else None
        for name in AMOUNTS:
            self._amount(at, name, share if name == "share" else getattr(result, name))
        self._same(at, "grade", result.grade)
        self._same(at, "vetoes", result.vetoes)
        self._doubts(at, about=result.about, waits_for=result.waits_for)
        self._steps(at, result.total, needed=False)
        self._known(at, (*AMOUNTS, "grade", "vetoes", "about", "waits_for", "steps"))

    def _score(self, at: At, node: Node) -> None:
        self._amount(at, "marks", node.marks)
        self._amount(at, "full", node.full)
        self._same(at, "state", node.state)
        if at.has("label") or node.below:  # the word for an indicator's level may be left out
            self._same(at, "label", node.label, needed=False)
        self._doubts(at, about=node.about, waits_for=node.waits_for)
        self._steps(at, node.marks, needed=True)
        self._known(at, ("marks", "full", "state", "label", "about", "waits_for", "steps"))

    def _declared(self, layer: At, result: Result) -> None:
        rounding = Rounding(self.scheme.at)
        for name, stated in layer.named("declared").items():
            node = result.nodes.get(name) if name != "base" else None
            computed = node.marks if node else getattr(result, name) if name in AMOUNTS[:4] else None
            if computed is not None and computed < 0 and name in result.tops:
                computed = -computed  # people declare what a penalty takes off as a positive amount
            self.verdict.numbers += 1
            if computed is None or not rounding.confirms(stated, computed):
                self._fault(stated, "declared", published=stated.value, expected=shown(computed))

    def _amount(self, at: At, key: str, expected: Fraction | None) -> None:
        found = at.at(key)
        published = None if found.value is None else found.amount()
        self.verdict.numbers += expected is not None
        if published != expected:
            self._fault(found, "differs", published=found.value or "—", expected=shown(expected))

    def _same(self, at: At, key: str, expected: object, *, needed: bool = True) -> None:
        """A word or a list of words; where it is not `needed` and not published, nothing is expected."""
        found = at.at(key) if needed or at.has(key) or expected is not None else None
        if found is not None and found.value != expected:
            self._fault(found, "differs", published=found.value, expected=expected)

    def _doubts(self, at: At, *, about: bool, waits_for: Sequence[str]) -> None:
        if at.flag("about") is not about:
            self._fault(at, "differs", published=f"about: {at.flag('about')}", expected=f"about: {about}")
        if at.texts("waits_for") != list(waits_for):
            published, expected = "、".join(at.texts("waits_for")), "、".join(waits_for)
            self._fault(at, "differs", published=f"waits_for: {published}", expected=f"waits_for: {expected}")

    def _steps(self, at: At, marks: Fraction | None, *, needed: bool) -> None:
        """Each step gives its result, and the last one the marks."""
        steps = at.each("steps")
        for step in steps:
            self.verdict.numbers += 1
            formula = step.text("formula")
            try:
                result = compute(formula)
            except NoResultError:
                self._fault(step.at("formula"), "no-result", formula=formula)
                continue
            if step.number("result") != result:
                self._fault(step.at("result"), "step", formula=formula, expected=shown(result))
        if marks is not None and steps and steps[-1].number("result") != marks:
            self._fault(steps[-1].at("result"), "last-step", expected=shown(marks))
        if marks is not None and not steps and needed:
            self._fault(at, "no-steps")

    def _known(self, at: At, keys: Sequence[str]) -> None:
        for key in at.keys():  # noqa: SIM118 - not a mapping
            if key not in keys:
                self._fault(at.at(key), "extra-key", key=key)

    def _fault(self, at: At, code: str, **args: object) -> None:
        self.verdict.faults.append(at.fault(code, **args))
