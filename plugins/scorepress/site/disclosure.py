"""What the head of a report's page says of its publication: the facts that government pages carry, and meta tags."""

from collections.abc import Iterator, Mapping

from scorepress.assessment import Assessed
from scorepress.core.messages import N_, Message, Translate, message
from scorepress.exports.publication import Publication
from scorepress.history.facts import Past
from scorepress.reports.model import VALIDITY

COLUMN = N_("Self-assessment reports")
"""The column of the site that reports stand in, for the meta tag `ColumnName`."""


def facts(assessed: Assessed, publication: Publication) -> Iterator[tuple[str, str | Message]]:
    """The disclosure metadata that is known, as heading and value; what is not known is not guessed."""
    report = assessed.report
    if report is None:
        return
    validity = report.validity and message(VALIDITY[report.validity])
    known: tuple[tuple[str, str | Message | None], ...] = (
        (N_("Index number"), report.index_number),
        (N_("Publisher"), report.publisher or publication.publisher),
        (N_("Issued by"), report.issuer),
        (N_("Document number"), report.number),
        (N_("Date"), report.date),
        (N_("Published on"), report.published_on),
        (N_("Validity"), validity),
        (N_("Source"), report.source),
    )
    yield from ((title, value) for title, value in known if value)


def site_tags(publication: Publication) -> dict[str, str]:
    """Meta tags of any page."""
    return _known({"SiteName": publication.name, "SiteIDCode": publication.code})


def report_tags(assessed: Assessed, past: Past, publication: Publication, translate: Translate) -> dict[str, str]:
    """Meta tags of a report's page: `PubDate` is the day that the report states, or else that of its first commit."""
    report = assessed.report
    if report is None:
        return site_tags(publication)
    unit = assessed.unit.name if assessed.unit else report.unit
    seen = past.published.day if past.published else ""
    return site_tags(publication) | _known(
        {
            "ColumnName": publication.column or translate(COLUMN),
            "ArticleTitle": report.title,
            "PubDate": report.published_on or seen,
            "ContentSource": report.source or report.publisher or publication.publisher or report.issuer or unit,
        }
    )


def _known(tags: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in tags.items() if text}
