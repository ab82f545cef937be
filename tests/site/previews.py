"""Previews (`mkdocs serve`) of projects, and what they answer."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import QUIET
from tests.patience import seconds

START = seconds(180)
"""Seconds for the first build of a small project."""
ANSWER = seconds(120)
"""Seconds until a page shows what was changed."""
SERVING = "Serving on "
"""What a preview says when its first build is done and it answers."""
TRIES = 5
"""So many ports are tried: between the choice of a free one and its use another program may take it."""


@contextmanager
def preview(root: Path, *options: str) -> Iterator[str]:
    """The address of a preview of the project, which ends with the block."""
    for _ in range(TRIES):
        port = _free_port()
        with _serving(root, port, *options) as lines:
            if any(SERVING in line for line in lines):
                yield f"http://127.0.0.1:{port}"
                return
        if not any("Address already in use" in line for line in lines):
            pytest.fail("the preview did not start:\n" + "".join(lines[-40:]))
    pytest.fail(f"no port was left free in {TRIES} tries")


def fetch(address: str, awaited: str = "") -> str:
    """What the preview answers, as soon as `awaited` stands in it."""
    until = time.monotonic() + ANSWER
    text = ""
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.urlopen(address, timeout=seconds(30)) as response:  # noqa: S310 - our own loopback server
                text = str(response.read().decode("utf-8"))
            if awaited in text:
                return text
        time.sleep(0.1)
    pytest.fail(f"{address} does not answer {awaited!r}; its last answer was:\n{text[-2000:]}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _serving(root: Path, port: int, *options: str) -> Iterator[list[str]]:
    """A running preview: what it has said until it serves, ends, or takes too long."""
    command = [sys.executable, "-m", "mkdocs", "serve", *options, "--dev-addr", f"127.0.0.1:{port}"]
    lines, told = list[str](), threading.Event()
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **QUIET, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as server:

        def listen() -> None:
            for line in server.stderr or ():
                lines.append(line)
                if SERVING in line:
                    told.set()
            told.set()

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            told.wait(timeout=START)
            yield lines
        finally:
            server.terminate()
            server.wait(timeout=seconds(30))
            listener.join()
