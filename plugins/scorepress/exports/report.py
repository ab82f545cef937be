"""A report as data: its head, and for each layer of scores what was stated and what was published."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from scorepress.assessment import Assessed
from scorepress.core.messages import LANGUAGES, translator
from scorepress.core.numbers import exact_text
from scorepress.core.trace import Step
from scorepress.exports.written import Data, as_written
from scorepress.reports.entries import Entries
from scorepress.reports.front_matter import Page
from scorepress.reports.model import Report, UnitFile
from scorepress.schemes.seals import digest_of
from scorepress.scoring.layers import REVIEWS, SELF, review_of
from scorepress.scoring.ranking import Placing
from scorepress.scoring.scorecard import Score, Scorecard

ABOUT = ("title", "unit", "status", "number", "date", "issuer", "index_number", "publisher", "published_on")
"""What identifies a report, all that is left of a withdrawn one."""
BESIDE = ("evidence", "measures")
"""What a report lists beside its scores."""
HEAD = (*ABOUT[:6], "summary", *ABOUT[6:], "validity", "source")


def report_data(assessed: Assessed) -> Data | None:
    """A report and its scores; None where too little of it is sound to be published."""
    report, scheme = assessed.report, assessed.scheme
    if report is None or scheme is None or assessed.card is None:
        return None
    name = scheme.group_of["class"].get(report.unit) if scheme.classes else None
    return {
        **{key: value for key in HEAD if (value := getattr(report, key)) is not None},
        "scheme": str(report.scheme),
        **({"class": name} if name else {}),
        "period": report.period.text,
        **source_of(assessed.file.page),
        **{key: as_written(value) for key in BESIDE if (value := getattr(report, key))},
        "layers": dict(_layers(assessed, report, assessed.card)),
        **({} if assessed.place is None else {"place": {"layer": assessed.place.layer, **_place(assessed.place)}}),
    }


def withdrawn_data(assessed: Assessed) -> Data | None:
    """A withdrawn report: what it was, when and why it was withdrawn, and nothing that it said."""
    report = assessed.report
    if report is None or report.withdrawn is None:
        return None
    return {
        **{key: value for key in ABOUT if (value := getattr(report, key)) is not None},
        "scheme": str(report.scheme),
        "period": report.period.text,
        **source_of(assessed.file.page),
        "withdrawn": as_written(report.withdrawn),
    }


def unit_data(folder: str, file: UnitFile) -> Data:
    """A unit by the id that schemes and reports know it by."""
    return {**as_written(file.unit), "unit": folder, **source_of(file.page)}


def source_of(page: Page) -> Data:
    """The file that a record was read from, and its digest, which line ends do not change."""
    return {"file": page.source.path, "sha256": digest_of(page.source)}


def _layers(assessed: Assessed, report: Report, card: Scorecard) -> Iterator[tuple[str, Data]]:
    vetoes = _stated(SELF, report.vetoes)
    declared = as_written(report.declared)
    yield SELF, _layer({"vetoes": vetoes, "declared": declared}, assessed.entries, card, assessed.places.get(SELF))
    adjustments: list[Data] = []
    for name in REVIEWS:
        review = review_of(report, name)
        if review is None or name not in assessed.reviews:
            continue
        vetoes = [*vetoes, *_stated(name, review.vetoes)]
        adjustments = [*adjustments, *_stated(name, review.adjustments)]
        said = as_written(review, leave=("scores", "vetoes", "adjustments"))
        kind = {"adjusts_only": review.adjusts_only, "reviewed": [*review.scores]}
        stated = {**said, **kind, "vetoes": vetoes, "adjustments": adjustments}
        card, place = assessed.reviews[name], assessed.places.get(name)
        yield name, _layer(stated, assessed.review_entries[name], card, place)


def _stated(layer: str, records: Sequence[object]) -> list[Data]:
    """What a layer states, with its name: it holds on in the layers above."""
    return [{**as_written(each), "layer": layer} for each in records]


def _layer(stated: Data, entries: Entries, card: Scorecard, place: Placing | None) -> Data:
    written = {name: as_written(entry, entries.nodes.get(name)) for name, entry in entries.by_indicator.items()}
    scores = {score.id: _score(score) for part in card.parts for _, score in part.walk()}
    return {
        **{key: value for key, value in stated.items() if value},
        "entries": written,
        **_result(card),
        **({} if place is None else {"place": _place(place)}),
        "scores": scores,
    }


def _place(placing: Placing) -> Data:
    waits = {"waits_for": list(placing.waits_for)} if placing.waits_for else {}
    made = {"place": _amount(placing.place), "count": str(placing.count), "group": placing.group}
    return {**made, **waits, "steps": list(_steps(placing.steps))}


def _result(card: Scorecard) -> Data:
    amounts = {"total": card.total, "base": card.base, "bonus": card.bonus, "penalty": card.penalty}
    amounts |= {"full": card.full, "share": card.share}
    result: Data = {name: _amount(amount) for name, amount in amounts.items()}
    result["grade"] = card.grade
    result["vetoes"] = [str(veto.args["title"]) for veto in card.vetoes]
    return {"result": {**result, **_doubts(card), "steps": list(_steps(card.steps))}}


def _score(score: Score) -> Data:
    made: Data = {"marks": _amount(score.marks), "full": exact_text(score.full), "state": score.state.value}
    if score.label is not None:
        made["label"] = score.label
    return {**made, **_doubts(score), "steps": list(_steps(score.steps))}


def _amount(amount: Fraction | None) -> str | None:
    return None if amount is None else exact_text(amount)


def _doubts(scored: Score | Scorecard) -> Data:
    """Whether the number is inexact, and for whom it waits; nothing where neither is the case."""
    waits = {"waits_for": list(scored.waits_for)} if scored.waits_for else {}
    return {**({"about": True} if scored.about else {}), **waits}


def _steps(steps: Iterable[Step]) -> Iterator[Data]:
    for step in steps:
        words = {language[:2]: step.words.text(translator(language)) for language in LANGUAGES}
        yield {"words": words, "formula": step.formula, "result": exact_text(step.result)}
