"""Workbooks (XLSX) read as far as tables need it: the sheets in order, each cell as its text in the file."""

import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LARGEST = 1 << 28
"""Bytes of a part of a workbook when it is unpacked: none of ours comes near."""


class NoWorkbookError(ValueError):
    """Not a workbook that can be read."""


@dataclass(frozen=True)
class Cell:
    """A cell: its text, and whether it is a number to a spreadsheet."""

    text: str
    number: bool = False


Rows = list[dict[int, Cell]]
"""The rows of a sheet, each by its columns from 0; empty cells are not there."""


def read_workbook(content: bytes) -> list[Rows]:
    """The sheets of a workbook in their order. Raises `NoWorkbookError`."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            if any(part.file_size > LARGEST for part in parts.infolist()):
                raise NoWorkbookError("a part is too large")
            names = set(parts.namelist())
            strings = _strings(parts.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            relations = ET.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - expat refuses bombs
            targets = {relation.attrib["Id"]: relation.attrib["Target"] for relation in relations}
            book = ET.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314
            sheets = [targets[sheet.attrib[RELATION]] for sheet in book.iter(f"{SPACE}sheet")]
            return [_rows(parts.read(f"xl/{target.removeprefix('/xl/')}"), strings) for target in sheets]
    except (BadZipFile, KeyError, IndexError, ValueError, ET.ParseError, NotImplementedError, RuntimeError) as error:
        raise NoWorkbookError(str(error) or type(error).__name__) from None


def _strings(content: bytes) -> list[str]:
    items = ET.fromstring(content).iter(f"{SPACE}si")  # noqa: S314
    return [_text(item) for item in items]


def _text(element: ET.Element) -> str:
    text = "".join(part.text or "" for part in element.iter(f"{SPACE}t"))
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _rows(content: bytes, strings: list[str]) -> Rows:
    rows: Rows = []
    for row in ET.fromstring(content).iter(f"{SPACE}row"):  # noqa: S314
        number = int(row.attrib["r"])
        rows += [{} for _ in range(number - len(rows))]
        for cell in row.iter(f"{SPACE}c"):
            value = _cell(cell, strings)
            if value is not None:
                rows[number - 1][_column(cell.attrib["r"])] = value
    return rows


def _cell(cell: ET.Element, strings: list[str]) -> Cell | None:
    kind, value = cell.attrib.get("t", "n"), cell.findtext(f"{SPACE}v")
    if cell.find(f"{SPACE}f") is not None:
        raise NoWorkbookError("a cell holds a formula")
    if kind == "inlineStr":
        return Cell(_text(cell))
    if value is None:
        return None
    return Cell(strings[int(value)]) if kind == "s" else Cell(value, number=kind == "n")


def _column(reference: str) -> int:
    match = CELL.fullmatch(reference)
    if match is None:
        raise NoWorkbookError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
