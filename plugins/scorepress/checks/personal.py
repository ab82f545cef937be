"""Personal numbers as readers see them: on two lines, between signs of Markdown, in the codes of an address.

And what cannot be looked through for them.
"""

import html
from collections.abc import Iterator
from urllib.parse import unquote

from scorepress.core.files import FileTooLarge, FileUnreadable, Reading
from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.personal import personal_reading
from scorepress.core.spans import Span
from scorepress.prose.document import Document
from scorepress.prose.nodes import Cell, Heading, Link, Node, Paragraph, visible


class TextNotExamined(Rule):
    """A text beside the reports cannot be looked through for personal numbers."""

    code = "SR804"
    message = N_("the file cannot be looked through for personal numbers, and is not published: {reason}")
    cure = N_("divide it into smaller files, or correct its permissions")
    why = N_("A list of people is most often a long one. What nothing has looked through is not published.")
    bad = "file: evidence/all-payments.csv   # 30 MiB"
    good = "file: evidence/payments-2025-01.csv"


def not_examined(reading: Reading, place: Span | None = None) -> Iterator[Finding]:
    """The finding for a text that was not read; at the top of the file where no other place is given."""
    for finding in reading.findings:
        if finding.rule in {FileTooLarge, FileUnreadable}:
            reason = message(finding.rule.message, **finding.args)
            yield TextNotExamined.at(place or finding.span, reason=reason)


def shown_personal(prose: Document) -> Iterator[Finding]:
    """The findings for numbers that stand on the page and not in its file, where they are written in another way."""
    for node in prose.nodes():
        text = _shown(node)
        if text:
            yield from personal_reading(text, prose.span(node.start, node.end))


def _shown(node: Node) -> str:
    """What a node shows or leads to, in one line; nothing where the nodes inside it say it."""
    if isinstance(node, Paragraph | Heading | Cell):
        return html.unescape(visible(node.inside).replace("\n", " "))
    return html.unescape(unquote(node.address)) if isinstance(node, Link) else ""
