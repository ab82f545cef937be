"""A folder of published data: its index, its files, and every report in it computed again."""

from collections.abc import Callable, Iterator
from pathlib import Path

from scorepress.verify.data import Data
from scorepress.verify.listing import compare_bytes, listed_files
from scorepress.verify.project import check_project
from scorepress.verify.reading import At, read_bytes, read_json
from scorepress.verify.report import check_report
from scorepress.verify.site import check_site
from scorepress.verify.tables import check_tables
from scorepress.verify.words import Fault, Refused, Verdict

INDEX = "index.json"
TYPES = ("units", "scheme", "report", "withdrawn")
"""In the order in which they are read: reports refer to what is before them."""
BESIDE = ("table", "descriptor", "catalog", "source", "site")
"""What repeats the data for other programs: nothing is computed from it."""
DATA = "data"
"""The folder of a site that holds its data."""
SITE = "site.json"


def verify(folder: Path, project: Path | None = None) -> Verdict:
    """A site checked, or a folder of data: everything computed again, nothing passed over without a fault.

    `project` is the folder of the sources that it was built from, where these are to be compared as well.
    """
    verdict, data = Verdict(), Data()
    site = folder if (folder / DATA / INDEX).is_file() else None
    folder = folder / DATA if site is not None else folder
    files = _read(folder, data, verdict)
    for report in data.reports.values():
        try:
            check_report(report, data, verdict)
        except Refused as refused:
            verdict.faults.append(refused.fault)
        except RecursionError:
            verdict.faults.append(report.at.fault("too-deep"))
    verdict.reports = len(data.reports)
    for check in _further(site, project, data, files, verdict):
        try:
            check()
        except Refused as refused:
            verdict.faults.append(refused.fault)
    once = {(fault.file, fault.place, fault.code, *fault.args.values()): fault for fault in verdict.faults}
    verdict.faults = sorted(once.values(), key=lambda fault: fault.file)
    return verdict


def _read(folder: Path, data: Data, verdict: Verdict) -> dict[str, bytes]:
    """The files of the data, read into `data`; the contents of those that stand beside it, by path."""
    listed = _listed(folder, verdict.faults)
    beside: dict[str, bytes] = {}
    for kind in (*TYPES, *BESIDE):
        for path, item in listed.items():
            try:
                if item.text("type", among=(*TYPES, *BESIDE)) == kind:
                    content = read_bytes(folder / path, path)
                    verdict.faults += compare_bytes(path, content, item)
                    if kind in TYPES:
                        data.add(kind, read_json(path, content, kind))
                    else:
                        beside[path] = content
            except Refused as refused:
                verdict.faults.append(refused.fault)
    if "units.json" not in listed:
        verdict.faults.append(At(INDEX, None).fault("no-units"))
    return beside


def _further(
    site: Path | None, project: Path | None, data: Data, files: dict[str, bytes], verdict: Verdict
) -> Iterator[Callable[[], None]]:
    """What is checked beside the scores, and what is not said so."""
    covered = dict.fromkeys(("signature", "rules", "history"))
    if site is None and not files:
        covered["tables"] = None
    else:
        yield lambda: check_tables(files, data, verdict)
    if site is None:
        covered["pages"] = None
    elif SITE not in files:
        verdict.faults.append(At(SITE, None).fault("no-site"))
    else:
        covered |= dict.fromkeys(("words", "search"))
        yield lambda: check_site(site, read_json(SITE, files[SITE], "site"), data, verdict)
    if project is None:
        covered["project"] = None
    else:
        covered["project-mark"] = None
        yield lambda: check_project(project, data, verdict)
    verdict.uncovered |= {code: {} for code in covered}


def _listed(folder: Path, faults: list[Fault]) -> dict[str, At]:
    """The items of the index by path; what is on one side only, in the index or in the folder, is a fault."""
    try:
        listed, wrong = listed_files(read_json(INDEX, read_bytes(folder / INDEX, INDEX), "index"))
    except Refused as refused:
        faults.append(refused.fault)
        return {}
    faults += wrong
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    faults += [At(path, None).fault("extra-file") for path in sorted(there - listed.keys() - {INDEX})]
    faults += [At(path, None).fault("no-file") for path in listed if path not in there]
    return {path: item for path, item in listed.items() if path in there}
