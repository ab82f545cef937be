"""Run alone: an exchange that is killed before every step at which it changes anything on the disk.

    python -m tests.publishing.killed FOLDER (atomic|renames) (exchanged|first)

For each step a process of its own builds a new site beside the old one in FOLDER/STEP and ends by SIGKILL at that step.
Printed is the number of steps. Python itself tells of every change (audit events), so a step that is added to the
exchange is one more to be killed at.
"""

import os
import signal
import sys
from pathlib import Path

from scorepress.publishing.exchange import ByRenames, Moves
from scorepress.publishing.staging import Staging
from tests.publishing.folders import NAMES, fill, old_site

CHANGES = frozenset(
    [
        *("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.chown", "shutil.rmtree"),
        *("ctypes.dlsym", "tempfile.mkdtemp"),
    ]
)
MOST = 200
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Killer:
    """Counts the changes, and kills the process before the one that was asked for."""

    def __init__(self, step: int) -> None:
        self.step, self.count = step, 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if event in CHANGES or opened:
            self.count += 1
            if self.count == self.step:
                os.kill(os.getpid(), signal.SIGKILL)


def exchange(folder: Path, moves: Moves, step: int) -> None:
    """Build and exchange, killed at `step`."""
    sys.addaudithook(Killer(step))
    staging = Staging(folder / "site", moves=moves)
    fill(staging.folder, "new")
    staging.publish(NAMES)


def main(folder: Path, moves: Moves, *, before: bool) -> int:
    """The number of steps there are, each tried."""
    import filelock  # noqa: F401 - what is loaded on the way is no step

    for step in range(1, MOST):
        place = folder / str(step)
        place.mkdir()
        if before:
            old_site(place / "site")
        child = os.fork()
        if child == 0:
            exchange(place, moves, step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 0
            return step - 1
    raise AssertionError("an exchange without an end")


if __name__ == "__main__":
    way = Moves() if sys.argv[2] == "atomic" else ByRenames()
    sys.stdout.write(str(main(Path(sys.argv[1]), way, before=sys.argv[3] == "exchanged")))
