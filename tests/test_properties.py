"""What must hold for every number, formula, scheme and report, tried on many at random."""

import io
import random
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scorepress.core.expressions import Value, compute, evaluate
from scorepress.core.findings import Refusal
from scorepress.core.limits import MAX_NUMBER_DIGITS
from scorepress.core.nodes import Scalar
from scorepress.core.numbers import (
    PLAIN,
    Mode,
    agrees,
    cut_off,
    exact,
    formula_text,
    is_number,
    places_of,
    round_to,
    rounded_decimal,
    show,
    terminating,
)
from scorepress.core.spans import Source, Span
from scorepress.core.spelling import read_number
from scorepress.reports.entries import Entries
from scorepress.schemes.indicator import Indicator, Outcome, Policy
from scorepress.schemes.measured import Measurement
from scorepress.scoring.group_phase import Member, cohort, group_phase
from scorepress.scoring.scorecard import Score, Scorecard, State
from scorepress.scoring.unit_phase import UnitOutcomes
from tests.support import Scored, all_steps, check_trace, mapping, scheme_of, scored

MODES = {Mode.HALF_UP: ROUND_HALF_UP, Mode.HALF_EVEN: ROUND_HALF_EVEN, Mode.DOWN: ROUND_DOWN}
SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
QUICK = settings(deadline=None, max_examples=200)

written = st.from_regex(PLAIN, fullmatch=True, alphabet="+-.0123456789").filter(is_number)
fractions = st.fractions(max_denominator=10**6) | st.builds(Fraction, written)


def scalar(text: str) -> Scalar:
    """A text as it would stand in a file, without quotes."""
    node = Scalar(text)
    node.plain, node.span = True, Span(Source("a.yml", text), 1, 1, 1, len(text) + 1)
    return node


# --- numbers ---------------------------------------------------------------------------------------


@QUICK
@given(written)
def test_a_number_keeps_its_digits(text: str) -> None:
    assert show(read_number(scalar(text))) == text.removeprefix("+")
    assert exact(read_number(scalar(text))) == Fraction(text)


@QUICK
@given(st.text(alphabet="0123456789+-.,_eE%：:/ 分约千０１２．∞infnaxb٣²½\t", max_size=40))
def test_a_spelling_is_a_number_or_refused(text: str) -> None:
    if PLAIN.fullmatch(text) and len(text) <= MAX_NUMBER_DIGITS:
        assert exact(read_number(scalar(text))) == Fraction(text)
        return
    with pytest.raises(Refusal) as refused:
        read_number(scalar(text))
    finding = refused.value.finding(scalar("x").span)
    assert finding.message(str)
    assert finding.cure(str)


@QUICK
@given(fractions, st.integers(0, 12), st.sampled_from(Mode))
def test_rounding_is_that_of_the_decimal_module(value: Fraction, places: int, mode: Mode) -> None:
    value = Fraction(value.numerator, value.denominator)
    step = Fraction(1, 10**places)
    below = Fraction(int(value / step)) * step  # towards zero
    assert abs(round_to(value, places, mode) - value) < step
    assert round_to(below, places, mode) == below
    with localcontext(Context(prec=400)):
        decimal = terminating(value)
        if decimal is not None:
            quantized = decimal.quantize(Decimal(1).scaleb(-places), rounding=MODES[mode])
            assert round_to(value, places, mode) == Fraction(quantized)
            assert Fraction(rounded_decimal(value, places, mode)) == Fraction(quantized)


@QUICK
@given(written, st.integers(0, 12))
def test_a_number_agrees_with_what_rounds_to_it(text: str, places: int) -> None:
    value = Fraction(text)
    stated = rounded_decimal(value, places)
    assert places_of(stated) == places
    assert agrees(stated, value)
    assert not agrees(stated, value + Fraction(2, 10**places))


@QUICK
@given(written, st.integers(0, 12))
def test_a_number_is_cut_off_or_agrees(text: str, places: int) -> None:
    value = Fraction(text)
    shortened = rounded_decimal(value, places, Mode.DOWN)
    assert cut_off(shortened, value) is not agrees(shortened, value)


@QUICK
@given(fractions)
def test_a_terminating_decimal_is_the_value(value: Fraction) -> None:
    decimal = terminating(value)
    if decimal is not None:
        assert Fraction(decimal) == value
        assert Fraction(show(value)) == value
    else:
        assert show(value).startswith("≈")


@QUICK
@given(fractions)
def test_a_number_in_a_formula_is_the_number(value: Fraction) -> None:
    assert compute(formula_text(value)) == value
    assert compute(f"1 - {formula_text(value)}") == 1 - value


# --- formulas --------------------------------------------------------------------------------------

Formula = tuple[str, Fraction | None]
"""A formula and its value; None where it divides by zero."""


def joined(left: Formula, sign: str, right: Formula) -> Formula:
    text = f"({left[0]}) {sign} ({right[0]})"
    if left[1] is None or right[1] is None or (sign == "/" and right[1] == 0):
        return text, None
    one, other = left[1], right[1]
    return text, {"+": one + other, "-": one - other, "*": one * other, "/": one / other if other else None}[sign]


numbers = st.decimals(0, 9999, places=2).map(lambda number: (format(number, "f"), Fraction(number)))
formulas: st.SearchStrategy[Formula] = st.recursive(
    numbers, lambda inner: st.builds(joined, inner, st.sampled_from("+-*/"), inner), max_leaves=12
)


@QUICK
@given(formulas)
def test_arithmetic_is_exact(formula: Formula) -> None:
    text, value = formula
    assume(len(text) <= 300)
    if value is None:
        with pytest.raises(Refusal):
            evaluate(text, {})
    else:
        assert evaluate(text, {}).number == value


ALPHABET = "0123456789.+-*/()[]{}'\"\\ \t\r\n\f,=<>:!@#%&|~^_abceEjxfr份额\x00１٣"


@settings(deadline=None, max_examples=800)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_any_text_is_a_value_or_refused(text: str) -> None:
    names = {"a": Value(Fraction(1, 3)), "b": Value(members={"c": Value(Fraction(2))})}
    value = value_or_refusal(text, names)
    continued = "\\" in text  # a line that goes on: joined from its tokens it would read differently
    if isinstance(value, Value) and value.number is not None and not continued:
        assert value.number == python_says(text)


def value_or_refusal(text: str, names: Mapping[str, Value]) -> Value | Refusal:
    try:
        return evaluate(text, names)
    except Refusal as refusal:
        return refusal


def python_says(text: str) -> object:
    """What Python computes when every number of `text` is written as a fraction."""
    pieces = []
    for token in tokenize.generate_tokens(io.StringIO(text.strip()).readline):
        if token.type == tokenize.NUMBER:
            pieces.append(f" Fraction('{token.string}') ")
        elif token.type not in {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}:
            pieces.append(f" {token.string} ")

    class B:
        c = Fraction(2)

    names = {"Fraction": Fraction, "a": Fraction(1, 3), "b": B}
    return eval("(" + "".join(pieces).replace("[", ".__dict__[") + ")", names)  # noqa: S307 - numbers and signs only


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=200)
def test_any_unicode_is_a_value_or_refused(text: str) -> None:
    refusal = value_or_refusal(text, {})
    if isinstance(refusal, Refusal):
        assert refusal.rule.code in {"SR140", "SR141", "SR142"}
        assert refusal.finding(scalar("x").span).text(str)


# --- schemes and reports ---------------------------------------------------------------------------


class Amount(Decimal):
    """An amount in 分: what a scheme and its reports are scaled by."""


@dataclass
class Made:
    """A random scheme and a report under it, as data."""

    scheme: dict[str, Any]
    scores: dict[str, Any]
    direct: list[str] = field(default_factory=list)
    """Indicators whose self score can be raised, those below full."""

    def run(self, factor: int = 1) -> Scored:
        return scored(block(self.scheme, factor), "scores: " + flow(self.scores, factor))


def flow(value: object, factor: int = 1) -> str:
    """`value` as YAML on one line, amounts multiplied by `factor`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item, factor)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, factor) for item in value) + "]"
    if isinstance(value, Decimal):
        return format(value * factor if isinstance(value, Amount) else value, "f")
    return str(value)


def block(scheme: dict[str, Any], factor: int) -> str:
    return "\n".join(f"{key}: {flow(value, factor)}" for key, value in scheme.items())


@st.composite
def amounts(draw: st.DrawFn, most: int = 4000, least: int = 0) -> Amount:
    return Amount(Decimal(draw(st.integers(least, most))).scaleb(-2))


@st.composite
def formulas_and_groups(draw: st.DrawFn, made: dict[str, Any], full: Amount, count: int, target: int) -> dict[str, Any]:
    """An entry for the methods that work on formulas, votes or groups; their parameters go into `made`."""
    method = made["method"]
    entry: dict[str, Any] = {"actual": count}
    if method == "linear":
        made |= {"factor": draw(amounts(400)), "constant": draw(amounts(4000))}
    elif method == "plus_minus":
        made |= {
            "target": target,
            "base": draw(amounts(int(full * 100))),
            "unit": draw(st.integers(1, 9)),
            "points": draw(amounts(300, 1)),
        }
        made |= {"direction": draw(st.sampled_from(["up", "down"]))}
        made |= {"part_units": draw(st.sampled_from(["proportional", "whole"]))}
    elif method == "votes":
        made["choices"] = [{"id": "a", "worth": "100%"}, {"id": "b", "worth": "60%"}, {"id": "c", "invalid": "true"}]
        made["raters"] = [{"id": "r", "title": "r", "weight": "70%"}, {"id": "q", "title": "q", "weight": "30%"}]
        votes = {"a": draw(st.integers(0, 9)), "b": draw(st.integers(1, 9)), "c": draw(st.integers(0, 9))}
        entry = {"votes": {"r": votes, "q": {"a": 1}}}
    elif method == "formula":
        made |= {"inputs": {"n": "n", "m": "m"}, "formula": "full * n / m"}
        entry = {"inputs": {"n": count, "m": target}}
    elif method == "compared":
        made |= draw(comparisons(full))
        if draw(st.booleans()):
            made |= {"inputs": {"n": "n"}, "value": "n * 2 / 3"}
            entry = {"inputs": {"n": count}}
        if draw(st.booleans()):
            marks = Amount(0) if "ranks" in made else draw(amounts(int(full * 100)))
            made["gate"] = {"target": draw(st.integers(0, 200)), "marks": marks}
    return entry


@st.composite
def leaves(draw: st.DrawFn, name: str, full: Amount) -> tuple[dict[str, Any], Any]:
    """An indicator with full marks, and an entry that can be scored."""
    top = int(full * 100)
    part = draw(amounts(top))
    made: dict[str, Any] = {"id": name, "title": name, "full": full}
    method = draw(st.sampled_from(METHODS_WITH_FULL))
    made["method"] = method
    count, target = draw(st.integers(0, 300)), draw(st.integers(1, 200))
    entry: Any = {"actual": count}
    if method == "direct":
        entry = part
    elif method == "met":
        made |= {"target": target, "operator": draw(st.sampled_from(['">="', '">"', '"<="', '"<"', '"="']))}
    elif method == "attainment":
        made |= {"target": target, "direction": draw(st.sampled_from(["up", "down"]))}
        if draw(st.booleans()):
            made["zero_below"] = f"{draw(st.integers(1, 100))}%"
    elif method == "events":
        points = draw(amounts(300, 1))
        made["rules"] = [{"id": "r", "title": "r", "points": points, "cap": draw(amounts(900, 1))}]
        entry = {"events": [{"rule": "r", "count": count % 7, "reason": "w"}] * (count % 3)}
    elif method == "shortfall":
        made |= {
            "target": target,
            "unit": draw(st.integers(1, 9)),
            "points": draw(amounts(300, 1)),
            "direction": draw(st.sampled_from(["up", "down"])),
            "part_units": draw(st.sampled_from(["proportional", "ceil", "floor"])),
        }
    elif method == "bands":
        zero = Amount(0)
        made["bands"] = [{"from": 90, "marks": full}, {"from": 0, "to": 90, "marks": part}, {"to": 0, "marks": zero}]
        entry = {"value": draw(st.integers(-20, 120))}
    elif method == "level":
        made["levels"] = [{"id": "a", "from": "60%", "to": "100%"}, {"id": "b", "from": "0%", "to": "60%"}]
        share = draw(st.integers(0, 100))
        entry = {"level": "a" if share >= 60 else "b", "share": f"{share}%"}
    elif method == "checklist":
        made["items"] = [
            {"id": "a", "title": "a", "points": part},
            {"id": "b", "title": "b", "points": Amount(full - part)},
        ]
        entry = {"done": draw(st.lists(st.sampled_from("ab"), max_size=3))}
    else:
        entry = draw(formulas_and_groups(made, full, count, target))
    return made | draw(st.just({}) | bounds(top)), entry


@st.composite
def bounds(draw: st.DrawFn, top: int) -> dict[str, Amount]:
    """A floor and a cap."""
    cap = draw(amounts(top, 1))
    return {"cap": cap, "floor": draw(amounts(int(cap * 100)))}


METHODS_WITH_FULL = [
    *("direct", "met", "attainment", "events", "shortfall", "bands", "level", "checklist"),
    *("linear", "plus_minus", "votes", "formula", "compared"),
]
"""`compared` stands for the methods that compare units."""


@st.composite
def comparisons(draw: st.DrawFn, full: Amount) -> dict[str, Any]:
    """A method that compares units, with its parameters."""
    made: dict[str, Any] = {"direction": draw(st.sampled_from(["up", "down"]))}
    made["method"] = draw(st.sampled_from(["efficacy", "ratio", "rank"]))
    if made["method"] == "ratio":
        made["direction"] = "down"  # a best value of 0 has no ratio where more is better
    if made["method"] == "efficacy":
        made["base"] = f"{draw(st.integers(0, 100))}%"
        made["when_equal"] = draw(st.sampled_from(["full", "base"]))
    if made["method"] == "rank":
        made["ties"] = draw(st.sampled_from(["competition", "dense", "average"]))
        if draw(st.booleans()):
            made |= {"step": f"{draw(st.integers(1, 60))}%", "least": f"{draw(st.integers(0, 50))}%"}
        else:
            second, last = sorted([draw(amounts(int(full * 100))), draw(amounts(int(full * 100)))], reverse=True)
            made["ranks"] = [{"to": 1, "marks": full}, {"to": 3, "marks": second}, {"marks": last}]
    return made


@st.composite
def whole(
    draw: st.DrawFn, part: dict[str, Any], children: list[tuple[str, dict[str, Any], Amount]]
) -> tuple[dict[str, Any], Amount]:
    """A part with the full marks and the weights that its way of adding up asks for."""
    kind = part["aggregate"]
    if kind == "pool":
        part["full"] = draw(amounts(int(100 * sum(full for _, _, full in children)), 1))
        return part, part["full"]
    if kind in {"mean", "weakest", "all"}:
        part["full"] = draw(amounts(10000, 100))
        return part, part["full"]
    if kind == "weighted" and draw(st.booleans()):
        part |= {"full": draw(amounts(10000, 100)), "relative_weights": "true"}
        for _, child, _ in children:
            child["weight"] = draw(st.integers(1, 9))
        return part, part["full"]
    if kind == "weighted":
        part["full"] = draw(amounts(10000, 100))
        left = 100
        for position, (_, child, _) in enumerate(children):
            last = position == len(children) - 1
            share = left if last else draw(st.integers(1, left - (len(children) - 1 - position)))
            child["weight"] = f"{share}%"
            left -= share
        return part, part["full"]
    return part, Amount(sum((full for _, _, full in children), Decimal()))


@st.composite
def parts(draw: st.DrawFn, name: str, depth: int, kinds: list[str], made: Made) -> tuple[dict[str, Any], Amount]:
    """A part of the base with its full marks; its entries go into `made`."""
    kind = draw(st.sampled_from(kinds))
    part: dict[str, Any] = {"id": name, "title": name, "aggregate": kind}
    if kind == "deduct":
        full = draw(amounts(4000, 100))
        part |= {"full": full, "indicators": []}
        for index in range(draw(st.integers(1, 3))):
            leaf = f"{name}_{index}"
            rules = [{"id": "r", "title": "r", "points": draw(amounts(300, 1))}]
            part["indicators"].append({"id": leaf, "title": leaf, "method": "events", "rules": rules})
            made.scores[leaf] = {"events": [{"rule": "r", "count": draw(st.integers(0, 9)), "reason": "w"}]}
        return part, full
    children: list[tuple[str, dict[str, Any], Amount]] = []
    for index in range(draw(st.integers(1, 3))):
        leaf = f"{name}_{index}"
        if depth and draw(st.booleans()):
            child, full = draw(parts(leaf, depth - 1, kinds, made))
            children.append(("parts", child, full))
            continue
        full = draw(amounts(4000, 1))
        child, made.scores[leaf] = draw(leaves(leaf, full))
        if child["method"] == "direct" and made.scores[leaf] < full:
            made.direct.append(leaf)
        children.append(("indicators", child, full))
    for key in ("parts", "indicators"):
        part[key] = [child for group, child, _ in children if group == key]
    if draw(st.integers(0, 3)) == 0:
        part["keys"] = [draw(st.sampled_from(children))[1]["id"]]
    return draw(whole(part, children))


KINDS = ("sum", "weighted", "deduct", "mean", "weakest", "all", "pool")


@st.composite
def made_schemes(draw: st.DrawFn, *, kinds: tuple[str, ...] = KINDS, rounding: bool = True, na: bool = False) -> Made:
    """A sound scheme of base parts and a report that can be scored under it."""
    made = Made({}, {})
    at = draw(st.lists(st.sampled_from(["indicator", "part", "total"]), unique=True)) if rounding else []
    made.scheme = {
        "rounding": {"places": draw(st.integers(0, 3)), "mode": draw(st.sampled_from(list(Mode))), "at": at},
        "not_applicable": draw(st.sampled_from(["rescale", "exclude", "full", "zero"])),
        "units": ["u"],
        "parts": [],
    }
    for index in range(draw(st.integers(1, 3))):
        part, _ = draw(parts(f"P{index}", 2, list(kinds), made))
        made.scheme["parts"].append(part)
    if na:
        for name in made.scores:
            if draw(st.integers(0, 3)) == 0:
                made.scores[name] = {"not_applicable": "w"}
    return made


@st.composite
def with_extras(draw: st.DrawFn, base: st.SearchStrategy[Made], *, penalty: bool) -> Made:
    """The same with a bonus part and, if wanted, a penalty part."""
    made = draw(base)
    most = {"cap": draw(amounts(900, 1))} if draw(st.booleans()) else {}
    bonus = {"id": "B1", "title": "b", "method": "bonus", **most}
    made.scheme["parts"].append({"id": "B", "title": "b", "kind": "bonus", **most, "indicators": [bonus]})
    made.scores["B1"] = draw(amounts(1500))
    if penalty:
        rules = [{"id": "r", "title": "r", "points": draw(amounts(300, 1))}]
        off = {"id": "D1", "title": "d", "method": "events", "rules": rules}
        made.scheme["parts"].append({"id": "D", "title": "d", "kind": "penalty", "indicators": [off]})
        made.scores["D1"] = {"events": [{"rule": "r", "count": draw(st.integers(0, 20)), "reason": "w"}]}
    return made


def nodes(card: Scorecard) -> Iterator[Score]:
    for part in card.parts:
        for _, score in part.walk():
            yield score


@SLOW
@given(with_extras(made_schemes(na=True), penalty=True))
def test_every_step_can_be_repeated(made: Made) -> None:
    done = made.run()
    assert not done.findings, [finding.text(str) for finding in done.findings]
    check_trace(done.card)
    if done.card.steps and done.card.total is not None:
        assert done.card.steps[-1].result == done.card.total


@SLOW
@given(made_schemes(na=True))
def test_scores_stay_between_zero_and_full(made: Made) -> None:
    done = made.run()
    card, scheme = done.card, done.scheme
    assert scheme.rounding is not None
    for score in nodes(card):
        if score.marks is not None and score.full:
            assert 0 <= score.marks <= score.full, score.id
            assert score.lost is None or score.lost >= 0
        if score.state is State.SCORED and score.marks is not None and isinstance(score.node, Indicator):
            assert score.node.cap is None or score.marks <= score.node.cap, score.id
            if score.node.floor is not None:  # of which rounding may cut off the end, and lifts nothing above the most
                most = exact(score.node.cap) if score.node.cap is not None else score.full
                rounded = scheme.rounding.apply(exact(score.node.floor), "indicator")
                assert score.marks >= min(most, rounded), score.id
    if card.total is not None:
        assert 0 <= card.total <= card.full
        assert card.share is not None or not card.full


@SLOW
@given(made_schemes(rounding=False, na=True))
def test_parts_follow_from_their_children(made: Made) -> None:
    card = made.run().card
    for score in nodes(card):
        if not isinstance(score.node, Indicator):
            assert score.marks == expected(score), score.id
    tops = [part for part in card.parts if part.policy not in {Policy.RESCALE, Policy.EXCLUDE}]
    if len(tops) == len(card.parts) and card.base is not None:
        assert card.base == sum((part.marks or Fraction() for part in tops), Fraction())


def expected(part: Score) -> Fraction | None:
    """The marks of a part, computed in another way than the program does."""
    out = {Policy.RESCALE, Policy.EXCLUDE}
    counted = [child for child in part.children if child.policy not in out]
    if not counted:
        return None
    marks = [child.marks for child in counted]
    assert None not in marks
    given_marks = [each for each in marks if each is not None]
    node = part.node
    assert not isinstance(node, Indicator)
    if any(child.id in node.keys and each < child.full for child, each in zip(counted, given_marks, strict=True)):
        return Fraction()
    shares = [each / child.full for each, child in zip(given_marks, counted, strict=True) if child.full]
    if node.aggregate == "mean":
        excluded = sum(child.policy is Policy.EXCLUDE for child in part.children)
        whole = exact(node.full or 0) * (len(part.children) - excluded) / len(part.children)
        return whole * sum(shares, Fraction()) / len(shares)
    if node.aggregate in {"weakest", "all"}:
        worst = min(shares)
        return exact(node.full or 0) * (worst if node.aggregate == "weakest" else int(worst))
    if node.aggregate == "pool":
        return min(exact(node.full or 0), sum(given_marks, Fraction()))
    if node.aggregate == "deduct":
        return max(Fraction(), exact(node.full or 0) + sum(given_marks, Fraction()))
    if node.aggregate == "weighted":
        gone = sum(
            (child.node.weight or Fraction() for child in part.children if child.policy is Policy.EXCLUDE), Fraction()
        )
        weights = [child.node.weight or Fraction() for child in counted]
        mean = sum(
            (weight * each / child.full for weight, each, child in zip(weights, given_marks, counted, strict=True)),
            Fraction(),
        ) / sum(weights, Fraction())
        if node.relative_weights:
            gone /= sum((child.node.weight or Fraction() for child in part.children), Fraction())
        return exact(node.full or 0) * (1 - gone) * mean
    spread = sum((child.full for child in part.children if child.policy is Policy.RESCALE), Fraction())
    applicable = sum((child.full for child in counted), Fraction())
    return sum(given_marks, Fraction()) * (applicable + spread) / applicable


@SLOW
@given(with_extras(made_schemes(na=True), penalty=True), st.randoms(use_true_random=False))
def test_the_order_changes_nothing(made: Made, chance: random.Random) -> None:
    before = made.run().card
    names = list(made.scores)
    chance.shuffle(names)
    shuffled = {**made.scheme, "parts": [_shuffled(part, chance) for part in made.scheme["parts"]]}
    chance.shuffle(shuffled["parts"])
    after = Made(shuffled, {name: made.scores[name] for name in names}).run().card
    assert (after.total, after.base, after.bonus, after.penalty) == (
        before.total,
        before.base,
        before.bonus,
        before.penalty,
    )
    assert {score.id: score.marks for score in nodes(after)} == {score.id: score.marks for score in nodes(before)}


def _shuffled(part: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    made = dict(part)
    for key in ("parts", "indicators"):
        if key in made:
            made[key] = [_shuffled(child, chance) if key == "parts" else child for child in made[key]]
            chance.shuffle(made[key])
    return made


@SLOW
@given(with_extras(made_schemes(na=False), penalty=False), st.data())
def test_a_higher_self_score_never_lowers_the_total(made: Made, data: st.DataObject) -> None:
    assume(made.direct)
    before = made.run().card.total
    name = data.draw(st.sampled_from(made.direct))
    full = next(leaf["full"] for leaf in _leaves(made.scheme["parts"]) if leaf["id"] == name)
    raised = data.draw(amounts(int(full * 100), int(made.scores[name] * 100) + 1))
    after = Made(made.scheme, {**made.scores, name: raised}).run().card.total
    assert before is not None
    assert after is not None
    assert after >= before


def _leaves(children: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for child in children:
        yield from child.get("indicators", [])
        yield from _leaves(child.get("parts", []))


@SLOW
@given(with_extras(made_schemes(kinds=KINDS, rounding=False, na=True), penalty=True), st.integers(2, 20))
def test_marks_scale_together(made: Made, factor: int) -> None:
    one, many = made.run().card, made.run(factor).card
    assert many.full == one.full * factor
    assert many.total == (None if one.total is None else one.total * factor)


@SLOW
@given(made_schemes(rounding=False))
def test_full_marks_everywhere_reach_the_full_marks(made: Made) -> None:
    scores: dict[str, Any] = {}
    for leaf in _leaves(made.scheme["parts"]):
        leaf.pop("cap", None)  # which may keep an indicator from its full marks
        if leaf["method"] == "events":
            leaf.pop("floor", None)
            scores[leaf["id"]] = {"events": []}
        else:
            kept: dict[str, Any] = {key: leaf[key] for key in ("id", "title", "full", "weight") if key in leaf}
            leaf.clear()
            leaf.update(kept, method="direct")
            scores[leaf["id"]] = leaf["full"]
    card = Made(made.scheme, scores).run().card
    assert card.total == card.full


@SLOW
@given(made_schemes(na=True))
def test_a_score_left_out_leaves_no_total(made: Made) -> None:
    name = next(iter(made.scores))
    made.scores.pop(name)
    done = made.run()
    assert done.card.by_id[name].state is State.MISSING
    assert done.card.total is None
    assert "SR311" in done.codes
    assert all(step.repeat() == step.result for step in all_steps(done.card))


# --- units compared with one another ----------------------------------------------------------------


@dataclass(frozen=True)
class Compare:
    """An indicator that compares units, and the value of each unit."""

    indicator: dict[str, Any]
    values: dict[str, Fraction]
    groups: dict[str, list[str]]

    def marks(self, order: list[str]) -> dict[str, Fraction]:
        """The marks of every unit, the reports being read in this order."""
        leaf = {"id": "A", "title": "a", "full": Amount(FULL), **self.indicator}
        scheme, _, findings = scheme_of(
            block(
                {
                    "rounding": {"places": 2, "at": []},
                    "classes": [{"id": name, "title": name, "units": units} for name, units in self.groups.items()],
                    "parts": [{"id": "P", "title": "p", "indicators": [leaf]}],
                },
                1,
            )
        )
        assert scheme is not None
        assert not findings, [finding.headline(str) for finding in findings]
        outcomes = {unit: UnitOutcomes(waiting={"A": Measurement(value)}) for unit, value in self.values.items()}
        among = cohort(scheme, [Member(unit, outcomes[unit]) for unit in order], {})
        made: dict[str, Fraction] = {}
        for unit in order:
            settled, refused = group_phase(scheme, outcomes[unit], among, Entries(), mapping(f"unit: {unit}"))
            assert not refused
            outcome = settled["A"]
            assert isinstance(outcome, Outcome)
            assert not outcome.waits_for
            assert all(step.repeat() == step.result for step in outcome.steps)
            made[unit] = outcome.marks
        return made


FULL = Decimal(10)


@st.composite
def compared(draw: st.DrawFn) -> Compare:
    """Two groups of units with values, some of them equal."""
    indicator = draw(comparisons(Amount(FULL)))
    least = 1 if indicator["method"] == "ratio" else -30
    values = draw(st.lists(st.fractions(least, 30, max_denominator=6), min_size=1, max_size=9))
    named = {f"u{index}": value for index, value in enumerate(values)}
    cut = draw(st.integers(0, len(values)))
    groups = {"x": list(named)[:cut], "y": list(named)[cut:]}
    return Compare(indicator, named, {name: units for name, units in groups.items() if units})


@SLOW
@given(compared(), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_no_score(case: Compare, chance: random.Random) -> None:
    order = list(case.values)
    before = case.marks(order)
    chance.shuffle(order)
    for units in case.groups.values():
        chance.shuffle(units)
    assert case.marks(order) == before


@SLOW
@given(compared())
def test_a_better_value_never_gets_less(case: Compare) -> None:
    marks = case.marks(list(case.values))
    sign = 1 if case.indicator["direction"] == "up" else -1
    for units in case.groups.values():
        best = max(units, key=lambda unit: sign * case.values[unit])
        for unit in units:
            assert 0 <= marks[unit] <= marks[best] <= FULL
        for one, other in pairwise(sorted(units, key=lambda unit: sign * case.values[unit])):
            assert marks[one] <= marks[other]
            assert case.values[one] != case.values[other] or marks[one] == marks[other]


@SLOW
@given(compared(), st.fractions(-30, 30, max_denominator=6))
def test_another_group_changes_nothing(case: Compare, value: Fraction) -> None:
    assume("x" in case.groups and "y" in case.groups)
    assume(case.indicator["method"] != "ratio" or value > 0)
    other = case.groups["y"][0]
    changed = Compare(case.indicator, {**case.values, other: value}, case.groups)
    before, after = case.marks(list(case.values)), changed.marks(list(case.values))
    assert [before[unit] for unit in case.groups["x"]] == [after[unit] for unit in case.groups["x"]]
