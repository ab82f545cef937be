"""MkDocs and our commands, started warm: a process that has imported everything forks for each run.

Starting Python and importing the programs takes longer than building a small site, and the tests build hundreds. Each
run is still a process of its own: with its own folder, environment, output and exit code.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

TIMED_OUT = "timed out"


class Warm:
    """The process that forks; its input ends with this one, and so does it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def run(
        self, command: Sequence[str], root: Path, environment: Mapping[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """What `mkdocs …` or `scorepress …` printed and ended with; raises `subprocess.TimeoutExpired`."""
        with self._lock, tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            order = {"command": command, "root": str(root), "environment": dict(environment), "timeout": timeout}
            answer = self._answer({**order, "out": str(out), "err": str(err)})
            if answer == TIMED_OUT:
                raise subprocess.TimeoutExpired([*command], timeout, out.read_bytes(), err.read_bytes())
            texts = (out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))
            return subprocess.CompletedProcess([*command], int(answer), *texts)

    def _answer(self, order: Mapping[str, object]) -> str:
        if self._process is None:
            words = [sys.executable, "-m", __name__]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[1])
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


def serve() -> None:
    """Fork for each order of the input, and answer with what the run ended with."""
    import mkdocs.__main__

    import scorepress.cli.main
    import scorepress.site.plugin

    programs = {"mkdocs": mkdocs.__main__.cli, "scorepress": scorepress.cli.main.main}
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_run(order, programs))
        sys.stdout.write(f"{_ended(child, order['timeout'])}\n")
        sys.stdout.flush()


def _run(order: Mapping[str, Any], programs: Mapping[str, click.Command]) -> int:
    """In the new process: take on folder, environment and output, and run; the exit code."""
    os.setsid()
    os.chdir(order["root"])
    os.environ.clear()
    os.environ.update(order["environment"])
    for target, name in (0, os.devnull), (1, order["out"]), (2, order["err"]):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), target)
    program, *arguments = order["command"]
    sys.argv = [program, *arguments]
    code = _called(programs[program], program, arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _called(program: click.Command, name: str, arguments: Sequence[str]) -> int:
    """The exit code, as the interpreter makes it of what a program raises."""
    try:
        program.main(arguments, prog_name=name, standalone_mode=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
            return 1
        return end.code or 0
    except BaseException:  # noqa: BLE001 - as the interpreter would
        traceback.print_exc()
        return 1


def _ended(child: int, timeout: float) -> int | str:
    """How the run ended; its group is killed where that takes too long."""
    until = time.monotonic() + timeout
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return TIMED_OUT
        time.sleep(0.01)


if __name__ == "__main__":
    serve()
