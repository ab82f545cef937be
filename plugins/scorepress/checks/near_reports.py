"""Files that were meant as reports and are not read (2022.md.txt, 2022.docx, ２０２２.md), and units without a report.

What lies beside the finished report of its period (the Word file that it was made from) is left alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.layout import PAGES, PROFILE, Settings
from scorepress.core.messages import N_, message
from scorepress.core.periods import parse_period
from scorepress.core.spans import Source, span_of_line
from scorepress.reports.model import ReportFile


class NearReport(Rule):
    """A file is named like a report and is not read as one."""

    code = "SR337"
    severity = Severity.WARNING
    message = N_("{name} looks like the report for {period}, but is not read as one")
    cure = N_("{cure}")
    why = N_("Editors add .txt without showing it; the report would be missing, and every check would pass.")
    bad = "units/linjiang/2022.md.txt"
    good = "units/linjiang/2022.md"


class UnitWithoutReport(Rule):
    """The folder of a unit holds files and no report."""

    code = "SR338"
    severity = Severity.WARNING
    message = N_("the folder has {count} files ({names}) and no report")
    cure = N_("save the report here as <period>.md, such as 2025.md, or delete what is left over")
    why = N_("Nothing of this folder is checked or published, and no check says so.")
    bad = "units/linjiang/index.md\nunits/linjiang/附件.zip"
    good = "units/linjiang/index.md\nunits/linjiang/2022.md\nunits/linjiang/附件.zip"


WORD = frozenset({"doc", "docx", "docm", "wps", "wpt", "odt", "rtf", "html", "htm", "pdf", "ofd"})
"""Files whose text must be taken over by hand."""
TEXT = frozenset({"", "txt", "text", "md", "yml", "yaml", "bak", "mdx", "md~", *(kind[1:] for kind in PAGES)})
"""Files that only need another name."""
LIKE_A_PERIOD = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*年?度?\s*[-_ ]?\s*"
    r"(?P<part>[hH][12]|[qQ][1-4]|上半年|下半年|第?[一二三四]季度|0[1-9]|1[0-2])?"
    r"\s*(?:单位)?(?:自评|工作|绩效)*(?:报告|表|总结)?\s*"
    r"(?:\(\d+\)|[-_ ]*(?:副本|copy|final|终稿|定稿|修改稿?|v\d+)\d*)?",
    re.IGNORECASE,
)
PARTS = {"上半年": "H1", "下半年": "H2"} | {f"{word}季度": f"Q{number}" for number, word in enumerate("一二三四", 1)}
MOST_NAMED = 5


@dataclass(frozen=True)
class Near:
    """A file that looks like a report."""

    path: Path
    period: str
    text: bool
    """Whether it only needs another name."""


def near_reports(settings: Settings) -> list[Near]:
    """Every file of the units that looks like a report and is not named as one."""
    depth = len(settings.units.parts) + 2
    files = [path for path in settings.names() if path.is_relative_to(settings.units) and len(path.parts) <= depth]
    seen = (_near(path, settings) for path in files if path.name[0] not in ".~")
    return [near for near in seen if near is not None]


def _near(path: Path, settings: Settings) -> Near | None:
    folded = unicodedata.normalize("NFKC", path.name).strip()
    stem, _, rest = folded.partition(".")
    kinds = [kind.strip().lower() for kind in rest.split(".")]
    found = LIKE_A_PERIOD.fullmatch(stem.strip())
    if found is None or not all(kind in WORD | TEXT for kind in kinds) or not path.is_file():
        return None
    part = (found["part"] or "").removeprefix("第").upper()
    period = found["year"] + (f"-{PARTS.get(part, part)}" if part else "")
    # A name of its own (2022-forestry.md, 2022年.md) is as good as any other, if it is typed without slips.
    read = path.parent.parent == settings.units and rest == "md" and path.stem == path.stem.strip()
    if parse_period(period) is None or (read and folded == path.name):
        return None
    return Near(path, period, text=not WORD & set(kinds))


def check_near(nears: Iterable[Near], files: Iterable[ReportFile], settings: Settings) -> Iterator[Finding]:
    """A finding for each file that looks like a report, but for those beside a report or named by one."""
    by_folder: dict[Path, list[ReportFile]] = {}
    for file in files:
        by_folder.setdefault(file.path.parent, []).append(file)
    for near in nears:
        beside = [file for file in by_folder.get(near.path.parent, []) if file.path != near.path]
        finished = any(file.report is not None and file.report.period.text == near.period for file in beside)
        published_as_page = near.path.suffix.lower() in PAGES and near.path.suffix != ".md"
        if (finished and not published_as_page) or any(near.path.name in file.page.source.text for file in beside):
            continue
        folder = near.path.parent if near.path.parent != settings.units else settings.units / "<unit>"
        proper = f"{settings.shown(folder)}/{near.period}.md"
        rename, take_over = N_("call it {proper}"), N_("save its text as {proper}; Word files are not read")
        place = span_of_line(Source(settings.shown(near.path), ""), 1)
        cure = message(rename if near.text else take_over, proper=proper)
        yield NearReport.at(place, name=near.path.name, period=near.period, cure=cure)


def _is_content(path: Path) -> bool:
    """Whether a file or folder is something of the unit's: links and special files have a finding of their own."""
    ordinary = not path.is_symlink() and (path.is_file() or path.is_dir())
    return ordinary and path.name != PROFILE and path.name[0] not in ".~"


def check_empty_units(profiles: Iterable[Path], settings: Settings, nears: Iterable[Near]) -> Iterator[Finding]:
    """A finding for each unit whose folder holds files and no report; what looks like a report is named by itself."""
    named = {near.path.parent for near in nears}
    reported = {path.parent for path in settings.reports()}
    for profile in profiles:
        folder = profile.parent
        if folder in reported or folder in named:
            continue
        others = sorted(path.name for path in folder.iterdir() if _is_content(path))
        if others:
            more = ["…"] if len(others) > MOST_NAMED else []
            place = span_of_line(Source(settings.shown(profile), ""), 1)
            yield UnitWithoutReport.at(place, count=str(len(others)), names=[*others[:MOST_NAMED], *more])
