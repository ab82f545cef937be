"""What the rows of an official form say of a score."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorepress.core.messages import Message
from scorepress.core.numbers import show
from scorepress.schemes.form import LEVELS, Shown
from scorepress.scoring.forms import Content, FormRow, LevelCell, cell, form_rows, form_scores
from tests.support import scored

CASES = yaml.load((Path(__file__).parent / "form_rows.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
ROUNDING = "rounding: {places: 2, at: [total]}\n"


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_every_cell_says_what_was_written_and_scored(case: dict[str, Any]) -> None:
    found = scored(ROUNDING + case["scheme"], case["report"])
    assert found.scheme.form is not None
    assert found.scheme.form.indicators is not None
    rows = list(form_rows(found.scheme.form.indicators, found.card))
    said = {what: [_cell(row, what, case.get("beside", ())) for row in rows] for what in case["cells"]}
    assert said == case["cells"]
    assert list(form_scores(found.scheme.form, found.card)) == [row.score for row in rows]


def _cell(row: FormRow, what: Shown, beside: tuple[Shown, ...]) -> str:
    if what not in LEVELS:
        return _text(cell(row.score, what, beside))
    return _level(row.levels[what]) if what in row.levels else "above"


def _level(level: LevelCell | None) -> str:
    return "~" if level is None else f"{level.title} ×{level.rows}"


def _text(content: Content) -> str:
    if isinstance(content, Decimal | Fraction):
        return show(content)
    if isinstance(content, Message):
        return content.text(str)
    return "~" if content is None else content
