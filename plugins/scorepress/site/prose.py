"""The prose of a page on its way to HTML: links to the score table, tables in their places, nothing that runs."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup

from scorepress.assessment import Assessed
from scorepress.checks.references import TABLE_MARK
from scorepress.core.messages import Translate
from scorepress.core.numbers import show
from scorepress.reports.prose import read_heading
from scorepress.scoring.scorecard import Score

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
ATTRIBUTES = {
    "*": {"lang", "title"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start"},
}
CLASSES = {"a": {"sp-score-link"}}
"""The one class that prose may carry: with others it could dress up as a part of the page."""
MARK = re.compile(TABLE_MARK.format(index=r"(?P<index>\d+)"))


def with_score_links(assessed: Assessed, translate: Translate) -> str:
    """The report's Markdown with a link from each bound heading back to its row of the score table.

    Marks of figures become paragraphs of their own, whatever stands round them.
    """
    lines = assessed.body.split("\n")
    first = assessed.file.page.body_line
    for heading in assessed.headings:
        score = assessed.card.by_id.get(heading.anchor) if assessed.card and heading.anchor else None
        if score is None or score.marks is None:
            continue
        index = heading.span.line - first
        if heading.underlined:
            lines[index : index + 2] = [f"{'#' * heading.level} {lines[index].strip()}", ""]
        expanded = read_heading(lines[index])
        text = expanded.text if expanded else heading.text
        label = text.replace('"', "”").replace("\\", "")
        link = f"[{_marks(score, translate)}](#score-{score.id}){{.sp-score-link}}"
        attributes = f'{{#{heading.anchor} data-toc-label="{label}"}}'
        lines[index] = f"{'#' * heading.level} {text} {link} {attributes}"
    return "\n".join(f"\n\n{line.strip()}\n\n" if MARK.fullmatch(line.strip()) else line for line in lines)


def _marks(score: Score, translate: Translate) -> str:
    """`30 / 30 分`, `+5 分` for a bonus, 约 before what is inexact."""
    marks = show(score.marks or Fraction())
    if score.full:
        marks = f"{marks} / {show(score.full)}"
    elif score.marks and score.marks > 0:
        marks = f"+{marks}"
    words = translate("{marks} marks").format(marks=marks)
    return f"{translate('about')} {words}" if score.about else words


def clean(html: str) -> Markup:
    """`html` with only the tags and attributes that prose needs: no script, no style, no foreign pictures."""
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=_own_pictures,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return Markup(cleaned)  # noqa: S704 - cleaned in the line above


def _own_pictures(tag: str, attribute: str, value: str) -> str | None:
    foreign = "\\" in value or urlsplit(value).scheme or urlsplit(value).netloc
    return None if tag == "img" and attribute == "src" and foreign else value


def with_tables(html: Markup, placed: Sequence[str], tables: Mapping[str, Markup]) -> tuple[Markup, set[str]]:
    """`html` with each figure's table where the prose asks for it, and the names of the figures put there."""
    done: set[str] = set()

    def table(match: re.Match[str]) -> str:
        index = int(match["index"])
        if index >= len(placed) or placed[index] not in tables:
            return match.group()
        done.add(placed[index])
        return tables[placed[index]]

    made = re.sub(rf"<p>\s*{MARK.pattern}\s*</p>", table, html)
    return Markup(made), done  # noqa: S704 - both parts are Markup
