"""A folder of published data: its index, its files, and every report in it computed again."""

from collections.abc import Callable, Iterator
from functools import partial
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
SHAPELESS = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError)
"""What reading raises where data has another shape than any program of ours writes."""
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
        guarded(report.at, partial(check_report, report, data, verdict), verdict)
    verdict.reports = len(data.reports)
    for at, check in _further(site, project, data, files, verdict):
        guarded(at, check, verdict)
    once = {(fault.file, fault.place, fault.code, *fault.args.values()): fault for fault in verdict.faults}
    verdict.faults = sorted(once.values(), key=lambda fault: fault.file)
    return verdict


def guarded(at: At, check: Callable[[], None], verdict: Verdict) -> None:
    """Run a check; what it cannot go through is a fault of the file at hand, whatever shape the data has."""
    try:
        check()
    except Refused as refused:
        verdict.faults.append(refused.fault)
    except RecursionError:
        verdict.faults.append(at.fault("too-deep"))
    except SHAPELESS as error:
        verdict.faults.append(at.fault("shapeless", reason=f"{type(error).__name__}: {error}"))


def _read(folder: Path, data: Data, verdict: Verdict) -> dict[str, bytes]:
    """The files of the data, read into `data`; the contents of those that stand beside it, by path."""
    listed = _listed(folder, verdict.faults)
    beside: dict[str, bytes] = {}
    for kind in (*TYPES, *BESIDE):
        for path, item in listed.items():

            def read(kind: str = kind, path: str = path, item: At = item) -> None:
                if item.text("type", among=(*TYPES, *BESIDE)) == kind:
                    content = read_bytes(folder / path, path)
                    verdict.faults.extend(compare_bytes(path, content, item))
                    if kind in TYPES:
                        data.add(kind, read_json(path, content, kind))
                    else:
                        beside[path] = content

            guarded(At(path, None), read, verdict)
    if "units.json" not in listed:
        verdict.faults.append(At(INDEX, None).fault("no-units"))
    return beside


def _further(
    site: Path | None, project: Path | None, data: Data, files: dict[str, bytes], verdict: Verdict
) -> Iterator[tuple[At, Callable[[], None]]]:
    """What is checked beside the scores, and what is not said so."""
    covered = dict.fromkeys(("signature", "rules", "history", "described"))
    if site is None and not files:
        covered["tables"] = None
    else:
        yield At("tables", None), partial(check_tables, files, data, verdict)
    if site is None:
        covered["pages"] = None
    elif SITE not in files:
        verdict.faults.append(At(SITE, None).fault("no-site"))
    else:
        covered |= dict.fromkeys(("words", "search"))
        yield At(SITE, None), lambda: check_site(site, read_json(SITE, files[SITE], "site"), data, verdict)
    if project is None:
        covered["project"] = None
    else:
        covered["project-mark"] = None
        yield At(INDEX, None), partial(check_project, project, data, verdict)
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
