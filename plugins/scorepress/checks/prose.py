"""The prose: sections that the scheme asks for, headings that are bound to indicators, numbering without gaps."""

import re
from collections.abc import Iterator

from scorepress.checks.typed import check_typed
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.formula import UnknownName
from scorepress.core.limits import MAX_TITLE_CHARACTERS
from scorepress.core.messages import N_, message
from scorepress.core.numbering import without_numbering
from scorepress.core.spans import Span, span_of_line
from scorepress.prose.document import Document
from scorepress.prose.nodes import Heading, Paragraph, Reference
from scorepress.schemes.model import Scheme


class SectionMissing(Rule):
    """A section that the scheme asks for is not there."""

    code = "SR601"
    unfinished = True
    message = N_("the section {title} is missing")
    cure = N_("add a heading: ## {title}")
    why = N_("Reports of one scheme are compared section by section.")
    bad = "## 一、基本情况  # the scheme: sections: [基本情况, 存在的问题]"
    good = "## 一、基本情况\n…\n## 二、存在的问题"


class HeadingBindsNothing(Rule):
    """A heading is bound to something that the scheme does not have."""

    code = "SR602"
    message = N_("the heading is bound to {anchor}, which is neither an indicator nor a part")
    cure = N_("use an id of the scheme, or delete {{#{anchor}}}")
    why = N_("The row of the score table could not lead to the paragraph that argues it.")
    bad = "## 七、村村通客车 {#A70}"
    good = "## 七、村村通客车 {#A7}"


class HeadingBoundTwice(Rule):
    """Two headings are bound to the same thing."""

    code = "SR603"
    message = N_("a second heading is bound to {anchor}")
    cure = N_("keep the binding where the matter is argued")
    why = N_("A link can lead to one place only.")
    bad = "## 甲 {#A1}\n## 乙 {#A1}"
    good = "## 甲 {#A1}\n## 乙 {#A2}"


class HeadingNumberGap(Rule):
    """A number is left out, or used twice, in the numbering of the headings."""

    code = "SR604"
    severity = Severity.WARNING
    message = N_("the heading is numbered {found}; {expected} was expected {where}")
    cure = N_("number it {expected}, or restore the section that was lost")
    why = N_("A gap in the numbering looks like a section that was taken out.")
    bad = "## 二、工作开展情况\n## 四、存在的问题"
    good = "## 二、工作开展情况\n## 三、存在的问题"


class HeadingWithoutSpace(Rule):
    """A heading lacks the space behind its number signs."""

    code = "SR607"
    severity = Severity.WARNING
    message = N_("a space is missing after {marks}")
    cure = N_("write: {marks} {text}; put a backslash before a # that is meant as a sign")
    why = N_("The site shows a heading here; other programs, and git servers, show the signs as text.")
    bad = "##一、基本情况"
    good = "## 一、基本情况"


class HeadingUnderlined(Rule):
    """A line is a heading only because of the signs below it."""

    code = "SR608"
    severity = Severity.WARNING
    message = N_("the line {underline} below makes a heading of this one")
    cure = N_("write: {marks} {text}; where a ruled line is meant, leave an empty line above it")
    why = N_("A rule drawn below a paragraph makes a heading of it unseen; with # it can be seen which was meant.")
    bad = "一、基本情况\n------"
    good = "## 一、基本情况"


class SectionNotHeading(Rule):
    """The title of a section that the scheme asks for stands in a line that is no heading."""

    code = "SR609"
    unfinished = True
    message = N_("the section {title} has no heading: this line is plain text")
    cure = N_("begin the line with ## and a space: ## {title}")
    why = N_("Bold or indented words look like a heading, but the section cannot be found, linked or compared by them.")
    bad = "**一、基本情况**"
    good = "## 一、基本情况"


CHINESE = "一二三四五六七八九"
HUNDRED = 100
UNSPACED = re.compile(r"#(?=[一二三四五六七八九十]+、|第[一二三四五六七八九十]+|[（(][一二三四五六七八九十]+[)）])")


def check_prose(prose: Document, scheme: Scheme | None) -> Iterator[Finding]:
    """Everything about the prose that good form asks for, and its scheme if that can be applied."""
    if prose.findings:
        yield from prose.findings
        return
    yield from check_typed(prose)
    if scheme is None:
        return
    missing = list(_sections(prose, scheme))
    yield from missing
    yield from _spelling(prose, {finding.span.line for finding in missing})
    yield from _anchors(prose, scheme)
    if not missing:  # a section that is not there leaves a gap in the numbering
        yield from _numbering(prose)


def _sections(prose: Document, scheme: Scheme) -> Iterator[Finding]:
    titles = {heading.title for heading in prose.headings}
    wanted = [  # the titles of headings come without their numbers, whichever way the scheme writes its own
        ({without_numbering(title) for title in (section.title, *section.aliases)}, section)
        for section in scheme.sections
        if not section.optional
    ]
    missing = [(names, section.title) for names, section in wanted if titles.isdisjoint(names)]
    plain = _plain_titles(prose) if missing else {}
    for names, title in missing:
        span = min((plain[name] for name in names if name in plain), key=lambda span: span.line, default=None)
        if span is None:
            yield SectionMissing.at(_end(prose), title=title)
        else:
            yield SectionNotHeading.at(span, title=title)


def _lines(prose: Document) -> Iterator[tuple[int, str]]:
    """Place and text of every line of every paragraph."""
    for node in prose.nodes():
        if isinstance(node, Paragraph):
            place = node.start
            for line in prose.body[node.start : node.end].split("\n"):
                yield place, line
                place += len(line) + 1


def _plain_titles(prose: Document) -> dict[str, Span]:
    """What every line says without signs and numbering, and the first line that says so."""
    first: dict[str, Span] = {}
    for place, line in _lines(prose):
        words = line.strip(SIGNS)
        if words and len(words) <= MAX_TITLE_CHARACTERS:
            span = prose.span(place)
            whole = span_of_line(prose.source, span.line)
            first.setdefault(words, whole)
            first.setdefault(without_numbering(words), whole)
    return first


SIGNS = " \t\u3000#＃*_:：>"
"""What people put round a line that is meant as a heading."""


def _spelling(prose: Document, said: set[int]) -> Iterator[Finding]:
    """Headings that are not written as `## …`; nothing on the lines of which something else was `said`."""
    for heading in prose.headings:
        marks = "#" * heading.level
        if not heading.spaced:
            span = prose.span(heading.start, heading.start + heading.level)
            yield HeadingWithoutSpace.at(span, marks=marks, text=heading.text[:60])
        if heading.underline:
            span = prose.span(heading.words_start, heading.words_end)
            yield HeadingUnderlined.at(span, underline=heading.underline[:20], marks=marks, text=heading.text[:60])
    for place, line in _lines(prose):
        if UNSPACED.match(line) and prose.span(place).line not in said:
            yield HeadingWithoutSpace.at(prose.span(place, place + 1), marks="#", text=line[1:61].strip())


def _end(prose: Document) -> Span:
    """The last line of the file that has text: where a missing section would be added."""
    lines = prose.source.lines
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 1)
    return span_of_line(prose.source, last)


def _anchors(prose: Document, scheme: Scheme) -> Iterator[Finding]:
    first: dict[str, Span] = {}
    for heading in prose.headings:
        if heading.anchor is None:
            continue
        span = prose.span(heading.anchor_start, heading.anchor_start + len(heading.anchor))
        if heading.anchor not in scheme.indicators and heading.anchor not in scheme.all_parts:
            yield HeadingBindsNothing.at(span, anchor=heading.anchor[:60])
        elif first.setdefault(heading.anchor, span) is not span:
            yield HeadingBoundTwice.at(span, first[heading.anchor], anchor=heading.anchor)


def _numbering(prose: Document) -> Iterator[Finding]:
    last: dict[int, tuple[Heading, int, str]] = {}
    """The last numbered heading of each level: its number, and the marks round it."""
    for heading in prose.headings:
        for level in [level for level in last if level > heading.level]:
            del last[level]
        number = _number(heading)
        if number is None:
            continue
        value, style = number
        before, earlier, same = last.get(heading.level, (None, 0, style))
        if style == same and value != earlier + 1:
            where = message(N_("after {before}"), before=before.numbering) if before else message(N_("first"))
            expected = style.format(_chinese(earlier + 1))
            yield HeadingNumberGap.at(
                prose.span(heading.words_start, heading.words_end),
                found=heading.numbering,
                expected=expected,
                where=where,
            )
        last[heading.level] = (heading, value, style)


def _number(heading: Heading) -> tuple[int, str] | None:
    """The number of a heading in Chinese numerals, and the marks round it."""
    match = re.fullmatch(r"(第?[（(]?)([一二三四五六七八九十]+)([）)]?[、章节]?)", heading.numbering)
    if match is None or match[2] not in NUMERALS:
        return None
    return NUMERALS[match[2]], f"{match[1]}{{}}{match[3]}"


def _chinese(number: int) -> str:
    if number == HUNDRED:
        return "一百"
    tens, ones = divmod(number, 10)
    lead = "" if not tens else ("十" if tens == 1 else CHINESE[tens - 1] + "十")
    return lead + (CHINESE[ones - 1] if ones else "")


NUMERALS = {_chinese(number): number for number in range(1, 100)}
"""Every numeral that can number a heading; what is written otherwise (十十) counts nothing."""


def check_unit_body(prose: Document) -> Iterator[Finding]:
    """The prose of a unit's page, in which there is nothing that a reference could stand for."""
    if prose.findings:
        yield from prose.findings
        return
    yield from check_typed(prose)
    for node in prose.nodes():
        if isinstance(node, Reference):
            suggestion = message(N_("write the text itself: a unit's page has no scores and figures"))
            yield UnknownName.at(prose.span(node.start, node.end), name=node.expression[:60], suggestion=suggestion)
