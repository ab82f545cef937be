"""The folder of published data: its files one after the other, and last the index that lists them with digests."""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
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
SITE = "site.json"
"""What lists the files of the site beside the data."""
Pages = Mapping[str, str]
"""The addresses of pages by the paths of the data that they show: `reports/…json`, `schemes/…json`, `units/…`."""
NO_PAGES: Pages = {}


def report_path(assessed: Assessed) -> str:
    """Where the data of a report lies in the folder: like its page, `reports/<unit>/<name>.json`."""
    return f"reports/{assessed.file.path.parent.name}/{assessed.file.path.stem}.json"


def scheme_path(key: str) -> str:
    """Where an edition, `road@2021`, lies in the folder."""
    return f"schemes/{key.replace('@', '/')}.json"


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
    pages: Pages = NO_PAGES,
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file: units, sound schemes, reports published or withdrawn, `more`, the index.

    Of `more`, such as tables, type, path and content are given; `pages` has the addresses of those that have one.
    """
    listed: list[Data] = []
    made = ((kind, path, document(kind, data)) for kind, path, data in _documents(reports, schemes, units, pages))
    for kind, path, content in chain(made, more):
        digest = hashlib.sha256(content).hexdigest()
        listed.append({"path": path, "type": kind, "sha256": digest, "bytes": str(len(content))})
        yield path, content
    yield INDEX, document("index", {"files": listed})


def _documents(
    reports: Iterable[Assessed], schemes: Schemes, units: Mapping[str, UnitFile], pages: Pages
) -> Iterator[tuple[str, str, Data]]:
    listed = [(name, file) for name, file in sorted(units.items()) if file.unit is not None]
    yield "units", UNITS, {"units": [unit_data(name, file) | _page(pages, f"units/{name}") for name, file in listed]}
    for key, scheme in sorted(schemes.files.items()):
        rules = scheme_data(scheme)
        if rules is not None:
            path = scheme_path(key)
            yield "scheme", path, rules | _page(pages, path)
    public = ((report_path(assessed), assessed) for assessed in reports if assessed.publishable or assessed.withdrawn)
    for path, assessed in sorted(public, key=itemgetter(0)):
        report = withdrawn_data(assessed) if assessed.withdrawn else report_data(assessed)
        if report is not None:
            yield "withdrawn" if assessed.withdrawn else "report", path, report | _page(pages, path)


def _page(pages: Pages, path: str) -> Data:
    return {"page": pages[path]} if path in pages else {}


def site_document(site: Path, leave: Collection[str]) -> bytes:
    """The list of the files of a built site beside its data, with their digests.

    `leave` names files and folders that are not listed, since the same content does not always give the same bytes.
    """
    listed: list[Data] = []
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        path = file.relative_to(site)
        if path.parts[0] not in leave:
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            listed.append({"path": path.as_posix(), "sha256": digest, "bytes": str(len(content))})
    return document("site", {"files": listed, "left_out": sorted(leave)})


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
