"""What a search costs a reader: `python -m benchmarks.search [--reports 1000 10000] [--keep DIR]`.

Invented reports are scored and drawn by the templates of the site, without MkDocs' frame round them, and indexed as in
a build. A Chromium (`SCOREPRESS_CHROMIUM`) then asks some questions, each with an empty cache; what it received for
each is printed, the page's own frame left out.
"""

import argparse
import functools
import gzip
import os
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter
from urllib.parse import quote

from benchmarks.generate import Unit, generate
from benchmarks.prose import OFFICES
from playwright.sync_api import Browser, Response, sync_playwright

from scorepress.core.layout import read_settings
from scorepress.project import assess
from scorepress.site.pages import Pages
from scorepress.site.render import TEMPLATES, Renderer
from scorepress.site.search import build_index
from scorepress.site.site import Site

QUERIES = (
    "q=单位自评",
    "q=预算执行率",
    f"q={Unit(7, varied=True).name}",
    f"q=预算执行率&unit={OFFICES[0]}",
    "class=综合管理类",
    "q=预算执行率&class=综合管理类&grade=优",
    "q=预算执行率&class=综合管理类&grade=优&region=示例市东部",
    "q=预算执行率&kind=report&scheme=benchmark&year=2022&class=综合管理类&grade=优&region=示例市东部",
)
FRAME = '<!doctype html><html lang="zh"><meta charset="utf-8"><title>{path}</title><body><article>{body}</article>'


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Say nothing."""


def address(path: str) -> str:
    """The address that MkDocs gives a page."""
    return path.removesuffix("index.md") if path.endswith("index.md") else f"{path.removesuffix('.md')}/"


def draw(project: Path, site: Path) -> list[str]:
    """Write the pages of a project below `site` and return those that are searched."""
    pages = Pages(Site(assess(read_settings(project / "mkdocs.yml")), Renderer("zh"), preview=False))
    paths = [*pages.site.reports, *pages.site.units, *pages.generated()]
    pages.site.urls = {path: address(path) for path in paths}
    made = []
    for path in paths:
        body = pages.content(path, pages.site.urls[path], "")
        target = site / pages.site.urls[path] / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(FRAME.format(path=path, body=body), encoding="utf-8", newline="\n")
        if pages.searchable(path):
            made.append(target.relative_to(site).as_posix())
    shutil.copytree(TEMPLATES / "assets", site / "assets", dirs_exist_ok=True)
    return made


def ask(browser: Browser, address: str, query: str) -> tuple[Counter[str], int]:
    """The bytes received for one query, by kind of file, with an empty cache; and how many less they can be.

    Pagefind's files are compressed; what is saved is what any server saves that compresses scripts.
    """
    context = browser.new_context()
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - a builtin has no attributes
    page.goto(f"{address}search/?{quote(query, safe='=&')}")
    page.wait_for_selector("#sp-search ol > li, [data-help]:not([hidden])", timeout=120_000)
    page.wait_for_load_state("networkidle")
    received: Counter[str] = Counter()
    files: Counter[str] = Counter()
    saved = 0
    for response in responses:
        name = response.url.partition("?")[0].rpartition("/")[2]
        kind = name if name.endswith((".js", ".json")) else name.rpartition(".")[2]
        if "/pagefind/" in response.url or name in {"search.js", "words.js"}:
            body = response.body()
            received[kind] += len(body)
            files[kind] += 1
            saved += len(body) - len(gzip.compress(body)) if name.endswith(".js") else 0
    context.close()
    return Counter({f"{files[kind]} {kind}": size for kind, size in received.items()}), saved


def answers(site: Path) -> Iterator[tuple[str, Counter[str], int]]:
    """What each query costs."""
    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = os.environ["SCOREPRESS_CHROMIUM"]
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        for query in QUERIES:
            yield query, *ask(browser, f"http://127.0.0.1:{server.server_port}/", query)
        browser.close()
        server.shutdown()


def measure(count: int, folder: Path) -> None:
    """Build an index of `count` reports of as many units and print what it costs."""
    project, site = folder / f"project-{count}", folder / f"site-{count}"
    begun = perf_counter()
    if not site.exists():
        generate(count, project, varied=True, periods=1)
        pages = draw(project, site)
    else:
        pages = [path.relative_to(site).as_posix() for path in site.rglob("index.html")]
    drawn = perf_counter()
    if not (site / "pagefind").exists():
        build_index(site, pages)
    done = perf_counter()
    print(f"{count} reports, {len(pages)} pages: drawn in {drawn - begun:.0f} s, indexed in {done - drawn:.0f} s")
    for query, received, saved in answers(site):
        parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in received.most_common())
        least, most = sum(received.values()) - saved, sum(received.values())
        print(f"  {query}: {least / 1000:.0f} kB, {most / 1000:.0f} kB with scripts not compressed ({parts})")


def main() -> None:
    """Measure sites of several sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--keep", type=Path, help="a folder for the sites; what is there is not made again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for count in options.reports:
            measure(count, options.keep or Path(folder))


if __name__ == "__main__":
    main()
