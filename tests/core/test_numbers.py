from decimal import Decimal
from fractions import Fraction

import pytest

from scorepress.core.expressions import compute
from scorepress.core.numbers import (
    Mode,
    agrees,
    cut_off,
    formula_text,
    is_number,
    round_to,
    rounded_decimal,
    show,
    terminating,
)


@pytest.mark.parametrize("text", ["0", "9.50", "-2", "+5", "-0", "0.05", "10", "1" * 30, "0." + "3" * 28])
def test_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize(
    "text",
    [
        *" ０٣²½一",
        *("", " 1", "1 ", ".5", "5.", "05", "00", "1e3", "1_000", "1,000", "--1", "+-1", "1.2.3"),
        *("inf", "nan", "1\n", "1" * 31, "0x1F", "1/2", "12:30"),
    ],
)
def test_other_spellings(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize(
    ("value", "places", "mode", "rounded"),
    [
        ("40.275", 2, "half_up", "40.28"),
        ("40.275", 2, "half_even", "40.28"),
        ("40.265", 2, "half_even", "40.26"),
        ("40.275", 2, "down", "40.27"),
        ("-0.5", 0, "half_up", "-1"),
        ("-0.5", 0, "half_even", "0"),
        ("-1.5", 0, "half_even", "-2"),
        ("-0.9", 0, "down", "0"),
        ("2/3", 2, "half_up", "0.67"),
        ("2/3", 2, "down", "0.66"),
        ("0.5", 0, "half_up", "1"),
        ("0.49999999999999999999", 0, "half_up", "0"),
        ("99.995", 2, "half_up", "100"),
        ("123456789012345678901234567890.5", 0, "half_up", "123456789012345678901234567891"),
    ],
)
def test_rounding(value: str, places: int, mode: str, rounded: str) -> None:
    assert round_to(Fraction(value), places, Mode(mode)) == Fraction(rounded)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("9.5", "9.5"),
        ("10", "10"),
        ("-1/8", "-0.125"),
        ("1/3", "≈0.3333"),
        ("-2/3", "≈-0.6667"),
        ("1/8192", "≈0.0001"),  # 13 places
        ("1/4096", "0.000244140625"),
        ("123456789012345678901234567.89", "123456789012345678901234567.89"),
        ("12345678901234567890123456789012345678.125", "12345678901234567890123456789012345678.125"),
        ("0", "0"),
    ],
)
def test_show(value: str, shown: str) -> None:
    assert show(Fraction(value)) == shown


def test_a_written_number_is_shown_as_written() -> None:
    assert show(Decimal("9.50")) == "9.50"
    assert show(Decimal("0.0000001")) == "0.0000001"


def test_long_decimals_are_exact() -> None:
    value = Fraction("99999999999999999999999999999.123456")
    assert Fraction(terminating(value) or 0) == value
    assert compute(formula_text(value)) == value


@pytest.mark.parametrize(
    ("value", "places", "text"), [("9.5", 2, "9.50"), ("-0.001", 2, "0.00"), ("2/3", 4, "0.6667"), ("5", 0, "5")]
)
def test_rounded_decimal_keeps_its_places(value: str, places: int, text: str) -> None:
    assert format(rounded_decimal(Fraction(value), places), "f") == text


@pytest.mark.parametrize(
    ("stated", "value", "fits", "cut"),
    [
        ("60.48", "60.477", True, False),
        ("60.47", "60.477", False, True),
        ("60.46", "60.477", False, False),
        ("60", "60.477", True, False),
        ("60.47", "60.47", True, False),
        ("-0.66", "-2/3", False, True),
        ("7", "6.5", True, False),
        ("6", "6.5", False, True),
    ],
)
def test_agreement(stated: str, value: str, fits: bool, cut: bool) -> None:
    assert agrees(Decimal(stated), Fraction(value)) is fits
    assert cut_off(Decimal(stated), Fraction(value)) is cut
