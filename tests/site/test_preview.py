"""A preview answers only this machine, and survives files that vanish while it reads them."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from tests.conftest import QUIET, REPORT, write_project
from tests.patience import pause, seconds
from tests.publishing.test_headers import free_port

from scorepress.site.guard import ATTEMPTS, guarded, is_own, patient

SMALL = """\
site_name: 测试站
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [scorepress: {search: false, history: false}]
markdown_extensions: [attr_list, tables, toc]
validation: {nav: {omitted_files: ignore}}
exclude_docs: reference/
"""
OWN = ["localhost", "localhost:8000", "LOCALHOST:8000", "localhost.", "127.0.0.1:8000", "[::1]", "[::1]:8000"]
FOREIGN = [
    *("", "evil.example.org", "evil.example.org:8000", "localhost.evil.example.org", "127.0.0.1.evil.example.org"),
    *("localhost,evil.example.org", "evil.example.org,localhost", "localhost:8000@evil.example.org", "[::1]evil"),
    *("[::1", "192.168.1.7:8000", "localhost:evil", "127.0.0.1:80:80"),
]


@pytest.mark.parametrize("host", OWN)
def test_its_own_names_are_answered(host: str) -> None:
    assert is_own(host, "127.0.0.1")
    assert is_own(host, "0.0.0.0")  # noqa: S104 - listened on by nobody here


@pytest.mark.parametrize("host", FOREIGN)
def test_no_other_name_is_answered(host: str) -> None:
    assert not is_own(host, "127.0.0.1")


def test_a_configured_host_is_answered_and_numbers_where_all_are_listened_to() -> None:
    assert is_own("kaohe.intranet:8000", "kaohe.intranet")
    assert not is_own("other.intranet:8000", "kaohe.intranet")
    assert is_own("192.168.1.7:8000", "0.0.0.0")  # noqa: S104
    assert is_own("[fe80::1]:8000", "::")
    assert not is_own("evil.example.org", "0.0.0.0")  # noqa: S104


def test_what_is_refused_is_never_asked_for() -> None:
    asked: list[str] = []

    def application(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        asked.append(str(environ["HTTP_HOST"]))
        start_response("200 OK", [])
        return [b"draft"]

    told: list[str] = []
    for host in ("localhost", "evil.example.org"):
        environ: dict[str, object] = {}
        setup_testing_defaults(environ)
        environ["HTTP_HOST"] = host
        body = b"".join(guarded(application, "127.0.0.1")(environ, lambda status, _: told.append(status)))
        assert (body == b"draft") is (host == "localhost")
    assert asked == ["localhost"]
    assert told == ["200 OK", "421 Misdirected Request"]


@pytest.mark.parametrize("error", [FileNotFoundError("gone"), LookupError("gone"), KeyError("gone")])
def test_what_vanished_is_looked_for_again(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scorepress.site.guard.PAUSE", 0)
    tries: list[int] = []

    def build() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise error

    patient(build, str)()
    assert len(tries) == 3

    def never() -> None:
        tries.append(1)
        raise error

    tries.clear()
    with pytest.raises(SystemExit, match="vanished"):
        patient(never, str)()
    assert len(tries) == ATTEMPTS


@contextmanager
def preview(root: Path, *command: str) -> Iterator[tuple[int, Path]]:
    """The port of a preview, and the file of what it says."""
    port, told = free_port(), root / "told.txt"
    with told.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--dev-addr", f"127.0.0.1:{port}"],
            cwd=root,
            env={**os.environ, **QUIET},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield port, told
        finally:
            os.killpg(server.pid, 15)
            server.wait(timeout=seconds(30))


def ask(port: int, path: str, host: str, awaited: str = "") -> tuple[int, str]:
    """What is answered, as soon as the preview is there and `awaited` stands in it."""
    until = time.monotonic() + seconds(180)
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds(30))
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8")
            if awaited in text:
                return answer.status, text
        except (ConnectionError, http.client.HTTPException, TimeoutError):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    pytest.fail(f"no {awaited!r} at {path}")


DRAFT = REPORT.replace("status: published", "status: draft")


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes of POSIX")
@pytest.mark.parametrize(
    "command",
    [("scorepress.cli.main", "serve"), ("scorepress.cli.main", "serve", "--no-livereload"), ("mkdocs", "serve")],
    ids=" ".join,
)
def test_drafts_are_shown_to_this_machine_only(command: tuple[str, ...], tmp_path: Path) -> None:
    write_project(tmp_path, {"mkdocs.yml": SMALL, "content/units/jia/2025.md": DRAFT})
    with preview(tmp_path, *command) as (port, _):
        assert "8.9" in ask(port, "/units/jia/2025/", f"127.0.0.1:{port}", "草稿")[1]
        for host in ("evil.example.org", f"evil.example.org:{port}"):
            status, text = ask(port, "/units/jia/2025/", host)
            assert status == 421
            assert "8.9" not in text
            assert ask(port, "/livereload/0/0", host)[0] == 421


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes of POSIX")
def test_a_preview_survives_files_that_are_renamed_again_and_again(tmp_path: Path) -> None:
    write_project(tmp_path, {"mkdocs.yml": SMALL, "content/units/jia/2025.md": DRAFT})
    path = tmp_path / "content/units/jia/2025.md"
    with preview(tmp_path, "scorepress.cli.main", "serve") as (port, told):
        ask(port, "/units/jia/2025/", "localhost", "草稿")
        for number in range(60):
            path.rename(path.with_name("2025.tmp"))
            pause(0.05)
            path.with_name("2025.tmp").write_text(DRAFT.replace("本项", f"第{number}次"), encoding="utf-8")
            path.with_name("2025.tmp").rename(path)
            pause(0.05)
        ask(port, "/units/jia/2025/", "localhost", "第59次")
        said = told.read_text(encoding="utf-8")
    assert not re.search(r"Traceback|LookupError|FileNotFoundError", said), said
