"""All commits that led to a state, read once: after a new commit only what is new is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scorepress.history.git import NO_COMMITS, Git, GitError

BEGIN = "\x01"
"""Begins a commit in a log."""
BETWEEN = "\x02"
NO_BLOB = "0"
"""An id of zeros only: there is no such file on this side."""
FILES = frozenset({"100644", "100755", "120000"})
"""Modes of what has content; a submodule has none."""


@dataclass(frozen=True)
class Touch:
    """What a commit did to one file."""

    before: str
    """The path that it had before; the same where it was not renamed."""
    blob: str = ""
    """The id of its content after the commit; empty where the file is gone."""
    old: str = ""
    """The id of its content before, likewise."""


@dataclass(frozen=True)
class Commit:
    """A commit, and what it did to the files by their paths after it."""

    id: str
    when: str
    """When it was committed, `2026-05-03T09:30:00+08:00`."""
    boundary: bool
    """Whether it has no parent here: the first commit, or in a shallow clone the last one that is there."""
    touched: Mapping[str, Touch]


@dataclass(frozen=True)
class Commits:
    """What led to one commit."""

    root: Path = Path()
    below: str = ""
    """The folder whose files they are about."""
    head: str = ""
    """Empty in a repository without commits."""
    shallow: bool = False
    commits: tuple[Commit, ...] = ()
    """The newest first."""


def head_of(git: Git) -> str:
    """The commit that is checked out; empty where there is none yet. Raises `GitError`."""
    try:
        return git.run("log", "-1", "--format=%H").strip()
    except GitError as error:
        if NO_COMMITS in error.words:
            return ""
        raise


def read_commits(git: Git, below: str, head: str, *, shallow: bool, earlier: Commits) -> Commits:
    """The commits that led to `head`, the one that is checked out: `earlier` itself if they are the same.

    To look into every commit of 10,000 reports takes some ten seconds. Where those read `earlier` are the last of them
    they are not read again; a clone that was cut off may since have more. Raises `GitError`.
    """
    made = (git.folder, below, head, shallow)
    if made == (earlier.root, earlier.below, earlier.head, earlier.shallow):
        return earlier
    if not head:
        return Commits(*made)
    known = (git.folder, below, False) == (earlier.root, earlier.below, shallow or earlier.shallow)
    goes_on = known and bool(earlier.head) and _leads_to(git, earlier.head, head)
    new = tuple(log(git, below, f"{earlier.head}..{head}" if goes_on else head))
    return Commits(*made, new + earlier.commits if goes_on else new)


def _leads_to(git: Git, earlier: str, head: str) -> bool:
    """Whether `earlier` is a first parent of a first parent … of `head`: not where branches were changed or rebased."""
    try:
        printed = git.run("rev-list", "--first-parent", "--parents", f"{earlier}..{head}")
    except GitError:  # it is no commit of this repository any more
        return False
    parents = printed.rstrip().rpartition("\n")[2].split(" ")[1:] if printed else []
    return parents[:1] == [earlier]


def log(git: Git, below: str, since: str) -> Iterator[Commit]:
    """The commits that led to a state, the newest first, with what they changed below a folder.

    `since` is a commit or a range of them. Only first parents: a merge counts as one change, made when it was merged,
    as those who read the site saw it. Raises `GitError`.
    """
    form = f"--format={BEGIN}{BETWEEN.join(['%H', '%cI', '%P'])}"
    shape = ("--first-parent", "--diff-merges=first-parent", "--raw", "--no-abbrev", "-M", "-z", "--relative")
    plain = ("--no-color", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-notes")
    printed = git.run("log", *shape, *plain, "--encoding=UTF-8", form, since, "--", below)
    tokens = iter(printed.split("\0"))
    head, touched = "", dict[str, Touch]()
    for token in tokens:
        word = token.lstrip("\n")
        if word.startswith(BEGIN):
            if head:
                yield _commit(head, touched)
            head, touched = word[1:], {}
        elif word:
            path, touch = _touch(word, tokens)
            touched[path] = touch
    if head:
        yield _commit(head, touched)


def _touch(word: str, tokens: Iterator[str]) -> tuple[str, Touch]:
    """A line `:100644 100644 <blob> <blob> R086`, and the one or two paths behind it."""
    old_mode, mode, old, blob, status = word.removeprefix(":").split(" ")
    before = next(tokens)
    path = next(tokens) if status[0] in "RC" else before
    blob, old = _id(blob, mode), _id(old, old_mode)
    return path, Touch(path, blob) if status[0] == "C" else Touch(before, blob, old)


def _id(blob: str, mode: str) -> str:
    return blob if mode in FILES and blob.strip(NO_BLOB) else ""


def _commit(head: str, touched: Mapping[str, Touch]) -> Commit:
    commit, when, parents = head.split(BETWEEN, 2)
    return Commit(commit, when, not parents.strip(), touched)
