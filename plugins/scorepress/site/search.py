"""The search index: Pagefind over copies of the pages in which Chinese is written as overlapping pairs.

Pagefind cuts Chinese into words when it indexes, with one dictionary, and again in the reader's browser, with
another. Where the two disagree - 招商引资 is two words to one and three to the other, 障碍 is inside one word - the
search finds nothing. Pairs of neighbouring characters (招商 商引 引资) need no dictionary: page and query are cut
alike, every word of two or more characters is found, and `search.js` joins the pairs again for the reader.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = "pagefind"
BODY = "data-pagefind-body"
"""The attribute of the elements that are indexed; pages without one are left out."""
SCORE_LINKS = ".sp-score-link"
"""Marks beside headings, which would otherwise be part of the headings' words."""

TEXT = re.compile(r"(?<=>)[^<]+")
"""What stands between two tags. In an attribute it could only change words that nobody searches for."""
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


class SearchIndexError(Exception):
    """Pagefind could not be run or failed; the message says what it printed."""


def build_index(site: Path, pages: Iterable[str]) -> str:
    """Index `pages`, paths below the built `site`, and return what Pagefind reports; raises `SearchIndexError`."""
    with TemporaryDirectory() as folder:
        copies = Path(folder)
        for page in pages:
            text = (site / page).read_text(encoding="utf-8")
            if BODY in text:
                copy = copies / page
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(in_pairs(text), encoding="utf-8")
        # English stands for "cut at spaces": no dictionary, and numbers and Latin words as usual.
        options = ["--force-language", "en", "--exclude-selectors", SCORE_LINKS]
        return _pagefind("--site", str(copies), "--output-path", str(site / FOLDER), *options)


def _pagefind(*options: str) -> str:
    command = [sys.executable, "-m", "pagefind_bin_extended", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SearchIndexError((done.stderr or done.stdout).strip())
    return done.stdout


def pairs(text: str) -> str:
    """`text` with every run of Chinese characters as its overlapping pairs, set off by spaces."""
    return CHINESE.sub(lambda run: f" {_pairs(run.group())} ", text)


def _pairs(run: str) -> str:
    return " ".join(run[start : start + 2] for start in range(len(run) - 1)) or run


def in_pairs(html: str) -> str:
    """A small page with the part of `html` that is indexed, its text in pairs; tags stay as they are."""
    start = html.rindex("<", 0, html.index(BODY))
    body = html[start : html.rindex("</article>")]
    return f"<!doctype html><html><body>{TEXT.sub(lambda text: pairs(text.group()), body)}</body></html>"
