"""What was typed is what is shown: HTML, lost characters, spreadsheets pasted as text, references with other braces."""

import re
from collections.abc import Iterator

from scorepress.checks.misread import check_misread
from scorepress.checks.pasted import check_tables
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_, Message, message
from scorepress.prose.document import Document
from scorepress.prose.kept import first_lost
from scorepress.prose.nodes import CodeBlock, Entity, Link, RawHtml, Text


class MarkupInProse(Rule):
    """Raw HTML stands in the prose."""

    code = "SR605"
    message = N_("raw HTML {markup} in the text")
    cure = N_("write it in Markdown; put code between backquotes")
    why = N_("Published HTML could change the page, load from foreign places, or run.")
    bad = "<script>…</script>"
    good = "`<script>`"


class TextLost(Rule):
    """Something that was typed would not be shown."""

    code = "SR613"
    message = N_("{text} would not be shown")
    cure = N_("{cure}")
    why = N_("A text says what was typed, or it is not published.")
    bad = '[方案](evidence/plan.pdf "2024 年修订")'
    good = "[方案（2024 年修订）](evidence/plan.pdf)"


class EntityInText(Rule):
    """A sign is written in HTML's code for it."""

    code = "SR614"
    severity = Severity.WARNING
    message = N_("{entity} is shown as it stands, as text")
    cure = N_("type the sign itself, or delete {entity}")
    why = N_("Such codes come with text copied from web pages; readers would see the code.")
    bad = "合计&nbsp;93 分"
    good = "合计 93 分"


class CodeNotClosed(Rule):
    """A block of code does not end."""

    code = "SR615"
    message = N_("the block of code that begins here is not closed")
    cure = N_("put {fence} on a line of its own behind it, or delete this line")
    why = N_("Everything below it would be shown as code, headings among it.")
    bad = "```\nCREATE VIEW …\n## 二、存在的问题"
    good = "```\nCREATE VIEW …\n```\n## 二、存在的问题"


class BracesMisspelt(Rule):
    """A reference is written with other braces than the two that it needs."""

    code = "SR617"
    message = N_("{text} is shown as it stands: a reference has two braces on each side")
    cure = N_("write {plain}; put it between backquotes if it is meant as text")
    why = N_("Readers would see the braces in place of the number.")
    bad = "自评总分 { total } 分"
    good = "自评总分 {{ total }} 分"


BRACES = re.compile(
    r"(?<![{{｛])[{｛](?:[ \t]*[{｛])?[ \t]*(?P<inside>[^{}｛｝\n]{1,300})(?:[}｝][ \t]*)?[}｝](?![}｝])"
)
NAMES = "scores|parts|total|grade|figures|unit|period"
FORMULA = re.compile(
    rf"(?:{NAMES})\b|(?=[\w\s.+\-*/×÷,，()（）\[\]\"'“”‘’%]+\Z)(?:.*[\s(（+\-*/×÷,，])?[\"'“‘]?(?:{NAMES})\b",
    re.IGNORECASE,
)
"""What refers to something: it begins with one of the names, or computes with one."""


def check_typed(prose: Document) -> Iterator[Finding]:
    """What of a text would be shown otherwise than it was typed or meant."""
    lost = first_lost(prose)
    if lost is not None:
        yield TextLost.at(
            prose.span(lost), text=prose.body[lost : lost + 40].partition("\n")[0], cure=_cure(prose, lost)
        )
    html_lines: set[int] = set()
    for node in prose.nodes():
        if isinstance(node, RawHtml):
            span = prose.span(node.start, node.end)
            if span.line not in html_lines:  # a tag and the one that closes it are one matter
                yield MarkupInProse.at(span, markup=node.text[:40])
            html_lines.add(span.line)
        elif isinstance(node, Entity):
            yield EntityInText.at(prose.span(node.start, node.end), entity=node.text)
        elif isinstance(node, CodeBlock) and not node.closed:
            yield CodeNotClosed.at(prose.span(node.start), fence=prose.body[node.start : node.start + 3])
    yield from check_tables(prose)
    yield from check_misread(prose)
    yield from _braces(prose)


def _cure(prose: Document, lost: int) -> Message:
    node = next(
        (node for node in prose.nodes() if node.start <= lost < node.end and isinstance(node, Link | CodeBlock)), None
    )
    if isinstance(node, Link):
        return message(N_("write it between the square brackets"))
    if isinstance(node, CodeBlock):
        return message(N_("write it on a line below"))
    return message(N_("put a backslash before the sign, or write × for a product"))


def _braces(prose: Document) -> Iterator[Finding]:
    if "{" not in prose.body and "｛" not in prose.body:
        return
    for node in prose.nodes():
        if type(node) is not Text:
            continue
        for match in BRACES.finditer(node.text):
            place = node.start + match.start()
            text = match.group()
            if not FORMULA.match(match["inside"]):
                continue
            doubled = re.fullmatch(r"\{\{[^{}｛｝]*\}\}", text) is not None  # escaped on purpose, it is text
            if not doubled and prose.body[place - 1 : place] != "\\" and place not in prose.unclosed:
                plain = f"{{{{ {match['inside'].strip()} }}}}"
                yield BracesMisspelt.at(prose.span(place, place + len(text)), text=text[:60], plain=plain)
