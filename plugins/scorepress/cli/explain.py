"""The command `explain`: where a score comes from, as text for a terminal or as JSON."""

import difflib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from scorepress.assessment import Assessed
from scorepress.cli.asking import FORM, PROJECT, project_settings
from scorepress.cli.words import Command, misuse, translate
from scorepress.core.causes import folded
from scorepress.core.exits import Exit
from scorepress.core.findings import Finding, Severity
from scorepress.core.layout import Settings
from scorepress.core.messages import N_, Message, Translate, message, say
from scorepress.core.numbers import display, display_change, show, with_places
from scorepress.core.spans import Span, display_width, printable
from scorepress.exports.explanation import INDICATOR, TOTAL, Explained, Explanation, Written, explain
from scorepress.exports.explanation_data import explanation_data
from scorepress.project import assess
from scorepress.reports.loader import load_unit
from scorepress.scoring.layers import LAYER_WORDS, LAYERS
from scorepress.scoring.ranking import Placing
from scorepress.scoring.scorecard import State

MOST_NAMED = 20
"""So many names are listed; of more it is said how many there are."""
LABEL = 11
"""Columns of a terminal that a label fills at least."""


@click.command("explain", cls=Command)
@click.argument("unit")
@click.argument("period")
@click.argument("indicator", required=False)
@click.option("--layer", type=click.Choice(LAYERS), help=N_("layer of score"))
@click.option("--scheme", "scheme", help=N_("scheme@edition, where there are several reports"))
@FORM
@PROJECT
def explain_command(
    unit: str, period: str, indicator: str | None, layer: str | None, scheme: str | None, form: str
) -> None:
    """Explain the scores of a UNIT (id or name) for a PERIOD, all of them or one INDICATOR, part or total.

    Each rule, what was put in, with file and line, and every step.

    Exit code 0: explained. 1: the report has errors. 2: the command was used wrongly.
    """
    settings = project_settings(Path())
    spoken = translate()
    folder = _unit(settings, unit)
    project = assess(settings, [settings.units / folder])
    assessed = _report(project.reports, folder, period, scheme)
    gone = assessed.report.withdrawn if assessed.report and assessed.file.withdrawn else None
    if gone is not None:
        words = N_("the report was withdrawn on {date}: {reason}")
        raise misuse(words, date=gone.date, reason=gone.reason)
    found = explain(assessed, layer)
    if found is None and layer is not None and assessed.card is not None:
        layers = list(assessed.layers)
        raise misuse(N_("the report has no scores of this layer; there are: {layers}"), layers=layers)
    named = str(assessed.report.scheme) if assessed.report else ""
    rules = project.schemes.files.get(named)
    findings = [*assessed.findings, *(rules.findings if rules and found is None else ())]
    chosen = _chosen(found, indicator)
    if form == "json":
        data = explanation_data(found, chosen, findings, spoken)
        text = json.dumps(data, ensure_ascii=False, indent=2)
    else:
        text = "\n".join(_text(found, chosen, findings, spoken))
    click.echo(assessed.file.page.source.masked(text))
    found_errors = any(finding.severity is Severity.ERROR for finding in findings)
    sys.exit(Exit.FINDINGS if found_errors else Exit.CLEAN)


def _unit(settings: Settings, given: str) -> str:
    """The folder of the unit that an id, a name or a short name means."""
    names: dict[str, list[str]] = {}
    for path in settings.profiles():
        folder = path.parent.name
        if folder == given:
            return folder
        file = load_unit(path, settings.shown(path))
        for name in {file.unit.name, file.unit.short} if file.unit else ():
            names.setdefault(name, []).append(folder)
    found = names.get(given, [])
    if len(found) == 1:
        return found[0]
    if found:
        raise misuse(N_("several units are called {name}; write the id of one: {ids}"), name=given, ids=found)
    if Path(given).name == given and (settings.units / given).is_dir():
        return given
    folders = [path.parent.name for path in settings.profiles()]
    raise misuse(N_("there is no unit {name}; {near}"), name=given, near=_near(given, [*names, *folders], folders))


def _report(reports: Iterable[Assessed], folder: str, period: str, scheme: str | None) -> Assessed:
    own = sorted(reports, key=lambda each: each.file.withdrawn)  # what holds comes first
    named = [each for each in own if _period(each) == period]
    if not named:
        periods = sorted({_period(each) for each in own})
        if not periods:
            raise misuse(N_("{unit} has no report"), unit=folder)
        raise misuse(
            N_("{unit} has no report for {period}; there are: {periods}"), unit=folder, period=period, periods=periods
        )
    schemes = [str(each.report.scheme) if each.report else "?" for each in named]
    if scheme is not None:
        named = [each for each, own_scheme in zip(named, schemes, strict=True) if own_scheme == scheme]
        if not named:
            words = N_("{unit} has no report for {period} under {scheme}; there are: {schemes}")
            raise misuse(words, unit=folder, period=period, scheme=scheme, schemes=schemes)
    elif len(set(schemes)) > 1:
        words = N_("{unit} has several reports for {period}; choose with --scheme: {schemes}")
        raise misuse(words, unit=folder, period=period, schemes=schemes)
    return named[0]


def _period(assessed: Assessed) -> str:
    return assessed.report.period.text if assessed.report else assessed.file.path.stem


def _chosen(explanation: Explanation | None, name: str | None) -> list[Explained]:
    if explanation is None:
        return []
    if name is None:
        return list(explanation.scores)
    if name not in explanation.by_id:
        words = N_("there is no indicator and no part {name}; {near}")
        raise misuse(words, name=name, near=_near(name, list(explanation.by_id)))
    return [explanation.by_id[name]]


def _near(given: str, known: list[str], units: list[str] | None = None) -> Message:
    """Which of the `known` names may be meant, or else which there are: of `units`, where they have several names."""
    close = difflib.get_close_matches(given, list(dict.fromkeys(known)), n=3, cutoff=0.4)
    inside = [name for name in dict.fromkeys(known) if given and given in name and name not in close]
    if close or inside:
        return message(N_("did you mean {names}?"), names=[*close, *inside][:5])
    names = sorted(set(known if units is None else units))
    if len(names) <= MOST_NAMED:
        return message(N_("there are: {names}"), names=names)
    words = (
        N_("there are {count}, such as: {names}") if units is None else N_("there are {count} units, such as: {names}")
    )
    return message(words, count=len(names), names=names[:MOST_NAMED])


def _text(
    explanation: Explanation | None, chosen: list[Explained], findings: list[Finding], translate: Translate
) -> Iterator[str]:
    if explanation is not None:
        yield from _head(explanation, translate)
    for score in chosen:
        yield ""
        yield from _score(score, explanation, translate)
    if explanation is None:
        yield translate("The report could not be scored.")
    if findings:
        yield ""
        yield translate("Findings in this report:")
    for cause in folded(findings):
        yield cause.text(translate)


def _head(explanation: Explanation, translate: Translate) -> Iterator[str]:
    report, unit = explanation.assessed.report, explanation.assessed.unit
    if report is None:
        return
    names = {
        "unit": unit.name if unit else report.unit,
        "period": report.period.title.text(translate),
        "scheme": str(report.scheme),
        "layer": translate(LAYER_WORDS[explanation.layer]),
    }
    yield printable(translate("{unit}, {period}, scheme {scheme}, {layer}").format(**names))
    yield printable(explanation.assessed.file.page.source.path)


def _score(score: Explained, explanation: Explanation | None, translate: Translate) -> Iterator[str]:
    """One score: its marks, and below them the rule, what was put in, the steps and what came later."""
    title = say(score.title, translate)
    name = title if score.kind == TOTAL else f"{score.id} {title}"
    yield printable(f"{name}{translate(': ')}{_marks(score, translate)}")
    yield from _rows(translate("Rule"), _rule(score, translate))
    yield from _rows(translate("Given"), _values(score.inputs))
    yield from _rows(translate("Parameters"), _values(score.parameters))
    yield from _rows(translate("Made of"), _children(score, translate))
    yield from _rows(translate("Steps"), _steps(score, translate))
    yield from _rows(translate("Adjusted"), _changes(score, translate))
    if score.waits_for:
        yield from _rows(translate("Waits for"), [(say(score.waits_for, translate), None)])
    if score.kind == TOTAL and explanation is not None:
        yield from _rows(translate("Grade"), [(words.text(translate), span) for words, span in explanation.grading])
        yield from _rows(translate("Place"), _placing(explanation.placing, translate))


def _marks(score: Explained, translate: Translate) -> str:
    if score.marks is None:
        words = {State.NOT_APPLICABLE: N_("not applicable"), State.NO_TOTAL: N_("nothing is added up")}
        return translate(words.get(score.state, N_("no score")))
    marks = display(with_places(score.marks, score.places))
    about = translate("about") + " " if score.about else ""
    full = translate(" of {full}").format(full=show(score.full)) if score.full else ""
    provisional = " " + translate("(provisional)") if score.waits_for else ""
    return about + translate("{marks} marks").format(marks=marks) + full + provisional


Row = tuple[str, Span | None]


def _rule(score: Explained, translate: Translate) -> list[Row]:
    words = [each.text(translate) for each in score.rules]
    return [(text, score.rule_at if index == 0 else None) for index, text in enumerate(words)]


def _values(values: Iterable[Written]) -> list[Row]:
    return [(f"{each.key} = {each.text}", each.span) for each in values]


def _steps(score: Explained, translate: Translate) -> list[Row]:
    return [(f"{step.words.text(translate)}{translate(': ')}{step.equation}", None) for step in score.steps]


def _children(score: Explained, translate: Translate) -> list[Row]:
    """What a part or the total is made of, on one line: the rows of each stand by themselves."""
    if score.kind == INDICATOR or not score.children:
        return []
    amounts = [
        f"{child.id} {'—' if child.marks is None else display(child.shown(child.marks))}" for child in score.children
    ]
    return [(say(amounts, translate), None)]


def _placing(placing: Placing | None, translate: Translate) -> Iterator[Row]:
    """The place and why, or that there is none; nothing where the scheme ranks nobody."""
    if placing is not None:
        for words in [step.words for step in placing.steps] or [message(N_("without a place"))]:
            yield words.text(translate) + (translate("(provisional)") if placing.waits_for else ""), None
        if placing.waits_for:
            yield message(N_("waits for {names}"), names=placing.waits_for).text(translate), None


def _changes(score: Explained, translate: Translate) -> Iterator[Row]:
    for change in score.changes:
        made = change.adjustment
        basis = translate(" ({basis})").format(basis=made.basis) if made.basis else ""
        words = f"{translate(LAYER_WORDS[change.layer])} {display_change(made.points)}"
        yield f"{words}{translate(': ')}{made.reason}{basis}", change.span


def _rows(label: str, rows: Iterable[Row]) -> Iterator[str]:
    """Lines with a label before the first; the places stand behind the text."""
    for index, (text, span) in enumerate(rows):
        lead = label if index == 0 else ""
        gap = " " * max(1, LABEL - display_width(lead))
        place = f"  [{span.place}]" if span else ""
        yield "  " + printable(f"{lead}{gap}{text}{place}")
