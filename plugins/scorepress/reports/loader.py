"""Reading report and unit files: text, front matter, record; every fault a finding."""

from collections.abc import Callable
from pathlib import Path

from scorepress.core.files import read_text
from scorepress.core.findings import Finding
from scorepress.core.isolation import isolated
from scorepress.core.records import Context, read_record
from scorepress.core.spans import Source
from scorepress.reports.front_matter import Page, split
from scorepress.reports.model import Report, ReportFile, Unit, UnitFile


def load_report(path: Path, shown: str) -> ReportFile:
    """The report at `path`, known to people as `shown`."""
    return _report(path, *_page(path, shown))


def read_report(source: Source, path: Path) -> ReportFile:
    """A report from its text, as if it stood at `path`."""
    context = Context()
    return _report(path, _split(source, context), context)


def load_unit(path: Path, shown: str) -> UnitFile:
    """The unit page at `path`, known to people as `shown`."""
    return _unit(path, *_page(path, shown))


def read_unit(source: Source, path: Path) -> UnitFile:
    """A unit from the text of its page, as if it stood at `path`."""
    context = Context()
    return _unit(path, _split(source, context), context)


def _report(path: Path, page: Page, context: Context) -> ReportFile:
    def read() -> Report | None:
        return None if page.node is None else read_record(Report, page.node, context)

    report = isolated(read, page.source, _refused(context))
    return ReportFile(path, page, report, tuple(context.findings), frozenset(context.broken))


def _unit(path: Path, page: Page, context: Context) -> UnitFile:
    def read() -> Unit | None:
        return None if page.node is None else read_record(Unit, page.node, context)

    unit = isolated(read, page.source, _refused(context))
    return UnitFile(path, page, unit, tuple(context.findings))


def _refused(context: Context) -> Callable[[Finding], None]:
    """What notes a fault of the program and reads nothing."""
    return context.findings.append


def _page(path: Path, shown: str) -> tuple[Page, Context]:
    reading = read_text(path, shown)
    context = Context(list(reading.findings))
    if not reading.usable:
        return Page(reading.source, None, "", 1), context
    return _split(reading.source, context), context


def _split(source: Source, context: Context) -> Page:
    def nothing(fault: Finding) -> Page:
        context.findings.append(fault)
        return Page(source, None, "", 1)

    return isolated(lambda: split(source, context.findings), source, nothing)
