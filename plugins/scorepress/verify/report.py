"""One report computed again, layer by layer, and compared with what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorepress.verify.arithmetic import NoResultError, compute, shown
from scorepress.verify.data import Data, Place, Report, Scheme
from scorepress.verify.parts import UNKNOWN, Node
from scorepress.verify.reading import At
from scorepress.verify.total import Result
from scorepress.verify.tree import Rounding
from scorepress.verify.words import Refused, Verdict

AMOUNTS = ("total", "base", "bonus", "penalty", "full", "share")


def check_report(report: Report, data: Data, verdict: Verdict) -> None:
    """Every layer of a report computed again; what differs is added to the verdict."""
    report.scheme.parts(report.unit)
    report.at.text("status", among=("published",))
    _evidence(report)
    if report.at.text("class", "") != report.scheme.class_of.get(report.unit, ""):
        raise report.at.at("class").refusal("differs", published=report.at.text("class"), expected="—")
    below: At | None = None
    for name, layer in report.layers.items():
        try:
            if below is not None:
                _carried(below, layer)
            _stated_by(name, below, layer, told=report.at.has("sha256"))
            for indicator, entry in layer.named("entries").items():
                if indicator not in report.indicators:
                    raise entry.refusal("extra-key", key=indicator)

            result = data.result(report, name)
            verdict.faults += result.faults
            comparison = _Comparison(verdict, report.scheme)
            comparison.layer(layer, result)
            if result.known:
                comparison.place(layer, data.place(report, name))
        except Refused as refused:
            verdict.faults.append(refused.fault)
        below = layer
    try:
        if data.result(report, report.highest).known:
            _Comparison(verdict, report.scheme).ranked(report.at, data.place(report))
    except Refused as refused:
        verdict.faults.append(refused.fault)


def _evidence(report: Report) -> None:
    """Entries refer to evidence that the report lists."""
    for layer in report.layers.values() if report.at.has("evidence") else ():
        for entry in layer.named("entries").values():
            for name in entry.each("evidence"):
                if name.itself() not in report.at.named("evidence"):
                    raise name.refusal("not-in-list", name=name.itself())


def _carried(below: At, layer: At) -> None:
    """What the layer below stated holds on."""
    for key in ("vetoes", "adjustments"):
        before, now = ([each.value for each in one.each(key)] for one in (below, layer))
        if now[: len(before)] != before:
            raise layer.refusal("not-carried", key=key)


def _stated_by(name: str, below: At | None, layer: At, *, told: bool) -> None:
    """What a layer adds bears its name; entries that it has not reviewed are those of the layer below.

    Data of an earlier version does not tell which it has reviewed.
    """
    for key in ("vetoes", "adjustments"):
        for case in layer.each(key)[len(below.each(key)) if below is not None else 0 :]:
            if case.text("layer") != name:
                raise case.at("layer").refusal("differs", published=case.text("layer"), expected=name)
    reviewed = layer.texts("reviewed")
    before = below.named("entries") if below is not None else {}
    for indicator, entry in layer.named("entries").items() if below is not None and told else ():
        if indicator not in reviewed and (indicator not in before or before[indicator].value != entry.value):
            raise entry.refusal("not-carried", key=indicator)


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

    def ranked(self, report: At, place: Place | None) -> None:
        """The place in the one ranking that was published, with the layer that is ranked."""
        self._place(report, place, ("layer",))
        if place is not None:
            self._same(report.at("place"), "layer", place.layer)

    def place(self, layer: At, place: Place | None) -> None:
        """The place that was published, if the scheme ranks, and the rank that was declared."""
        declared = layer.named("declared").get("rank")
        if declared is not None:
            self.verdict.numbers += 1
            found = place.place if place is not None else None
            provisional = place is not None and found is not None and place.waits_for
            if declared.amount() != found and not provisional:
                self._fault(declared, "declared", published=declared.value, expected=shown(found))
        self._place(layer, place)

    def _place(self, layer: At, place: Place | None, more: tuple[str, ...] = ()) -> None:
        """A place as it was published; `more` are the keys that it has besides."""
        if place is None:
            if layer.has("place"):
                self._fault(layer.at("place"), "extra-key", key="place")
            return
        at = layer.at("place")
        self._amount(at, "place", place.place)
        self._amount(at, "count", Fraction(place.count))
        self._same(at, "group", place.group)
        self._doubts(at, about=False, waits_for=place.waits_for)
        self._steps(at, place.place, needed=True)
        self._known(at, ("place", "count", "group", "waits_for", "steps", *more))

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
        declared = layer.named("declared")
        grade = declared.pop("grade", None) if "grade" not in result.nodes else None
        if grade is not None:
            self.verdict.numbers += 1
            if grade.itself() != result.grade and not (result.grade and result.waits_for):
                self._fault(grade, "declared", published=grade.value, expected=result.grade or "—")
        if "rank" not in result.nodes:
            declared.pop("rank", None)  # compared with the place
        for name, stated in declared.items():
            node = result.nodes.get(name) if name != "base" else None
            computed = node.marks if node else getattr(result, name) if name in AMOUNTS[:4] else None
            if computed is not None and computed < 0 and name in result.tops:
                computed = -computed  # people declare what a penalty takes off as a positive amount
            self.verdict.numbers += 1
            if computed is not None and (node.waits_for if node else result.waits_for):
                continue  # provisional: it may still become what is declared
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
