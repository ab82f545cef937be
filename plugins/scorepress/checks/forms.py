"""A filled-in form among its own numbers: reasons that they ask for, and cells that nothing was written for."""

from collections.abc import Iterator

from scorepress.core.expressions import Value, evaluate
from scorepress.core.findings import Finding, Refusal, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, key_span
from scorepress.core.numbers import exact
from scorepress.core.spans import Span
from scorepress.reports.forms import FilledForm
from scorepress.schemes.form import Blank, Form
from scorepress.schemes.indicator import Entry
from scorepress.schemes.measured import TargetEntry
from scorepress.scoring.forms import achieved, form_scores
from scorepress.scoring.scorecard import Score, Scorecard


class FormReasonMissing(Rule):
    """The numbers of the form ask for a reason, and none is given."""

    code = "SR386"
    unfinished = True
    message = N_("the form asks for {key}: {formula} is {value}, {bound}")
    cure = N_("add {key}: …")
    why = N_("The paper form asks for it in this case, and goes back to the unit without it.")
    bad = "form: {资金: {总额: [100, 100, 62]}}"
    good = "form: {资金: {总额: [100, 100, 62]}, 执行率低于90%的原因: 招标推迟}"


class FormReasonUndecided(Rule):
    """Whether the form asks for a reason cannot be told."""

    code = "SR387"
    severity = Severity.NOTE
    message = N_("whether the form asks for {key} cannot be told: {formula} has no result")
    cure = N_("write the number instead of ~; if nobody knows it, nothing is to be done")
    why = N_("A check that could not run says so.")
    bad = "form: {资金: {总额: [100, ~, 62]}}"
    good = "form: {资金: {总额: [100, 100, 62]}}"


class TargetChangedUnexplained(Rule):
    """A target was changed in the year, and the report does not say why."""

    code = "SR388"
    unfinished = True
    message = N_("the target of {indicator} was changed from {initial} to {target} without a reason")
    cure = N_("add note: … with the reason and the document that allowed it")
    why = N_("A target lowered at the end of the year makes every miss a hit.")
    bad = "Q1: {initial: 1500, target: 1200, actual: 1260}"
    good = "Q1: {initial: 1500, target: 1200, actual: 1260, note: 年中经批准调整}"


class ResultMissing(Rule):
    """The form has a column for what was achieved, and the entry says nothing that could stand there."""

    code = "SR389"
    unfinished = True
    message = N_("{indicator} does not say what was achieved, for the column {column} of the form")
    cure = N_("add result: … in words")
    why = N_("Marks without what they were given for cannot be judged by anybody.")
    bad = "X21: 9"
    good = "X21: {self: 9, result: 群众知晓率明显提高}"


def check_filled(filled: FilledForm, card: Scorecard, node: Mapping) -> Iterator[Finding]:
    """Everything that the form asks for because of what stands in it; `node` is the report."""
    tables = {name: table.value() for name, table in filled.tables.items()}
    if tables.keys() == filled.form.tables.keys():
        for title, blank in filled.form.blanks.items():
            if blank.when is not None and title not in filled.blanks:
                yield from _reason(blank, tables, key_span(node, "form"))
    for score in form_scores(filled.form, card):
        if isinstance(score.entry, Entry) and score.marks is not None:
            yield from _entry(filled, score, score.entry, node)


def _reason(blank: Blank, tables: dict[str, Value], place: Span) -> Iterator[Finding]:
    when = blank.when
    if when is None:
        return
    try:
        value = evaluate(when.value, tables).number
    except Refusal:  # a number is not known, or stands in a row that was left out: the formula itself can be read
        value = None
    if value is None:
        yield FormReasonUndecided.at(place, key=blank.title, formula=when.value)
    elif when.holds(value):
        yield FormReasonMissing.at(place, key=blank.title, formula=when.value, value=value, bound=when.words)


def _column(form: Form) -> str | None:
    """The title of the column for what was achieved, if there is one."""
    columns = form.indicators.columns if form.indicators else []
    return next((each.title for each in columns if each.shows == "actual"), None)


def _entry(filled: FilledForm, score: Score, entry: Entry, node: Mapping) -> Iterator[Finding]:
    place = key_span(node, "scores", score.id)
    column = _column(filled.form)
    if column is not None and achieved(score) is None:
        yield ResultMissing.at(place, indicator=score.id, column=column)
    if isinstance(entry, TargetEntry) and entry.initial is not None and entry.note is None:
        target = entry.target if entry.target is not None else getattr(score.node, "target", None)
        if target is not None and exact(target) != exact(entry.initial):
            yield TargetChangedUnexplained.at(place, indicator=score.id, initial=entry.initial, target=target)
