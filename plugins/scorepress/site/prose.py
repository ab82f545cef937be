"""The text of a page as HTML: its links as addresses of this site, the marks beside its headings, its figures."""

from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import quote

from markupsafe import Markup
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url

from scorepress.assessment import Assessed
from scorepress.assessment.links import GENERATED, PageWithheld
from scorepress.core.findings import Finding, Refusal
from scorepress.prose.document import Document
from scorepress.prose.html import Drawing, to_html
from scorepress.prose.links import Kind, Target, target
from scorepress.prose.nodes import Heading, Link, Picture
from scorepress.scoring.scorecard import Score, Scorecard
from scorepress.site.site import Site

SAFE = "/:@!$&'()*+,;=~-._"
"""Signs that an address shows as they are."""


def report_prose(site: Site, path: str, url: str, assessed: Assessed, figures: Mapping[str, Markup]) -> Markup:
    """The text of a report for its page at the address `url`."""
    if assessed.prose is None:
        return Markup()
    beside = partial(_score_link, site, assessed)
    drawing = Drawing(partial(_address, site, path, url, assessed.prose), beside, figures)
    return Markup(to_html(assessed.prose, drawing))  # noqa: S704 - everything of the author's is escaped there


def unit_prose(site: Site, path: str, url: str, text: Document) -> Markup:
    """The text of a unit's page at the address `url`."""
    drawing = Drawing(partial(_address, site, path, url, text))
    return Markup(to_html(text, drawing))  # noqa: S704 - everything of the author's is escaped there


def dead_links(site: Site) -> Iterator[Finding]:
    """Links to lists that are made from reports, and that this site does not have; a check cannot know them."""
    texts = {path: assessed.prose for path, assessed in site.holding.items()}
    for path, text in (texts | {path: site.text_of(path) for path in site.units}).items():
        for link in (node for node in text.nodes() if isinstance(node, Link)) if text else ():
            try:
                place = target(link, path)
            except Refusal:
                continue
            if text and place.path.startswith(GENERATED) and place.path not in site.urls:
                span = text.span(link.address_start, link.address_start + len(link.address))
                yield PageWithheld.at(span, path=place.path)


def contents(text: Document) -> list[AnchorLink]:
    """The headings of a text as a table of contents: deeper ones inside those above them."""
    top: list[AnchorLink] = []
    above: list[AnchorLink] = []
    for heading, place in zip(text.headings, text.ids, strict=True):
        entry = AnchorLink(str(Markup.escape(heading.text)), place, heading.level)
        while above and above[-1].level >= heading.level:
            above.pop()
        (above[-1].children if above else top).append(entry)
        above.append(entry)
    return top


def _address(site: Site, path: str, url: str, text: Document, link: Link) -> str | None:
    """Where a link leads from the page at `url`; None for what is not published, whose words stay."""
    try:
        found = target(link, path)
    except Refusal:
        return None
    if found.kind is Kind.AWAY:
        return quote(found.path, safe=f"{SAFE}#?[]%")
    if found.kind is Kind.PLACE:
        return f"#{quote(_place(text, found.anchor), safe=SAFE)}"
    if found.path not in site.urls:
        return None
    address = get_relative_url(site.urls[found.path], url)
    return address + _behind(site, found, picture=isinstance(link, Picture))


def _behind(site: Site, found: Target, *, picture: bool) -> str:
    """The place on another page, or what a file's viewer is told."""
    if not found.anchor or picture:
        return ""
    text = site.text_of(found.path)
    place = _place(text, found.anchor) if text else found.anchor
    return f"#{quote(place, safe=SAFE)}"


def _place(text: Document, anchor: str) -> str:
    return text.place_of(anchor) or anchor


def _score_link(site: Site, assessed: Assessed, heading: Heading) -> str:
    """The marks of what a heading is bound to, by the highest layer there is, as a link to its row of the scores."""
    effective = assessed.effective
    score = effective.card.by_id.get(heading.anchor) if effective and heading.anchor else None
    if effective is None or score is None or score.marks is None:
        return ""
    named = not _same(effective.card, score, heading)
    return str(site.renderer.page("partials/score_link.html", score=score, layer=effective.word, named=named)).strip()


def _same(card: Scorecard, score: Score, heading: Heading) -> bool:
    """Whether the heading says already, and of nothing else, what it is bound to."""
    alike = [other for other in card.by_id.values() if other.node.title == score.node.title]
    return heading.title == score.node.title and len(alike) == 1
