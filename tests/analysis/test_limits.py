"""What holds a total within limits: the row that makes parts, adjustments and total add up."""

from fractions import Fraction
from itertools import product

import pytest

from scorepress.analysis.limits import limited
from tests.support import Scored, chinese, scored

SCHEME = """\
rounding: {{places: 2, at: [total]}}
total: {total}
vetoes: [{{id: v, title: 作假, total: {least}}}]
parts:
  - {{id: A, title: 甲, indicators: [{{id: A1, title: 甲一, full: 100, method: direct}}]}}
  - {{id: B, title: 乙, kind: bonus, indicators: [{{id: B1, title: 乙一, method: bonus}}]}}
  - id: P
    title: 丙
    kind: penalty
    indicators: [{{id: P1, title: 丙一, method: events, rules: [{{id: r, title: 通报, points: 7}}]}}]
"""
TOTALS = ("{}", "{bonus: apart}", "{cap: 100}", "{cap: 60}", "{direction: down}")


def _scored(total: str, marks: str, bonus: str, events: int, *, veto: bool) -> Scored:
    least = 80 if "down" in total else 20
    stated = "vetoes: [{veto: v, reason: 查实}]\n" if veto else ""
    listed = ", ".join(["{rule: r, reason: 通报}"] * events)
    entries = f"scores: {{A1: {marks}, B1: {{self: {bonus}}}, P1: {{events: [{listed}]}}}}"
    return scored(SCHEME.format(total=total, least=least), stated + entries)


@pytest.mark.parametrize("total", TOTALS)
def test_parts_and_limits_are_the_total(total: str) -> None:
    """Every way in which a total can be held, and all of them together."""
    held = 0
    for marks, bonus, events, veto in product(["0", "5", "59.5", "100"], ["0", "3"], [0, 1, 2], [False, True]):
        card = _scored(total, marks, bonus, events, veto=veto).card
        limit = limited(card, [])
        sums = (card.base or 0) + (0 if card.bonus_apart else card.bonus or 0) - (card.penalty or 0)
        assert card.total is not None
        assert card.total == sums + (limit.amount if limit else 0)
        assert limit is None or (limit.words and limit.amount)
        held += limit is not None
    assert held


@pytest.mark.parametrize(
    ("total", "given", "words", "amount"),
    [
        ("{}", ("50", "3", 1, False), "", 0),
        ("{cap: 100}", ("100", "3", 0, False), "封顶 100 分", -3),
        ("{cap: 100}", ("97", "3", 0, False), "", 0),
        ("{}", ("5", "0", 1, False), "扣除减分，最低 0 分", 2),
        ("{}", ("7.5", "0", 1, False), "", 0),
        ("{}", ("50", "0", 1, True), "作假：按方案总分封顶", -23),
        ("{}", ("19", "0", 0, True), "", 0),
        ("{direction: down}", ("50", "0", 0, True), "作假：", 30),
    ],
)
def test_each_limit_is_named_where_it_holds(
    total: str, given: tuple[str, str, int, bool], words: str, amount: int
) -> None:
    marks, bonus, events, veto = given
    limit = limited(_scored(total, marks, bonus, events, veto=veto).card, [])
    assert (limit.amount if limit else Fraction()) == amount
    assert "；".join(each.text(chinese) for each in limit.words).startswith(words) if limit else not words


def test_adjustments_have_rows_of_their_own() -> None:
    card = _scored("{cap: 100}", "100", "3", 0, veto=False).card
    assert limited(card, [Fraction(-3)]) is None
