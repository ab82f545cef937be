"""How marks are shown: with the zeros of the scheme's places, and never as another number."""

from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorepress.core.numbers import display, display_change, exact, show, with_places, with_unit
from scorepress.schemes.results import Level, Rounding
from tests.support import scored

LEVELS: tuple[Level, ...] = ("indicator", "part", "total")
SOME = list(chain.from_iterable(combinations(LEVELS, count) for count in range(4)))


@given(st.fractions(max_denominator=2000), st.one_of(st.none(), st.integers(0, 4)))
def test_zeros_change_no_number(value: Fraction, places: int | None) -> None:
    shown = with_places(value, places)
    assert exact(shown) == value
    if isinstance(shown, Decimal):
        assert places is not None
        assert len(show(shown).partition(".")[2]) == places
    elif places is not None:
        assert (value * 10**places).denominator != 1


@pytest.mark.parametrize(
    ("value", "text"),
    [("97.2", "97.20"), ("0", "0.00"), ("100", "100.00"), ("-0.5", "−0.50"), ("1.125", "1.125"), ("1/3", "≈0.3333")],
)
def test_marks_at_two_places(value: str, text: str) -> None:
    assert display(with_places(Fraction(value), 2)) == text


@pytest.mark.parametrize("at", SOME)
def test_a_level_is_shown_with_places_if_it_or_what_it_is_made_of_is_rounded(at: tuple[Level, ...]) -> None:
    rounding = Rounding.model_construct(places=2, mode="half_up", at=list(at))
    for index, level in enumerate(LEVELS):
        assert rounding.shown_places(level) == (2 if {*LEVELS[: index + 1]} & {*at} else None)


SCHEME = """\
rounding: {places: 2, at: [AT]}
parts: [{id: A, title: 一, indicators: [{id: A1, title: 甲, full: 10, method: direct}]}]
"""


@pytest.mark.parametrize(
    ("at", "texts"), [("indicator", ("9.50", "9.50")), ("total", ("9.5", "9.50")), ("", ("9.5", "9.5"))]
)
def test_a_card_knows_how_its_marks_are_shown(at: str, texts: tuple[str, str]) -> None:
    card = scored(SCHEME.replace("AT", at), "scores: {A1: 9.5}").card
    score = card.by_id["A1"]
    assert score.marks is not None
    assert card.total is not None
    assert (show(score.shown(score.marks)), show(card.shown(card.total))) == texts


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [("98.7", "%", "98.7%"), ("3", "‰", "3‰"), ("331", "天", "331 天"), ("5", None, "5"), ("5", "", "5")],
)
def test_a_number_and_its_unit(number: str, unit: str | None, text: str) -> None:
    assert with_unit(number, unit) == text


def test_a_change_has_its_sign() -> None:
    assert [display_change(Decimal(text)) for text in ("0.50", "-1", "0")] == ["+0.50", "−1", "0"]
