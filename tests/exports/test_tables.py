"""Tables as files, opened as their readers open them: CSV, XLSX and JSON hold the same exact text."""

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorepress.exports.descriptor import resource_name
from scorepress.exports.tables.files import FORMULA, LONGEST, csv_bytes, harmless, lossless, table_data, xlsx_bytes
from scorepress.exports.tables.table import Column, DataTable, Value

DAY = date(2026, 3, 20)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(*values: Value, number: bool = False, title: str = "值") -> DataTable[Value]:
    return DataTable("t", "表", (Column("value", title, lambda row: row, number=number),), values)


def in_csv(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def in_sheet(made: bytes) -> list[str]:
    """The text of the first column's cells as the file has it, the heading left out."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        sheet = ET.fromstring(file.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
        names = file.namelist()
        shared = ET.fromstring(file.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else None  # noqa: S314
    words = [] if shared is None else ["".join(each.itertext()) for each in shared]
    found = []
    for cell in list(sheet.iter(f"{SHEET}c"))[1:]:
        assert cell.find(f"{SHEET}f") is None
        value = cell.findtext(f"{SHEET}v") or ""
        found.append(words[int(value)] if cell.get("t") == "s" else value)
    return found


def test_csv_opens_in_excel_and_with_the_csv_module() -> None:
    made = csv_bytes(table("一,二", '引"号', "两\n行", None, Fraction(1, 2)), str)
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\r\n") == 6
    assert [row[0] for row in in_csv(made)] == ["值", "一,二", '引"号', "两\n行", "", "0.5"]


@pytest.mark.parametrize("start", sorted(FORMULA))
def test_no_text_is_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(A1)"
    assert in_csv(csv_bytes(table(text, title=text), str)) == [[f"'{text}"], [f"'{text}"]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([table(text)], str, DAY)))
    cell = book.active["A2"] if book.active else None
    assert cell is not None
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", ["-5", "+3", "-0.25", "-10/3"])
def test_numbers_stay_numbers_in_csv(text: str) -> None:
    assert harmless(text) == text


@settings(deadline=None, max_examples=60)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_numbers_keep_their_digits_in_every_form(number: Decimal) -> None:
    text = format(number, "f")
    made = table(number, number=True)
    assert in_csv(csv_bytes(made, str))[1] == [text]
    assert table_data(made, str)["rows"] == [{"value": text}]
    stored = in_sheet(xlsx_bytes([made], str, DAY))
    assert len(stored) == 1
    assert Decimal(stored[0]) == number


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        (Decimal("9.50"), "9.50"),
        (Decimal("40.28"), "40.28"),
        (Decimal("0.1"), "0.1"),
        (Fraction(81, 2), "40.5"),
        (Fraction(10, 3), "10/3"),
        (Decimal("1234567890123.456"), "1234567890123.456"),
        (Decimal("123456789012345.6"), "123456789012345.6"),
    ],
)
def test_digits_of_a_cell(number: Decimal | Fraction, stored: str) -> None:
    made = xlsx_bytes([table(number, number=True)], str, DAY)
    assert in_sheet(made) == [stored]


def test_what_a_spreadsheet_would_cut_is_text() -> None:
    assert lossless("123456789012345") is not None
    assert lossless("1234567890123456") is None
    assert lossless("0.000000000000001") is not None
    assert lossless("10/3") is None
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([table(Decimal("1234567890.1234567"), number=True)], str, DAY)))
    assert book.active is not None
    assert book.active["A2"].value == "1234567890.1234567"


def test_places_are_shown_as_written() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([table(Decimal("9.50"), Decimal(9), number=True)], str, DAY)))
    assert book.active is not None
    assert [book.active[name].number_format for name in ("A2", "A3")] == ["0.00", "0"]
    assert [book.active[name].value for name in ("A2", "A3")] == [9.5, 9]


def test_a_workbook_is_the_same_each_time_and_bears_the_day_of_its_content() -> None:
    made = xlsx_bytes([table("一")], str, DAY)
    assert made == xlsx_bytes([table("一")], str, DAY)
    assert openpyxl.load_workbook(io.BytesIO(made)).properties.created.date() == DAY


def test_names_of_sheets() -> None:
    titles = ["a/b:c?*[d]", "甲" * 40, "甲" * 41, "", "'"]
    tables = [DataTable("t", title, table("一").columns, ["一"]) for title in titles]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(tables, str, DAY)))
    assert len(book.sheetnames) == 5
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_the_name_of_a_sheet_keeps_the_end_of_a_long_title() -> None:
    long = DataTable("t", "示例市县区高质量发展综合绩效考核方案（2024 年版）：2024 年", table("一").columns, ["一"])
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([long], str, DAY)))
    assert book.sheetnames == ["示例市县区高质量发展综合绩效考核方案（2024…：2024 年"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    stored = in_sheet(xlsx_bytes([table("字" * (LONGEST + 1))], str, DAY))
    assert len(stored[0]) == LONGEST
    assert stored[0].endswith("字…")


def test_equal_headings_are_told_apart() -> None:
    columns = tuple(Column(name, "数", lambda row: row) for name in ("a", "b"))
    assert DataTable("t", "表", columns, ["x"]).headings(str) == ["数 a", "数 b"]


def test_json_keeps_what_is_not_there_apart_from_what_is_empty() -> None:
    assert json.dumps(table_data(table(None, "", Fraction(0)), str)["rows"]) == (
        '[{"value": null}, {"value": null}, {"value": "0"}]'
    )


def test_resources_have_names_of_their_own() -> None:
    names = [resource_name(path) for path in ("tables/甲", "tables/乙", "tables/A", "tables/a")]
    assert len(set(names)) == 4
    assert names[3] == "tables/a"
