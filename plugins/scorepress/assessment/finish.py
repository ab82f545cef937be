"""The last look at a report: evidence behind its claims, and its prose, filled in and checked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scorepress.assessment.assessed import Assessed
from scorepress.assessment.compare import Scored
from scorepress.assessment.known import Known
from scorepress.checks.evidence import check_claims
from scorepress.checks.forms import check_filled
from scorepress.checks.personal import shown_personal
from scorepress.checks.prose import check_prose
from scorepress.checks.references import expand, names_of
from scorepress.core.findings import Severity, ordered
from scorepress.core.isolation import isolated
from scorepress.prose.document import read_prose
from scorepress.reports.entries import Entries, misspelt
from scorepress.reports.figures import Table
from scorepress.reports.model import ReportFile
from scorepress.schemes.model import Scheme


def finish(scored: Scored, known: Known) -> Assessed:
    """A scored report with its claims and its prose checked."""
    file = scored.prepared.file
    return isolated(
        lambda: known.memory.recall(("finished", file.path), (scored,), lambda: _finish(scored)),
        file.page.source,
        lambda fault: Assessed(file, tuple(ordered([*scored.prepared.findings, *scored.findings, fault]))),
    )


def _finish(scored: Scored) -> Assessed:
    prepared, card = scored.prepared, scored.card
    file, findings = prepared.file, [*prepared.findings, *scored.findings]
    report, node = file.report, file.page.node
    if report is None or node is None:
        return Assessed(file, prepared.findings)
    if file.withdrawn:
        return Assessed(file, tuple(ordered(findings)), prepared.unit, prepared.scheme, rules=prepared.rules)
    prose = read_prose(file.page)
    scheme, entries = prepared.scheme, prepared.own.entries
    if scheme is not None and card is not None:
        sound = {name: entry for name, entry in entries.by_indicator.items() if name not in entries.unsound}
        findings += check_claims(report, scheme, sound, card, node)
        if prepared.form is not None:
            findings += check_filled(prepared.form, card, node)
    findings += check_prose(prose, scheme)
    names = names_of(report, prepared.unit, card, entries.by_indicator, prepared.tables)
    settled_all = scheme is not None and not any(finding.severity is Severity.ERROR for finding in findings)
    doubtful = _doubtful(file, scheme, entries, prepared.tables)
    expanded = expand(prose, names, settled=settled_all, doubtful=doubtful)
    findings += [*expanded.findings, *shown_personal(expanded.prose)]
    if file.draft:
        findings = [replace(each, softened=True) if each.rule.unfinished else each for each in findings]
    return Assessed(
        file,
        tuple(ordered(findings)),
        prepared.unit,
        scheme,
        entries,
        card,
        scored.reviews,
        prepared.tables,
        prepared.figure_checks,
        expanded.prose,
        expanded.placed,
        rules=prepared.rules,
        review_entries={name: layer.entries for name, layer in prepared.reviews.items()},
        form=prepared.form,
    )


def _doubtful(file: ReportFile, scheme: Scheme | None, entries: Entries, tables: Mapping[str, Table]) -> frozenset[str]:
    """The names below which something was refused, so that prose cannot refer to it."""
    node: Mapping[str, Any] = file.page.node or {}
    doubtful: set[str] = set()
    if scheme is None:
        doubtful |= {"scores", "parts", "total", "grade"}
    elif len(entries.by_indicator) < len(scheme.indicators) or entries.unsound:
        doubtful.add("scores")
    if len(tables) < len(node.get("figures", {})) or (file.page.node and misspelt(file.page.node, "figures")):
        doubtful.add("figures")
    return frozenset(doubtful)
