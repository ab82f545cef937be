"""Do mutated files become pages, or at least findings? As many as asked for.

    python -m benchmarks.mutants 5000 1000 [FIRST_SEED]

So many mutated reports and mutated schemes are assessed and built into pages, in batches. Crashes, findings that point
nowhere and files above their budget of time are named, each with the seed that repeats it. Exit code 1: there are some.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.rendering import Fault, faults_of, report_specimens, scheme_specimens

REPORTS_A_BATCH = 250
SCHEMES_A_BATCH = 50


def main(reports: int, schemes: int, first: int = 0) -> int:
    """Try them all and tell."""
    begun = time.perf_counter()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for fault in _faults(reports, schemes, first, Path(folder)):
            counts[fault.kind] += 1
            print(fault, flush=True)
    took = time.perf_counter() - begun
    print(f"{reports} reports, {schemes} schemes in {took:.0f} s: {dict(counts) or 'no fault'}")
    return 1 if counts else 0


def _faults(reports: int, schemes: int, first: int, folder: Path) -> Iterator[Fault]:
    for start in range(0, reports, REPORTS_A_BATCH):
        count = min(REPORTS_A_BATCH, reports - start)
        yield from faults_of(list(report_specimens(count, first + start)), folder)
    for start in range(0, schemes, SCHEMES_A_BATCH):
        count = min(SCHEMES_A_BATCH, schemes - start)
        yield from faults_of(list(scheme_specimens(count, first + start)), folder)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
