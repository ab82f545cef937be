"""A random scheme with its reports, scored by the engine, exported and verified."""

import random
from dataclasses import dataclass
from pathlib import Path

from scorepress.assessment import Assessed, Known, assess_reports, rank
from scorepress.core.spans import Source
from scorepress.exports.folder import data_files, write_data
from scorepress.reports.front_matter import split
from scorepress.reports.model import Unit, UnitFile
from scorepress.schemes.loader import SchemeFile, Schemes, load_scheme
from scorepress.verify import Verdict, verify
from tests.support import SCHEME, Written, report_file
from tests.verify.random_schemes import UNITS, Maker


@dataclass
class Round:
    """One scheme with its reports."""

    file: SchemeFile
    reports: tuple[Assessed, ...]
    """The sound ones."""
    verdict: Verdict


def play(seed: int, folder: Path) -> Round:
    """The round of this seed; its files are left in `folder`, the data in `folder/data`."""
    maker = Maker(random.Random(seed))  # noqa: S311 - no secret
    place = folder / "schemes/case/1.yml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(SCHEME + maker.scheme(), encoding="utf-8", newline="\n")
    file = load_scheme(place, "schemes/case/1.yml")
    pages = {unit: Written(maker.report(unit), unit).page for unit in UNITS if maker.maybe(0.8)}
    written = [report_file(text, f"content/units/{unit}/2021.md") for unit, text in pages.items()]
    schemes = Schemes({"case@1": file})
    known = Known(schemes, KNOWN)
    reports = assess_reports(written, known)
    while not all(each.publishable for each in reports):  # a report with errors must not count for anybody
        kept = [each.file for each in reports if each.publishable]
        reports = assess_reports(kept, Known(schemes, KNOWN))
    reports = rank(reports, known)
    write_data(folder / "data", data_files(reports, schemes, KNOWN))
    return Round(file, tuple(reports), verify(folder / "data"))


def _unit(name: str) -> UnitFile:
    page = split(Source(f"content/units/{name}/index.md", f"---\nunit: {name}\nname: n\n---\n"), [])
    return UnitFile(Path(name), page, Unit.model_construct(unit=name, name=f"例 {name}（虚构）", fictional=True), ())


KNOWN = {name: _unit(name) for name in UNITS}
