"""Declared ranks, compared when the places of all reports are known.

A report with a false rank is withheld, so the others are ranked anew without it; what they declare was compared with
the places of all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scorepress.assessment.assessed import Assessed
from scorepress.assessment.known import Known
from scorepress.assessment.rank import rank
from scorepress.core.findings import Finding, Severity, ordered
from scorepress.core.nodes import Mapping
from scorepress.scoring.declared import RANK, check_declared_rank
from scorepress.scoring.layers import REVIEWS


def ranked(reports: Sequence[Assessed], known: Known, mates: Iterable[Assessed] = ()) -> list[Assessed]:
    """The reports with their places and with what is wrong with the ranks that they declare; `mates` as in `rank`."""
    mates = list(mates)
    placed = rank(reports, known, mates)
    findings = [tuple(_check(report)) for report in placed]
    if not any(findings):
        return placed
    checked = [
        replace(report, findings=tuple(ordered([*report.findings, *own]))) if own else report
        for report, own in zip(placed, findings, strict=True)
    ]
    return rank(checked, known, mates)


def _check(assessed: Assessed) -> Iterator[Finding]:
    report, node = assessed.report, assessed.file.page.node
    if report is None or node is None or assessed.scheme is None or not assessed.layers:
        return
    # Where the report has errors, whatever place it has is that of other scores.
    sound = not any(finding.severity is Severity.ERROR for finding in assessed.findings)
    for layer in ("self", *REVIEWS):
        stated = report if layer == "self" else getattr(report, layer)
        written: Mapping = node if layer == "self" else node.get(layer, node)
        comparable = sound or layer not in assessed.places
        if layer in assessed.layers and stated is not None and RANK in stated.declared and comparable:
            yield from check_declared_rank(assessed.places.get(layer), written)
