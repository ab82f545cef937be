"""No link is followed and nothing special is opened, wherever it stands; every place it could stand is tried."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scorepress.core.boundary import Nature, barrier, nature, walk
from scorepress.core.files import read_bytes, read_text
from scorepress.core.layout import read_settings
from scorepress.core.messages import translator
from scorepress.project import assess
from tests.conftest import CONFIG, REPORT, SCHEME, run_mkdocs, run_program

CANARY = "金丝雀-7731-of-another-folder"
NAME = "kingfisher-4402"
"""A file name outside the project, which must not be told either."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right that few have on Windows")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the project with everything that somebody might link to."""
    folder = tmp_path / "outside"
    (folder / "deeper").mkdir(parents=True)
    for name in (
        f"{NAME}.md",
        f"{NAME}.txt",
        f"{NAME}.png",
        "2025.md",
        "index.md",
        "2025.yml",
        "data.csv",
        "main.html",
    ):
        for place in (folder, folder / "deeper"):
            (place / name).write_text(f"---\ntitle: {CANARY}\n---\n{CANARY}\n", encoding="utf-8")
    return folder


TO_FILES = [
    "content/x.txt",
    "content/x.md",
    "content/css/x.css",
    "content/index.md",
    "content/units/index.md",
    "content/units/jia/index.md",
    "content/units/jia/2024.md",
    "content/units/jia/evidence/plan.txt",
    "content/units/jia/data/figure.csv",
    "content/units/jia/deeper/2025.md",
    "content/.hidden.md",
    "schemes/demo/2026.yml",
    "schemes/sealed.yml",
    "overrides/main.html",
    "overrides/assets/logo.svg",
]
TO_FOLDERS = [
    "content/x",
    "content/units/yi",
    "content/units/jia/evidence",
    "content/.x",
    "schemes/other",
    "overrides/y",
]


THEME = "{name: material, custom_dir: overrides,"
TARGETS = {
    "a file outside": "../outside/kingfisher-4402.md",
    "a draft inside": "content/units/jia/draft.md",
    "git's own configuration": ".git/config",
    "itself": "",
    "nowhere": "nowhere",
    "an endless device": "/dev/zero",
    "the environment of the process": "/proc/self/environ",
    "a link outside that leads on": "../outside/again",
}
"""Where links lead, from the root of the project."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with its own theme; its edition is not sealed, which is a warning."""
    folder = tmp_path / "project"
    files = {
        "mkdocs.yml": (CONFIG % "zh").replace("{name: material,", THEME),
        "schemes/demo/2025.yml": SCHEME,
        "content/index.md": "# 首页\n",
        "content/units/jia/index.md": "---\nunit: jia\nname: 示例市甲局\nfictional: true\n---\n",
        "content/units/jia/2025.md": REPORT,
        "content/units/jia/draft.md": REPORT.replace("published", "draft"),
        ".git/config": f"[{CANARY}]\n",
        "overrides/assets/a.css": "",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def linked(place: Path, target: Path | str, *, relative: bool = False) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(os.path.relpath(target, place.parent) if relative else target)


@pytest.mark.parametrize("place", TO_FILES)
def test_a_link_is_a_finding_at_its_place_and_is_not_read(place: str, outside: Path, root: Path) -> None:
    (outside / "again").symlink_to(outside / f"{NAME}.txt")
    for name, target in TARGETS.items():
        for relative in (False, True):
            linked(root / place, root / (target or place), relative=relative)
            project = assess(read_settings(root / "mkdocs.yml"))
            at_place = [each.span.source.path for each in project.findings if each.rule.code == "SR417"]
            assert at_place == [place], name
            assert not [source for source in sources(project) if CANARY in source or "PATH=" in source], name
            said = "".join(each.text(translator("en")) + str(each.data(str)) for each in project.findings)
            assert CANARY not in said
            assert NAME not in said
            alone = assess(read_settings(root / "mkdocs.yml"), [root / place])
            assert "SR417" in {each.rule.code for each in alone.findings}, name


def sources(project: object) -> Iterator[str]:
    for assessed in project.reports:  # type: ignore[attr-defined]
        yield assessed.file.page.source.text
    for unit in project.units.values():  # type: ignore[attr-defined]
        yield unit.page.source.text
    for scheme in project.schemes.files.values():  # type: ignore[attr-defined]
        yield scheme.source.text


@pytest.mark.parametrize("place", TO_FOLDERS)
def test_a_linked_folder_is_a_finding_and_nothing_of_it_is_read(place: str, outside: Path, root: Path) -> None:
    for target in (outside, root / "content", Path("/")):
        (root / place).unlink(missing_ok=True)
        linked(root / place, target)
        project = assess(read_settings(root / "mkdocs.yml"))
        assert [each.span.source.path for each in project.findings if each.rule.code == "SR417"] == [place]
        assert len(project.reports) == 2


def test_every_linked_file_at_once_leaves_no_trace_in_the_site(outside: Path, root: Path) -> None:
    for place in TO_FILES:
        if not place.startswith("overrides") and place != "schemes/sealed.yml":
            linked(root / place, outside / f"{NAME}.md")
    os.mkfifo(root / "content/pipe.png")
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    assert "content/x.txt:1:1" in done.stderr
    assert "SR418" in done.stderr
    everything = done.stderr + done.stdout + trace(root / "site")
    assert CANARY not in everything
    assert NAME not in everything
    assert not list((root / "site").glob("**/x.txt"))


@pytest.mark.parametrize("place", ["content/.x", "overrides/main.html"])
def test_a_build_stops_where_the_host_itself_would_follow(place: str, outside: Path, root: Path) -> None:
    linked(root / place, outside / "main.html" if place.endswith("html") else outside)
    done = run_mkdocs(root, "build")
    assert done.returncode != 0
    assert f"{place}:1:1" in done.stderr
    assert "Traceback" not in done.stderr
    assert CANARY not in done.stderr + trace(root / "site")
    assert NAME not in done.stderr + trace(root / "site")


def test_the_content_folder_itself_may_be_no_link(outside: Path, root: Path) -> None:
    (root / "content").rename(outside / "content")
    (root / "content").symlink_to(outside / "content")
    project = assess(read_settings(root / "mkdocs.yml"))
    assert [(each.rule.code, each.span.source.path) for each in project.findings] == [("SR417", "content")]
    assert not project.reports


def trace(site: Path) -> str:
    """Names and bytes of everything in a site."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return "".join(f"{path}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)


def command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_program(root, "scorepress", *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "content/units/yi"],
        ["check", "--format", "json"],
        ["explain", "yi", "2025"],
        ["explain", "jia", "2025"],
    ],
)
def test_no_command_tells_of_what_a_link_leads_to(arguments: list[str], outside: Path, root: Path) -> None:
    linked(root / "content/units/yi", outside)
    linked(root / "content/units/jia/2025.md", outside / "2025.md")
    done = command(root, *arguments)
    assert (done.returncode == 0) is (arguments[:2] == ["explain", "jia"])  # which has a draft of its own
    assert "Traceback" not in done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert NAME not in done.stdout + done.stderr


def test_nothing_is_written_through_a_link(outside: Path, root: Path) -> None:
    linked(root / "content/units/yi", outside)
    linked(root / "schemes/sealed.yml", outside / "data.csv")
    before = trace(outside)
    assert command(root, "new", "report", "yi", "2026", "--scheme", "demo@2025").returncode == 2
    assert command(root, "seal", "demo@2025").returncode == 2
    assert trace(outside) == before


def test_special_files_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "plug.md"))
        for name in ("pipe.md", "plug.md"):
            assert nature(tmp_path / name) is Nature.SPECIAL
            assert read_text(tmp_path / name, name).findings[0].rule.code == "SR001"
    assert read_text(Path("/dev/zero"), "zero").findings[0].rule.code == "SR001"


def test_a_link_put_in_the_place_of_a_file_is_not_opened(tmp_path: Path, outside: Path) -> None:
    linked(tmp_path / "a.md", outside / "2025.md")
    with pytest.raises(OSError, match=str(errno.ELOOP)):
        read_bytes(tmp_path / "a.md")


def test_the_walk_ends_where_links_lead_round_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("one", "two", "three"):
        (tmp_path / "a" / name).symlink_to(tmp_path / "a", target_is_directory=True)
    assert len(list(walk(tmp_path))) == 4


@pytest.mark.parametrize(
    ("path", "inside"),
    [("a/b.md", True), ("a", True), ("", True), ("../x", False), ("a/../../x", False), ("link/b.md", False)],
)
def test_inside(path: str, inside: bool, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert (barrier(tmp_path, tmp_path / path) is None) is inside


def test_a_project_may_be_reached_through_a_link_and_keep_its_content_elsewhere(root: Path, tmp_path: Path) -> None:
    (root / "content").rename(tmp_path / "texts")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("docs_dir: content", "docs_dir: ../texts")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (tmp_path / "way").symlink_to(root)
    for way in (root, tmp_path / "way"):
        project = assess(read_settings(way / "mkdocs.yml"))
        assert {each.rule.code for each in project.findings} == {"SR219", "SR307"}
        assert len(project.reports) == 2
