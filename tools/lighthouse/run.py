"""Lighthouse over one page of each kind, as a phone and as a desktop: four marks of 100 each, and what lowered them.

    python tools/lighthouse/run.py SITE                    every kind of page in tests/kinds.py
    python tools/lighthouse/run.py SITE unit 'league table'    only these

The built site is served compressed on this machine's loopback. Speed depends on what else the machine does, so a page
below the mark is tried again and the median of three tries counts. Exits with 1 where a page stays below it.
"""

import functools
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.kinds import KINDS  # noqa: E402 - the tests are no installed package

LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FORMS = {"phone": (), "desktop": ("--preset=desktop",)}
LEAST, TRIES = 95, 3
CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


class Compressed(SimpleHTTPRequestHandler):
    """Files as a real server sends them: text compressed, with its encoding."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One file; the site's own page where there is none."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = HTTPStatus.OK if path.is_file() else HTTPStatus.NOT_FOUND
        path = path if path.is_file() else Path(self.directory, "404.html")
        content, kind = path.read_bytes(), self.guess_type(str(path))
        self.send_response(status)
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
            content, kind = gzip.compress(content), f"{kind}; charset=utf-8"
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Nothing."""


@dataclass(frozen=True)
class Marks:
    """What one run of Lighthouse says of a page."""

    scores: dict[str, int]
    faults: tuple[str, ...]
    """What lowered a score, worst first."""

    @property
    def least(self) -> int:
        """The lowest of the scores."""
        return min(self.scores.values())


def measure(address: str, options: tuple[str, ...]) -> Marks:
    """One run."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={report}"]
        chosen = [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROMIUM}", *options]
        subprocess.run([*command, *chosen], check=True, timeout=180, env=_environment())
        found = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: round(100 * (found["categories"][name]["score"] or 0)) for name in CATEGORIES}
    return Marks(scores, tuple(_faults(found)))


def _environment() -> dict[str, str]:
    chromium = os.environ.get("SCOREPRESS_CHROMIUM")
    return {**os.environ, **({"CHROME_PATH": chromium} if chromium else {})}


def _faults(found: dict[str, Any]) -> Iterator[str]:
    for name in CATEGORIES:
        for audit in found["categories"][name]["auditRefs"]:
            said = found["audits"][audit["id"]]
            if audit["weight"] and said["score"] is not None and said["score"] < LEAST / 100:
                yield f"{name}: {said['title']} {said.get('displayValue', '')}".rstrip()


def settled(address: str, options: tuple[str, ...]) -> Marks:
    """The first run, or the median of three where it is below the mark."""
    runs = [measure(address, options)]
    while runs[0].least < LEAST and len(runs) < TRIES:
        runs.append(measure(address, options))
    scores = {name: round(statistics.median(run.scores[name] for run in runs)) for name in CATEGORIES}
    return Marks(scores, min(runs, key=lambda run: abs(run.least - min(scores.values()))).faults)


def main(site: str, *kinds: str) -> int:
    """Print a line for each page and form; the number of pages below the mark, at most 1."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"{'':32}{''.join(f'{name:>16}' for name in CATEGORIES)}")
        low = False
        for kind in kinds or KINDS:
            for form, options in FORMS.items():
                marks = settled(f"http://127.0.0.1:{server.server_port}/{KINDS[kind]}", options)
                print(f"{f'{kind}, {form}':32}{''.join(f'{marks.scores[name]:16}' for name in CATEGORIES)}", flush=True)
                if marks.least < LEAST:
                    low = True
                    print(*(f"    {fault}" for fault in marks.faults), sep="\n", flush=True)
        server.shutdown()
    return int(low)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
