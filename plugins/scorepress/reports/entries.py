"""The score entries of a report, each read by the method of its indicator."""

import difflib
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from scorepress.core.clerks_words import keys_meant
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, Scalar, key_span, span_at
from scorepress.core.numbers import is_number
from scorepress.core.records import Context, glued, misread, read_record
from scorepress.core.shapes import KeyWithoutValue
from scorepress.core.spans import Span
from scorepress.reports.model import Report, ReportFile
from scorepress.schemes.indicator import Entry, Indicator, NotApplicable, Policy
from scorepress.schemes.model import Scheme


class UnknownIndicator(Rule):
    """A report scores an indicator that its scheme does not have."""

    code = "SR310"
    message = N_("{scheme} has no indicator {indicator}")
    cure = N_("{suggestion}")
    why = N_("Its marks would not be part of any total; most often the id is misspelt.")
    bad = "scores: {A17: 5}  # the scheme ends at A16"
    good = "scores: {A16: 5}"


class MissingIndicator(Rule):
    """A report leaves out an indicator of its scheme."""

    code = "SR311"
    unfinished = True
    message = N_("the indicator {indicator} {title} has no score")
    cure = N_("{cure}")
    why = N_("Left out could mean zero or not applicable; without it there is no total.")
    bad = "scores: {A1: 30}  # the scheme has A1 and A2"
    good = "scores: {A1: 30, A2: 20}"


class NotApplicableForbidden(Rule):
    """A report calls an indicator not applicable, which the scheme does not allow."""

    code = "SR312"
    message = N_("the scheme expects every unit to be scored on {indicator}")
    cure = N_("give the score; only the scheme can allow not_applicable")
    why = N_("An indicator left out makes the share of full marks look better than it is.")
    bad = "A3: {not_applicable: 未开展}"
    good = "A3: {self: 0, note: 未开展}"


class ValueWithoutKey(Rule):
    """A value stands alone where the method needs to know what it is."""

    code = "SR340"
    message = N_("{text} stands alone, and the method asks for {key}")
    cure = N_("write {plain}")
    why = N_("95 could be the value reached, the target or the marks; the key says which.")
    bad = "A1: 95"
    good = "A1: {actual: 95}"


class InputFromForm(Rule):
    """A score gives a number that it takes from the form."""

    code = "SR385"
    message = N_("{input} is taken from the form")
    cure = N_("delete it here")
    why = N_("One number in two places comes apart one day.")
    bad = "Y1: {inputs: {paid: 480.5}}  # the scheme: from: [资金, 总额, 执行]"
    good = "Y1: {note: 尾款待结算}"


Cells = AnyMapping[str, Scalar]
"""Inputs of one indicator by their names, as they are written elsewhere."""
NO_CELLS: AnyMapping[str, Cells] = {}


@dataclass
class Entries:
    """The entries that could be read, and the indicators that stay without a score."""

    by_indicator: dict[str, Entry | NotApplicable] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unsound: set[str] = field(default_factory=set)
    """Indicators whose entry has an error: what is left of it must not be scored."""
    nodes: Mapping = field(default_factory=Mapping)
    """The entries as written."""

    def place(self, indicator: str, *path: str | int) -> Span:
        """Where something of an entry stands."""
        return span_at(self.nodes, indicator, *path)


def read_entries(file: ReportFile, scheme: Scheme, cells: AnyMapping[str, Cells] = NO_CELLS) -> Entries:
    """Every score of the report, read as the indicator's method wants it.

    `cells` are inputs, by indicator, that are taken from the scheme's form.
    """
    entries = Entries()
    if file.report is None or file.page.node is None:
        return entries
    written = file.page.node.get("scores")
    nodes = written if isinstance(written, Mapping) else Mapping.of({}, file.page.node.span)
    if cells:
        nodes = _with_cells(nodes, cells, entries.findings)
    reported = {name for name, inputs in cells.items() if not inputs}
    unsaid = [each for name, each in scheme.indicators.items() if name not in nodes and name not in reported]
    missing = [each.id for each in unsaid if each.needs_entry]
    errors = _errors(file)
    entries.nodes = nodes
    entries.by_indicator |= {each.id: each.entry.model_construct() for each in unsaid if not each.needs_entry}
    for name in {**file.report.scores, **cells}:
        indicator = scheme.indicators.get(name)
        if indicator is None:
            wrong_signs = glued(name, nodes, scheme.indicators)
            close = [] if name in scheme.all_parts or wrong_signs else _close(name, missing, scheme)
            missing = [] if wrong_signs else [each for each in missing if each not in close]  # misspelt is not missing
            entries.findings.append(wrong_signs or _unknown(name, key_span(nodes, name), scheme, close))
            continue
        if name in reported and not _excused(nodes.get(name)):
            entries.unsound.add(name)
        else:
            _read_entry(indicator, entries, scheme, errors)
    known = "scores" not in file.page.node.repeated and not misspelt(file.page.node, "scores")
    if known and (written is None or isinstance(written, Mapping)):
        place = key_span(file.page.node, "scores" if written is not None else "scheme")
        entries.findings.extend(
            MissingIndicator.at(place, indicator=name, title=indicator.title, cure=_add(indicator, scheme))
            for name, indicator in ((name, scheme.indicators[name]) for name in missing)
            if name not in file.page.node  # it stands outside the scores, and is named there
        )
    return entries


def _add(indicator: Indicator, scheme: Scheme) -> Message:
    """What to write for an indicator that has no score; that it does not apply, only where the scheme allows it."""
    allowed = scheme.policy(indicator) is not Policy.FORBIDDEN
    words = N_("add {indicator}: …; if it does not apply to the unit: {indicator}: {{not_applicable: the reason}}")
    return message(words if allowed else N_("add {indicator}: …"), indicator=indicator.id)


def _fill_in(indicator: Indicator, scheme: Scheme) -> Message:
    """The same for one whose line is there and empty."""
    allowed = scheme.policy(indicator) is not Policy.FORBIDDEN
    words = N_("fill in the score; an indicator that does not apply: {{not_applicable: the reason}}")
    return message(words if allowed else N_("fill in the score"))


def _close(name: str, missing: Collection[str], scheme: Scheme) -> list[str]:
    """The indicator that a key most likely means: by its title, or by an id spelt nearly so, among the missing ones."""
    titled = [key for key in missing if name.removeprefix(key).strip(TITLE_EDGES) == scheme.indicators[key].title]
    return titled[:1] or difflib.get_close_matches(name, missing, n=1, cutoff=0.5)


TITLE_EDGES = " 　、.．:：-"
"""What stands between an id and a title where both are written."""


def check_names(file: ReportFile, scheme: str, names: Collection[str]) -> Iterator[Finding]:
    """The scores of what is not among the `names` of a scheme: all that can be said while the scheme has errors."""
    written = file.page.node.get("scores") if file.page.node else None
    if file.report is not None and isinstance(written, Mapping):
        for name in file.report.scores:
            if name not in names:
                close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
                yield _not_there(scheme, name, key_span(written, name), close)


def _key(name: str, span: Span) -> Scalar:
    """A key as if it had been written where its value stands."""
    key = Scalar(name)
    key.plain, key.span = True, span
    return key


def _excused(entry: object) -> bool:
    return isinstance(entry, Mapping) and "not_applicable" in entry


def _with_cells(nodes: Mapping, cells: AnyMapping[str, Cells], findings: list[Finding]) -> Mapping:
    """The entries as written, with the inputs from the form put in; an entry that only has such can be left out."""
    made = Mapping.of(dict(nodes), nodes.span, dict(nodes.keys_at))
    made.repeated = nodes.repeated
    for name, inputs in cells.items():
        entry = nodes.get(name)
        if not inputs or _excused(entry):
            continue
        span = next(iter(inputs.values())).span
        if isinstance(entry, Scalar) and not entry.is_null:
            entry = Mapping.of({"self": entry}, entry.span)
        elif entry is None:
            entry = Mapping.of({}, span)
            made.keys_at[name] = span
        if not isinstance(entry, Mapping):
            continue
        own = entry.get("inputs")
        given = own if isinstance(own, Mapping) else Mapping.of({}, span)
        findings.extend(
            InputFromForm.at(key_span(given, key), inputs[key].span, input=key) for key in given if key in inputs
        )
        taken: dict[str, Scalar] = {_key(key, cell.span): cell for key, cell in inputs.items()}
        merged = Mapping.of({**given, **taken}, given.span, dict(given.keys_at))
        made[name] = Mapping.of({**entry, "inputs": merged}, entry.span, entry.keys_at)
        made[name].repeated = entry.repeated
    return made


def read_review(file: ReportFile, scheme: Scheme, layer: str, below: Entries) -> Entries:
    """The entries of a review (`verified` or `final`): those of the layer below, with its own in their place."""
    node = file.page.node[layer] if file.page.node else Mapping()
    written = node.get("scores")
    own = written if isinstance(written, Mapping) else Mapping.of({}, node.span)
    renamed = {name: _marks_as_self(each) for name, each in own.items()}
    nodes = Mapping.of({**below.nodes, **renamed}, own.span, {**below.nodes.keys_at, **own.keys_at})
    nodes.repeated = own.repeated
    entries = Entries(dict(below.by_indicator), [], set(below.unsound), nodes)
    errors = _errors(file)
    for name in own:
        indicator = scheme.indicators.get(name)
        if indicator is None:
            entries.findings.append(_unknown(name, key_span(own, name), scheme, []))
            continue
        entries.by_indicator.pop(name, None)
        entries.unsound.discard(name)
        _read_entry(indicator, entries, scheme, errors)
    return entries


def _marks_as_self(node: object) -> object:
    """An entry of a review: a reviewer writes `marks`, since they are not the unit's own."""
    if not isinstance(node, Mapping) or "marks" not in node:
        return node
    items = {"self" if key == "marks" else key: value for key, value in node.items()}
    return Mapping.of(items, node.span, {**node.keys_at, "self": node.keys_at["marks"]})


def _errors(file: ReportFile) -> list[Span]:
    """Where errors were found before the entries were read."""
    return [finding.span for finding in file.findings if finding.severity is Severity.ERROR]


def _read_entry(indicator: Indicator, entries: Entries, scheme: Scheme, errors: list[Span]) -> None:
    """Read one entry of `entries.nodes`; where one of the earlier `errors` lies in it, it is not sound."""
    name, node = indicator.id, entries.nodes[indicator.id]
    context, before = Context(entries.findings), len(entries.findings)
    if isinstance(node, Mapping) and "not_applicable" in node:
        if scheme.policy(indicator) is Policy.FORBIDDEN:
            place = node.keys_at["not_applicable"]
            entries.findings.append(NotApplicableForbidden.at(place, indicator=name))
            return
        entry: Entry | NotApplicable | None = read_record(NotApplicable, node, context)
    elif isinstance(node, Scalar) and (node.is_null or not node.strip()):
        entries.findings.append(KeyWithoutValue.at(node.span, cure=_fill_in(indicator, scheme)))
        entry = None
    elif isinstance(node, Scalar) and indicator.needed_key is not None and not node.is_null:
        entries.findings.append(misread(node, Mapping) or _alone(node, indicator, indicator.needed_key))
        entry = None
    else:
        entry = read_record(indicator.entry, node, context)
    if entry is not None:
        entries.by_indicator[name] = entry
    spoilt = any(map(node.span.holds, errors))
    refused = any(finding.severity is Severity.ERROR for finding in entries.findings[before:])
    if refused or spoilt or name in entries.nodes.repeated:
        entries.unsound.add(name)


def _alone(node: Scalar, indicator: Indicator, key: str) -> Finding:
    """The finding for a value that stands without the key that the indicator's method needs."""
    plain = f"{indicator.id}: {{{key}: {node if is_number(node) else '…'}}}"
    return ValueWithoutKey.at(node.span, text=str(node)[:60], key=key, plain=plain)


def misspelt(node: Mapping, key: str) -> bool:
    """Whether a report lacks `key` and has a key that was most likely meant for it."""
    if key in node:
        return False
    others = [each for each in node if each not in Report.model_fields]
    return bool(difflib.get_close_matches(key, others, n=1, cutoff=0.6)) or any(
        keys_meant(each, {key}) for each in others
    )


def _unknown(name: str, place: Span, scheme: Scheme, close: list[str]) -> Finding:
    part = scheme.all_parts.get(name)
    if part is not None:
        suggestion = message(N_("it is a part: score its indicators; to compare its sum, use declared"))
        return UnknownIndicator.at(place, scheme=scheme.key, indicator=name, suggestion=suggestion)
    return _not_there(scheme.key, name, place, close)


def _not_there(scheme: str, name: str, place: Span, close: list[str]) -> Finding:
    suggestion = message(N_("see the scheme for its indicators, or delete the line"))
    if close:
        suggestion = message(N_("Did you mean {key}?"), key=close[0])
    return UnknownIndicator.at(place, scheme=scheme, indicator=name, suggestion=suggestion)
