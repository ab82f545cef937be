"""The rows of the tables made again from the reports: a change is noticed, whatever the digest says."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import PurePosixPath

from scorepress.verify.data import Data, Place, Report
from scorepress.verify.reading import At
from scorepress.verify.rows import Expected, Keyed, Rows, Table, Word
from scorepress.verify.words import Fault

Key = tuple[str, str, str]
"""Unit, scheme with edition, period."""
WHOSE = ("unit", "name", "period", "scheme")
"""The columns that every table of several reports begins with."""
SCORES = ("id", "title", "kind", "part", "full", "layer", "marks", "self", "verified", "final", "label", "state")
FIGURES = ("figure", "title", "row", "column", "value", "words", "measured_in", "precision", "note")
MEASURES = ("measure", "problem", "action", "office", "due", "status", "result")
HEAD = ("title", "number", "index_number", "publisher", "date", "published_on", "source", "file")
FROM_GIT = ("first_published", "corrected")
YES = "yes"
"""Stands for any word at all: the cell says that something is so."""


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
        expected = {
            _whose(key): {**_report_row(report, rows.data), **git.get(_whose(key), {})} for key, report in own.items()
        }
        table = _keyed(tables[path])
        rows.compare(table, {whose: row | {"": whose} for whose, row in expected.items()}, table.ids, "")


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
    layer = report.layers[report.highest]
    place = data.place(report)
    row |= _leading(layer, report.highest, place)
    row |= {name: _total(report, name) for name in ("self", "verified", "final")}
    return row | {"place": place.place if place else None}


def _reservations(*, waits: bool, about: bool) -> Word | None:
    """That a number may still change, and that it is inexact in its source."""
    words = [word for word, applies in (("provisional", waits), ("about", about)) if applies]
    return Word(" ".join(words)) if words else None


def _leading(layer: At, name: str, place: Place | None) -> dict[str, Expected]:
    """What tables say of the layer that leads."""
    result = layer.at("result")
    waits = result.texts("waits_for") or (place is not None and place.waits_for)
    grade = result.at("grade").value
    return {
        "total": _amount(result, "total"),
        "full": result.number("full"),
        "grade": str(grade) if grade is not None else None,
        "layer": Word(name),
        "state": _reservations(waits=bool(waits), about=result.flag("about")),
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
    layer = report.layers[report.highest]
    place, unit = data.place(report), data.units.get(report.unit)
    parts = {node.text("id"): node for tree in report.scheme.trees.values() for node in tree}
    scores = layer.named("scores")
    return {
        **_whose_columns(report, data),
        **_leading(layer, report.highest, place),
        "group": place.group if place else None,
        "place": place.place if place else None,
        "class": _class_title(report),
        "region": unit.text("region", "") if unit else "",
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
        keyed = [
            [" ".join((row[0], row[3], row[2], row[4])) if len(row) > len(WHOSE) else "", *row] for row in table.rows
        ]
        rows.compare(Keyed(table.path, ["", *table.titles], keyed, ()), whole, ("", *WHOSE, *SCORES), "")


def _score_rows(report: Report) -> dict[str, dict[str, Expected]]:
    if not report.indicators:
        return {}
    layer = report.highest
    own, result = report.layers[layer], report.layers[layer].at("result")
    expected: dict[str, dict[str, Expected]] = {}
    for node, above, kind in _nodes(report.scheme.parts(report.unit), ""):
        score = own.at("scores").at(node.text("id"))
        reserved = _reservations(waits=bool(score.texts("waits_for")), about=score.flag("about"))
        expected[node.text("id")] = {
            "id": node.text("id"),
            "title": node.text("title"),
            "kind": Word(kind),
            "part": above,
            "full": score.number("full"),
            "layer": Word(layer),
            "marks": _marks(report, layer, node.text("id")),
            **{name: _marks(report, name, node.text("id")) for name in ("self", "verified", "final")},
            "label": score.text("label", ""),
            "state": reserved or Word(score.text("state")),
        }
    grade = result.at("grade").value
    expected["total"] = {
        "id": "total",
        "title": Word("total"),
        "kind": Word("total"),
        "part": None,
        "full": result.number("full"),
        "layer": Word(layer),
        "marks": _amount(result, "total"),
        **{name: _total(report, name) for name in ("self", "verified", "final")},
        "label": str(grade) if grade is not None else None,
        "state": _reservations(waits=bool(result.texts("waits_for")), about=result.flag("about")),
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
    """The table of measures has those of all reports."""
    expected: dict[str, dict[str, Expected]] = {}
    for key, report in reports.items():
        for order, measure in enumerate(report.at.each("measures"), 1):
            whose = f"{_whose(key)} {order}"
            texts = {name: measure.text(name, "") for name in MEASURES[1:] if name != "status"}
            status = Word(measure.text("status")) if measure.has("status") else None
            row = {"": whose, "measure": Fraction(order), **texts, "status": status}
            expected[whose] = {**_whose_columns(report, rows.data), **row}
    _present(rows, tables, {"tables/measures.json"} if expected else set(), ("tables/measures",))
    if "tables/measures.json" in tables:
        table = tables["tables/measures.json"]
        place = list(table.ids).index("measure") if "measure" in table.ids else 0
        keyed = _keyed(table)
        keyed.rows = [[f"{row[0]} {row[place + 1]}", *row[1:]] for row in keyed.rows]
        rows.compare(keyed, expected, keyed.ids, "")
