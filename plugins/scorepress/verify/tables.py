"""The tables of the data: the forms of one table say the same, and what they say follows from the reports."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

from scorepress.verify.arithmetic import number
from scorepress.verify.data import Data
from scorepress.verify.project import digest_of
from scorepress.verify.reading import At, read_json
from scorepress.verify.recomputed import check_rows
from scorepress.verify.words import Fault, Refused, Verdict
from scorepress.verify.workbook import NoWorkbookError, Rows, read_workbook

BOM = "\ufeff"
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a text does not begin with in CSV: it has an apostrophe before it."""
LONGEST_CELL = 32767
"""Characters of a cell of a workbook; a longer text is cut there."""


@dataclass(frozen=True)
class Table:
    """One form of a table, as texts."""

    path: str
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    ids: Sequence[str] = ()
    """The names of the columns, in JSON only."""
    title: str = ""
    """In JSON only."""


def check_tables(files: Mapping[str, bytes], data: Data, verdict: Verdict) -> None:
    """Compare every table with its other forms, with the reports, and with what describes it."""
    tables: dict[str, Table] = {}
    books: dict[str, list[Rows]] = {}
    for path, content in files.items():
        try:
            if path.endswith(".csv"):
                tables[path] = read_csv(path, content)
            elif path.startswith("tables/") and path.endswith(".json"):
                tables[path] = read_table(path, content)
            elif path.endswith(".xlsx"):
                books[path] = read_workbook(content)
        except NoWorkbookError as error:
            verdict.faults.append(At(path, None).fault("unreadable", reason=error))
        except Refused as refused:
            verdict.faults.append(refused.fault)
    verdict.faults += _twins(tables, books)
    verdict.faults += _titles(files, tables)
    verdict.faults += _addresses(files)
    verdict.faults += _undescribed(files)
    verdict.faults += check_rows(tables, data)
    verdict.faults += _sources(files, data)
    verdict.faults += _described(files, tables)


def read_csv(path: str, content: bytes) -> Table:
    """A CSV file of the data, its texts without the apostrophe that keeps spreadsheets from computing."""
    try:
        text = content.decode("utf-8")
        rows = list(csv.reader(StringIO(text.removeprefix(BOM), newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        raise At(path, None).refusal("unreadable", reason=error) from None
    if not text.startswith(BOM) or not rows:
        raise At(path, None).refusal("unreadable", reason="BOM")
    bare = [[cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell for cell in row] for row in rows]
    return Table(path, bare[0], bare[1:])


def read_table(path: str, content: bytes) -> Table:
    """A table as JSON."""
    whole = read_json(path, content, "table")
    columns = whole.each("columns")
    for column in columns:
        column.text("kind", among=("number", "text"))
    ids = [column.text("id") for column in columns]
    rows = [[_cell(row, name) for name in ids] for row in whole.each("rows")]
    for row in whole.each("rows"):
        for key in set(row.keys()) - set(ids):
            raise row.at(key).refusal("extra-key", key=key)
    return Table(path, [column.text("title") for column in columns], rows, ids, whole.text("title"))


def _cell(row: At, name: str) -> str:
    return "" if row.at(name).value is None else row.text(name)


def _twins(tables: Mapping[str, Table], books: Mapping[str, list[Rows]]) -> Iterator[Fault]:
    """CSV against JSON, and every workbook against the CSV files whose rows it repeats."""
    for path, table in tables.items():
        twin = tables.get(f"{path.removesuffix('.json')}.csv")
        if path.endswith(".json"):
            yield from _same(table, twin) if twin else [At(path, None).fault("no-table", twin="CSV")]
    for path, sheets in books.items():
        stem = path.removesuffix(".xlsx")
        if path.startswith("tables/"):
            own = [name for name in (f"{stem}.csv",) if name in tables]
        else:
            own = [name for name in tables if name == f"{stem}/scores.csv" or name.startswith(f"{stem}/figures/")]
        if len(own) != len(sheets):
            yield At(path, None).fault("twin-size", twin="CSV")
        for name, sheet in zip(own, sheets, strict=False):
            yield from _in_sheet(tables[name], path, sheet)


def _same(one: Table, other: Table) -> Iterator[Fault]:
    """Two tables of texts, cell by cell."""
    if list(one.titles) != list(other.titles) or len(one.rows) != len(other.rows):
        yield At(one.path, None).fault("twin-size", twin=other.path)
        return
    for index, (row, twin) in enumerate(zip(one.rows, other.rows, strict=True), 2):
        for title, cell, beside in zip_longest(one.titles, row, twin, fillvalue=""):
            if cell not in {beside, f"'{beside}"}:
                args = {"row": index, "column": title, "cell": cell, "twin": other.path, "other": beside}
                yield At(one.path, None).fault("twin", **args)


def _in_sheet(table: Table, path: str, sheet: Rows) -> Iterator[Fault]:
    """A sheet of a workbook against the CSV file of the same table."""
    rows = [list(table.titles), *table.rows]
    if len(rows) != len(sheet) or any(max(row, default=0) >= len(table.titles) for row in sheet):
        yield At(path, None).fault("twin-size", twin=table.path)
        return
    for index, (row, cells) in enumerate(zip(rows, sheet, strict=True), 1):
        for column, text in enumerate(row):
            cell = cells.get(column)
            shown = "" if cell is None else cell.text
            alike = shown == text or (cell is not None and cell.number and number(shown) == number(text) is not None)
            if not alike and not (len(text) > LONGEST_CELL and shown == f"{text[: LONGEST_CELL - 1]}…"):
                args = {"row": index, "column": table.titles[column], "cell": shown, "twin": table.path, "other": text}
                yield At(path, None).fault("twin", **args)


def _sources(files: Mapping[str, bytes], data: Data) -> Iterator[Fault]:
    """The source files in the data are those that the reports were read from."""
    digests = {
        f"sources/{report.at.file.removeprefix('reports/').removesuffix('.json')}.md": report.at
        for report in data.reports.values()
    }
    for path, content in files.items():
        if path.startswith("sources/"):
            if path not in digests:
                yield At(path, None).fault("extra-file")
            elif digests[path].has("sha256") and digest_of(content) != digests[path].text("sha256"):
                yield digests[path].at("sha256").fault("source-differs", path=path)


def _described(files: Mapping[str, bytes], tables: Mapping[str, Table]) -> Iterator[Fault]:
    """The descriptor and the catalogue name the tables with the size and the digest that they have."""
    for path, size, digest, titles, what in (*_resources(files), *_distributions(files)):
        if path not in files:
            yield At(what, None).fault("described", what="path", path=path, published=path, expected="—")
            continue
        content = files[path]
        expected = (str(len(content)), hashlib.sha256(content).hexdigest())
        for name, published, right in zip(("bytes", "sha256"), (size, digest), expected, strict=True):
            if published != right:
                yield At(what, None).fault("described", what=name, path=path, published=published, expected=right)
        if titles is not None and path in tables and titles != list(tables[path].titles):
            args = {"published": "、".join(titles), "expected": "、".join(tables[path].titles)}
            yield At(what, None).fault("described", what="fields", path=path, **args)


def _addresses(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Every table of the catalogue is looked at where it is fetched from, and all of them at one place."""
    what, places = "catalog.jsonld", set[str]()
    for form in _forms(files):
        access, download = form["dcat:accessURL"]["@id"], form["dcat:downloadURL"]["@id"]
        places.add(download.partition("tables/")[0])
        if access != download:
            args = {"what": "accessURL", "path": download, "published": access, "expected": download}
            yield At(what, None).fault("described", **args)
    if len(places) > 1:
        args = {"what": "downloadURL", "path": "tables/", "published": "、".join(sorted(places)), "expected": "1"}
        yield At(what, None).fault("described", **args)


def _undescribed(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Tables that the descriptor or the catalogue leaves out."""
    described = {"datapackage.json": _resources(files), "catalog.jsonld": _distributions(files)}
    for what, named in described.items():
        paths = {path for path, *_ in named}
        for path in files if what in files else ():
            if path.startswith("tables/") and path not in paths and (what != "datapackage.json" or path[-4:] == ".csv"):
                yield At(what, None).fault("described", what="path", path=path, published="—", expected=path)


def _titles(files: Mapping[str, bytes], tables: Mapping[str, Table]) -> Iterator[Fault]:
    """The title of a table is the same in its JSON form and in what describes it."""
    described = {
        resource["path"]: resource["title"] for resource in _json(files, "datapackage.json").get("resources", [])
    }
    for path, table in tables.items():
        title = described.get(f"{path.removesuffix('.json')}.csv")
        if table.ids and title != table.title:
            args = {"what": "title", "path": path, "published": title, "expected": table.title}
            yield At("datapackage.json", None).fault("described", **args)


Described = tuple[str, str, str, list[str] | None, str]
"""Path, size, digest, titles of columns if they are named, and the file that says so."""


def _resources(files: Mapping[str, bytes]) -> Iterator[Described]:
    """What the Data Package says."""
    what = "datapackage.json"
    for resource in _json(files, what).get("resources", []):
        titles = [str(field["name"]) for field in resource["schema"]["fields"]]
        yield resource["path"], str(resource["bytes"]), resource["hash"].removeprefix("sha256:"), titles, what


def _distributions(files: Mapping[str, bytes]) -> Iterator[Described]:
    """What the catalogue says."""
    for form in _forms(files):
        path = form["dcat:downloadURL"]["@id"]
        size, digest = form["dcat:byteSize"]["@value"], form["spdx:checksum"]["spdx:checksumValue"]
        yield unquote(path[path.find("tables/") :]), size, digest, None, "catalog.jsonld"


def _forms(files: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    """Every form of every table that the catalogue names."""
    for dataset in _json(files, "catalog.jsonld").get("dcat:dataset", []):
        yield from dataset["dcat:distribution"]


def _json(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    made = json.loads(files[path]) if path in files else {}
    return made if isinstance(made, dict) else {}
