"""The exchange of sites: killed at every step, refused by the system, in every kind of folder."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scorepress.core.messages import translator
from scorepress.publishing.exchange import ByRenames, Moves, recover_all
from scorepress.publishing.faults import NotPublished
from scorepress.publishing.staging import Staging
from scorepress.publishing.work import JOURNAL, MARK, work_folder
from tests.conftest import run_program
from tests.publishing.folders import NAMES, contents, old_site, put_site

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed like this on Windows")


@POSIX
@pytest.mark.parametrize("way", ["atomic", "renames"])
@pytest.mark.parametrize("before", ["exchanged", "first"])
def test_killed_at_every_step_the_old_or_the_new_site_is_whole(tmp_path: Path, way: str, before: str) -> None:
    command = [sys.executable, "-m", "tests.publishing.killed", str(tmp_path), way, before]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    states = []
    for step in range(1, int(done.stdout) + 1):
        place = tmp_path / str(step)
        site = place / "site"
        if way == "renames":
            recover_all(place, site)
        states.append(contents(site) if site.exists() else "none")
        put_site(Staging(site), "newer")  # nothing that is left stands in the way of the next build
        assert contents(site) == "newer"
        assert {path.name for path in work_folder(site).iterdir()} == {MARK, "lock", "holder.json"}
    order = ["old", "new"] if before == "exchanged" else ["none", "new"]
    assert set(states) <= set(order)
    assert states == sorted(states, key=order.index), "once the new site is there it stays"
    assert len(states) > 10
    assert "new" in states or before == "first"  # for a first site the exchange itself is the last step


@POSIX
def test_a_kill_between_the_renames_leaves_a_journal_that_any_command_follows(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    class Half(ByRenames):
        def move(self, source: Path, target: Path) -> None:
            if target == tmp_path / "site":
                raise Killed
            super().move(source, target)

    project = {"mkdocs.yml": "docs_dir: content\n", "content/units/index.md": "", "schemes/none.txt": ""}
    for name, text in project.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    old_site(tmp_path / "site")
    staging = Staging(tmp_path / "site", moves=Half())
    folder = staging.folder
    with pytest.raises(Killed):
        put_site(staging, "new")
    assert not (tmp_path / "site").exists()
    assert (work_folder(tmp_path / "site") / JOURNAL).is_file()
    assert not folder.exists()  # an exception is no kill: the new site was dropped, so there is only the way back
    run_program(tmp_path, "scorepress", "check")
    assert contents(tmp_path / "site") == "old"


class WindowsError32(ByRenames):
    """Windows refuses to move a folder while a file in it is open."""

    def __init__(self, refused: Path) -> None:
        self.refused = refused

    def move(self, source: Path, target: Path) -> None:
        if self.refused in {source, target}:
            error = PermissionError(errno.EACCES, "The process cannot access the file", str(source))
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        super().move(source, target)


def test_a_file_held_open_keeps_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    old_site(site)
    with pytest.raises(NotPublished) as refused:
        put_site(Staging(site, moves=WindowsError32(site)), "new")
    assert refused.value.rule.code == "SR705"
    assert contents(site) == "old"
    assert not (work_folder(site) / JOURNAL).exists()
    put_site(Staging(site), "new")
    assert contents(site) == "new"


def test_the_second_rename_refused_takes_the_first_one_back(tmp_path: Path) -> None:
    class SecondRefused(ByRenames):
        count = 0

        def move(self, source: Path, target: Path) -> None:
            self.count += 1
            if self.count == 2:
                raise PermissionError(errno.EACCES, "refused", str(source))
            super().move(source, target)

    site = tmp_path / "site"
    old_site(site)
    with pytest.raises(NotPublished) as refused:
        put_site(Staging(site, moves=SecondRefused()), "new")
    assert refused.value.rule.code == "SR706"
    assert contents(site) == "old"


@POSIX
def test_two_builds_at_once_one_is_told_who_has_the_lock(tmp_path: Path) -> None:
    old_site(tmp_path / "site")
    first = Staging(tmp_path / "site")
    with pytest.raises(NotPublished) as refused:
        Staging(tmp_path / "site")
    text = refused.value.text(translator("en"))
    assert refused.value.rule.code == "SR702"
    assert f"process {os.getpid()} on " in text
    assert " since 20" in text
    put_site(first, "new")
    assert contents(tmp_path / "site") == "new"


@POSIX
def test_the_lock_of_a_killed_build_is_free_and_what_it_left_is_cleaned(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from scorepress.publishing.staging import Staging;"
        "staging = Staging(Path(sys.argv[1])); (staging.folder / 'half').write_text('x');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    site = tmp_path / "site"
    assert subprocess.run([sys.executable, "-c", code, str(site)], cwd=ROOT, check=False).returncode == -9
    left = [*work_folder(site).glob("new-*")]
    assert len(left) == 1
    put_site(Staging(site), "new")
    assert not left[0].exists()
    assert contents(site) == "new"


def test_a_folder_of_that_name_that_is_not_ours_is_never_touched(tmp_path: Path) -> None:
    site = tmp_path / "site"
    old_site(site)
    notes = work_folder(site) / "new-notes"
    notes.mkdir(parents=True)
    with pytest.raises(NotPublished) as refused:
        Staging(site)
    assert refused.value.rule.code == "SR707"
    assert notes.is_dir()
    assert contents(site) == "old"


def test_an_empty_folder_of_that_name_is_taken(tmp_path: Path) -> None:
    work_folder(tmp_path / "site").mkdir()
    put_site(Staging(tmp_path / "site"), "new")
    assert contents(tmp_path / "site") == "new"


# --- what stands in the place of the site -------------------------------------------------------------


def refusal(site: Path, *apart: Path) -> str:
    with pytest.raises(NotPublished) as refused:
        Staging(site, apart)
    assert refused.value.text(translator("zh_CN")) != refused.value.text(str)
    return refused.value.rule.code


@POSIX
def test_a_link_stays_a_link_and_what_it_leads_to_is_exchanged(tmp_path: Path) -> None:
    old_site(tmp_path / "disk" / "www")
    (tmp_path / "site").symlink_to(tmp_path / "disk" / "www")
    put_site(Staging(tmp_path / "site"), "new")
    assert (tmp_path / "site").is_symlink()
    assert contents(tmp_path / "disk" / "www") == "new"


@POSIX
def test_a_link_to_nowhere_a_file_and_foreign_content_are_refused(tmp_path: Path) -> None:
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    (tmp_path / "home" / "Documents").mkdir(parents=True)
    assert refusal(tmp_path / "nowhere") == "SR700"
    assert refusal(tmp_path / "file") == "SR700"
    assert refusal(tmp_path / "home") == "SR701"
    assert (tmp_path / "home" / "Documents").is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home", "nowhere"]


def test_a_folder_of_the_project_is_never_inside_the_site(tmp_path: Path) -> None:
    content = tmp_path / "site" / "content"
    content.mkdir(parents=True)
    assert refusal(tmp_path / "site", content) == "SR700"
    assert refusal(content, content) == "SR700"


@pytest.mark.parametrize("empty", [True, False], ids=["an empty folder", "no folder"])
def test_a_site_goes_where_there_is_none(tmp_path: Path, empty: bool) -> None:
    site = tmp_path / "a" / "b"
    if empty:
        site.mkdir(parents=True)
    put_site(Staging(site), "new")
    assert contents(site) == "new"


@POSIX
def test_a_mount_point_and_one_below_it_are_refused(tmp_path: Path) -> None:
    for below in ("", "units"):
        site = tmp_path / f"mounted{below}"
        old_site(site)
        if subprocess.run(
            ["mount", "-t", "tmpfs", "tmpfs", str(site / below)], check=False, capture_output=True
        ).returncode:
            pytest.skip("only root may mount")
        try:
            (site / below / "kept.txt").write_text("x")
            assert refusal(site) == "SR700" if below else refusal(site) in {"SR700", "SR701"}
            assert (site / below / "kept.txt").is_file()
        finally:
            subprocess.run(["umount", "-l", site / below], check=True)


@POSIX
def test_permissions_and_hidden_files_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    old_site(site)
    site.chmod(0o2750)
    (site / ".htaccess").write_text("kept")
    (site / ".well-known" / "acme").mkdir(parents=True)
    (site / ".well-known" / "acme" / "token").write_text("kept")
    put_site(Staging(site), "new")
    assert site.stat().st_mode & 0o7777 == 0o2750
    assert (site / ".htaccess").read_text() == "kept"
    assert (site / ".well-known" / "acme" / "token").read_text() == "kept"
    assert contents(site) == "new"


@POSIX
def test_a_new_site_has_the_permissions_of_any_new_folder(tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    put_site(Staging(tmp_path / "site"), "new")
    assert (tmp_path / "site").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert work_folder(tmp_path / "site").stat().st_mode & 0o077 == 0, "half a site is nobody's to read"


@POSIX
def test_a_disk_that_is_full_keeps_the_old_site(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount")
    try:
        old_site(disk / "site")
        staging = Staging(disk / "site")
        with pytest.raises(OSError, match="No space"):
            (staging.folder / "large").write_bytes(b"x" * 1024 * 1024)
        with pytest.raises(NotPublished) as refused:
            staging.publish(["index.html"])
        assert refused.value.rule.code == "SR704"
        assert contents(disk / "site") == "old"
        (disk / "filling").write_bytes(b"")
        free = os.statvfs(disk)
        (disk / "filling").write_bytes(b"x" * free.f_bavail * free.f_frsize)
        with pytest.raises((NotPublished, OSError)):  # noqa: PT012 - no room for the lock, or for the first page
            staging = Staging(disk / "site")
            try:
                put_site(staging, "new")
            finally:
                staging.drop()
        assert contents(disk / "site") == "old"
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_lost_page_keeps_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    old_site(site)
    staging = Staging(site)
    (staging.folder / "index.html").write_text("")
    with pytest.raises(NotPublished) as refused:
        staging.publish(["index.html", "units/a.html"])
    assert refused.value.rule.code == "SR704"
    assert refused.value.args_of_message["count"] == 2
    assert contents(site) == "old"


def test_a_dirty_build_goes_on_from_a_copy(tmp_path: Path) -> None:
    site = tmp_path / "site"
    old_site(site)
    staging = Staging(site, dirty=True)
    assert contents(staging.folder) == "old"
    (staging.folder / "index.html").write_text("changed")
    assert (site / "index.html").read_text() == "old index.html"
    staging.publish(NAMES)
    assert (site / "index.html").read_text() == "changed"
    assert (site / "404.html").read_text() == "old 404.html"


@POSIX
def test_a_reader_never_meets_a_site_that_is_not_there(tmp_path: Path) -> None:
    site = tmp_path / "site"
    old_site(site)
    if not Moves().swap(_made(tmp_path / "one"), _made(tmp_path / "two")):
        pytest.skip("this file system cannot exchange")
    missed: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                (site / "index.html").read_text()
            except OSError as error:
                missed.append(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(40):
            put_site(Staging(site), str(number))
    finally:
        done.set()
        reader.join()
    assert missed == []


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
