"""The words that a search compares: `words.js` cuts what a reader types in the same way.

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
IS_CHINESE = re.compile(rf"[{CHINESE}]")
PAIR = re.compile(rf"[{CHINESE}]{{2}}")
BROKEN_LINE = re.compile(rf"(?<=[{CHINESE}])\s*\n\s*(?=[{CHINESE}])")
"""A line break within Chinese: the author's editor made it, and the word goes on."""
DOCUMENT_NUMBER = re.compile(r"\s*[〔\[【(]\s*([0-9]{4})\s*[〕\]】)]\s*([0-9]+)\s*(?=号)")
"""Year and number of a 文号, however it is written."""
PART = re.compile(r"[^\W_]+")

CLOSE = 3
"""Up to so many pairs of a run are all asked for."""
MOST = 6
"""So many words of a query are asked for."""
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
END = "z"
"""Stands behind a word that is not a pair. Without it Pagefind would find 2021 and 20 for 20219, and 经 for 经济."""
EVERY = "v"
"""The word of every page, no other word in the index begins with v. Pages are found by filters alone with it: asked
for nothing, Pagefind loads every word there is."""


def folded(text: str) -> str:
    """`text` with one form for what is written in several: full-width letters, broken lines, document numbers."""
    text = BROKEN_LINE.sub("", unicodedata.normalize("NFKC", text))
    return DOCUMENT_NUMBER.sub(r"〔\1〕\2", text).lower()


def words(text: str) -> Iterator[str]:
    """The words under which `text` is found: of Chinese the pairs, of 2021-2025 the whole and its parts."""
    for run in RUN.findall(folded(text)):
        if IS_CHINESE.match(run):
            yield from _pairs(run)
        else:
            parts = PART.findall(run)
            yield from ["".join(parts), *parts] if len(parts) > 1 else parts


def asked(text: str) -> list[str]:
    """The words that a page must have to be found for the query `text`: enough of them to tell it from others.

    Each costs the reader a part of the index. Of a run of Chinese longer than four characters it is every other pair,
    of all words at most six. Single Chinese characters count only where there is nothing else: pages have pairs.
    """
    found: list[str] = []
    for run in RUN.findall(folded(text)):
        found += _enough(run) if IS_CHINESE.match(run) else filter(None, ["".join(PART.findall(run))])
    longer = list(dict.fromkeys(word for word in found if len(word) > 1 or not IS_CHINESE.match(word)))
    some = longer or found
    return some if len(some) <= MOST else [some[index * (len(some) - 1) // (MOST - 1)] for index in range(MOST)]


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def _enough(run: str) -> list[str]:
    pairs = _pairs(run)
    return pairs if len(pairs) <= CLOSE else list(dict.fromkeys([*pairs[::2], pairs[-1]]))


def key(word: str) -> str:
    """A word as it stands in the index, in letters from a to p.

    Pagefind cuts Chinese again with the browser's dictionary, takes accents away and looks for the beginnings of words;
    to these letters it does nothing.
    """
    letters = word.encode("utf-16-be").hex().translate(LETTERS)
    return letters if PAIR.fullmatch(word) else letters + END


def unit_key(word: str) -> str:
    """A word of the name of a page's unit, which a search is narrowed by; no other word in the index begins with u."""
    return "u" + key(word)
