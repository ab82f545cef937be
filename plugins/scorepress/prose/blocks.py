"""The rules for blocks: headings, lists, tables and paragraphs as clerks type them; the rest is CommonMark's.

What differs from CommonMark: indents make no code; two spaces are enough to stand inside an item; a table takes
whatever its rows hold; a line of `---` makes a heading of a title, but none of a sentence; `+ 3` under a line that ends
with a number is arithmetic, and `>60` a comparison. All places in tokens count characters of the whole text.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock, blockquote, fence, hr

# Line, end and flag are the signature that markdown-it calls, whether a rule needs them or not.
# ruff: noqa: ARG001, FBT001, FBT003

HEADING = re.compile(r"(?P<marks>#{1,6})(?:(?P<space>[ \t]+)|[\u3000\u00a0][ \t\u3000\u00a0]*|(?<=##)(?=[^#\s]))")
CLOSED = re.compile(r"(?P<words>.*?)[ \t]*(?:(?<=[ \t])#+)?")
ATTRIBUTE = re.compile(r"\{:?[ \t]*#(?P<id>[^\s{}#]+)(?:[ \t]+\.[\w\-]+)*[ \t]*\}")
UNDERLINE = re.compile(r"={2,}|-{2,}")
LONGEST_TITLE = 40
NO_TITLE_END = "。！？；，：.!?;,|"
"""What a title does not end with."""
MARKER = re.compile(r"(?P<mark>[-+*]|(?P<number>\d{1,9})[.)](?![ \t]+\d+[.)]))(?=[ \t]|$)")
"""What begins an item; `2025. 12. 31` is a date."""
ENDS_IN_NUMBER = re.compile(r"[\d)）%％=＝+\-*/×÷][ \t]*")
NUMBER = re.compile(r"[ \t]*[\d(（]")
COMPARISON = re.compile(r">[ \t]*[=＝≥]|>\d|>[ \t]*(?:\Z|\n(?![ \t]*>))")
RULER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
BAR = re.compile(r"\\.|\|")
CLOSING_FENCE = re.compile(r"`{3,}|~{3,}")
INDENT = 2
"""Spaces that put a line inside the item above it."""


class Spent(Exception):  # noqa: N818 - no error of the program but the end of a budget
    """Raised where a text costs more than one may: the name of the limit, and where in the body."""

    def __init__(self, limit: str, place: int) -> None:
        super().__init__(limit, place)
        self.limit, self.place = limit, place


def budget(most_inside: int, most: int) -> RuleFuncBlockType:
    """A rule that matches nothing and raises `Spent` below `most_inside` blocks and behind `most` tokens."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level > most_inside:
            raise Spent("prose_depth", line_start(state, start))
        if len(state.tokens) > most:
            raise Spent("prose_nodes", line_start(state, start))
        return False

    return rule


def line_start(state: StateBlock, line: int) -> int:
    """The place of the first character of a line that is no space."""
    return state.bMarks[line] + state.tShift[line]


def line_text(state: StateBlock, line: int) -> str:
    """A line without the spaces round it."""
    return state.src[line_start(state, line) : state.eMarks[line]].rstrip(" \t")


def heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`## 一、方案 {#A1}`; `##方案` too, but a single `#` without a space is a sign."""
    text = line_text(state, start)
    match = HEADING.match(text)
    if match is None:
        return False
    if silent:
        return True
    closed = CLOSED.fullmatch(text, match.end())
    words = text[: closed.end("words") if closed else len(text)]
    about: dict[str, object] = {"level": len(match["marks"]), "spaced": match["space"] is not None}
    _heading(state, start, (match.end(), words), about)
    return True


def underlined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A short line above a row of `===` or `---`, as converters write headings; below a sentence that is a rule."""
    title = line_text(state, start)
    if silent or start + 1 >= end or not 0 < len(title) <= LONGEST_TITLE or title[-1] in NO_TITLE_END:
        return False
    row = line_text(state, start + 1)
    if not UNDERLINE.fullmatch(row) or state.sCount[start + 1] < state.blkIndent:
        return False
    _heading(state, start, (0, title), {"level": 1 if row[0] == "=" else 2, "underline": row})
    return True


def _heading(state: StateBlock, line: int, words: tuple[int, str], about: dict[str, object]) -> None:
    """The token of a heading whose `words` begin so many characters into its line."""
    first, text = words
    brace = text.rfind("{", first)
    anchor = ATTRIBUTE.fullmatch(text, brace) if brace >= 0 else None
    last = len((text[:brace] if anchor else text).rstrip(" \t"))
    place = line_start(state, line)
    state.line = line + (2 if about.get("underline") else 1)
    token = state.push("heading", "", 0)
    token.meta = {
        "spaced": True,
        "underline": "",
        **about,
        "lines": [(place + first, place + max(first, last))],
        "anchor": (anchor["id"], place + anchor.start("id")) if anchor else None,
        "at": place,
        "end": line_start(state, state.line - 1) + len(line_text(state, state.line - 1)),
    }


@dataclass(frozen=True)
class Marker:
    """What begins an item: a bullet, or a number with its sign."""

    mark: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """What the items of one list have in common."""
        return self.mark[-1]

    @property
    def ordered(self) -> bool:
        """Whether it is a number."""
        return self.kind in ".)"


def _marker(state: StateBlock, line: int) -> Marker | None:
    place = line_start(state, line)
    match = MARKER.match(state.src, place, state.eMarks[line])
    return Marker(match["mark"], place, match.end()) if match else None


def items(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list; it may stand right below a line of text, with whatever number it begins."""
    marker = _marker(state, start)
    if marker is None:
        return False
    if silent:
        return state.parentType != "paragraph" or _interrupts(state, start, marker)
    if state.parentType == "root" and marker.end >= state.eMarks[start] and state.isEmpty(start + 1):
        return False  # a sign alone
    token = state.push("list_open", "", 1)
    token.meta = {"at": marker.start, "ordered": marker.ordered}
    line, tight, between = start, True, False
    while marker is not None:
        tight = tight and not between
        inner_tight = _item(state, line, end, marker)
        tight = tight and inner_tight
        between = state.line > line + 1 and state.isEmpty(state.line - 1)
        line, kind = state.line, marker.kind
        if line >= end or state.sCount[line] < state.blkIndent:
            break
        following = _marker(state, line)
        marker = following if following and following.kind == kind and not _is_ruler(state, line) else None
    close = state.push("list_close", "", -1)
    close.meta = {"tight": tight}
    return True


def _interrupts(state: StateBlock, line: int, marker: Marker) -> bool:
    """Whether an item ends the paragraph above it: not if it is empty, nor where its sign goes on with a formula."""
    if marker.end >= state.eMarks[line]:
        return False
    above = line_text(state, line - 1)
    formula = ENDS_IN_NUMBER.search(above[-1:]) and NUMBER.match(state.src, marker.end)
    return marker.ordered or formula is None


def _is_ruler(state: StateBlock, line: int) -> bool:
    text = re.sub(r"[ \t]", "", line_text(state, line))
    return len(text) > INDENT and len(set(text)) == 1 and text[0] in "-*_"


def _item(state: StateBlock, line: int, end: int, marker: Marker) -> bool:
    """One item with the blocks inside it; whether no empty line stands between these."""
    indent = state.sCount[line]
    place, column = marker.end, indent + marker.end - marker.start
    while place < state.eMarks[line] and state.src[place] in " \t":
        column += 4 - column % 4 if state.src[place] == "\t" else 1
        place += 1
    opened = state.push("item_open", "", 1)
    opened.meta = {"at": marker.start, "number": marker.mark if marker.ordered else ""}
    before = (state.tShift[line], state.sCount[line], state.blkIndent, state.tight, state.parentType)
    state.tShift[line], state.sCount[line] = place - state.bMarks[line], column
    state.blkIndent, state.tight, state.parentType = indent + INDENT, True, "list"
    if place >= state.eMarks[line] and state.isEmpty(line + 1):
        state.line = min(line + 2, end)
    else:
        state.md.block.tokenize(state, line, end)
    tight = state.tight
    state.tShift[line], state.sCount[line], state.blkIndent, state.tight, state.parentType = before
    state.push("item_close", "", -1)
    return tight


def quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that begin with `>`; `>60` and `>= 60` compare."""
    place = line_start(state, start)
    if state.src[place : place + 1] != ">" or COMPARISON.match(state.src, place):
        return False
    return blockquote(state, start, end, silent)


def code_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of code between fences."""
    if not fence(state, start, end, silent):
        return False
    if silent:
        return True
    token, last = state.tokens[-1], state.line - 1
    place = line_start(state, start)
    text = line_text(state, last)
    closed = last > start and CLOSING_FENCE.fullmatch(text) is not None and text.startswith(token.markup)
    info = state.src.find(token.info.strip(), place + len(token.markup))
    inner_end = state.bMarks[last] if closed else state.eMarks[last]
    inner = (min(state.bMarks[start + 1], inner_end), inner_end) if last > start else (state.eMarks[start],) * 2
    token.meta = {"at": place, "end": state.eMarks[last], "closed": closed, "info": info, "inner": inner}
    token.meta |= {"text": token.content, "words": token.info.strip()}
    return True


def ruler(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A ruled line."""
    if not hr(state, start, end, silent):
        return False
    if not silent:
        state.tokens[-1].meta = {"at": line_start(state, start), "end": state.eMarks[start]}
    return True


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of heads with bars, a ruler below it, and rows with bars; nothing of a row is dropped."""
    if start + 2 > end or (state.sCount[start + 1] < state.blkIndent and not silent):
        return False  # where one stands below an item, further to the left, it ends the item
    if _marker(state, start) and state.sCount[start + 1] > state.sCount[start]:
        return False  # a table inside the item that begins here
    ruler = line_text(state, start + 1)
    if not ruler or ruler[0] not in "|-:" or not RULER.fullmatch(ruler):
        return False
    heads = cells(state.src, line_start(state, start), line_start(state, start) + len(line_text(state, start)))
    aligns = [part.strip() for part in ruler.strip("|").split("|")]
    if "|" not in line_text(state, start) or ("|" not in ruler and len(heads) != len(aligns)):
        return False
    if silent:
        return True
    rows, line = [heads], start + 2
    while line < end and state.sCount[line] >= state.blkIndent and "|" in line_text(state, line):
        if any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("blockquote")):
            break
        rows.append(cells(state.src, line_start(state, line), line_start(state, line) + len(line_text(state, line))))
        line += 1
    token = state.push("table", "", 0)
    rule_start = line_start(state, start + 1)
    token.meta = {"at": line_start(state, start), "rows": rows, "aligns": [_align(part) for part in aligns]}
    token.meta |= {"ruler": (rule_start, rule_start + len(ruler)), "end": state.eMarks[line - 1]}
    state.line = line
    return True


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between the bars of a row, without the spaces round them."""
    bars = [match.start() for match in BAR.finditer(text, start, end) if match.group() == "|"]
    edges = [start - 1, *bars, end]
    inner = [(left + 1, right) for left, right in pairwise(edges)]
    if bars and bars[0] == start:
        inner = inner[1:]
    if bars and bars[-1] == end - 1 and len(inner) > 1:
        inner = inner[:-1]
    return [_trimmed(text, *stretch) for stretch in inner]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    return start, end


def _align(part: str) -> str:
    ends = (part.startswith(":"), part.endswith(":"))
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(ends, "")


def paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines up to an empty one, or up to one that begins another block."""
    rules = state.md.block.ruler.getRules("paragraph")
    line, parent = start + 1, state.parentType
    state.parentType = "paragraph"
    while line < state.lineMax and not state.isEmpty(line):
        if state.sCount[line] >= 0 and any(rule(state, line, state.lineMax, True) for rule in rules):
            break
        line += 1
    state.parentType = parent
    token = state.push("paragraph", "", 0)
    lines = [(line_start(state, number), state.eMarks[number]) for number in range(start, line)]
    token.meta = {"at": lines[0][0], "end": lines[-1][1], "lines": lines}
    state.line = line
    return True
