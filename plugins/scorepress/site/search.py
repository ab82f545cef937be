"""The search index: Pagefind over copies of the pages in which Chinese is written as overlapping pairs.

Pagefind cuts Chinese into words when it indexes, with one dictionary, and again in the reader's browser, with
another. Where the two disagree - 招商引资 is two words to one and three to the other, 障碍 is inside one word - the
search finds nothing. Pairs (see `words.py`) need no dictionary.

A word stands in the copy where it comes first on the page, and in headings: the places of a common word in 10,000
reports would otherwise be the largest part of what a query costs its reader. The text to show goes along as
characters that are not searched.
"""

import html as entities
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from scorepress.site.words import shown, words

FOLDER = "pagefind"
BODY = "data-pagefind-body"
"""The attribute of the elements that are indexed; pages without one are left out."""
IGNORED = "data-pagefind-ignore"
SCORE_LINK = "sp-score-link"
"""Marks beside headings, which would otherwise be part of the headings' words."""

TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>""")
ABOUT = re.compile(r'(?<= data-about=")[^"]*')
"""What is shown of a page beside its words."""
ID = re.compile(r'\sid="([^"]*)"')
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INLINE = frozenset(["a", "abbr", "b", "code", "del", "em", "i", "ins", "s", "small", "span", "strong", "sub", "sup"])
"""Elements within a line: a word goes on through them."""
VOID = frozenset({"br", "hr", "img", "input", "wbr"})

UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.en.pagefind")
"""What Pagefind writes for pages that are not ours."""


class SearchIndexError(Exception):
    """Pagefind could not be run or failed; the message says what it printed."""


def build_index(site: Path, pages: Iterable[str]) -> str:
    """Index `pages`, paths below the built `site`, and return what Pagefind reports; raises `SearchIndexError`."""
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    with TemporaryDirectory() as folder:
        copies = Path(folder)
        for page in pages:
            text = (site / page).read_text(encoding="utf-8")
            if BODY in text:
                copy = copies / page
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(in_pairs(text), encoding="utf-8")
        # Of no language: words are cut already, and none is reduced to a stem.
        report = _pagefind("--site", str(copies), "--output-path", str(site / FOLDER), "--force-language", "unknown")
    for pattern in UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
    return report


def _pagefind(*options: str) -> str:
    command = [sys.executable, "-m", "pagefind_bin_extended", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SearchIndexError((done.stderr or done.stdout).strip())
    return done.stdout


@dataclass
class _Copy:
    """The copy of one page as it is written."""

    written: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    line: list[str] = field(default_factory=list)
    """The text since the last block began or ended."""

    def end_line(self, tag: str = "p", attributes: str = "") -> None:
        """Write the line as a block of its own."""
        text = entities.unescape("".join(self.line))
        self.line.clear()
        if not text.strip():
            return
        heading = tag in HEADINGS
        new = [word for word in dict.fromkeys(words(text)) if heading or word not in self.seen]
        self.seen.update(new)
        self.written.append(f"<{tag}{attributes}>{' '.join(new)} {shown(text + ' ')}</{tag}>\n")


def in_pairs(html: str) -> str:
    """A small page with the part of `html` that is indexed: each line's words, and its text to show."""
    start = html.rindex("<", 0, html.index(BODY))
    body = html[start : html.rindex("</article>")]
    first = TAG.match(body)
    if first is None:
        return ""
    copy = _Copy()
    opening: tuple[str, str] = ("p", "")
    for text, name, closes, attributes in _searched(body, first.end()):
        copy.line.append(text)
        if name in INLINE:
            continue
        if name == "br":
            copy.line.append("\n")
            continue
        copy.end_line(*opening)
        found = ID.search(attributes) if name in HEADINGS else None
        opening = (name, found.group() if found else "") if name in HEADINGS and not closes else ("p", "")
    head = ABOUT.sub(lambda value: shown(entities.unescape(value.group())), first.group())
    return f"<!doctype html><html><body>{head}\n{''.join(copy.written)}</article></body></html>"


def _searched(body: str, start: int) -> Iterator[tuple[str, str, bool, str]]:
    """Each tag with the text before it: text, name, whether it closes, attributes; without what is ignored."""
    ignored, depth, at = "", 0, start
    for tag in TAG.finditer(body, start):
        closes, name, attributes = bool(tag[1]), tag[2].lower(), tag[3]
        if ignored:
            if name == ignored:
                depth += -1 if closes else 1
                if depth == 0:
                    ignored, at = "", tag.end()
            continue
        text, at = body[at : tag.start()], tag.end()
        if not closes and name not in VOID and (IGNORED in attributes or SCORE_LINK in attributes):
            ignored, depth = name, 1
        yield text, name, closes, attributes
    yield body[at:], "", True, ""
