"""A table pasted from a spreadsheet: the finding has the table of Markdown that is to be put in its place."""

import pytest

from scorepress.checks.typed import check_typed
from tests.prose.texts import document


@pytest.mark.parametrize(
    ("body", "ready"),
    [
        ("项目\t预算\n办公\t12", ["| 项目 | 预算 |", "| --- | --- |", "| 办公 | 12 |"]),
        ("资金：\n\n\t甲\t乙\n\t1\t2\t3", ["| 甲 | 乙 |  |", "| --- | --- | --- |", "| 1 | 2 | 3 |"]),
        ("a\t|\nb\t2", ["| a | \\| |", "| --- | --- |", "| b | 2 |"]),
        ("| 甲 | 乙 |\n| 1 | 2 |", ["| 甲 | 乙 |", "| --- | --- |", "| 1 | 2 |"]),
    ],
)
def test_the_table_is_given_ready_and_holds(body: str, ready: list[str]) -> None:
    (found,) = check_typed(document(body))
    assert (found.rule.code, list(found.ready)) == ("SR616", ready)
    assert not list(check_typed(document("\n".join(ready))))
    assert found.data(str)["ready"] == ready
    assert all(f"    {line}" in found.text(str) for line in ready)


def test_a_number_of_a_person_is_masked_in_what_is_given_ready() -> None:
    (found,) = check_typed(document("姓名\t电话\n张三\t13800138000"))
    assert "13800138000" not in found.text(str)
    assert "13800138000" not in str(found.data(str))
