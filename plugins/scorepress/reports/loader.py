"""Reading report and unit files: text, front matter, record; every fault a finding."""

from pathlib import Path

from scorepress.core.files import read_text
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
    return _report(path, split(source, context.findings), context)


def load_unit(path: Path, shown: str) -> UnitFile:
    """The unit page at `path`, known to people as `shown`."""
    return _unit(path, *_page(path, shown))


def read_unit(source: Source, path: Path) -> UnitFile:
    """A unit from the text of its page, as if it stood at `path`."""
    context = Context()
    return _unit(path, split(source, context.findings), context)


def _report(path: Path, page: Page, context: Context) -> ReportFile:
    report = None if page.node is None else read_record(Report, page.node, context)
    return ReportFile(path, page, report, tuple(context.findings), frozenset(context.broken))


def _unit(path: Path, page: Page, context: Context) -> UnitFile:
    unit = None if page.node is None else read_record(Unit, page.node, context)
    return UnitFile(path, page, unit, tuple(context.findings))


def _page(path: Path, shown: str) -> tuple[Page, Context]:
    reading = read_text(path, shown)
    context = Context(list(reading.findings))
    if not reading.usable:
        return Page(reading.source, None, "", 1), context
    return split(reading.source, context.findings), context
