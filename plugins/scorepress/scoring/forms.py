"""The rows of an official form: what each of its columns shows of a score."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import show, with_unit
from scorepress.schemes.form import LEVELS, Form, IndicatorTable, Shown
from scorepress.schemes.indicator import Indicator, NotApplicable
from scorepress.schemes.measured import Measured, Targeted
from scorepress.scoring.scorecard import Score, Scorecard, State

Content = str | Decimal | Fraction | Message | None
"""What stands in a cell; None where there is nothing to write."""


VALUES = frozenset({"target", "initial", "adjusted", "actual"})
"""Columns with what is measured: numbers with a unit of measure."""


@dataclass(frozen=True)
class LevelCell:
    """A part in one of the columns of levels (一级指标, …); it reaches over all rows that it holds."""

    title: str
    rows: int


@dataclass(frozen=True)
class FormRow:
    """One indicator in the form."""

    score: Score
    levels: dict[Shown, LevelCell | None]
    """The cells of levels that begin in this row; None is an empty one."""


def form_rows(table: IndicatorTable, card: Scorecard) -> Iterator[FormRow]:
    """The indicators of the form in the order of the scheme, the parts above them each where it begins."""
    columns = [column.shows for column in table.columns if column.shows in LEVELS]
    for name in table.parts:
        score = card.by_id.get(name)
        if score is not None:
            yield from _rows(score, 0, {}, columns)


def _rows(score: Score, depth: int, above: dict[Shown, LevelCell | None], columns: list[Shown]) -> Iterator[FormRow]:
    if isinstance(score.node, Indicator):
        empty = {column: None for column in columns if LEVELS.index(column) >= depth}
        yield FormRow(score, {**above, **empty})
        return
    here: dict[Shown, LevelCell | None] = dict(above)
    if depth < len(LEVELS):
        here[LEVELS[depth]] = LevelCell(score.node.title, sum(1 for _, each in score.walk() if not each.children))
    for child in score.children:
        yield from _rows(child, depth + 1, here, columns)
        here = {}


def cell(score: Score, what: Shown, columns: Iterable[Shown]) -> Content:
    """What stands in a column: as in `shown`, and what no other of the `columns` says beside it.

    `12` under 指标值 where there are columns for ≥ and 场; `≥ 12 场` where there are none.
    """
    content, node = shown(score, what), score.node
    if what not in VALUES or not isinstance(content, Decimal | Fraction):
        return content
    sign = node.sign if isinstance(node, Targeted) and what != "actual" and "nature" not in columns else ""
    unit = "" if "measured_in" in columns else getattr(node, "measured_in", None) or ""
    if not sign and not unit:
        return content
    return f"{sign} {with_unit(show(content), unit)}".strip()


def shown(score: Score, what: Shown) -> Content:
    """What a column shows of a score."""
    node, entry = score.node, score.entry
    plain: dict[Shown, Content] = {
        "title": node.title,
        "full": score.full or None,
        "marks": _marks(score),
        "share": score.marks / score.full * 100 if score.marks is not None and score.full else None,
        "note": _note(entry),
        "measured_in": getattr(node, "measured_in", None),
        "core": message(N_("yes") if getattr(node, "core", False) else N_("no")),
    }
    if what in plain:
        return plain[what]
    if not isinstance(node, Indicator) or isinstance(entry, NotApplicable):
        return None
    if what == "nature":
        return _nature(node, entry)
    return achieved(score) if what == "actual" else _target(node, entry, what)


def _marks(score: Score) -> Content:
    if score.state is State.NOT_APPLICABLE and score.marks is None:
        return message(N_("not applicable"))
    return None if score.marks is None else _inexact(score.shown(score.marks), about=score.about)


def _inexact(number: Decimal | Fraction, *, about: bool) -> Content:
    return message(N_("about {number}"), number=number) if about else number


def total_of(card: Scorecard) -> Content:
    """The total as a form shows it; None where there is none."""
    return None if card.total is None else _inexact(card.shown(card.total), about=card.about)


def _note(entry: object) -> str | None:
    """Why marks were lost or won, wherever the entry says it."""
    if isinstance(entry, NotApplicable):
        return entry.not_applicable
    reasons = [each.reason for key in ("events", "claims") for each in getattr(entry, key, ())]
    note = getattr(entry, "note", None)
    return " ".join([*reasons, *([note] if note else [])]) or None


def _nature(node: Indicator, entry: object) -> str | Message:
    """=, ≥, ≤ where there is a target with a number; 定性 where nothing is measured."""
    target = getattr(node, "target", None) or getattr(entry, "target", None)
    counted = target is not None or any(char.isdigit() for char in node.expected or "")
    if isinstance(node, Targeted) and (getattr(entry, "met", None) is None or counted):
        return node.sign
    return message(
        N_("quantitative") if hasattr(node, "inputs") and not isinstance(node, Targeted) else N_("qualitative")
    )


def _target(node: Indicator, entry: object, what: Shown) -> Content:
    """The target in force, the first one, or the one in force where it is not the first."""
    target, initial = getattr(node, "target", None), getattr(entry, "initial", None)
    now = target if target is not None else getattr(entry, "target", None)
    if what == "adjusted":
        return now if initial is not None else None
    if what == "initial" and initial is not None:
        return Decimal(initial)
    return node.expected if node.expected is not None else now


def achieved(score: Score) -> Content:
    """What was achieved: the words of the report, else its number, else the level; None where nothing says it."""
    node, entry = score.node, score.entry
    if entry is None or isinstance(entry, NotApplicable):
        return None
    if entry.result is not None:
        return entry.result
    for key in ("actual", "value"):
        number = getattr(entry, key, None)
        if isinstance(number, Decimal):
            return number
    if isinstance(node, Measured) and node.value is not None and score.steps:
        return score.steps[0].result
    met = getattr(entry, "met", None)
    if met is not None:
        return message(N_("achieved") if met else N_("not achieved"))
    return score.level


def form_scores(form: Form, card: Scorecard) -> Iterator[Score]:
    """The scores in the form's table of indicators."""
    if form.indicators is not None:
        yield from (row.score for row in form_rows(form.indicators, card))
