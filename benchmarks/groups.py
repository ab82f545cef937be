"""How the group phase grows: `python -m benchmarks.groups [--units 300 3000 30000] [--indicators 60]`.

Every indicator is compared within the whole group, a third each by efficacy, rank and ratio to the best. What is timed
is the group phase alone, from the values of all reports to the marks of all, in processor time of one core.
"""

import argparse
import gc
import random
from fractions import Fraction
from math import log2
from time import process_time

from scorepress.core.composer import parse_yaml
from scorepress.core.records import Context, read_record
from scorepress.core.spans import Source
from scorepress.reports.entries import Entries
from scorepress.schemes.measured import Measurement
from scorepress.schemes.model import Scheme
from scorepress.scoring.group_phase import Member, cohort, group_phase
from scorepress.scoring.unit_phase import UnitOutcomes

METHODS = ("method: efficacy", "method: rank, step: 0.01%, ties: competition", "method: ratio")

HEAD = """\
scheme: bench
edition: '1'
title: 基准
rounding: {places: 2, at: [total]}
parts:
  - id: P
    title: 板块
    indicators:
"""


def scheme_of(units: list[str], indicators: int) -> Scheme:
    """A scheme that compares `units` on so many indicators."""
    rows = [
        f"      - {{id: A{index}, title: 指标, full: 10, {METHODS[index % len(METHODS)]}}}"
        for index in range(indicators)
    ]
    text = HEAD + "\n".join(rows) + "\n"
    node = parse_yaml(Source("bench.yml", text), text, 1, [])
    assert node is not None
    scheme = read_record(Scheme, node, Context())
    assert scheme is not None
    return scheme.model_copy(update={"units": units})  # a roster of 30,000 is more than one file holds


def seconds_for(count: int, indicators: int) -> float:
    """Seconds from the values of `count` reports to all their marks."""
    chance = random.Random(count)  # noqa: S311 - the same values every time, nothing secret
    units = [f"u{index}" for index in range(count)]
    scheme = scheme_of(units, indicators)
    outcomes = {
        unit: UnitOutcomes(
            waiting={name: Measurement(Fraction(chance.randint(1, 10_000), 100)) for name in scheme.indicators}
        )
        for unit in units
    }
    nodes = {unit: parse_yaml(Source("u.md", f"unit: {unit}\n"), f"unit: {unit}\n", 1, []) for unit in units}
    gc.collect()
    gc.disable()
    begun = process_time()
    among = cohort(scheme, [Member(unit, outcomes[unit]) for unit in units], {})
    for unit in units:
        node = nodes[unit]
        assert node is not None
        settled, findings = group_phase(scheme, outcomes[unit], among, Entries(), node)
        assert len(settled) == indicators
        assert not findings
    taken = process_time() - begun
    gc.enable()
    return taken


def main() -> None:
    """Measure each size and print how it grows against n log n."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[300, 3000, 30_000])
    parser.add_argument("--indicators", type=int, default=60)
    options = parser.parse_args()
    first: float | None = None
    print(f"{'units':>8}{'seconds':>10}{'ms a unit':>12}{'against n log n':>18}")
    for count in options.units:
        taken = seconds_for(count, options.indicators)
        each = taken / (count * log2(count))
        first = first or each
        print(f"{count:8}{taken:10.2f}{taken * 1000 / count:12.3f}{each / first:18.2f}")


if __name__ == "__main__":
    main()
