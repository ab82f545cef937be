"""Every place where a formula can stand, with every kind of formula that has no result: a finding at that place.

The places are listed against the models: a new field that holds a formula must be added here.
"""

import time
from fractions import Fraction
from pathlib import Path

import pytest

from scorepress.core.expressions import Value, check_formula, evaluate
from scorepress.core.findings import Refusal
from scorepress.core.formula import read_formula
from scorepress.core.limits import (
    MAX_FIGURE_COLUMNS,
    MAX_FIGURE_ROWS,
    MAX_FORMULA_TERMS,
    MAX_PROSE_FORMULAS,
    MAX_REPORT_CELLS,
    MAX_REPORT_TERMS,
)
from tests.support import Written, project

UNREADABLE = [
    "9**9", "f(((", "x /", "min()", "(", "1 2", "x ** 0.5", "x % 2", "x > 1", "×", "x × 2", "round(1)", "round(1, 0.5)",
    "round(1, 99)", "x / 0", "x / (1 - 1)", "1e9", ".5 * 1", "lambda: 1", "x if x else 1", "[1]", "open(1)", "nothing",
    "nothing.more", "'text'", "1 + 'text'", "1 # 2", "1 / x + nothing", "0 * nothing", "sqrt(2)", "(" * 300,
    "-" * 300 + "1", "+".join(["1"] * (MAX_FORMULA_TERMS + 1)), "9" * 40,
]  # fmt: skip
"""`x` stands for a name that is there."""

SCHEME = """\
rounding: {{places: 2, at: [total]}}
units: [u]
parts:
  - id: A
    title: 产出
    full: 20
    indicators:
      - {{id: A1, title: 数量, full: 10, method: attainment, target: 5, inputs: {{n: 数}}, value: {value}}}
      - {{id: A2, title: 质量, full: 10, method: formula, inputs: {{n: 数}}, formula: {formula}}}
form:
  title: 自评表
  head: [{{title: 原因, when: {{value: {head}, below: 0.9}}}}]
  tables:
    资金:
      title: 资金
      total: 总额
      rows: [财政, {{title: 其他, optional: true}}]
      columns:
        预算: 预算数
        执行: 执行数
        率: {{title: 执行率, equals: {column}, added: false}}
        说明: {{title: 说明, text: true}}
  indicators: {{title: 指标, parts: [A], columns: [{{title: 指标, shows: title}}]}}
  foot: [{{title: 改进, when: {{value: {foot}, above: 1}}}}]
"""
PLACES = {
    "value": ("n", "n * 1"),
    "formula": ("n", "n * 1"),
    "head": ("资金.total.执行", "资金.total.执行 / 资金.total.预算"),
    "foot": ("资金.财政.执行", "资金.财政.执行 / 资金.财政.预算"),
    "column": ("执行", "执行 / 预算 * 100"),
}
"""Each place in a scheme, a name that is there, and a formula that can stand there."""
REPORT = """\
scores: {{A1: {{inputs: {{n: 5}}}}, A2: {{inputs: {{n: 10}}}}}}
form: {{资金: {{总额: [20, 18, 90, 无], 财政: [20, 18, 90, 无]}}}}
figures:
  land:
    title: 造林
    columns: {{plan: 计划, done: 完成, rate: {{title: 完成率, equals: {equals}, added: false}}}}
    rows: {{甲: [10, 9, 90], 乙: [20, 18, 90]}}
    checks: [{{left: {left}, right: {right}}}]
---

{{{{ {prose} }}}}
"""
IN_REPORT = {"equals": ("done", "done / plan * 100"), "left": ("甲.plan", "甲.plan + 乙.plan")}
IN_REPORT |= {"right": ("甲.done", "甲.done + 21"), "prose": ("figures.land.甲.plan", "total")}
SOUND = {name: sound for name, (_, sound) in (PLACES | IN_REPORT).items()}
NO_RESULT = {"SR140", "SR141", "SR142"}


def quoted(formula: str) -> str:
    return "'" + formula.replace("'", "''") + "'"


def codes(folder: Path, **formulas: str) -> list[tuple[str, str]]:
    """The findings, each with its file, of a project with these formulas in place of sound ones."""
    written = {name: quoted(formula) for name, formula in (SOUND | formulas).items()}
    written["prose"] = (SOUND | formulas)["prose"]
    made = project(folder, SCHEME.format_map(written), [Written(REPORT.format_map(written))])
    return [(finding.rule.code, finding.span.source.path) for finding in made.findings]


def test_the_sound_formulas_are_sound(tmp_path: Path) -> None:
    assert [code for code in codes(tmp_path) if code[0] != "SR219"] == []


@pytest.mark.parametrize("place", PLACES)
def test_no_formula_without_a_result_stays_in_a_scheme(tmp_path: Path, place: str) -> None:
    name = PLACES[place][0]
    for number, formula in enumerate(UNREADABLE):
        found = codes(
            tmp_path / str(number), **{place: formula.replace("x", name) if "max" not in formula else formula}
        )
        assert any(code in NO_RESULT and file == "schemes/case/1.yml" for code, file in found), (formula, found)
        assert "SR326" not in {code for code, _ in found}, formula


@pytest.mark.parametrize("place", IN_REPORT)
def test_no_formula_without_a_result_stays_in_a_report(tmp_path: Path, place: str) -> None:
    name = IN_REPORT[place][0]
    for number, formula in enumerate(UNREADABLE):
        if place == "prose" and formula == "'text'":
            continue  # a text may stand in a sentence
        found = codes(tmp_path / str(number), **{place: formula.replace("x", name)})
        assert any(code in NO_RESULT and file.endswith("2021.md") for code, file in found), (formula, found)
        assert "SR326" not in {code for code, _ in found}, formula


@pytest.mark.parametrize(
    ("formula", "place"),
    [
        ("资金.其他.执行", "head"),
        ("资金.总额.执行", "foot"),
        ("资金.total.说明", "head"),
        ("资金", "foot"),
        ("说明", "column"),
    ],
)
def test_a_form_asks_only_for_what_its_tables_can_hold(tmp_path: Path, formula: str, place: str) -> None:
    found = codes(tmp_path, **{place: formula})
    if formula == "资金.其他.执行":  # the row is optional and was left out: a note, whatever the formula
        assert ("SR387", "content/units/u/2021.md") in found
    else:
        assert any(code in NO_RESULT and file == "schemes/case/1.yml" for code, file in found), found


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("[0.00, 0.00, 0.00, 无]", None),
        ("[0, 0, ~, 无]", None),
        ("[0, 0, 100, 无]", "SR142"),
        ("[0, 5, 0, 无]", "SR142"),
    ],
)
def test_a_row_of_zeros_in_a_form(tmp_path: Path, row: str, code: str | None) -> None:
    written = {name: quoted(formula) for name, formula in SOUND.items()} | {"prose": SOUND["prose"]}
    total = "[20, 23, 115, 无]" if row.startswith("[0, 5") else "[20, 18, 90, 无]"
    report = REPORT.format_map(written).replace("总额: [20, 18, 90, 无]", f"总额: {total}, 其他: {row}")
    made = project(tmp_path, SCHEME.format_map(written), [Written(report)])
    found = {finding.rule.code for finding in made.findings} - {"SR219", "SR386"}
    assert found == ({code} if code else set())


@pytest.mark.parametrize("formula", ["x / (x - x)", "1 / (x - 1)", "x / y", "round(x, y)", "x / floor(x / 100)"])
def test_a_formula_that_has_no_result_for_some_numbers_may_stand(formula: str) -> None:
    check_formula(formula, {"x": Value(Fraction(1)), "y": Value(Fraction(1))})


def test_time_grows_with_length_only() -> None:
    def seconds(terms: int) -> float:
        text = f"round({' + '.join(['1.25'] * terms)}, 1)"
        started = time.process_time()
        for number in range(200):
            evaluate(f"{text} + {number}", {})
        return time.process_time() - started

    short, long = min(seconds(40) for _ in range(3)), min(seconds(160) for _ in range(3))
    assert long < short * 4 * 3, "four times as long, and not three times more than that"


@pytest.mark.parametrize("more", [0, 1])
def test_terms_of_a_formula(more: int) -> None:
    text = "+".join(["1"] * (MAX_FORMULA_TERMS + more))
    if more:
        with pytest.raises(Refusal, match="SR140"):
            read_formula(text)
    else:
        assert read_formula(text).terms == MAX_FORMULA_TERMS


LIMITED = "rounding: {places: 2, at: [total]}\nparts: [{id: A, title: 产出, full: 1, indicators: [{id: A1, title: 数, full: 1, method: direct}]}]\n"  # noqa: E501 - a scheme in two lines


def found_in(folder: Path, text: str, data: dict[str, str] | None = None) -> set[str]:
    """The codes found in a report, its data files written first."""
    for name, content in (data or {}).items():
        (folder / "content/units/u").mkdir(parents=True, exist_ok=True)
        (folder / "content/units/u" / name).write_text(content, encoding="utf-8")
    made = project(folder, LIMITED, [Written(f"scores: {{A1: 1}}\n{text}")])
    return {finding.rule.code for finding in made.findings} - {"SR219"}


def csv(rows: int, columns: int) -> str:
    header = "row," + ",".join(f"c{number}" for number in range(columns))
    return "\n".join([header, *(f"r{row}" + ",1" * columns for row in range(rows))]) + "\n"


def figure(columns: int, equals: str = "") -> str:
    names = ", ".join(f"c{number}: 列{number}" for number in range(columns - bool(equals)))
    last = f", c{columns - 1}: {{title: 算, equals: {equals}}}" if equals else ""
    return f"figures: {{f: {{title: 表, data: f.csv, columns: {{{names}{last}}}}}}}"


@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [
        (MAX_FIGURE_ROWS, 1, set()),
        (MAX_FIGURE_ROWS + 1, 1, {"SR516"}),
        (20 * MAX_FIGURE_ROWS, 1, {"SR516"}),
        (2, MAX_FIGURE_COLUMNS, set()),
        (2, MAX_FIGURE_COLUMNS + 1, {"SR517"}),
        (MAX_REPORT_CELLS // 10, 10, set()),
        (MAX_REPORT_CELLS // 10 + 1, 10, {"SR518"}),
    ],
)
def test_rows_columns_and_cells_of_figures(tmp_path: Path, rows: int, columns: int, code: set[str]) -> None:
    assert found_in(tmp_path, figure(columns), {"f.csv": csv(rows, columns)}) == code


def test_cells_of_all_figures_together(tmp_path: Path) -> None:
    rows = MAX_REPORT_CELLS // 20 + 1
    names = [f"f{number}: {{title: 表, data: f.csv, columns: {{c0: 列, c1: 列}}}}" for number in range(10)]
    text = "figures:\n  " + "\n  ".join(names)
    assert found_in(tmp_path, text, {"f.csv": csv(rows, 2)}) == {"SR518"}


@pytest.mark.parametrize("more", [0, 1])
def test_terms_of_the_formulas_of_figures(tmp_path: Path, more: int) -> None:
    terms = MAX_REPORT_TERMS // MAX_FIGURE_ROWS + more
    equals = "+".join(["c0", *["0"] * (terms - 1)])
    code = {"SR144"} if more else set()
    assert found_in(tmp_path, figure(2, equals), {"f.csv": csv(MAX_FIGURE_ROWS, 2)}) == code


@pytest.mark.parametrize("more", [0, 1])
def test_references_in_the_text(tmp_path: Path, more: int) -> None:
    text = "---\n" + "\n".join(["{{ total }}"] * (MAX_PROSE_FORMULAS + more)) + "\n"
    assert found_in(tmp_path, text) == ({"SR143"} if more else set())
