"""Fixtures that several folders of tests share: projects made on the fly, and the site of this repository."""

import functools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scorepress.publishing.headers import headers_of
from tests.patience import seconds
from tests.warm import Warm

ROOT = Path(__file__).parents[1]

for variable in ("SCOREPRESS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
    os.environ.pop(variable, None)  # what is expected is Chinese, whatever this machine speaks
os.environ["LANG"] = "C.UTF-8"
for variable in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "SOURCE_DATE_EPOCH"):
    os.environ.pop(variable, None)  # a run inside a hook of git, or inside a build that is to be repeated
os.umask(0o022)

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


WARM = Warm()
MODULES = {"mkdocs": "mkdocs", "scorepress": "scorepress.cli.main"}


def run_program(root: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs …` or `scorepress …` in `root`, as a user would start it, with these variables as well."""
    variables = {**os.environ, **QUIET, **environment}
    if not hasattr(os, "fork"):
        words = [sys.executable, "-m", MODULES[command[0]], *command[1:]]
        return subprocess.run(words, cwd=root, env=variables, capture_output=True, encoding="utf-8", check=False)
    return WARM.run(command, root, variables, seconds(600))


def run_mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs` with `arguments` in `root`."""
    return run_program(root, "mkdocs", *arguments)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site, built strictly, once for all processes of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    site, failed = folder / "own-site", folder / "own-site-failed"
    try:
        (folder / "own-site-taken").mkdir()
    except FileExistsError:
        _wait_for(site, failed)
    else:
        done = run_mkdocs(ROOT, "build", "--strict", "--site-dir", str(folder / "own-site-unfinished"))
        if done.returncode == 0:
            (folder / "own-site-unfinished").rename(site)
        else:
            failed.write_text(done.stderr[-3000:], encoding="utf-8")
    assert site.is_dir(), failed.read_text(encoding="utf-8")
    return site


def _wait_for(site: Path, failed: Path) -> None:
    """Wait while another process of this run builds the site."""
    until = time.monotonic() + seconds(600)
    while not (site.is_dir() or failed.is_file()):
        assert time.monotonic() < until, "another process of this run should have built the site"
        time.sleep(0.2)


class Quiet(SimpleHTTPRequestHandler):
    """A server with the headers of the publisher's guide; every browser test runs under them."""

    def end_headers(self) -> None:
        for name, value in headers_of(self.path.partition("?")[0]).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        del format, args


@pytest.fixture(scope="session")
def site_url(built_site: Path) -> Iterator[str]:
    """The address of the built site on this machine's loopback, served with all headers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built_site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


CONFIG = """\
site_name: 测试站
docs_dir: content
theme: {name: material, language: %s, font: false}
plugins: [scorepress]
markdown_extensions: [attr_list, tables, toc]
validation: {nav: {omitted_files: ignore}}
"""

SCHEME = """\
scheme: demo
edition: 2025
title: 示例方案
rounding: {places: 2, at: [total]}
parts:
  - id: A
    title: 产出
    full: 10
    indicators:
      - {id: A1, title: 完成数量, full: 6, method: attainment}
      - {id: A2, title: 完成质量, full: 4, method: direct}
"""

REPORT = """\
---
title: 示例市甲局 2025 年自评报告
unit: jia
scheme: demo@2025
period: 2025
status: published
scores:
  A1: {target: 10, actual: 9}
  A2: 3.5
---
## 一、完成数量 {#A1}

完成率按目标计算，本项 {{ scores.A1 }} 分，合计 {{ total }} 分。
"""

MakeProject = Callable[..., Path]


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """A function that writes a small project: a scheme, a unit, and the reports given by file name."""

    def make(reports: dict[str, str], *, language: str = "zh", extra: dict[str, str] | None = None) -> Path:
        root = tmp_path / "工程"
        files = {f"content/units/jia/{name}": text for name, text in reports.items()}
        write_project(root, {"mkdocs.yml": CONFIG % language, **files, **(extra or {})})
        return root

    return make


def write_project(root: Path, files: dict[str, str]) -> None:
    """A small project with `files` beside its scheme, its unit and its home page; the scheme is sealed."""
    usual = {
        "content/index.md": "# 首页\n",
        "schemes/demo/2025.yml": SCHEME,
        "content/units/jia/index.md": "---\nunit: jia\nname: 示例市甲局\nfictional: true\n---\n",
    }
    for name, text in {**usual, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    run_program(root, "scorepress", "seal", "demo@2025").check_returncode()
