"""Git is asked by our settings: nothing that a user, a system, an environment or a repository sets changes an answer.

All settings that git knows are tried, with values that it takes.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from scorepress.history.facts import History, Known
from scorepress.history.git import Why
from scorepress.history.trails import history
from tests.history.repository import commit, git, repository

PAGE = "content/units/甲/2025.md"
MOVED = "content/units/甲/二〇二五.md"
DATA = "content/units/甲/data/表.csv"
BODY = "".join(f"第 {number} 段，各不相同。\n" for number in range(30))
ATTRIBUTES = "*.md diff=own filter=own\n*.csv -diff filter=own\n*.txt merge=own text=auto\n"
ELSEWHERE = re.compile(r"core\.(bare|worktree|repositoryformatversion)|extensions\.|include|safe\.", re.IGNORECASE)
"""Settings that say which repository it is: whoever sets them is asked about another one."""
OF_PROGRAMS = re.compile(
    r".*(program|command|cmd|path|hook|tool|editor|pager|helper|textconv|external|clean|smudge|process|fsmonitor)",
    re.IGNORECASE,
)
BOOLEAN = re.compile(r"advice\.|color\.|core\.quotepath", re.IGNORECASE)
DRIVERS = (
    *("filter.own.clean", "filter.own.smudge", "filter.own.process", "filter.own.required", "diff.own.command"),
    *("diff.own.textconv", "diff.own.binary", "diff.own.xfuncname", "diff.own.cachetextconv", "core.sshCommand"),
)
"""Settings with a name of the repository's own in them."""
COLOURED = re.compile(r"color\.(advice|decorate|diff|grep|status)\.")
NUMBERS = frozenset(
    [
        *("commitGraph.generationVersion", "core.bigFileThreshold", "core.compression"),
        *("core.deltaBaseCacheLimit", "core.looseCompression", "core.packedGitLimit", "core.packedGitWindowSize"),
        *("diff.context", "diff.interHunkContext", "diff.renameLimit", "diff.statGraphWidth", "index.version"),
        *("format.filenameMaxLength", "pack.compression", "pack.packSizeLimit", "status.renameLimit"),
    ]
)
OTHERS = {
    "branch.autoSetupRebase": ("always", "never"),
    "column.status": ("always", "row dense"),
    "column.ui": ("always", "never"),
    "core.abbrev": ("4", "20"),
    "core.commentChar": ("%", "-"),
    "core.createObject": ("link", "rename"),
    "diff.algorithm": ("patience", "minimal"),
    "diff.colorMovedWS": ("no", "ignore-all-space"),
    "diff.ignoreSubmodules": ("none", "untracked"),
    "diff.orderFile": ("nowhere.txt", "/nowhere/at/all"),
    "diff.renames": ("false", "copies"),
    "diff.wsErrorHighlight": ("all", "none"),
    "fetch.negotiationAlgorithm": ("noop", "skipping"),
    "format.pretty": ("oneline", "fuller"),
    "gpg.format": ("ssh", "x509"),
    "gpg.minTrustLevel": ("ultimate", "never"),
    "grep.patternType": ("perl", "fixed"),
    "i18n.logOutputEncoding": ("GBK", "UTF-16"),
    "log.date": ("relative", "raw"),
    "log.diffMerges": ("off", "combined"),
    "push.default": ("nothing", "matching"),
    "status.showUntrackedFiles": ("no", "normal"),
}
"""Two values for settings that do not take true and false; what git does not take is no answer, below."""


def value_of(name: str, number: int) -> str:
    """A value that git takes for a setting."""
    if name in OTHERS:
        return OTHERS[name][number]
    if COLOURED.match(name):
        return ("red", "bold blue")[number]
    return ("1", "2")[number] if name in NUMBERS else ("true", "false")[number]


def report(status: str, score: str, more: str = "") -> str:
    return f"---\ntitle: 例\nstatus: {status}\nscores:\n  A1: {score}\n---\n{BODY}{more}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with all that a setting can touch: corrections, a merge, a new name, what is not committed."""
    root = repository(tmp_path_factory.mktemp("工程"))
    first = {".gitattributes": ATTRIBUTES, DATA: "a,b\n1,2\n", "content/units/甲/a.txt": "甲\r\n乙\r\n"}
    commit(root, "公开（第一个提交）", "2026-01-05", {PAGE: report("published", "3"), **first})
    git(root, "switch", "-q", "-c", "side")
    commit(root, "分支", "2026-02-01", {PAGE: report("published", "4")})
    git(root, "switch", "-q", "main")
    commit(root, "主干", "2026-02-02", {"content/index.md": "首页"})
    git(root, "merge", "-q", "--no-ff", "-m", "合并", "side", day="2026-02-03")
    git(root, "mv", PAGE, MOVED)
    commit(root, "改名", "2026-03-01")
    commit(root, "改数据", "2026-03-02", {DATA: "a,b\n1,3\n"})
    commit(root, "改文字", "2026-03-03", {MOVED: report("published", "4", "补记\n")})
    (root / MOVED).write_text(report("published", "5", "补记\n"), encoding="utf-8")
    (root / "content/units/甲/未提交.md").write_text("新", encoding="utf-8")
    return root


def told(root: Path) -> History:
    return history(root, "content")


@pytest.fixture(scope="module")
def clean(project: Path) -> History:
    """The history without any setting."""
    found = told(project)
    assert found.known is Known.ALL
    assert [change.kind.value for change in found.of(MOVED, DATA).changes] == [
        *("changed", "corrected", "moved", "corrected", "published")
    ]
    assert found.of(MOVED).uncommitted
    assert not found.of(DATA).uncommitted
    return found


def keys() -> list[str]:
    """Every setting that this git knows, names of the repository's own in place of `<name>`."""
    printed = subprocess.run(["git", "help", "--config"], capture_output=True, text=True, check=True).stdout
    named = {re.sub(r"<[^>]*>|\*", "own", word) for word in printed.split() if "." in word}
    known = {name for name in named if re.fullmatch(r"[A-Za-z0-9]+\.([^ ]+\.)?[A-Za-z][A-Za-z0-9-]*", name)}
    assert len(known) > 300
    return sorted(name for name in {*known, *DRIVERS} if not ELSEWHERE.match(name))


def written(values: Mapping[str, str]) -> str:
    """A file of settings."""
    lines = []
    for name, value in values.items():
        section, _, key = name.rpartition(".")
        top, _, below = section.partition(".")
        head = f'[{top} "{below}"]' if below else f"[{top}]"
        lines.append(f"{head}\n\t{key} = {value}\n")
    return "".join(lines)


@contextmanager
def configured(root: Path, values: Mapping[str, str]) -> Iterator[None]:
    """A repository with more settings."""
    config = root / ".git/config"
    before = config.read_text(encoding="utf-8")
    config.write_text(before + written(values), encoding="utf-8")
    try:
        yield
    finally:
        config.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("number", [0, 1])
def test_no_setting_of_a_repository_changes_an_answer(number: int, project: Path, clean: History) -> None:
    with configured(project, {name: value_of(name, number) for name in keys()}):
        found = told(project)
    assert found.unknown.words == ""
    assert found == clean


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_no_setting_alone_changes_an_answer(name: str, project: Path, clean: History) -> None:
    with configured(project, {name: OTHERS[name][1]}):
        assert told(project) == clean


@pytest.mark.parametrize("name", ["log.date", "diff.context", "core.abbrev", "column.ui", "color.diff.old"])
def test_a_value_that_git_does_not_take_is_no_other_answer(name: str, project: Path, clean: History) -> None:
    with configured(project, {name: "nonsense"}):
        found = told(project)
    assert found == clean or (found.known is Known.NOTHING and "nonsense" in found.unknown.words)


def test_no_program_that_a_repository_names_is_run(project: Path, clean: History, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = f'"touch {ran} #"'
    named = {name: program for name in keys() if OF_PROGRAMS.fullmatch(name) and not BOOLEAN.match(name)}
    assert len(named) > 40
    hooks = project / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    with configured(project, named | {"filter.own.required": "true", "diff.own.cachetextconv": "false"}):
        (project / DATA).touch()  # git must look into it again, and would run the filter
        found = told(project)
        assert found.unknown.words == ""
        assert found == clean
        assert not ran.exists()
        subprocess.run(["git", "status"], cwd=project, capture_output=True, check=False)  # by its own settings, it is
    assert ran.exists()


@pytest.mark.parametrize("number", [0, 1])
def test_no_setting_of_a_user_changes_an_answer(
    number: int, project: Path, clean: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (".gitconfig", "git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(written({name: value_of(name, number) for name in keys()}), encoding="utf-8")
    (tmp_path / "git/ignore").write_text("*\n", encoding="utf-8")
    (tmp_path / "git/attributes").write_text("*.md -text -diff\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert told(project) == clean


VARIABLES = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"),
    *("GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_LITERAL_PATHSPECS"),
    *("GIT_ICASE_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE"),
    *("GIT_PREFIX", "GIT_COMMON_DIR", "GIT_PAGER", "PAGER", "GIT_TRACE", "GIT_TRACE2", "GIT_ATTR_SOURCE", "LANGUAGE"),
)


def test_no_variable_of_the_environment_changes_an_answer(
    project: Path, clean: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    assert told(project) == clean


def test_a_repository_that_replaces_commits_is_asked_for_the_real_ones(project: Path, clean: History) -> None:
    newest, older = (git(project, "rev-parse", name) for name in ("HEAD", "HEAD~2"))
    git(project, "replace", newest, older)
    try:
        assert told(project) == clean
    finally:
        git(project, "replace", "-d", newest)


def test_a_history_that_a_file_cuts_off_is_told_whole(project: Path, clean: History) -> None:
    grafts = project / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{git(project, 'rev-parse', 'HEAD')}\n", encoding="utf-8")
    try:
        assert told(project) == clean
    finally:
        grafts.unlink()


# --- No answer ----------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = repository(tmp_path / "工程")
    commit(root, "公开", "2026-01-05", {PAGE: report("published", "3")})
    commit(root, "更正", "2026-01-06", {PAGE: report("published", "4")})
    return root


def object_of(root: Path, name: str) -> Path:
    digest = git(root, "rev-parse", name)
    path = root / ".git/objects" / digest[:2] / digest[2:]
    path.chmod(0o644)
    return path


def lose(root: Path, name: str) -> None:
    object_of(root, name).unlink()


def spoil(root: Path, name: str) -> None:
    object_of(root, name).write_bytes(b"no object")


def empty(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").mkdir()


def move(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").write_text("gitdir: /nowhere\n")


BROKEN: dict[str, Callable[[Path], object]] = {
    "a commit is lost": lambda root: lose(root, "HEAD"),
    "an older commit is lost": lambda root: lose(root, "HEAD~1"),
    "a folder is lost": lambda root: lose(root, "HEAD~1^{tree}"),
    "a version of a report is lost": lambda root: lose(root, f"HEAD~1:{PAGE}"),
    "a commit is spoilt": lambda root: spoil(root, "HEAD"),
    "a version of a report is spoilt": lambda root: spoil(root, f"HEAD:{PAGE}"),
    "the branch is spoilt": lambda root: (root / ".git/refs/heads/main").write_text("no commit\n"),
    "the branch names no commit": lambda root: (root / ".git/refs/heads/main").write_text("1" * 40 + "\n"),
    "the index is spoilt": lambda root: (root / ".git/index").write_bytes(b"DIRCxxxx"),
    "the settings are spoilt": lambda root: (root / ".git/config").write_text("[core\n"),
    "its head is spoilt": lambda root: (root / ".git/HEAD").write_text("nothing\n"),
    "its objects are gone": lambda root: shutil.rmtree(root / ".git/objects"),
    "its folder is empty": empty,
    "its folder is elsewhere and gone": move,
    "it has no work tree": lambda root: git(root, "config", "core.bare", "true"),
    "its format is of the future": lambda root: git(root, "config", "core.repositoryformatversion", "9"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_git_that_fails_is_unknown_and_says_why(name: str, small: Path) -> None:
    BROKEN[name](small)
    found = told(small)
    past = found.of(PAGE)
    assert (found.known, past.known) == (Known.NOTHING, Known.NOTHING)
    assert past.unknown.why is Why.FAILED
    assert past.unknown.words
    assert not past.uncommitted
    assert not past.changes


def test_a_partial_clone_is_never_fetched_from(small: Path, tmp_path: Path) -> None:
    git(small, "config", "uploadpack.allowFilter", "true")
    target = tmp_path / "部分"
    git(tmp_path, "clone", "-q", "--filter=blob:none", small.as_uri(), str(target))
    found = told(target)
    assert found.known is Known.NOTHING
    assert found.unknown.why is Why.FAILED


def test_a_bare_repository_holds_no_files(small: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(small), "裸")
    assert told(tmp_path / "裸").unknown.why is Why.FAILED


def test_a_detached_head_is_a_head(small: Path) -> None:
    before = told(small)
    git(small, "switch", "-q", "--detach", "HEAD")
    assert told(small) == before


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("trusted", [False, True])
def test_a_folder_of_somebody_else(trusted: bool, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(small)
    for path in (small, small / ".git", small / ".git/config"):
        os.chown(path, 12345, 12345)
    safe = f"[safe]\n\tdirectory = {small}\n[log]\n\tshowRoot = false\n" if trusted else ""
    (tmp_path / ".gitconfig").write_text(safe, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("SUDO_UID", raising=False)
    found = told(small)
    if trusted:
        assert found == before
    else:
        assert (found.known, found.unknown.why) == (Known.NOTHING, Why.OWNER)
        assert "dubious ownership" in found.unknown.words
