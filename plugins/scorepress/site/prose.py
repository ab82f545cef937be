"""The prose of a page on its way to HTML: links to the score table, tables in their places, nothing that runs."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup

from scorepress.checks.references import TABLE_MARK
from scorepress.core.messages import Translate
from scorepress.core.numbers import show
from scorepress.project import Assessed

TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
EVERYWHERE = {"id", "class", "lang", "title"}
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start"},
}


def with_score_links(assessed: Assessed, translate: Translate) -> str:
    """The report's Markdown with a link from each bound heading back to its row of the score table."""
    lines = assessed.body.split("\n")
    first = assessed.file.page.body_line
    for heading in assessed.headings:
        score = assessed.card.by_id.get(heading.anchor) if assessed.card and heading.anchor else None
        if score is None or score.marks is None:
            continue
        marks = show(score.marks) + (f" / {show(score.full)}" if score.full else "")
        label = heading.text.replace('"', "”")
        words = translate("{marks} marks").format(marks=marks)
        link = f"[{words}](#score-{score.id}){{.sp-score-link}}"
        attributes = f'{{#{heading.anchor} data-toc-label="{label}"}}'
        lines[heading.span.line - first] = f"{'#' * heading.level} {heading.text} {link} {attributes}"
    return "\n".join(lines)


def clean(html: str) -> Markup:
    """`html` with only the tags and attributes that prose needs: no script, no style, no foreign pictures."""
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_own_pictures,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return Markup(cleaned)  # noqa: S704 - cleaned in the line above


def _own_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and (urlsplit(value).scheme or urlsplit(value).netloc):
        return None
    return value


def with_tables(html: Markup, tables: Mapping[str, Markup]) -> Markup:
    """`html` with each figure's table where the prose asks for it."""

    def table(match: re.Match[str]) -> str:
        return tables.get(match["name"], Markup(""))

    mark = re.escape(TABLE_MARK.format(name="")) + r"(?P<name>\w+)"
    return Markup(re.sub(rf"<p>{mark}</p>", table, html))  # noqa: S704 - both parts are Markup
