from fractions import Fraction
from pathlib import Path

import pytest

from scorepress.checks.figure_results import FigureChecks, Status
from scorepress.checks.figures import check_table
from scorepress.core.expressions import evaluate
from scorepress.core.findings import Finding
from scorepress.core.numbers import show
from scorepress.core.records import Context, read_record
from scorepress.reports.figures import Figure, Table, read_table
from tests.support import mapping


def table(text: str, folder: Path = Path()) -> tuple[Table | None, list[Finding]]:
    findings: list[Finding] = []
    node = mapping(text, findings)
    figure = read_record(Figure, node, Context(findings))
    assert figure is not None
    return read_table("x", figure, node, folder, findings), findings


def checked(text: str, folder: Path = Path()) -> FigureChecks:
    made, findings = table(text, folder)
    assert made is not None, [finding.text(str) for finding in findings]
    checks = check_table(made, {"x": made.value()})
    for result in checks.results:
        assert result.words.text(str)
    for finding in checks.findings:
        assert finding.text(str)
    return checks


def codes(text: str) -> list[str]:
    return [finding.rule.code for finding in checked(text).findings]


def statuses(text: str) -> list[Status]:
    return [result.status for result in checked(text).results]


ROUTES = "title: 客运班线\nmeasured_in: 条\nrows: {省际: 1, 市际: 5, 县际: 8, 县内: 11}\n"
SHARES = """\
title: 资金
columns:
  plan: {title: 计划, measured_in: 万元}
  done: {title: 完成, measured_in: 万元}
  rate: {title: 完成率, measured_in: "%", equals: done / plan * 100, added: false}
rows:
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ROUTES + "total: 25", []),
        (ROUTES + "total: 25.0", []),
        (ROUTES, []),
        (ROUTES + "total: 26", ["SR510"]),
        (ROUTES + "total: {value: 25, measured_in: 条}", []),
        (ROUTES + "total: {value: 25, measured_in: 公里}", ["SR513"]),
        ("title: 楼\nrows: {住宅: 5.67, 公建: 14.79}\ntotal: 20.46", []),
        ("title: 楼\nrows: {住宅: 5.67, 公建: 14.79}\ntotal: 20.47", ["SR510"]),
        ("title: 地\nmeasured_in: 亩\nrows: {甲: {value: 1, measured_in: 万亩}, 乙: 5}\ntotal: 6", ["SR513"]),
        ("title: 地\nrows: {甲: {value: 1, measured_in: 万亩}, 乙: 5}\ntotal: 6", ["SR513"]),
        (SHARES + "  甲: [51000, 53321.9, 104.6]", []),
        (SHARES + "  甲: [51000, 53321.9, 105.6]", ["SR511"]),
        (SHARES + "  甲: [11110.13, 6719.36, 60.47]", ["SR512"]),
        (SHARES + "  甲: [11110.13, 6719.36, 60.48]", []),
        (SHARES + "  甲: [0, 5, 100]", ["SR142"]),
        (SHARES + "  甲: [10, 5, 50]\n  乙: [10, 10, 100]\ntotal: [20, 15, 75]", []),
        (SHARES + "  甲: [10, 5, 50]\n  乙: [10, 10, 100]\ntotal: [20, 15, 74]", ["SR511"]),
        (SHARES + "  甲: [10, 5, 50]\n  乙: [10, 10, 100]\ntotal: [20, 16, 80]", ["SR510"]),
        ("title: 一\nrows: {甲: 3, 乙: 4}\ntotal: 7\nchecks: [{left: total, right: 甲 + 乙}]", []),
        ("title: 一\nrows: {甲: 3, 乙: 4}\nchecks: [{left: 甲, right: 乙}]", ["SR514"]),
        ("title: 一\nrows: {甲: 0.33, 乙: 3}\nchecks: [{left: 甲, right: 1 / 乙}]", []),
        ("title: 一\nrows: {甲: 1}\nchecks: [{left: 甲, right: figures.x.甲}]", []),
        ("title: 一\nrows: {甲: 1}\nchecks: [{left: 甲, right: figures.y.甲}]", ["SR141"]),
        ("title: 一\nrows: {甲: 1}\nchecks: [{left: 甲 +, right: 甲}]", ["SR140"]),
        ("title: 一\nrows: {甲: 1}\nchecks: [{left: figures, right: 甲}]", ["SR142"]),
    ],
)
def test_checks(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ROUTES + "total: 25", [Status.PASSED]),
        (ROUTES + "total: 26", [Status.FAILED]),
        ("title: 一\nrows: {甲: 3, 乙: ~}\ntotal: 7", [Status.NOT_RUN]),
        ("title: 一\nrows: {甲: {value: 300, about: true}, 乙: 4}\ntotal: 310", [Status.NOTED]),
        ("title: 一\nrows: {甲: 300, 乙: 412}\ntotal: {value: 700, at_least: true}", [Status.NOTED]),
        ("title: 一\nrows: {甲: {value: 3, about: true}, 乙: 4}\ntotal: 7", [Status.PASSED]),
        (SHARES + "  甲: [10, ~, 50]", [Status.NOT_RUN]),
        (SHARES + "  甲: [10, 5, ~]", []),
        (SHARES + "  甲: [10, {value: 5.2, about: true}, 50]", [Status.NOTED]),
    ],
)
def test_how_checks_end(text: str, expected: list[Status]) -> None:
    assert statuses(text) == expected


def percent(rows: list[str], total: str, equals: str = "") -> str:
    """A column of shares with these rows, given by a formula or not."""
    columns = f"columns: {{n: {{title: 数}}, s: {{title: 占比, measured_in: '%'{equals}}}}}\n"
    lines = "\n".join(f"  r{number}: [1, {share}]" for number, share in enumerate(rows))
    return f"title: 占比\n{columns}rows:\n{lines}\ntotal: [{len(rows)}, {total}]"


@pytest.mark.parametrize("equals", ["", ", equals: n / total.n * 100"])
@pytest.mark.parametrize(
    ("rows", "total", "expected"),
    [
        (["33.33"] * 3, "100", ["SR519"]),
        (["33.33"] * 3, "100.00", ["SR519"]),
        (["16.7"] * 6, "100.0", ["SR519"]),
        (["14.29"] * 7, "100", ["SR519"]),
        (["25"] * 4, "100", []),
        (["33"] * 3, "100", ["SR519"]),
    ],
)
def test_rounded_shares_that_miss_100_are_a_note(rows: list[str], total: str, expected: list[str], equals: str) -> None:
    assert codes(percent(rows, total, equals)) == expected


@pytest.mark.parametrize("rows", [["33.33", "33.33", "33.31"], ["33.33"] * 2 + ["33.3"], ["33.30"] * 3, ["50", "48"]])
def test_shares_that_miss_100_by_more_are_an_error(rows: list[str]) -> None:
    expected = [] if "33.3" in rows else ["SR510"]
    assert [code for code in codes(percent(rows, "100")) if code != "SR519"] == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # done / plan * 100; 2.2 / 24 is 9.1667
        ("[24, 2.2, {value: 10, at_least: true}]", ["SR511"]),
        ("[24, 2.2, {value: 9, at_least: true}]", []),
        ("[24, 2.2, {value: 9.17, at_least: true}]", []),
        ("[24, 2.2, {value: 99, about: true}]", ["SR511"]),
        ("[24, 2.2, {value: 9, about: true}]", []),
        ("[24, 2.2, {value: 10, about: true}]", []),
        ("[24, 2.2, {value: 11, about: true}]", ["SR511"]),
        ("[{value: 24, about: true}, 2.2, 9.5]", []),
        ("[{value: 24, about: true}, 2.2, 95]", ["SR511"]),
        ("[24, {value: 2.2, at_least: true}, 9.5]", []),
        ("[24, {value: 2.2, at_least: true}, 8.9]", ["SR511"]),
        ("[{value: 24, at_least: true}, 2.2, 9]", []),
        ("[{value: 24, at_least: true}, 2.2, 9.5]", ["SR511"]),
        ("[24, 2.2, {value: 9.16, at_least: true}]", []),
    ],
)
def test_inexact_cells_of_a_formula_have_bounds(row: str, expected: list[str]) -> None:
    assert codes(SHARES + f"  甲: {row}") == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("[0.00, 0.00, 0.00]", []),
        ("[0, 0, 0]", []),
        ("[0, 0, ~]", []),
        ("[0, 0, 100]", ["SR142"]),
        ("[0, 5, 0]", ["SR142"]),
        ("[5, 0, 0]", []),
        ("[5, 0, 1]", ["SR511"]),
    ],
)
def test_nothing_of_nothing_is_nothing(row: str, expected: list[str]) -> None:
    assert codes(SHARES + f"  甲: {row}") == expected


def test_rounded_shares_may_miss_100() -> None:
    text = """\
title: 占比
columns:
  n: {title: 数}
  share: {title: 占比, measured_in: "%", equals: n / 3 * 100}
rows: {甲: [1, 33.3], 乙: [1, 33.3], 丙: [1, 33.3]}
total: [3, 100.0]
"""
    checks = checked(text)
    assert [finding.rule.code for finding in checks.findings] == ["SR519"]
    assert Status.NOTED in [result.status for result in checks.results]


@pytest.mark.parametrize("label", ["{0}", "{x}", "甲{", "a %s", "甲}乙"])
def test_a_label_with_braces_is_only_a_label(label: str) -> None:
    assert codes(SHARES + f"  '{label}': [10, 5, 51]") == ["SR511"]
    assert statuses(SHARES + f"  '{label}': [10, ~, 51]") == [Status.NOT_RUN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: 一", ["SR503"]),
        (SHARES + "  甲: [1, 2]", ["SR501"]),
        (SHARES + "  甲: [1, 2, 3, 4]", ["SR501"]),
        (SHARES + "  甲: 5", ["SR501"]),
        ("title: 一\nrows: {甲: 三}", ["SR103"]),
        ("title: 一\nrows: {甲: 1}\ntotal: 1,000", ["SR106"]),
        ("title: 一\nrows: {甲: 1}\nrows: {甲: 2}", ["SR023"]),
    ],
)
def test_rows_that_cannot_be_read(text: str, expected: list[str]) -> None:
    assert [finding.rule.code for finding in table(text)[1]] == expected


def test_values_in_formulas() -> None:
    made, _ = table(ROUTES + "total: 25")
    assert made is not None
    names = {"x": made.value()}
    assert evaluate("x.total", names).number == 25
    assert evaluate("x.count", names).number == 4
    assert evaluate("round(x.县内 / x.total * 100, 1)", names).number == Fraction(44)
    assert evaluate("x.total", names).measured_in == "条"
    made, _ = table(SHARES + "  甲: [51000, 53321.90, 104.6]")
    assert made is not None
    assert show(evaluate("x.甲.done", {"x": made.value()}).written) == "53321.90"  # type: ignore[arg-type] # a number


# --- rows in a CSV file ----------------------------------------------------------------------------

DATA = "title: 区县\ndata: 数据/区 县.csv\ncolumns: {firms: {title: 企业}, amount: {title: 金额, measured_in: 万元}}\n"


def data(folder: Path, content: bytes) -> tuple[Table | None, list[str]]:
    (folder / "数据").mkdir()
    (folder / "数据" / "区 县.csv").write_bytes(content)
    made, findings = table(DATA, folder)
    assert all(finding.text(str) for finding in findings)
    return made, [finding.rule.code for finding in findings]


@pytest.mark.parametrize(
    "content",
    [
        "row,firms,amount\n赫山区,12,345.60\n南县,3,12.4\n".encode(),
        b"\xef\xbb\xbf" + "row,firms,amount\n赫山区,12,345.60\n南县,3,12.4\n".encode(),
        "row,firms,amount\r\n赫山区,12,345.60\r\n南县,3,12.4\r\n".encode(),
        'row,firms,amount\n"赫山区","12","345.60"\n"南县",3,12.4'.encode(),
        "row,amount,firms\n赫山区,345.60,12\n南县,12.4,3\n".encode(),
        "区县, firms , amount \n 赫山区 , 12 , 345.60 \n南县,3,12.4\n\n,,\n".encode(),
    ],
)
def test_csv(tmp_path: Path, content: bytes) -> None:
    made, codes_found = data(tmp_path, content)
    assert codes_found == []
    assert made is not None
    assert {label: [show(cell.number or 0) for cell in cells] for label, cells in made.rows.items()} == {  # type: ignore[arg-type] # all are numbers
        "赫山区": ["12", "345.60"],
        "南县": ["3", "12.4"],
    }


def test_a_lone_cr_ends_a_line_of_csv(tmp_path: Path) -> None:
    made, codes_found = data(tmp_path, "row,firms,amount\r赫山区,12,345.60\r南县,3,12.4\r".encode())
    assert codes_found == ["SR007"]
    assert made is not None
    assert list(made.rows) == ["赫山区", "南县"]


def test_places_in_csv(tmp_path: Path) -> None:
    (tmp_path / "数据").mkdir()
    (tmp_path / "数据" / "区 县.csv").write_text('row,firms,amount\n"甲, 乙","1,200",x\n', encoding="utf-8")
    _, findings = table(DATA, tmp_path)
    spans = [(finding.rule.code, finding.span) for finding in findings]
    assert [code for code, _ in spans] == ["SR106", "SR103"]
    for _, span in spans:
        assert span.source.path.endswith("数据/区 县.csv")
        assert span.source.line(span.line)[span.column - 1 : span.end_column - 1] in {"1,200", "x"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ["SR002"]),
        ("row,firms\n赫山区,12\n", ["SR502"]),
        ("row,firms,amounts\n赫山区,12,1\n", ["SR502"]),
        ("row,firms,amount,firms\n赫山区,12,1,2\n", ["SR502"]),
        ("row;firms;amount\n赫山区;12;1\n", ["SR502"]),
        ("row,firms,amount\n", ["SR503"]),
        ("row,firms,amount\n赫山区,12\n", ["SR501"]),
        ("row,firms,amount\n赫山区,12,1,1\n", ["SR501"]),
        ("row,firms,amount\n赫山区,12,1\n赫山区,3,1\n", ["SR023"]),
        ('row,firms,amount\n"赫山区,12,1\n南县,3,1\n', ["SR501"]),
        ('row,firms,amount\n"赫山区' + ",1\n" * 70_000, ["SR120"]),
        ("row,firms,amount\n赫山区,12,1e3\n", ["SR105"]),
        ("row,firms,amount\n赫山区,12,=1+1\n", ["SR103"]),
    ],
)
def test_csv_that_cannot_be_read(tmp_path: Path, content: str, expected: list[str]) -> None:
    made, codes_found = data(tmp_path, content.encode())
    assert codes_found == expected
    assert made is None


def test_csv_in_another_encoding(tmp_path: Path) -> None:
    assert data(tmp_path, "row,firms,amount\n赫山区,12,1\n".encode("gb18030")) == (None, ["SR004"])


def test_a_missing_file(tmp_path: Path) -> None:
    assert [finding.rule.code for finding in table(DATA, tmp_path)[1]] == ["SR403"]
