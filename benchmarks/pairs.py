"""Do the engine and verification agree? Random pairs of a scheme and a report, as many as asked for.

    python -m benchmarks.pairs 10000 [FIRST_SEED]

Every pair is scored by the engine, exported, and computed again from the data. Each report counts once, with its
scheme; up to four share one: they are compared with one another. Exit code 1: something differs; the seeds are named.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.verify.random_pairs import play


def main(wanted: int, first: int = 0) -> int:
    """Play until so many pairs were verified."""
    start, seed, wrong = time.perf_counter(), first, 0
    pairs = numbers = schemes = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        while pairs < wanted:
            made = play(seed, Path(folder))
            pairs, numbers = pairs + made.verdict.reports, numbers + made.verdict.numbers
            schemes, refused = schemes + bool(made.verdict.reports), refused + (not made.file.sound)
            wrong += bool(made.verdict.faults)
            for fault in made.verdict.faults[:4]:
                print(f"seed {seed}: {fault.text('en')}")
            seed += 1
    took = time.perf_counter() - start
    print(
        f"{pairs} pairs under {schemes} schemes, {numbers} numbers, in {took:.0f} s: {wrong} schemes with differences"
    )
    print(f"seeds {first} to {seed - 1}; {refused} schemes had errors and were left out")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))  # noqa: PLR2004 - a second argument
