"""How long a test waits for what must come: limits are generous, and grow together where a machine is slow.

`SCOREPRESS_PATIENCE=3` makes every limit three times as long. Waiting ends as soon as what is awaited is there, so that
a long limit costs nothing where nothing is wrong.
"""

import os
import time


def _slowness() -> float:
    """How much longer work takes here than the processor works on it: 1 on a machine with nothing else to do."""
    begun, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < 0.05:
        pass
    return (time.perf_counter() - begun) / (time.process_time() - worked)


PATIENCE = float(os.environ.get("SCOREPRESS_PATIENCE") or max(1.0, _slowness()))
"""The factor of all limits."""


def seconds(limit: float) -> float:
    """A limit in seconds."""
    return limit * PATIENCE


def pause(duration: float) -> None:
    """Let seconds pass where that is what is tested: an editor at work, a slow line, a blow at a random moment.

    Nothing is awaited by it: what must come is asked for again and again, within a limit.
    """
    time.sleep(duration)


def milliseconds(limit: float) -> float:
    """The same, given in seconds, as Playwright takes it."""
    return 1000 * seconds(limit)
