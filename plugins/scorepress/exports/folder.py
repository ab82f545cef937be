"""The folder of published data: its files one after the other, and last the index that lists them with digests."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import itemgetter
from pathlib import Path

from scorepress.assessment import Assessed
from scorepress.exports.report import report_data, unit_data, withdrawn_data
from scorepress.exports.scheme import scheme_data
from scorepress.exports.written import Data, document
from scorepress.reports.model import UnitFile
from scorepress.schemes.loader import Schemes

INDEX = "index.json"
UNITS = "units.json"


def report_path(assessed: Assessed) -> str:
    """Where the data of a report lies in the folder: like its page, `reports/<unit>/<name>.json`."""
    return f"reports/{assessed.file.path.parent.name}/{assessed.file.path.stem}.json"


def listed_reports(folder: Path) -> set[str] | None:
    """The published reports that the data in `folder` lists, as `unit/name`; None where there is no such data."""
    try:
        listed = json.loads((folder / INDEX).read_bytes())["files"]
        paths = [str(file["path"]) for file in listed if file["type"] == "report"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return {path.removeprefix("reports/").removesuffix(".json") for path in paths}


def data_files(
    reports: Iterable[Assessed],
    schemes: Schemes,
    units: Mapping[str, UnitFile],
    more: Iterable[tuple[str, str, bytes]] = (),
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file: units, sound schemes, reports published or withdrawn, `more`, the index.

    Of `more`, such as tables, type, path and content are given.
    """
    listed: list[Data] = []
    made = ((kind, path, document(kind, data)) for kind, path, data in _documents(reports, schemes, units))
    for kind, path, content in chain(made, more):
        digest = hashlib.sha256(content).hexdigest()
        listed.append({"path": path, "type": kind, "sha256": digest, "bytes": str(len(content))})
        yield path, content
    yield INDEX, document("index", {"files": listed})


def _documents(
    reports: Iterable[Assessed], schemes: Schemes, units: Mapping[str, UnitFile]
) -> Iterator[tuple[str, str, Data]]:
    known = {name: file.unit for name, file in sorted(units.items())}
    yield "units", UNITS, {"units": [unit_data(name, unit) for name, unit in known.items() if unit is not None]}
    for key, file in sorted(schemes.files.items()):
        made = scheme_data(file)
        if made is not None:
            yield "scheme", f"schemes/{key.replace('@', '/')}.json", made
    there = ((report_path(each), each) for each in reports if each.publishable or each.withdrawn)
    for path, assessed in sorted(there, key=itemgetter(0)):
        made = withdrawn_data(assessed) if assessed.withdrawn else report_data(assessed)
        if made is not None:
            yield "withdrawn" if assessed.withdrawn else "report", path, made


def write_data(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files beside `folder` and put them in its place when they are all there."""
    aside, before = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for left in (aside, before):
        shutil.rmtree(left, ignore_errors=True)
    there: set[Path] = set()
    for path, content in files:
        target = aside / path
        if target.parent not in there:
            target.parent.mkdir(parents=True, exist_ok=True)
            there.add(target.parent)
        target.write_bytes(content)
    if folder.exists():
        folder.replace(before)
    aside.replace(folder)
    shutil.rmtree(before, ignore_errors=True)
