"""The Atom feed of a site: each report once, under the day on which it was published, last corrected or withdrawn."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from scorepress.assessment import Assessed
from scorepress.core.limits import MAX_FEED_ENTRIES
from scorepress.core.messages import N_, Message, Translate, message, say
from scorepress.exports.publication import Publication
from scorepress.exports.tables.table import first_day
from scorepress.history.facts import Change, Kind, Past
from scorepress.history.states import Difference
from scorepress.reports.model import Report, Withdrawal

FEED = "feed.xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WORDS = {
    Kind.PUBLISHED: N_("First published"),
    Kind.CORRECTED: N_("Corrected"),
    Kind.CHANGED: N_("Changed"),
    Kind.MOVED: N_("Renamed"),
}
"""What a change was, for readers."""
DIFFERENCES = {
    Difference.SCORES: N_("the scores"),
    Difference.FIGURES: N_("the figures"),
    Difference.REVIEW: N_("a review was added"),
    Difference.EVIDENCE: N_("the evidence"),
    Difference.MEASURES: N_("the measures"),
    Difference.TEXT: N_("the text"),
    Difference.DETAILS: N_("details of the publication"),
    Difference.STATUS: N_("published again"),
}
"""What was changed, for readers."""


@dataclass(frozen=True)
class Entry:
    """A report for the feed."""

    assessed: Assessed
    report: Report
    past: Past
    address: str
    """Of its page, from the root of the site."""

    @property
    def published(self) -> datetime:
        """When it was published: the day that it states, or else its first commit, its own date, its period's end."""
        stated, seen = self.report.published_on, self.past.published
        if stated is None and seen is not None:
            return datetime.fromisoformat(seen.when)
        period = self.report.period
        day = stated or self.report.date
        return _midnight(first_day(day) if day else date(period.year, period.last_month, 1))

    @property
    def updated(self) -> datetime:
        """When it was withdrawn, or last changed; when it was published if nothing happened since."""
        gone = self.withdrawn
        if gone is not None:
            return max(_midnight(first_day(gone.date)), self.published)
        changed = self.past.changed
        return self.published if changed is None else max(datetime.fromisoformat(changed.when), self.published)

    @property
    def withdrawn(self) -> Withdrawal | None:
        """When and why it was withdrawn; readers of feeds keep what they have, so the feed must say it."""
        return self.report.withdrawn if self.assessed.withdrawn else None

    @property
    def kind(self) -> Kind:
        """What its last change was."""
        return Kind.PUBLISHED if self.past.last is None else self.past.last.kind


def feed(entries: Iterable[Entry], publication: Publication, translate: Translate) -> bytes:
    """The feed. Addresses are whole where that of the site is known; else they lead on from the feed's own."""
    newest = sorted(entries, key=lambda entry: (entry.updated, entry.address), reverse=True)[:MAX_FEED_ENTRIES]
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": publication.language})
    _add(root, "id", _id(publication, FEED))
    _add(root, "title", say(message(N_("{site}: new and corrected reports"), site=publication.name), translate))
    _add(root, "updated", max((entry.updated for entry in newest), default=_midnight(date(2000, 1, 1))).isoformat())
    if publication.address:
        _add(root, "link", rel="self", type="application/atom+xml", href=publication.url(FEED))
    _add(root, "link", rel="alternate", type="text/html", href=publication.url("") or "./")
    _add(_add(root, "author"), "name", publication.publisher or publication.name)
    if publication.licence:
        _add(root, "rights", publication.licence)
    _add(root, "generator", "Scorepress")
    for entry in newest:
        _entry(root, entry, publication, translate)
    ET.indent(root, " ")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _entry(root: ET.Element, entry: Entry, publication: Publication, translate: Translate) -> None:
    made = _add(root, "entry")
    report, unit = entry.report, entry.assessed.unit
    _add(made, "id", _id(publication, entry.address))
    title = message(N_("Withdrawn: {title}"), title=report.title) if entry.withdrawn else report.title
    _add(made, "title", say(title, translate))
    _add(made, "link", rel="alternate", type="text/html", href=publication.page(entry.address))
    _add(made, "published", entry.published.isoformat())
    _add(made, "updated", entry.updated.isoformat())
    _add(_add(made, "author"), "name", report.issuer or (unit.name if unit else report.unit))
    term, label = ("withdrawn", N_("Withdrawn")) if entry.withdrawn else (entry.kind.value, WORDS[entry.kind])
    _add(made, "category", term=term, label=translate(label))
    _add(made, "summary", say([each for each in _summary(entry) if each is not None], translate))


def _summary(entry: Entry) -> Iterable[str | Message | None]:
    """What a reader of the feed learns without opening the page."""
    unit, effective, last = entry.assessed.unit, entry.assessed.effective, entry.past.last
    yield message(N_("fictional")) if unit is not None and unit.fictional else None
    yield entry.report.period.title
    if entry.withdrawn is not None:
        gone = entry.withdrawn
        yield message(N_("the report was withdrawn on {date}: {reason}"), date=gone.date, reason=gone.reason)
        return
    if effective is not None and effective.card.total is not None:
        yield effective.total_in_words
        yield message(N_("grade {grade}"), grade=effective.card.grade) if effective.card.grade else None
        yield message(N_("provisional")) if effective.provisional else None
    if last is not None and last.kind is not Kind.PUBLISHED:
        words = N_("corrected on {day}: {what}") if last.kind is Kind.CORRECTED else N_("changed on {day}: {what}")
        yield message(words, day=last.moment.day, what=what_changed(last))


def what_changed(change: Change) -> list[Message]:
    """What was changed, in words; nothing for the publication and for a new name."""
    return [message(words) for difference, words in DIFFERENCES.items() if difference in change.differences]


def _id(publication: Publication, path: str) -> str:
    """An address that stays; without one of the site, a number made from its name and the path."""
    return publication.page(path) if publication.address else uuid5(NAMESPACE_URL, f"{publication.name}/{path}").urn


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, {name: NOT_IN_XML.sub(" ", value) for name, value in attributes.items()})
    if text is not None:
        made.text = NOT_IN_XML.sub(" ", text)
    return made
