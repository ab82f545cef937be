"""The steps of a trace as people read them: what is done, with which numbers, and what comes of it."""

import pytest

from scorepress.core.numbers import show
from scorepress.core.trace import Step, signs
from tests.support import check_trace, scored

TOTAL = "rounding: {places: 2, at: [total]}\nnot_applicable: rescale\n"
DIRECT = "indicators: [{id: A1, title: 一, full: 10, method: direct}, {id: A2, title: 二, full: 20, method: direct}]"


def part(how: str, children: str = DIRECT) -> str:
    return f"{TOTAL}parts: [{{id: A, title: 甲, {how}, {children}}}]"


def lines(steps: tuple[Step, ...]) -> list[str]:
    return [f"{step.words.text(str)}: {signs(step.formula)} = {show(step.result)}" for step in steps]


WEIGHTED = """\
indicators: [
  {id: A1, title: 一, full: 10, method: direct, weight: 30%},
  {id: A2, title: 二, full: 20, method: direct, weight: 70%},
]"""
TABLE = "aggregate: lookup, full: 30, table: [{of: [5, 20], gives: 25}]"
OFF = "indicators: [{id: A1, title: 一, method: events, rules: [{id: r, title: 事, points: 1.5}]}]"
LEAST = "aggregate: weakest, full: 30"


@pytest.mark.parametrize(
    ("scheme", "scores", "expected"),
    [
        (part("full: 30"), "A1: 5, A2: 20", ["sum: 5 + 20 = 25"]),
        (
            part("full: 30"),
            "A1: 5, A2: {not_applicable: 无}",
            ["sum: 5 = 5", "spread over what applies: marks × full ÷ applicable full: 5 × 30 ÷ 10 = 15"],
        ),
        (
            part("aggregate: weighted, full: 100", WEIGHTED),
            "A1: 5, A2: 10",
            [
                "weight × share of full marks, added: 0.3 × 5 ÷ 10 + 0.7 × 10 ÷ 20 = 0.5",
                "times full marks: 100 × 0.5 = 50",
            ],
        ),
        (
            part("aggregate: weighted, full: 100", WEIGHTED),
            "A1: 5, A2: {not_applicable: 无}",
            [
                "weight × share of full marks, added: 0.3 × 5 ÷ 10 = 0.15",
                "divided by the weights that apply: 0.15 ÷ 0.3 = 0.5",
                "times full marks: 100 × 0.5 = 50",
            ],
        ),
        (
            part("aggregate: deduct, full: 10", OFF),
            "A1: {events: [{rule: r, reason: 一次}]}",
            ["full marks less deductions, not below 0: max(0, 10 − 1.5) = 8.5"],
        ),
        (part("aggregate: deduct, full: 10", OFF), "A1: {events: []}", ["nothing deducted: full marks: 10 = 10"]),
        (
            part("aggregate: mean, full: 30"),
            "A1: 5, A2: 20",
            ["the mean of the shares of full marks: (0.5 + 1) ÷ 2 = 0.75", "times full marks: 30 × 0.75 = 22.5"],
        ),
        (
            part(LEAST),
            "A1: 5, A2: 20",
            ["the least share of full marks: 0.5 = 0.5", "times full marks: 30 × 0.5 = 15"],
        ),
        (
            part(LEAST + ", plus: 2"),
            "A1: 5, A2: 20",
            [
                "the least share of full marks: 0.5 = 0.5",
                "times full marks: 30 × 0.5 = 15",
                "more, because some do better: 15 + 2 = 17",
            ],
        ),
        (
            part("aggregate: all, full: 30"),
            "A1: 5, A2: 20",
            ["1 of 2 have full marks; all must: floor(1 ÷ 2) = 0", "times full marks: 30 × 0 = 0"],
        ),
        (
            part("aggregate: pool, full: 20"),
            "A1: 5, A2: 20",
            ["sum, at most the 20 marks that they share: min(20, 5 + 20) = 20"],
        ),
        (part(TABLE), "A1: 5, A2: 20", ["the table gives 25 for 5, 20: 25 = 25"]),
        (
            part("full: 30, keys: [A1]"),
            "A1: 5, A2: 20",
            ["sum: 5 + 20 = 25", "the key item 一 misses full marks: 0: 0 = 0"],
        ),
        (part("full: 30, cap: 24"), "A1: 5, A2: 20", ["sum: 5 + 20 = 25", "at most 24: min(25, 24) = 24"]),
    ],
)
def test_a_part(scheme: str, scores: str, expected: list[str]) -> None:
    card = scored(scheme, f"scores: {{{scores}}}").card
    check_trace(card)
    assert lines(card.by_id["A"].steps) == expected


ONE = "rounding: {places: 1, mode: %s, at: [%s]}\nparts: [{id: A, title: 甲, indicators: [%s]}]"
THIRD = "{id: A1, title: 一, full: 10, method: attainment, target: 3}"


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("half_up", "rounded half up to 1 places: half_up(6.25, 1) = 6.3"),
        ("half_even", "rounded half to even to 1 places: half_even(6.25, 1) = 6.2"),
        ("down", "cut off after 1 places: down(6.25, 1) = 6.2"),
    ],
)
def test_rounding(mode: str, words: str) -> None:
    direct = "{id: A1, title: 一, full: 10, method: direct}"
    card = scored(ONE % (mode, "indicator", direct), "scores: {A1: 6.25}").card
    assert lines(card.by_id["A1"].steps)[-1] == words
    total = scored(ONE % (mode, "total", direct), "scores: {A1: 6.25}").card
    assert lines(total.steps)[-1] == words.replace(words.split(":", maxsplit=1)[0], "the total is rounded")


def test_rounding_that_would_pass_the_full_marks() -> None:
    card = scored(
        ONE % ("half_up", "indicator", "{id: A1, title: 一, full: 9.95, method: direct}"), "scores: {A1: 9.95}"
    ).card
    assert lines(card.by_id["A1"].steps)[-2:] == [
        "rounded half up to 1 places: half_up(9.95, 1) = 10",
        "at most 9.95: min(10, 9.95) = 9.95",
    ]


@pytest.mark.parametrize(
    ("indicator", "entry", "expected"),
    [
        ("full: 10, cap: 8, method: direct", "9", "at most 8: min(9, 8) = 8"),
        ("full: 10, floor: 3, method: direct", "2", "at least 3: max(2, 3) = 3"),
        (
            "full: 10, method: direct, not_applicable: full",
            "{not_applicable: 无}",
            "not applicable: counted in full: 10 = 10",
        ),
        (
            "full: 10, method: direct, not_applicable: zero",
            "{not_applicable: 无}",
            "not applicable: counted as 0: 0 = 0",
        ),
    ],
)
def test_an_indicator(indicator: str, entry: str, expected: str) -> None:
    card = scored(
        f"{TOTAL}parts: [{{id: A, title: 甲, indicators: [{{id: A1, title: 一, {indicator}}}]}}]",
        f"scores: {{A1: {entry}}}",
    ).card
    assert lines(card.by_id["A1"].steps)[-1] == expected


EXTRAS = """\
rounding: {places: 2, at: [total]}
total: {cap: 102}
parts:
  - {id: A, title: 甲, indicators: [{id: A1, title: 一, full: 60, method: direct}]}
  - {id: B, title: 乙, indicators: [{id: B1, title: 二, full: 40, method: direct}]}
  - id: C
    title: 加分
    kind: bonus
    requires: [{score: A1, at_least: 50%}]
    indicators: [{id: C1, title: 三, method: bonus}]
  - id: D
    title: 倒扣
    kind: penalty
    indicators: [{id: D1, title: 四, method: events, cap: 4, rules: [{id: r, title: 事, points: 1.5}]}]
vetoes: [{id: v, title: 重大事故, total: 59}, {id: w, title: 弄虚作假, total: 40}]
"""


def test_a_total() -> None:
    scores = "scores: {A1: 59, B1: 40, C1: 5, D1: {events: [{rule: r, count: 3, reason: 三次}]}}"
    vetoes = "vetoes: [{veto: v, reason: 一起}, {veto: w, reason: 一次}]"
    card = scored(EXTRAS, f"{scores}\n{vetoes}").card
    check_trace(card)
    assert lines(card.by_id["D1"].steps)[-1] == "at most -4: max((−4.5), (−4)) = -4"
    assert lines(card.steps) == [
        "sum: 59 + 40 = 99",
        "base and bonus: 99 + 5 = 104",
        "at most 102: min(104, 102) = 102",
        "less penalties, not below 0: max(0, 102 − 4) = 98",
        "弄虚作假: the scheme caps the total: min(98, 40) = 40",
    ]
    assert [each.text(str) for each in card.vetoes] == ["重大事故 applies", "弄虚作假 applies"]


def test_a_requirement_that_is_not_reached() -> None:
    card = scored(EXTRAS, "scores: {A1: 29.99, B1: 40, C1: 5, D1: {events: []}}").card
    assert lines(card.by_id["C"].steps)[-1] == "only with at least 50 % of full marks in A1: no marks: 0 = 0"
    reached = scored(EXTRAS, "scores: {A1: 30, B1: 40, C1: 5, D1: {events: []}}").card
    assert lines(reached.by_id["C"].steps) == ["sum: 5 = 5"]
