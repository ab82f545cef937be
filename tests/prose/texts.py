"""Texts read and drawn for the tests of prose."""

from scorepress.core.spans import Source
from scorepress.prose.document import Document, read_prose
from scorepress.prose.html import Drawing, to_html
from scorepress.prose.nodes import Link
from scorepress.reports.front_matter import split


def document(body: str) -> Document:
    """The tree of a body whose first line is the fourth of its file."""
    return read_prose(split(Source("a.md", f"---\nx: 1\n---\n{body}"), []))


def as_typed(link: Link) -> str:
    """Links that lead where they say."""
    return link.address


def drawn(body: str) -> str:
    """The HTML of a body on one line."""
    return to_html(document(body), Drawing(as_typed)).replace(">\n<", "><")
