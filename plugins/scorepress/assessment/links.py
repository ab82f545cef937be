"""Links of a text held against what there is: files on the disk, pages of the project, places on a page."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scorepress.assessment.assessed import Assessed
from scorepress.core.findings import Finding, Refusal, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.paths import file_below
from scorepress.core.spans import Span
from scorepress.prose.document import Document
from scorepress.prose.links import Kind, Target, target
from scorepress.prose.nodes import Link


class PlaceUnknown(Rule):
    """A link names a place that its page does not have."""

    code = "SR620"
    severity = Severity.WARNING
    message = N_("there is no place {anchor} on the page that the link leads to")
    cure = N_("write the id of a heading there, or delete # and what follows it")
    why = N_("Readers would land at the head of the page and search.")
    bad = "[见整改措施](#zgcs)"
    good = "[见整改措施](#measures)"


class PageWithheld(Rule):
    """A link leads to a report that is not published."""

    code = "SR621"
    severity = Severity.WARNING
    message = N_("{path} is not published, so the link is shown as plain text")
    cure = N_("publish that report first, or take the link away")
    why = N_("Readers would find a dead link; another unit's draft is no fault of this report.")
    bad = "[上年报告](2024.md)  # 2024.md: status: draft"
    good = "[上年报告](2024.md)  # 2024.md: status: published"


@dataclass(frozen=True)
class PageState:
    """What links need to know of a page."""

    public: bool
    places: frozenset[str] | None = None
    """Ids that its template gives; None where they are not known."""
    prose: Document | None = None


LISTS = frozenset(
    {"index.md", "units/index.md", "schemes/index.md", "reference/methods/index.md", "reference/findings/index.md"}
    | {"search.md"}
)
"""Pages that every site has, with or without a file; a test holds them against those of the site."""
GENERATED = ("reports/", "measures/")
"""Pages that are made from the records of all reports; only the build knows which there are."""
SECTIONS = frozenset({"title", "form", "scores", "figures", "measures", "evidence", "remarks", "history"})
"""The ids of the sections that a report's page may have beside its prose."""


def report_places(assessed: Assessed) -> frozenset[str]:
    """The ids that the page of a report has beside those of its prose."""
    report = assessed.report
    if report is None or assessed.file.withdrawn:
        return frozenset({"title"})
    places = {f"score-{name}" for name in (assessed.card.by_id if assessed.card else ())}
    places |= {f"figure-{name}" for name in assessed.tables}
    places |= {f"form-{name}" for name in (assessed.form.form.tables if assessed.form else ())}
    places |= {f"evidence-{name}" for name in report.evidence}
    there = {
        "scores": assessed.card is not None and bool(assessed.card.parts),
        "form": assessed.form is not None,
        "figures": bool(assessed.tables),
        "measures": bool(report.measures),
        "evidence": bool(report.evidence),
        "remarks": bool(report.remarks),
    }
    return frozenset(places) | (SECTIONS - {name for name, present in there.items() if not present})


def check_links(prose: Document, page: str, content: Path, pages: Mapping[str, PageState]) -> Iterator[Finding]:
    """What is wrong with the links of the text of `page`; all paths are from the folder `content`."""
    for node in prose.nodes():
        if not isinstance(node, Link):
            continue
        span = prose.span(node.address_start, node.address_start + max(len(node.address), 1))
        try:
            found = target(node, page)
        except Refusal as refusal:
            yield refusal.finding(span)
            continue
        if found.kind is Kind.FILE:
            yield from _on_disk(found.path, "/".join(page.split("/")[:2]), content, span)
        elif found.kind is not Kind.AWAY:
            yield from _on_page(found, page, content, pages, span)


def _on_page(target: Target, page: str, content: Path, pages: Mapping[str, PageState], span: Span) -> Iterator[Finding]:
    state = pages.get(target.path)
    if state is None:
        generated = target.path in LISTS or target.path.startswith(GENERATED)
        if target.kind is Kind.PAGE and (not generated or (content / target.path).exists()):
            beside = posixpath.dirname(page)
            yield from _on_disk(target.path, beside if posixpath.dirname(target.path) == beside else "", content, span)
    elif not state.public and target.path != page:
        yield PageWithheld.at(span, path=target.path)
    elif target.anchor and not _has_place(state, target.anchor):
        yield PlaceUnknown.at(span, anchor=f"#{target.anchor}"[:60])


def _on_disk(path: str, folder: str, content: Path, span: Span) -> list[Finding]:
    """What is wrong with the file at `path`, which is named from `folder`; both from the content folder."""
    findings: list[Finding] = []
    file_below(content / folder, path.removeprefix(f"{folder}/"), span, findings)
    return findings


def _has_place(state: PageState, anchor: str) -> bool:
    if state.places is None or anchor in state.places:
        return True
    return state.prose is not None and state.prose.place_of(anchor) is not None
