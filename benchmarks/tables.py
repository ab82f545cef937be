"""How long a reader waits for a long table: `python -m benchmarks.tables SITE [--rows 300 1000 3000]`.

In a built site (`make site`) the league table of the teaching set is made as long as asked for, in a Chromium
(`SCOREPRESS_CHROMIUM`). It is sorted and filtered by hand; printed are medians in milliseconds from the click until the
next picture is painted, and their ratio to those of the first length.
"""

import argparse
import functools
import os
import statistics
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

LEAGUE = "schemes/shili-gzl/2024/2024/"
LENGTHEN = Path(__file__).parents[1] / "tests" / "browser" / "many_rows.js"
TRIES = 5
PAINTED = """act => {
  const begun = performance.now();
  act();
  return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))));
}"""
SORT = "document.querySelectorAll('#league thead .sp-sort')[2].click()"
FILTER = """const field = document.querySelector("form.sp-tools [name=text]");
field.value = field.value ? "" : "县1"; field.dispatchEvent(new Event("input", {bubbles: true}))"""


class Quiet(SimpleHTTPRequestHandler):
    """Files of the site, without a log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def waited(page: Page, action: str) -> float:
    """The median of the milliseconds from an action to the next painted picture."""
    return statistics.median(float(page.evaluate(f"({PAINTED})(() => {{ {action} }})")) for _ in range(TRIES))


def main() -> None:
    """Measure tables of several lengths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--rows", type=int, nargs="+", default=[300, 1000, 3000])
    options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(options.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    first: dict[str, float] = {}
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
        browser = playwright.chromium.launch(executable_path=os.environ["SCOREPRESS_CHROMIUM"], args=arguments)
        for count in options.rows:
            page = browser.new_page()
            page.add_init_script(f"window.manyRows = {count}")
            page.add_init_script(path=LENGTHEN)
            page.goto(f"http://127.0.0.1:{server.server_port}/{LEAGUE}")
            for name, action in {"sort": SORT, "filter": FILTER}.items():
                found = waited(page, action)
                ratio = f", ratio {found / first[name]:.1f}" if name in first else ""
                first.setdefault(name, found)
                print(f"{page.locator('#league tbody tr').count()} rows, {name}: {found:.0f} ms{ratio}", flush=True)
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
