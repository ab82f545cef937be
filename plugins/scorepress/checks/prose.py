"""The prose: sections that the scheme asks for, headings that are bound to indicators, numbering without gaps."""

import re
from collections.abc import Iterator, Sequence

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.formula import UnknownName
from scorepress.core.limits import MAX_TITLE_CHARACTERS
from scorepress.core.messages import N_, message
from scorepress.core.spans import Span, span_of_line
from scorepress.reports.front_matter import Page
from scorepress.reports.prose import Heading, coded_lines, prose_lines, references, without_numbering
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


class MarkupInProse(Rule):
    """Raw HTML stands in the prose."""

    code = "SR605"
    message = N_("raw HTML {markup} in the text")
    cure = N_("write it in Markdown; put code between backquotes")
    why = N_("Published HTML could change the page, load from foreign places, or run.")
    bad = "<script>…</script>"
    good = "`<script>`"


class ForeignPicture(Rule):
    """A picture lies on another server."""

    code = "SR606"
    message = N_("the picture {address} lies on another server")
    cure = N_("put the file into the report's folder and write its path from there")
    why = N_("Readers would call a foreign server that can change the picture, count them, or be gone tomorrow.")
    bad = "![现场](https://example.com/1.jpg)"
    good = "![现场](evidence/1.jpg)"


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
FOREIGN_ADDRESS = re.compile(r"\]\(\s*<?(?P<address>(?:[A-Za-z][A-Za-z0-9+.\-]*:|//|[^()\s]*\\)[^()\s>]*)")
RAW_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>?|!--|\?|!\[CDATA\[|!DOCTYPE)", re.IGNORECASE)


def check_prose(page: Page, found: list[Heading], scheme: Scheme) -> Iterator[Finding]:
    """Everything about the prose that the scheme or good form asks for."""
    missing = list(_sections(page, found, scheme))
    yield from missing
    yield from _spelling(found)
    yield from _anchors(found, scheme)
    if not missing:  # a section that is not there leaves a gap in the numbering
        yield from _numbering(found)
    yield from check_body(page)


def _sections(page: Page, found: list[Heading], scheme: Scheme) -> Iterator[Finding]:
    titles = {heading.title for heading in found}
    wanted = [({section.title, *section.aliases}, section) for section in scheme.sections if not section.optional]
    missing = [(names, section.title) for names, section in wanted if titles.isdisjoint(names)]
    plain = _plain_titles(page) if missing else {}
    for names, title in missing:
        line = min((plain[name] for name in names if name in plain), default=None)
        if line is None:
            yield SectionMissing.at(_end(page), title=title)
        else:
            yield SectionNotHeading.at(span_of_line(page.source, line), title=title)


def _plain_titles(page: Page) -> dict[str, int]:
    """What every line says without signs and numbering, and the first line that says so."""
    first: dict[str, int] = {}
    for number, line in prose_lines(page):
        words = line.strip(SIGNS)
        if words and len(words) <= MAX_TITLE_CHARACTERS:
            first.setdefault(words, number)
            first.setdefault(without_numbering(words), number)
    return first


SIGNS = " \t\u3000#＃*_:：>"
"""What people put round a line that is meant as a heading."""


def _spelling(found: list[Heading]) -> Iterator[Finding]:
    """Headings that Python-Markdown takes for one and that are not written as `## …`."""
    for heading in found:
        source, number, marks = heading.span.source, heading.span.line, "#" * heading.level
        line = source.line(number)
        if heading.underlined:
            shown = source.line(number + 1).strip()[:20]
            place = span_of_line(source, number)
            yield HeadingUnderlined.at(place, underline=shown, marks=marks, text=heading.text[:60])
        elif line[heading.level : heading.level + 1] not in {" ", "\t"}:
            place = span_of_line(source, number, 1, heading.level)
            yield HeadingWithoutSpace.at(place, marks=marks, text=heading.text[:60])


def _end(page: Page) -> Span:
    """The last line of the file that has text: where a missing section would be added."""
    lines = page.source.lines
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 1)
    return span_of_line(page.source, last)


def _anchors(found: list[Heading], scheme: Scheme) -> Iterator[Finding]:
    first: dict[str, Heading] = {}
    for heading in found:
        if heading.anchor is None:
            continue
        if heading.anchor not in scheme.indicators and heading.anchor not in scheme.all_parts:
            yield HeadingBindsNothing.at(heading.span, anchor=heading.anchor[:60])
        elif first.setdefault(heading.anchor, heading) is not heading:
            yield HeadingBoundTwice.at(heading.span, first[heading.anchor].span, anchor=heading.anchor)


def _numbering(found: list[Heading]) -> Iterator[Finding]:
    last: dict[int, tuple[Heading, int, str]] = {}
    """The last numbered heading of each level: its number, and the marks round it."""
    for heading in found:
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
            yield HeadingNumberGap.at(heading.span, found=heading.numbering, expected=expected, where=where)
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


def check_unit_body(page: Page) -> Iterator[Finding]:
    """The prose of a unit's page, in which there is nothing that a reference could stand for."""
    yield from check_body(page)
    for reference in references(page):
        suggestion = message(N_("write the text itself: a unit's page has no scores and figures"))
        yield UnknownName.at(reference.span, name=reference.expression[:60], suggestion=suggestion)


def check_body(page: Page) -> Iterator[Finding]:
    """What no published prose may hold: raw HTML and pictures of other servers."""
    for number, line, code in coded_lines(page, "<", "!["):
        bare = _without_code(line, code)
        found = RAW_HTML.search(bare)
        if found:
            place = span_of_line(page.source, number, found.start() + 1, len(found.group()))
            yield MarkupInProse.at(place, markup=found.group()[:40])
        for start, address in _foreign_pictures(bare):
            place = span_of_line(page.source, number, start + 1, len(address))
            yield ForeignPicture.at(place, address=address[:60])


def _foreign_pictures(line: str) -> Iterator[tuple[int, str]]:
    """Where the address of a picture of another server begins, and the address."""
    for found in FOREIGN_ADDRESS.finditer(line):
        # Looked for backwards from the address: forwards, each of many ![ would search the whole line.
        if line.rfind("![", line.rfind("]", 0, found.start()) + 1, found.start()) >= 0:
            yield found.start("address"), found["address"]


def _without_code(line: str, code: Sequence[tuple[int, int]]) -> str:
    """`line` with the characters of code spans replaced, so that every column stays where it is."""
    if not code:
        return line
    ends = [0, *(end for _, end in code)]
    outside = [line[end:start] for end, (start, _) in zip(ends, code, strict=False)]
    inside = ["`" * (end - start) for start, end in code]
    return "".join(map("".join, zip(outside, inside, strict=True))) + line[ends[-1] :]
