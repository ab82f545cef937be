from collections.abc import Callable
from fractions import Fraction

import pytest

from scorepress.core.findings import Refusal
from scorepress.core.periods import parse_period
from scorepress.core.spelling import read_count, read_marks, read_number, read_places, read_positive, read_share
from scorepress.core.values import read_date, read_flag, read_id, read_name, read_period, read_text
from tests.support import mapping

Reader = Callable[[object], object]


def refused_by(reader: Reader, text: str) -> str:
    """The code of the rule that `reader` refuses the YAML value `text` by."""
    value = mapping(f"x: {text}")["x"]
    with pytest.raises(Refusal) as refused:
        reader(value)
    finding = refused.value.finding(value.span)
    assert finding.text(str)
    return finding.rule.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("三十", "SR103"),
        ("３０", "SR104"),
        ("３．５", "SR104"),
        ("1e3", "SR105"),
        ("1.5E-2", "SR105"),
        ("1,000", "SR106"),
        ("1_000", "SR106"),
        ("14 339.24", "SR106"),
        (".5", "SR107"),
        ("5.", "SR107"),
        ("007", "SR107"),
        ("-.5", "SR107"),
        (".inf", "SR108"),
        (".NaN", "SR108"),
        ("-Infinity", "SR108"),
        ("2021-10-28", "SR109"),
        ("12:30", "SR109"),
        ("30分", "SR110"),
        ("90%", "SR110"),
        ("约30", "SR110"),
        ("1" * 31, "SR111"),
        ('"30"', "SR112"),
        ("'30'", "SR112"),
        ("~", "SR102"),
        ("null", "SR102"),
        ("", "SR102"),
        ('""', "SR102"),
        ("[1]", "SR101"),
        ("{a: 1}", "SR101"),
        ("true", "SR103"),
        ("0x1F", "SR103"),
        ("1/2", "SR103"),
    ],
)
def test_misspelt_numbers(text: str, code: str) -> None:
    assert refused_by(read_number, text) == code


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        (read_marks, "-1", "SR113"),
        (read_positive, "0", "SR113"),
        (read_positive, "-0", "SR113"),
        (read_count, "1.5", "SR113"),
        (read_count, "-1", "SR113"),
        (read_places, "13", "SR113"),
        (read_share, "-5%", "SR113"),
        (read_share, "三成", "SR103"),
        (read_share, "'%'", "SR103"),
        (read_flag, "yes", "SR114"),
        (read_flag, "True", "SR114"),
        (read_date, "2021-02-30", "SR115"),
        (read_date, "2021-13", "SR115"),
        (read_date, "2021/10/28", "SR115"),
        (read_date, "２０２１", "SR115"),
        (read_period, "2021-H3", "SR116"),
        (read_period, "2021-13", "SR116"),
        (read_period, "2021-Q0", "SR116"),
        (read_period, "21", "SR116"),
        (read_period, "0000", "SR116"),
        (read_period, '"2021\\n"', "SR116"),
        (read_period, "2021上半年", "SR116"),
        (read_id, "a/b", "SR117"),
        (read_id, "..", "SR117"),
        (read_id, "a.", "SR117"),
        (read_id, "_a", "SR117"),
        (read_id, "a b", "SR117"),
        (read_id, "字" * 65, "SR117"),
        (read_name, "a-b", "SR118"),
        (read_name, "1a", "SR118"),
        (read_text, "a <b>c</b>", "SR119"),
        (read_text, "a <!-- b", "SR119"),
        (read_text, "字" * 2001, "SR120"),
    ],
)
def test_refused(reader: Reader, text: str, code: str) -> None:
    assert refused_by(reader, text) == code


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (read_share, "30%", Fraction(3, 10)),
        (read_share, "0.3", Fraction(3, 10)),
        (read_share, "33.3%", Fraction(333, 1000)),
        (read_share, "0", 0),
        (read_count, "3.0", 3),
        (read_places, "12", 12),
        (read_flag, "true", True),
        (read_date, "2021", "2021"),
        (read_date, "2024-02-29", "2024-02-29"),
        (read_id, "临江市-A1", "临江市-A1"),
        (read_id, "2021", "2021"),
        (read_id, "L.1", "L.1"),
        (read_name, "区县", "区县"),
        (read_text, "  两行\n  文字 ", "两行 文字"),
        (read_text, "a < b", "a < b"),
    ],
)
def test_read(reader: Reader, text: str, value: object) -> None:
    assert reader(mapping(f"x: {text}")["x"]) == value


@pytest.mark.parametrize(
    ("text", "months", "last"),
    [("2021", 12, 12), ("2021-H1", 6, 6), ("2021-H2", 6, 12), ("2021-Q1", 3, 3), ("2021-Q4", 3, 12), ("2021-07", 1, 7)],
)
def test_periods(text: str, months: int, last: int) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.year, period.months, period.last_month, str(period)) == (2021, months, last, text)
    assert period.title.text(str)


def test_periods_are_ordered_by_their_end_then_their_length() -> None:
    texts = ["2020", "2021-01", "2021-03", "2021-Q1", "2021-06", "2021-Q2", "2021-H1", "2021-12", "2021-Q4", "2021-H2"]
    periods = [parse_period(text) for text in [*texts, "2021"]]
    found = [period for period in periods if period is not None]
    backwards = found[::-1]
    assert len(found) == len(periods)
    assert sorted(backwards) == found
