"""The words that a search compares, and the text that it shows: `words.js` does the same to what a reader types.

Chinese is cut into overlapping pairs of characters (招商引资 is 招商 商引 引资): page and query are cut alike, and no
dictionary has to agree with another one. What stands between is a word by itself, without its punctuation, so that
〔2021〕9号, [2021] 9 号 and （2021）9号 are the same.
"""

import re
import unicodedata
from collections.abc import Iterator

CHINESE = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""The characters that are cut into pairs. 〇 is one of them: 二〇二一年."""
RUN = re.compile(rf"[{CHINESE}]+|[^\s{CHINESE}]+")
SPACE = re.compile(r"\s+")
BROKEN_LINE = re.compile(rf"(?<=[{CHINESE}])\s*\n\s*(?=[{CHINESE}])")
"""A line break within Chinese: the author's editor made it, and the word goes on."""
DOCUMENT_NUMBER = re.compile(r"\s*[〔\[【(]\s*(\d{4})\s*[〕\]】)]\s*(\d+)\s*(?=号)")
"""Year and number of a 文号, however it is written."""
IS_CHINESE = re.compile(rf"[{CHINESE}]")

SHOWN = 0xF0000
"""Where text that is shown but not searched is kept: in planes that belong to nobody (private use)."""


def folded(text: str) -> str:
    """`text` with one form for what is written in several: full-width letters, broken lines, document numbers."""
    text = BROKEN_LINE.sub("", unicodedata.normalize("NFKC", text))
    return DOCUMENT_NUMBER.sub(r"〔\1〕\2", text).lower()


def words(text: str) -> Iterator[str]:
    """The words of `text` in their order, as they stand in the index."""
    for run in RUN.findall(folded(text)):
        if IS_CHINESE.match(run):
            yield from (run[start : start + 2] for start in range(len(run) - 1)) if len(run) > 1 else (run,)
        else:
            parts = ["".join(part) for part in _alphanumeric(run)]
            if parts:
                yield "".join(parts)
            if len(parts) > 1:
                yield from parts


def _alphanumeric(run: str) -> Iterator[list[str]]:
    part: list[str] = []
    for char in run:
        if char.isalnum():
            part.append(char)
        elif part:
            yield part
            part = []
    if part:
        yield part


def asked(text: str) -> list[str]:
    """The words that a page must have to be found for the query `text`.

    Single Chinese characters count only where there is nothing else: the index has them in pairs.
    """
    found: list[str] = []
    for run in RUN.findall(folded(text)):
        if IS_CHINESE.match(run):
            found += [run[start : start + 2] for start in range(len(run) - 1)] or [run]
        else:
            found += ["".join(char for char in run if char.isalnum())]
    found = [word for word in found if word]
    longer = [word for word in found if not (len(word) == 1 and IS_CHINESE.match(word))]
    return list(dict.fromkeys(longer or found))


class _Shifted(dict[int, int | None]):
    """The private character of each character, filled as they come up."""

    def __missing__(self, code: int) -> int | None:
        if code < 0xFFFE:  # noqa: PLR2004 - all of the first plane but its two non-characters
            shifted: int | None = SHOWN + code
        elif 0x20000 <= code < 0x2FFFE:  # noqa: PLR2004 - the plane of rare Chinese characters
            shifted = SHOWN - 0x10000 + code
        else:
            shifted = code if code < SHOWN else None
        self[code] = shifted
        return shifted


_SHIFTED = _Shifted()


def shown(text: str) -> str:
    """`text` as one word that no search finds, from which `words.js` makes the text again."""
    return chr(SHOWN) + SPACE.sub(" ", text).translate(_SHIFTED)
