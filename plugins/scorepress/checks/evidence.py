"""Evidence: files that exist, keepers that are named, and enough of it behind every claim."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from scorepress.checks.personal import not_examined
from scorepress.core.files import read_text
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.layout import PAGES
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, key_span, span_at
from scorepress.core.paths import PUBLISHED, TEXTS, FileKind, file_below, may_publish
from scorepress.core.records import MissingKey
from scorepress.core.spans import Span
from scorepress.reports.model import Report
from scorepress.schemes.indicator import Entry, Indicator, NotApplicable
from scorepress.schemes.model import Scheme
from scorepress.scoring.provisional import while_waiting
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.tree import claims


class EvidenceIsPage(Rule):
    """Evidence names a Markdown file, which is a report or part of one."""

    code = "SR406"
    message = N_("{path} is a page of this site, not evidence")
    cure = N_("name the document that proves the matter; to point to another report, link to it in the prose")
    why = N_("What a unit writes about itself proves nothing, and a draft must not be published as a file.")
    bad = "plan: {title: 上年自评报告, file: 2020.md}"
    good = "plan: {title: 上年考核结果通报, file: evidence/2020.pdf}"


class EvidenceUnknown(Rule):
    """A score refers to evidence that the report does not list."""

    code = "SR410"
    message = N_("{id} is not in the report's list of evidence")
    cure = N_("{cure}")
    why = N_("The reader would look for a proof that is not there.")
    bad = "A1: {self: 30, evidence: [plan]}\nevidence: {}"
    good = "A1: {self: 30, evidence: [plan]}\nevidence:\n  plan: {…}"


class EvidenceUnused(Rule):
    """Evidence is listed that no score refers to."""

    code = "SR411"
    severity = Severity.WARNING
    message = N_("no score refers to the evidence {id}")
    cure = N_("name it in the evidence of the score it supports, or delete it")
    why = N_("Long lists that support nothing hide what is missing.")
    bad = "evidence:\n  photo: {…}  # used nowhere"
    good = "A3: {self: 15, evidence: [photo]}"


class EvidenceTooFew(Rule):
    """A score has less evidence than the scheme asks for."""

    code = "SR412"
    unfinished = True
    message = N_("{indicator} lists {count} items of evidence, the scheme asks for {min}")
    cure = N_("add evidence, or claim no marks")
    why = N_("A claim without its proof is the second commonest reason for marks lost in review.")
    bad = "A1: 30  # the scheme: evidence: 1"
    good = "A1: {self: 30, evidence: [plan]}"


class EvidenceKindMissing(Rule):
    """A kind of evidence that the scheme asks for is not among what is listed."""

    code = "SR413"
    unfinished = True
    message = N_("{indicator} has no evidence of the kind {kind}")
    cure = N_("add one, or give the evidence its kind")
    why = N_("The scheme names the kinds that can prove the matter.")
    bad = "A3: {self: 15, evidence: [minutes]}  # the scheme: kinds: [照片]"
    good = "A3: {self: 15, evidence: [minutes, photo]}"


class EvidenceWithoutSource(Rule):
    """Evidence has neither a file nor a keeper."""

    code = "SR414"
    message = N_("{title} has neither a file nor a keeper")
    cure = N_("add file: … if it is public, or keeper: and reason: if it is not")
    why = N_("Evidence that nobody can find proves nothing.")
    bad = "plan: {title: 实施方案}"
    good = "plan: {title: 实施方案, keeper: 市政府办公室, reason: 原文另行公开}"


class DocumentNumberForm(Rule):
    """A document number is not written in the official form."""

    code = "SR415"
    severity = Severity.WARNING
    message = N_("{number} is not the form of an official document number")
    cure = N_("write {proper}")
    why = N_("The same document written in two ways is not found by its number.")
    bad = "number: 临政办发[2021]09号"
    good = "number: 临政办发〔2021〕9号"


class ReasonMissing(Rule):
    """Marks are lost and the scheme asks why."""

    code = "SR416"
    unfinished = True
    message = N_("{indicator} loses {lost} marks and does not say why")
    cure = N_("add note: with the reason and what will be done")
    why = N_("The scheme asks for the cause of every miss; without it nobody learns from the score.")
    bad = "A7: {target: 70, actual: 63}"
    good = "A7: {target: 70, actual: 63, note: 七个建制村道路改造未完工}"


NUMBER = re.compile(r"[^\W\d_]+〔[12]\d{3}〕[1-9]\d*号")
LOOSE_NUMBER = re.compile(r"\s*([^\W\d_]+)\s*[〔﹝\[【(（［]\s*([12]\d{3})\s*[〕﹞\]】)）］]\s*第?\s*0*(\d+)\s*号\s*")


def check_evidence(report: Report, node: Mapping, folder: Path) -> Iterator[Finding]:
    """The list of evidence in itself; `folder` is the report's, below which files are looked for."""
    for name, item in report.evidence.items():
        own = node["evidence"][name]
        if item.file is not None:
            found: list[Finding] = []
            file_below(folder, item.file, span_at(own, "file"), found)
            yield from found
            if not found:
                yield from _kind_of_file(item.file, span_at(own, "file"))
                yield from _content_of_file(item.file, folder, span_at(own, "file"))
        elif item.keeper is None:
            yield EvidenceWithoutSource.at(key_span(node, "evidence", name), title=item.title)
        elif item.reason is None:
            yield MissingKey.at(key_span(node, "evidence", name), key="reason")
        if item.number is not None:
            yield from document_number(item.number, own)
    if report.number is not None:
        yield from document_number(report.number, node)


def _kind_of_file(path: str, place: Span) -> Iterator[Finding]:
    suffix = PurePosixPath(path).suffix
    if suffix.lower() in PAGES:
        yield EvidenceIsPage.at(place, path=path)
    elif not may_publish(path):
        yield FileKind.at(place, suffix=suffix or path, allowed=sorted(PUBLISHED))


def _content_of_file(path: str, folder: Path, place: Span) -> Iterator[Finding]:
    """What must not be public in a file that is text; inside of documents and tables nothing looks."""
    if PurePosixPath(path).suffix.lower() in TEXTS:
        reading = read_text(folder / path, f"{place.source.path.rpartition('/')[0]}/{path}")
        yield from (finding for finding in reading.findings if finding.rule.never_public)
        yield from not_examined(reading, place)


def document_number(number: str, node: Mapping) -> Iterator[Finding]:
    """A 文号 is 机关代字〔年份〕序号号: hexagonal brackets, no 第, no leading zero (党政机关公文格式)."""
    if NUMBER.fullmatch(number):
        return
    loose = LOOSE_NUMBER.fullmatch(number)
    if loose:
        proper = f"{loose[1]}〔{loose[2]}〕{int(loose[3])}号"
        yield DocumentNumberForm.at(span_at(node, "number"), number=number, proper=proper)
    else:
        yield DocumentNumberForm.at(span_at(node, "number"), number=number, proper="…〔2021〕9号")


def check_claims(
    report: Report, scheme: Scheme, entries: dict[str, Entry | NotApplicable], card: Scorecard, node: Mapping
) -> Iterator[Finding]:
    """Evidence and reasons behind the scores."""
    written = node.get("evidence")
    listed = set(written) if isinstance(written, Mapping) else set()
    readable = written is None or isinstance(written, Mapping)  # of a list that is not there, its own key tells
    used, unknown, allowed = set(), False, sorted(listed)[:20]
    for name, entry in entries.items():
        if isinstance(entry, NotApplicable):
            continue
        used.update(entry.evidence)
        for index, item in enumerate(entry.evidence):
            if item not in listed and readable:
                place = span_at(node, "scores", name, "evidence", index)
                unknown = True
                words = N_("add it to evidence, or use one of: {allowed}") if listed else N_("add it to evidence")
                yield EvidenceUnknown.at(place, id=item, cure=message(words, allowed=allowed))
        score = card.by_id.get(name)
        if score is None or score.marks is None or claims(scheme.indicators[name], score.marks):
            yield from _enough(scheme.indicators[name], entry, report, node)
        yield from _reason(scheme.indicators[name], entry, card, node)
    if scheme.indicators and len(entries) == len(scheme.indicators) and not unknown:
        for name in report.evidence:
            if name not in used:
                yield EvidenceUnused.at(key_span(node, "evidence", name), id=name)


def _enough(indicator: Indicator, entry: Entry, report: Report, node: Mapping) -> Iterator[Finding]:
    rule, place = indicator.evidence, key_span(node, "scores", indicator.id)
    if len(entry.evidence) < rule.min:
        yield EvidenceTooFew.at(place, indicator=indicator.id, count=str(len(entry.evidence)), min=str(rule.min))
        return
    if any(item not in report.evidence for item in entry.evidence):
        return  # unknown or refused, which is reported: its kind may be the one that is asked for
    kinds = {report.evidence[item].kind for item in entry.evidence}
    for kind in rule.kinds:
        if kind not in kinds:
            yield EvidenceKindMissing.at(place, indicator=indicator.id, kind=kind)


def _reason(indicator: Indicator, entry: Entry, card: Scorecard, node: Mapping) -> Iterator[Finding]:
    score = card.by_id.get(indicator.id)
    if indicator.reason is None or score is None or not score.shortfall:
        return
    if not entry.explained:
        place = key_span(node, "scores", indicator.id)
        yield while_waiting(ReasonMissing.at(place, indicator=indicator.id, lost=score.shortfall), score.waits_for)
