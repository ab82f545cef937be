"""Tables as files: CSV for spreadsheets and programs, XLSX for people, JSON with the ids of the columns."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from scorepress.core.messages import Translate, say
from scorepress.core.numbers import is_number, places_of
from scorepress.exports.tables.table import Cell, DataTable
from scorepress.exports.written import Data

BOM = "\ufeff"
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula when it opens a CSV file, full-width forms included."""
LOSSLESS_DIGITS = 15
"""So many digits survive in a spreadsheet's numbers; what has more, or no end, is written as text."""
FRACTION = re.compile(r"[+-]?[0-9]+/[1-9][0-9]*")
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
SHEET_NAME = 31
"""The greatest length of a sheet's name."""
SHEET_END = 7
"""How much of the end of a longer title is kept."""
WIDEST = 48
LONGEST = 32767
"""The greatest number of characters in a cell."""


def csv_bytes(table: DataTable[Any], translate: Translate) -> bytes:
    """A table as CSV: UTF-8 with a byte order mark, so that Excel opens it, and line ends as in RFC 4180."""
    text = StringIO(newline="")
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, table.headings(translate)))
    writer.writerows(map(harmless, row) for row in table.rows(translate))
    return text.getvalue().encode()


def harmless(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula: words that look like one begin with `'`; numbers stay."""
    if cell is None:
        return ""
    number = is_number(cell) or FRACTION.fullmatch(cell) is not None
    return f"'{cell}" if cell[0] in FORMULA and not number else cell


def table_data(table: DataTable[Any], translate: Translate) -> Data:
    """A table as JSON: its columns, and each row by their ids; numbers are exact text, null where there is nothing."""
    ids = [column.id for column in table.columns]
    kinds = ["number" if column.number else "text" for column in table.columns]
    described = zip(ids, table.headings(translate), kinds, strict=True)
    return {
        "title": say(table.title, translate),
        "columns": [{"id": name, "title": title, "kind": kind} for name, title, kind in described],
        "rows": [dict(zip(ids, row, strict=True)) for row in table.rows(translate)],
    }


def xlsx_bytes(tables: Sequence[DataTable[Any]], translate: Translate, made: date) -> bytes:
    """A workbook with a sheet for each table; the same tables give the same bytes."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(made, time(), UTC).replace(tzinfo=None)})
    names: set[str] = set()
    for table in tables:
        name = _sheet_name(say(table.title, translate), names)
        names.add(name.casefold())
        _sheet(book, book.add_worksheet(name), table, translate)
    book.close()
    return buffer.getvalue()


def _sheet(book: Workbook, sheet: Worksheet, table: DataTable[Any], translate: Translate) -> None:
    headings = table.headings(translate)
    bold, formats = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), dict[int, Format]()
    widths = [_width(heading) for heading in headings]
    for index, heading in enumerate(headings):
        sheet.write_string(0, index, heading, bold)
    for line, (record, row) in enumerate(zip(table.records, table.rows(translate), strict=True), 1):
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            if cell is None:
                continue
            widths[index] = max(widths[index], _width(cell))
            number = lossless(cell) if column.number else None
            if number is None:
                sheet.write_string(line, index, _fitting(cell))
                continue
            places = max(places_of(number), column.places(record) or 0)
            if places not in formats:
                formats[places] = book.add_format({"num_format": f"0.{'0' * places}" if places else "0"})
            sheet.write_number(line, index, number, formats[places])  # as decimal digits, not as a binary float
    for index, width in enumerate(widths):
        sheet.set_column(index, index, min(width + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.records), max(len(headings) - 1, 0))


def _fitting(text: str) -> str:
    """A text as long as a cell may be: the program that writes would leave out a longer one without a word."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def lossless(cell: str) -> Decimal | None:
    """The number in a cell if a spreadsheet keeps all of its digits, else None."""
    if not is_number(cell):
        return None
    return Decimal(cell) if len(cell.strip("+-").replace(".", "").strip("0")) <= LOSSLESS_DIGITS else None


def _width(text: str) -> int:
    """About how wide a text is, in Latin letters."""
    return sum(1 if char < "\u2e80" else 2 for char in text)


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """A title as the name of a sheet: without what Excel refuses, no name twice, a long one with its end (the year)."""
    plain = NOT_IN_SHEET_NAME.sub(" ", title).strip() or "-"
    short = plain if len(plain) <= SHEET_NAME else f"{plain[: SHEET_NAME - SHEET_END - 1]}…{plain[-SHEET_END:]}"
    tries = chain([short], (f"{plain[: SHEET_NAME - 4]} {number}" for number in range(2, 1000)))
    return next(name for name in tries if name.casefold() not in taken)
