"""A built site: its data computed again, its tables, and each of its pages compared with them."""

import re
from pathlib import Path

from scorepress.verify.data import Data
from scorepress.verify.listing import compare_bytes, listed_files
from scorepress.verify.markup import read_page
from scorepress.verify.pages import Pages
from scorepress.verify.reading import At, read_bytes
from scorepress.verify.words import Refused, Verdict

PAGE = ".html"
MARKED = re.compile(r"data-sp\s*=")


def check_site(site: Path, listing: At, data: Data, verdict: Verdict) -> None:
    """Every page against the data and every listed file against its digest."""
    listed, faults = listed_files(listing)
    verdict.faults += faults
    left_out = set(listing.texts("left_out"))
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    pages = Pages(data)
    for name, path in files.items():
        if name.partition("/")[0] in left_out:
            continue
        if name not in listed and name.endswith(PAGE):
            verdict.faults.append(At(name, None).fault("extra-page"))
        if name in listed or name.endswith(PAGE):
            try:
                content = read_bytes(path, name)
                if name in listed:
                    verdict.faults += compare_bytes(name, content, listed[name])
                if name.endswith(PAGE):
                    _page(name, content, pages, verdict)
            except Refused as refused:
                verdict.faults.append(refused.fault)
    verdict.faults += [At(name, None).fault("no-file") for name in listed if name not in files]
    pages.missing()
    verdict.numbers += pages.numbers
    verdict.faults += pages.faults


def _page(name: str, content: bytes, pages: Pages, verdict: Verdict) -> None:
    verdict.pages += 1
    text = content.decode("utf-8", "replace")
    if MARKED.search(text):
        pages.check(name, read_page(text))
