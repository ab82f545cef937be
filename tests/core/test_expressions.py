from fractions import Fraction

import pytest

from scorepress.core.expressions import FUNCTIONS, Value, compute, evaluate
from scorepress.core.findings import Refusal
from scorepress.core.formula import names_used
from scorepress.core.limits import MAX_FORMULA_CHARACTERS
from scorepress.core.unreadable import USES

NAMES = {
    "total": Value(Fraction("95.5"), members={"base": Value(Fraction(90)), "bonus": Value(None)}),
    "figures": Value(
        members={
            "routes": Value(
                members={
                    "total": Value(Fraction(25), measured_in="条"),
                    "县内": Value(Fraction(11), measured_in="条"),
                    "60岁以上": Value(Fraction(3)),
                    "ﬁrms": Value(Fraction(4)),
                }
            ),
            "area": Value(members={"total": Value(Fraction(700), measured_in="亩")}),
        }
    ),
    "unit": Value(written="临江市"),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("-2 - -3", "1"),
        ("+4", "4"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3 * 3", "1"),
        ("10 - 4 - 3", "3"),
        ("100 / 5 / 2", "10"),
        ("round(40.275, 2)", "40.28"),
        ("half_even(40.265, 2)", "40.26"),
        ("down(2 / 3, 2)", "0.66"),
        ("min(3, 1, 2)", "1"),
        ("max(3, 1, 2)", "3"),
        ("min(7)", "7"),
        ("floor(-1.5)", "-2"),
        ("ceil(1.2)", "2"),
        ("total", "95.5"),
        ("total.base / 2", "45"),
        ("figures.routes.县内 / figures.routes.total * 100", "44"),
        ('figures.routes["60岁以上"]', "3"),
        ("figures['routes'].total", "25"),
        ("figures.routes.ﬁrms", "4"),
        (" total ", "95.5"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert evaluate(text, NAMES).number == Fraction(value)


def test_a_text_is_a_value_too() -> None:
    assert evaluate("unit", NAMES).written == "临江市"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "SR140"),
        ("1 +", "SR140"),
        ("total.", "SR140"),
        ("1 2", "SR140"),
        ("2 ** 9", "SR140"),
        ("7 // 2", "SR140"),
        ("7 % 2", "SR140"),
        ("1 < 2", "SR140"),
        ("1 if 2 else 3", "SR140"),
        ("[1, 2]", "SR140"),
        ("{1: 2}", "SR140"),
        ("lambda: 1", "SR140"),
        ("x := 1", "SR140"),
        ("(x := 1)", "SR140"),
        ("f'{1}'", "SR140"),
        ("b'1'", "SR140"),
        ("True", "SR140"),
        ("None", "SR140"),
        ("...", "SR140"),
        ("1j", "SR140"),
        ("1e9", "SR140"),
        ("1_000", "SR140"),
        ("0x10", "SR140"),
        ("0o7", "SR140"),
        (".5", "SR140"),
        ("5.", "SR140"),
        ("１ + 1", "SR140"),
        ("1 # + 1", "SR140"),
        ("not 1", "SR140"),
        ("~1", "SR140"),
        ("*total", "SR140"),
        ("await total", "SR140"),
        ("min()", "SR140"),
        ("round(1)", "SR140"),
        ("round(1, 99)", "SR140"),
        ("round(1, 0.5)", "SR140"),
        ("round(1, -1)", "SR140"),
        ("min(1, 2, key=3)", "SR140"),
        ("min(*total)", "SR140"),
        ("total.base()", "SR140"),
        ("figures['routes'][0:1]", "SR140"),
        ("1\x00", "SR140"),
        ("\ud800", "SR140"),
        ("(" * 250 + "1" + ")" * 250, "SR140"),
        ("[" * 280, "SR140"),
        ("-" * 250 + "1", "SR140"),
        ("min(" * 60 + "1" + ", 1)" * 60, "SR140"),
        ("1" + "+ 1" * MAX_FORMULA_CHARACTERS, "SR140"),
        ("9" * 31, "SR140"),
        ("totl", "SR141"),
        ("figures.route.total", "SR141"),
        ("figures.routes.nothing", "SR141"),
        ("().__class__", "SR140"),
        ("total.__class__", "SR141"),
        ("unit.__class__.__mro__", "SR141"),
        ("figures.__dict__", "SR141"),
        ("total.members", "SR141"),
        ("__import__('os')", "SR141"),
        ("open('/etc/passwd')", "SR141"),
        ("eval('1')", "SR141"),
        ("str(1)", "SR141"),
        ("1 / 0", "SR142"),
        ("total / (1 - 1)", "SR142"),
        ("unit + 1", "SR142"),
        ("'a' + 1", "SR142"),
        ("figures + 1", "SR142"),
        ("total.bonus + 1", "SR142"),
        ("figures.routes.total + figures.area.total", "SR142"),
        ("figures.routes.total - -figures.area.total", "SR142"),
    ],
)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        evaluate(text, NAMES)
    assert refused.value.rule.code == code


def test_numbers_cannot_grow_without_end() -> None:
    text = "*".join(["9" * 29] * 9)
    value = evaluate(text, {}).number
    assert value == Fraction("9" * 29) ** 9
    names = {"x": Value(value)}
    with pytest.raises(Refusal):
        evaluate("x*x*x*x*x*x*x*x*x", names)


@pytest.mark.parametrize("count", [41, 300, 1000])
def test_a_long_sum_of_our_own_can_be_computed(count: int) -> None:
    assert compute(" + ".join(["1.25"] * count)) == Fraction("1.25") * count
    assert compute("(" + "9" * 40 + "/3)") == Fraction("9" * 40) / 3


def test_brackets_of_our_own_are_limited_all_the_same() -> None:
    with pytest.raises(Refusal):
        compute("1 - (" * 60 + "1" + ")" * 60)


def test_a_suggestion_for_a_misspelt_name() -> None:
    with pytest.raises(Refusal) as refused:
        evaluate("figures.route.total", NAMES)
    assert "figures.routes" in str(refused.value.args_of_message["suggestion"])


def test_names_used() -> None:
    assert names_used("actual / plan * 100 + figures.x.y") == {"actual", "plan", "figures"}
    assert names_used("1 +") == set()


@pytest.mark.parametrize(
    ("text", "reason", "cure"),
    [
        ("full × done", "× has no meaning here", "write * instead of ×"),
        ("（total + 1）", "（ has no meaning here", "write ( instead of （"),
        ("min(total，1)", "， has no meaning here", "write , instead of ，"),
        ("'×' + total +", "it breaks off or a bracket is not closed", None),
        ("", "it is empty", None),
        ("(total + 1", "it cannot be followed from (total + 1 on", None),
        ("total + 1) * 2", "it cannot be followed from ) * 2 on", None),
        ("total 2", "it cannot be followed from 2 on", None),
        ("total # 2", "# has no meaning here", None),
        (
            "total ** 2",
            "total ** 2 is no arithmetic that can be written here",
            "there are no powers and roots: multiply, such as x * x",
        ),
        (
            "2 ^ 3",
            "2 ^ 3 is no arithmetic that can be written here",
            "there are no powers and roots: multiply, such as x * x",
        ),
        ("total % 3", "total % 3 is no arithmetic that can be written here", "write a percentage as / 100"),
        (
            "total > 3",
            "total > 3 is no arithmetic that can be written here",
            "a formula compares nothing: use min, max, bands or gate",
        ),
        ("[total]", "[total] is no arithmetic that can be written here", None),
        (".5 + 1", ".5 is not a number as it is written here", "write it in digits, such as 0.5 or 1200"),
        ("round(total)", "round is written with other values in its brackets", "write round(x, 2)"),
        ("max()", "max is written with other values in its brackets", "write max(x, y)"),
        ("-" * 50 + "1", "more than 40 brackets stand inside each other", "use fewer brackets"),
        ("1" + " + 1" * 500, "it has 2001 characters, at most 2000 are allowed", "shorten it"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, reason: str, cure: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        evaluate(text, NAMES)
    found = refused.value.args_of_message
    assert found["reason"].text(str) == reason  # type: ignore[attr-defined]
    assert cure is None or found["cure"].text(str) == cure  # type: ignore[attr-defined]


def test_every_function_is_shown_as_it_is_written() -> None:
    assert FUNCTIONS.keys() == USES.keys()
    assert {evaluate(use, {"x": Value(Fraction(1)), "y": Value(Fraction(2))}).number for use in USES.values()} == {1, 2}
