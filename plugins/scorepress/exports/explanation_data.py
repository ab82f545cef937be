"""An explanation as plain data for JSON; the form is described in docs/explanation.md and changes with `VERSION`."""

from collections.abc import Iterable

from scorepress.core.causes import folded
from scorepress.core.findings import Finding
from scorepress.core.messages import Translate, say
from scorepress.core.numbers import exact_text
from scorepress.core.spans import Span
from scorepress.core.trace import Step
from scorepress.exports.explanation import Change, Explained, Explanation, Written
from scorepress.scoring.ranking import Placing

VERSION = 1


def explanation_data(
    explanation: Explanation | None, chosen: Iterable[Explained], findings: Iterable[Finding], translate: Translate
) -> dict[str, object]:
    """The `chosen` scores of an explanation and the report's findings; every amount is exact text."""
    data: dict[str, object] = {"version": VERSION}
    if explanation is not None:
        data |= _report(explanation, translate)
    return data | {
        "scores": [_score(each, translate) for each in chosen],
        "findings": [data for cause in folded(findings) for data in cause.data(translate)],
    }


def _report(explanation: Explanation, translate: Translate) -> dict[str, object]:
    assessed, card = explanation.assessed, explanation.card
    report, unit = assessed.report, assessed.unit
    return {
        "unit": report.unit if report else None,
        "name": unit.name if unit else None,
        "period": report.period.text if report else None,
        "scheme": str(report.scheme) if report else None,
        "file": assessed.file.page.source.path,
        "layer": explanation.layer,
        "total": None if card.total is None else exact_text(card.total),
        "full": exact_text(card.full),
        "grade": card.grade,
        "grading": [_said(words.text(translate), span) for words, span in explanation.grading],
        "place": None if explanation.placing is None else _placing(explanation.placing, translate),
        "waits_for": list(card.waits_for),
    }


def _placing(placing: Placing, translate: Translate) -> dict[str, object]:
    return {
        "place": None if placing.place is None else exact_text(placing.place),
        "count": placing.count,
        "group": placing.group,
        "steps": [_step(step, translate) for step in placing.steps],
        "waits_for": list(placing.waits_for),
    }


def _score(score: Explained, translate: Translate) -> dict[str, object]:
    return {
        "id": score.id,
        "title": say(score.title, translate),
        "kind": score.kind,
        "depth": score.depth,
        "state": score.state.value,
        "marks": None if score.marks is None else exact_text(score.marks),
        "full": exact_text(score.full),
        "about": score.about,
        "rule": {"words": [words.text(translate) for words in score.rules], **_place(score.rule_at)},
        "inputs": [_written(each) for each in score.inputs],
        "parameters": [_written(each) for each in score.parameters],
        "children": [
            {"id": child.id, "marks": None if child.marks is None else exact_text(child.marks)}
            for child in score.children
        ],
        "steps": [_step(step, translate) for step in score.steps],
        "adjustments": [_change(change) for change in score.changes],
        "waits_for": list(score.waits_for),
    }


def _step(step: Step, translate: Translate) -> dict[str, object]:
    return {
        "words": step.words.text(translate),
        "formula": step.formula,
        "shown": step.shown,
        "result": exact_text(step.result),
        "measured_in": step.measured_in or None,
    }


def _written(value: Written) -> dict[str, object]:
    return {"key": value.key, "text": value.text, **_place(value.span)}


def _change(change: Change) -> dict[str, object]:
    made = change.adjustment
    return {
        "layer": change.layer,
        "points": exact_text(made.points),
        "reason": made.reason,
        "basis": made.basis,
        **_place(change.span),
    }


def _said(words: str, span: Span) -> dict[str, object]:
    return {"words": words, **_place(span)}


def _place(span: Span) -> dict[str, object]:
    """The beginning of a place: enough to find it."""
    place = span.data()
    return {key: place[key] for key in ("file", "line", "column")}
