"""The table of scores: a row for each part and indicator, of one report or of all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scorepress.assessment import Assessed
from scorepress.core.messages import N_, Message, message
from scorepress.exports.tables.reports import WHOSE, reservations
from scorepress.exports.tables.table import CSV, XLSX, Column, DataTable, Value, through
from scorepress.schemes.indicator import Indicator
from scorepress.scoring.layers import LAYER_WORDS
from scorepress.scoring.scorecard import Score, Scorecard, State

SCORES = "tables/scores"
STATES = {
    State.SCORED: N_("has marks"),
    State.UNSUPPORTED: N_("evidence missing"),
    State.NOT_APPLICABLE: N_("not applicable"),
    State.NO_TOTAL: N_("no total"),
    State.MISSING: N_("no score"),
}


@dataclass(frozen=True)
class ScoreRow:
    """One score of one report; `score` is None for the total."""

    assessed: Assessed
    card: Scorecard
    """The scores in force."""
    score: Score | None = None
    above: str | None = None
    """The id of the part that it belongs to."""


def report_scores_path(report: str) -> str:
    """Where the scores of a report lie; `report` is the path of its data without the ending."""
    return f"{report}/scores"


def scores_table(reports: Sequence[Assessed]) -> DataTable[ScoreRow]:
    """All scores of all published reports: only as CSV, since they may be more than a spreadsheet holds."""
    rows = [row for each in reports for row in score_rows(each)]
    return DataTable(
        SCORES,
        message(N_("All scores")),
        (*through(lambda row: row.assessed, WHOSE), *COLUMNS),
        rows,
        forms=(CSV,),
    )


def report_scores(assessed: Assessed, path: str) -> DataTable[ScoreRow]:
    """The scores of one report."""
    rows = list(score_rows(assessed))
    title = message(N_("Scores"))
    return DataTable(report_scores_path(path), title, COLUMNS, rows, forms=(CSV, XLSX), described=False)


def score_rows(assessed: Assessed) -> list[ScoreRow]:
    """The parts and indicators of a report in the order of the scheme, and the total."""
    if assessed.effective is None:
        return []
    card = assessed.effective.card
    return [*_below(assessed, card, card.parts, None), ScoreRow(assessed, card)]


def _below(assessed: Assessed, card: Scorecard, scores: Sequence[Score], above: str | None) -> list[ScoreRow]:
    found: list[ScoreRow] = []
    for score in scores:
        found.append(ScoreRow(assessed, card, score, above))
        found += _below(assessed, card, score.children, score.id)
    return found


def _marks(layer: str) -> Callable[[ScoreRow], Value]:
    def value(row: ScoreRow) -> Value:
        card = row.assessed.layers.get(layer)
        if card is None:
            return None
        return card.total if row.score is None else card.by_id[row.score.id].marks

    return value


def _places(row: ScoreRow) -> int | None:
    return row.card.places if row.score is None else row.score.places


def _layer(row: ScoreRow) -> Message | None:
    return message(row.assessed.effective.word) if row.assessed.effective is not None else None


def _in_force(row: ScoreRow) -> Value:
    return row.card.total if row.score is None else row.score.marks


def _kind(row: ScoreRow) -> Message:
    if row.score is None:
        return message(N_("total"))
    return message(N_("indicator") if isinstance(row.score.node, Indicator) else N_("part"))


def _state(row: ScoreRow) -> list[Message]:
    of = row.card if row.score is None else row.score
    words = reservations(provisional=of.provisional, about=of.about)
    return words or ([] if row.score is None else [message(STATES[row.score.state])])


def _title(row: ScoreRow) -> Value:
    return message(N_("Total")) if row.score is None else row.score.node.title


COLUMNS: tuple[Column[ScoreRow], ...] = (
    Column("id", message(N_("Number in the scheme")), lambda row: row.score.id if row.score else "total"),
    Column("title", message(N_("Title")), _title),
    Column("kind", message(N_("Kind")), _kind),
    Column("part", message(N_("Belongs to")), lambda row: row.above),
    Column("full", message(N_("Full marks")), lambda row: row.score.full if row.score else row.card.full, number=True),
    Column("layer", message(N_("Scores of")), _layer),
    Column("marks", message(N_("Score in force")), _in_force, number=True, places=_places),
    *(Column(name, message(word), _marks(name), number=True, places=_places) for name, word in LAYER_WORDS.items()),
    Column("label", message(N_("Word for the marks")), lambda row: row.score.label if row.score else row.card.grade),
    Column("state", message(N_("State")), _state),
)
"""Full marks, word and state are those of the scores in force, which are of the layer that is named."""
