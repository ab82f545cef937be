"""References: `{{ … }}` in the prose, evaluated over the scores and the figures of the report."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scorepress.checks.prose import unclosed_references
from scorepress.checks.work import check_prose_work
from scorepress.core.expressions import NotComputable, Value, evaluate
from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.formula import UnknownName
from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact, terminating
from scorepress.core.spans import Span
from scorepress.prose.document import Document
from scorepress.prose.fill import FigureName, alone, fill
from scorepress.prose.nodes import FigureBlock, Reference
from scorepress.reports.figures import Table
from scorepress.reports.model import Report, Unit
from scorepress.schemes.indicator import Entry, NotApplicable
from scorepress.scoring.scorecard import Score, Scorecard


class EndlessNumber(Rule):
    """A reference gives a number without an end."""

    code = "SR610"
    message = N_("{text} is {value}, a number without an end")
    cure = N_("say how many places to show: {{{{ round({text}, 2) }}}}")
    why = N_("Where to round is the author's decision, not the computer's.")
    bad = "{{ figures.routes.total / 3 }}"
    good = "{{ round(figures.routes.total / 3, 1) }}"


class NotText(Rule):
    """A reference stands for something that cannot be put into a sentence."""

    code = "SR611"
    message = N_("{text} is not one number but has parts of its own")
    cure = N_("{cure}")
    why = N_("Only a number or a text can stand in a sentence.")
    bad = "共有 {{ figures.routes }} 条"
    good = "共有 {{ figures.routes.total }} 条"


@dataclass(frozen=True)
class Expanded:
    """The prose with its references filled in."""

    prose: Document
    findings: tuple[Finding, ...]

    @property
    def placed(self) -> tuple[str, ...]:
        """Figures whose tables stand in the prose."""
        return tuple(node.name for node in self.prose.nodes() if isinstance(node, FigureBlock))


def expand(
    prose: Document, names: Mapping[str, Value], *, settled: bool, doubtful: frozenset[str] = frozenset()
) -> Expanded:
    """The text with every reference replaced by its value.

    Where `settled` is false, some number is missing because of a finding reported elsewhere; then a reference
    without a number is left as it is and not reported again. Below the names that are `doubtful` something was
    refused: what they lack is not reported again either.
    """
    values: dict[int, str | FigureName] = {}
    findings: list[Finding] = []
    whole_lines = alone(prose)
    written = [node for node in prose.nodes() if isinstance(node, Reference)]
    too_much = check_prose_work(prose, written)
    for node in written if not too_much else []:
        try:
            value = evaluate(node.expression, names)
            if isinstance(value.thing, Table) and node.start in whole_lines:
                values[node.start] = FigureName(value.thing.name)
            else:
                values[node.start] = _in_words(node.expression, value)
        except Refusal as refusal:
            root = str(refusal.args_of_message.get("name", "")).partition(".")[0].partition("[")[0]
            again = refusal.rule is UnknownName and root in doubtful
            if not again and (settled or refusal.rule not in {NotComputable, NotText}):
                findings.append(refusal.finding(_inside(prose.span(node.start, node.end))))
    findings += unclosed_references(prose)
    findings += too_much
    return Expanded(fill(prose, values), tuple(findings))


def _inside(span: Span) -> Span:
    """The formula between the braces."""
    text = span.source.line(span.line)[span.column + 1 : span.end_column - 3]
    start = len(text) - len(text.lstrip())
    return span.part(2 + start, len(text.strip()))


def _in_words(expression: str, value: Value) -> str:
    """A value as it stands in a sentence."""
    if value.written is not None:
        return value.written if isinstance(value.written, str) else format(value.written, "f")
    if value.number is None:
        if value.amount or not value.members:
            raise Refusal(NotComputable, None, text=expression, reason=message(N_("it has no value here")))
        cure: Message = message(N_("choose one of: {names}"), names=list(value.members)[:8])
        if value.thing is not None:
            cure = message(N_("write it alone on a line for the whole table, or choose one of its numbers"))
        raise Refusal(NotText, None, text=expression, cure=cure)
    decimal = terminating(value.number)
    if decimal is None:
        raise Refusal(EndlessNumber, None, text=expression, value=value.number)
    return format(decimal, "f")


class WhenAsked(Mapping[str, Value]):
    """Values by name, each computed when it is asked for: a text names a few of many."""

    def __init__(self, names: Collection[str], value: Callable[[str], Value]) -> None:
        """`value` makes the value of one of the `names`."""
        self._names, self._value = names, value

    def __getitem__(self, name: str) -> Value:
        """Its value; raises `KeyError`."""
        if name not in self._names:
            raise KeyError(name)
        return self._value(name)

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)


def names_of(
    report: Report,
    unit: Unit | None,
    card: Scorecard | None,
    entries: Mapping[str, Entry | NotApplicable],
    tables: Mapping[str, Table],
) -> dict[str, Value]:
    """What prose can refer to: `scores`, `parts`, `total`, `grade`, `figures`, `unit`, `period`."""
    names = {
        "figures": Value(members={name: table.value() for name, table in tables.items()}),
        "period": Value(written=report.period.text),
        "unit": Value(written=unit.name if unit else report.unit),
    }
    if card is not None and card.parts:
        leaves = {score.id: score for score in card.indicators()}
        parts = {key: score for key, score in card.by_id.items() if key not in leaves}
        names["scores"] = Value(members=WhenAsked(leaves, lambda name: _score(leaves[name], entries.get(name))))
        names["parts"] = Value(members=WhenAsked(parts, lambda name: _score(parts[name], None)))
        names["total"] = _amount(
            card,
            card.total,
            members={
                "full": Value(card.full),
                "base": _amount(card, card.base),
                "bonus": _amount(card, card.bonus),
                "penalty": _amount(card, card.penalty),
                "percent": Value(card.share * 100 if card.share is not None else None),
            },
        )
        names["grade"] = Value(written=card.grade)
    return names


def _score(score: Score, entry: Entry | NotApplicable | None) -> Value:
    members = {"full": Value(score.full), "lost": _amount(score, score.lost)}
    written = {} if entry is None else vars(entry)  # getattr of a pydantic model is slow where it has no such field
    for key in ("target", "actual", "value"):
        number = written.get(key)
        if number is not None:
            members[key] = Value(exact(number), number)
    return _amount(score, score.marks, members)


def _amount(scored: Score | Scorecard, marks: Fraction | None, members: Mapping[str, Value] | None = None) -> Value:
    """An amount that a sentence shows like every page, with the zeros that the scheme's places ask for."""
    shown = None if marks is None else scored.shown(marks)
    return Value(marks, shown if isinstance(shown, Decimal) else None, members=members or {}, amount=True)
