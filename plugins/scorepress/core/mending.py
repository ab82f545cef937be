"""Mending: which line of a broken YAML text, written with plain signs, can be read.

What a parser refuses is often noticed lines after the cause. So the cause is found by trial: lines near the fault are
written as their author most likely meant them, and the mend with which the reader gets furthest is the one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from scorepress.core.limits import MAX_MENDED_CHARACTERS, MAX_MENDS, MAX_TRIED_MENDS
from scorepress.core.line_forms import KEY, LEAD, other_forms, quoted_forms
from scorepress.core.lookalikes import DASHES, INVISIBLE, ODD_SPACES, SIGNS

WIDTHS = {"\t": 2, "\u3000": 2}
"""How many spaces were most likely meant by one character of an indentation."""
SOUND = 1_000_000_000
"""How far the reader gets with a text that it can read: past every line."""
WINDOW = 12
"""So many lines above the one where a fault is noticed are looked through for its cause."""
ALIGNED = 4
"""So many lines, up from the one where a fault is noticed, are tried with the indentation of their neighbours."""
COLON = re.compile(rf"^({LEAD})({KEY}|\"[^\"]*\"|'[^']*')[{ODD_SPACES} ]*：[{ODD_SPACES} ]*")
TIGHT = re.compile(rf"^({LEAD})({KEY}):(?=[^\s:/])")
DASH = re.compile(rf"^([ \t{ODD_SPACES}]*)(?:[{DASHES[1:]}][ {ODD_SPACES}]*|-(?=[^\W\d]|[\"'{{\[])|-[{ODD_SPACES}]+)")
SPACE_BESIDE_SIGN = re.compile(
    rf"(?<=[:,{{\[-])[{ODD_SPACES} ]*[{ODD_SPACES}][{ODD_SPACES} ]*|[{ODD_SPACES}]+(?=[:,}}\]]|$)"
)
INDENT = re.compile(rf"^[ \t{ODD_SPACES}{INVISIBLE}]*")
QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
ROW = re.compile(rf"- +\S|{KEY}:(?: |$)")
OPEN = (":", "|", ">", "-", "+")
"""What ends a row that has others below it."""
FLOW = re.compile(r"[{\[｛［]")
OPENED = re.compile(r": *[｛［“]")
"""A value that begins as a mapping, a list or a text in quotes would, in full-width signs."""
HASH = re.compile(rf"(^|[ \t{ODD_SPACES}])＃")


class Mend(NamedTuple):
    """One line as written and as it can be read; lines count from 0."""

    line: int
    before: str
    after: str

    @property
    def column(self) -> int:
        """Where the two differ first, from 0."""
        pairs = zip(self.before, self.after, strict=False)
        return next((index for index, (old, new) in enumerate(pairs) if old != new), min(map(len, self[1:])))


def mends(text: str, reached: Callable[[str], int]) -> list[Mend]:
    """The lines to be written otherwise so that `text` can be read, or as much of it as can be mended.

    `reached` is the line of the first fault of a text, or `SOUND`.
    """
    if len(text) > MAX_MENDED_CHARACTERS:
        return []
    lines = text.split("\n")
    found: dict[int, Mend] = {}
    fault, tries = reached(text), 0
    while fault < SOUND and len(found) < MAX_MENDS and tries < MAX_TRIED_MENDS:
        best, furthest = None, fault
        for mend in _candidates(lines, fault):
            tries += 1
            far = reached(mended(lines, [mend]))
            if far > furthest:
                best, furthest = mend, far
            if far == SOUND or tries >= MAX_TRIED_MENDS:
                break
        if best is None:
            break
        further = _flow(_quotes(best.after)) if OPENED.search(best.after) else best.after
        tries += 1
        after = further if reached(mended(lines, [best._replace(after=further)])) >= furthest else best.after
        found[best.line] = found.get(best.line, best)._replace(after=after)
        lines[best.line], fault = after, furthest
    return [found[line] for line in sorted(found)]


def mended(lines: Sequence[str], found: Iterable[Mend]) -> str:
    """The text of `lines` with the mends made."""
    after = {mend.line: mend.after for mend in found}
    return "\n".join(after.get(number, line) for number, line in enumerate(lines))


def _candidates(lines: list[str], fault: int) -> Iterator[Mend]:
    """Every way to write a line near the fault, the nearest line first, the smallest change first."""
    last = min(fault, len(lines) - 1)
    near = range(last, max(-1, last - WINDOW), -1)
    unclosed = (line for line in range(max(0, last - WINDOW), -1, -1) if _opens(lines[line]))
    for line in chain(near, unclosed):  # what is not closed is missed at the end of the text only
        before = lines[line]
        for after in dict.fromkeys(_written_otherwise(before, _indents(lines, line))):
            if after != before:
                yield Mend(line, before, after)
    yield from (Mend(last, lines[last], after) for after in _aligned(lines[last], _indents(lines, last)))
    for line in range(last - 1, max(-1, last - ALIGNED), -1):
        yield from (Mend(line, lines[line], after) for after in _as_next(lines[line], lines[line + 1]))


def _opens(line: str) -> bool:
    """Whether a line has a quote or a bracket without its partner."""
    return any(line.count(sign) % 2 for sign in "'\"") or any(
        line.count(opening) != line.count(closing) for opening, closing in ("{}", "[]")
    )


def _indents(lines: list[str], line: int) -> list[int]:
    """The indentations of the lines around one."""
    around = [lines[index] for index in (line - 1, line + 1, line - 2) if 0 <= index < len(lines)]
    return [len(text) - len(text.lstrip(" ")) for text in around]


def _written_otherwise(line: str, indents: Iterable[int]) -> Iterator[str]:
    indented = list(_indented(line, indents))
    yield from indented
    for start in (line, *indented):
        steps = [step(start) for step in STEPS]
        yield from steps
        mended = start
        for step in STEPS:
            mended = step(mended)
            yield mended
    yield from other_forms(line)


def _indented(line: str, indents: Iterable[int]) -> Iterator[str]:
    """The line with spaces in place of whatever else indents it; one that only spaces indent stays."""
    lead = INDENT.match(line)
    written = lead.group() if lead else ""
    if not written.strip(" "):
        return
    tidy = re.sub(f"[{INVISIBLE}]", "", written)
    widths = (sum(WIDTHS.get(char, 1) for char in tidy), len(tidy), *indents)
    yield from (" " * width + line[len(written) :] for width in widths)


def _aligned(line: str, indents: Iterable[int]) -> Iterator[str]:
    """The line where the lines around it begin, or one step further in."""
    text = line.lstrip(" ")
    if not ROW.match(text):
        return
    for width in indents:
        yield " " * width + text
        yield " " * (width + 2) + text


def _as_next(line: str, following: str) -> Iterator[str]:
    """A row that nothing can stand below, where the next one begins."""
    text = line.lstrip(" ")
    if ROW.match(text) and following.strip() and not text.rstrip().endswith(OPEN):
        yield following[: len(following) - len(following.lstrip(" "))] + text


def _spaces(line: str) -> str:
    return SPACE_BESIDE_SIGN.sub(lambda match: " " if match.end() < len(line) else "", line)


def _invisible(line: str) -> str:
    return re.sub(f"[{INVISIBLE}]", "", line)


def _colon(line: str) -> str:
    return COLON.sub(r"\1\2: ", line)


def _tight(line: str) -> str:
    return TIGHT.sub(r"\1\2: ", line)


def _dash(line: str) -> str:
    return DASH.sub(r"\1- ", line)


def _hash(line: str) -> str:
    return HASH.sub(r"\1#", line)


def _quotes(line: str) -> str:
    return "".join(SIGNS[char] if SIGNS.get(char) in {'"', "'"} else char for char in line)


def _flow(line: str) -> str:
    """Full-width signs within braces or brackets, and a space behind each colon that ends a key there."""
    start = FLOW.search(line)
    if start is None:
        return line
    pieces = QUOTED.split(line[start.start() :])
    return line[: start.start()] + "".join(
        piece if index % 2 else _flow_piece(piece) for index, piece in enumerate(pieces)
    )


def _flow_piece(text: str) -> str:
    text = "".join(SIGNS.get(char, char) if char in "｛｝［］，" else char for char in text)
    text = re.sub(rf"\s*[;；、]\s*(?={KEY}[:：])", ", ", text)
    text = re.sub(rf"(?<=[{{\[,])([ {ODD_SPACES}]*{KEY})[ {ODD_SPACES}]*：[ {ODD_SPACES}]*", r"\1: ", text)
    text = re.sub(rf"(?<=[{{\[,])([ {ODD_SPACES}]*{KEY}):(?=[^\s:/])", r"\1: ", text)
    return re.sub(r",(?=\S)", ", ", re.sub(r"^：\s*", ": ", text))


STEPS: tuple[Callable[[str], str], ...] = (_invisible, _spaces, _colon, _tight, _dash, _hash, _quotes, _flow)
"""What is tried on a line, each step by itself and then one upon the other."""


def quoted_or_closed(text: str, line: int, reached: Callable[[str], int]) -> Mend | None:
    """The line with its value in quotes, or with what it opens closed, if the reader then gets past it."""
    lines = text.split("\n")
    if len(text) > MAX_MENDED_CHARACTERS or not 0 <= line < len(lines):
        return None
    before = lines[line]
    for after in quoted_forms(before):
        if after == before:
            continue
        far = reached("\n".join([*lines[:line], after, *lines[line + 1 :]]))
        if far > max(line, reached(text)):
            return Mend(line, before, after)
    return None


def in_plain_signs(line: str) -> str:
    """A line with every step taken."""
    for step in STEPS:
        line = step(line)
    return line
