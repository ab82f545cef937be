"""Builds that are killed, crash, fill the disk, meet one another: the old site stays, or the new one is whole."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from tests.conftest import QUIET, REPORT, run_mkdocs, run_program, write_project
from tests.patience import pause, seconds

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and mounts of POSIX")
KILLS = int(os.environ.get("SCOREPRESS_KILLS", "3"))
"""How often a build is killed at random; 30 by hand."""
WRONG = REPORT.replace("A2: 3.5", "A2: 4.5")


def scorepress(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_program(root, "scorepress", *arguments, **environment)


def name_site(root: Path, name: str) -> None:
    """Every page of a site has its name, so every page says which build it is of."""
    path = root / "mkdocs.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"site_name: {name}", *lines[1:], ""]), encoding="utf-8")


def state(site: Path) -> str:
    """The name of the one build that all files of a site are of; fails where one is not whole."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert all(html.rstrip().endswith("</html>") for html in pages.values())
    (name,) = {html.partition('<meta name="SiteName" content="')[2].partition('"')[0] for html in pages.values()} - {""}
    listed = json.loads((site / "data/index.json").read_bytes())["files"]
    for file in listed:
        assert sha256((site / "data" / file["path"]).read_bytes()).hexdigest() == file["sha256"]
    assert {"units/jia/2025/index.html", "404.html", "feed.xml", "sitemap.xml"} <= {
        path.relative_to(site).as_posix() for path in site.rglob("*")
    }
    return name


SMALL = """\
site_name: 旧
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [scorepress: {search: false}]
markdown_extensions: [attr_list, tables, toc]
validation: {nav: {omitted_files: ignore}}
exclude_docs: reference/
"""
"""What takes most of the time of a build is left out: the search, and the reference."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built once, under the name 旧."""
    folder = tmp_path_factory.mktemp("built")
    write_project(folder, {"mkdocs.yml": SMALL, "content/units/jia/2025.md": REPORT})
    done = scorepress(folder, "build", "-q")
    assert done.returncode == 0, done.stderr
    assert state(folder / "site") == "旧"
    return folder


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be called 新 when it is built next."""
    folder = tmp_path / "工程"
    shutil.copytree(built, folder)
    name_site(folder, "新")
    return folder


@POSIX
def test_builds_killed_at_any_time_leave_a_whole_site(root: Path) -> None:
    begun = time.perf_counter()
    scorepress(root, "build", "-q")
    lasts = time.perf_counter() - begun
    expected = "新"
    for number in range(KILLS):
        name_site(root, f"第{number}次")
        build = subprocess.Popen(
            [sys.executable, "-m", "scorepress.cli.main", "build", "-q"],
            cwd=root,
            env={**os.environ, **QUIET},
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        pause(random.uniform(0, lasts * 1.2))  # noqa: S311 - no secret
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        found = state(root / "site")
        assert found in {expected, f"第{number}次"}
        expected = found
    name_site(root, "末")
    assert scorepress(root, "build", "-q").returncode == 0
    assert state(root / "site") == "末"


@pytest.mark.parametrize("event", ["on_pre_build", "on_page_content", "on_post_build"])
def test_a_crash_in_the_build_keeps_the_old_site_and_ends_with_4(root: Path, event: str) -> None:
    first = "html, " if event == "on_page_content" else ""
    (root / "hook.py").write_text(f"def {event}({first}**options): raise RuntimeError('机密')\n", encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [hook.py]\n")
    done = scorepress(root, "build", "-q", "--lang", "en")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert done.stderr.rstrip().splitlines()[-1].startswith("Scorepress has a fault (RuntimeError)")
    assert state(root / "site") == "旧"
    assert not [*(root / ".site.scorepress").glob("new-*")]


def test_a_crash_under_mkdocs_alone_keeps_the_old_site(root: Path) -> None:
    (root / "hook.py").write_text("def on_page_content(html, **options): raise RuntimeError\n", encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [hook.py]\n")
    assert run_mkdocs(root, "build", "-q").returncode != 0
    assert state(root / "site") == "旧"
    traced = scorepress(root, "build", "-q", SCOREPRESS_TRACEBACK="1")
    assert "Traceback" in traced.stderr


@POSIX
@pytest.mark.parametrize("command", ["scorepress", "mkdocs"])
def test_a_full_disk_keeps_the_old_site(root: Path, tmp_path: Path, command: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount")
    try:
        run = scorepress if command == "scorepress" else run_mkdocs
        assert run(root, "build", "-q", "-d", str(disk / "site")).returncode == 0
        free = os.statvfs(disk)
        (disk / "filling").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 700_000))
        name_site(root, "满")
        done = run(root, "build", "-q", "-d", str(disk / "site"))
        assert done.returncode == 1, done.stderr
        assert "SR703" in done.stderr
        assert "Traceback" not in done.stderr
        assert state(disk / "site") == "新"
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


@POSIX
def test_of_two_builds_at_once_the_second_is_told_and_the_first_published(root: Path) -> None:
    wait = "import os, time\ndef on_env(env, **options):\n    open('waiting', 'w').close()\n"
    wait += "    while not os.path.exists('go'): time.sleep(0.05)\n"
    (root / "hook.py").write_text(wait, encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [hook.py]\n")
    command = [sys.executable, "-m", "scorepress.cli.main", "build", "-q"]
    first = subprocess.Popen(command, cwd=root, env={**os.environ, **QUIET}, stderr=subprocess.DEVNULL)
    try:
        while not (root / "waiting").exists():
            assert first.poll() is None
            time.sleep(0.05)
        second = scorepress(root, "build", "-q")
        plain = run_mkdocs(root, "build", "-q")
    finally:
        (root / "go").touch()
        first.wait(timeout=seconds(120))
    assert (second.returncode, plain.returncode, first.returncode) == (1, 1, 0)
    assert "SR702" in second.stderr
    assert "SR702" in plain.stderr
    assert "Traceback" not in second.stderr + plain.stderr
    assert state(root / "site") == "新"


def test_a_strict_build_that_is_aborted_keeps_the_old_site(root: Path) -> None:
    (root / "content/units/jia/2024.md").write_text(WRONG.replace("2025\nst", "2024\nst"), encoding="utf-8")
    done = scorepress(root, "build", "--strict")  # with --quiet MkDocs counts no warnings
    assert done.returncode == 1
    assert state(root / "site") == "旧"
    assert scorepress(root, "build", "-q").returncode == 0
    assert state(root / "site") == "新"


def test_options_of_mkdocs_are_honoured(root: Path) -> None:
    (root / "mkdocs.yml").rename(root / "site.yml")
    elsewhere = root.parent
    done = scorepress(elsewhere, "build", "-q", "-f", f"{root.name}/site.yml", "--site-dir", "www", "--dirty")
    assert done.returncode == 0, done.stderr
    assert state(root / "www") == "新"  # MkDocs reads it from the folder of the settings
    assert run_mkdocs(elsewhere, "build", "-q", "-f", f"{root.name}/site.yml").returncode == 0
    assert state(root / "site") == "新"
    missing = scorepress(elsewhere, "build", "-f", "none.yml")
    assert (missing.returncode, "none.yml" in missing.stderr) == (2, True)
    assert scorepress(root, "build", "-f", "site.yml", "--nonsense").returncode == 2
    (root / "site.yml").write_text("site_name: 例\ntheme: none\n", encoding="utf-8")
    assert scorepress(root, "build", "-q", "-f", "site.yml").returncode == 2


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_the_site_generators_alone_build_aside_and_end_at_the_real_folder(root: Path, program: str) -> None:
    code = (
        f"import {program}.__main__; from {program}.config import load_config;"
        f"from {program}.commands.build import build;"
        "config = load_config('mkdocs.yml'); config.plugins.on_startup(command='gh-deploy', dirty=False);"
        "build(config); config.plugins.on_shutdown(); print(config.site_dir)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == root / "site"
    assert state(root / "site") == "新"


# --- withheld reports -----------------------------------------------------------------------------------


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if line]


def test_a_new_report_that_is_withheld_is_told(root: Path) -> None:
    (root / "content/units/jia/2024.md").write_text(WRONG.replace("2025\nst", "2024\nst"), encoding="utf-8")
    done = scorepress(root, "build", "-q", "--lang", "en")
    assert done.returncode == 0
    assert lines(done) == ["content/units/jia/2024.md:9:7: withheld because of SR320"]
    assert state(root / "site") == "新"


@pytest.mark.parametrize(
    ("how", "data"), [("wrong", True), ("draft", True), ("deleted", True), ("renamed", True), ("deleted", False)]
)
def test_a_report_that_was_published_is_not_lost_quietly(root: Path, how: str, data: bool) -> None:
    path = root / "content/units/jia/2025.md"
    if not data:
        (root / "site/data/index.json").unlink()
    if how == "wrong":
        path.write_text(WRONG, encoding="utf-8")
    elif how == "draft":
        path.write_text(REPORT.replace("published", "draft"), encoding="utf-8")
    else:
        path.rename(path.with_name("2025-demo.md") if how == "renamed" else root / "elsewhere.md")
    before = (root / "site/index.html").read_bytes()
    done = scorepress(root, "build", "-q", "--lang", "en")
    assert done.returncode == 1, done.stderr
    assert "published before: units/jia/2025" in done.stderr
    assert "--allow-withheld" in lines(done)[-1]
    assert (root / "site/index.html").read_bytes() == before
    allowed = scorepress(root, "build", "-q", "--allow-withheld")
    assert allowed.returncode == 0, allowed.stderr
    assert not (root / "site/units/jia/2025").exists()


def test_a_withdrawn_report_and_a_renamed_one_are_not_lost(root: Path) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "公开"]):
        subprocess.run([*git, *arguments], cwd=root, check=True)
    path = root / "content/units/jia/2025.md"
    path.rename(path.with_name("2025-demo.md"))
    for arguments in (["add", "-A"], ["commit", "-q", "-m", "改名"]):
        subprocess.run([*git, *arguments], cwd=root, check=True)
    done = scorepress(root, "build", "-q")
    assert done.returncode == 0, done.stderr
    assert 'http-equiv="refresh"' in (root / "site/units/jia/2025/index.html").read_text(encoding="utf-8")
    withdrawn = "status: withdrawn\nwithdrawn: {date: 2026-01-02, reason: 数据有误}"
    path.with_name("2025-demo.md").write_text(REPORT.replace("status: published", withdrawn), encoding="utf-8")
    done = scorepress(root, "build", "-q")
    assert done.returncode == 0, done.stderr


def test_mkdocs_alone_warns_of_what_is_lost(root: Path) -> None:
    (root / "content/units/jia/2025.md").write_text(WRONG, encoding="utf-8")
    done = run_mkdocs(root, "build")
    assert done.returncode == 0
    assert "此前已公开" in done.stderr


ENDINGS = {
    "an end with 0": "import sys\ndef on_page_context(context, **options): sys.exit(0)\n",
    "an end without a code": "import sys\ndef on_nav(nav, **options): sys.exit()\n",
    "the data deleted": (
        "import pathlib, shutil\n"
        "def on_post_build(config): shutil.rmtree(pathlib.Path(config.site_dir, 'data'))\n"
        "on_post_build.mkdocs_priority = -10\n"
    ),
    "one table emptied": (
        "import pathlib\n"
        "def on_post_build(config): pathlib.Path(config.site_dir, 'data/tables/reports.csv').write_text('')\n"
        "on_post_build.mkdocs_priority = -10\n"
    ),
    "a page deleted": (
        "import pathlib\n"
        "def on_post_build(config): pathlib.Path(config.site_dir, 'units/jia/index.html').unlink()\n"
        "on_post_build.mkdocs_priority = -10\n"
    ),
}


@pytest.mark.parametrize("hook", ENDINGS.values(), ids=ENDINGS)
def test_a_hook_that_ends_the_build_or_takes_from_the_site_keeps_the_old_one(hook: str, root: Path) -> None:
    (root / "hook.py").write_text(hook, encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [hook.py]\n")
    done = scorepress(root, "build", "-q")
    assert done.returncode == 1
    assert "旧网站" in done.stderr
    assert state(root / "site") == "旧"


@pytest.mark.parametrize("plugins", ["[]", "[search]"])
def test_without_the_plugin_nothing_is_built(plugins: str, root: Path) -> None:
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert "plugins: [scorepress: {search: false}]" in config
    text = config.replace("plugins: [scorepress: {search: false}]", f"plugins: {plugins}")
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = scorepress(root, "build", "-q")
    assert done.returncode == 2
    assert "没有启用插件" in done.stderr
    assert state(root / "site") == "旧"


def test_a_quiet_build_says_what_ends_it_with_3(root: Path) -> None:
    (root / "content/甲.md").write_text("联系人 13812345678\n", encoding="utf-8")
    done = scorepress(root, "build", "-q")
    assert done.returncode == 3
    assert "content/甲.md:1:5：未公开，原因是 SR801" in done.stderr
    assert "1381" not in done.stderr


def test_a_file_in_the_place_of_the_working_folder_is_named(root: Path) -> None:
    shutil.rmtree(root / ".site.scorepress")
    (root / ".site.scorepress").write_text("甲", encoding="utf-8")
    done = scorepress(root, "build", "-q")
    assert (done.returncode, "SR707" in done.stderr) == (1, True)
    assert state(root / "site") == "旧"


def test_what_must_not_be_public_ends_with_3(root: Path) -> None:
    (root / "content/units/jia/2024.md").write_text(WRONG.replace("2025\nst", "2024\nst"), encoding="utf-8")
    hook = "from scorepress.core.findings import Rule\nRule.registry['SR320'].never_public = True\n"
    (root / "hook.py").write_text(hook, encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [hook.py]\n")
    assert scorepress(root, "build", "-q").returncode == 3
    assert state(root / "site") == "新"  # the report is not in it
