"""The rows of the tables, made again from the reports: a table that was changed is noticed, whatever its digest says."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Protocol

from scorepress.verify.arithmetic import number, shown
from scorepress.verify.data import Data, Report
from scorepress.verify.printed import layer_of, plain
from scorepress.verify.reading import At
from scorepress.verify.words import Fault

Key = tuple[str, str, str]
"""Unit, scheme with edition, period."""
WHOSE = ("unit", "name", "period", "scheme")
"""The columns that every table of several reports begins with."""
SCORES = ("id", "title", "kind", "part", "full", "self", "verified", "final", "label", "state")
FIGURES = ("figure", "title", "row", "column", "value", "words", "measured_in", "precision", "note")
MEASURES = ("measure", "problem", "action", "office", "due", "status", "result")
HEAD = ("title", "number", "index_number", "publisher", "date", "published_on", "source", "file")
FROM_GIT = ("first_published", "corrected")
YES = "yes"
"""Stands for any word at all: the cell says that something is so."""


class Table(Protocol):
    """A table as it was read."""

    path: str
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    ids: Sequence[str]


@dataclass(frozen=True)
class Word:
    """A cell that holds a word in the language of the site: equal words for what is equal, and only for that."""

    of: str


@dataclass(frozen=True)
class OneOf:
    """A cell that holds one of some numbers, None standing for an empty cell."""

    numbers: tuple[Fraction | None, ...]


Expected = Fraction | str | Word | OneOf | None
"""What a cell must hold: a number, a text, a word, or nothing."""


@dataclass
class Rows:
    """Tables as they are gone through."""

    data: Data
    faults: list[Fault] = field(default_factory=list)
    words: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    """How often a word stands for something, by column."""
    places: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    """Where each word stands: path, row, column, what for, cell."""

    def compare(self, table: Table, expected: Mapping[str, Mapping[str, Expected]], names: Sequence[str], of: str) -> None:
        """Rows by the value of their column `of` against what they must hold; `names` are the ids of the columns."""
        if len(names) != len(table.titles):
            self.fault(table.path, "twin-size", twin="docs/data-format.md")
            return
        there: Counter[str] = Counter()
        for row in table.rows:
            cells = dict(zip(names, row, strict=False))
            whose = cells.get(of, "")
            there[whose] += 1
            if whose not in expected or there[whose] > 1 or len(row) != len(names):
                self.fault(table.path, "row-extra", whose=whose)
                continue
            for column, cell in cells.items():
                if column not in expected[whose]:
                    self.fault(table.path, "column-unknown", column=column)
                else:
                    self.cell(table.path, whose, column, cell, expected[whose][column])
        for whose in expected.keys() - there.keys():
            self.fault(table.path, "row-missing", whose=whose)

    def cell(self, path: str, whose: str, column: str, cell: str, expected: Expected) -> None:
        """One cell."""
        if isinstance(expected, Word):
            right = bool(cell)
            self.words.setdefault((column, expected.of), Counter())[cell] += 1
            self.places.append((path, whose, column, expected.of, cell))
        elif isinstance(expected, OneOf):
            right = (number(cell) if cell else None) in expected.numbers and bool(cell) == (number(cell) is not None)
        elif isinstance(expected, Fraction):
            right = number(cell) == expected
        else:
            right = plain(cell) == plain(expected or "")
        if not right:
            self.fault(path, "row-differs", whose=whose, column=column, cell=cell, expected=_in_words(expected))

    def compare_words(self) -> None:
        """Each thing has one word in a column, which stands for nothing else there."""
        usual = {key: counter.most_common(1)[0][0] for key, counter in self.words.items()}
        owners: dict[tuple[str, str], str] = {}
        for (column, of), word in sorted(usual.items(), key=lambda item: -self.words[item[0]][item[1]]):
            owners.setdefault((column, word), of)
        for path, whose, column, of, cell in self.places:
            right = usual[column, of]
            if cell != right or owners[column, cell] != of:
                self.fault(path, "word-differs", whose=whose, column=column, cell=cell, expected=right if cell != right else of)

    def fault(self, path: str, code: str, **args: object) -> None:
        """A fault of a table."""
        self.faults.append(At(path, None).fault(code, **args))


def _in_words(expected: Expected) -> str:
    if isinstance(expected, Word):
        return expected.of
    if isinstance(expected, OneOf):
        return " / ".join(map(shown, expected.numbers))
    return shown(expected) if isinstance(expected, Fraction) else expected or "—"


def check_rows(tables: Mapping[str, Table], data: Data) -> list[Fault]:
    """Every table against the reports."""
    rows = Rows(data)
    by_key = {_key(report): report for report in data.reports.values()}
    _report_tables(rows, tables, by_key)
    _leagues(rows, tables, by_key)
    _scores(rows, tables, by_key)
    _figures(rows, tables, by_key)
    _measures(rows, tables, by_key)
    rows.compare_words()
    return rows.faults


def _key(report: Report) -> Key:
    return report.unit, report.at.text("scheme"), report.at.text("period")


def _whose(key: Key) -> str:
    return " ".join(key)


# --- Reports and years --------------------------------------------------------------------------------


def _report_tables(rows: Rows, tables: Mapping[str, Table], reports: Mapping[Key, Report]) -> None:
    years = {f"tables/years/{key[2][:4]}.json" for key in reports}
    general = {"tables/reports.json"} if reports else set()
    _present(rows, tables, general | years, ("tables/reports.json", "tables/years/"))
    git = _from_git(tables)
    for path in sorted((general | years) & tables.keys()):
        own = {key: report for key, report in reports.items() if path in {*general, f"tables/years/{key[2][:4]}.json"}}
        expected = {_whose(key): {**_report_row(report, rows.data), **git.get(_whose(key), {})} for key, report in own.items()}
        table = _keyed(tables[path])
        rows.compare(table, {whose: row | {"": whose} for whose, row in expected.items()}, table.ids, "")


@dataclass(frozen=True)
class Keyed:
    """A table with a first column that tells its rows apart."""

    path: str
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    ids: Sequence[str]


def _keyed(table: Table) -> Keyed:
    at = [list(table.ids).index(name) if name in table.ids else 0 for name in ("unit", "scheme", "period")]
    rows = [[" ".join(row[index] for index in at), *row] for row in table.rows]
    return Keyed(table.path, ["", *table.titles], rows, ["", *table.ids])


def _from_git(tables: Mapping[str, Table]) -> dict[str, dict[str, Expected]]:
    """The days that come from git, as the table of all reports has them."""
    if "tables/reports.json" not in tables:
        return {}
    table = _keyed(tables["tables/reports.json"])
    places = {name: list(table.ids).index(name) for name in FROM_GIT if name in table.ids}
    return {row[0]: {name: row[index] for name, index in places.items()} for row in table.rows}


def _present(rows: Rows, tables: Mapping[str, Table], expected: set[str], below: tuple[str, ...]) -> None:
    """Which tables there must be, and which not."""
    there = {path for path in tables if path.endswith(".json") and path.startswith(below)}
    for path in sorted(expected - there):
        rows.fault(path, "no-file")
    for path in sorted(there - expected):
        rows.fault(path, "extra-file")


def _report_row(report: Report, data: Data) -> dict[str, Expected]:
    row: dict[str, Expected] = dict(_whose_columns(report, data))
    at, unit = report.at, data.units.get(report.unit)
    row |= {name: at.text(name, "") for name in HEAD}
    row |= {
        "scheme_title": report.scheme.at.text("title"),
        "class": _class_title(report),
        "region": unit.text("region", "") if unit else "",
        "validity": Word(at.text("validity")) if at.has("validity") else None,
        "fictional": Word(YES) if unit and unit.flag("fictional") else None,
    }
    if not report.indicators:
        nothing = ("total", "full", "grade", "place", "layer", "self", "verified", "final", "state", "vetoes")
        return row | dict.fromkeys(nothing)
    layer = report.layers[report.leading]
    places = [data.place(report, name) for name in (report.leading, data.reached(report))]
    row |= _leading(layer, report.leading)
    row |= {name: _total(report, name) for name in ("self", "verified", "final")}
    return row | {"place": OneOf(tuple(place.place if place else None for place in places))}


def _leading(layer: At, name: str) -> dict[str, Expected]:
    """What tables say of the layer that leads."""
    result = layer.at("result")
    grade = result.at("grade").value
    return {
        "total": _amount(result, "total"),
        "full": result.number("full"),
        "grade": str(grade) if grade is not None else None,
        "layer": Word(name),
        "state": Word("provisional") if result.texts("waits_for") else None,
        "vetoes": "、".join(result.texts("vetoes")),
    }


def _whose_columns(report: Report, data: Data) -> dict[str, str]:
    return {
        "unit": report.unit,
        "name": data.names.get(report.unit, ""),
        "period": report.at.text("period"),
        "scheme": report.at.text("scheme"),
    }


def _class_title(report: Report) -> str:
    name = report.scheme.class_of.get(report.unit, "")
    return next((each.text("title") for each in report.scheme.at.each("classes") if each.text("id") == name), "")


def _amount(at: At, key: str) -> Fraction | None:
    return None if at.at(key).value is None else at.number(key)


def _total(report: Report, layer: str) -> Fraction | None:
    return _amount(report.layers[layer].at("result"), "total") if layer in report.layers else None


# --- Ranking tables -----------------------------------------------------------------------------------


def _leagues(rows: Rows, tables: Mapping[str, Table], reports: Mapping[Key, Report]) -> None:
    together: dict[str, list[Report]] = {}
    for (_, scheme, period), report in reports.items():
        if report.indicators:
            together.setdefault(f"tables/leagues/{scheme.replace('@', '/')}/{period}.json", []).append(report)
    _present(rows, tables, {path for path in together if path in tables} | set(together), ("tables/leagues/",))
    for path in sorted(together.keys() & tables.keys()):
        expected = {report.unit: _league_row(report, rows.data) for report in together[path]}
        rows.compare(tables[path], expected, tables[path].ids, "unit")


def _league_row(report: Report, data: Data) -> dict[str, Expected]:
    layer = report.layers[report.leading]
    place, unit = data.place(report, data.reached(report)), data.units.get(report.unit)
    waits = layer.at("result").texts("waits_for") or (place is not None and place.waits_for)
    parts = {node.text("id"): node for tree in report.scheme.trees.values() for node in tree}
    scores = layer.named("scores")
    return {
        **_whose_columns(report, data),
        **_leading(layer, report.leading),
        "place": place.place if place else None,
        "class": _class_title(report),
        "region": unit.text("region", "") if unit else "",
        "state": Word("provisional") if waits else None,
        **{f"part-{name}": _amount(scores[name], "marks") if name in scores else None for name in parts},
    }


# --- Scores -------------------------------------------------------------------------------------------


def _scores(rows: Rows, tables: Mapping[str, Table], reports: Mapping[Key, Report]) -> None:
    whole: dict[str, dict[str, Expected]] = {}
    for key, report in reports.items():
        path = f"{report.at.file.removesuffix('.json')}/scores.csv"
        expected = _score_rows(report)
        if (path in tables) != bool(expected):
            rows.fault(path, "no-file" if expected else "extra-file")
        if path in tables:
            rows.compare(tables[path], expected, SCORES, "id")
        whose = _whose_columns(report, rows.data)
        whole |= {f"{_whose(key)} {of}": {**row, **whose, "": f"{_whose(key)} {of}"} for of, row in expected.items()}
    table = tables.get("tables/scores.csv")
    if table is None and whole:
        rows.fault("tables/scores.csv", "no-file")
    if table is not None:
        keyed = [[" ".join((row[0], row[3], row[2], row[4])) if len(row) > len(WHOSE) else "", *row] for row in table.rows]
        rows.compare(Keyed(table.path, ["", *table.titles], keyed, ()), whole, ("", *WHOSE, *SCORES), "")


def _score_rows(report: Report) -> dict[str, dict[str, Expected]]:
    if not report.indicators:
        return {}
    own, result = report.layers["self"], report.layers["self"].at("result")
    expected: dict[str, dict[str, Expected]] = {}
    for node, above, kind in _nodes(report.scheme.parts(report.unit), ""):
        score = own.at("scores").at(node.text("id"))
        state = "provisional" if score.texts("waits_for") else score.text("state")
        expected[node.text("id")] = {
            "id": node.text("id"),
            "title": node.text("title"),
            "kind": Word(kind),
            "part": above,
            "full": score.number("full"),
            **{name: _marks(report, name, node.text("id")) for name in ("self", "verified", "final")},
            "label": score.text("label", ""),
            "state": Word(state),
        }
    grade = result.at("grade").value
    expected["total"] = {
        **{"id": "total", "title": Word("total"), "kind": Word("total"), "part": None, "full": result.number("full")},
        **{name: _total(report, name) for name in ("self", "verified", "final")},
        "label": str(grade) if grade is not None else None,
        "state": Word("provisional") if result.texts("waits_for") else None,
    }
    return expected


def _nodes(parts: Sequence[At], above: str) -> Iterator[tuple[At, str, str]]:
    for part in parts:
        yield part, above, "part"
        yield from _nodes(part.each("parts"), part.text("id"))
        yield from ((leaf, part.text("id"), "indicator") for leaf in part.each("indicators"))


def _marks(report: Report, layer: str, of: str) -> Fraction | None:
    if layer not in report.layers:
        return None
    return _amount(report.layers[layer].at("scores").at(of), "marks")


# --- Figures and measures -----------------------------------------------------------------------------


def _figures(rows: Rows, tables: Mapping[str, Table], reports: Mapping[Key, Report]) -> None:
    """The table of all figures has the values of the figures of every report, and no others."""
    table = tables.get("tables/figures.csv")
    listed: dict[str, list[str]] = {}
    for row in table.rows if table else ():
        cells = dict(zip((*WHOSE, *FIGURES), row, strict=False))
        whose = f"{_whose((row[0], row[3], row[2]))} {cells.get('figure')} {cells.get('row')}"
        listed.setdefault(whose, []).append(cells.get("value") or cells.get("words") or "")
    own: dict[str, list[str]] = {}
    for key, report in reports.items():
        folder = f"{report.at.file.removesuffix('.json')}/figures/"
        for path in sorted(name for name in tables if name.startswith(folder)):
            for row in tables[path].rows:
                own[f"{_whose(key)} {PurePosixPath(path).stem} {row[0]}"] = list(row[1:])
    for whose in sorted(own.keys() | listed.keys()):
        if own.get(whose) != listed.get(whose):
            cell, expected = "、".join(listed.get(whose, ["—"])), "、".join(own.get(whose, ["—"]))
            rows.fault("tables/figures.csv", "row-differs", whose=whose, column="value", cell=cell, expected=expected)


def _measures(rows: Rows, tables: Mapping[str, Table], reports: Mapping[Key, Report]) -> None:
    """The measures of each report, for its page; every row is of a published report."""
    table = tables.get("tables/measures.json")
    for row in table.rows if table else ():
        cells = dict(zip(table.ids if table else (), row, strict=False))
        key = (cells.get("unit", ""), cells.get("scheme", ""), cells.get("period", ""))
        if key not in reports:
            rows.fault("tables/measures.json", "row-extra", whose=_whose(key))
            continue
        rows.cell("tables/measures.json", _whose(key), "name", cells.get("name", ""), rows.data.names.get(key[0], ""))
        texts = [cells[name] for name in MEASURES[1:] if cells.get(name)]
        rows.data.measures.setdefault(reports[key].at.file, {})[cells.get("measure", "")] = texts
