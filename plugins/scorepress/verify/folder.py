"""A folder of published data: its index, its files, and every report in it computed again."""

import hashlib
from pathlib import Path, PurePosixPath

from scorepress.verify.data import Data
from scorepress.verify.reading import At, read_bytes, read_json
from scorepress.verify.report import check_report
from scorepress.verify.words import Fault, Refused, Verdict

INDEX = "index.json"
TYPES = ("units", "scheme", "report", "withdrawn")
"""In the order in which they are read: reports refer to what is before them."""
BESIDE = ("table", "descriptor", "catalog", "source")
"""What repeats the data for other programs: nothing is computed from it, so it is held against its digest only."""


def verify(folder: Path) -> Verdict:
    """Everything in the folder checked and computed again; nothing is passed over without a fault."""
    verdict, data = Verdict(), Data()
    listed = _listed(folder, verdict.faults)
    for kind in (*TYPES, *BESIDE):
        for path, item in listed.items():
            try:
                if item.text("type", among=(*TYPES, *BESIDE)) == kind:
                    content = _content(folder, path, item, verdict.faults)
                    if kind in TYPES:
                        data.add(kind, read_json(path, content, kind))
            except Refused as refused:
                verdict.faults.append(refused.fault)
    for report in data.reports.values():
        try:
            check_report(report, data, verdict)
        except Refused as refused:
            verdict.faults.append(refused.fault)
        except RecursionError:
            verdict.faults.append(report.at.fault("too-deep"))
    verdict.reports = len(data.reports)
    once = {(fault.file, fault.place, fault.code): fault for fault in verdict.faults}
    verdict.faults = sorted(once.values(), key=lambda fault: fault.file)
    return verdict


def _listed(folder: Path, faults: list[Fault]) -> dict[str, At]:
    """The items of the index by path; what is on one side only, in the index or in the folder, is a fault."""
    listed: dict[str, At] = {}
    try:
        index = read_json(INDEX, read_bytes(folder / INDEX, INDEX), "index")
        for item in index.each("files"):
            path = item.text("path")
            parts = PurePosixPath(path).parts
            if not parts or ".." in parts or "\\" in path or PurePosixPath(path).is_absolute():
                faults.append(item.at("path").fault("bad-path"))
            else:
                listed[path] = item
    except Refused as refused:
        faults.append(refused.fault)
        return {}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    faults += [At(path, None).fault("extra-file") for path in sorted(there - listed.keys() - {INDEX})]
    faults += [At(path, None).fault("no-file") for path in listed if path not in there]
    return {path: item for path, item in listed.items() if path in there}


def _content(folder: Path, path: str, item: At, faults: list[Fault]) -> bytes:
    """The bytes of a file, compared with what the index says of it."""
    content = read_bytes(folder / path, path)
    if hashlib.sha256(content).hexdigest() != item.text("sha256"):
        faults.append(At(path, None).fault("digest"))
    if item.number("bytes") != len(content):
        faults.append(item.at("bytes").fault("bytes", published=item.text("bytes"), expected=len(content)))
    return content
