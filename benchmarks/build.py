"""What a site costs to build, and its pages to load: `python -m benchmarks.build [--reports 300 1000] [--keep DIR]`.

Invented counties (`tools/big.py`) in a git repository with a few corrections are built with everything: search, data,
history. Printed are processor time a report, which should not grow, the time that passed, and the memory at its
highest; then the heaviest pages as a server sends them, compressed, with all files that a first visit loads. It needs a
POSIX system.
"""

import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

BIG = Path(__file__).parents[1] / "tools" / "big.py"
YEAR = 2024
"""The last year of the teaching set, whose reports `big.py` writes."""
CORRECTED = 20
"""Every so many-th report is corrected once after its publication."""
HEAVIEST = 6
AT_FIRST = re.compile(r'(?:src|href)="([^"]+\.(?:css|js|svg))"')
BUILD = "import sys; from mkdocs.__main__ import cli; cli(['build', '--quiet', '--config-file', sys.argv[1]])"


@dataclass(frozen=True)
class Cost:
    """What one build took."""

    processor: float
    """Seconds of processor time, those of Pagefind and git among them."""
    passed: float
    """Seconds."""
    memory: float
    """The greatest number of megabytes."""


def repository(folder: Path) -> None:
    """Make the project a repository: everything published in one commit, some corrected in another."""
    who = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")
    for subject in ("Published", "Corrected"):
        if subject == "Corrected":
            for path in sorted(folder.glob(f"content/units/*/{YEAR}.md"))[::CORRECTED]:
                path.write_text(f"{path.read_text(encoding='utf-8')}\n更正。\n", encoding="utf-8", newline="\n")
        for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", subject]):
            subprocess.run(["git", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S607


def build(folder: Path) -> Cost:
    """Build the project in a process of its own."""
    begun = perf_counter()
    command = [sys.executable, "-c", BUILD, str(folder / "mkdocs.yml")]
    child = os.posix_spawn(sys.executable, command, {**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    _, status, used = os.wait4(child, 0)
    assert status == 0, f"the build of {folder} failed"
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, perf_counter() - begun, used.ru_maxrss / scale)


def weight(site: Path, page: Path) -> tuple[int, int]:
    """The compressed bytes of a page, and of all files that its HTML names to be loaded with it."""
    html = page.read_bytes()
    there = {(page.parent / name).resolve() for name in AT_FIRST.findall(html.decode())}
    files = [path for path in there if path.is_file() and path.is_relative_to(site.resolve())]
    return len(gzip.compress(html)), sum(len(gzip.compress(path.read_bytes())) for path in files)


def measure(count: int, folder: Path, first: float | None) -> float:
    """Write and build a project of `count` reports and print what it cost; milliseconds of processor time a report."""
    if not folder.exists():
        subprocess.run([sys.executable, str(BIG), str(count), str(folder)], check=True, stdout=subprocess.DEVNULL)
        repository(folder)
    cost = build(folder)
    each = cost.processor * 1000 / count
    ratio = f", ratio {each / first:.2f}" if first else ""
    print(f"{count} reports: {each:.1f} ms a report{ratio}; {cost.passed:.0f} s, {cost.memory:.0f} MB", flush=True)
    site = folder / "site"
    largest = sorted(site.rglob("*.html"), key=lambda path: path.stat().st_size, reverse=True)[: 2 * HEAVIEST]
    weighed = sorted(((sum(weight(site, page)), *weight(site, page), page) for page in largest), reverse=True)
    for total, own, others, page in weighed[:HEAVIEST]:
        name = page.relative_to(site).parent.as_posix()
        print(f"  {total / 1000:.0f} kB = {own / 1000:.0f} + {others / 1000:.0f} kB  {name}/")
    return each


def main() -> None:
    """Measure sites of several sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[300, 1000, 3000])
    parser.add_argument("--keep", type=Path, help="a folder for the projects; what is there is not written again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        first = None
        for count in options.reports:
            each = measure(count, (options.keep or Path(folder)) / str(count), first)
            first = first or each


if __name__ == "__main__":
    main()
