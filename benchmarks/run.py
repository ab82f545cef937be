"""How long reading, scoring and checking take: `python -m benchmarks.run [--reports 1000] [--cpu] [--profile]`.

Everything runs in one process on one core. The phases are measured one after another over all reports; `whole` is
`scorepress.project.assess`, what the command line and the site call. Each number is the best of several rounds.
"""

import argparse
import cProfile
import gc
import pstats
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.generate import generate

from scorepress.assessment import assess_report
from scorepress.core.files import read_text
from scorepress.core.findings import Finding
from scorepress.core.layout import Settings, read_settings
from scorepress.core.nodes import Mapping
from scorepress.core.records import Context, read_record
from scorepress.project import assess, collector_paused
from scorepress.reports.entries import Entries, read_entries
from scorepress.reports.front_matter import Page, split
from scorepress.reports.loader import load_report, load_unit
from scorepress.reports.model import Report
from scorepress.schemes.loader import load_schemes
from scorepress.schemes.model import Scheme
from scorepress.scoring.scorecard import Scorecard
from scorepress.scoring.total import Statement, score_report
from scorepress.scoring.unit_phase import unit_phase

Made = TypeVar("Made")
SMALL = 100
ROUNDS = 3


@dataclass(frozen=True)
class Clock:
    """What is measured: the time that passes, or the time that the processor works for this process."""

    now: Callable[[], float]
    rounds: int

    def time(self, work: Callable[[], Made]) -> tuple[float, Made]:
        """The shortest of several runs of `work` in seconds, and what it made."""
        best = float("inf")
        made = work()
        for _ in range(self.rounds):
            gc.collect()
            with collector_paused():  # as in the whole
                begun = self.now()
                made = work()
                best = min(best, self.now() - begun)
        return best, made


def phases(settings: Settings, clock: Clock) -> dict[str, float]:
    """Seconds for each phase over all reports of the project."""
    paths = settings.reports()
    schemes = load_schemes(settings)
    seconds: dict[str, float] = {}
    seconds["file and YAML"], _ = clock.time(lambda: [_page(path, settings) for path in paths])
    pages = [_page(path, settings) for path in paths]
    seconds["model"], _ = clock.time(lambda: [_record(page) for page in pages])
    files = [load_report(path, settings.shown(path)) for path in paths]
    (scheme_file,) = schemes.files.values()
    scheme, node = scheme_file.scheme, scheme_file.node
    assert scheme is not None
    assert node is not None
    seconds["entries"], entries = clock.time(lambda: [read_entries(file, scheme) for file in files])
    reports = [
        (entry, file.report, file.page.node)
        for entry, file in zip(entries, files, strict=True)
        if file.report is not None and file.page.node is not None
    ]
    assert len(reports) == len(paths)
    seconds["score"], _ = clock.time(lambda: [_score(scheme, node, *each) for each in reports])
    units = {path.parent.name: load_unit(path, settings.shown(path)) for path in settings.profiles()}
    assessing, _ = clock.time(lambda: [assess_report(file, schemes, units) for file in files])
    seconds["checks"] = assessing - seconds["entries"] - seconds["score"]
    return seconds


def _score(scheme: Scheme, scheme_node: Mapping, entries: Entries, report: Report, node: Mapping) -> Scorecard:
    own = unit_phase(scheme, entries)
    return score_report(scheme, scheme_node, entries, own.settled, Statement(node, report.declared))[0]


def _page(path: Path, settings: Settings) -> Page:
    findings: list[Finding] = []
    return split(read_text(path, settings.shown(path)).source, findings)


def _record(page: Page) -> Report | None:
    assert page.node is not None
    return read_record(Report, page.node, Context())


def measure(count: int, folder: Path, clock: Clock) -> dict[str, float]:
    """Milliseconds a report for each phase and for the whole."""
    generate(count, folder)
    settings = read_settings(folder / "mkdocs.yml")
    seconds = phases(settings, clock)
    seconds["reading and scoring"] = sum(seconds[name] for name in ("file and YAML", "model", "entries", "score"))
    seconds["whole"], project = clock.time(lambda: assess(settings))
    assert len(project.reports) == count
    assert project.findings == [], project.findings[0].text(str)
    assert all(each.card is not None and each.card.total is not None for each in project.reports)
    return {name: each * 1000 / count for name, each in seconds.items()}


def profile(folder: Path) -> None:
    """Print where the time of the whole goes."""
    settings = read_settings(folder / "mkdocs.yml")
    with cProfile.Profile() as profiler:
        assess(settings)
    pstats.Stats(profiler, stream=sys.stdout).sort_stats("tottime").print_stats(35)


def main() -> None:
    """Measure a small and a large project and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cpu", action="store_true", help="processor time: what else runs does not count")
    parser.add_argument("--profile", action="store_true", help="print a profile of the large project as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(process_time if options.cpu else perf_counter, options.rounds)
        few = measure(SMALL, Path(folder) / "few", clock)
        many = measure(options.reports, Path(folder) / "many", clock)
        print(f"{'milliseconds a report':24}{SMALL:>10}{options.reports:>10}{'ratio':>10}")
        for name, each in many.items():
            print(f"{name:24}{few[name]:10.3f}{each:10.3f}{each / few[name]:10.2f}")
        if options.profile:
            profile(Path(folder) / "many")


if __name__ == "__main__":
    main()
