"""The search index: Pagefind over copies of the pages in which Chinese is written as overlapping pairs.

Pagefind cuts Chinese into words when it indexes, with one dictionary, and again in the reader's browser, with
another. Where the two disagree - 招商引资 is two words to one and three to the other, 障碍 is inside one word - the
search finds nothing. Pairs (see `words.py`) need no dictionary.

The copies hold words only. The text that a list of results shows is put into Pagefind's fragments afterwards.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from scorepress.site.copies import read_copy
from scorepress.site.pagefind import SearchIndexError, number_fragments, read_fragment, write_fragment

FOLDER = "pagefind"
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.en.pagefind")
"""What Pagefind writes for pages that are not ours."""


def build_index(site: Path, pages: Iterable[str]) -> str:
    """Index `pages`, paths below the built `site`, and return what Pagefind reports; raises `SearchIndexError`."""
    bundle = site / FOLDER
    shutil.rmtree(bundle, ignore_errors=True)
    with TemporaryDirectory() as folder:
        copies = Path(folder)
        for page in pages:
            copy = read_copy((site / page).read_text(encoding="utf-8"))
            if copy is not None:
                target = copies / page
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(copy.searched, encoding="utf-8", newline="\n")
                target.with_suffix(".json").write_text(copy.shown, encoding="utf-8", newline="\n")
        # Of no language: words are cut already, and none is reduced to a stem.
        report = _pagefind("--site", str(copies), "--output-path", str(bundle), "--force-language", "unknown")
        for path in bundle.glob("fragment/*"):
            _show(path, copies)
    number_fragments(bundle)
    for pattern in UNUSED:
        for path in bundle.glob(pattern):
            path.unlink()
    return report


def _pagefind(*options: str) -> str:
    command = [sys.executable, "-m", "pagefind_bin_extended", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SearchIndexError((done.stderr or done.stdout).strip())
    return done.stdout


def _show(path: Path, copies: Path) -> None:
    """Put what is shown of a page into its fragment, in the place of the words that were indexed."""
    fragment = read_fragment(path)
    url = str(fragment["url"])
    page = copies / (f"{url}index.html" if url.endswith("/") else url).lstrip("/")
    shown = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    kept = {"url": url, "filters": fragment["filters"], "meta": {}, "content": "", "anchors": []}
    write_fragment(path, kept | shown)
