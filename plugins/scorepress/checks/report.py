"""Checks on a report among the others: its unit, its scheme, and that it is the only one of its kind."""

import difflib
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from pathlib import Path

from scorepress.core.files import read_text
from scorepress.core.findings import ANY_ERROR, Finding, Repeats, Rule, Severity
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, key_span, span_at
from scorepress.core.periods import parse_period
from scorepress.core.records import MissingKey
from scorepress.core.spans import Span, span_of_line
from scorepress.reports.model import Measure, Report, ReportFile, UnitFile
from scorepress.schemes.loader import Schemes


class UnknownScheme(Rule):
    """A report names a scheme that does not exist."""

    code = "SR302"
    repeats = Repeats.IN_PROJECT
    message = N_("there is no scheme {scheme}")
    cure = N_("{suggestion}")
    why = N_("Without its scheme a report cannot be scored.")
    bad = "scheme: road-pasenger@2021"
    good = "scheme: road-passenger@2021"


class UnknownEdition(Rule):
    """A report names an edition that does not exist."""

    code = "SR303"
    repeats = Repeats.IN_PROJECT
    message = N_("the scheme {scheme} has no edition {edition}")
    cure = N_("use one of its editions: {editions}")
    why = N_("Another edition could give other marks.")
    bad = "scheme: road-passenger@2012"
    good = "scheme: road-passenger@2021"


class SchemeBroken(Rule):
    """The scheme of a report has errors of its own."""

    code = "SR304"
    follows = (ANY_ERROR,)
    repeats = Repeats.IN_PROJECT
    message = N_("the scheme {scheme} has errors, so the report cannot be scored")
    cure = N_("correct the scheme first: {place}")
    why = N_("A total under a faulty scheme would be wrong in a way that the report does not show.")
    bad = "scheme: draft-scheme@2021  # its full marks do not add up"
    good = "scheme: draft-scheme@2021  # corrected"


class UnknownUnit(Rule):
    """A report is filed under a unit without a page."""

    code = "SR305"
    repeats = Repeats.IN_PROJECT
    message = N_("there is no unit {unit}")
    cure = N_("{suggestion}")
    why = N_("A report must belong to somebody who can be asked.")
    bad = "unit: linjang-jtj"
    good = "unit: linjiang-jtj"


class UnitFolderDiffers(Rule):
    """The unit in the file is not the unit of the folder."""

    code = "SR306"
    message = N_("the unit is {unit}, but the file lies in the folder {folder}")
    cure = N_("{cure}")
    why = N_("A report copied from a neighbour would be published under the neighbour's name.")
    bad = "# units/linjiang-jtj/2021.md\nunit: hunjiang-jtj"
    good = "# units/linjiang-jtj/2021.md\nunit: linjiang-jtj"


class DuplicateReport(Rule):
    """A unit has two reports under one scheme for one period; of a draft and a published one, the draft says so."""

    code = "SR307"
    follows = ("SR309",)
    repeats = Repeats.IN_PROJECT
    message = N_("{unit} already has a report under {scheme} for {period}")
    cure = N_("delete one of the two, or correct its period or scheme")
    why = N_("Nobody could say which of the two totals holds.")
    bad = "2021.md and 2021-new.md with the same unit, scheme and period"
    good = "2021.md alone; git keeps the earlier text"


class ReportMisplaced(Rule):
    """A Markdown file lies below the units where no report is looked for."""

    code = "SR308"
    message = N_("{name} lies or is named so that it is not read as a report, and is neither checked nor published")
    cure = N_("move it to units/<unit>/<period>.md")
    why = N_("A report in a deeper folder would look finished to its author and be missing from every total.")
    bad = "units/linjiang-jtj/2021/report.md\nunits/linjiang-jtj/2021.markdown"
    good = "units/linjiang-jtj/2021.md"


class PeriodDiffersFromName(Rule):
    """The period in the file is not the one that the file is named after."""

    code = "SR309"
    message = N_("the period is {period}, but the file is called {name}")
    cure = N_("correct the period, or call the file {proper}")
    why = N_("A report copied from last year would count as last year's once more, and its address would mislead.")
    bad = "# units/linjiang-jtj/2022.md\nperiod: 2021"
    good = "# units/linjiang-jtj/2022.md\nperiod: 2022"


class NotWithdrawn(Rule):
    """A report says when and why it was withdrawn, and is not withdrawn."""

    code = "SR313"
    message = N_("withdrawn is filled in, but the status is {status}")
    cure = N_("write status: withdrawn, or delete withdrawn")
    why = N_("A report that is withdrawn and published at once would still count, and nobody could tell what holds.")
    bad = "status: published\nwithdrawn: {date: 2026-03-01, reason: 统计口径有误}"
    good = "status: withdrawn\nwithdrawn: {date: 2026-03-01, reason: 统计口径有误}"


def check_place(path: Path, shown: str) -> Finding:
    """The finding for a Markdown file below the units that is neither a report nor a unit's page."""
    return ReportMisplaced.at(span_of_line(read_text(path, shown).source, 1), name=path.name)


def check_withdrawal(report: Report, node: Mapping) -> Iterator[Finding]:
    """A withdrawn report, and no other, says when and why it was withdrawn."""
    if report.status == "withdrawn" and "withdrawn" not in node:
        yield MissingKey.at(span_at(node, "status"), key="withdrawn")
    elif report.status != "withdrawn" and report.withdrawn is not None:
        yield NotWithdrawn.at(key_span(node, "withdrawn"), status=report.status)


def unit_differs(place: Span, unit: str, folder: str, *, known: bool) -> Finding:
    """The finding for a file of `unit` in the folder of another one; only a `known` unit has a folder to move it to."""
    move = N_("write unit: {folder}, or move the file to units/{unit}/")
    cure = message(move if known else N_("write unit: {folder}"), folder=folder, unit=unit)
    return UnitFolderDiffers.at(place, unit=unit, folder=folder, cure=cure)


def check_unit(report: Report, node: Mapping, folder: str, units: AnyMapping[str, UnitFile]) -> Iterator[Finding]:
    """The unit is known and is the one of the folder."""
    place = span_at(node, "unit")
    if report.unit != folder:
        yield unit_differs(place, report.unit, folder, known=report.unit in units)
    elif report.unit not in units:
        close = difflib.get_close_matches(report.unit, list(units), n=1)
        suggestion = (
            message(N_("Did you mean {key}?"), key=close[0])
            if close
            else message(N_("add units/{unit}/index.md with its name"), unit=report.unit)
        )
        yield UnknownUnit.at(place, unit=report.unit, suggestion=suggestion)


def check_scheme_reference(report: Report, node: Mapping, schemes: Schemes) -> Iterator[Finding]:
    """The scheme and the edition exist and are sound."""
    place, wanted = span_at(node, "scheme"), report.scheme
    file = schemes.files.get(str(wanted))
    if file is not None:
        if not file.sound:
            errors = (finding.span for finding in file.findings if finding.severity is Severity.ERROR)
            faulty = next(errors, span_of_line(file.source, 1))
            yield SchemeBroken.at(place, faulty, scheme=str(wanted), place=faulty.place)
        return
    editions = schemes.editions(wanted.scheme)
    if editions:
        yield UnknownEdition.at(place, scheme=wanted.scheme, edition=wanted.edition, editions=editions)
        return
    names = sorted({key.partition("@")[0] for key in schemes.files})
    close = difflib.get_close_matches(wanted.scheme, names, n=1)
    suggestion: Message = message(N_("the schemes are: {names}"), names=names)
    if close:
        suggestion = message(N_("Did you mean {key}?"), key=f"{close[0]}@{wanted.edition}")
    yield UnknownScheme.at(place, scheme=wanted.scheme, suggestion=suggestion)


def check_measures(report: Report, node: Mapping) -> Iterator[Finding]:
    """Every measure says at least what the problem is or what is done."""
    if len(report.measures) != len(node.get("measures", [])):
        return  # one was refused and dropped: the places would be those of others
    for index, measure in enumerate(report.measures):
        written = node["measures"][index]
        if measure.problem is None and measure.action is None and written.keys() <= Measure.model_fields.keys():
            place = span_at(node, "measures", index)
            yield MissingKey.at(place.part(0), key="problem")


def check_period(report: Report, node: Mapping, path: Path) -> Iterator[Finding]:
    """A file that is named after a period holds the report for that period."""
    named = parse_period(path.stem)
    if named is not None and named != report.period:
        proper = f"{report.period}{path.suffix}"
        yield PeriodDiffersFromName.at(
            span_at(node, "period"), period=report.period.text, name=path.name, proper=proper
        )


def may_rival(text: str, report: Report) -> bool:
    """Whether a file with this text could be a report under the scheme of `report`; cheap, to spare reading it."""
    return f"{report.scheme.scheme}@" in text


def check_unique(files: Iterable[ReportFile]) -> Iterator[tuple[ReportFile, Finding]]:
    """One report a unit, scheme and period.

    Of two with the same standing nobody but their authors can say which one holds, so both have the finding. Of a
    draft and a published report it is the draft that is one too many. A withdrawn one leaves its place to another.
    """
    groups: dict[tuple[str, str, str], list[ReportFile]] = {}
    for file in files:
        if file.report is not None and not file.withdrawn:
            key = (file.report.unit, str(file.report.scheme), file.report.period.text)
            groups.setdefault(key, []).append(file)
    for (unit, scheme, period), group in groups.items():
        standing = [file for file in group if not file.draft] or group
        for file in group:
            rival = next((each for each in standing if each is not file), None)
            if rival is not None:
                place, see = span_at(file.page.node, "period"), span_at(rival.page.node, "period")
                yield file, DuplicateReport.at(place, see, unit=unit, scheme=scheme, period=period)
