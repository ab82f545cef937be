"""Every limit has a case that just passes and one that just fails, with the finding that the limit names.

A new limit must be added here. Limits of figures and formulas as a whole are tried in `tests/test_formulas.py`.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from scorepress.core import limits
from scorepress.core.expressions import Value, compute, evaluate
from scorepress.core.findings import Refusal, Rule
from scorepress.core.formula import read_formula
from scorepress.core.limits import LIMITS
from tests.conftest import ROOT
from tests.support import REPORT, Written, project

SCHEME = "rounding: {places: 2, at: [total]}\nparts: [{id: A, title: 产出, full: 1, indicators: [{id: A1, title: 数, full: 1, method: direct}]}]\n"  # noqa: E501
Codes = Callable[[Path, int], list[str]]
"""The codes of the findings where what a limit counts is as large as given."""


def report(text: str) -> Codes:
    """A report of which `text.format(…)` makes something of a size."""

    def codes(folder: Path, size: int) -> list[str]:
        made = project(folder, SCHEME, [Written(f"scores: {{A1: 1}}\n{text % (('x' * size),)}")])
        return [finding.rule.code for finding in made.findings]

    return codes


def written(page: Callable[[int], str]) -> Codes:
    """A report whose file is what `page` makes of a size."""

    def codes(folder: Path, size: int) -> list[str]:
        made = project(folder, SCHEME, [Written(page(size))])
        return [finding.rule.code for finding in made.findings]

    return codes


def refused(text: Callable[[int], str]) -> Codes:
    """A formula."""

    def codes(folder: Path, size: int) -> list[str]:
        del folder
        try:
            evaluate(text(size), {})
        except Refusal as refusal:
            return [refusal.rule.code]
        return []

    return codes


def head_bytes(size: int) -> str:
    """A front matter of so many bytes in all."""
    head = len("title: 例\nunit: u\nscheme: case@1\nperiod: 2021\nstatus: published\n".encode()) + 1
    lines = f"scores: {{A1: 1}}\n# {'x' * 60}\n"
    rest = size - head - len(lines)
    return lines + f"#{'x' * (rest - 1)}"


def file_bytes(size: int) -> str:
    text = "scores: {A1: 1}\n---\n\n"
    head = len("---\ntitle: 例\nunit: u\nscheme: case@1\nperiod: 2021\nstatus: published\n\n---\n".encode())
    line = "正" * 300 + "\n\n"
    rest = size - head - len(text)
    body = line * (rest // len(line.encode()))
    return text + body + "x" * (rest - len(body.encode()))


def nested(size: int) -> str:
    """The report, its `remarks`, and so many lists below in all."""
    return f"scores: {{A1: 1}}\nmeasures: {'[' * (size - 1)}{']' * (size - 1)}"


def grown(folder: Path, size: int) -> list[str]:
    """A product of so many binary digits."""
    del folder
    try:
        evaluate("x * 1", {"x": Value(Fraction(2 ** (size - 1)))})
    except Refusal as refusal:
        return [refusal.rule.code]
    return []


def mended_text(folder: Path, size: int) -> list[str]:
    """A front matter of so many characters with one wrong colon, for which nobody looks in a longer one."""
    head = "scores:\n  A1: 1\n  A2： 1\n#"
    return written(lambda _: head + "x" * (size - len(f"{REPORT}{head}\n")))(folder, size)


CASES: dict[str, Codes] = {
    "file_bytes": written(file_bytes),
    "yaml_bytes": written(head_bytes),
    "yaml_depth": written(nested),
    "number_digits": written(lambda size: f"scores: {{A1: 0.{'1' * (size - 2)}}}"),
    "text_characters": report("summary: %s"),
    "id_characters": report("evidence: {%s: {title: 甲, keeper: 乙, reason: 丙}}"),
    "formula_characters": refused("1".ljust),
    "formula_terms": refused(lambda size: "+".join(["1"] * size)),
    "formula_depth": refused(lambda size: "-" * size + "1"),
    "number_bits": grown,
    "spelling_characters": written(lambda size: f"scores: {{A1: 1{'分' * (size - 1)}}}"),
    "mended_characters": mended_text,
}
"""By the name of the limit; the finding that the limit names is there just beyond it and not at it."""
LISTED: dict[str, tuple[str, Codes]] = {
    "control_findings": ("SR006", written(lambda size: "scores: {A1: 1}\n---\n" + "正\x01文\n" * size)),
    "personal_findings": ("SR801", written(lambda size: "scores: {A1: 1}\n---\n" + "电话 13912345678。\n" * size)),
    "mends": ("SR027", written(lambda size: "scores:\n  A1: 1\n" + "  A1： 1\n" * size)),
}
"""By the name of the limit; so many findings of the code are listed and no more."""
BUDGETS = "tests/prose/test_document.py: test_each_budget_has_its_limit_and_its_finding"
ELSEWHERE = {
    "prose_formulas": "tests/test_formulas.py: test_references_in_the_text",
    "report_terms": "tests/test_formulas.py: test_terms_of_the_formulas_of_figures",
    "figure_rows": "tests/test_formulas.py: test_rows_columns_and_cells_of_figures",
    "figure_columns": "tests/test_formulas.py: test_rows_columns_and_cells_of_figures",
    "report_cells": "tests/test_formulas.py: test_cells_of_all_figures_together",
    "tried_mends": "tests/test_wrong_characters.py: test_a_text_that_cannot_be_mended_is_given_up",
    "block_characters": BUDGETS,
    "emphasis_depth": BUDGETS,
    "prose_characters": BUDGETS,
    "prose_depth": BUDGETS,
    "prose_nodes": BUDGETS,
}
HINTS = {name for name, limit in LIMITS.items() if not limit.rule}
"""Beyond these nothing is refused: a hint or a list gets shorter."""


@pytest.mark.parametrize("name", CASES)
def test_just_within_and_just_beyond(tmp_path: Path, name: str) -> None:
    limit = LIMITS[name]
    assert limit.rule not in CASES[name](tmp_path / "within", limit.value)
    assert limit.rule in CASES[name](tmp_path / "beyond", limit.value + 1)


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("more", [0, 1])
def test_a_list_ends_at_its_limit(tmp_path: Path, name: str, more: int) -> None:
    limit = LIMITS[name].value
    code, findings = LISTED[name]
    assert findings(tmp_path, limit + more).count(code) == limit


def test_every_limit_is_tried() -> None:
    assert LIMITS.keys() == {*CASES, *LISTED, *ELSEWHERE, *HINTS}
    for reference in ELSEWHERE.values():
        path, test = reference.split(": ")
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), reference


def test_every_limit_names_a_finding_and_a_reason() -> None:
    for limit in LIMITS.values():
        assert not limit.rule or limit.rule in Rule.registry, limit.name
        assert limit.unit
        assert limit.why
        assert limit.value > 0
    constants = {name for name in vars(limits) if name.startswith("MAX_")}
    assert len(constants) == len(LIMITS)


def test_the_program_itself_may_write_longer_formulas() -> None:
    terms = LIMITS["formula_terms"].value * 3
    assert compute("+".join(["1"] * terms)) == terms
    with pytest.raises(Refusal):
        read_formula("+".join(["1"] * terms))
