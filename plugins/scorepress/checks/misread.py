"""What looks like markup and is shown as text: links that are none, other programs' signs, signs before numbers."""

import re
from collections.abc import Iterator
from itertools import chain

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.paths import PUBLISHED
from scorepress.prose.document import Document
from scorepress.prose.links import PICTURES
from scorepress.prose.nodes import (
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Item,
    ItemList,
    Link,
    Node,
    Picture,
    RawHtml,
    Reference,
    visible,
)


class LinkNotRead(Rule):
    """Something that was meant as a link is shown as text."""

    code = "SR630"
    severity = Severity.WARNING
    message = N_("{text} is no link and is shown as it stands")
    cure = N_("write {plain}")
    why = N_("Readers would see brackets and an address that they cannot click on.")
    bad = "[方案]（evidence/方案.pdf）"
    good = "[方案](evidence/方案.pdf)"


class OtherMarkup(Rule):
    """Signs that other programs read as markup are shown as text."""

    code = "SR631"
    severity = Severity.WARNING
    message = N_("{text} is shown as it stands; places: {count}")
    cure = N_("delete the signs, or write what they mean in words")
    why = N_("Converters and other editors have signs of their own, which readers of this site would see.")
    bad = "全年办件 3 万件[^1]。\n![现场](evidence/现场.jpg){width=50%}"
    good = "全年办件 3 万件（不含撤回的）。\n![现场](evidence/现场.jpg)"


class SignAsBullet(Rule):
    """A sign before a number is read as the bullet of a list."""

    code = "SR634"
    severity = Severity.WARNING
    message = N_("the {sign} before {number} is shown as the bullet of a list")
    cure = N_("write {sign}{number} without a space; in a list, begin with words")
    why = N_("A fall of 3.5 % would be read as 3.5 %.")
    bad = "- 3.5%"
    good = "-3.5%"


class AddressCut(Rule):
    """An address in a sentence ends where Chinese characters begin."""

    code = "SR635"
    severity = Severity.WARNING
    message = N_("the link ends before {rest}: {address}")
    cure = N_("put a space behind the address; if the rest belongs to it, write the whole between < and >")
    why = N_("Without a space nobody can tell where an address ends; the link may lead to another page.")
    bad = "https://www.gov.cn/政务公开"
    good = "<https://www.gov.cn/政务公开>"


MASK = "\0"
"""Stands for what is read: code, links, references, HTML."""
ENDINGS = "|".join(sorted(suffix[1:] for suffix in {*PUBLISHED, ".md"}))
ADDRESS = (
    r"\s*(?P<address>(?:https?[:：]|www\.|mailto:|\.{1,2}[/\\])[^()（）]{1,300}?"
    rf"|[^\s()（），。；][^()（），。；\n]{{0,300}}?\.(?:{ENDINGS})(?![A-Za-z0-9])[^()（）\n]{{0,100}}?"
    r"(?:[(（][^()（）\n]{0,60}[)）])?)\s*"
)
CANDIDATE = re.compile(
    rf"(?P<picture>[!！]?)(?P<open>[\[［【])(?P<words>[^\[\]［］【】\n]{{0,100}})[\]］】](?P<between>[ \t]?)"
    rf"(?P<bracket>[(（]){ADDRESS}(?P<close>[)）]|(?=\n|\Z))",
    re.IGNORECASE,
)
DEFINITION = re.compile(
    rf"^[ \t>]*\[(?P<words>[^\[\]\n^]{{1,100}})\]:[ \t]*<?(?P<address>(?:https?://|\.{{1,2}}/)\S+|\S{{1,300}}\.(?:{ENDINGS}))>?",
    re.IGNORECASE | re.MULTILINE,
)
WIDE = r"[\u3400-\u9fff“‘《（]"
OTHERS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\[\^[^\]\s]{1,20}\]",
        r"!?\[\[[^\[\]\n\d][^\[\]\n]{0,100}\]\]",
        r"(?<=[\])\0])\{[^{}\n]{1,200}\}",
        r"[{｛][:：]?[ \t]*[.#＃][\w.:#＃ \-=\"]{1,100}[}｝]",
        r"[{｛][:：][ \t]*[A-Za-z][\w\-]*[ \t]*=[^{}｛｝\n]{1,100}[}｝]",
        r"^[ \t]*:{3,}(?:[ \t]*\{[^}\n]*\}|[ \t]*\w*)[ \t]*$",
        r"^[ \t]*\[(?:TOC|toc|目录)\][ \t]*$",
        r"^[ \t]*(?:!!!|\?\?\?\+?|===)[ \t]+[\w\"].*$",
        r"(?<![0-9A-Za-z)\]%] )\*\*(?:[^*\s]|[ \t]+[^*\n\0])[^*\n\0]{0,100}[ \t]\*\*",
        r"(?<![\u3400-\u9fff])＊＊[^＊\n]{1,100}＊＊",
        rf"~~{WIDE}[^~\n]{{0,100}}~~",
        rf"=={WIDE}[^=\n]{{0,100}}==",
        r"\$[^$\n]{0,100}[\\^_][^$\n]{0,100}\$",
        r"\\(?:frac|times|sqrt|sum|newpage|pagebreak)\b",
        r"\{%[^\n]{0,200}?%\}",
        r"^[ \t>]*[-+*][ \t]+\[[ xX]\](?=[ \t])",
    )
)
"""Notes, names of pages, attributes, boxes, contents, bold with a space inside or with wide signs, struck and marked
words, formulas, macros, boxes to tick."""
AMOUNT = r"(?P<number>\d[\d,]*(?:\.\d+)?[ \t]*(?:%|％|‰|个百分点|分|万元|亿元|元|个|项|件|人)?)"
SIGNED = re.compile(rf"(?P<sign>[-+])[ \t]+(?!(?:19|20)\d\d\b){AMOUNT}[。；;，,]?(?=[ \t]*(?:\n|\Z))")
PLUS = re.compile(rf"(?P<sign>\+)[ \t]+{AMOUNT}")
CHINESE = re.compile(r"[\u3400-\u9fff]{1,10}")
GOES_ON = "/=-&%"
"""Behind these an address goes on."""


def check_misread(prose: Document) -> Iterator[Finding]:
    """What of a text would be shown with signs that were meant to do something, or without signs that were not."""
    unread = _unread(prose)
    yield from _links(prose, unread)
    yield from _others(prose, unread)
    for node in prose.nodes():
        if isinstance(node, ItemList) and not node.ordered:
            yield from _signs(prose, node)
        elif isinstance(node, Link):
            yield from _addresses(prose, node)


def _unread(prose: Document) -> str:
    """The body with one sign in place of all that is read: code, links, references, HTML, ids, emphasis."""
    parts, reached = list[str](), 0
    for start, end in sorted(_read(prose)):
        if start >= reached:
            parts += [prose.body[reached:start], re.sub(r"[^\n]", MASK, prose.body[start:end])]
            reached = end
    return "".join([*parts, prose.body[reached:]])


def _read(prose: Document) -> Iterator[tuple[int, int]]:
    for node in prose.nodes():
        if isinstance(node, Heading) and node.anchor:
            yield node.words_end, node.end
        elif isinstance(node, Emphasis):
            yield node.start, node.start + node.width
            yield node.end - node.width, node.end
        elif isinstance(node, READ) and not (isinstance(node, Link) and _is_bare(prose, node)):
            yield node.start, node.end


READ = (Code, CodeBlock, RawHtml, Reference, Link)


def _is_bare(prose: Document, link: Link) -> bool:
    """Whether an address stands in a sentence by itself."""
    return prose.body[link.start] not in "[!<"


def _links(prose: Document, unread: str) -> Iterator[Finding]:
    for match in chain(CANDIDATE.finditer(unread), DEFINITION.finditer(unread)):
        start = match.start()
        in_chinese = match.groupdict().get("open") == "【" and "/" not in match["address"]
        escaped = unread[max(0, start - 1) : start] == "\\" or match["words"].endswith("\\")
        if escaped or in_chinese:
            continue
        words, address = (prose.body[slice(*match.span(name))] for name in ("words", "address"))
        picture = "!" if match.groupdict().get("picture") else ""
        plain = f"{picture}[{(words.strip() or address.rpartition('/')[2])[:40]}]({_address(address)})"
        text = " ".join(prose.body[start : match.end()][:60].split())
        yield LinkNotRead.at(prose.span(start, match.end()), text=text, plain=plain)
    for node in prose.nodes():
        if isinstance(node, Link) and prose.body[node.start - 1 : node.start] == "！" and _leads_to_picture(node):
            plain = f"!{prose.body[node.start : node.end]}"
            yield LinkNotRead.at(prose.span(node.start - 1, node.end), text="！", plain=plain[:120])


def _leads_to_picture(link: Link) -> bool:
    return not isinstance(link, Picture) and link.address.lower().endswith(tuple(PICTURES))


def _address(typed: str) -> str:
    """An address without what stands behind it, and with angles where there are spaces in it."""
    address = re.sub(rf"(?i)(\.(?:{ENDINGS}))[ \t]+[=\"'（(].*", r"\1", typed.strip().strip("<>")).replace(
        "：//", "://"
    )
    return (f"<{address}>" if re.search(r"\s", address) else address)[:120]


def _others(prose: Document, unread: str) -> Iterator[Finding]:
    starts = set[int]()
    for pattern in OTHERS:
        matches = [match for match in pattern.finditer(unread) if unread[match.start() - 1 : match.start()] != "\\"]
        if matches and matches[0].start() not in starts:
            start, end = matches[0].span()
            starts.add(start)
            start += len(matches[0].group()) - len(matches[0].group().lstrip())
            text = prose.body[start:end].strip()[:40]
            yield OtherMarkup.at(prose.span(start, end), text=text, count=len(matches))


def _signs(prose: Document, items: ItemList) -> Iterator[Finding]:
    """The first item of a list that is only a number, or that begins with a plus and a number."""
    for item in items.inside:
        match = SIGNED.match(prose.body, item.start) or PLUS.match(prose.body, item.start)
        if match and isinstance(item, Item):
            number = match["number"].strip()
            yield SignAsBullet.at(prose.span(item.start, match.end()), sign=match["sign"], number=number)
            return


def _addresses(prose: Document, link: Node) -> Iterator[Finding]:
    if isinstance(link, Link) and _is_bare(prose, link) and prose.body[link.end - 1] in GOES_ON:
        rest = CHINESE.match(prose.body, link.end)
        if rest:
            address = visible(link.inside)[:80]
            yield AddressCut.at(prose.span(link.start, rest.end()), rest=rest.group(), address=address)
