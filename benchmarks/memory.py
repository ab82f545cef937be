"""What one saved file costs a preview: `python -m benchmarks.memory [--reports 250 1000]`.

Processor time of one core for an assessment from nothing, and for the next one after one report was written again.
"""

import argparse
import os
import tempfile
from pathlib import Path
from time import process_time

from benchmarks.generate import generate

from scorepress.core.layout import read_settings
from scorepress.core.memory import Memory
from scorepress.project import assess


def measure(count: int, folder: Path) -> tuple[float, float]:
    """Seconds for all reports, and for one that was touched."""
    generate(count, folder)
    settings, memory = read_settings(folder / "mkdocs.yml"), Memory()
    begun = process_time()
    first = assess(settings, memory=memory)
    whole = process_time() - begun
    os.utime(settings.reports()[0])
    begun = process_time()
    second = assess(settings, memory=memory)
    again = process_time() - begun
    anew = sum(one.card is not other.card for one, other in zip(first.reports, second.reports, strict=True))
    assert anew == 1, f"{anew} reports were scored again"
    return whole, again


def main() -> None:
    """Measure projects of several sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[250, 1000])
    options = parser.parse_args()
    print(f"{'reports':>8}{'from nothing, s':>18}{'after one change, s':>22}{'ratio':>8}")
    for count in options.reports:
        with tempfile.TemporaryDirectory() as folder:
            whole, again = measure(count, Path(folder))
            print(f"{count:8}{whole:18.2f}{again:22.3f}{whole / again:8.0f}")


if __name__ == "__main__":
    main()
